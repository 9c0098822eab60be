//! The spans during which discrepancies were weak or strong, and lists of discrepancies as of an
//! earlier moment.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::params;

use crate::domain::discrepancy::{Identity, Kind, Subject};
use crate::domain::docket::{ClaimKey, PartyKey, QuestionKey, Terms};
use crate::domain::history::History;
use crate::domain::time::Moment;
use crate::ledger::read::columns::{column, garbled, json, rank};
use crate::ledger::read::lists::{Query, count};
use crate::ledger::{DiscrepancyFilter, Due, Reader, Result, State};

/// A span during which a discrepancy was weak, or strong.
///
/// Of a claim that is overdue, or will be unless somebody speaks, the span may begin in the future. It is the one kind
/// whose spans belong to no row of a discrepancy, since what is overdue now depends on the clock.
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

/// The spans of every discrepancy in the history of some claims: those `known` from an earlier replay, which began by
/// `resumed_at`, then those that `history` adds.
pub(crate) fn of(
    claims: &[Terms],
    history: &History,
    known: &[Span],
    resumed_at: Option<Moment>,
) -> Vec<Span> {
    let (overdue, known): (Vec<Span>, Vec<Span>) = known
        .iter()
        .partition(|span| span.identity.kind == Kind::Overdue);
    let mut spans = diverging(history, &known);
    for terms in claims {
        spans.extend(self::overdue(terms, history, &overdue, resumed_at));
    }
    spans
}

/// The spans during which a claim was overdue or, unless somebody speaks, will be.
fn overdue(
    terms: &Terms,
    history: &History,
    known: &[Span],
    resumed_at: Option<Moment>,
) -> Vec<Span> {
    let identity = Identity {
        kind: Kind::Overdue,
        subject: Subject::Claim(terms.key),
        party: None,
    };
    let from_start = (Moment::FIRST, terms.due);
    let changes = history.deadlines.iter();
    let changes = changes.filter(|change| change.claim == terms.key);
    let changes: Vec<(Moment, Option<NaiveDate>)> = std::iter::once(from_start)
        .chain(changes.map(|change| (change.at, change.day)))
        .collect();
    let found = changes.iter().enumerate().filter_map(|(place, (at, day))| {
        let passed = Moment::end_of((*day)?).minutes() + 1;
        let until = changes.get(place + 1).map(|(next, _)| next.minutes());
        let began = at.minutes().max(passed);
        until.is_none_or(|until| began < until).then_some(Span {
            identity,
            opened: passed,
            began,
            until,
            weak: false,
            resolves: until.is_some(),
        })
    });
    let Some(resumed_at) = resumed_at.map(Moment::minutes) else {
        return found.collect();
    };
    let is_over = |span: &Span| span.until.is_some_and(|until| until <= resumed_at);
    let known = known.iter().filter(|span| span.identity == identity);
    let (mut spans, going_on): (Vec<Span>, Vec<Span>) = known.partition(|span| is_over(span));
    // What a history that is resumed says of the time before is not what happened then.
    spans.extend(found.filter(|span| !is_over(span)).map(|span| Span {
        began: match going_on.first() {
            Some(known) if span.began == resumed_at => known.began,
            _ => span.began,
        },
        ..span
    }));
    spans
}

/// As [`of`], without those of overdue claims.
fn diverging(history: &History, known: &[Span]) -> Vec<Span> {
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

    /// The discrepancies as of `cut`, of one kind or all, overdue ones aside, at most `most`. Strong before weak, then
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
            .filter(|one| **one != Kind::Overdue && kind.is_none_or(|kind| kind == **one));
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

    /// The claims overdue at `cut`, latest due date first: those that match a filter's claim and topic. Its limit holds
    /// if it has no party.
    pub fn overdue_at(&self, cut: Moment, filter: &DiscrepancyFilter) -> Result<Vec<Due>> {
        let mut query = Query::new("SELECT x.subject, x.opened_at FROM discrepancy_span x WHERE 1");
        query.and("x.weak = ?", 0);
        query.and("x.rank = ?", rank(Kind::Overdue));
        query.and("x.opened_at <= ?", cut.minutes());
        query.and("x.began <= ?", cut.minutes());
        query.and("(x.until IS NULL OR x.until > ?)", cut.minutes());
        self.held(&mut query, "x");
        if let Some(claim) = filter.claim {
            query.and("x.subject = ?", claim.0);
        }
        if let Some(topic) = &filter.topic {
            let topical = " AND x.subject IN (SELECT c.key FROM claim c WHERE 1";
            query.sql.push_str(topical);
            self.held(&mut query, "c");
            query.and("c.topic = ?)", topic.clone());
        }
        let limit = filter.limit.filter(|_| filter.party.is_none());
        let order = " ORDER BY x.opened_at DESC, x.about, x.subject";
        self.asked(&query.finish(order, limit), |row| {
            // It opened in the first minute after the day.
            let last_minute = Moment::from_minutes(column::<i64>(row, 1)? - 1);
            Ok(Due {
                claim: ClaimKey(column(row, 0)?),
                day: last_minute.day(),
            })
        })
    }

    /// The claims about which there are discrepancies of a kind, now or as of `cut`, at most `most`: the latest, those
    /// with strong ones first.
    pub fn claims_diverging(
        &self,
        kind: Kind,
        cut: Option<Moment>,
        most: u32,
    ) -> Result<Vec<ClaimKey>> {
        let mut keys: Vec<i64> = Vec::new();
        for weak in [0_i64, 1] {
            let left = most.saturating_sub(u32::try_from(keys.len()).unwrap_or(most));
            let mut query = match cut {
                None => Query::new(
                    "SELECT x.claim FROM discrepancy x WHERE x.claim IS NOT NULL AND x.resolved_at IS NULL",
                ),
                Some(_) => Query::new("SELECT x.subject FROM discrepancy_span x WHERE x.about = 0"),
            };
            query.and("x.weak = ?", weak);
            query.and("x.rank = ?", rank(kind));
            if let Some(cut) = cut.map(Moment::minutes) {
                query.and("x.opened_at <= ?", cut);
                query.and("x.began <= ?", cut);
                query.and("(x.until IS NULL OR x.until > ?)", cut);
            }
            self.held(&mut query, "x");
            let order = match cut {
                None => " ORDER BY x.opened_at DESC, x.claim, x.question, x.party",
                Some(_) => " ORDER BY x.opened_at DESC, x.about, x.subject, x.party",
            };
            keys.extend(self.keys(&query.finish(order, Some(left)))?);
        }
        Ok(keys.into_iter().map(ClaimKey).collect())
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
