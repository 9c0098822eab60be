// Desks to look at in a browser: a ledger that is served, and a page that is watched.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { chromium } from "playwright-core";

import { now, program } from "./reports.mjs";

/** Runs the program on the ledger in a folder. */
export function run(folder, ...words) {
  return execFileSync(program, words, { cwd: folder, env: { ONRECORD_NOW: now, PATH: process.env.PATH }, encoding: "utf8" });
}

/** A folder with an empty ledger. */
export function ledger() {
  const folder = mkdtempSync(join(tmpdir(), "onrecord-"));
  run(folder, "init");
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Serves the ledger in a folder with these options, on any free port unless they name one. Returns the printed address. */
export async function serve(folder, ...options) {
  const env = { ONRECORD_NOW: now, PATH: process.env.PATH };
  const port = options.includes("--port") ? [] : ["--port", "0"];
  const words = ["serve", "--no-open", ...port, ...options];
  const child = spawn(program, words, { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) return { child, folder, url: line };
  throw new Error("the server printed nothing");
}

/** The browser that the tests look with. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.ONRECORD_CHROMIUM ?? "/usr/bin/chromium",
    // In a container the browser's own sandbox cannot be set up; the pages are our own.
    args: ["--no-sandbox"],
  });
}

/** Opens a desk by the printed address, and notes what its pages ask for and complain of. */
export async function open(browser, { url }, { width = 1024, scripts = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 }, javaScriptEnabled: scripts, reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const origin = new URL(url).origin;
  const foreign = [];
  const complaints = [];
  page.on("request", (request) => { if (new URL(request.url()).origin !== origin) foreign.push(request.url()); });
  // That a form was refused is said on the console too.
  page.on("console", (message) => { if (!message.text().startsWith("Failed to load resource")) complaints.push(message.text()); });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => { complaints.push(dialog.message()); dialog.dismiss(); });
  await page.goto(url);
  if (!scripts) await page.click("text=Open the desk");
  await page.waitForURL(`${origin}/`);
  const goto = (path) => page.goto(origin + path);
  return { page, origin, goto, foreign, complaints, context, close: () => context.close() };
}
