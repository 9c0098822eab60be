//! How the rules arrive at a claim's status, statement by statement: what `why` shows.

use serde::Serialize;

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
use crate::domain::status::{Line, Status};
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
    /// What follows from them: positions, principals, origins.
    pub findings: Vec<String>,
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
    pub rule: String,
    /// A short quote.
    pub quote: Option<String>,
    /// The words of the passage, or null if there is none or the source's text is not attached.
    pub words: Option<String>,
    /// Whether no person has looked at it.
    pub unreviewed: bool,
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
) -> Result<String> {
    let holder = view.party_id(word.holder)?;
    Ok(match standing {
        Standing::Unsaid => "not said by then".to_owned(),
        Standing::Note => "off the record: a note that counts nowhere".to_owned(),
        Standing::Withdrawn => "withdrawn by a later retraction".to_owned(),
        Standing::Lapsed => {
            "lapsed: the party in whose name it was said has since spoken firmly".to_owned()
        }
        // A report shows this too, so it names neither a party nor a statement.
        Standing::MovedOn => match judged.hearing.moved_on(word.holder) {
            Some(to) => {
                let claim = view.claim(to.said.claim)?.claim.id;
                format!("taken back: moved on to {claim}")
            }
            None => "taken back: moved on to a rival answer".to_owned(),
        },
        Standing::Spoken => format!("relayed by {holder}, which has spoken for itself"),
        Standing::Stands if word.hearsay => {
            format!("relayed by {holder}, an interested party: stands as its position")
        }
        Standing::Stands if word.unnamed => "stands, unnamed: acknowledges nothing".to_owned(),
        Standing::Stands if word.said.attribution != Attribution::OnRecord => {
            "stands, not on the record: acknowledges nothing".to_owned()
        }
        Standing::Stands => "stands".to_owned(),
    })
}

fn findings(view: &View<'_>, judged: &Judged<'_>) -> Result<Vec<String>> {
    let finding = judged.finding();
    let mut found = Vec::new();
    for (label, positions) in [
        ("position", &finding.positions),
        ("not firm", &finding.beside),
    ] {
        for position in positions {
            let party = view.party_id(position.party)?;
            let id = view.statement(position.statement)?.id;
            found.push(format!("{label}: {party} {} ({id})", position.stance));
        }
    }
    for principal in &finding.principals {
        let party = view.party_id(principal.party)?;
        let id = principal
            .statement
            .map(|key| view.statement(key))
            .transpose()?;
        let by = id.map_or_else(String::new, |recorded| format!(" ({})", recorded.id));
        found.push(format!("principal: {party} {}{by}", principal.answer));
    }
    if let Some(acknowledgement) = finding.acknowledgement {
        found.push(format!("acknowledgement: {acknowledgement}"));
    }
    found.push(format!(
        "independent origins that affirm: {}",
        finding.origins
    ));
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
