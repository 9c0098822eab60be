// Desks that are looked at: the built program serves a ledger, and a browser opens it.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import axe from "axe-core";
import { chromium } from "playwright-core";

import { now, program } from "./reports.mjs";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Runs the program in a folder. */
export function run(folder, ...words) {
  return execFileSync(program, words, { cwd: folder, env: { ONRECORD_NOW: now, PATH: process.env.PATH }, encoding: "utf8" });
}

/** A folder with an empty ledger. */
export function ledger() {
  const folder = mkdtempSync(join(tmpdir(), "onrecord-"));
  run(folder, "init");
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Serves the ledger in a folder, and returns the address that was printed. */
export async function serve(folder, ...words) {
  const env = { ONRECORD_NOW: now, PATH: process.env.PATH };
  const child = spawn(program, ["serve", "--port", "0", "--no-open", ...words], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) return { child, folder, url: line };
  throw new Error("the server printed nothing");
}

/** The browser. In a container its own sandbox cannot be set up; the pages are our own. */
export function launch() {
  return chromium.launch({ executablePath: process.env.ONRECORD_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
}

/** Opens a desk by the printed address, and notes what its pages ask for and complain of. */
export async function open(browser, { url }, { width = 1024, scheme = "light", scripts = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 }, colorScheme: scheme, javaScriptEnabled: scripts, reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const origin = new URL(url).origin;
  const foreign = [];
  const complaints = [];
  page.on("request", (request) => { if (new URL(request.url()).origin !== origin) foreign.push(request.url()); });
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => { complaints.push(dialog.message()); dialog.dismiss(); });
  await page.goto(url);
  if (!scripts) await page.click("text=Open the desk");
  await page.waitForURL(`${origin}/`);
  const goto = (path) => page.goto(origin + path);
  return { page, origin, goto, foreign, complaints, context, close: () => context.close() };
}

/** What axe finds wrong with a page, everything on it opened. */
export async function violations(page) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate((values) => axe.run({ runOnly: { type: "tag", values } }), rules);
  return violations.map(({ id, help, nodes }) =>
    `${id}: ${help}\n${nodes.slice(0, 3).map((node) => `  ${node.html}\n  ${node.failureSummary}`).join("\n")}`);
}
