// Decisions of a review in a real browser: taken back after a reload, seen by colleagues, refused, and within reach of a
// finger and an eye.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch, ledger, open, run, serve } from "./desks.mjs";
import { violations } from "./looks.mjs";

const pier = `Pier closed

19 August 2025

Nora Quist, the harbour master, said that the pier was unsafe. Tom Reyes, the mayor, denied that the pier was unsafe.

Reyes said that the ferry would sail on Friday.
`;
const crane = `Crane stands

19 August 2025

Mara Voss, the crane driver, said that the crane had passed its test.
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

/** A server of a ledger into which articles were read, each by itself. */
async function reading({ articles = { pier }, options = ["--by", "ida"] } = {}) {
  const { folder, remove } = ledger();
  for (const [name, words] of Object.entries(articles)) {
    writeFileSync(join(folder, `${name}.txt`), words);
    run(folder, "ingest", `${name}.txt`, "--source", name, "--by", "ben");
  }
  const server = await serve(folder, ...options);
  made.push({ ...server, remove });
  return server;
}

/** Waits until the page takes keys. */
const ready = (page) => page.locator("#review:not([aria-busy])").waitFor();

/** Waits for the first card of a review. */
async function begun(page) {
  await page.locator("#card .proposed").waitFor();
  await ready(page);
}

async function reviewing(server, options) {
  const desk = await open(browser, server, options);
  await desk.goto("/review");
  await begun(desk.page);
  return desk;
}

async function press(page, key) {
  await page.keyboard.press(key);
  await ready(page);
}

const note = (page) => page.locator("#note").innerText();
const list = (folder, ...words) => JSON.parse(run(folder, ...words, "--format", "json"));
const head = (folder) => list(folder, "head").seq;

test("after a reload u takes back one decision after the other", async () => {
  const server = await reading();
  const { folder } = server;
  const desk = await reviewing(server);
  for (const key of ["a", "r", "a"]) await press(desk.page, key);
  assert.equal(list(folder, "candidates").length, 0);
  await desk.page.reload();
  await desk.page.getByText("Nothing waits for a review.").waitFor();
  await ready(desk.page);
  for (const open of [1, 2, 3]) {
    await press(desk.page, "u");
    await desk.page.locator("#note", { hasText: "Undone." }).waitFor();
    await desk.page.locator("#progress", { hasText: `${open} to decide` }).waitFor();
    assert.equal(list(folder, "candidates").length, open);
    // What is taken back is what is shown, and the article with it.
    await desk.page.locator("#article mark.now").first().waitFor();
  }
  assert.equal(list(folder, "claim", "list").length, 0);
  await press(desk.page, "u");
  assert.match(await note(desk.page), /Nothing was decided/);
  // What waits again can be decided again, and that be taken back.
  await press(desk.page, "a");
  await press(desk.page, "u");
  assert.equal(list(folder, "candidates").length, 3);
  // A server that was started again knows nothing of it, says so, and the page goes on.
  await press(desk.page, "r");
  server.child.kill();
  await new Promise((ended) => server.child.once("exit", ended));
  const again = await serve(folder, "--by", "ida", "--port", new URL(desk.origin).port);
  made.push({ ...again, remove: () => {} });
  await desk.page.goto(again.url);
  await desk.page.waitForURL(`${desk.origin}/`);
  await desk.goto("/review");
  await begun(desk.page);
  await press(desk.page, "u");
  assert.match(await note(desk.page), /started again/);
  await press(desk.page, "a");
  assert.equal(list(folder, "candidates").length, 1);
  assert.deepEqual(desk.complaints, []);
  await desk.close();
});

test("what a colleague takes back waits again on the other page", async () => {
  const server = await reading();
  const [decides, looks] = [await reviewing(server), await reviewing(server)];
  await press(looks.page, "Space");
  await press(decides.page, "a");
  await looks.page.locator("#strip button.accepted").waitFor({ timeout: 2500 });
  assert.match(await looks.page.locator("#progress").innerText(), /2 to decide/);
  await press(decides.page, "u");
  await looks.page.locator("#strip button.accepted").waitFor({ state: "detached", timeout: 2500 });
  assert.match(await looks.page.locator("#progress").innerText(), /3 to decide/);
  // A rejection, which the journal does not have, and its undoing too.
  await press(decides.page, "r");
  await looks.page.locator("#strip button.rejected").waitFor({ timeout: 2500 });
  await press(decides.page, "u");
  await looks.page.locator("#strip button.rejected").waitFor({ state: "detached", timeout: 2500 });
  assert.deepEqual([...decides.complaints, ...looks.complaints], []);
  await decides.close();
  await looks.close();
});

test("a choice that is refused changes nothing, and those before it are kept", async () => {
  const server = await reading();
  const { page, complaints, close } = await reviewing(server);
  await press(page, "e");
  await page.fill("#asked", "The pier may fall");
  await press(page, "Enter");
  await page.locator("#card .claim", { hasText: "The pier may fall" }).waitFor();
  await press(page, "d");
  await page.fill("#asked", "soon");
  await press(page, "Enter");
  assert.match(await note(page), /the day/);
  assert.match(await page.locator("#card .claim").innerText(), /The pier may fall/);
  // Looked at later again, and accepted with what was chosen.
  await press(page, "Space");
  await press(page, "b");
  await page.locator("#card .claim", { hasText: "The pier may fall" }).waitFor();
  await press(page, "a");
  assert.equal(list(server.folder, "claim", "list")[0].text, "The pier may fall");
  assert.deepEqual(complaints, []);
  await close();
});

test("a decision on which something rests cannot be taken back, and the next u goes to the one before", async () => {
  const server = await reading();
  const { folder } = server;
  const { page, complaints, close } = await reviewing(server);
  await press(page, "r");
  await press(page, "a");
  const [claim] = list(folder, "claim", "list");
  run(folder, "party", "add", "colleague", "--name", "A colleague", "--kind", "person", "--by", "ben");
  run(folder, "say", "colleague", "doubts", claim.id, "--source", "pier", "--by", "ben");
  await press(page, "u");
  assert.ok(!/Undone/.test(await note(page)) && (await note(page)).length > 10, await note(page));
  assert.equal(list(folder, "candidates").length, 1, "nothing was taken back");
  await press(page, "u");
  await page.locator("#note", { hasText: "Undone." }).waitFor();
  assert.equal(list(folder, "candidates").length, 2, "the rejection was");
  assert.deepEqual(complaints, []);
  await close();
});

test("a next one that cannot be shown is said, and the review goes on", async () => {
  const server = await reading({ articles: { crane, pier } });
  const { page, complaints, close } = await reviewing(server);
  // The other article is taken back before anybody has decided on it.
  run(server.folder, "undo", "--yes", "--by", "ben");
  await page.route("**/head", (route) => route.abort());
  await press(page, "a");
  assert.match(await note(page), /^Accepted\. But the next one: /);
  assert.match(await page.locator("#card").innerText(), /cannot be shown/);
  assert.equal(list(server.folder, "claim", "list").length, 1, "the decision is recorded all the same");
  await press(page, "b");
  await page.locator("#card .decided", { hasText: "ida has accepted it" }).waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test("a page that shows one name while the browser has another by now records nothing", async () => {
  const server = await reading({ options: [] });
  const desk = await open(browser, server);
  const named = async (name) => {
    const page = await desk.context.newPage();
    await page.goto(`${desk.origin}/by`);
    await page.fill("input[name=by]", name);
    await page.press("input[name=by]", "Enter");
    await page.waitForURL(`${desk.origin}/`);
    await page.close();
  };
  await named("ida");
  await desk.goto("/review");
  await begun(desk.page);
  await named("ben");
  const before = head(server.folder);
  await press(desk.page, "a");
  assert.match(await note(desk.page), /recorded by ben, and not by ida/);
  await press(desk.page, "r");
  assert.match(await note(desk.page), /recorded by ben, and not by ida/);
  assert.equal(head(server.folder), before);
  assert.equal(list(server.folder, "candidates").length, 3);
  await desk.close();
});

test("whoever is new has a kind that is shown, and those who relayed it are chosen from a list", async () => {
  const server = await reading();
  const { folder } = server;
  run(folder, "party", "add", "quay-times", "--name", "The Quay Times", "--kind", "media");
  const { page, complaints, close } = await reviewing(server);
  await press(page, "P");
  await page.locator("#kind").waitFor();
  assert.match(await page.locator("#ask").innerText(), /Enter adds them as the draft has them: person\./);
  await page.selectOption("#kind", "anonymous");
  assert.match(await page.locator("#ask").innerText(), /Enter adds them as chosen: anonymous\./);
  assert.deepEqual(await violations(page), []);
  await press(page, "Escape");
  await press(page, "v");
  await page.locator("#offered [role=option]", { hasText: "Nobody" }).waitFor();
  // Of several, the last one is completed; the draft's parties are offered too.
  await page.keyboard.type("quay, reyes");
  await page.locator("#offered [aria-selected=true]", { hasText: "Tom Reyes" }).waitFor();
  await page.keyboard.press("Backspace");
  for (const _ of "quay, reye") await page.keyboard.press("Backspace");
  await page.keyboard.type("quay");
  await page.locator("#offered [aria-selected=true]", { hasText: "The Quay Times" }).waitFor();
  await press(page, "Enter");
  await page.locator("#card .proposed", { hasText: "Relayed by" }).waitFor();
  assert.match(await page.locator("#card .proposed").innerText(), /Relayed by\s+The Quay Times/);
  await press(page, "v");
  await page.locator("#offered [role=option]", { hasText: "Nobody" }).waitFor();
  await press(page, "Enter");
  assert.ok(!/Relayed by/.test(await page.locator("#card .proposed").innerText()));
  // Somebody of the draft relays it, whom the ledger does not have yet.
  await press(page, "v");
  await page.keyboard.type("reyes");
  await page.locator("#offered [aria-selected=true]", { hasText: "Tom Reyes" }).waitFor();
  await press(page, "Enter");
  await press(page, "a");
  const [claim] = list(folder, "claim", "list");
  assert.equal(list(folder, "claim", "show", claim.id).statements[0].via.length, 1);
  assert.deepEqual(complaints, []);
  await close();
});

for (const [width, height] of [[390, 844], [1280, 900]]) {
  test(`${width} by ${height} pixels: what is asked is on the screen, and what is pressed is large enough`, async () => {
    const { page, complaints, close } = await reviewing(await reading(), { width });
    await page.setViewportSize({ width, height });
    const small = await page.evaluate(() => [...document.querySelectorAll("#review button")]
      .map((one) => one.getBoundingClientRect())
      .filter((box) => box.width > 0 && (box.width < 24 || box.height < 24)).length);
    assert.equal(small, 0, "buttons that are smaller than 24 pixels");
    for (const key of ["p", "o", "v", "t"]) {
      await press(page, key);
      await page.locator("#offered [role=option]").first().waitFor();
      await page.waitForFunction(() => {
        const box = document.getElementById("ask").getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight + 1;
      });
      await press(page, "Escape");
    }
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= width);
    assert.deepEqual(complaints, []);
    await close();
  });
}
