//! Settling: folds the affected claims again and posts the outcome.
//!
//! Nothing is patched. Each docket is folded from its statements and compared with the current
//! rows; only rows that differ are ended and replaced. If the write only added later statements,
//! the replay resumes from the current rows (`docket::incremental`).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use rayon::prelude::*;
use rusqlite::params;

use crate::domain::discrepancy::{Discrepancy, Identity, Subject, overdue_after};
use crate::domain::docket::{ClaimKey, Docket, QuestionKey, StatementKey, Terms};
use crate::domain::fold::Finding;
use crate::domain::history::{self, Episode, Event, History, Outcome};
use crate::domain::time::Moment;
use crate::journal::Seq;
use crate::ledger::docket::incremental::{ResumePoint, Row, subjects_of};
use crate::ledger::read::calls::{self, CallSpan};
use crate::ledger::read::columns::{rank, word};
use crate::ledger::read::discrepancy_spans::{self, Span};
use crate::ledger::read::findings::{Turns, positions};
use crate::ledger::read::status_changes::{self, StatusChange};
use crate::ledger::write::affected::{Affected, Reason};
use crate::ledger::write::changes::{Change, Changes, Telling};
use crate::ledger::write::pipeline;
use crate::ledger::write::tables::Tables;
use crate::ledger::{Reader, Result};

/// Dockets loaded, folded and posted per batch: enough to fold them on several cores, few enough
/// that their memory does not matter.
const BATCH: usize = 256;

/// Folds every docket affected by a write, given as its range of entries, and posts the outcome as
/// of the last entry.
pub(crate) fn settle(
    tables: Tables<'_>,
    reader: Reader<'_>,
    write: RangeInclusive<Seq>,
    affected: &Affected,
    telling: Telling,
) -> Result<Changes> {
    let mut settling = Settling {
        tables,
        reader,
        first: *write.start(),
        seq: *write.end(),
        telling,
        changes: Changes::default(),
    };
    let subjects = settling.subjects(affected)?;
    settling.all(&subjects)?;
    Ok(settling.changes)
}

/// A claim or question to fold, and why.
type Due = (Subject, Reason);

/// A docket to be settled.
struct Case {
    docket: Docket,
    /// Where its replay resumes, or `None` to replay it in full.
    resume_point: Option<ResumePoint>,
}

/// Loads a batch for a write whose first entry is `first`.
fn load(reader: Reader<'_>, first: Seq, batch: &[Due]) -> Result<Vec<Case>> {
    let subjects: Vec<Subject> = batch.iter().map(|(subject, _)| *subject).collect();
    let dockets = reader.dockets(&subjects, None)?.into_iter();
    let cases = dockets.zip(batch).map(|(docket, (_, why))| {
        let resume_point = match why {
            Reason::NewStatement => reader.resume_point(&docket, first)?,
            Reason::Other => None,
        };
        Ok(Case {
            docket,
            resume_point,
        })
    });
    cases.collect()
}

/// The outcome of a case.
struct Settled {
    outcome: Outcome,
    /// Whether the replay was resumed. If so, the outcome lacks whatever had ended earlier.
    resumed: bool,
}

impl Case {
    /// The moment up to which a resumed replay left the rows unchanged.
    fn resumed_at(&self, settled: &Settled) -> Option<Moment> {
        let resume_point = self.resume_point.as_ref().filter(|_| settled.resumed);
        resume_point.map(|resume_point| resume_point.checkpoint.until)
    }

    /// Folds and replays the docket with everything recorded.
    fn settled(&self) -> Settled {
        let resume_point = self.resume_point.as_ref();
        let resumed = resume_point
            .and_then(|resume_point| history::resume(&self.docket, &resume_point.checkpoint));
        Settled {
            resumed: resumed.is_some(),
            outcome: resumed.unwrap_or_else(|| history::outcome(&self.docket, None)),
        }
    }
}

struct Settling<'c> {
    tables: Tables<'c>,
    reader: Reader<'c>,
    /// The first entry of the write.
    first: Seq,
    seq: Seq,
    telling: Telling,
    changes: Changes,
}

impl Settling<'_> {
    /// Settles everything batch by batch, folding some while others are loaded and posted.
    fn all(&mut self, due: &[Due]) -> Result<()> {
        let (reader, first) = (self.reader, self.first);
        if let [_] = due {
            // An ordinary write affects a single docket, which is not worth starting threads for.
            let cases = load(reader, first, due)?;
            let settled: Vec<Settled> = cases.iter().map(Case::settled).collect();
            return self.post(&cases, &settled);
        }
        let mut batches = due.chunks(BATCH);
        pipeline::run(
            || {
                let batch = batches.next();
                batch.map(|batch| load(reader, first, batch)).transpose()
            },
            |cases: Vec<Case>| {
                let settled: Vec<Settled> = cases.par_iter().map(Case::settled).collect();
                (cases, settled)
            },
            |(cases, settled)| self.post(&cases, &settled),
        )
    }

    fn post(&mut self, cases: &[Case], settled: &[Settled]) -> Result<()> {
        let mut pairs = cases.iter().zip(settled);
        pairs.try_for_each(|(case, settled)| self.case(case, settled))
    }

    /// The questions, and the claims without one, to which the affected claims belong. Retires
    /// claims that no longer exist.
    fn subjects(&mut self, affected: &Affected) -> Result<Vec<Due>> {
        let questions = affected.questions.iter();
        let mut questions: BTreeMap<QuestionKey, Reason> =
            questions.map(|key| (*key, Reason::Other)).collect();
        let mut alone: BTreeMap<ClaimKey, Reason> = BTreeMap::new();
        let claims: BTreeMap<&ClaimKey, &Reason> = affected.claims.iter().collect();
        for (claim, why) in claims {
            let (present, _) = self.reader.current_claim(*claim)?;
            let held = self.reader.question_if_held(present)?;
            if present != *claim || held.is_none() {
                self.retire(*claim)?;
            }
            let known = match held {
                Some(Some(question)) => questions.entry(question).or_insert(*why),
                Some(None) => alone.entry(present).or_insert(*why),
                None => continue,
            };
            *known = (*known).max(*why);
        }
        let questions = questions.into_iter();
        let questions = questions.map(|(key, why)| (Subject::Question(key), why));
        let alone = alone.into_iter();
        Ok(questions
            .chain(alone.map(|(key, why)| (Subject::Claim(key), why)))
            .collect())
    }

    /// Ends the derived rows of a claim that was merged into another or undone.
    fn retire(&mut self, claim: ClaimKey) -> Result<()> {
        self.end_standing(claim)?;
        let statuses = self.reader.status_changes(claim)?;
        self.end_status_changes(claim, statuses.iter())?;
        let spans = self.reader.discrepancy_spans(&[Subject::Claim(claim)])?;
        self.end_spans(spans.iter())?;
        let calls = self.reader.call_spans(claim)?;
        self.end_calls(claim, calls.iter())?;
        let before = self.reader.rows_on(&[Subject::Claim(claim)], None)?;
        self.discrepancies(&before, &[])
    }

    fn run(&self, sql: &str, params: impl rusqlite::Params) -> Result<()> {
        self.tables.change(sql, params)?;
        Ok(())
    }

    fn case(&mut self, case: &Case, settled: &Settled) -> Result<()> {
        let Settled { outcome, resumed } = settled;
        let newest = case.docket.newest();
        for (finding, terms) in outcome.findings.iter().zip(&case.docket.claims) {
            let turns = Turns {
                since: outcome.history.since(finding.claim),
                overdue_after: overdue_after(terms.due, finding.status, finding.last_firm),
                newest,
                ruled_at: terms.ruled_at(),
            };
            self.claim(finding, &turns)?;
            self.status_changes(finding, &outcome.history, case.resumed_at(settled))?;
            self.calls(terms, &outcome.history, case.resumed_at(settled))?;
        }
        self.discrepancy_spans(case, &outcome.history, case.resumed_at(settled))?;
        let episodes = &outcome.history.episodes;
        match &case.resume_point {
            Some(resume_point) if *resumed => self.discrepancies(&resume_point.rows, episodes),
            _ => {
                let mut subjects = subjects_of(&case.docket);
                subjects.retain(|subject| match subject {
                    Subject::Claim(key) => !self.is_new(key.0),
                    Subject::Question(key) => !self.is_new(key.0),
                });
                let before = self.reader.rows_on(&subjects, None)?;
                self.discrepancies(&before, episodes)
            }
        }
    }

    /// Posts the status history of a claim. After a replay resumed at `resumed_at`, changes up to
    /// that moment stay as they are.
    fn status_changes(
        &self,
        finding: &Finding,
        history: &History,
        resumed_at: Option<Moment>,
    ) -> Result<()> {
        let claim = finding.claim;
        let held = match self.is_new(claim.0) {
            true => Vec::new(),
            false => self.reader.status_changes(claim)?,
        };
        let known = match resumed_at {
            Some(moment) => {
                &held[..held.partition_point(|change| change.began <= moment.minutes())]
            }
            None => &[],
        };
        let changes = status_changes::of(claim, history, known);
        debug_assert!(
            changes
                .last()
                .is_some_and(|last| last.status == finding.status),
            "the last status of a claim's history is where it stands"
        );
        self.end_status_changes(
            claim,
            held.iter().filter(|change| !changes.contains(change)),
        )?;
        for change in changes.iter().filter(|change| !held.contains(change)) {
            self.run(
                "INSERT INTO status_change VALUES (?1, ?2, ?3, NULL, ?4, ?5, ?6)",
                params![
                    claim.0,
                    change.began,
                    self.seq,
                    change.until,
                    change.status.as_str(),
                    change.statement.map(|key| key.0)
                ],
            )?;
        }
        Ok(())
    }

    fn end_status_changes<'h>(
        &self,
        claim: ClaimKey,
        over: impl Iterator<Item = &'h StatusChange>,
    ) -> Result<()> {
        for change in over {
            self.run(
                "UPDATE status_change SET ended = ?3
                 WHERE claim = ?1 AND began = ?2 AND ended IS NULL",
                params![claim.0, change.began, self.seq],
            )?;
        }
        Ok(())
    }

    /// Posts the spans during which the docket's discrepancies were weak or strong.
    fn discrepancy_spans(
        &self,
        case: &Case,
        history: &History,
        resumed_at: Option<Moment>,
    ) -> Result<()> {
        let mut subjects = subjects_of(&case.docket);
        subjects.retain(|subject| !self.is_new(discrepancy_spans::subject_columns(*subject).0));
        let held = match subjects.is_empty() {
            true => Vec::new(),
            false => self.reader.discrepancy_spans(&subjects)?,
        };
        let known: Vec<Span> = match resumed_at {
            Some(moment) => held
                .iter()
                .filter(|span| span.began <= moment.minutes())
                .copied()
                .collect(),
            None => Vec::new(),
        };
        let spans = discrepancy_spans::of(&case.docket.claims, history, &known, resumed_at);
        self.end_spans(held.iter().filter(|span| !spans.contains(span)))?;
        for span in spans.iter().filter(|span| !held.contains(span)) {
            let (subject, about) = discrepancy_spans::subject_columns(span.identity.subject);
            self.run(
                "INSERT INTO discrepancy_span
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL, ?8, ?9, ?10)",
                params![
                    subject,
                    about,
                    rank(span.identity.kind),
                    span.identity.party.map_or(0, |party| party.0),
                    span.opened,
                    span.began,
                    self.seq,
                    span.until,
                    span.weak,
                    span.resolves
                ],
            )?;
        }
        Ok(())
    }

    fn end_spans<'h>(&self, over: impl Iterator<Item = &'h Span>) -> Result<()> {
        for span in over {
            let (subject, _) = discrepancy_spans::subject_columns(span.identity.subject);
            self.run(
                "UPDATE discrepancy_span SET ended = ?6 WHERE subject = ?1 AND rank = ?2
                 AND party = ?3 AND opened_at = ?4 AND began = ?5 AND ended IS NULL",
                params![
                    subject,
                    rank(span.identity.kind),
                    span.identity.party.map_or(0, |party| party.0),
                    span.opened,
                    span.began,
                    self.seq
                ],
            )?;
        }
        Ok(())
    }

    /// Whether this write recorded the claim or question, so that no row was posted for it before.
    fn is_new(&self, key: Seq) -> bool {
        key >= self.first
    }

    fn claim(&mut self, finding: &Finding, turns: &Turns) -> Result<()> {
        let held = match self.is_new(finding.claim.0) {
            true => None,
            false => self.reader.standing(finding.claim)?,
        };
        let before = held.as_ref().map(|held| held.finding.status);
        let told = match self.telling {
            Telling::Changes => true,
            Telling::Moves => before.is_some_and(|before| before != finding.status),
            Telling::Nothing => false,
        };
        if told {
            self.changes.claims.push(Change {
                claim: finding.claim,
                before,
                after: finding.status,
            });
        }
        if let Some(held) = held {
            if held.finding == *finding && self.reader.turns(finding.claim)? == Some(*turns) {
                return Ok(());
            }
            self.end_standing(finding.claim)?;
        }
        self.run(
            "INSERT INTO standing
             VALUES (NULL, ?1, ?2, NULL, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                finding.claim.0,
                self.seq,
                finding.status.as_str(),
                finding.acknowledgement.map(|word| word.as_str()),
                finding.origins,
                finding.last_firm.map(Moment::minutes),
                finding.ruling.as_ref().map(word).transpose()?,
                turns.since.map(|event| event.at.minutes()),
                turns
                    .since
                    .and_then(|event| event.statement)
                    .map(|key| key.0),
                positions(finding)?,
                turns.overdue_after.map(|day| day.to_string()),
                turns.newest.map(Moment::minutes),
                turns.ruled_at.map(Moment::minutes)
            ],
        )
    }

    fn end_standing(&self, claim: ClaimKey) -> Result<()> {
        self.run(
            "UPDATE standing SET ended = ?2 WHERE claim = ?1 AND ended IS NULL",
            [claim.0, self.seq],
        )
    }

    /// Posts whom to call about a claim, and when. After a replay resumed at `resumed_at`, spans that
    /// began by then stay as they are, unless they end later.
    fn calls(&self, terms: &Terms, history: &History, resumed_at: Option<Moment>) -> Result<()> {
        let held = match self.is_new(terms.key.0) {
            true => Vec::new(),
            false => self.reader.call_spans(terms.key)?,
        };
        let known: Vec<CallSpan> = match resumed_at {
            Some(moment) => held
                .iter()
                .filter(|span| span.began <= moment.minutes())
                .cloned()
                .collect(),
            None => Vec::new(),
        };
        let spans = calls::spans(terms, history, &known, resumed_at);
        let (before, now): (BTreeSet<&CallSpan>, BTreeSet<&CallSpan>) =
            (held.iter().collect(), spans.iter().collect());
        self.end_calls(terms.key, before.difference(&now).copied())?;
        for span in now.difference(&before) {
            self.run(
                "INSERT INTO call VALUES (?1, ?2, ?3, ?4, NULL, ?5, ?6, ?7)",
                params![
                    terms.key.0,
                    span.party,
                    span.began,
                    self.seq,
                    span.until,
                    span.due,
                    span.affirming
                ],
            )?;
        }
        Ok(())
    }

    fn end_calls<'h>(
        &self,
        claim: ClaimKey,
        over: impl Iterator<Item = &'h CallSpan>,
    ) -> Result<()> {
        for span in over {
            self.run(
                "UPDATE call SET ended = ?4
                 WHERE claim = ?1 AND party = ?2 AND began = ?3 AND ended IS NULL",
                params![claim.0, span.party, span.began, self.seq],
            )?;
        }
        Ok(())
    }

    /// Collects the discrepancies that this write opened or resolved.
    fn tell(&mut self, before: &[Row], episodes: &[Episode]) {
        let open = |episode: &&Episode| episode.resolved.is_none();
        let by_identity = |found: &Discrepancy| (found.identity, found.clone());
        let were: BTreeMap<Identity, Discrepancy> = before
            .iter()
            .map(|row| &row.episode)
            .filter(open)
            .map(|episode| by_identity(&episode.discrepancy))
            .collect();
        let are: BTreeMap<Identity, Discrepancy> = episodes
            .iter()
            .filter(open)
            .map(|episode| by_identity(&episode.discrepancy))
            .collect();
        // A discrepancy that turns from weak to strong also counts as opened.
        let only_in = |one: &BTreeMap<Identity, Discrepancy>,
                       other: &BTreeMap<Identity, Discrepancy>| {
            let new = one.iter().filter(|(identity, found)| {
                let same = other.get(identity);
                same.is_none_or(|other| other.weak && !found.weak)
            });
            new.map(|(_, found)| found.clone()).collect::<Vec<_>>()
        };
        self.changes.opened.extend(only_in(&are, &were));
        self.changes.resolved.extend(only_in(&were, &are));
    }

    fn discrepancies(&mut self, before: &[Row], episodes: &[Episode]) -> Result<()> {
        if self.telling != Telling::Nothing {
            self.tell(before, episodes);
        }
        let mut kept: Vec<bool> = vec![false; episodes.len()];
        for row in before {
            match episodes.iter().position(|episode| *episode == row.episode) {
                Some(index) => kept[index] = true,
                None => {
                    self.run(
                        "UPDATE discrepancy SET ended = ?2 WHERE key = ?1",
                        params![row.key, self.seq],
                    )?;
                }
            }
        }
        for (episode, kept) in episodes.iter().zip(kept) {
            if !kept {
                self.insert(episode)?;
            }
        }
        Ok(())
    }

    fn insert(&mut self, episode: &Episode) -> Result<()> {
        let Discrepancy {
            identity,
            weak,
            stands,
            ..
        } = &episode.discrepancy;
        let (claim, question) = match identity.subject {
            Subject::Claim(key) => (Some(key.0), None),
            Subject::Question(key) => (None, Some(key.0)),
        };
        let statement = |event: Event| event.statement.map(|key: StatementKey| key.0);
        let key = self.tables.insert(
            "INSERT INTO discrepancy (posted, kind, rank, claim, question, party, weak, opened_at,
                                      opened_by, resolved_at, resolved_by)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                self.seq,
                identity.kind.as_str(),
                rank(identity.kind),
                claim,
                question,
                identity.party.map(|party| party.0),
                weak,
                episode.opened.at.minutes(),
                statement(episode.opened),
                episode.resolved.map(|event| event.at.minutes()),
                episode.resolved.and_then(statement)
            ],
        )?;
        self.tables.insert_all(
            "INSERT INTO discrepancy_side VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (0_i64..).zip(stands.iter()).map(|(position, stand)| {
                (
                    key,
                    position,
                    stand.side,
                    stand.claim.0,
                    stand.party.0,
                    stand.statement.map(|key| key.0),
                )
            }),
        )
    }
}
