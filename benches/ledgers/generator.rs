//! Generates ledgers of any size from a seed: the same size and seed give the same bytes.
//!
//! The shape follows a desk's work. Statements are in order of day, and most concern claims of
//! recent weeks. Most claims have few statements; one in a thousand has 500. Governments have
//! spokespeople and belong to blocs. A fifth of the claims are rival answers to questions. Parties
//! change their minds, relay each other and retract.

use std::io::{self, Write};

use chrono::{Days, NaiveDate};
use fastrand::Rng;
use onrecord::domain::claim::{Claim, Question};
use onrecord::domain::party::{Edge, Party, PartyKind};
use onrecord::domain::passage::Passage;
use onrecord::domain::ruling::{Ruling, Verdict};
use onrecord::domain::slug::Slug;
use onrecord::domain::source::Source;
use onrecord::domain::statement::{Attribution, Evidence, Stance, Statement};
use onrecord::domain::time::When;
use onrecord::domain::value::Value;
use onrecord::exchange::{Record, jsonl};

use super::words::Words;

/// Statements on a claim that everybody comments on.
const CROWD: usize = 500;
/// Parties per bloc: a government, its voices, their ministries and allies.
const BLOC: usize = 20;
/// Days that a ledger spans, whatever its size.
const SPAN: u64 = 1_000;

/// Record counts for a ledger of a given number of statements.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// Statements.
    pub statements: usize,
    /// Claims, with ten statements each on average.
    pub claims: usize,
    /// Parties, at most 2,000.
    pub parties: usize,
    /// Sources, with twenty statements each.
    pub sources: usize,
    /// Questions, each answered by four claims.
    pub questions: usize,
}

impl Size {
    /// The record counts for this number of statements.
    pub(crate) fn of(statements: usize) -> Self {
        let claims = (statements / 10).max(10);
        Self {
            statements,
            claims,
            parties: (statements / 50).clamp(2 * BLOC, 2_000),
            sources: (statements / 20).max(5),
            questions: (claims / 20).max(1),
        }
    }

    /// Number of claims that everybody comments on: one in a thousand, at least one.
    fn crowded(self) -> usize {
        (self.claims / 1_000).max(1)
    }

    /// Statements on such a claim. In a ledger too small for 500, a tenth of all statements.
    fn crowd(self) -> usize {
        CROWD.min(self.statements / 10)
    }
}

/// The id of a claim that everybody comments on.
pub(crate) fn crowded_claim() -> String {
    claim_id(0)
}

/// The id of an ordinary claim, in the middle of a ledger, that answers no question.
pub(crate) fn ordinary_claim(size: Size) -> String {
    claim_id(size.claims / 2 + 9)
}

/// The ids of a party and a source.
pub(crate) fn party_and_source(size: Size) -> (String, String) {
    (party_id(size.parties / 2 + 4), source_id(size.sources / 2))
}

fn party_id(index: usize) -> String {
    match index % BLOC {
        0 => format!("government-{index}"),
        1..=4 => format!("speaker-{index}"),
        18 => format!("paper-{index}"),
        19 => format!("source-close-to-{index}"),
        _ => format!("person-{index}"),
    }
}

fn source_id(index: usize) -> String {
    format!("report-{index}")
}

/// The id of a claim.
pub(crate) fn claim_id(index: usize) -> String {
    format!("claim-{index}-of-the-talks")
}

/// The id of a question.
pub(crate) fn question_id(index: usize) -> String {
    format!("question-{index}")
}

/// Writes a ledger's records, each after the records it refers to.
pub(crate) fn write(size: Size, seed: u64, to: &mut dyn Write) -> io::Result<()> {
    let mut generator = Generator {
        size,
        words: Words::new(),
        random: Rng::with_seed(seed),
    };
    for index in 0..size.parties {
        jsonl::write(to, &Record::Party(generator.party(index)))?;
    }
    for index in 0..size.sources {
        jsonl::write(to, &Record::Source(generator.source(index)))?;
    }
    for index in 0..size.questions {
        jsonl::write(to, &Record::Question(generator.question(index)))?;
    }
    for index in 0..size.claims {
        jsonl::write(to, &Record::Claim(generator.claim(index)))?;
    }
    for index in 0..size.statements {
        jsonl::write(to, &Record::Statement(generator.statement(index)))?;
    }
    for index in (0..size.claims).step_by(50) {
        jsonl::write(to, &Record::Ruling(generator.ruling(index)))?;
    }
    Ok(())
}

struct Generator {
    size: Size,
    words: Words,
    random: Rng,
}

impl Generator {
    /// Returns true with a probability of `percent`.
    fn chance(&mut self, percent: u32) -> bool {
        self.random.u32(0..100) < percent
    }

    fn party(&mut self, index: usize) -> Party {
        let government = index - index % BLOC;
        let kind = match index % BLOC {
            0 => PartyKind::Government,
            5 => PartyKind::Organisation,
            18 => PartyKind::Media,
            19 => PartyKind::Anonymous,
            _ => PartyKind::Person,
        };
        let edge = |party: usize, since: Option<NaiveDate>| Edge {
            party: slug(&party_id(party)),
            since,
            until: None,
        };
        let speaks = matches!(index % BLOC, 1..=4);
        let belongs = index.is_multiple_of(BLOC) && index >= BLOC && self.chance(50);
        let since = self.chance(30).then(|| day(0));
        Party {
            id: slug(&party_id(index)),
            other_ids: Vec::new(),
            name: self.words.name(&mut self.random, 2),
            kind,
            role: self
                .chance(60)
                .then(|| self.words.sentence(&mut self.random, 3)),
            aliases: (0..self.random.usize(0..3))
                .map(|_| self.words.name(&mut self.random, 1))
                .collect(),
            speaks_for: if speaks {
                vec![edge(government, since)]
            } else {
                Vec::new()
            },
            member_of: if belongs {
                vec![edge(government - BLOC, None)]
            } else {
                Vec::new()
            },
            unreviewed: false,
        }
    }

    fn source(&mut self, index: usize) -> Source {
        let published = day(SPAN * index as u64 / self.size.sources as u64);
        let retold = index > 10 && self.chance(10);
        Source {
            id: slug(&source_id(index)),
            title: self.words.sentence(&mut self.random, 8),
            publisher: Some(self.words.name(&mut self.random, 2)),
            authors: vec![self.words.name(&mut self.random, 2)],
            url: Some(format!("https://news.example/{index}")),
            published: Some(When::day(published)),
            retrieved: None,
            language: Some("en".to_owned()),
            reliability: None,
            origin: retold.then(|| slug(&source_id(index - self.random.usize(1..10)))),
            sha256: None,
        }
    }

    fn question(&mut self, index: usize) -> Question {
        Question {
            id: slug(&question_id(index)),
            text: format!("{}?", self.words.sentence(&mut self.random, 7)),
            unreviewed: false,
        }
    }

    fn claim(&mut self, index: usize) -> Claim {
        // The first four of every twenty claims answer the same question.
        let question = (index % 20 < 4 && index / 20 < self.size.questions && index >= 20)
            .then(|| slug(&question_id(index / 20)));
        let principals = match self.random.u32(0..100) {
            0..40 => Vec::new(),
            40..90 => vec![self.government(index)],
            _ => vec![self.government(index), self.government(index + BLOC)],
        };
        let value = question.is_some().then(|| Value::Text {
            text: self.words.sentence(&mut self.random, 2),
        });
        Claim {
            id: slug(&claim_id(index)),
            other_ids: Vec::new(),
            text: format!("{}.", self.words.sentence(&mut self.random, 8 + index % 6)),
            topic: Some(format!("topic-{}", index % (self.size.claims / 200 + 3))),
            principals: dedup(principals),
            standard: None,
            question,
            value,
            due: self
                .chance(5)
                .then(|| day(SPAN * index as u64 / self.size.claims as u64 + 30)),
            unreviewed: false,
        }
    }

    /// The government that heads the bloc a claim concerns.
    fn government(&self, claim: usize) -> Slug {
        let blocs = self.size.parties / BLOC;
        slug(&party_id(claim / BLOC % blocs * BLOC))
    }

    /// The index of a statement's claim: a crowded one, a recent one, or an older one.
    fn claim_of(&mut self, index: usize) -> usize {
        let crowd = self.size.crowd() * self.size.crowded();
        if index.is_multiple_of((self.size.statements / crowd).max(1)) {
            let crowded = self.random.usize(0..self.size.crowded());
            return crowded * 1_000 % self.size.claims;
        }
        let newest = (index * self.size.claims / self.size.statements).max(1);
        let recent = (self.size.claims / 50).max(20);
        if self.chance(80) {
            self.random.usize(newest.saturating_sub(recent)..=newest)
        } else {
            self.random.usize(0..=newest)
        }
        .min(self.size.claims - 1)
    }

    /// A party that comments on a claim: mostly one of its own bloc or the neighbouring one.
    fn speaker(&mut self, claim: usize) -> usize {
        if self.chance(85) {
            let first = claim / BLOC * BLOC + 7 * (claim % 3);
            (first + self.random.usize(0..BLOC)) % self.size.parties
        } else {
            self.random.usize(0..self.size.parties)
        }
    }

    fn statement(&mut self, index: usize) -> Statement {
        let claim = self.claim_of(index);
        let party = self.speaker(claim);
        let source = index * self.size.sources / self.size.statements;
        let source = source.saturating_sub(self.random.usize(0..3));
        let published = day(SPAN * source as u64 / self.size.sources as u64);
        let said = match self.random.u32(0..100) {
            0..20 => None,
            20..85 => Some(When::day(published)),
            85..98 => format!(
                "{published}T{:02}:{:02}Z",
                self.random.u32(0..24),
                self.random.u32(0..60)
            )
            .parse()
            .ok(),
            _ => published.format("%Y-%m").to_string().parse().ok(),
        };
        let via = match self.random.u32(0..100) {
            0..10 => vec![slug(&party_id(
                claim / BLOC % (self.size.parties / BLOC) * BLOC + 18,
            ))],
            10..15 => vec![slug(&party_id(self.speaker(claim + BLOC)))],
            _ => Vec::new(),
        };
        let attribution = match self.random.u32(0..100) {
            0..88 => Attribution::OnRecord,
            88..93 => Attribution::Background,
            93..97 => Attribution::Anonymous,
            97..99 => Attribution::DeepBackground,
            _ => Attribution::OffRecord,
        };
        Statement {
            id: None,
            party: slug(&party_id(party)),
            stance: self.stance(),
            claim: slug(&claim_id(claim)),
            said,
            source: slug(&source_id(source)),
            via,
            shown_as: (attribution == Attribution::Background)
                .then(|| self.words.sentence(&mut self.random, 3)),
            attribution,
            quote: self.chance(50).then(|| self.quote()),
            passage: self.chance(60).then(|| self.passage()),
            evidence: if self.chance(4) {
                vec![Evidence {
                    source: slug(&source_id(source / 2)),
                    passage: Some(self.passage()),
                    quote: None,
                    unreviewed: false,
                }]
            } else {
                Vec::new()
            },
            note: self
                .chance(8)
                .then(|| self.words.sentence(&mut self.random, 10)),
            credibility: None,
            unreviewed: false,
        }
    }

    fn stance(&mut self) -> Stance {
        match self.random.u32(0..100) {
            0..42 => Stance::Asserts,
            42..54 => Stance::Confirms,
            54..62 => Stance::Hedges,
            62..66 => Stance::Doubts,
            66..78 => Stance::Denies,
            78..82 => Stance::Rejects,
            82..88 => Stance::Declines,
            88..95 => Stance::NotConfirmed,
            95..97 => Stance::NoReply,
            _ => Stance::Retracts,
        }
    }

    fn quote(&mut self) -> String {
        let length = self.random.usize(4..=12);
        self.words.sentence(&mut self.random, length)
    }

    fn passage(&mut self) -> Passage {
        let start = self.random.u64(0..20_000);
        Passage {
            start,
            end: start + self.random.u64(40..400),
            sha256: Some(format!(
                "{:032x}{:032x}",
                self.random.u128(..),
                self.random.u128(..)
            )),
            paragraph: Some(1 + (start / 400) as u32),
        }
    }

    fn ruling(&mut self, claim: usize) -> Ruling {
        Ruling {
            claim: slug(&claim_id(claim)),
            verdict: if self.chance(50) {
                Verdict::True
            } else {
                Verdict::False
            },
            reason: self.words.sentence(&mut self.random, 9),
            source: None,
            ruled: Some(day(SPAN)),
        }
    }
}

fn dedup(mut all: Vec<Slug>) -> Vec<Slug> {
    all.dedup();
    all
}

/// A day of the ledger, counted from its first.
fn day(number: u64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2022, 1, 1).expect("a day");
    first.checked_add_days(Days::new(number)).expect("a day")
}

fn slug(text: &str) -> Slug {
    text.parse().expect("an id")
}
