//! The ledger as rows of plain tables: what `export --format sqlite` writes.

use std::collections::{BTreeMap, BTreeSet};

use super::claims::{ClaimAnswer, claims};
use super::differences::Difference;
use super::discrepancies::{DiscrepancyAnswer, SideAnswer};
use super::export::{Scope, with_records, withhold_places};
use super::view::View;
use crate::domain::docket::ClaimKey;
use crate::domain::history::Event;
use crate::domain::party::{Edge, Party};
use crate::domain::passage::Passage;
use crate::domain::slug::Slug;
use crate::domain::source::Source;
use crate::domain::statement::{Evidence, Statement};
use crate::domain::time::When;
use crate::exchange::Record;
use crate::ledger::{Cell, ClaimFilter, DiscrepancyFilter, LedgerError, Result, State, Turned};

/// Discrepancies that are described together.
const TOGETHER: usize = 500;

/// What is done with a row of a table.
pub type TakeRow<'t, E> = dyn FnMut(&'static str, &[Cell]) -> Result<(), E> + 't;

/// Calls `take` with every row. Returns how many statements name a speaker who spoke on background, and where the rows differ
/// from the desk's own answers.
///
/// # Errors
/// Fails if `take` does.
pub fn tables<E: From<LedgerError>>(
    view: &View<'_>,
    scope: Scope,
    take: &mut TakeRow<'_, E>,
) -> Result<(usize, Vec<Difference>), E> {
    let mut on_background = 0;
    let differences = with_records(view, scope, |shown, each| {
        let mut rows = Rows {
            take: &mut *take,
            parties: BTreeSet::new(),
            claims: BTreeSet::new(),
            published: BTreeMap::new(),
            statements: 0,
            discrepancies: 0,
        };
        let mut rest = Vec::new();
        each(&mut |record| match record {
            Record::Party(party) => rows.name_party(party, &mut rest),
            Record::Claim(claim) => {
                rows.claims.insert(claim.id);
                Ok(())
            }
            Record::Source(source) => rows.source(source),
            Record::Question(question) => rows.add(
                "questions",
                &[
                    question.id.as_str().into(),
                    question.text.into(),
                    question.unreviewed.into(),
                ],
            ),
            Record::Statement(mut said) => {
                withhold_places(scope, &mut said);
                on_background += usize::from(said.attribution.is_on_background());
                rows.statement(said)
            }
            Record::Ruling(ruling) => rows.add(
                "rulings",
                &[
                    ruling.claim.as_str().into(),
                    ruling.verdict.as_str().into(),
                    ruling.reason.into(),
                    ruling.source.as_ref().map(Slug::as_str).into(),
                    ruling.ruled.map(|day| day.to_string()).into(),
                ],
            ),
        })?;
        for party in &rest {
            rows.relations(party)?;
        }
        rows.standings(shown)?;
        rows.statuses(shown)?;
        rows.discrepancies(shown)
    })?;
    Ok((on_background, differences))
}

/// Rows on their way.
struct Rows<'t, E> {
    take: &'t mut TakeRow<'t, E>,
    parties: BTreeSet<Slug>,
    claims: BTreeSet<Slug>,
    /// When the sources were published.
    published: BTreeMap<Slug, When>,
    statements: i64,
    discrepancies: i64,
}

impl<E: From<LedgerError>> Rows<'_, E> {
    fn add(&mut self, table: &'static str, row: &[Cell]) -> Result<(), E> {
        (self.take)(table, row)
    }

    fn name_party(&mut self, party: Party, rest: &mut Vec<Party>) -> Result<(), E> {
        self.add(
            "parties",
            &[
                party.id.as_str().into(),
                party.name.as_str().into(),
                party.kind.as_str().into(),
                party.role.clone().into(),
                party.unreviewed.into(),
            ],
        )?;
        for alias in &party.aliases {
            self.add(
                "aliases",
                &[party.id.as_str().into(), alias.as_str().into()],
            )?;
        }
        self.parties.insert(party.id.clone());
        // Other parties may come later.
        if !party.speaks_for.is_empty() || !party.member_of.is_empty() {
            rest.push(party);
        }
        Ok(())
    }

    fn relations(&mut self, party: &Party) -> Result<(), E> {
        for (relation, edges) in [
            ("speaks-for", &party.speaks_for),
            ("member-of", &party.member_of),
        ] {
            for Edge {
                party: other,
                since,
                until,
            } in edges
            {
                self.add(
                    "relations",
                    &[
                        party.id.as_str().into(),
                        relation.into(),
                        other.as_str().into(),
                        since.map(|day| day.to_string()).into(),
                        until.map(|day| day.to_string()).into(),
                    ],
                )?;
            }
        }
        Ok(())
    }

    fn source(&mut self, source: Source) -> Result<(), E> {
        let authors = Some(source.authors.join("; ")).filter(|authors| !authors.is_empty());
        self.add(
            "sources",
            &[
                source.id.as_str().into(),
                source.title.into(),
                source.publisher.into(),
                authors.into(),
                source.url.into(),
                source.published.map(|when| when.to_string()).into(),
                source.retrieved.map(|when| when.to_string()).into(),
                source.language.into(),
                source.reliability.map(|grade| grade.as_str()).into(),
                source.origin.as_ref().map(Slug::as_str).into(),
                source.sha256.into(),
            ],
        )?;
        if let Some(published) = source.published {
            self.published.insert(source.id, published);
        }
        Ok(())
    }

    fn statement(&mut self, said: Statement) -> Result<(), E> {
        self.statements += 1;
        let number = self.statements;
        // What has no time of its own was said on its source's day.
        let day = self.published.get(&said.source);
        let when = said
            .said
            .or_else(|| day.map(|when| When::day(when.earliest().day())));
        let [start, end, paragraph] = passage(said.passage.as_ref());
        self.add(
            "statements",
            &[
                number.into(),
                said.id.as_ref().map(ToString::to_string).into(),
                said.party.as_str().into(),
                said.stance.as_str().into(),
                said.claim.as_str().into(),
                said.source.as_str().into(),
                when.map(|when| when.to_string()).into(),
                said.said.is_none().into(),
                said.attribution.as_str().into(),
                said.shown_as.into(),
                said.quote.into(),
                start,
                end,
                paragraph,
                said.note.into(),
                said.credibility.map(|grade| grade.as_str()).into(),
                said.unreviewed.into(),
            ],
        )?;
        for (position, relay) in (0..).zip(&said.via) {
            let position: i64 = position;
            self.add(
                "relays",
                &[number.into(), position.into(), relay.as_str().into()],
            )?;
        }
        for Evidence {
            source,
            passage: place,
            quote,
            unreviewed,
        } in said.evidence
        {
            let [start, end, paragraph] = passage(place.as_ref());
            self.add(
                "evidence",
                &[
                    number.into(),
                    source.as_str().into(),
                    quote.into(),
                    start,
                    end,
                    paragraph,
                    unreviewed.into(),
                ],
            )?;
        }
        Ok(())
    }

    /// The claims and where they stand.
    fn standings(&mut self, view: &View<'_>) -> Result<(), E> {
        let answers = view.list(&ClaimFilter::default(), |view, standings| {
            claims(view, &standings)
        })?;
        for claim in answers {
            if self.claims.contains(&claim.id) {
                self.claim(claim)?;
            }
        }
        Ok(())
    }

    fn claim(&mut self, claim: ClaimAnswer) -> Result<(), E> {
        self.add(
            "claims",
            &[
                claim.id.as_str().into(),
                claim.text.into(),
                claim.topic.into(),
                claim.status.as_str().into(),
                claim.since.into(),
                claim.ruling.map(|verdict| verdict.as_str()).into(),
                claim.standard.into(),
                claim.acknowledgement.map(|word| word.as_str()).into(),
                claim.question.as_ref().map(Slug::as_str).into(),
                claim.value.map(|value| value.to_string()).into(),
                claim.due.into(),
                claim.unreviewed.into(),
            ],
        )?;
        for party in claim.principals {
            if self.parties.contains(&party) {
                self.add(
                    "principals",
                    &[claim.id.as_str().into(), party.as_str().into()],
                )?;
            }
        }
        for (position, parties) in [
            ("affirms", claim.affirmed_by),
            ("negates", claim.negated_by),
            ("uncertain", claim.uncertain),
            ("withholds", claim.withheld_by),
        ] {
            let parties: BTreeSet<Slug> = parties.into_iter().collect();
            for party in parties.intersection(&self.parties) {
                let row = [
                    claim.id.as_str().into(),
                    party.as_str().into(),
                    position.into(),
                ];
                (self.take)("positions", &row)?;
            }
        }
        Ok(())
    }

    /// The statuses that the claims had, by the statements that gave them.
    fn statuses(&mut self, view: &View<'_>) -> Result<(), E> {
        let keys = view.reader.claims(&ClaimFilter::default())?;
        let mut turns: BTreeMap<ClaimKey, Vec<Turned>> = BTreeMap::new();
        for turn in view.reader.turned(&keys, view.as_of)? {
            turns.entry(turn.claim).or_default().push(turn);
        }
        for (key, turns) in turns {
            let claim = view.claim(key)?.claim.id;
            if !self.claims.contains(&claim) {
                continue;
            }
            let began = turns.iter().map(|turn| {
                let (at, statement) = (turn.at, Some(turn.statement));
                view.time_of(Event { at, statement })
            });
            let began: Vec<String> = began.collect::<Result<_>>()?;
            for (at, turn) in turns.iter().enumerate() {
                self.add(
                    "statuses",
                    &[
                        claim.as_str().into(),
                        turn.status.as_str().into(),
                        began[at].as_str().into(),
                        began.get(at + 1).map(String::as_str).into(),
                    ],
                )?;
            }
        }
        Ok(())
    }

    fn discrepancies(&mut self, view: &View<'_>) -> Result<(), E> {
        let all = DiscrepancyFilter {
            state: State::All,
            ..DiscrepancyFilter::default()
        };
        let episodes = view.discrepancies(&all)?;
        for episodes in episodes.chunks(TOGETHER) {
            for found in view.answers_about(episodes.to_vec())? {
                let is_kept = found.claims.iter().all(|claim| self.claims.contains(claim));
                let of_kept = found
                    .party
                    .as_ref()
                    .is_none_or(|one| self.parties.contains(one));
                if is_kept && of_kept {
                    self.discrepancy(found)?;
                }
            }
        }
        Ok(())
    }

    fn discrepancy(&mut self, found: DiscrepancyAnswer) -> Result<(), E> {
        self.discrepancies += 1;
        let number = self.discrepancies;
        self.add(
            "discrepancies",
            &[
                number.into(),
                found.kind.as_str().into(),
                found.question.as_ref().map(Slug::as_str).into(),
                found.party.as_ref().map(Slug::as_str).into(),
                found.summary.into(),
                found.weak.into(),
                found.opened.into(),
                found.resolved.into(),
                found.unreviewed.into(),
            ],
        )?;
        let claims: BTreeSet<Slug> = found.claims.into_iter().collect();
        for claim in claims {
            self.add(
                "discrepancy_claims",
                &[number.into(), claim.as_str().into()],
            )?;
        }
        let (parties, claims) = (&self.parties, &self.claims);
        let is_kept =
            |side: &SideAnswer| parties.contains(&side.party) && claims.contains(&side.claim);
        let sides: Vec<SideAnswer> = found.sides.into_iter().filter(is_kept).collect();
        for side in sides {
            self.add(
                "discrepancy_sides",
                &[
                    number.into(),
                    i64::from(side.side).into(),
                    side.party.as_str().into(),
                    side.stance.map(|stance| stance.as_str()).into(),
                    side.claim.as_str().into(),
                    side.statement.into(),
                    side.said.into(),
                    side.source.as_ref().map(Slug::as_str).into(),
                    side.quote.into(),
                ],
            )?;
        }
        Ok(())
    }
}

/// The start, the end and the paragraph of a passage.
fn passage(passage: Option<&Passage>) -> [Cell; 3] {
    let number = |number: u64| i64::try_from(number).ok();
    [
        passage.and_then(|one| number(one.start)).into(),
        passage.and_then(|one| number(one.end)).into(),
        passage.and_then(|one| one.paragraph).map(i64::from).into(),
    ]
}
