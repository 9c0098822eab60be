//! Putting names right: mergers, and undoing a write.

use std::collections::BTreeMap;

use super::{Desk, DeskError, Result};
use crate::domain::docket::PartyKey;
use crate::domain::fold::fold;
use crate::domain::slug::Slug;
use crate::domain::statement::Family;
use crate::journal::{Body, Merged, Merger, Seq};
use crate::ledger::Kind;

impl Desk<'_, '_> {
    /// Records that a party or claim is another one. Its id stays an alias.
    ///
    /// # Errors
    /// Where the two are one already, one is not there, or two claims look like opposites and
    /// nothing says so (or the other way round) and `sure` is not set.
    pub fn merge(&mut self, merger: Merger, sure: bool) -> Result<()> {
        let kind = match merger.kind {
            Merged::Party => Kind::Party,
            Merged::Claim => Kind::Claim,
        };
        if merger.former == merger.present {
            return Err(DeskError::Itself {
                kind: kind.word(),
                id: merger.former.to_string(),
            });
        }
        self.must_know(kind, &merger.former)?;
        self.must_know(kind, &merger.present)?;
        for id in [&merger.former, &merger.present] {
            self.must_be_present(merger.kind, kind, id)?;
        }
        if merger.kind == Merged::Claim && !sure {
            self.must_not_be_rivals(&merger)?;
            self.must_not_clash(&merger)?;
        }
        self.record(Body::Merger(merger))?;
        Ok(())
    }

    fn must_be_present(&self, merged: Merged, kind: Kind, id: &Slug) -> Result<()> {
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
        Err(DeskError::MergedAway {
            kind: kind.word(),
            id: id.to_string(),
            present: present.transpose()?.map_or_else(String::new, String::from),
        })
    }

    /// Two answers to one question that cannot both be true are not one claim.
    fn must_not_be_rivals(&self, merger: &Merger) -> Result<()> {
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

    /// A party that affirms the one claim and negates the other takes them for opposites.
    fn must_not_clash(&self, merger: &Merger) -> Result<()> {
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
            Some((party, _)) if clash => Err(DeskError::LooksOtherwise {
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

    /// The entries that an undoing by `writer` would take back.
    ///
    /// # Errors
    /// Where there is nothing, or it cannot be taken back.
    pub fn undoable(&self, writer: &str) -> Result<Vec<Seq>> {
        let entries = self.reader().last_write_by(writer)?;
        if entries.is_empty() {
            return Err(DeskError::NothingToUndo {
                writer: writer.to_owned(),
            });
        }
        for seq in &entries {
            if let Some(Body::Redaction { .. }) = self.reader().body(*seq)? {
                return Err(DeskError::NotUndoable { seq: *seq });
            }
        }
        Ok(entries)
    }

    /// Takes back these entries, as an entry of its own.
    ///
    /// # Errors
    /// Where something that was recorded later rests on them.
    pub fn undo(&mut self, entries: Vec<Seq>) -> Result<()> {
        let reader = self.reader();
        let by = self.record(Body::Undo {
            of: entries.clone(),
        })?;
        if let Some((seq, count)) = reader.set_anew_since(by)? {
            return Err(DeskError::RestedOn { seq, count });
        }
        for seq in entries {
            let count = reader.count_resting_on(seq)?;
            if count > 0 && !reader.holds(seq)? {
                return Err(DeskError::RestedOn { seq, count });
            }
        }
        Ok(())
    }
}
