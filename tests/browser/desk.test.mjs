// The desk in a real browser: every page asks only its own server for things, complains of nothing, takes no text for
// markup, can be read with a keyboard or a screen reader, and follows what a colleague records.
//
// ONRECORD_CHROMIUM names the browser, ONRECORD_PROGRAM the program; left out, they are those of .ci/run.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";

import { launch, open as opened, run, serve } from "./desks.mjs";
import { violations } from "./looks.mjs";
import { attacks, clear, hostile, missing, shipped } from "./reports.mjs";

const widths = [390, 1024, 1600];

// A text of a source, and an article that is read into candidates.
const article = `Pier closed

By Ann Lee
19 August 2025

Ann Lee, the harbour master, said that the pier was unsafe. Tom Reyes, the mayor, denied that the pier was unsafe.

The mayor said that repairs would cost 2 million euros.
`;

/** Pages of a ledger with these records. */
function pages({ claim, party, source, question, topic }) {
  return ["/", "/claims", `/claims/${claim}`, "/unconfirmed", "/discrepancies?weak=1", "/awaiting", "/questions", `/questions/${question}`,
    "/parties", `/parties/${party}`, "/sources", `/sources/${source}`, "/matrix", `/timeline/${claim}`, "/timeline",
    `/why/${claim}`, `/rivals/${question}`, "/changes?since=2025-08-01", "/search?q=the", "/candidates", "/draft", "/feeds", "/log",
    `/claims?topic=${encodeURIComponent(topic)}&as-of=2025-08-18`];
}

const ledgers = {
  shipped: { make: shipped, names: { claim: "putin-agreed-to-meet", party: "kremlin", source: "irish-times-2025-08-19",
    question: "summit-location", topic: "ceasefire" } },
  hostile: { make: hostile, names: { claim: "c0", party: "p4", source: "d", question: "q", topic: "topic" } },
};

let browser;
const servers = {};

before(async () => {
  assert.equal(missing(), undefined);
  for (const [name, { make }] of Object.entries(ledgers)) {
    const folder = dirname(make());
    writeFileSync(join(folder, "pier.txt"), article);
    run(folder, "ingest", "pier.txt", "--source", "pier");
    servers[name] = await serve(folder);
  }
  browser = await launch();
});

after(async () => {
  await browser?.close();
  for (const { child } of Object.values(servers)) child.kill();
  clear();
});

/** Opens a desk by the printed address. */
const open = (server, options) => opened(browser, server, options);

for (const name of Object.keys(ledgers)) {
  for (const width of widths) {
    test(`${name}, ${width} pixels: every page asks nobody else, complains of nothing, can be read by all`, async () => {
      const desk = await open(servers[name], { width });
      for (const path of pages(ledgers[name].names)) {
        const response = await desk.goto(path);
        assert.equal(response.status(), 200, path);
        const wide = await desk.page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${path} is ${wide} pixels wide`);
        assert.deepEqual(await violations(desk.page), [], path);
        assert.equal(await desk.page.evaluate(() => window.owned), undefined, path);
        assert.deepEqual(desk.complaints, [], path);
      }
      assert.deepEqual(desk.foreign, []);
      await desk.close();
    });
  }
}

test("a page that is not there can be read by all, and names what is near", async () => {
  const desk = await open(servers.shipped);
  const response = await desk.goto("/claims/putin-agred-to-meet");
  assert.equal(response.status(), 404);
  assert.deepEqual(await violations(desk.page), []);
  await desk.page.click("#main a[href=\"/claims/putin-agreed-to-meet\"]");
  await desk.page.waitForURL(`${desk.origin}/claims/putin-agreed-to-meet`);
  await desk.close();
});

test("hostile texts are shown as texts", async () => {
  const desk = await open(servers.hostile);
  for (const path of ["/claims", "/parties", "/sources", "/sources/d", "/questions", "/log?limit=50"]) {
    await desk.goto(path);
    const text = await desk.page.evaluate(() => document.body.textContent);
    assert.ok(attacks.some((attack) => text.includes(attack)), `${path} shows none of the texts`);
    assert.ok(!/[\u202E\u2066\u200B\u0007]/.test(text), `${path} turns what follows around`);
  }
  assert.deepEqual(await desk.page.evaluate(() => [window.owned, document.querySelectorAll("img, iframe, a[href^='javascript']").length]), [undefined, 0]);
  await desk.goto("/sources/d");
  assert.equal(await desk.page.locator("a[href*='window.owned']").count(), 0);
  await desk.close();
});

test("without scripts, a button opens the desk and its pages can be read", async () => {
  const desk = await open(servers.shipped, { scripts: false });
  await desk.goto("/claims");
  await desk.page.click("details.filters > summary");
  await desk.page.selectOption("select[name=status]", "disputed");
  await desk.page.click("main button");
  await desk.page.waitForURL(/status=disputed/);
  assert.ok(await desk.page.locator("main .status.disputed").count() > 0);
  assert.equal(await desk.page.locator("main .status.confirmed").count(), 0);
  await desk.page.fill("#search", "kremlin");
  await desk.page.press("#search", "Enter");
  await desk.page.waitForURL(/\/search\?q=kremlin/);
  await desk.page.locator(".hits li").nth(1).waitFor();
  await desk.close();
});

test("the token does not stay in the browser's history", async () => {
  const desk = await open(servers.shipped);
  assert.equal(await desk.page.evaluate(() => document.cookie), "");
  await desk.page.goBack().catch(() => {});
  assert.ok(!desk.page.url().includes("token"), desk.page.url());
  await desk.close();
});

test("results appear while somebody types, and the keyboard reaches them", async () => {
  const desk = await open(servers.shipped);
  await desk.page.keyboard.press("/");
  await desk.page.keyboard.type("zelen");
  const first = desk.page.locator("#found .hits a").first();
  await first.waitFor();
  await desk.page.keyboard.press("ArrowDown");
  assert.equal(await first.evaluate((link) => link === document.activeElement), true);
  assert.deepEqual(await violations(desk.page), []);
  await desk.page.keyboard.press("Escape");
  assert.equal(await desk.page.locator("#found").isVisible(), false);
  await desk.page.keyboard.press("ArrowDown");
  assert.deepEqual(desk.complaints, []);
  await desk.close();
});

test("results that come late do not appear again, and take the focus from nobody", async () => {
  const desk = await open(servers.shipped);
  const { page } = desk;
  const late = [];
  let isHeld = false;
  await page.route("**/search?*", (route) => { if (isHeld) late.push(route); else route.continue(); });
  const asked = async () => { while (late.length === 0) await page.waitForTimeout(20); };
  const answer = async () => {
    const response = page.waitForResponse(/\/search\?/);
    late.pop().continue();
    await (await response).finished();
    await page.waitForTimeout(100);
  };
  await page.locator("#search").focus();
  await page.keyboard.type("zelen");
  const first = page.locator("#found .hits a").first();
  await first.waitFor();
  await page.waitForTimeout(300);
  isHeld = true;
  await page.keyboard.type("s");
  await asked();
  await page.keyboard.press("ArrowDown");
  await answer();
  assert.equal(await first.evaluate((link) => link === document.activeElement), true);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.type("k");
  await asked();
  await page.keyboard.press("Escape");
  await answer();
  assert.equal(await page.locator("#found").isVisible(), false);
  assert.deepEqual(desk.complaints, []);
  await desk.close();
});

test("a passage leads to its statement, and the statement to the passage", async (t) => {
  const desk = await open(servers.shipped);
  run(servers.shipped.folder, "say", "kremlin", "confirms", "putin-agreed-to-meet", "--source", "pier", "--passage", "repairs would cost 2 million euros");
  t.after(() => run(servers.shipped.folder, "undo", "--yes"));
  await desk.goto("/sources/pier");
  const passage = desk.page.locator(".text a.passage");
  assert.equal(await passage.innerText(), "repairs would cost 2 million euros");
  await passage.click();
  await desk.page.locator(":target a", { hasText: "The Kremlin" }).first().waitFor();
  assert.deepEqual(desk.complaints, []);
  await desk.close();
});

test("what a colleague records appears within two seconds, and leaves a form alone", async () => {
  const { folder } = servers.shipped;
  const [looks, types] = [await open(servers.shipped), await open(servers.shipped)];
  await looks.goto("/claims/putin-agreed-to-meet");
  await types.goto("/claims");
  await types.page.fill("main input[name=topic]", "cease");
  assert.equal(await looks.page.locator(".stands .status").innerText(), "unconfirmed");
  run(folder, "source", "add", "briefing", "--title", "A briefing", "--published", "2025-08-20");
  run(folder, "say", "kremlin", "confirms", "putin-agreed-to-meet", "--source", "briefing", "--by", "colleague");
  const recorded = Date.now();
  await looks.page.locator(".stands .status.confirmed").waitFor({ timeout: 5000 });
  assert.ok(Date.now() - recorded < 2000, `${Date.now() - recorded} ms`);
  await types.page.locator("#news", { hasText: "Something was recorded." }).waitFor({ timeout: 2000 });
  assert.equal(await types.page.inputValue("main input[name=topic]"), "cease");
  assert.equal(await types.page.evaluate(() => document.activeElement.name), "topic");
  await types.page.click("#news button");
  await types.page.locator("#news", { hasText: "Updated" }).waitFor();
  assert.deepEqual([...looks.complaints, ...types.complaints], []);
  run(folder, "undo", "--yes", "--by", "colleague");
  await looks.page.locator(".stands .status.unconfirmed").waitFor({ timeout: 5000 });
  await looks.close();
  await types.close();
});

test("a server that is gone is said to be gone", async () => {
  const server = await serve(servers.shipped.folder);
  const desk = await open(server);
  server.child.kill();
  await desk.page.locator("#news", { hasText: "does not answer" }).waitFor({ timeout: 5000 });
  await desk.close();
});

test("a name is completed on any part of it, by keyboard and by mouse", async () => {
  const desk = await open(servers.shipped);
  await desk.goto("/discrepancies");
  const shut = desk.page.locator("details.filters:not([open]) > summary");
  if (await shut.count()) await shut.click();
  const field = desk.page.locator("main input[name=party]");
  const options = desk.page.locator(".completions [role=option]");
  const marked = () => field.evaluate((one) => document.getElementById(one.getAttribute("aria-activedescendant"))?.innerText);
  // An alias that is found in the middle of it, and without its diacritics.
  await field.pressSequentially("american pres");
  await options.first().waitFor();
  assert.match(await options.first().innerText(), /Donald Trump\s+also the American president/);
  assert.equal(await field.getAttribute("aria-expanded"), "true");
  assert.match(await marked(), /Donald Trump/);
  assert.deepEqual(await violations(desk.page), []);
  await field.press("Enter");
  assert.equal(await field.inputValue(), "trump");
  assert.equal(await options.count(), 0);
  assert.equal(new URL(desk.page.url()).search, "");
  // Escape closes the list and leaves what was typed; nothing is chosen unless somebody says so.
  await field.fill("");
  await field.pressSequentially("lysee");
  await options.first().waitFor();
  await field.press("Escape");
  assert.equal(await options.count(), 0);
  assert.equal(await field.inputValue(), "lysee");
  // A claim by a word in its middle, chosen with the mouse.
  const claim = desk.page.locator("main input[name=claim]");
  await claim.pressSequentially("face-to-face talks");
  await options.filter({ hasText: "putin-agreed-to-meet" }).click();
  assert.equal(await claim.inputValue(), "putin-agreed-to-meet");
  await desk.goto("/timeline");
  const any = desk.page.locator("main input[name=of]");
  await any.pressSequentially("summit");
  await options.first().waitFor();
  await any.press("ArrowUp");
  await any.press("Enter");
  await any.press("Enter");
  await desk.page.waitForURL(/\/timeline\?of=[a-z-]+/);
  assert.deepEqual(desk.complaints, []);
  await desk.close();
});

test("filters are folded on a phone until one is set", async () => {
  for (const [width, path, isOpen] of [[390, "/discrepancies", false], [390, "/discrepancies?topic=ceasefire", true], [1024, "/discrepancies", true]]) {
    const desk = await open(servers.shipped, { width });
    await desk.goto(path);
    assert.equal(await desk.page.locator("details.filters").evaluate((one) => one.open), isOpen, `${path} at ${width}`);
    await desk.close();
  }
});

test("a timeline is drawn, and its marks tell who said what and lead to the statement", async () => {
  const desk = await open(servers.shipped);
  for (const path of ["/timeline/putin-agreed-to-meet", "/claims/putin-agreed-to-meet", "/questions/summit-location"]) {
    await desk.goto(path);
    assert.ok(await desk.page.locator(".lanes .band").count() > 0, path);
  }
  await desk.goto("/timeline/putin-agreed-to-meet");
  const mark = desk.page.locator(".lanes a.mark").first();
  assert.match(await mark.locator("text").allTextContents().then((texts) => texts.join(" ")), /^\+ Trump$/);
  await mark.focus();
  await desk.page.keyboard.press("Enter");
  await desk.page.waitForURL(/\/claims\/putin-agreed-to-meet#s-s[0-9a-z]+$/);
  assert.deepEqual(desk.complaints, []);
  await desk.close();
});

test("in a long journal a name is completed by searching", async () => {
  const desk = await open(servers.shipped);
  const asked = [];
  desk.page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await desk.page.route("**/head", async (route) => {
    const response = await route.fetch();
    if (response.status() !== 200) return route.fulfill({ response });
    return route.fulfill({ response, json: { ...await response.json(), seq: 1_000_000 } });
  });
  await desk.goto("/timeline");
  await desk.page.locator("main input[name=of]").pressSequentially("face-to-face tal");
  const claim = desk.page.locator(".completions [role=option]", { hasText: "putin-agreed-to-meet" });
  await claim.click();
  assert.equal(await desk.page.inputValue("main input[name=of]"), "putin-agreed-to-meet");
  assert.ok(asked.includes("/search") && asked.includes("/parties") && !asked.includes("/questions"));
  assert.deepEqual(desk.complaints, []);
  await desk.close();
});
