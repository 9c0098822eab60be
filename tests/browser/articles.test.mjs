// Articles that are added in a real browser, and what the pages then show of what waits.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch, ledger, open, run, serve } from "./desks.mjs";
import { violations } from "./looks.mjs";

const pier = `Pier closed

19 August 2025

Nora Quist, the harbour master, said that the pier was unsafe.
`;
const ferry = `Ferry late

19 August 2025

Tom Reyes, the mayor, said that the ferry would sail on Friday.
`;

let browser;
const made = [];

before(async () => { browser = await launch(); });
after(async () => {
  await browser?.close();
  for (const { child, remove } of made) {
    child.kill();
    remove();
  }
});

async function serving() {
  const { folder, remove } = ledger();
  const server = await serve(folder, "--by", "ida");
  made.push({ ...server, remove });
  return server;
}

const json = (folder, ...words) => JSON.parse(run(folder, ...words, "--format", "json"));

test("files are chosen and sent, a bad one is refused with all that was typed, and the answer leads to the review", async () => {
  const server = await serving();
  for (const [name, words] of [["pier.txt", pier], ["ferry.txt", ferry], ["scan.pdf", "%PDF-1.7"]]) writeFileSync(join(server.folder, name), words);
  const file = (name) => join(server.folder, name);
  const { page, goto, complaints, foreign, close } = await open(browser, server, { width: 390 });
  await goto("/record/articles");
  assert.deepEqual(await violations(page), []);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 390);
  await page.click(".send button");
  await page.locator("#in-text[aria-invalid]").waitFor();
  await page.fill("#in-publisher", "The Quay");
  await page.setInputFiles("#in-file", [file("pier.txt"), file("scan.pdf")]);
  await page.click(".send button");
  await page.locator(".message .refused", { hasText: "scan.pdf" }).waitFor();
  assert.equal(await page.inputValue("#in-publisher"), "The Quay");
  assert.equal(await page.evaluate(() => document.querySelector("#in-file").files.length), 2, "the files are still chosen");
  assert.equal(json(server.folder, "source", "list").length, 0);
  await page.setInputFiles("#in-file", [file("pier.txt"), file("ferry.txt")]);
  await page.click(".send button");
  await page.locator("#recorded").waitFor();
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(json(server.folder, "source", "list").map((one) => one.publisher), ["The Quay", "The Quay"]);
  await page.locator("#recorded a", { hasText: "Review what was found" }).first().click();
  await page.locator("#card .proposed", { hasText: "Nora Quist" }).waitFor();
  await page.waitForURL(/\/review\?source=/);
  assert.deepEqual([...complaints, ...foreign], []);
  await close();
});

test("without scripts a text is pasted and a file is sent all the same", async () => {
  const server = await serving();
  writeFileSync(join(server.folder, "ferry.txt"), ferry);
  const { page, goto, close } = await open(browser, server, { scripts: false });
  await goto("/record/articles");
  await page.fill("#in-text", pier);
  await page.fill("#in-source", "quay");
  await page.click(".send button");
  await page.locator("#recorded a[href='/review?source=quay']").waitFor();
  await goto("/record/articles");
  await page.setInputFiles("#in-file", join(server.folder, "ferry.txt"));
  await page.click(".send button");
  await page.locator("#recorded", { hasText: "Ferry late" }).waitFor();
  assert.equal(json(server.folder, "candidates").length, 2);
  await close();
});

test("overview, candidates and draft say what waits, lead there, and notice a rejection within two seconds", async () => {
  const server = await serving();
  const { folder } = server;
  run(folder, "party", "add", "quist", "--name", "Nora Quist", "--kind", "person");
  writeFileSync(join(folder, "pier.txt"), pier + ferry.split("\n").slice(4).join("\n"));
  run(folder, "ingest", "pier.txt", "--source", "pier");
  const { page, goto, complaints, close } = await open(browser, server);
  await page.locator("main a", { hasText: "2 candidates" }).waitFor();
  await goto("/draft");
  assert.equal(await page.locator("td a", { hasText: "Nora Quist" }).getAttribute("href"), "/parties/quist");
  assert.equal(await page.locator("td a", { hasText: "Tom Reyes" }).count(), 0, "who is not recorded has no page");
  await goto("/candidates");
  assert.equal(await page.locator("td a", { hasText: "Nora Quist" }).getAttribute("href"), "/parties/quist");
  assert.ok(await page.locator("td a", { hasText: "Pier closed" }).count() > 0, "sources by their titles");
  assert.deepEqual(await violations(page), []);
  const [first] = json(folder, "candidates");
  run(folder, "reject", first.id);
  await page.locator("main h2", { hasText: "1 candidate" }).waitFor({ timeout: 2500 });
  assert.deepEqual(complaints, []);
  await close();
});
