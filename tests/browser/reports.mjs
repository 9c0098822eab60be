// The reports that are looked at: made by the built program, each from a ledger of its own.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const project = resolve(fileURLToPath(import.meta.url), "../../..");
export const program = process.env.ONRECORD_PROGRAM ?? join(project, "target/debug/onrecord");
export const now = "2025-08-20T09:00Z";

// What somebody would write who wants a page to do something, and what would turn it around.
export const attacks = [
  "<script>window.owned = 1</script>",
  "\"><img src=x onerror=\"window.owned = 1\">",
  "</title></style></script><svg onload=window.owned=1>",
  "'-alert(1)-' ${1} {{1}} &lt;b&gt; <!-- --> ]]>",
];
export const turned = "left\u202Eright\u2066\u200Bhidden\u0007bell";

/** A folder of its own with a ledger in it, and what is run there. */
class Desk {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "onrecord-"));
  }

  run(...words) {
    const env = { ONRECORD_NOW: now, PATH: process.env.PATH };
    return execFileSync(program, words, { cwd: this.folder, env, encoding: "utf8" });
  }

  holding(records) {
    writeFileSync(join(this.folder, "records.jsonl"), records.map((one) => JSON.stringify(one)).join("\n"));
    this.run("init");
    this.run("import", "records.jsonl");
    return this;
  }

  report(...words) {
    this.run("report", "report.html", "--force", ...words);
    return join(this.folder, "report.html");
  }
}

const desks = [];

function desk() {
  const made = new Desk();
  desks.push(made);
  return made;
}

/** Removes what was made. */
export function clear() {
  for (const { folder } of desks) rmSync(folder, { recursive: true, force: true });
}

/** Says what is missing, if anything is. */
export function missing() {
  return existsSync(program) ? undefined : `${program} is not there: build it with cargo build`;
}

/** The report of the ledger that ships. */
export function shipped() {
  const made = desk();
  made.run("seed");
  return made.report("--since", "2025-08-19");
}

/** The brief edition of the report of the ledger that ships. */
export function brief() {
  const made = desk();
  made.run("seed");
  return made.report("--brief", "--byline", "The foreign desk");
}

/** A ledger in which every text is hostile, and every status and stance occurs. */
function hostileDesk() {
  const text = (name, at) => `${name} ${attacks[at % attacks.length]} ${turned}`;
  const stances = ["asserts", "confirms", "hedges", "doubts", "denies", "rejects", "declines", "not-confirmed", "no-reply"];
  const source = { record: "source", id: "d", title: text("title", 0), publisher: text("publisher", 1),
    authors: [text("author", 2)], url: "javascript:window.owned=1", published: "2025-08-18" };
  const parties = stances.map((_, at) => ({ record: "party", id: `p${at}`, name: text(`name${at}`, at), kind: "person",
    role: text("role", at), speaks_for: at === 1 ? [{ party: "p0" }] : [] }));
  const values = [
    { kind: "money", amount: 5, currency: "USD" }, { kind: "count", amount: 3, unit: text("unit", 0), bound: "at-least" },
    { kind: "date", from: "2025-08-20", to: null }, { kind: "place", name: text("place", 1) }, { kind: "text", text: text("value", 2) },
  ];
  const claims = ["c0", "c1", "c2", "c3", "c4"].map((id, at) => ({ record: "claim", id, text: text(`claim${at}`, at),
    topic: text("topic", at % 2), principals: at === 0 ? ["p4"] : [], question: "q", value: values[at],
    due: at === 0 ? "2025-08-19" : null }));
  const said = (party, stance, claim, more) => ({ record: "statement", party, stance, claim, source: "d",
    quote: text("quote", 3), said: "2025-08-18", ...more });
  const statements = [
    ...stances.map((stance, at) => said(`p${at}`, stance, "c0")),
    said("p0", "asserts", "c1", { said: "2025-08-17" }), said("p0", "retracts", "c1"),
    said("p1", "asserts", "c2"), said("p2", "asserts", "c2", { via: ["p3"] }), said("p4", "denies", "c3"),
    said("p5", "asserts", "c4", { attribution: "background", shown_as: text("wording", 0) }),
  ];
  const ruling = { record: "ruling", claim: "c4", verdict: "mixed", reason: text("reason", 1), source: "d" };
  return desk().holding([source, ...parties, { record: "question", id: "q", text: text("question", 0) }, ...claims,
    ...statements, ruling]);
}

/** A report in which every text is hostile, and every status and stance occurs. */
export function hostile() {
  return hostileDesk().report("--title", `heading ${attacks[2]} ${turned}`);
}

/** Two claims of that ledger as fragments: one on which everybody spoke, and one with a ruling. */
export function fragments() {
  const made = hostileDesk();
  const published = ["--publisher", `publisher ${attacks[0]}`, "--url", "https://desk.example/story"];
  return ["c0", "c4"].map((claim) => made.run("report", "--embed", claim, ...published));
}

/** A report of a thousand claims and ten thousand statements. */
export function large() {
  const stances = ["asserts", "asserts", "asserts", "confirms", "denies", "hedges", "declines", "not-confirmed", "doubts", "rejects"];
  const day = (number) => `2025-07-${String(number % 28 + 1).padStart(2, "0")}`;
  const many = (count, make) => Array.from({ length: count }, (_, at) => make(at));
  const records = [
    ...many(200, (at) => ({ record: "party", id: `party-${at}`, name: `Spokesperson Number ${at}`, kind: "person" })),
    ...many(400, (at) => ({ record: "source", id: `source-${at}`, title: `What happened on day ${at % 30}`,
      publisher: `Daily ${at % 20}`, published: day(at) })),
    ...many(50, (at) => ({ record: "question", id: `question-${at}`, text: `How large is thing number ${at}?` })),
    ...many(1000, (at) => ({ record: "claim", id: `claim-about-subject-${at}`,
      text: `The government of somewhere will deliver item number ${at} before the season ends.`, topic: `topic-${at % 20}`,
      principals: at % 2 ? [`party-${at % 200}`] : [],
      ...(at % 5 ? {} : { question: `question-${at / 5 % 50}`, value: { kind: "money", amount: (at + 1) * 1e6, currency: "USD" } }) })),
    ...many(10000, (at) => ({ record: "statement", party: `party-${(at % 1000 * 7 + Math.floor(at / 1000) * 31) % 200}`,
      stance: stances[(at + Math.floor(at / 1000) * 3) % 10], claim: `claim-about-subject-${at % 1000}`,
      source: `source-${(at * 3) % 400}`, said: day(at + Math.floor(at / 1000) * 5),
      passage: { start: at * 10, end: at * 10 + 80, paragraph: at % 60 + 1 },
      quote: at % 7 ? null : "a few words that were said about it" })),
  ];
  return desk().holding(records).report();
}
