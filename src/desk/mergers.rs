//! Merging parties and claims.

use std::collections::BTreeMap;

use super::{Desk, DeskError, Result};
use crate::domain::docket::PartyKey;
use crate::domain::fold::fold;
use crate::domain::slug::Slug;
use crate::domain::statement::Family;
use crate::journal::{Body, Merged, Merger};
use crate::ledger::Kind;

impl Desk<'_, '_> {
    /// Merges a party or claim into another. Its id becomes an alias of the other.
    ///
    /// # Errors
    /// If one is unknown or was already merged. Unless `sure` is set, also if two claims are rival
    /// answers, or the stances on them contradict `merger.opposite`.
    pub fn merge(&mut self, merger: Merger, sure: bool) -> Result<()> {
        let kind = Kind::from(merger.kind);
        if merger.former == merger.present {
            return Err(DeskError::MergedIntoItself {
                kind: kind.word(),
                id: merger.former.to_string(),
            });
        }
        self.require(kind, &merger.former)?;
        self.require(kind, &merger.present)?;
        for id in [&merger.former, &merger.present] {
            self.refuse_merged(merger.kind, kind, id)?;
        }
        if merger.kind == Merged::Claim && !sure {
            self.refuse_rivals(&merger)?;
            self.refuse_clash(&merger)?;
        }
        self.record(Body::Merger(merger))?;
        Ok(())
    }

    /// Takes a merger back, at any later time. Returns the id of what it was merged into.
    ///
    /// # Errors
    /// If the party or claim is unknown or was not merged.
    pub fn unmerge(&mut self, kind: Merged, id: &Slug) -> Result<Slug> {
        let reader = self.reader();
        let word = Kind::from(kind);
        let Some(entry) = reader.merger_entry(kind, id.as_str())? else {
            self.require(word, id)?;
            return Err(DeskError::NotMerged {
                kind: word.word(),
                id: id.to_string(),
            });
        };
        let present = match kind {
            Merged::Party => reader.party_id(self.party_key(id)?)?,
            Merged::Claim => reader.claim_id(self.claim_key(id)?)?,
        };
        self.undo(vec![entry])?;
        Ok(present)
    }

    /// Refuses something that was merged into another one.
    pub(super) fn refuse_merged(&self, merged: Merged, kind: Kind, id: &Slug) -> Result<()> {
        let reader = self.reader();
        if reader.merged_away(merged, id.as_str())?.is_none() {
            return Ok(());
        }
        let present = match merged {
            Merged::Party => reader
                .party_key(id.as_str())?
                .map(|key| reader.party_id(key)),
            Merged::Claim => reader
                .claim_key(id.as_str())?
                .map(|key| reader.claim_id(key)),
        };
        Err(DeskError::AlreadyMerged {
            kind: kind.word(),
            id: id.to_string(),
            present: present.transpose()?.map_or_else(String::new, String::from),
        })
    }

    /// Refuses two answers to one question that cannot both be true.
    fn refuse_rivals(&self, merger: &Merger) -> Result<()> {
        let reader = self.reader();
        let former = reader.claim(self.claim_key(&merger.former)?)?.claim;
        let present = reader.claim(self.claim_key(&merger.present)?)?.claim;
        let rivals = match (&former.value, &present.value) {
            (Some(one), Some(two)) => one.rivals(two),
            _ => true,
        };
        match former.question {
            Some(question) if rivals && present.question.as_ref() == Some(&question) => {
                Err(DeskError::Rivals {
                    former: merger.former.to_string(),
                    present: merger.present.to_string(),
                    question: question.to_string(),
                })
            }
            _ => Ok(()),
        }
    }

    /// Refuses a merger that contradicts the firm positions of parties on both claims: the same
    /// position means that the claims are alike, opposite positions that they are opposites.
    fn refuse_clash(&self, merger: &Merger) -> Result<()> {
        let former = self.firm_positions(&merger.former)?;
        let present = self.firm_positions(&merger.present)?;
        let both = former
            .iter()
            .filter_map(|(party, family)| Some((party, *family == *present.get(party)?)));
        let (alike, opposed): (Vec<_>, Vec<_>) = both.partition(|(_, same)| *same);
        let clash = if merger.opposite {
            opposed.is_empty() && !alike.is_empty()
        } else {
            alike.is_empty() && !opposed.is_empty()
        };
        let witness = alike.first().or(opposed.first());
        match witness {
            Some((party, _)) if clash => Err(DeskError::StancesDisagree {
                former: merger.former.to_string(),
                present: merger.present.to_string(),
                party: self.reader().party_id(**party)?.to_string(),
                opposite: !merger.opposite,
            }),
            _ => Ok(()),
        }
    }

    fn firm_positions(&self, claim: &Slug) -> Result<BTreeMap<PartyKey, Family>> {
        let key = self.claim_key(claim)?;
        let docket = self.reader().docket_of(key)?;
        let findings = fold(&docket, None).claims;
        let finding = findings.into_iter().find(|finding| finding.claim == key);
        let positions = finding.map(|finding| finding.positions).unwrap_or_default();
        let held = positions.iter().map(|held| (held.party, held.family()));
        Ok(held.collect())
    }
}
