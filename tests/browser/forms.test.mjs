// Forms that know what happens around them: a colleague's change, who speaks in a passage, and what Enter takes.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch, ledger, open, run, serve } from "./desks.mjs";
import { violations } from "./looks.mjs";

const pier = `Pier closed

19 August 2025

Nora Quist, the harbour master, said that the pier was unsafe. Tom Reyes, the mayor, said that the ferry would sail on Friday.
`;

let browser;
let server;
let remove;

before(async () => {
  browser = await launch();
  const made = ledger();
  const { folder } = made;
  remove = made.remove;
  run(folder, "party", "add", "quist", "--name", "Nora Quist", "--kind", "person");
  run(folder, "party", "add", "quay-board", "--name", "The quay board", "--kind", "organisation");
  run(folder, "claim", "add", "pier-open", "--text", "The pier is open.");
  writeFileSync(join(folder, "pier.txt"), pier);
  run(folder, "ingest", "pier.txt", "--source", "pier");
  server = await serve(folder, "--by", "ann");
});
after(async () => {
  await browser?.close();
  server?.child.kill();
  remove?.();
});

test("a form says within two seconds that a colleague changed what it changes, and touches nothing that was typed", async () => {
  const { page, goto, complaints, close } = await open(browser, server);
  await goto("/record/claim/edit?id=pier-open");
  await page.fill("#in-text", "The pier is open to all.");
  await page.focus("#in-topic");
  await page.keyboard.type("har");
  // What concerns something else is no news.
  run(server.folder, "party", "edit", "quist", "--role", "harbour master", "--by", "ben");
  await page.waitForTimeout(2500);
  assert.equal(await page.locator(".moved .warning").count(), 0);
  run(server.folder, "claim", "edit", "pier-open", "--text", "The pier is open again.", "--by", "ben");
  await page.locator(".moved", { hasText: "The pier is open again." }).waitFor({ timeout: 2500 });
  assert.equal(await page.inputValue("#in-text"), "The pier is open to all.");
  assert.equal(await page.inputValue("#in-topic"), "har");
  assert.equal(await page.evaluate(() => document.activeElement.id), "in-topic");
  assert.deepEqual(await violations(page), []);
  // Taken back, it is as the form has it again.
  run(server.folder, "undo", "--yes", "--by", "ben");
  await page.locator(".moved .warning").waitFor({ state: "detached", timeout: 2500 });
  assert.deepEqual(complaints, []);
  await close();
});

/** Selects words in the text of the source. */
const select = (page, words) => page.evaluate((words) => {
  const section = document.querySelector("section.text");
  const at = section.textContent.indexOf(words);
  const place = (offset) => {
    const walker = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (offset <= node.data.length) return [node, offset];
      offset -= node.data.length;
    }
    throw new Error("outside");
  };
  getSelection().setBaseAndExtent(...place(at), ...place(at + words.length));
}, words);

test("the form of a passage begins with whom the candidate has, and never with who spoke last", async () => {
  const { page, goto, complaints, close } = await open(browser, server);
  await goto("/record/say?party=quay-board&source=pier&claim=pier-open");
  await page.selectOption("#in-stance", "denies");
  await page.click(".send button");
  await page.locator("#recorded").waitFor();
  for (const [words, party] of [["that the pier was unsafe", "quist"], ["the ferry would sail", "Tom Reyes"], ["19 August", ""]]) {
    await goto("/sources/pier");
    await select(page, words);
    const link = page.locator(".passage-bar a");
    if (party) await page.locator(`.passage-bar a[href*="party="]`).waitFor();
    await link.click();
    await page.locator("#in-party").waitFor();
    assert.equal(await page.inputValue("#in-party"), party, words);
  }
  await goto("/record/say");
  assert.equal(await page.inputValue("#in-party"), "quay-board");
  await goto("/record/source/add");
  assert.equal(await page.inputValue("#in-published"), "", "a source has no day unless somebody says so");
  assert.deepEqual(complaints, []);
  await close();
});

test("Enter takes what is marked, waits for what fits, and leaves names and new topics as they were typed", async () => {
  const { page, goto, complaints, close } = await open(browser, server);
  const party = page.locator("#in-party");
  // At once, before anything can be offered.
  await goto("/record/say?source=pier&claim=pier-open");
  await page.selectOption("#in-stance", "asserts");
  await party.fill("");
  await party.pressSequentially("nora");
  await party.press("Enter");
  await page.waitForFunction(() => document.querySelector("#in-party").value === "quist");
  assert.equal(await page.locator("#recorded").count(), 0, "the first Enter only takes the name");
  // Back to what was typed: nothing is marked, and Enter sends it.
  await party.fill("");
  await party.pressSequentially("quay");
  await page.locator(".completions [aria-selected=true]").waitFor();
  await party.press("ArrowUp");
  assert.equal(await page.locator(".completions [aria-selected=true]").count(), 0);
  await party.press("Enter");
  await page.locator("#in-party[aria-invalid]").waitFor();
  assert.equal(await party.inputValue(), "quay");
  // A whole name is sent as it is.
  await party.fill("quist");
  await party.press("Enter");
  await page.locator("#recorded").waitFor();
  await goto("/record/claim/edit?id=pier-open");
  run(server.folder, "claim", "edit", "pier-open", "--topic", "harbour works");
  await goto("/record/claim/edit?id=pier-open");
  await page.locator("#in-topic").fill("harbour");
  await page.locator(".completions [role=option]").waitFor();
  await page.locator("#in-topic").press("Enter");
  await page.locator("#recorded").waitFor();
  assert.equal(JSON.parse(run(server.folder, "claim", "show", "pier-open", "--format", "json")).claim.topic, "harbour");
  assert.deepEqual(complaints, []);
  await close();
});
