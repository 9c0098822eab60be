//! Candidates: attributions in a text, linked to the parties and claims of a ledger.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;

use chrono::NaiveDate;

use super::catalogue::{Catalogue, Fit, Query, Ranking, TermWeights, terms};
use super::heard::Heard;
use super::matching::PartyMatch;
pub(crate) use super::new_claim::free_id;
use super::pieces::{narrowed, pieces};
use super::polarity::{polarity, toward};
use super::post::Post;
use super::proposition::propositions;
use super::reading::{Offsets, around, reading, trimmed, wide};
use super::roster::Roster;
use super::speaker::is_pronoun;
use crate::domain::candidate::{
    Candidate, CandidateId, Link, MOST_CLAIMS, Proposal, Reading, Span, Speaker,
};
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Family};

/// A text to make candidates from.
pub struct Article<'a> {
    /// Its source.
    pub source: &'a Slug,
    /// The text.
    pub text: &'a str,
    /// Its day, from which "yesterday" is counted.
    pub day: Option<NaiveDate>,
    /// The posts of a live blog, in the order of the text. Empty for other articles.
    pub posts: Vec<Post>,
    /// Who published it.
    pub publisher: Option<&'a str>,
}

/// Links texts to the parties and claims of a ledger.
pub struct Linker {
    pub(super) roster: Roster,
    pub(super) catalogue: Catalogue,
    pub(super) claim_ids: BTreeSet<Slug>,
}

/// Minimum score of a further claim for the same words.
const MIN_FURTHER: f32 = 0.08;
/// Minimum score of a further claim, as a share of the best score.
const MIN_FURTHER_SHARE: f32 = 0.2;
/// The second-best claim gets a candidate of its own from this share of the best score on.
const EQUAL_SHARE: f32 = 0.4;
/// Maximum number of candidates for one speaker and attribution.
const MAX_POINTS: usize = 4;
/// Characters before a passage that count as its context. They may say what "the meeting" is.
const CONTEXT_CHARACTERS: usize = 250;
/// From this probability on that the words are about no claim of the ledger, a new one is proposed.
const NONE_FITS: f32 = 0.55;
/// Minimum score of a proposed claim.
const MIN_SCORE: f32 = 0.01;

/// Number of recently mentioned claims to remember.
const MAX_RECENT: usize = 12;

/// One thing that was said, and the claims that it matches, best first.
pub(super) struct Point {
    range: Range<usize>,
    pub(super) fits: Vec<Fit>,
    /// How probable it is that none of them is meant.
    none: f32,
}

impl Linker {
    /// A linker for these parties and claims.
    pub fn new(roster: Roster, catalogue: Catalogue) -> Self {
        let claim_ids = (0..catalogue.len())
            .map(|at| catalogue.claim(at).claim.id.clone())
            .collect();
        Self {
            roster,
            catalogue,
            claim_ids,
        }
    }

    /// The candidates of a text, in the order of the text.
    pub fn candidates(
        &self,
        article: &Article<'_>,
        heard: &[Heard],
    ) -> Vec<(CandidateId, Candidate)> {
        let offsets = Offsets::of(article.text);
        let mut made = Vec::new();
        let mut seen: BTreeMap<CandidateId, usize> = BTreeMap::new();
        let mut recent: VecDeque<usize> = VecDeque::new();
        for heard in heard {
            for candidate in self.of_attribution(article, &offsets, heard, &mut recent) {
                let words = |span: Span| offsets.words(article.text, span);
                let id = |nth| {
                    let cue = candidate.reading.cue.map(words).unwrap_or_default();
                    let speaker = candidate.reading.speaker.as_deref();
                    // Words that two people marked are two candidates, each with its note.
                    let marked = candidate.read_by.as_ref().filter(|by| by.is_annotation());
                    let speaker = speaker.or(marked.map(|by| by.command.as_str()));
                    CandidateId::of(
                        article.source,
                        speaker,
                        cue,
                        words(candidate.reading.point),
                        nth,
                    )
                };
                // A speaker may say the same words twice, or they may match two claims.
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
        heard: &Heard,
        recent: &mut VecDeque<usize>,
    ) -> Vec<Candidate> {
        let found = &heard.said;
        let Some(reading) = reading(article.text, offsets, found) else {
            return Vec::new();
        };
        // The words of another language describe nobody that the roster could find: "le porte-parole de Jean Petit".
        let written = found
            .source
            .filter(|_| found.tongue.is_none())
            .map(|span| offsets.words(article.text, wide(span)));
        let speak = found
            .speakers
            .iter()
            .filter(|name| !written.is_some_and(|words| is_only_in_apposition(words, name)));
        let mut speakers: Vec<Option<String>> = speak.cloned().map(Some).collect();
        speakers.extend(
            written
                .into_iter()
                .flat_map(|words| self.further(words, &found.speakers))
                .map(Some),
        );
        let unsettled = (!found.choices.is_empty()).then(|| found.choices.join(" or "));
        if speakers.is_empty() || unsettled.is_some() {
            let written = written
                .filter(|words| !is_pronoun(words))
                .map(str::to_owned);
            speakers.push(
                unsettled
                    .clone()
                    .or_else(|| found.speaker.clone())
                    .or(written),
            );
        }
        let mut candidates = Vec::new();
        for speaker in speakers {
            let (party, matched) = if unsettled.is_some() && speaker == unsettled {
                self.one_of(&found.choices)
            } else {
                self.speaker(article, speaker.as_deref())
            };
            let recently = recent.make_contiguous();
            let points = match heard.claim() {
                Some(claim) => {
                    vec![self.point_on(claim, article.text, offsets, &reading, &party, recently)]
                }
                None if found.tongue.is_some() => parts_of(article.text, offsets, &reading),
                None => self.points(article.text, offsets, &reading, &party, recently),
            };
            recent.extend(points.iter().filter_map(certain_claim));
            while recent.len() > MAX_RECENT {
                recent.pop_front();
            }
            for point in points {
                let reading = Reading {
                    point: offsets.span(&point.range),
                    speaker: speaker.clone(),
                    ..reading.clone()
                };
                let proposal = Proposal {
                    matched,
                    ..self.proposal(article, offsets, &reading, &party, &point, heard)
                };
                candidates.push(Candidate {
                    reading,
                    proposal,
                    read_by: heard.read_by.clone(),
                });
            }
        }
        candidates
    }

    /// Known parties that a source names beside the speakers found by the extractor, as in "Lee and
    /// European leaders".
    fn further(&self, source: &str, speakers: &[String]) -> Vec<String> {
        let parts: Vec<&str> = source
            .split(", ")
            .flat_map(|part| part.split(" and "))
            .map(str::trim)
            .collect();
        if parts.len() < 2 {
            return Vec::new();
        }
        let known: Vec<PartyMatch> = speakers.iter().map(|name| self.roster.find(name)).collect();
        let new = |part: &&str| {
            let found = self.roster.find(part);
            let known = known.iter().filter_map(PartyMatch::settled);
            found
                .settled()
                .is_some_and(|party| known.into_iter().all(|other| other != party))
        };
        // Earlier parts may be appositions: "Ann Lee, the finance minister".
        let last = source.rsplit(" and ").next().map(str::trim);
        parts
            .into_iter()
            .filter(|part| Some(*part) == last)
            .filter(new)
            .map(str::to_owned)
            .collect()
    }

    /// The things that were said, with their claims: the best match for the whole content, and matches
    /// for its parts and for what the best match does not account for, if they are good enough.
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
                is_rest: false,
            };
            self.add_points(&mut points, range, query);
        }
        self.add_equals(&mut points);
        points.sort_by(|a, b| best(b).total_cmp(&best(a)));
        let least = points.first().map_or(0.0, best) * MIN_FURTHER_SHARE;
        let mut at = 0;
        points.retain(|point| {
            at += 1;
            at == 1 || point.none < NONE_FITS && best(point) >= least.max(MIN_FURTHER)
        });
        points.truncate(MAX_POINTS);
        if points.first().is_none_or(|point| point.none >= NONE_FITS) {
            points = unmatched(text, offsets, reading, points);
        } else {
            let further = self.further_points(text, offsets, reading, &mut points);
            points.extend(further);
        }
        points.sort_by_key(|point| point.range.start);
        points
    }

    /// What was said, with the claims that match one that a reader proposes for it.
    fn point_on(
        &self,
        claim: &str,
        text: &str,
        offsets: &Offsets,
        reading: &Reading,
        party: &Speaker,
        recent: &[usize],
    ) -> Point {
        let side = party.known().map(|id| self.roster.speaks_as(id));
        let query = Query {
            content: terms(&self.roster, claim),
            context: self.context(text, offsets, reading),
            side: side.unwrap_or_default(),
            negated: polarity(claim).negated,
            recent: recent.to_vec(),
            is_rest: false,
        };
        let Ranking { fits, none } = self.catalogue.rank(&query, MOST_CLAIMS + 2);
        Point {
            range: trimmed(text, offsets.bytes(reading.point)),
            fits,
            none,
        }
    }

    /// The things that were said beside those that recorded claims are about: "confirmed that 300 had come and that the
    /// school would open". A point on several things is put to the one that its claim is about.
    fn further_points(
        &self,
        text: &str,
        offsets: &Offsets,
        reading: &Reading,
        points: &mut [Point],
    ) -> Vec<Point> {
        let pieces = pieces_of(text, offsets, reading);
        if pieces.len() < 2 {
            return Vec::new();
        }
        let common = |piece: &Range<usize>, claim: usize| {
            let terms = terms(&self.roster, &text[piece.clone()]);
            self.catalogue.common(&terms, claim)
        };
        // Each point is about the piece that has most in common with its claim, of those that it overlaps.
        let about = |point: &Point| {
            let claim = point.fits.first()?.claim;
            let overlaps = |piece: &&Range<usize>| {
                piece.start < point.range.end && point.range.start < piece.end
            };
            let shares = pieces.iter().filter(overlaps);
            let shares = shares.map(|piece| (common(piece, claim), piece));
            shares
                .max_by(|a, b| a.0.total_cmp(&b.0))
                .map(|(_, piece)| piece.clone())
        };
        let mut covered = BTreeSet::new();
        for point in points {
            let Some(piece) = about(point) else { continue };
            covered.insert(piece.start);
            point.range = narrowed(text, &point.range, piece, &pieces);
        }
        let further = pieces
            .iter()
            .filter(|piece| !covered.contains(&piece.start));
        further
            .map(|range| Point {
                range: trimmed(text, range.clone()),
                fits: Vec::new(),
                none: 1.0,
            })
            .collect()
    }

    /// Adds a point for the second-best claim if it matches nearly as well: the same words may be about
    /// both.
    fn add_equals(&self, points: &mut Vec<Point>) {
        for at in 0..points.len() {
            let [first, second, ..] = points[at].fits.as_slice() else {
                continue;
            };
            let claim = second.claim;
            let known = points
                .iter()
                .any(|point| point.fits.first().is_some_and(|fit| fit.claim == claim));
            if !known && second.score >= MIN_FURTHER && second.score >= EQUAL_SHARE * first.score {
                let mut fits = points[at].fits.clone();
                fits.swap(0, 1);
                points.push(Point {
                    range: points[at].range.clone(),
                    fits,
                    none: points[at].none,
                });
            }
        }
    }

    /// Adds the best match for some words, then the best match for those that it does not account for,
    /// and so on.
    fn add_points(&self, points: &mut Vec<Point>, range: Range<usize>, mut query: Query) {
        loop {
            let Ranking { fits, none } = self.catalogue.rank(&query, MOST_CLAIMS + 2);
            let Some(first) = fits.first().copied() else {
                if points.is_empty() {
                    points.push(Point { range, fits, none });
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
                        none,
                    }
                }
                None => points.push(Point {
                    range: range.clone(),
                    fits,
                    none,
                }),
            }
            let shared: BTreeSet<String> = self
                .catalogue
                .shared(&query.content, first.claim)
                .into_iter()
                .map(str::to_owned)
                .collect();
            let rest: TermWeights = query
                .content
                .iter()
                .filter(|(term, _)| !shared.contains(*term))
                .map(|(term, weight)| (term.clone(), *weight))
                .collect();
            if shared.is_empty() || rest.len() < 2 || first.score < MIN_FURTHER {
                return;
            }
            query.content = rest;
            query.is_rest = true;
        }
    }

    /// The concepts of a reading's passage, of the text before it, and of its speaker.
    fn context(&self, text: &str, offsets: &Offsets, reading: &Reading) -> TermWeights {
        let passage = offsets.bytes(reading.passage);
        let from = text[..passage.start]
            .char_indices()
            .rev()
            .nth(CONTEXT_CHARACTERS);
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
        heard: &Heard,
    ) -> Proposal {
        let said = &article.text[point.range.clone()];
        let contents = reading
            .content
            .iter()
            .map(|span| offsets.words(article.text, *span));
        let whole: String = contents.collect::<Vec<_>>().join(" ");
        let near = |fit: &&Fit| point.none < NONE_FITS && fit.score >= MIN_SCORE;
        let near = point.fits.iter().filter(near);
        let links = near.take(MOST_CLAIMS).map(|fit| {
            let claim = &self.catalogue.claim(fit.claim).claim;
            let part = self.part_about(said, fit.claim);
            Link {
                claim: claim.id.clone(),
                score: thousandths(fit.score),
                stance: toward(reading.stance, part, &whole, &claim.text),
            }
        });
        let unnamed = self.unnamed(reading, party);
        let sure = match party {
            Speaker::Known { .. } => 1.0,
            Speaker::Several { .. } => 0.4,
            Speaker::New(_) | Speaker::Nobody => 0.6,
        };
        Proposal {
            claims: links.collect(),
            new_claim: self.new_claim(heard.claim().unwrap_or(said), point),
            said: article.said(&around(article.text, offsets, reading), reading.passage),
            via: reading
                .via
                .iter()
                .map(|name| self.speaker(article, Some(name)).0)
                .collect(),
            attribution: if unnamed.is_some() {
                Attribution::Anonymous
            } else {
                Attribution::OnRecord
            },
            shown_as: unnamed,
            score: thousandths(best(point).min(1.0) * sure),
            likelihood: heard.likelihood.map(thousandths),
            matched: None,
            party: party.clone(),
        }
    }

    /// The proposition of what was said that has most in common with a claim. What the others negate or leave open is
    /// not the claim.
    fn part_about<'t>(&self, said: &'t str, claim: usize) -> &'t str {
        let parts = propositions(said);
        let common = |range: &Range<usize>| {
            let terms = terms(&self.roster, &said[range.clone()]);
            self.catalogue.common(&terms, claim)
        };
        let shares = parts.into_iter().map(|range| (common(&range), range));
        let best = shares.reduce(|best, other| if other.0 > best.0 { other } else { best });
        match best {
            Some((common, range)) if common > 0.0 => said[range].trim(),
            _ => said,
        }
    }
}

/// The separate things that a content says.
fn pieces_of(text: &str, offsets: &Offsets, reading: &Reading) -> Vec<Range<usize>> {
    let parts = reading.content.iter().map(|span| offsets.bytes(*span));
    pieces(text, &parts.collect::<Vec<_>>())
}

/// The things that were said, if no claim matches them well: each by itself.
fn unmatched(text: &str, offsets: &Offsets, reading: &Reading, whole: Vec<Point>) -> Vec<Point> {
    let pieces = pieces_of(text, offsets, reading);
    if pieces.len() < 2 {
        return whole;
    }
    let within = |range: &Range<usize>| {
        let inside =
            |point: &&Point| point.range.start >= range.start && point.range.end <= range.end;
        whole.iter().find(inside)
    };
    let ranges = pieces.into_iter().map(|range| trimmed(text, range));
    ranges
        .map(|range| Point {
            fits: within(&range).map_or_else(Vec::new, |point| point.fits.clone()),
            none: 1.0,
            range,
        })
        .collect()
}

/// The parts of a quotation in a language that is not parsed. No claim is put to them: whether they affirm or deny it is not
/// read.
fn parts_of(text: &str, offsets: &Offsets, reading: &Reading) -> Vec<Point> {
    let parts = reading.content.iter().map(|span| Point {
        range: trimmed(text, offsets.bytes(*span)),
        fits: Vec::new(),
        none: 1.0,
    });
    parts.collect()
}

/// Whether a source names somebody only in saying who the speaker is: "Ann Lee, secretary of the Quay and Dock Workers'
/// Union".
fn is_only_in_apposition(source: &str, name: &str) -> bool {
    let Some((head, apposition)) = source.split_once(", ") else {
        return false;
    };
    let last = name.rsplit(' ').next().unwrap_or(name);
    apposition.starts_with(char::is_lowercase)
        && !apposition.contains(", and ")
        && !head.contains(last)
        && apposition.contains(last)
}

/// The claim that a point is about, if that is fairly certain.
fn certain_claim(point: &Point) -> Option<usize> {
    let first = point.fits.first()?;
    (first.score >= MIN_FURTHER).then_some(first.claim)
}

fn best(point: &Point) -> f32 {
    point.fits.first().map_or(0.0, |fit| fit.score)
}

fn thousandths(score: f32) -> u16 {
    // The clamp keeps it within 0 to 1000.
    (score.clamp(0.0, 1.0) * 1000.0).round() as u16
}
