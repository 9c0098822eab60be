// The report in a real browser: it asks for nothing, complains of nothing, takes no text for markup, can be read by
// whoever reads with a keyboard or a screen reader, and works without scripts.
//
// ONRECORD_CHROMIUM names the browser, ONRECORD_PROGRAM the program; left out, they are those of .ci/run.

import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { launch } from "./desks.mjs";
import { violations } from "./looks.mjs";
import { attacks, brief, clear, hostile, large, missing, shipped } from "./reports.mjs";

const widths = [390, 1024, 1600];

let browser;
const reports = {};

before(async () => {
  assert.equal(missing(), undefined);
  Object.assign(reports, { shipped: shipped(), hostile: hostile() });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  clear();
});

/** Opens a report and notes everything that the page asks for or complains of. */
async function open(file, { width = 1024, scripts = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 }, javaScriptEnabled: scripts, reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const asked = [];
  const complaints = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => { complaints.push(dialog.message()); dialog.dismiss(); });
  const url = pathToFileURL(file).href;
  await page.goto(url);
  return { page, complaints, foreign: () => asked.filter((one) => one !== url), close: () => context.close() };
}

for (const name of ["shipped", "hostile"]) {
  for (const width of widths) {
    test(`${name}, ${width} pixels: nothing asked for, nothing wrong, readable by all`, async () => {
      const { page, complaints, foreign, close } = await open(reports[name], { width });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `the page is ${wide} pixels wide`);
      // What is off the screen is drawn when it is come to; here all of it is looked at.
      await page.addStyleTag({ content: "* { content-visibility: visible !important }" });
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(complaints, []);
      assert.deepEqual(foreign(), []);
      await close();
    });
  }
}

test("hostile texts are shown as texts", async () => {
  const { page, complaints, foreign, close } = await open(reports.hostile);
  const shown = await page.evaluate(() => ({
    owned: window.owned,
    scripts: document.querySelectorAll("script").length,
    handlers: [...document.querySelectorAll("*")].filter((one) =>
      [...one.attributes].some((attribute) => attribute.name.startsWith("on"))).length,
    images: document.querySelectorAll("img, iframe, object, embed, link, form, base").length,
    links: [...document.querySelectorAll("a")].map((one) => one.getAttribute("href")),
    text: document.body.textContent,
    title: document.title,
  }));
  assert.equal(shown.owned, undefined);
  assert.equal(shown.scripts, 1);
  assert.equal(shown.handlers, 0);
  assert.equal(shown.images, 0);
  assert.deepEqual(shown.links.filter((link) => link !== null && !link.startsWith("#")), []);
  for (const attack of attacks) assert.ok(shown.text.includes(attack), attack);
  for (const field of ["title", "publisher", "author", "name0", "role", "place", "value", "unit", "claim0", "topic", "quote",
    "wording", "reason", "question", "heading"]) {
    assert.ok(shown.text.includes(`${field} `), `${field} is shown nowhere`);
  }
  assert.ok(shown.text.includes("left\\u{202e}right\\u{2066}\\u{200b}hidden\\u{7}bell"));
  assert.ok(!/[\u202a-\u202e\u2066-\u2069\u200b\u0007]/u.test(shown.text + shown.title));
  assert.deepEqual(complaints, []);
  assert.deepEqual(foreign(), []);
  await close();
});

test("every link leads somewhere, and every place has one name", async () => {
  for (const file of Object.values(reports)) {
    const { page, close } = await open(file);
    const { dead, twice, links } = await page.evaluate(() => {
      const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
      const links = [...document.querySelectorAll("a[href^='#']")].map((one) => one.getAttribute("href").slice(1));
      return {
        dead: links.filter((link) => !document.getElementById(link)),
        twice: ids.filter((id, at) => ids.indexOf(id) !== at),
        links: links.length,
      };
    });
    assert.ok(links > 100);
    assert.deepEqual(dead, []);
    assert.deepEqual(twice, []);
    await close();
  }
});

test("without scripts everything is there, and nothing that would need them", async () => {
  const { page, close } = await open(reports.shipped, { scripts: false });
  for (const name of ["standing", "discrepancies", "questions", "timeline", "matrix", "calls", "claims", "parties", "sources"]) {
    assert.ok(await page.locator(`section#${name} h2`).isVisible(), name);
  }
  assert.equal(await page.locator("article.claim").count(), 89);
  assert.ok(await page.locator("article.claim").last().isVisible());
  assert.ok(await page.locator("#filter").isHidden());
  await page.locator("details.divergence").first().locator("summary").click();
  await page.locator("details.divergence .side").first().waitFor();
  await close();
});

test("claims can be filtered, and a link to one that is filtered away shows it again", async () => {
  const { page, complaints, close } = await open(reports.shipped);
  const visible = () => page.locator("article.claim:visible").count();
  await page.getByLabel("Find in claims").fill("Geneva");
  const found = await visible();
  assert.ok(found > 0 && found < 20, `${found} claims`);
  await page.getByLabel("Status").selectOption("disputed");
  assert.ok(await visible() < found);
  await page.locator(".lanes a[href='#c-putin-agreed-to-meet']").first().click();
  // The page hears of the new address a moment after the click.
  await page.locator("#c-putin-agreed-to-meet").waitFor({ state: "visible" });
  assert.equal(await visible(), 89);
  assert.deepEqual(complaints, []);
  await close();
});

test("by keyboard: first past the contents, and a mark tells its statement", async () => {
  const { page, close } = await open(reports.shipped);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#main");
  const mark = page.locator(".lanes a.mark").first();
  await mark.focus();
  const told = await page.locator(".tooltip").textContent();
  assert.match(told, /^2025-08-\d\d · .+ (asserts|confirms|hedges|doubts|denies|rejects|declines|not-confirmed)/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/#s-s[0-9a-z]+$/);
  await close();
});

test("on paper everything is open", async () => {
  const { page, close } = await open(reports.shipped);
  await page.emulateMedia({ media: "print" });
  const closed = await page.evaluate(() => [...document.querySelectorAll("details.divergence .side")].filter((one) =>
    one.getBoundingClientRect().height === 0).length);
  assert.equal(closed, 0);
  assert.ok(await page.locator(".contents").isHidden());
  const paper = await page.pdf({ format: "A4" });
  assert.equal(paper.subarray(0, 5).toString(), "%PDF-");
  await close();
});

test("a thousand claims with ten thousand statements open too", async (test) => {
  const file = large();
  const bytes = statSync(file).size;
  assert.ok(bytes < 5_000_000, `${bytes} bytes`);
  const { page, complaints, foreign, close } = await open(file, { width: 1600 });
  const opened = await page.evaluate(() => Math.round(performance.getEntriesByType("navigation")[0].loadEventEnd));
  const painted = await page.evaluate(() => Math.round(performance.getEntriesByType("paint").at(-1).startTime));
  test.diagnostic(`${bytes} bytes, first painted after ${painted} ms, all there after ${opened} ms`);
  assert.equal(await page.locator("article.claim").count(), 1000);
  // What is off the screen is laid out late; a link leads to its place all the same.
  for (const place of ["#c-claim-about-subject-777", "#q-question-30", "#p-party-77", "#d-source-200", "#sources"]) {
    await page.evaluate((place) => { location.hash = place; }, place);
    await page.waitForTimeout(200);
    const top = await page.evaluate((place) => document.querySelector(place).getBoundingClientRect().top, place);
    assert.ok(top >= 0 && top < 450, `${place} lies at ${top}`);
  }
  assert.deepEqual(complaints, []);
  assert.deepEqual(foreign(), []);
  await close();
});

test("the brief edition can be read by all, and is one sheet of paper", async () => {
  const file = brief();
  const { page, complaints, foreign, close } = await open(file, { width: 390 });
  assert.deepEqual(await violations(page), []);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 390);
  const paper = await page.pdf({ format: "A4", preferCSSPageSize: true });
  assert.deepEqual(paper.toString("latin1").match(/\/Count (\d+)/g), ["/Count 1"]);
  assert.deepEqual(complaints, []);
  assert.deepEqual(foreign(), []);
  await close();
});
