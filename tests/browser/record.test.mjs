// Recording in a real browser: every form, passages that are selected with the mouse, and what happens to a form while a
// colleague records, the server ends or the disk is full. Nothing that was typed is ever lost.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";

import { launch, open, run, serve } from "./desks.mjs";
import { violations } from "./looks.mjs";
import { attacks, clear, missing, shipped } from "./reports.mjs";

const widths = [390, 1024, 1600];

// The same words twice, letters of two units, and a line without an end.
const text = `Harbour notes 🚢

The pier is closed, said the harbour master.
The crane is safe. The pier is closed.

Nobody asked the ferrymen`;

const claim = "putin-agreed-to-meet";
const forms = [
  "/record", "/by", "/record/say", `/record/say?claim=${claim}`, "/record/correct", "/record/void", "/record/rule",
  `/record/rule?claim=${claim}`, "/record/party/add", "/record/party/edit?id=ushakov", "/record/claim/add",
  `/record/claim/edit?id=${claim}`, "/record/source/add", "/record/source/edit?id=notes", "/record/question/add",
  "/record/question/edit?id=summit-location", "/verify", "/sources/notes",
];

let browser;
let server;

/** A desk on which ann records. */
const desk = (options) => open(browser, server, options);

/** The id of the first statement on a claim. */
const statementOn = (folder, id) => JSON.parse(run(folder, "claim", "show", id, "--format", "json")).statements[0].id;

/** The text of a claim. */
const textOf = (id) => JSON.parse(run(server.folder, "claim", "show", id, "--format", "json")).claim.text;

/** The newest entry of the journal. */
const newest = () => JSON.parse(run(server.folder, "head", "--format", "json")).seq;

before(async () => {
  assert.equal(missing(), undefined);
  const folder = dirname(shipped());
  writeFileSync(join(folder, "notes.txt"), text);
  run(folder, "source", "add", "notes", "--title", "Harbour notes", "--published", "2025-08-19", "--text", "notes.txt");
  server = await serve(folder, "--by", "ann");
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.child.kill();
  clear();
});

for (const width of widths) {
  test(`${width} pixels: every form asks nobody else, complains of nothing, can be read by all`, async () => {
    const { page, goto, foreign, complaints, close } = await desk({ width });
    const statement = statementOn(server.folder, claim);
    for (const path of [...forms, `/record/correct?statement=${statement}`, `/record/void?statement=${statement}`]) {
      const response = await goto(path);
      assert.equal(response.status(), 200, path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${path} is ${wide} pixels wide`);
      assert.deepEqual(await violations(page), [], path);
      assert.deepEqual(complaints, [], path);
    }
    // A refused form, and what was recorded.
    await goto("/record/say?party=kremlin&source=notes");
    await page.selectOption("#in-stance", "asserts");
    await page.fill("#in-claim", "no-such-claim");
    await page.click(".send button");
    await page.locator("#in-claim[aria-invalid]").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.fill("#in-claim", claim);
    await page.click(".send button");
    await page.locator("#recorded").waitFor();
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(foreign, []);
    await close();
  });
}

test("a statement is recorded with the keyboard alone, and the answer leads on", async () => {
  const { page, goto, origin, complaints, close } = await desk();
  await goto(`/claims/${claim}`);
  await page.locator(".actions a", { hasText: "Record a statement" }).press("Enter");
  await page.locator("#in-party").waitFor();
  assert.equal(await page.inputValue("#in-claim"), claim);
  await page.locator("#in-party").focus();
  await page.keyboard.type("leavitt");
  await page.selectOption("#in-stance", "doubts");
  await page.fill("#in-source", "notes");
  await page.press("#in-source", "Enter");
  await page.locator("#recorded").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "recorded");
  assert.match(await page.locator("#recorded").innerText(), /Recorded: Karoline Leavitt doubts “.+”/);
  await page.locator("#recorded a", { hasText: /^s[0-9a-z]+$/ }).click();
  await page.waitForURL(`${origin}/claims/${claim}#s-*`);
  await page.goBack();
  await page.goto(`${origin}/record/say`);
  // The next one begins with the last source and party.
  assert.deepEqual([await page.inputValue("#in-source"), await page.inputValue("#in-party")], ["notes", "leavitt"]);
  assert.deepEqual(complaints, []);
  await close();
});

/** Selects with the mouse from one word of a source's text to another. */
async function select(page, from, to) {
  const point = (word, atEnd) => page.evaluate(([word, atEnd]) => {
    const walker = document.createTreeWalker(document.querySelector("section.text"), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = atEnd ? node.data.lastIndexOf(word) : node.data.indexOf(word);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + word.length);
      node.parentElement.scrollIntoView({ block: "center" });
      const box = range.getBoundingClientRect();
      return { x: atEnd ? box.right - 1 : box.left + 1, y: (box.top + box.bottom) / 2 };
    }
    return null;
  }, [word, atEnd]);
  const [start, end] = [await point(from, false), await point(to, true)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 5 });
  await page.mouse.up();
}

test("a passage stays selected while a colleague records", async () => {
  const { page, goto, complaints, close } = await desk();
  await goto("/sources/notes");
  await select(page, "Nobody", "ferrymen");
  const before = await page.evaluate(() => getSelection().toString());
  run(server.folder, "question", "add", "who-asked", "--text", "Who asked?", "--by", "colleague");
  await page.locator("#news", { hasText: "Something was recorded." }).waitFor();
  assert.equal(await page.evaluate(() => getSelection().toString()), before);
  assert.notEqual(before, "");
  assert.ok(await page.locator("text=Record this passage").isVisible());
  // Once nothing is selected, the page shows what was recorded.
  await page.evaluate(() => getSelection().removeAllRanges());
  await page.locator("#news", { hasText: "Updated" }).waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test("a passage that is selected with the mouse is recorded with a button or a key", async () => {
  const { page, goto, complaints, close } = await desk();
  await goto("/sources/notes");
  await select(page, "Nobody", "ferrymen");
  await page.click("text=Record this passage");
  await page.locator("#in-passage").waitFor();
  assert.equal(await page.inputValue("#in-source"), "notes");
  assert.equal((await page.inputValue("#in-passage")).slice(0, 14), "Nobody asked t");
  // Words that are there twice are named by their place, counted in characters and not in units.
  await goto("/sources/notes");
  await page.evaluate(() => {
    const section = document.querySelector("section.text");
    const whole = section.textContent;
    const place = (offset) => {
      const walker = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (offset <= node.data.length) return [node, offset];
        offset -= node.data.length;
      }
      throw new Error("outside");
    };
    const at = whole.lastIndexOf("The pier is closed");
    getSelection().setBaseAndExtent(...place(at), ...place(at + "The pier is closed".length));
  });
  await page.locator(".passage-bar").waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("r");
  await page.locator("#in-passage").waitFor();
  const start = [...text.slice(0, text.lastIndexOf("The pier is closed"))].length;
  assert.equal(await page.inputValue("#in-passage"), `${start}..${start + 18}`);
  await page.fill("#in-party", "kremlin");
  await page.selectOption("#in-stance", "doubts");
  await page.fill("#in-claim", claim);
  await page.click(".send button");
  await page.locator("#recorded").waitFor();
  await goto("/sources/notes");
  assert.equal(await page.locator(".text a.passage").innerText(), "The pier is closed");
  assert.deepEqual(complaints, []);
  await close();
});

test("both versions are shown if a colleague was faster, and mine is recorded on top after a look", async () => {
  const { page, goto, complaints, close } = await desk();
  const before = textOf(claim);
  await goto(`/record/claim/edit?id=${claim}`);
  await page.fill("#in-text", "He agreed to talks.");
  run(server.folder, "claim", "edit", claim, "--text", "He has agreed to talks at last.", "--by", "colleague");
  // Whatever happens outside, the form is left alone.
  await page.waitForTimeout(2500);
  assert.equal(await page.inputValue("#in-text"), "He agreed to talks.");
  await page.click(".send button");
  await page.locator(".versions").waitFor();
  const versions = await page.locator(".versions").innerText();
  assert.match(versions, /He has agreed to talks at last\./);
  assert.match(versions, /He agreed to talks\./);
  assert.equal(await page.inputValue("#in-text"), "He agreed to talks.");
  assert.equal(textOf(claim), "He has agreed to talks at last.");
  assert.deepEqual(await violations(page), []);
  await page.click("text=Record mine on top >> visible=true >> nth=-1");
  await page.locator("#recorded").waitFor();
  assert.equal(textOf(claim), "He agreed to talks.");
  run(server.folder, "claim", "edit", claim, "--text", before);
  assert.deepEqual(complaints, []);
  await close();
});

test("a form that is sent twice is recorded once", async () => {
  const { page, goto, complaints, close } = await desk();
  const head = newest();
  await goto("/record/party/add");
  await page.fill("#in-name", "The ferrymen");
  await page.selectOption("#in-kind", "group");
  await page.evaluate(() => { for (let i = 0; i < 3; i += 1) document.querySelector("form[data-record]").requestSubmit(); });
  await page.locator("#recorded").waitFor();
  assert.match(await page.locator("#recorded").innerText(), /party the-ferrymen recorded/);
  assert.equal(newest(), head + 1);
  assert.deepEqual(complaints, []);
  await close();
});

test("hostile texts are shown as texts in every field, and come back as they were typed", async () => {
  const { page, goto, complaints, close } = await desk();
  await goto("/record/say");
  const odd = "\u202eodd\u200b 👩‍🚀";
  const typed = [attacks[0], attacks[1] ?? attacks[0], odd];
  const fields = ["party", "claim", "source", "passage", "said", "quote", "via", "shown-as", "note"];
  await page.selectOption("#in-stance", "denies");
  for (const [at, name] of fields.entries()) await page.fill(`#in-${name}`, typed[at % 3]);
  for (const scripts of [true, false]) {
    // Without the script the form is drawn by the server.
    if (!scripts) await page.evaluate(() => document.querySelector("form[data-record]").submit());
    else await page.click(".send button");
    await page.locator(".message .refused").waitFor();
    for (const [at, name] of fields.entries()) assert.equal(await page.inputValue(`#in-${name}`), typed[at % 3], name);
    assert.equal(await page.evaluate(() => window.owned), undefined);
    assert.equal(await page.locator("main img, main iframe").count(), 0);
  }
  assert.deepEqual(complaints, []);
  await close();
});

test("a new party is added on the way, and the form comes back filled in", async () => {
  const { page, goto, complaints, close } = await desk();
  await goto(`/record/say?claim=${claim}&source=notes`);
  await page.selectOption("#in-stance", "denies");
  await page.fill("#in-party", "The crane driver");
  await page.fill("#in-note", "Asked at the gate");
  await page.locator("button.aside").first().click();
  await page.waitForURL(/\/record\/party\/add/);
  assert.deepEqual([await page.inputValue("#in-name"), await page.inputValue("#in-id")], ["The crane driver", "the-crane-driver"]);
  await page.selectOption("#in-kind", "person");
  await page.click(".send button");
  await page.click("text=Go on with what you were recording");
  await page.waitForURL(/\/record\/say/);
  assert.equal(await page.inputValue("#in-party"), "the-crane-driver");
  assert.equal(await page.inputValue("#in-note"), "Asked at the gate");
  assert.equal(await page.inputValue("#in-stance"), "denies");
  await page.click(".send button");
  await page.locator("#recorded").waitFor();
  assert.deepEqual(complaints, []);
  await close();
});

test("a server that ends or is restarted loses nothing that was typed", async () => {
  const own = await serve(server.folder, "--by", "ann");
  const { page, goto, origin, close } = await open(browser, own);
  await goto(`/record/say?claim=${claim}&source=notes&party=kremlin`);
  await page.selectOption("#in-stance", "confirms");
  await page.fill("#in-note", "Typed for a long time");
  own.child.kill();
  await new Promise((ended) => own.child.once("exit", ended));
  await page.click(".send button");
  await page.locator(".message", { hasText: "does not answer" }).waitFor();
  assert.equal(await page.inputValue("#in-note"), "Typed for a long time");
  assert.deepEqual(await violations(page), []);
  const restarted = await serve(server.folder, "--by", "ann", "--port", new URL(origin).port);
  await page.click(".send button");
  await page.locator(".message", { hasText: "has been restarted" }).waitFor();
  assert.equal(await page.inputValue("#in-note"), "Typed for a long time");
  const other = await page.context().newPage();
  await other.goto(restarted.url);
  await other.waitForURL(`${origin}/`);
  await page.click(".send button");
  await page.locator("#recorded").waitFor();
  restarted.child.kill();
  await close();
});

test("each browser says once who records", async () => {
  const own = await serve(server.folder);
  const { page, goto, origin, complaints, close } = await open(browser, own);
  await goto(`/record/rule?claim=${claim}`);
  await page.fill("input[name=by]", "Ünal, night desk");
  assert.deepEqual(await violations(page), []);
  await page.press("input[name=by]", "Enter");
  await page.waitForURL(`${origin}/record/rule?claim=${claim}`);
  assert.match(await page.locator(".author").innerText(), /Recording as Ünal, night desk · change/);
  await page.selectOption("#in-verdict", { index: 1 });
  await page.fill("#in-reason", "Looked into it");
  await page.click(".send button");
  await page.locator("#recorded").waitFor();
  assert.match(run(server.folder, "log", "--limit", "1"), /Ünal, night desk/);
  assert.equal(await page.evaluate(() => document.cookie), "");
  run(server.folder, "undo", "--yes", "--by", "Ünal, night desk");
  assert.deepEqual(complaints, []);
  own.child.kill();
  await close();
});

test("without scripts everything can be recorded all the same", async () => {
  const { page, goto, close } = await desk({ scripts: false });
  await goto("/record/source/add");
  await page.fill("#in-title", "A letter");
  await page.fill("#in-published", "yesterday");
  await page.fill("#in-text", "Dear desk,\n\nthe gate was open.\n");
  await page.press("#in-title", "Enter");
  await page.locator("#recorded", { hasText: "source a-letter recorded" }).waitFor();
  await goto("/record/say?source=a-letter&party=kremlin");
  await page.selectOption("#in-stance", "denies");
  await page.fill("#in-claim", "nothing-of-the-kind");
  await page.fill("#in-passage", "desk,\n\nthe gate");
  await page.click(".send button");
  await page.locator("#in-claim[aria-invalid]").waitFor();
  await page.fill("#in-claim", claim);
  await page.click(".send button");
  await page.locator("#recorded").waitFor();
  await page.reload();
  await page.locator("#recorded").waitFor();
  await goto(`/record/void?statement=${statementOn(server.folder, claim)}`);
  await page.fill("#in-reason", "Only a test");
  await page.click(".send button");
  await page.locator("#recorded", { hasText: "voided" }).waitFor();
  await close();
});
