//! The language of the `.rules` files: one declaration, statement or expectation a line, so that a file reads
//! as the specification of its rule. `cast.rules` begins with the forms a line may have.
//!
//! The reader is strict (an unknown word, name, stance or kind is an error with file and line), because a
//! mistyped expectation that is passed over would be a rule that nothing tests.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use super::scene::{Scene, closed, strings};
use super::words::{Parsed, Words};

/// The clock of a case that does not set its own: after every day the cases speak of.
const NOW: &str = "2026-02-01T12:00:00Z";

#[rustfmt::skip]
const STANCES: &[&str] = &[
    "asserts", "confirms", "hedges", "doubts", "denies", "rejects", "declines", "not-confirmed", "no-reply", "retracts",
];
#[rustfmt::skip]
const LEVELS: &[&str] = &["on-record", "background", "deep-background", "off-record", "anonymous"];
#[rustfmt::skip]
const STATUSES: &[&str] = &["confirmed", "unconfirmed", "disputed", "denied", "withdrawn"];
const ACKNOWLEDGEMENTS: &[&str] = &["refused", "acknowledged", "partial", "withheld", "silent"];
#[rustfmt::skip]
const DISCREPANCIES: &[&str] = &[
    "contradiction", "unacknowledged", "value-conflict", "reversal", "mixed-signals", "conflicting-reports",
    "anonymous-only", "overdue",
];

/// One small ledger, the clock it is asked by, and what must be concluded from it.
pub(super) struct Case {
    /// The file and line of its name, as an editor takes them.
    pub at: String,
    pub name: String,
    pub now: String,
    pub as_of: Option<String>,
    /// The ledger, a record a line of the import format.
    pub records: Vec<Value>,
    pub expected: Vec<Expected>,
}

/// One expectation and the line that states it.
pub(super) struct Expected {
    pub at: String,
    pub what: What,
}

/// What a case can expect.
pub(super) enum What {
    /// A field of the claim as `claim list` shows it.
    Claim {
        claim: String,
        field: &'static str,
        want: String,
    },
    /// An open discrepancy that names at least these claims; weak, strong, or (where nothing is said) either.
    Open {
        kind: String,
        claims: Vec<String>,
        weak: Option<bool>,
    },
    /// No open discrepancy of this kind names these claims.
    Absent { kind: String, claims: Vec<String> },
}

/// Reads one file of the folder into its cases.
pub(super) fn file(folder: &Path, name: &str) -> Parsed<Vec<Case>> {
    let text =
        std::fs::read_to_string(folder.join(name)).map_err(|error| format!("{name}: {error}"))?;
    Ok(parse(folder, name, &text)?
        .1
        .into_iter()
        .map(|draft| draft.case)
        .collect())
}

/// Reads the text of a file. The folder is where the files it `uses` are looked for.
fn parse(folder: &Path, name: &str, text: &str) -> Parsed<(Scene, Vec<Draft>)> {
    let (mut shared, mut drafts) = (Scene::default(), Vec::<Draft>::new());
    for (index, line) in text.lines().map(str::trim).enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let at = format!("tests/rules/{name}:{}", index + 1);
        let known = drafts
            .iter()
            .any(|draft| line.strip_prefix("== ") == Some(draft.case.name.as_str()));
        let read = match (line.strip_prefix("== "), drafts.last_mut()) {
            (Some(_), _) if known => Err("a second case of this name".to_owned()),
            (Some(title), _) => {
                drafts.push(Draft::new(&at, title, &shared));
                Ok(())
            }
            (None, Some(draft)) => draft.read(line, &at),
            (None, None) => head(&mut shared, line, folder),
        };
        read.map_err(|reason| format!("{at}: {reason}: {line}"))?;
    }
    for draft in &mut drafts {
        draft.finish()?;
    }
    Ok((shared, drafts))
}

/// A line above the first case: a declaration for all of them, or a file to take declarations from.
fn head(shared: &mut Scene, line: &str, folder: &Path) -> Parsed<()> {
    let Some(other) = line.strip_prefix("uses ") else {
        let mut words = Words::of(line);
        return match shared.declare(&mut words)? {
            true => words.end(),
            false => Err("no declaration, and no case has begun".to_owned()),
        };
    };
    let text = std::fs::read_to_string(folder.join(other)).map_err(|error| error.to_string())?;
    let (scene, drafts) = parse(folder, other, &text)?;
    *shared = scene;
    match drafts.is_empty() {
        true => Ok(()),
        false => Err("a file that is used holds no cases".to_owned()),
    }
}

/// A case while its lines are read, with the scene it may name from.
struct Draft {
    case: Case,
    scene: Scene,
}

impl Draft {
    fn new(at: &str, title: &str, shared: &Scene) -> Self {
        let (at, name, now) = (at.to_owned(), title.trim().to_owned(), NOW.to_owned());
        let case = Case {
            at,
            name,
            now,
            as_of: None,
            records: Vec::new(),
            expected: Vec::new(),
        };
        Self {
            case,
            scene: shared.clone(),
        }
    }

    fn read(&mut self, line: &str, at: &str) -> Parsed<()> {
        let mut words = Words::of(line);
        if words.take("=>") {
            self.expectation(&mut words, at)?;
        } else if words.take("now") {
            self.case.now = words.next("a moment")?.to_owned();
        } else if words.take("as") {
            words.expect("of")?;
            self.case.as_of = Some(words.next("a time")?.to_owned());
        } else if !self.scene.declare(&mut words)? {
            self.statement(&mut words)?;
        }
        words.end()
    }

    /// What somebody said, or what the desk ruled: the lines that begin with a time.
    fn statement(&mut self, words: &mut Words) -> Parsed<()> {
        let said = words.next("a time")?;
        if said != "undated" && !said.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(format!("“{said}” begins no line of a case"));
        }
        if words.take("desk") {
            words.expect("rules")?;
            let (claim, verdict) = (
                words.known(&self.scene.claims, "claim")?,
                words.next("a verdict")?,
            );
            self.case.records.push(
                json!({"record": "ruling", "claim": claim, "verdict": verdict, "reason": "r", "ruled": said}),
            );
            return Ok(());
        }
        let (party, stance) = (
            words.known(&self.scene.parties, "party")?,
            words.one_of(STANCES, "stance")?,
        );
        let claim = words.known(&self.scene.claims, "claim")?;
        words.expect("in")?;
        let source = words.known(&self.scene.sources, "source")?;
        let mut record = json!({"record": "statement", "party": party, "stance": stance, "claim": claim, "source": source});
        if said != "undated" {
            record["said"] = json!(said);
        }
        if words.take("via") {
            record["via"] = json!(words.list("a party")?);
        }
        if words.take("as") {
            record["attribution"] = json!(words.one_of(LEVELS, "attribution level")?);
        }
        self.case.records.push(record);
        Ok(())
    }

    fn expectation(&mut self, words: &mut Words, at: &str) -> Parsed<()> {
        let mut expect = |what| {
            self.case.expected.push(Expected {
                at: at.to_owned(),
                what,
            })
        };
        if words.second() == Some("is") {
            let claim = words.known(&self.scene.claims, "claim")?;
            words.expect("is")?;
            for want in words.list("a status or an acknowledgement")? {
                let field = match want.as_str() {
                    word if STATUSES.contains(&word) => "status",
                    word if ACKNOWLEDGEMENTS.contains(&word) => "acknowledgement",
                    word => {
                        return Err(format!(
                            "“{word}” is neither a status nor an acknowledgement"
                        ));
                    }
                };
                expect(What::Claim {
                    claim: claim.to_owned(),
                    field,
                    want,
                });
            }
            return Ok(());
        }
        let absent = words.take("no");
        let weak = if words.take("weak") {
            Some(true)
        } else {
            words.take("strong").then_some(false)
        };
        let kind = words.one_of(DISCREPANCIES, "discrepancy")?.to_owned();
        words.expect("on")?;
        let claims = words.list("a claim")?;
        match (absent, weak) {
            (true, Some(_)) => return Err("absent is neither weak nor strong".to_owned()),
            (true, None) => expect(What::Absent { kind, claims }),
            (false, weak) => expect(What::Open { kind, claims, weak }),
        }
        Ok(())
    }

    /// Puts before the statements what they and the expectations name, and what that refers to in turn. The
    /// rest of the scene stays out, so that a case shows the ledger it is about and no other.
    fn finish(&mut self) -> Parsed<()> {
        let Case {
            at,
            name,
            records,
            expected,
            ..
        } = &mut self.case;
        let lacking = |what: String| format!("{at}: the case “{name}” {what}");
        if expected.is_empty() {
            return Err(lacking("expects nothing".to_owned()));
        }
        let mut claims: BTreeSet<String> = records
            .iter()
            .flat_map(|record| strings(&record["claim"]))
            .collect();
        for Expected { what, .. } in expected.iter() {
            match what {
                What::Claim { claim, .. } => claims.extend([claim.clone()]),
                What::Open { claims: named, .. } | What::Absent { claims: named, .. } => {
                    claims.extend(named.iter().cloned());
                }
            }
        }
        let claims = closed(&self.scene.claims, claims, |_| Vec::new()).map_err(lacking)?;
        let said = |field| {
            records
                .iter()
                .flat_map(move |record| strings(&record[field]))
        };
        let principals = claims
            .iter()
            .flat_map(|claim| strings(&claim["principals"]));
        let parties = closed(
            &self.scene.parties,
            said("party").chain(said("via")).chain(principals).collect(),
            |party| {
                [
                    &party["speaks_for"][0]["party"],
                    &party["member_of"][0]["party"],
                ]
                .into_iter()
                .flat_map(strings)
                .collect()
            },
        );
        let sources = closed(&self.scene.sources, said("source").collect(), |source| {
            strings(&source["origin"])
        });
        let asked: BTreeSet<String> = claims
            .iter()
            .flat_map(|claim| strings(&claim["question"]))
            .collect();
        let questions = asked
            .iter()
            .map(|id| json!({"record": "question", "id": id, "text": "Which?"}))
            .collect();
        let declared = [
            parties.map_err(lacking)?,
            sources.map_err(lacking)?,
            questions,
            claims,
        ]
        .concat();
        records.splice(0..0, declared);
        Ok(())
    }
}

/// A malformed line is refused with its file, its number and what is wrong with it.
#[test]
fn malformed_lines_are_named() {
    let scene = "party state person\nsource a 2026-01-05\nclaim x of state\n== a case\n";
    for (line, reason) in [
        ("party state state", "“state” is no kind of party"),
        (
            "claim x of state standard majority",
            "“majority” is no standard",
        ),
        ("claim x answers q with about Geneva", "no number follows"),
        ("claim x answers q with USD 90tn", "“tn” is no scale"),
        ("2026-01-05 state mumbles x in a", "“mumbles” is no stance"),
        (
            "2026-01-05 nobody denies x in a",
            "“nobody” is no party here",
        ),
        ("2026-01-05 state denies y in a", "“y” is no claim here"),
        (
            "2026-01-05 state denies x in a as gossip",
            "“gossip” is no attribution level",
        ),
        (
            "yesterday state denies x in a",
            "“yesterday” begins no line of a case",
        ),
        ("=> quarrel on x", "“quarrel” is no discrepancy"),
        (
            "=> x is true",
            "“true” is neither a status nor an acknowledgement",
        ),
        ("=> x is denied today", "“today” is left over"),
        (
            "=> no weak contradiction on x",
            "absent is neither weak nor strong",
        ),
        ("=> x is denied\n== a case", "a second case of this name"),
        (
            "2026-01-05 state denies x in a via nobody\n=> x is denied",
            "names “nobody”",
        ),
        ("2026-01-05 state denies x in a", "expects nothing"),
    ] {
        let text = format!("{scene}{line}");
        // What only shows once the case is whole is said of the line that names the case.
        let of_the_case = ["expects nothing", "names “nobody”"].contains(&reason);
        let number = if of_the_case { 4 } else { text.lines().count() };
        match parse(Path::new("."), "test.rules", &text) {
            Ok(_) => panic!("taken: {line:?}"),
            Err(error) => assert!(
                error.starts_with(&format!("tests/rules/test.rules:{number}: "))
                    && error.contains(reason),
                "{line:?} is refused with {error:?}, not with {reason:?}"
            ),
        }
    }
}
