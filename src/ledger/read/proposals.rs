//! What a candidate amounts to in the current ledger.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::params;

use super::columns::column;
use super::reader::Reader;
use super::records::Recorded;
use crate::domain::candidate::{Candidate, Link, NewParty, Speaker};
use crate::domain::docket::{PartyKey, SourceKey};
use crate::domain::passage::Passage;
use crate::domain::slug::Slug;
use crate::domain::statement::Statement;
use crate::ledger::Result;

impl Reader<'_> {
    /// Brings a candidate up to date: follows mergers, finds parties that were added since it was
    /// proposed, and leaves out claims and parties that were undone.
    pub fn current_candidate(&self, candidate: &Candidate) -> Result<Candidate> {
        let mut current = candidate.clone();
        let mut claims: Vec<Link> = Vec::new();
        for link in current.proposal.claims {
            let Some(key) = self.claim_key(link.claim.as_str())? else {
                continue;
            };
            let opposite = self.is_opposite(link.claim.as_str())?;
            let claim = self.claim_id(key)?;
            if claims.iter().all(|known| known.claim != claim) {
                let stance = if opposite {
                    link.stance.on_opposite()
                } else {
                    link.stance
                };
                claims.push(Link {
                    claim,
                    stance,
                    ..link
                });
            }
        }
        current.proposal.claims = claims;
        current.proposal.party = self.current_speaker(current.proposal.party)?;
        let relays = current.proposal.via.into_iter();
        let relays = relays.map(|relay| self.current_speaker(relay));
        current.proposal.via = relays.collect::<Result<_>>()?;
        Ok(current)
    }

    fn current_speaker(&self, speaker: Speaker) -> Result<Speaker> {
        Ok(match speaker {
            Speaker::Known { party } => match self.party_key(party.as_str())? {
                Some(key) => Speaker::Known {
                    party: self.party_id(key)?,
                },
                None => Speaker::Nobody,
            },
            Speaker::New(new) => match self.parties_named(&new.name)?.as_slice() {
                [one] => Speaker::Known {
                    party: self.party_id(*one)?,
                },
                _ => Speaker::New(self.current_new_party(new)?),
            },
            Speaker::Several { name, parties, new } => {
                let added = match &new {
                    Some(new) => self.parties_named(&new.name)?,
                    None => Vec::new(),
                };
                if let [one] = added.as_slice() {
                    return Ok(Speaker::Known {
                        party: self.party_id(*one)?,
                    });
                }
                Speaker::Several {
                    name,
                    parties: self.parties_now(parties)?,
                    new: new.map(|new| self.current_new_party(new)).transpose()?,
                }
            }
            Speaker::Nobody => Speaker::Nobody,
        })
    }

    /// The parties for which a party spoke by any version of it that was not undone.
    pub fn once_spoke_for(&self, party: PartyKey) -> Result<BTreeSet<Slug>> {
        let keys = self.rows(
            "SELECT DISTINCT other FROM edge
             WHERE party = ?1 AND relation = 'speaks-for' AND posted <= ?2
             AND posted NOT IN (SELECT seq FROM undone)",
            params![party.0, self.at],
            |row| Ok(PartyKey(column(row, 0)?)),
        )?;
        let ids = keys
            .into_iter()
            .map(|key| self.party_id(self.current_party(key)?));
        ids.collect()
    }

    /// How many statements each party has in some sources.
    pub fn heard_in(&self, sources: &BTreeSet<SourceKey>) -> Result<BTreeMap<Slug, usize>> {
        let mut heard = BTreeMap::new();
        for source in sources {
            let counts = self.rows(
                "SELECT party, count(*) FROM statement s WHERE source = ?1 AND key <= ?2
                 AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.statement = s.key AND w.posted <= ?2
                     AND (w.ended IS NULL OR w.ended > ?2))
                 GROUP BY party",
                params![source.0, self.at],
                |row| Ok((PartyKey(column(row, 0)?), column::<i64>(row, 1)?)),
            )?;
            for (party, count) in counts {
                let party = self.party_id(self.current_party(party)?)?;
                *heard.entry(party).or_default() += usize::try_from(count).unwrap_or(0);
            }
        }
        Ok(heard)
    }

    /// The names of a party by any version of it that was not undone.
    pub fn once_called(&self, party: PartyKey) -> Result<BTreeSet<String>> {
        let names = self.rows(
            "SELECT DISTINCT name FROM alias WHERE party = ?1 AND posted <= ?2
             AND posted NOT IN (SELECT seq FROM undone)",
            params![party.0, self.at],
            |row| column(row, 0),
        )?;
        Ok(names.into_iter().collect())
    }

    fn current_new_party(&self, new: NewParty) -> Result<NewParty> {
        Ok(NewParty {
            speaks_for: self.parties_now(new.speaks_for)?,
            ..new
        })
    }

    /// These parties as they are now: mergers followed, and those left out that were undone.
    fn parties_now(&self, parties: Vec<Slug>) -> Result<Vec<Slug>> {
        let mut current = Vec::new();
        for party in parties {
            if let Some(key) = self.party_key(party.as_str())? {
                let id = self.party_id(key)?;
                if !current.contains(&id) {
                    current.push(id);
                }
            }
        }
        Ok(current)
    }

    /// The recorded statement that a proposed one repeats: the same party, stance and claim in the
    /// same source, and either the same time and relays or an overlapping passage. A proposed
    /// statement without a time fits any time.
    pub fn recorded_as(&self, proposed: &Statement) -> Result<Option<Recorded>> {
        let keys = (
            self.claim_key(proposed.claim.as_str())?,
            self.party_key(proposed.party.as_str())?,
            self.source_key(proposed.source.as_str())?,
        );
        let (Some(claim), Some(party), Some(source)) = keys else {
            return Ok(None);
        };
        let stance = if self.is_opposite(proposed.claim.as_str())? {
            proposed.stance.on_opposite()
        } else {
            proposed.stance
        };
        for key in self.statements_like(claim, party, source, None)? {
            let held = self.statement(key)?;
            let stands = held.withdrawn.is_none() && held.statement.stance == stance;
            let same_time = proposed.said.is_none_or(|said| said == held.when)
                && proposed.via == held.statement.via;
            if stands && (same_time || shares_passage(proposed, &held.statement)) {
                return Ok(Some(held));
            }
        }
        Ok(None)
    }
}

/// Whether the passage of `new` overlaps a passage of `held`, its evidence included, in the same
/// source.
pub fn shares_passage(new: &Statement, held: &Statement) -> bool {
    let Some(own) = &new.passage else {
        return false;
    };
    let first = held.passage.iter().filter(|_| held.source == new.source);
    let evidence = held.evidence.iter();
    let further = evidence
        .filter(|evidence| evidence.source == new.source)
        .filter_map(|evidence| evidence.passage.as_ref());
    first.chain(further).any(|passage| overlap(own, passage))
}

fn overlap(one: &Passage, other: &Passage) -> bool {
    one.start < other.end && other.start < one.end
}
