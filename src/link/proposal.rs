//! Candidates: what the extractor found in a text, with whom and what it may mean in a ledger.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;

use chrono::NaiveDate;
use onrecord_extract::Attribution as Found;

use super::catalogue::{Catalogue, Fit, Query, Terms, terms};
use super::polarity::{polarity, toward};
use super::proposition::propositions;
use super::reading::{Offsets, around, reading, trimmed, wide};
use super::roster::{Roster, Who, describes_nobody_by_name};
use super::{concept, day};
use crate::domain::candidate::{
    Candidate, CandidateId, Link, MOST_CLAIMS, NewClaim, NewParty, Proposal, Reading, Span, Speaker,
};
use crate::domain::party::PartyKind;
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Family};

/// A text that candidates are made from.
pub struct Article<'a> {
    /// The source that it is.
    pub source: &'a Slug,
    /// The text.
    pub text: &'a str,
    /// The day from which "yesterday" is counted.
    pub day: Option<NaiveDate>,
    /// Who published it.
    pub publisher: Option<&'a str>,
}

/// Links texts to a ledger's parties and claims.
pub struct Linker {
    roster: Roster,
    catalogue: Catalogue,
    claim_ids: BTreeSet<Slug>,
}

/// A further claim that the same words bear on is proposed where it fits at least so well,
const FURTHER: f32 = 0.45;
/// and at least so well as this share of the best.
const SHARE: f32 = 0.55;
/// The second claim of the same words is proposed by itself where it fits as well as this share of the first.
const EQUAL: f32 = 0.85;
/// At most so many candidates come of one speaker's one attribution.
const MOST_POINTS: usize = 4;
/// So many characters before a passage may tell what "the meeting" in it is.
const LOOK_BACK: usize = 250;
/// A claim that fits less than this is not proposed: a new one is.
const LEAST: f32 = 0.25;
/// A claim that fits less than this lends a new claim no topic.
const TOPIC: f32 = 0.3;

/// So many claims are remembered as spoken of just before.
const RECENT: usize = 12;

/// A thing that was said, and the claims that it may bear on, best first.
struct Point {
    range: Range<usize>,
    fits: Vec<Fit>,
}

impl Linker {
    /// Takes in the parties and claims of a ledger.
    pub fn new(roster: Roster, catalogue: Catalogue) -> Self {
        let claim_ids = (0..catalogue.len())
            .map(|at| catalogue.listed(at).claim.id.clone())
            .collect();
        Self {
            roster,
            catalogue,
            claim_ids,
        }
    }

    /// The candidates of a text, in its order.
    pub fn candidates(
        &self,
        article: &Article<'_>,
        found: &[Found],
    ) -> Vec<(CandidateId, Candidate)> {
        let offsets = Offsets::of(article.text);
        let mut made = Vec::new();
        let mut seen: BTreeMap<CandidateId, usize> = BTreeMap::new();
        let mut recent: VecDeque<usize> = VecDeque::new();
        for attribution in found {
            for candidate in self.of_attribution(article, &offsets, attribution, &mut recent) {
                let words = |span: Span| offsets.words(article.text, span);
                let id = |nth| {
                    let cue = candidate.reading.cue.map(words).unwrap_or_default();
                    let speaker = candidate.reading.speaker.as_deref();
                    CandidateId::of(
                        article.source,
                        speaker,
                        cue,
                        words(candidate.reading.point),
                        nth,
                    )
                };
                // The same words of one speaker may stand in a text twice, or bear on two claims.
                let count = seen.entry(id(0)).or_insert(0);
                let own = id(*count);
                *count += 1;
                made.push((own, candidate));
            }
        }
        made
    }

    fn of_attribution(
        &self,
        article: &Article<'_>,
        offsets: &Offsets,
        found: &Found,
        recent: &mut VecDeque<usize>,
    ) -> Vec<Candidate> {
        let Some(reading) = reading(article.text, offsets, found) else {
            return Vec::new();
        };
        let written = found
            .source
            .map(|span| offsets.words(article.text, wide(span)));
        let mut speakers: Vec<Option<String>> = found.speakers.iter().cloned().map(Some).collect();
        speakers.extend(
            written
                .into_iter()
                .flat_map(|words| self.further(words, &found.speakers))
                .map(Some),
        );
        if speakers.is_empty() {
            speakers.push(found.speaker.clone().or(written.map(str::to_owned)));
        }
        let mut candidates = Vec::new();
        for speaker in speakers {
            let party = self.speaker(article, speaker.as_deref());
            let points = self.points(
                article.text,
                offsets,
                &reading,
                &party,
                recent.make_contiguous(),
            );
            recent.extend(points.iter().filter_map(spoken_of));
            while recent.len() > RECENT {
                recent.pop_front();
            }
            for point in points {
                let reading = Reading {
                    point: offsets.span(&point.range),
                    speaker: speaker.clone(),
                    ..reading.clone()
                };
                let proposal =
                    self.proposal(article, offsets, &reading, &party, &point, found.likelihood);
                candidates.push(Candidate { reading, proposal });
            }
        }
        candidates
    }

    /// Parties that a source names beside the speakers that the reading found: "Lee and European leaders".
    fn further(&self, source: &str, speakers: &[String]) -> Vec<String> {
        let parts: Vec<&str> = source
            .split(", ")
            .flat_map(|part| part.split(" and "))
            .map(str::trim)
            .collect();
        if parts.len() < 2 {
            return Vec::new();
        }
        let known: Vec<Who> = speakers.iter().map(|name| self.roster.who(name)).collect();
        let new = |part: &&str| {
            let who = self.roster.who(part);
            matches!(who, Who::Known(_)) && !known.contains(&who)
        };
        // An apposition describes who was named: "Ann Lee, the finance minister".
        let last = source.rsplit(" and ").next().map(str::trim);
        parts
            .into_iter()
            .filter(|part| Some(*part) == last)
            .filter(new)
            .map(str::to_owned)
            .collect()
    }

    /// The things that were said, each with its claims: first what fits best; then what other parts of the
    /// words, or the words that the first claim leaves over, fit well enough.
    fn points(
        &self,
        text: &str,
        offsets: &Offsets,
        reading: &Reading,
        party: &Speaker,
        recent: &[usize],
    ) -> Vec<Point> {
        let whole = offsets.bytes(reading.point);
        let side = party
            .known()
            .map(|id| self.roster.speaks_as(id))
            .unwrap_or_default();
        let context = self.context(text, offsets, reading);
        let mut points: Vec<Point> = Vec::new();
        let mut ranges = propositions(&text[whole.clone()])
            .into_iter()
            .map(|range| trimmed(text, whole.start + range.start..whole.start + range.end))
            .collect::<Vec<_>>();
        if ranges.len() > 1 {
            ranges.insert(0, whole.clone());
        }
        for range in ranges {
            let query = Query {
                content: terms(&self.roster, &text[range.clone()]),
                context: context.clone(),
                side: side.clone(),
                negated: polarity(&text[range.clone()]).negated
                    != (reading.stance.family() == Family::Negating),
                recent: recent.to_vec(),
                left_over: false,
            };
            self.add_point(&mut points, range, query);
        }
        self.add_equals(&mut points);
        points.sort_by(|a, b| best(b).total_cmp(&best(a)));
        let least = points.first().map_or(0.0, best) * SHARE;
        let mut at = 0;
        points.retain(|point| {
            at += 1;
            at == 1 || best(point) >= least.max(FURTHER)
        });
        points.truncate(MOST_POINTS);
        points.sort_by_key(|point| point.range.start);
        points
    }

    /// Adds a point for the second claim of each where it fits nearly as well as the first: the same words may
    /// bear on both.
    fn add_equals(&self, points: &mut Vec<Point>) {
        for at in 0..points.len() {
            let [first, second, ..] = points[at].fits.as_slice() else {
                continue;
            };
            let claim = second.claim;
            let known = points
                .iter()
                .any(|point| point.fits.first().is_some_and(|fit| fit.claim == claim));
            if !known && second.score >= FURTHER && second.score >= EQUAL * first.score {
                let mut fits = points[at].fits.clone();
                fits.swap(0, 1);
                points.push(Point {
                    range: points[at].range.clone(),
                    fits,
                });
            }
        }
    }

    /// Adds what a range of words fits, and what the words fit that its best claim does not account for.
    fn add_point(&self, points: &mut Vec<Point>, range: Range<usize>, mut query: Query) {
        loop {
            let fits = self.catalogue.rank(&query, MOST_CLAIMS + 2);
            let Some(first) = fits.first().copied() else {
                if points.is_empty() {
                    points.push(Point { range, fits });
                }
                return;
            };
            let known = points.iter_mut().find(|point| {
                point
                    .fits
                    .first()
                    .is_some_and(|fit| fit.claim == first.claim)
            });
            match known {
                Some(point) if best(point) >= first.score => {}
                Some(point) => {
                    *point = Point {
                        range: range.clone(),
                        fits,
                    }
                }
                None => points.push(Point {
                    range: range.clone(),
                    fits,
                }),
            }
            let shared: BTreeSet<String> = self
                .catalogue
                .shared(&query.content, first.claim)
                .into_iter()
                .map(str::to_owned)
                .collect();
            let left: Terms = query
                .content
                .iter()
                .filter(|(term, _)| !shared.contains(*term))
                .map(|(term, weight)| (term.clone(), *weight))
                .collect();
            if shared.is_empty() || left.len() < 2 || first.score < FURTHER {
                return;
            }
            query.content = left;
            query.left_over = true;
        }
    }

    /// The concepts around a reading: its whole passage, and what stands before it.
    fn context(&self, text: &str, offsets: &Offsets, reading: &Reading) -> Terms {
        let passage = offsets.bytes(reading.passage);
        let from = text[..passage.start].char_indices().rev().nth(LOOK_BACK);
        let mut context = terms(
            &self.roster,
            &text[from.map_or(0, |(at, _)| at)..passage.end],
        );
        if let Some(speaker) = &reading.speaker {
            context.append(&mut terms(&self.roster, speaker));
        }
        context
    }

    fn proposal(
        &self,
        article: &Article<'_>,
        offsets: &Offsets,
        reading: &Reading,
        party: &Speaker,
        point: &Point,
        likelihood: f32,
    ) -> Proposal {
        let said = &article.text[point.range.clone()];
        let contents = reading
            .content
            .iter()
            .map(|span| offsets.words(article.text, *span));
        let whole: String = contents.collect::<Vec<_>>().join(" ");
        let near = point.fits.iter().filter(|fit| fit.score >= LEAST);
        let links = near.take(MOST_CLAIMS).map(|fit| {
            let claim = &self.catalogue.listed(fit.claim).claim;
            Link {
                claim: claim.id.clone(),
                score: thousandths(fit.score),
                stance: toward(reading.stance, said, &whole, &claim.text),
            }
        });
        let unnamed = self.unnamed(reading, party);
        let sure = if matches!(party, Speaker::Known { .. }) {
            1.0
        } else {
            0.6
        };
        Proposal {
            claims: links.collect(),
            new_claim: self.new_claim(said, point),
            said: article.day.and_then(|published| {
                day::said(&around(article.text, offsets, reading), published)
            }),
            via: reading
                .via
                .iter()
                .map(|name| self.speaker(article, Some(name)))
                .collect(),
            attribution: if unnamed.is_some() {
                Attribution::Anonymous
            } else {
                Attribution::OnRecord
            },
            shown_as: unnamed,
            score: thousandths(likelihood.clamp(0.0, 1.0) * best(point).min(1.0) * sure),
            party: party.clone(),
        }
    }

    /// The wording for a speaker without a name, as the text describes it.
    fn unnamed(&self, reading: &Reading, party: &Speaker) -> Option<String> {
        let speaker = reading.speaker.as_deref()?;
        let kind = match party {
            Speaker::Known { party } => self.roster.by_id(party)?.kind,
            Speaker::New(party) => party.kind,
            _ if describes_nobody_by_name(&concept::words(speaker)) => PartyKind::Anonymous,
            _ => return None,
        };
        (kind == PartyKind::Anonymous).then(|| with_article(speaker))
    }

    /// Whom a text means by a name or a description.
    fn speaker(&self, article: &Article<'_>, name: Option<&str>) -> Speaker {
        let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) else {
            return Speaker::Nobody;
        };
        match self.roster.who(name) {
            Who::Known(party) => Speaker::Known { party },
            Who::Several(parties) => Speaker::Several {
                name: name.to_owned(),
                parties,
            },
            Who::Unknown => self
                .new_party(article, name)
                .map_or(Speaker::Nobody, Speaker::New),
        }
    }

    fn new_party(&self, article: &Article<'_>, name: &str) -> Option<NewParty> {
        let words = concept::words(name);
        let kind = if describes_nobody_by_name(&words) {
            PartyKind::Anonymous
        } else if words.len() > 1 && words.iter().all(|word| word.capital) {
            PartyKind::Person
        } else {
            PartyKind::Organisation
        };
        // Two papers' unnamed officials are not one party.
        let (name, id) = match (kind, article.publisher) {
            (PartyKind::Anonymous, Some(publisher)) => (
                format!("{} ({publisher})", with_article(name)),
                format!(
                    "{} {name}",
                    publisher.strip_prefix("The ").unwrap_or(publisher)
                ),
            ),
            _ => (name.to_owned(), name.to_owned()),
        };
        let id = free(&id, |id| self.roster.by_id(id).is_some())?;
        Some(NewParty { id, name, kind })
    }

    fn new_claim(&self, said: &str, point: &Point) -> NewClaim {
        let text = sentence(said);
        let words = concept::words(said);
        let mut principals: Vec<Slug> = Vec::new();
        for at in 0..words.len() {
            let Some(named) = self.roster.named_at(&words, at) else {
                continue;
            };
            let party = self.roster.party(named.party);
            let sides = self.roster.speaks_as(&party.id);
            let side = sides.last().unwrap_or(&party.id);
            let acts = !matches!(party.kind, PartyKind::Media | PartyKind::Anonymous);
            if acts && !principals.contains(side) && principals.len() < MOST_CLAIMS {
                principals.push(side.clone());
            }
        }
        let nearest = point.fits.first().filter(|fit| fit.score >= TOPIC);
        NewClaim {
            id: free(&short(&text), |id| self.claim_ids.contains(id)),
            topic: nearest.and_then(|fit| self.catalogue.listed(fit.claim).claim.topic.clone()),
            principals,
            text,
        }
    }
}

/// The claim that a point speaks of, where that is fairly sure.
fn spoken_of(point: &Point) -> Option<usize> {
    let first = point.fits.first()?;
    (first.score >= FURTHER).then_some(first.claim)
}

fn best(point: &Point) -> f32 {
    point.fits.first().map_or(0.0, |fit| fit.score)
}

fn thousandths(score: f32) -> u16 {
    // In 0 to 1000 by the clamp, so nothing is cut off.
    (score.clamp(0.0, 1.0) * 1000.0).round() as u16
}

/// The id that a text suggests, with a number where it is taken.
fn free(text: &str, taken: impl Fn(&Slug) -> bool) -> Option<Slug> {
    let id = Slug::suggest(text)?;
    if !taken(&id) {
        return Some(id);
    }
    (2..100).find_map(|number| {
        let id: Slug = format!("{id}-{number}").parse().ok()?;
        (!taken(&id)).then_some(id)
    })
}

/// The words that an id of a claim is made from: the first few that tell something.
fn short(text: &str) -> String {
    let words = concept::words(text);
    let telling = words
        .iter()
        .filter(|word| concept::concept(&word.folded).is_some());
    telling
        .take(6)
        .map(|word| word.folded.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

fn with_article(description: &str) -> String {
    let plural = description.split_whitespace().any(|word| {
        [
            "officials",
            "sources",
            "aides",
            "people",
            "diplomats",
            "advisers",
            "insiders",
            "reports",
        ]
        .contains(&word)
    });
    let has_one = ["a ", "an ", "the ", "one ", "two "]
        .iter()
        .any(|article| description.starts_with(article));
    if plural || has_one {
        return description.to_owned();
    }
    let vowel = description.starts_with(['A', 'I', 'O', 'a', 'e', 'i', 'o']);
    format!("{} {description}", if vowel { "an" } else { "a" })
}

/// A proposition as a sentence: no "that" before it, no quotation marks around it.
fn sentence(said: &str) -> String {
    let words: Vec<&str> = said.split_whitespace().collect();
    let said = words.join(" ");
    let mut said = said.trim_matches(|c: char| matches!(c, '“' | '”' | '"' | ',' | ';' | ' '));
    for opening in ["and that ", "that ", "and ", "but ", "to "] {
        said = said.strip_prefix(opening).unwrap_or(said);
    }
    let said = said.trim_end_matches(['.', ',']);
    let mut letters = said.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}
