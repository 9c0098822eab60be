// The review in a real browser: an article is read and decided on to the end with keys alone, in two tabs, beside a
// colleague.

import assert from "node:assert/strict";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch, ledger, open, run, serve } from "./desks.mjs";
import { violations } from "./looks.mjs";

const article = `Pier closed

By Ann Lee
19 August 2025

Nora Quist, the harbour master, said that the pier was unsafe. Tom Reyes, the mayor, denied that the pier was unsafe.

Reyes said that the ferry would sail on Friday. <img src=x onerror="window.owned = 1"> Quist said the \u202Etide was high.
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

/** A server of a ledger into which the article was read. */
async function reading(text = article) {
  const { folder, remove } = ledger();
  writeFileSync(join(folder, "pier.txt"), text);
  run(folder, "ingest", "pier.txt", "--source", "pier");
  const server = await serve(folder, "--by", "ida");
  made.push({ ...server, remove });
  return server;
}

/** Opens the review and waits for the first card. */
async function reviewing(server, options) {
  const desk = await open(browser, server, options);
  await desk.goto("/review");
  await desk.page.locator("#card .proposed").waitFor();
  await desk.page.locator("#review:not([aria-busy])").waitFor();
  return desk;
}

/** Presses a key, and waits until the page has shown what comes of it. */
async function press(page, key) {
  await page.keyboard.press(key);
  await page.locator("#review:not([aria-busy])").waitFor();
}

const progress = (page) => page.locator("#progress").innerText();

for (const width of [390, 1024, 1600]) {
  test(`${width} pixels: the review can be read by all, and asks nobody else`, async () => {
    const desk = await reviewing(await reading(), { width });
    assert.deepEqual(await violations(desk.page), []);
    await press(desk.page, "p");
    await desk.page.locator("#offered [role=option]").first().waitFor();
    assert.deepEqual(await violations(desk.page), []);
    await press(desk.page, "Escape");
    assert.ok(await desk.page.evaluate(() => document.documentElement.scrollWidth) <= width);
    assert.equal(await desk.page.evaluate(() => window.owned), undefined);
    assert.ok(!/\u202E/.test(await desk.page.evaluate(() => document.body.textContent)));
    assert.deepEqual([...desk.foreign, ...desk.complaints], []);
    await desk.close();
  });
}

test("keys alone decide to the end, and a status changes in another tab", async () => {
  const server = await reading();
  const desk = await reviewing(server);
  await press(desk.page, "a");
  const other = await open(browser, server);
  await other.goto("/claims/pier-unsafe");
  assert.equal(await other.page.locator(".stands .status").innerText(), "unconfirmed");
  assert.match(await progress(desk.page), /^2 of 4/);
  assert.match(await desk.page.locator("#card .then").innerText(), /disputed/);
  await press(desk.page, "a");
  await other.page.locator(".stands .status.disputed").waitFor();
  await press(desk.page, "Space");
  await press(desk.page, "r");
  assert.match(await progress(desk.page), /^3 of 4 · 1 to decide/, "what was put off comes again");
  await press(desk.page, "a");
  await desk.page.getByText("All 4 are decided.").waitFor();
  for (const left of [1, 2, 3, 4]) {
    await press(desk.page, "u");
    assert.match(await progress(desk.page), new RegExp(`${left} to decide`));
  }
  await press(desk.page, "u");
  assert.match(await desk.page.locator("#note").innerText(), /Nothing was decided/);
  await other.page.getByText("does not exist").or(other.page.locator("#news", { hasText: "can no longer be shown" })).first().waitFor();
  assert.deepEqual(desk.complaints, []);
  await desk.close();
  await other.close();
});

test("a click only selects, and what is chosen is shown before it counts", async () => {
  const { folder, ...server } = await reading();
  const desk = await reviewing({ folder, ...server });
  await desk.page.locator("#strip button").nth(2).click();
  await desk.page.locator("#progress", { hasText: "3 of 4" }).waitFor();
  await desk.page.locator("#article mark").first().click();
  await desk.page.locator("#progress", { hasText: "1 of 4" }).waitFor();
  await press(desk.page, "t");
  await press(desk.page, "h");
  await desk.page.locator("#card [data-stance=hedges]").waitFor();
  // For half a second no key counts: whoever types the whole word does not mean its letters.
  await desk.page.waitForTimeout(600);
  await press(desk.page, "e");
  await desk.page.fill("#asked", "The pier may fall");
  await press(desk.page, "Enter");
  await desk.page.locator("#card .claim", { hasText: "The pier may fall" }).waitFor();
  assert.equal(JSON.parse(run(folder, "claim", "list", "--format", "json")).length, 0, "nothing counts yet");
  await press(desk.page, "a");
  const [claim] = JSON.parse(run(folder, "claim", "list", "--format", "json"));
  assert.equal(claim.text, "The pier may fall");
  assert.deepEqual(desk.complaints, []);
  await desk.close();
});

test("a key that is held down decides once, and one after a click is a key of the review", async () => {
  const desk = await reviewing(await reading());
  await desk.page.keyboard.down("a");
  for (let again = 0; again < 10; again += 1) await desk.page.keyboard.down("a");
  await desk.page.keyboard.up("a");
  await desk.page.locator("#progress", { hasText: "2 of 4" }).waitFor();
  await desk.page.locator("[data-press=a]").click();
  await desk.page.locator("#progress", { hasText: "3 of 4" }).waitFor();
  await press(desk.page, "Space");
  await desk.page.locator("#progress", { hasText: "4 of 4 · 2 to decide" }).waitFor();
  await desk.close();
});

test("what is typed on is not answered by what was offered before", async () => {
  const { folder, ...server } = await reading();
  run(folder, "claim", "add", "harbour-closed", "--text", "The harbour is closed to all ships");
  const desk = await reviewing({ folder, ...server });
  await desk.page.route("**/review/step", async (route) => {
    if (route.request().postData().includes('"find"')) await new Promise((done) => setTimeout(done, 300));
    await route.continue();
  });
  await press(desk.page, "o");
  await desk.page.locator("#offered [role=option]").first().waitFor();
  await desk.page.keyboard.type("harbour", { delay: 20 });
  await desk.page.keyboard.press("Enter");
  await desk.page.locator("#progress", { hasText: "2 of 4" }).waitFor();
  const claims = JSON.parse(run(folder, "claim", "show", "harbour-closed", "--format", "json"));
  assert.equal(claims.statements.length, 1);
  await desk.close();
});

test("what a colleague decides is seen, and never disturbs what somebody types", async () => {
  const server = await reading();
  const [types, looks] = [await reviewing(server), await reviewing(server)];
  await press(types.page, "n");
  await types.page.fill("#asked", "The pier is closed to all");
  await press(looks.page, "a");
  await types.page.locator("#strip button.accepted").waitFor();
  assert.equal(await types.page.inputValue("#asked"), "The pier is closed to all");
  assert.equal(await types.page.evaluate(() => document.activeElement.id), "asked");
  await press(types.page, "Enter");
  assert.match(await types.page.locator("#note").innerText(), /ida has accepted it/);
  // Any key that decides goes on from there.
  await press(types.page, "a");
  assert.match(await progress(types.page), /^2 of 4/);
  assert.deepEqual([...types.complaints, ...looks.complaints], []);
  await types.close();
  await looks.close();
});

test("a server that is gone loses nothing", async () => {
  const server = await reading();
  const desk = await reviewing(server);
  await press(desk.page, "e");
  await desk.page.fill("#asked", "The pier may fall");
  await press(desk.page, "Enter");
  server.child.kill();
  await press(desk.page, "a");
  await desk.page.locator("#note", { hasText: "does not answer" }).waitFor();
  assert.match(await desk.page.locator("#card .claim").innerText(), /The pier may fall/);
  await desk.close();
});

const documents = process.env.ONRECORD_DOCUMENTS;
test("a founding article is reviewed to the end", { skip: !documents && "ONRECORD_DOCUMENTS is not set" }, async () => {
  const { folder, remove } = ledger();
  const articles = readdirSync(documents).filter((name) => name.endsWith(".txt")).map((name) => join(documents, name));
  // The other one is a live blog of a whole day.
  const [shortest] = articles.sort((one, other) => statSync(one).size - statSync(other).size);
  run(folder, "ingest", shortest, "--source", "founding", "--published", "2025-08-19");
  const server = await serve(folder, "--by", "ida");
  made.push({ ...server, remove });
  const desk = await reviewing(server);
  const count = Number((await progress(desk.page)).match(/of (\d+)/)[1]);
  for (let at = 0; at < count; at += 1) {
    const settled = !/needs/.test(await desk.page.locator("#card .then").innerText());
    await press(desk.page, settled ? "a" : "r");
  }
  await desk.page.getByText(`All ${count} are decided.`).waitFor();
  assert.equal(JSON.parse(run(folder, "candidates", "--format", "json")).length, 0);
  assert.deepEqual([...desk.foreign, ...desk.complaints], []);
  await desk.close();
});
