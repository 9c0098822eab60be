//! Who may be named in a report, and how. Everything in a report that names a speaker comes from here.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::super::attribution;
use super::super::claims::{StatementAnswer, statement_answer};
use super::super::trace::{Mention, TraceStep};
use super::super::view::View;
use super::super::wording::in_a_sentence;
use super::claims::Chosen;
use super::passages::Passages;
use super::statement::ShownStatement;
use crate::domain::docket::StatementKey;
use crate::domain::slug::Slug;
use crate::domain::statement::Attribution;
use crate::ledger::{About, Result};

/// A speaker as a report shows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportSpeaker {
    /// The name, or the wording agreed with the source.
    pub name: String,
    /// The party, or null if it must not be identified.
    pub party: Option<Slug>,
}

/// A statement with the name under which its speaker is shown.
struct CastStatement {
    said: StatementAnswer,
    /// The words of its passage, as far as the report may show them.
    words: Option<String>,
    /// The id that the report gives it.
    id: String,
    speaker: ReportSpeaker,
}

/// The statements that a report may show, and the names of their speakers.
pub(super) struct Cast {
    statements: BTreeMap<String, CastStatement>,
    names: BTreeMap<Slug, String>,
    claims: BTreeSet<Slug>,
    unnamed: BTreeSet<Slug>,
}

impl Cast {
    /// The cast for a report on the chosen claims. It covers every statement of the ledger, since
    /// discrepancies and rival answers may involve other claims. The parties in `unnamed` stand for
    /// speakers who are not named.
    pub(super) fn of(
        view: &View<'_>,
        chosen: &[Chosen],
        off_record: bool,
        unnamed: &BTreeSet<Slug>,
        passages: Passages<'_>,
    ) -> Result<Self> {
        let mut cast = Self {
            statements: BTreeMap::new(),
            names: BTreeMap::new(),
            claims: BTreeSet::new(),
            unnamed: unnamed.clone(),
        };
        for key in view.reader.parties()? {
            let (id, name) = view.party(key)?;
            cast.names.insert(id, name);
        }
        for one in chosen {
            let id = view.claim(one.standing.finding.claim)?.claim.id;
            cast.claims.insert(id);
        }
        let mut count = 0;
        for key in view.reader.statements(About::Everything)? {
            let recorded = view.statement(key)?;
            let attribution = recorded.statement.attribution;
            let hidden = attribution == Attribution::OffRecord && !off_record;
            if hidden || view.as_of.is_some_and(|cut| recorded.when.earliest() > cut) {
                continue;
            }
            let shown = cast.shown(view, key, &passages, &mut count)?;
            cast.statements.insert(shown.said.statement.clone(), shown);
        }
        Ok(cast)
    }

    /// Whether the report has a section for a claim.
    pub(super) fn has_claim(&self, claim: &Slug) -> bool {
        self.claims.contains(claim)
    }

    /// The statement with this id as the report shows it, or `None` if it must not appear.
    pub(super) fn words(&self, statement: &str) -> Option<ShownStatement> {
        let shown = self.statements.get(statement)?;
        let said = &shown.said;
        Some(ShownStatement {
            statement: shown.id.clone(),
            speaker: shown.speaker.clone(),
            stance: said.stance,
            claim: said.claim.clone(),
            said: said.said.clone(),
            undated: said.undated,
            source: said.source.clone(),
            via: said.via.iter().map(|party| self.named(party)).collect(),
            attribution: said.attribution,
            quote: said.quote.clone(),
            words: shown.words.clone(),
            passage: said.passage.clone(),
            evidence: said.evidence.clone(),
            grade: said.grade,
            unreviewed: said.unreviewed,
        })
    }

    /// The id that the report gives a statement.
    pub(super) fn shown_id(&self, statement: &str) -> Option<String> {
        self.statements.get(statement).map(|shown| shown.id.clone())
    }

    /// The holder of a position that rests on a statement: its speaker, under the name that may be
    /// shown, or the party that relayed it.
    pub(super) fn holder(&self, party: &Slug, statement: &str) -> ReportSpeaker {
        match self.statements.get(statement) {
            Some(shown) if shown.said.party == *party => shown.speaker.clone(),
            _ => self.named(party),
        }
    }

    /// Whether `party` made a statement without being named for it.
    pub(super) fn is_protected(&self, party: &Slug, statement: &str) -> bool {
        self.holder(party, statement).party.is_none()
    }

    /// A party by its name.
    pub(super) fn named(&self, party: &Slug) -> ReportSpeaker {
        let name = self.names.get(party).cloned();
        ReportSpeaker {
            name: name.unwrap_or_else(|| party.to_string()),
            party: (!self.unnamed.contains(party)).then(|| party.clone()),
        }
    }

    /// The rule that applied to a statement, in words. A party that it mentions is named.
    pub(super) fn rule(&self, step: &TraceStep) -> String {
        let rule = &step.rule;
        match &rule.about {
            Some(Mention::Party(party)) => {
                let name = in_a_sentence(&self.named(party).name);
                format!("{}{name}{}", rule.before, rule.after)
            }
            _ => rule.to_string(),
        }
    }

    /// A statement as it is shown. `count` counts those shown without their own id.
    fn shown(
        &self,
        view: &View<'_>,
        key: StatementKey,
        passages: &Passages<'_>,
        count: &mut usize,
    ) -> Result<CastStatement> {
        let said = statement_answer(view, key)?;
        let party = view.reader.party_key(said.party.as_str())?;
        let recorded = view.statement(key)?;
        let wording = match party {
            Some(party) => attribution::wording(view, party, &recorded.statement)?,
            None => None,
        };
        let identifiable = match (&wording, party) {
            (Some(_), Some(party)) => attribution::names_nobody(view, party)?,
            _ => true,
        };
        let identifiable = identifiable && !self.unnamed.contains(&said.party);
        // The id is derived from who relayed it, too.
        let all_named = identifiable && !said.via.iter().any(|party| self.unnamed.contains(party));
        let id = if all_named {
            said.statement.clone()
        } else {
            *count += 1;
            format!("unnamed-{count}")
        };
        let words = match all_named && wording.is_none() {
            true => passages.words(&recorded.statement)?,
            false => None,
        };
        Ok(CastStatement {
            id,
            words,
            speaker: ReportSpeaker {
                name: wording.unwrap_or_else(|| said.name.clone()),
                party: identifiable.then(|| said.party.clone()),
            },
            said,
        })
    }
}
