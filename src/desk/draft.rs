//! The story that the open candidates would make, and taking it over.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::{Desk, IfExists, Look, Overrides, Result, StatementOutcome};
use crate::domain::candidate::{CandidateId, Reading, Span, Speaker};
use crate::domain::claim::{Claim, Question};
use crate::domain::docket::{ClaimKey, SourceKey, StatementKey};
use crate::domain::party::{Edge, Party};
use crate::domain::slug::Slug;
use crate::domain::source::Source;
use crate::domain::statement::Attribution;
use crate::domain::time::When;
use crate::ledger::{self, About, CandidateFilter, Fate, Reader, Waiting};
use crate::link::draft::{self, Article, Draft, Open, Recorded, Said, Taken, Unsettled};

/// The match, in thousandths, from which a candidate is on the claim that it matches best.
const CERTAIN: u16 = 600;

/// How many characters of an article before what was said may tell what it is about.
const CONTEXT: u64 = 600;

/// What the open candidates of a ledger would make, without those that `chosen` leaves out.
///
/// # Errors
/// If the ledger cannot be read.
pub fn draft(
    reader: Reader<'_>,
    filter: CandidateFilter,
    chosen: impl Fn(&Waiting) -> bool,
) -> ledger::Result<Draft> {
    let mut waiting: Vec<Waiting> = reader
        .candidates(filter)?
        .into_iter()
        .filter(|one| one.fate == Fate::Open && chosen(one))
        .collect();
    for one in &mut waiting {
        one.candidate = reader.current_candidate(&one.candidate)?;
    }
    // Whether two of those that rules read say the same or the opposite cannot be told: what is known of matters is English.
    let (by_rules, mut waiting): (Vec<_>, Vec<_>) = waiting
        .into_iter()
        .partition(|one| one.candidate.reading.by_rules.is_some());
    // What answers something follows it.
    waiting.sort_by_key(|one| (one.source, one.candidate.reading.point));
    let mut texts: Vec<(Vec<char>, String, Source)> = Vec::new();
    let mut article_of: BTreeMap<SourceKey, usize> = BTreeMap::new();
    for one in &waiting {
        if let Entry::Vacant(entry) = article_of.entry(one.source) {
            let text = reader
                .source_text(one.source)?
                .map_or_else(String::new, |text| text.text);
            entry.insert(texts.len());
            texts.push((text.chars().collect(), text, reader.source(one.source)?));
        }
    }
    let open: Vec<Open> = waiting
        .iter()
        .map(|one| {
            let article = article_of.get(&one.source).copied().unwrap_or_default();
            opened(one, article, &texts[article].0)
        })
        .collect();
    let articles: Vec<Article<'_>> = texts
        .iter()
        .map(|(_, text, source)| Article {
            text,
            publisher: source.publisher.as_deref(),
            day: source.published.map(When::first_day),
        })
        .collect();
    let parties = reader.parties()?.into_iter().map(|key| reader.party(key));
    let parties: Vec<_> = parties.collect::<ledger::Result<_>>()?;
    // An id that cannot be looked up counts as taken.
    let taken = Taken {
        party: &|id| {
            reader
                .party_key(id.as_str())
                .map_or(true, |key| key.is_some())
        },
        claim: &|id| {
            reader
                .claim_key(id.as_str())
                .map_or(true, |key| key.is_some())
        },
        question: &|id| {
            reader
                .question_key(id.as_str())
                .map_or(true, |key| key.is_some())
        },
    };
    let (recorded, sources) = recorded(reader, &waiting)?;
    let heard = reader.heard_in(&sources)?;
    let mut draft = draft::draft(&articles, &open, &parties, &recorded, &heard, &taken);
    let left = by_rules.into_iter().map(|one| (one.id, Unsettled::Claim));
    draft.unsettled.extend(left);
    draft.extended = without_dropped(reader, draft.extended)?;
    draft.origins = super::origins(reader, &article_of.into_keys().collect())?;
    give_topics(reader, &waiting, &mut draft)?;
    Ok(draft)
}

/// Gives claims that are new the topic of the feed in which their article was found.
fn give_topics(reader: Reader<'_>, waiting: &[Waiting], draft: &mut Draft) -> ledger::Result<()> {
    for claim in &mut draft.claims {
        let Some(take) = draft.takes.iter().find(|take| take.claim == claim.id) else {
            continue;
        };
        if let Some(one) = waiting.iter().find(|one| one.id == take.candidate) {
            claim.topic = reader.feed_topic(one.source)?;
        }
    }
    Ok(())
}

fn opened(one: &Waiting, article: usize, text: &[char]) -> Open {
    let reading = &one.candidate.reading;
    let words = |span: Span| between(text, span);
    let proposal = &one.candidate.proposal;
    let is_one_or_new =
        matches!(&proposal.party, Speaker::Several { parties, .. } if parties.len() == 1);
    let choices = match &proposal.party {
        Speaker::Several { name, .. } => vec![name.clone()],
        _ => Vec::new(),
    };
    let link = proposal.claims.first().filter(|link| link.score >= CERTAIN);
    Open {
        id: one.id.clone(),
        article,
        speaker: reading.speaker.clone(),
        party: proposal.party.known().cloned(),
        choices,
        is_one_or_new,
        via: reading.via.clone(),
        said: said(reading, reading.point, words),
        before: said(reading, (0, reading.point.0), words),
        context: words((reading.point.0.saturating_sub(CONTEXT), reading.point.0)),
        stance: reading.stance,
        wording: one
            .candidate
            .read_by
            .as_ref()
            .and_then(|by| by.claim.clone()),
        claim: link.map(|link| (link.claim.clone(), link.stance)),
    }
}

/// The parts of the content within a span, without what interrupts them.
fn said(reading: &Reading, (start, end): Span, words: impl Fn(Span) -> String) -> String {
    let parts = reading
        .content
        .iter()
        .map(|part| (part.0.max(start), part.1.min(end)));
    let parts: Vec<String> = parts.filter(|part| part.0 < part.1).map(words).collect();
    parts.join(" ")
}

/// The claims that candidates are linked to, and those on which their articles have statements already, with what was
/// said on them, and the articles in which it was.
fn recorded(
    reader: Reader<'_>,
    waiting: &[Waiting],
) -> ledger::Result<(Vec<Recorded>, BTreeSet<SourceKey>)> {
    let links = waiting
        .iter()
        .flat_map(|one| &one.candidate.proposal.claims);
    let linked: BTreeSet<&Slug> = links.map(|link| &link.claim).collect();
    let mut keys = BTreeSet::new();
    for id in linked {
        keys.extend(reader.claim_key(id.as_str())?);
    }
    let mut sources: BTreeSet<SourceKey> = waiting.iter().map(|one| one.source).collect();
    for source in &sources {
        for statement in reader.statements(About::Source(*source))? {
            let claim = reader.statement(statement)?.statement.claim;
            keys.extend(reader.claim_key(claim.as_str())?);
        }
    }
    let mut texts = BTreeMap::new();
    let mut recorded = Vec::new();
    for key in keys {
        recorded.push(Recorded {
            claim: reader.claim(key)?.claim,
            said: said_on(reader, key, &mut texts, &mut sources)?,
        });
    }
    Ok((recorded, sources))
}

/// Most statements on a recorded claim of which it is looked whether a new article repeats them.
const LATEST: usize = 16;

/// What was said on a claim lately. `texts` keeps the texts of sources, and `sources` gets those in which it was.
fn said_on(
    reader: Reader<'_>,
    claim: ClaimKey,
    texts: &mut BTreeMap<SourceKey, Vec<char>>,
    sources: &mut BTreeSet<SourceKey>,
) -> ledger::Result<Vec<Said>> {
    let mut all = Vec::new();
    for statement in reader.statements(About::Claim(claim))?.into_iter().rev() {
        let recorded = reader.statement(statement)?;
        let said = recorded.statement;
        if said.attribution == Attribution::OffRecord {
            continue;
        }
        sources.extend(reader.source_key(said.source.as_str())?);
        let mut candidate = None;
        let words = match reader.candidates_of(statement)?.first() {
            Some(one) => {
                candidate = Some(one.id.clone());
                if let Entry::Vacant(entry) = texts.entry(one.source) {
                    let text = reader.source_text(one.source)?;
                    entry.insert(text.map_or_else(Vec::new, |text| text.text.chars().collect()));
                }
                let reading = &one.candidate.reading;
                self::said(reading, reading.point, |span| {
                    between(&texts[&one.source], span)
                })
            }
            None => said.quote.unwrap_or_default(),
        };
        all.push(Said {
            words,
            party: said.party,
            day: recorded.when.first_day(),
            stance: said.stance,
            candidate,
        });
        if all.len() == LATEST {
            break;
        }
    }
    Ok(all)
}

/// The characters of a text within a span.
fn between(text: &[char], (start, end): Span) -> String {
    let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
    let (start, end) = (place(start), place(end));
    text[start..end.max(start)].iter().collect()
}

/// The recorded parties with what a draft adds to them, without what a person took away: a name or an edge that the
/// party had once.
fn without_dropped(reader: Reader<'_>, extended: Vec<Party>) -> ledger::Result<Vec<Party>> {
    let mut kept = Vec::new();
    for mut party in extended {
        let Some(key) = reader.party_key(party.id.as_str())? else {
            continue;
        };
        let held = reader.party(key)?;
        let (names, edges) = (reader.once_called(key)?, reader.once_spoke_for(key)?);
        let had = |alias: &String| held.aliases.contains(alias) || held.name == *alias;
        party
            .aliases
            .retain(|alias| had(alias) || !names.contains(alias));
        let had = |edge: &Edge| held.speaks_for.contains(edge);
        party
            .speaks_for
            .retain(|edge| had(edge) || !edges.contains(&edge.party));
        if party != held {
            kept.push(party);
        }
    }
    Ok(kept)
}

impl Desk<'_, '_> {
    /// Records a draft: its origins, parties, questions, claims and statements. The last four are marked as unreviewed if no
    /// person has looked at them.
    ///
    /// # Errors
    /// If a part of it is refused; nothing is recorded then.
    pub fn take(
        &mut self,
        draft: &Draft,
        look: Look,
    ) -> Result<Vec<(CandidateId, StatementOutcome)>> {
        self.take_origins(&draft.origins)?;
        self.take_parties(draft, look)?;
        self.take_claims(draft, look)?;
        let mut taken: Vec<(CandidateId, StatementOutcome)> = Vec::new();
        for take in &draft.takes {
            let first = taken
                .iter()
                .find(|(id, _)| take.repeats.as_ref() == Some(id));
            let repeats = match (first, &take.repeats) {
                (Some((_, outcome)), _) => Some(outcome.key()),
                (None, Some(id)) => accepted_as(self.reader(), id)?,
                (None, None) => None,
            };
            let overrides = Overrides {
                party: Some(take.party.clone()),
                claim: Some(take.claim.clone()),
                stance: Some(take.stance),
                said: take.said,
                via: Some(take.via.clone()),
                attribution: (!take.unnamed).then_some(Attribution::OnRecord),
                repeats,
                ..Overrides::default()
            };
            taken.push((
                take.candidate.clone(),
                self.accept_as(take.candidate.as_str(), &overrides, look)?,
            ));
        }
        Ok(taken)
    }

    fn take_parties(&mut self, draft: &Draft, look: Look) -> Result<()> {
        let unreviewed = look == Look::Nobody;
        for party in &draft.parties {
            let bare = Party {
                speaks_for: Vec::new(),
                unreviewed,
                ..party.clone()
            };
            self.party(bare, IfExists::Refuse)?;
        }
        for party in draft
            .parties
            .iter()
            .filter(|party| !party.speaks_for.is_empty())
        {
            let whole = Party {
                unreviewed,
                ..party.clone()
            };
            self.party(whole, IfExists::Replace)?;
        }
        for party in &draft.extended {
            let party = Party {
                unreviewed,
                ..party.clone()
            };
            self.party(party, IfExists::Replace)?;
        }
        Ok(())
    }

    fn take_claims(&mut self, draft: &Draft, look: Look) -> Result<()> {
        let unreviewed = look == Look::Nobody;
        for question in &draft.questions {
            let question = Question {
                unreviewed,
                ..question.clone()
            };
            self.question(question, IfExists::Refuse)?;
        }
        for claim in &draft.claims {
            let claim = Claim {
                unreviewed,
                ..claim.clone()
            };
            self.claim(claim, IfExists::Refuse)?;
        }
        for claim in &draft.asked {
            let claim = Claim {
                unreviewed: claim.unreviewed || unreviewed,
                ..claim.clone()
            };
            self.claim(claim, IfExists::Replace)?;
        }
        Ok(())
    }
}

/// The statement that a candidate became, if it was accepted.
///
/// # Errors
/// If the ledger cannot be read.
pub fn accepted_as(
    reader: Reader<'_>,
    candidate: &CandidateId,
) -> ledger::Result<Option<StatementKey>> {
    let waiting = reader.candidate(candidate.as_str())?;
    Ok(waiting.and_then(|one| match one.fate {
        Fate::Accepted { statement, .. } => Some(statement),
        Fate::Open | Fate::Rejected { .. } => None,
    }))
}
