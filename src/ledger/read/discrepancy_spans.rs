//! The spans during which discrepancies were weak or strong, and lists of discrepancies as of an
//! earlier moment.

use std::collections::BTreeMap;

use rusqlite::params;

use crate::domain::discrepancy::{Identity, Kind, Subject};
use crate::domain::docket::{ClaimKey, PartyKey, QuestionKey};
use crate::domain::history::History;
use crate::domain::time::Moment;
use crate::ledger::read::columns::{column, garbled, json, rank};
use crate::ledger::read::lists::{Query, count};
use crate::ledger::{Reader, Result, State};

/// A span during which a discrepancy was weak, or strong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) identity: Identity,
    /// When the discrepancy opened, in minutes.
    pub(crate) opened: i64,
    pub(crate) began: i64,
    /// `None` if the discrepancy is open and this span still continues.
    pub(crate) until: Option<i64>,
    pub(crate) weak: bool,
    /// Whether the discrepancy was resolved at `until`.
    pub(crate) resolves: bool,
}

/// A discrepancy in a list as of an earlier moment.
#[derive(Debug, Clone, Copy)]
pub struct ListedDiscrepancy {
    /// The row with its current or last state.
    pub key: i64,
    /// Whether it was open at that moment.
    pub open: bool,
    /// Whether everything on its docket had been said and ruled by then, so that the row also
    /// describes it at that moment.
    pub settled: bool,
}

/// The key of a subject as stored in a row, and whether it is a question.
pub(crate) fn subject_columns(subject: Subject) -> (i64, bool) {
    match subject {
        Subject::Claim(key) => (key.0, false),
        Subject::Question(key) => (key.0, true),
    }
}

/// The spans of every discrepancy in a history: those `known` from an earlier replay, then those
/// that `history` adds.
pub(crate) fn of(history: &History, known: &[Span]) -> Vec<Span> {
    let mut begun: BTreeMap<(Identity, i64), Vec<(i64, bool)>> = BTreeMap::new();
    let strengths = history.strengths.iter().map(|strength| {
        let key = (strength.identity, strength.opened.minutes());
        (key, (strength.at.minutes(), strength.weak))
    });
    let resolved: BTreeMap<(Identity, i64), Option<i64>> = history
        .episodes
        .iter()
        .map(|episode| {
            let key = (episode.discrepancy.identity, episode.opened.at.minutes());
            (key, episode.resolved.map(|event| event.at.minutes()))
        })
        .collect();
    let mut spans = Vec::new();
    for span in known {
        let key = (span.identity, span.opened);
        match resolved.contains_key(&key) {
            true => begun.entry(key).or_default().push((span.began, span.weak)),
            // Resolved before this history begins.
            false => spans.push(*span),
        }
    }
    for (key, strength) in strengths {
        begun.entry(key).or_default().push(strength);
    }
    for ((identity, opened), strengths) in begun {
        let resolved = resolved.get(&(identity, opened)).copied().flatten();
        for (at, (began, weak)) in strengths.iter().enumerate() {
            let next = strengths.get(at + 1).map(|(began, _)| *began);
            spans.push(Span {
                identity,
                opened,
                began: *began,
                until: next.or(resolved),
                weak: *weak,
                resolves: next.is_none() && resolved.is_some(),
            });
        }
    }
    spans
}

impl Reader<'_> {
    /// The current spans of the discrepancies about some claims and questions.
    pub(crate) fn discrepancy_spans(&self, subjects: &[Subject]) -> Result<Vec<Span>> {
        let keys: Vec<i64> = subjects.iter().map(|one| subject_columns(*one).0).collect();
        self.rows(
            "SELECT x.subject, x.about, x.rank, x.party, x.opened_at, x.began, x.until, x.weak, x.resolves
             FROM json_each(?1) k CROSS JOIN discrepancy_span x ON x.subject = k.value
             WHERE x.posted <= ?2 AND (x.ended IS NULL OR x.ended > ?2)",
            params![json(&keys)?, self.at],
            |row| {
                let (subject, party) = (column(row, 0)?, column::<i64>(row, 3)?);
                let kind = Kind::ALL.get(count(row, 2)?).copied();
                Ok(Span {
                    identity: Identity {
                        kind: kind.ok_or_else(|| garbled("an unknown kind".to_owned()))?,
                        subject: match column(row, 1)? {
                            false => Subject::Claim(ClaimKey(subject)),
                            true => Subject::Question(QuestionKey(subject)),
                        },
                        party: (party != 0).then_some(PartyKey(party)),
                    },
                    opened: column(row, 4)?,
                    began: column(row, 5)?,
                    until: column(row, 6)?,
                    weak: column(row, 7)?,
                    resolves: column(row, 8)?,
                })
            },
        )
    }

    /// The discrepancies as of `cut`, of one kind or all, at most `most`. Strong before weak, then
    /// by kind, then newest first. Answered from an index; nothing is folded.
    pub fn discrepancies_at(
        &self,
        kind: Option<Kind>,
        state: State,
        cut: Moment,
        most: Option<u32>,
    ) -> Result<Vec<ListedDiscrepancy>> {
        let kinds = Kind::ALL
            .iter()
            .filter(|one| kind.is_none_or(|kind| kind == **one));
        let mut listed = Vec::new();
        // One query per strength and kind: within these, the index is in order of opening, so each
        // query can start at `cut`.
        for (weak, kind) in [false, true]
            .into_iter()
            .flat_map(|weak| kinds.clone().map(move |kind| (weak, *kind)))
        {
            let left =
                most.map(|most| most.saturating_sub(u32::try_from(listed.len()).unwrap_or(most)));
            if left == Some(0) {
                break;
            }
            listed.extend(self.listed_discrepancies(weak, kind, state, cut, left)?);
        }
        Ok(listed)
    }

    fn listed_discrepancies(
        &self,
        weak: bool,
        kind: Kind,
        state: State,
        cut: Moment,
        most: Option<u32>,
    ) -> Result<Vec<ListedDiscrepancy>> {
        let cut = cut.minutes();
        let row = |column: &str| {
            format!(
                "(SELECT d.key FROM discrepancy d WHERE d.{column} = x.subject AND d.rank = x.rank
                  AND coalesce(d.party, 0) = x.party AND d.opened_at = x.opened_at AND {})",
                self.held_at("d")
            )
        };
        let mut query = Query::new(&format!(
            "SELECT CASE x.about WHEN 0 THEN {} ELSE {} END,
                    x.until IS NULL OR x.until > {cut},
                    CASE x.about
                    WHEN 0 THEN (SELECT s.newest FROM standing s WHERE s.claim = x.subject AND {held})
                    ELSE (SELECT max(s.newest) FROM claim c JOIN standing s ON s.claim = c.key AND {held}
                          WHERE c.question = x.subject AND {}) END
             FROM discrepancy_span x WHERE 1",
            row("claim"),
            row("question"),
            self.held_at("c"),
            held = self.held_at("s"),
        ));
        query.and("x.weak = ?", i64::from(weak));
        query.and("x.rank = ?", rank(kind));
        query.and("x.opened_at <= ?", cut);
        query.sql.push_str(&match state {
            State::Open => {
                format!(" AND x.began <= {cut} AND (x.until IS NULL OR x.until > {cut})")
            }
            State::Resolved => format!(" AND x.resolves AND x.until <= {cut}"),
            State::All => format!(
                " AND x.began <= {cut} AND (x.until IS NULL OR x.until > {cut} OR x.resolves)"
            ),
        });
        self.held(&mut query, "x");
        let order = " ORDER BY x.opened_at DESC, x.about, x.subject, x.party";
        self.asked(&query.finish(order, most), |row| {
            let newest: Option<i64> = column(row, 2)?;
            Ok(ListedDiscrepancy {
                key: column::<Option<i64>>(row, 0)?
                    .ok_or_else(|| garbled("a span of no discrepancy".to_owned()))?,
                open: column(row, 1)?,
                settled: newest.is_none_or(|newest| newest <= cut),
            })
        })
    }
}
