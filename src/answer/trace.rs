//! How the rules arrive at a claim's status, statement by statement: what `why` shows.

use std::fmt;

use serde::{Serialize, Serializer};

use super::contest::{Contest, contest};
use super::listing::outside;
use super::view::View;
use crate::domain::claim::Standard;
use crate::domain::docket::ClaimKey;
use crate::domain::fold::Judged;
use crate::domain::hearing::{Standing, Word};
use crate::domain::moving::LastAnswers;
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Stance};
use crate::domain::status::{Acknowledgement, Answer, Line, Status};
use crate::domain::time::Moment;
use crate::ledger::Result;

/// How the rules arrive at a claim's status. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TraceAnswer {
    /// The claim.
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// Its status.
    pub status: Status,
    /// The parties that contest it.
    pub contested_by: Contest,
    /// Whether no person has looked at the claim, or at a statement that its status rests on.
    pub unreviewed: bool,
    /// The standard that applies.
    pub standard: String,
    /// The statements on the claim, in journal order.
    pub words: Vec<TraceStep>,
    /// What follows from them: positions, principals, origins. Serialised as lines with ids.
    #[serde(serialize_with = "lines_of")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub findings: Vec<TraceFinding>,
    /// The lines of the status rule, up to the first that applies.
    pub lines: Vec<RuleLine>,
}

/// A statement and what the rules made of it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TraceStep {
    /// The statement's id.
    pub statement: String,
    /// When it was made.
    pub said: String,
    /// The speaker.
    pub party: Slug,
    /// The parties that relayed it, for tables.
    #[serde(skip)]
    pub via: Vec<Slug>,
    /// The stance.
    pub stance: Stance,
    /// The party whose position it counts for, if any.
    pub counts_for: Option<Slug>,
    /// The rule that applied to it, in words.
    #[serde(serialize_with = "line_of")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub rule: StepRule,
    /// A short quote.
    pub quote: Option<String>,
    /// The words of the passage, or null if there is none or the source's text is not attached.
    pub words: Option<String>,
    /// Whether no person has looked at it.
    pub unreviewed: bool,
}

/// What a rule made of a statement: words around what they mention. Written out, that is an id.
#[derive(Debug, Clone)]
pub struct StepRule {
    /// The words before.
    pub before: &'static str,
    /// What is mentioned, if anything.
    pub about: Option<Mention>,
    /// The words after.
    pub after: &'static str,
}

/// What a rule mentions.
#[derive(Debug, Clone)]
pub enum Mention {
    /// A party.
    Party(Slug),
    /// A claim.
    Claim(Slug),
}

impl From<&'static str> for StepRule {
    fn from(words: &'static str) -> Self {
        Self {
            before: words,
            about: None,
            after: "",
        }
    }
}

impl fmt::Display for StepRule {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.before)?;
        if let Some(Mention::Party(id) | Mention::Claim(id)) = &self.about {
            to.write_str(id.as_str())?;
        }
        to.write_str(self.after)
    }
}

/// What follows from the statements on a claim. Written out, it has ids.
#[derive(Debug, Clone)]
pub enum TraceFinding {
    /// A party's position.
    Position {
        /// The party.
        party: Slug,
        /// Its stance.
        stance: Stance,
        /// The statement that it rests on.
        statement: String,
        /// Whether it affirms or negates, so that it counts.
        is_firm: bool,
    },
    /// How a principal answers.
    Principal {
        /// The principal.
        party: Slug,
        /// Its answer.
        answer: Answer,
        /// The statement that it rests on.
        statement: Option<String>,
    },
    /// How the principals, taken together, answer.
    Acknowledgement(Acknowledgement),
    /// The number of independent origins that affirm.
    Origins(u32),
}

impl fmt::Display for TraceFinding {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Position {
                party,
                stance,
                statement,
                is_firm,
            } => {
                let label = if *is_firm { "position" } else { "not firm" };
                write!(to, "{label}: {party} {stance} ({statement})")
            }
            Self::Principal {
                party,
                answer,
                statement,
            } => {
                write!(to, "principal: {party} {answer}")?;
                match statement {
                    Some(statement) => write!(to, " ({statement})"),
                    None => Ok(()),
                }
            }
            Self::Acknowledgement(how) => write!(to, "acknowledgement: {how}"),
            Self::Origins(count) => write!(to, "independent origins that affirm: {count}"),
        }
    }
}

fn line_of<S: Serializer>(rule: &StepRule, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(rule)
}

fn lines_of<S: Serializer>(
    findings: &[TraceFinding],
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_seq(findings.iter().map(TraceFinding::to_string))
}

/// A line of the status rule.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleLine {
    /// The condition.
    pub rule: String,
    /// The status of a claim that meets it.
    pub status: Status,
    /// Whether the claim meets it.
    pub fits: bool,
}

/// Traces the rules for a claim.
pub fn why(view: &View<'_>, key: ClaimKey) -> Result<TraceAnswer> {
    let docket = view.docket_of(key)?;
    let cut = view.as_of.unwrap_or(Moment::LAST);
    let heard = docket.heard_by(cut);
    let mut claims = docket.docket.claims.iter();
    let terms = claims.find(|terms| terms.key == key);
    let terms = terms.ok_or_else(|| outside(key))?;
    let last = LastAnswers::at(&heard, cut);
    let judged = &Judged::at(&heard, terms, cut, &last);
    let info = view.claim(key)?;
    let mut words: Vec<(&Word<'_>, Standing)> = judged.hearing.words().collect();
    words.sort_unstable_by_key(|(word, _)| word.said.key);
    let steps = words
        .into_iter()
        .map(|(word, standing)| step(view, judged, word, standing));
    Ok(TraceAnswer {
        claim: info.claim.id,
        text: info.claim.text,
        status: judged.status(),
        contested_by: contest(view, judged.contesting().iter())?,
        unreviewed: view.is_finding_unreviewed(&judged.finding())?,
        standard: info.standard.to_string(),
        words: steps.collect::<Result<_>>()?,
        findings: findings(view, judged)?,
        lines: lines(judged),
    })
}

fn step(
    view: &View<'_>,
    judged: &Judged<'_>,
    word: &Word<'_>,
    standing: Standing,
) -> Result<TraceStep> {
    let recorded = view.statement(word.said.key)?;
    view.note_named(&recorded.statement)?;
    Ok(TraceStep {
        words: view.words_of(&recorded.statement)?,
        quote: recorded.statement.quote,
        statement: recorded.id.to_string(),
        said: recorded.when.to_string(),
        party: recorded.statement.party,
        via: recorded.statement.via,
        stance: word.said.stance,
        unreviewed: recorded.statement.unreviewed,
        counts_for: if standing == Standing::Stands {
            Some(view.party_id(word.holder)?)
        } else {
            None
        },
        rule: rule(view, judged, word, standing)?,
    })
}

fn rule(
    view: &View<'_>,
    judged: &Judged<'_>,
    word: &Word<'_>,
    standing: Standing,
) -> Result<StepRule> {
    let relayed = |after| -> Result<StepRule> {
        Ok(StepRule {
            before: "relayed by ",
            about: Some(Mention::Party(view.party_id(word.holder)?)),
            after,
        })
    };
    Ok(match standing {
        Standing::Unsaid => "not said by then".into(),
        Standing::Note => "off the record: a note that counts nowhere".into(),
        Standing::Withdrawn => "withdrawn by a later retraction".into(),
        Standing::Lapsed => {
            "lapsed: the party in whose name it was said has since spoken firmly".into()
        }
        // A report shows this too, so it names neither a party nor a statement.
        Standing::MovedOn => match judged.hearing.moved_on(word.holder) {
            Some(to) => StepRule {
                before: "taken back: moved on to ",
                about: Some(Mention::Claim(view.claim(to.said.claim)?.claim.id)),
                after: "",
            },
            None => "taken back: moved on to a rival answer".into(),
        },
        Standing::Spoken => relayed(", which has spoken for itself")?,
        Standing::Stands if word.hearsay => {
            relayed(", an interested party: stands as its position")?
        }
        Standing::Stands if word.unnamed => "stands, unnamed: acknowledges nothing".into(),
        Standing::Stands if word.said.attribution != Attribution::OnRecord => {
            "stands, not on the record: acknowledges nothing".into()
        }
        Standing::Stands => "stands".into(),
    })
}

fn findings(view: &View<'_>, judged: &Judged<'_>) -> Result<Vec<TraceFinding>> {
    let finding = judged.finding();
    let id = |key| -> Result<String> { Ok(view.statement(key)?.id.to_string()) };
    let mut found = Vec::new();
    for (is_firm, positions) in [(true, &finding.positions), (false, &finding.beside)] {
        for position in positions {
            found.push(TraceFinding::Position {
                party: view.party_id(position.party)?,
                stance: position.stance,
                statement: id(position.statement)?,
                is_firm,
            });
        }
    }
    for principal in &finding.principals {
        found.push(TraceFinding::Principal {
            party: view.party_id(principal.party)?,
            answer: principal.answer,
            statement: principal.statement.map(id).transpose()?,
        });
    }
    let acknowledgement = finding.acknowledgement.map(TraceFinding::Acknowledgement);
    found.extend(acknowledgement);
    found.push(TraceFinding::Origins(finding.origins));
    Ok(found)
}

fn lines(judged: &Judged<'_>) -> Vec<RuleLine> {
    let standard = match judged.hearing.terms.standard {
        Standard::Acknowledgement => "every principal affirms, and none negates".to_owned(),
        Standard::Corroboration(needed) => format!(
            "at least {needed} independent origins affirm, and nobody outside their sides negates"
        ),
    };
    let all = [
        (
            Line::AllRetracted,
            "all who affirmed have taken it back".to_owned(),
        ),
        (Line::StandardMet, standard),
        (
            Line::BothSides,
            "someone affirms and someone negates".to_owned(),
        ),
        (
            Line::OnlyRefused,
            "a principal negates and nobody affirms".to_owned(),
        ),
        (Line::Otherwise, "none of these".to_owned()),
    ];
    let mut lines = Vec::new();
    for (line, rule) in all {
        let fits = line == judged.line;
        lines.push(RuleLine {
            rule,
            status: line.status(),
            fits,
        });
        if fits {
            break;
        }
    }
    lines
}
