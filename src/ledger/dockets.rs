//! Loading a docket: the claims that are judged together, and all that their verdict depends on.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Row, params};

use super::rows::{column, from_day, from_json, from_optional_word, from_word, garbled};
use super::{Reader, Result};
use crate::domain::claim::Standard;
use crate::domain::docket::{
    Cast, ClaimKey, Docket, PartyKey, Player, QuestionKey, Ruled, Said, SourceKey, StatementKey,
    Terms,
};
use crate::domain::party::Span;
use crate::domain::time::When;
use crate::journal::Seq;

impl Reader<'_> {
    /// The docket that `claim` is judged in.
    ///
    /// # Errors
    /// Where there is no such claim, or the ledger cannot be read.
    pub fn docket_of(&self, claim: ClaimKey) -> Result<Docket> {
        match self.question_of(claim)? {
            Some(question) => self.docket_on(question),
            None => self.docket_alone(claim),
        }
    }

    /// The docket of a claim that answers no question.
    pub(super) fn docket_alone(&self, claim: ClaimKey) -> Result<Docket> {
        self.docket(None, &[claim])
    }

    /// The docket of all claims that answer `question`.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn docket_on(&self, question: QuestionKey) -> Result<Docket> {
        let claims = self.rows(
            "SELECT key FROM claim WHERE question = ?1 AND posted <= ?2
             AND (ended IS NULL OR ended > ?2)
             AND NOT EXISTS (SELECT 1 FROM merger m WHERE m.former = claim.key
                             AND m.posted <= ?2 AND (m.ended IS NULL OR m.ended > ?2))
             ORDER BY key",
            params![question.0, self.at],
            |row| Ok(ClaimKey(column(row, 0)?)),
        )?;
        self.docket(Some(question), &claims)
    }

    /// The question that a claim answers.
    pub(super) fn question_of(&self, claim: ClaimKey) -> Result<Option<QuestionKey>> {
        let question = self.question_if_held(claim)?;
        question.ok_or_else(|| garbled(format!("a reference to claim {}", claim.0)))
    }

    /// The question that a claim answers, if any; none of both where the claim does not hold.
    pub(super) fn question_if_held(&self, claim: ClaimKey) -> Result<Option<Option<QuestionKey>>> {
        self.row(
            "SELECT question FROM claim
             WHERE key = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            params![claim.0, self.at],
            |row| Ok(column::<Option<i64>>(row, 0)?.map(QuestionKey)),
        )
    }

    /// The docket of a claim as it would be if something more had been said on it.
    ///
    /// # Errors
    /// Where there is no such claim, party or source, or the ledger cannot be read.
    pub fn docket_with(&self, said: Said) -> Result<Docket> {
        let mut docket = self.docket_of(said.claim)?;
        docket.said.push(said);
        self.complete(&mut docket)?;
        Ok(docket)
    }

    fn docket(&self, question: Option<QuestionKey>, claims: &[ClaimKey]) -> Result<Docket> {
        let mut docket = Docket {
            question,
            ..Docket::default()
        };
        for claim in claims {
            docket.claims.push(self.terms(*claim)?);
            for (former, opposite) in self.family(claim.0)? {
                docket
                    .said
                    .extend(self.said_on(ClaimKey(former), *claim, opposite)?);
            }
        }
        self.complete(&mut docket)?;
        Ok(docket)
    }

    /// Puts what was said in order, and adds the cast and the stories that it takes.
    fn complete(&self, docket: &mut Docket) -> Result<()> {
        docket.said.sort_unstable_by_key(|said| said.key);
        docket.cast = self.cast_of(docket)?;
        let sources: BTreeSet<SourceKey> = docket.said.iter().map(|said| said.source).collect();
        for source in sources {
            docket.stories.insert(source, self.known_story(source)?);
        }
        Ok(())
    }

    fn terms(&self, claim: ClaimKey) -> Result<Terms> {
        let (mut terms, set, posted) = self
            .row(
                "SELECT standard, value, due, posted FROM claim
                 WHERE key = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
                params![claim.0, self.at],
                |row| {
                    let text = |at| column::<Option<String>>(row, at);
                    let set: Option<Standard> = from_optional_word(text(0)?.as_deref())?;
                    let terms = Terms {
                        key: claim,
                        principals: Vec::new(),
                        standard: Standard::Acknowledgement,
                        value: text(1)?.as_deref().map(from_json).transpose()?,
                        due: from_day(text(2)?.as_deref())?,
                        rulings: Vec::new(),
                    };
                    Ok((terms, set, column::<Seq>(row, 3)?))
                },
            )?
            .ok_or_else(|| garbled(format!("a reference to claim {}", claim.0)))?;
        terms.principals = self.principals(claim, posted)?;
        terms.standard = Standard::of(set, !terms.principals.is_empty());
        for ruling in self.rulings(claim)? {
            terms.rulings.push(Ruled {
                verdict: ruling.verdict,
                day: ruling
                    .ruled
                    .ok_or_else(|| garbled("a ruling without a day".to_owned()))?,
            });
        }
        Ok(terms)
    }

    /// What was said on a claim and stands, as said of the claim that it is now.
    fn said_on(&self, recorded_on: ClaimKey, claim: ClaimKey, opposite: bool) -> Result<Vec<Said>> {
        let mut relays = self.relays_on(recorded_on)?;
        let mut all = self.rows(
            "SELECT s.key, s.party, s.stance,
                    coalesce(s.said, (SELECT coalesce(d.published, d.retrieved) FROM source d
                                      WHERE d.key = s.source AND d.posted <= ?2
                                      AND (d.ended IS NULL OR d.ended > ?2))),
                    s.said IS NULL, s.source, s.attribution
             FROM statement s
             WHERE s.claim = ?1 AND s.key <= ?2
             AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.statement = s.key
                             AND w.posted <= ?2 AND (w.ended IS NULL OR w.ended > ?2))
             ORDER BY s.key",
            params![recorded_on.0, self.at],
            |row| said(row, claim, &mut relays),
        )?;
        for said in &mut all {
            said.party = self.present_party(said.party)?;
            for relay in &mut said.via {
                *relay = self.present_party(*relay)?;
            }
            if opposite {
                said.stance = said.stance.turned();
            }
        }
        Ok(all)
    }

    fn relays_on(&self, claim: ClaimKey) -> Result<BTreeMap<StatementKey, Vec<PartyKey>>> {
        let relays = self.rows(
            "SELECT r.statement, r.party FROM statement s JOIN relay r ON r.statement = s.key
             WHERE s.claim = ?1 AND s.key <= ?2 ORDER BY r.statement, r.position",
            params![claim.0, self.at],
            |row| Ok((StatementKey(column(row, 0)?), PartyKey(column(row, 1)?))),
        )?;
        let mut by_statement: BTreeMap<StatementKey, Vec<PartyKey>> = BTreeMap::new();
        for (statement, party) in relays {
            by_statement.entry(statement).or_default().push(party);
        }
        Ok(by_statement)
    }

    /// Everyone who speaks or relays on a docket, and all whom they speak for or belong to.
    fn cast_of(&self, docket: &Docket) -> Result<Cast> {
        let speakers = docket
            .said
            .iter()
            .flat_map(|said| said.via.iter().copied().chain([said.party]));
        let principals = docket
            .claims
            .iter()
            .flat_map(|terms| terms.principals.clone());
        let mut open: BTreeSet<PartyKey> = speakers.chain(principals).collect();
        let mut cast = Cast::default();
        while let Some(party) = open.pop_first() {
            let player = self.known_player(party)?;
            let others = player.speaks_for.iter().chain(&player.member_of);
            open.extend(others.map(|(other, _)| *other));
            cast.players.insert(party, player);
            open.retain(|party| !cast.players.contains_key(party));
        }
        Ok(cast)
    }

    fn known_player(&self, party: PartyKey) -> Result<Player> {
        if let Some(player) = self.memo.and_then(|memo| memo.player(party)) {
            return Ok(player);
        }
        let player = self.player(party)?;
        if let Some(memo) = self.memo {
            memo.note_player(party, player.clone());
        }
        Ok(player)
    }

    fn player(&self, party: PartyKey) -> Result<Player> {
        let mut player = self.own_player(party)?;
        for (former, _) in self.family(party.0)?.into_iter().skip(1) {
            let former = self.own_player(PartyKey(former))?;
            player.speaks_for.extend(former.speaks_for);
            player.member_of.extend(former.member_of);
        }
        Ok(player)
    }

    fn own_player(&self, party: PartyKey) -> Result<Player> {
        let (mut player, posted) = self
            .row(
                "SELECT kind, posted FROM party
                 WHERE key = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
                params![party.0, self.at],
                |row| {
                    let player = Player {
                        kind: from_word(&column::<String>(row, 0)?)?,
                        speaks_for: Vec::new(),
                        member_of: Vec::new(),
                    };
                    Ok((player, column::<Seq>(row, 1)?))
                },
            )?
            .ok_or_else(|| garbled(format!("a reference to party {}", party.0)))?;
        let edges = self.rows(
            "SELECT relation, other, since, until FROM edge WHERE party = ?1 AND posted = ?2
             ORDER BY position",
            params![party.0, posted],
            |row| {
                let span = Span {
                    since: from_day(column::<Option<String>>(row, 2)?.as_deref())?,
                    until: from_day(column::<Option<String>>(row, 3)?.as_deref())?,
                };
                let relation: String = column(row, 0)?;
                let other = self.present_party(PartyKey(column(row, 1)?))?;
                Ok((relation, other, span))
            },
        )?;
        for (relation, other, span) in edges {
            match relation.as_str() {
                "speaks-for" => player.speaks_for.push((other, span)),
                _ => player.member_of.push((other, span)),
            }
        }
        Ok(player)
    }

    fn known_story(&self, source: SourceKey) -> Result<SourceKey> {
        if let Some(story) = self.memo.and_then(|memo| memo.story(source)) {
            return Ok(story);
        }
        let story = self.story_of(source)?;
        if let Some(memo) = self.memo {
            memo.note_story(source, story);
        }
        Ok(story)
    }

    /// The last source on a source's chain of origins.
    fn story_of(&self, source: SourceKey) -> Result<SourceKey> {
        let mut seen = BTreeSet::from([source]);
        let mut story = source;
        while let Some(origin) = self.origin_of(story)? {
            // A circle of origins has no beginning; its least key stands for it.
            if !seen.insert(origin) {
                return Ok(seen.first().copied().unwrap_or(story));
            }
            story = origin;
        }
        Ok(story)
    }

    fn origin_of(&self, source: SourceKey) -> Result<Option<SourceKey>> {
        let origin = self.row(
            "SELECT origin FROM source
             WHERE key = ?1 AND posted <= ?2 AND (ended IS NULL OR ended > ?2)",
            params![source.0, self.at],
            |row| Ok(column::<Option<i64>>(row, 0)?.map(SourceKey)),
        )?;
        Ok(origin.flatten())
    }
}

fn said(
    row: &Row<'_>,
    claim: ClaimKey,
    relays: &mut BTreeMap<StatementKey, Vec<PartyKey>>,
) -> Result<Said> {
    let key = StatementKey(column(row, 0)?);
    let when: Option<When> = from_optional_word(column::<Option<String>>(row, 3)?.as_deref())?;
    let when = when.ok_or_else(|| garbled(format!("statement {} without a day", key.0)))?;
    let undated: bool = column(row, 4)?;
    Ok(Said {
        key,
        claim,
        party: PartyKey(column(row, 1)?),
        stance: from_word(&column::<String>(row, 2)?)?,
        when: if undated { when.cut_to_day() } else { when },
        source: SourceKey(column(row, 5)?),
        via: relays.remove(&key).unwrap_or_default(),
        attribution: from_word(&column::<String>(row, 6)?)?,
    })
}
