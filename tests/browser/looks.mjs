// What axe finds wrong with a page, in the light and in the dark.

import axe from "axe-core";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// All that a colour scheme can change.
const colours = ["color-contrast", "link-in-text-block"];

const inLight = { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] };
const inDark = { runOnly: { type: "rule", values: colours }, resultTypes: ["violations"] };

/** What is wrong with a page when everything on it is open; of the dark scheme, what is wrong with its colours. */
export async function violations(page) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
  await page.evaluate(axe.source);
  const found = await look(page, "light", inLight);
  found.push(...await look(page, "dark", inDark));
  await page.emulateMedia({ colorScheme: "light" });
  return found;
}

async function look(page, colorScheme, options) {
  await page.emulateMedia({ colorScheme });
  const { violations } = await page.evaluate((options) => axe.run(options), options);
  return violations.map(({ id, help, nodes }) =>
    `${colorScheme}, ${id}: ${help}\n${nodes.slice(0, 5).map((node) => `  ${node.html}\n  ${node.failureSummary}`).join("\n")}`);
}
