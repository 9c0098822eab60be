// Claims as fragments within a page of somebody else, which has styles of its own for everything: what the fragments promise
// holds there, and they change nothing of that page.
//
// Promised are the layout (what is shown, list marks, the size of headings, underlined links) and that everything fits. Fonts
// and colours are the page's, on purpose. Rules of the page with !important are obeyed.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch } from "./desks.mjs";
import { violations } from "./looks.mjs";
import { attacks, clear, fragments, missing } from "./reports.mjs";

const hostile = `
  * { color: #8b0000; margin: 0; padding: 0; float: none; font-family: serif }
  html { background: #fff } a { text-decoration: none }
  table { display: none } ul, ol { list-style: none } li { display: inline; list-style: none }
  h2, h3, p { display: none; font-size: 60px } div { width: 2000px; border: 5px dotted }
  .host h1, .host h2, .host p { display: block; font-size: 16px } .host ul { padding: 7px }
  @media (prefers-color-scheme: dark) { * { color: #ffb3b3 } html { background: #111 } }`;

const page = (inside) => `<!DOCTYPE html><html lang="en"><head><title>A story</title>
  <meta name="viewport" content="width=device-width, initial-scale=1"><style>${hostile}</style></head><body>
  <main class="host"><h1>A story</h1><p>Before. <a href="#end">To the end</a></p><ul><li>One</li></ul><h2>What stands</h2>${inside}<p id="end">After.</p></main>
  </body></html>`;

let browser;
let made;

before(async () => {
  assert.equal(missing(), undefined);
  made = fragments();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  clear();
});

/** Opens a page, and notes everything that it asks for or complains of. */
async function open(text, { width = 1024 } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const opened = await context.newPage();
  const noted = [];
  opened.on("console", (message) => noted.push(message.text()));
  opened.on("pageerror", (error) => noted.push(String(error)));
  opened.on("dialog", (dialog) => { noted.push(dialog.message()); dialog.dismiss(); });
  await context.route("**", (route) => {
    if (route.request().url() === "http://host.example/") return route.fulfill({ contentType: "text/html; charset=utf-8", body: text });
    noted.push(route.request().url());
    return route.abort();
  });
  await opened.goto("http://host.example/");
  return { opened, noted, close: () => context.close() };
}

for (const width of [320, 1024]) {
  test(`two claims in a page with styles of its own, ${width} pixels: readable by all, nothing asked for`, async () => {
    const { opened, noted, close } = await open(page(made.join("\n")), { width });
    assert.ok(await opened.evaluate(() => document.documentElement.scrollWidth) <= width);
    assert.deepEqual(await violations(opened), []);
    assert.deepEqual(noted.filter((one) => !one.endsWith("/favicon.ico")), []);
    await close();
  });

}

test("without its style and its data, as a system for pages may take it: still readable by all", async () => {
  const plain = made.map((one) => one.replace(/<(style|script)\b[^]*?<\/\1>/g, ""));
  assert.ok(!/<style|<script/.test(plain));
  const { opened, close } = await open(page(plain.join("\n")).replace(hostile, ""));
  assert.deepEqual(await violations(opened), []);
  const text = await opened.evaluate(() => document.querySelector("main").innerText);
  for (const words of ["Status: disputed", "Who says what", "asserts:", "Where accounts diverge", "Verdict: Mixed", "As of 2025-08-20 09:00 UTC."]) {
    assert.ok(text.includes(words), `${words} is shown nowhere`);
  }
  await close();
});

test("the layout is the fragment's own, fonts and colours are the page's", async () => {
  const { opened, close } = await open(page(made.join("\n")));
  const found = await opened.evaluate(() => {
    const of = (place, name) => [...document.querySelectorAll(`.onrecord-embed ${place}`)].map((one) => getComputedStyle(one)[name]);
    const unlike = (list, value) => list.filter((one) => one !== value);
    return {
      hidden: [...document.querySelectorAll(".onrecord-embed :is(h2, h3, p, ul, li)")].filter((one) => one.getClientRects().length === 0).length,
      marks: unlike(of("li", "listStyleType"), "disc"),
      items: unlike(of("li", "display"), "list-item"),
      heading: of("h2", "fontSize"),
      colours: unlike(of("*:not(style, script)", "color"), getComputedStyle(document.querySelector("#end")).color),
      fonts: unlike(of("*:not(style, script)", "fontFamily"), "serif"),
    };
  });
  assert.deepEqual(found, { hidden: 0, marks: [], items: [], heading: ["20px", "20px"], colours: [], fonts: [] });
  await close();
});

test("nothing of the page around changes", async () => {
  const looks = async (inside) => {
    const { opened, close } = await open(page(inside));
    const found = await opened.evaluate(() => [...document.querySelectorAll(".host > :not(.onrecord-embed), .host > ul > li, .host > p > a")]
      .map((one) => [one.tagName, ...[...getComputedStyle(one)].map((name) => `${name}: ${getComputedStyle(one).getPropertyValue(name)}`)]));
    await close();
    return found;
  };
  const before = await looks("");
  assert.equal(before.length, 7);
  assert.deepEqual(await looks(made.join("\n")), before);
});

test("hostile texts are texts, every id is there once, and the data can be read", async () => {
  const { opened, close } = await open(page(made.join("\n")));
  const found = await opened.evaluate(() => ({
    owned: window.owned,
    text: document.querySelector("main").innerText,
    ids: [...document.querySelectorAll("[id]")].map((one) => one.id),
    classes: [...document.querySelectorAll(".onrecord-embed, .onrecord-embed *")].flatMap((one) => [...one.classList])
      .filter((name) => !name.startsWith("onrecord-embed")),
    other: document.querySelectorAll(".onrecord-embed :is(h1, table, img, iframe, link, form, svg, [style])").length,
    links: [...document.querySelectorAll(".onrecord-embed a")].map((one) => one.getAttribute("href")),
    scripts: [...document.querySelectorAll("script")].map((one) => [one.type, one.textContent]),
  }));
  assert.equal(found.owned, undefined);
  assert.deepEqual(found.ids, ["c-c0", "c-c4", "end"]);
  assert.deepEqual([found.classes, found.other, found.links], [[], 0, []]);
  for (const attack of attacks) assert.ok(found.text.includes(attack), attack);
  for (const field of ["publisher", "name0", "claim0", "quote", "wording", "reason", "title"]) {
    assert.ok(found.text.includes(`${field} `), `${field} is shown nowhere`);
  }
  // A claim without a ruling has no review.
  assert.deepEqual(found.scripts.map(([type]) => type), ["application/ld+json"]);
  const [review] = JSON.parse(found.scripts[0][1])["@graph"];
  assert.equal(review["@type"], "ClaimReview");
  assert.equal(review.url, "https://desk.example/story#c-c4");
  assert.ok(review.claimReviewed.startsWith("claim4 ") && review.claimReviewed.includes("\u202E"));
  await close();
});
