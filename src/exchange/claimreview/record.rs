//! From reviews to the records of a ledger: sources, parties, claims, statements and rulings.
//!
//! What the ledger has is recognised: claims by their text, documents by their address, parties by their name. So a
//! feed that is imported again adds only what is new in it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::find::Finds;
use super::ratings::{Meaning, Ratings};
use super::read::{Read, Reading, read};
use super::report::{GivenVerdict, LeftOut, OppositeVerdicts, ReviewReport};
use super::values::host;
use super::verdicts::{credited, reason};
use super::{Claimant, Work};
use crate::domain::claim::Claim;
use crate::domain::party::{Party, PartyKind};
use crate::domain::ruling::{Ruling, Verdict};
use crate::domain::slug::{MAX_LENGTH, Slug};
use crate::domain::source::Source;
use crate::domain::statement::{Attribution, Stance, Statement};
use crate::domain::text::{folded, shortened};
use crate::domain::time::When;
use crate::exchange::{LocatedRecord, Location, Record};
use crate::ledger::{ClaimFilter, Kind, Reader, Result};

/// The records of the reviews in a file, for a ledger, and what was left out. `is_past` says whether a time may be recorded.
///
/// # Errors
/// If the ledger cannot be read.
pub fn records(
    finds: &Finds,
    ratings: &Ratings,
    ledger: Reader<'_>,
    is_past: &dyn Fn(When) -> bool,
) -> Result<(Vec<LocatedRecord>, ReviewReport)> {
    let mut report = ReviewReport {
        found: finds.reviews.len(),
        ..ReviewReport::default()
    };
    let mut left_out = finds.left_out.clone();
    let mut reads = Vec::new();
    for (at, found) in finds.reviews.iter().enumerate() {
        let mut reading = Reading {
            things: &finds.things,
            is_past,
            left_out: &mut left_out,
            unused: &mut report.unused,
        };
        reads.extend(read(found, &mut reading).map(|read| (at + 1, read)));
    }
    report.left_out = left_out;
    let mut making = Making::of(ledger)?;
    for (number, read) in &reads {
        making.number = *number;
        making.place.clone_from(&read.place);
        making.review(read, ratings, &mut report)?;
    }
    report.opposite = making.opposite();
    Ok((making.records, report))
}

/// What makes two documents without an address the same.
type Mark = (Option<String>, Option<String>, Option<When>);

struct Making<'l> {
    ledger: Reader<'l>,
    /// Claims by their texts.
    claims: HashMap<String, Slug>,
    /// The texts of claims by their ids.
    texts: HashMap<Slug, String>,
    by_address: HashMap<String, Slug>,
    by_mark: HashMap<Mark, Slug>,
    /// When the sources were published.
    published: HashMap<Slug, Option<When>>,
    /// New parties by their names.
    parties: HashMap<String, Slug>,
    new: BTreeSet<(&'static str, Slug)>,
    /// The last number behind each id that was wanted more than once.
    numbers: HashMap<(&'static str, String), usize>,
    /// Rulings on the claims of the file, the ledger's first, and whether one is new.
    rulings: BTreeMap<Slug, (Vec<GivenVerdict>, bool)>,
    records: Vec<LocatedRecord>,
    number: usize,
    place: String,
}

impl<'l> Making<'l> {
    fn of(ledger: Reader<'l>) -> Result<Self> {
        let mut making = Self {
            ledger,
            claims: HashMap::new(),
            texts: HashMap::new(),
            by_address: HashMap::new(),
            by_mark: HashMap::new(),
            published: HashMap::new(),
            parties: HashMap::new(),
            new: BTreeSet::new(),
            numbers: HashMap::new(),
            rulings: BTreeMap::new(),
            records: Vec::new(),
            number: 0,
            place: String::new(),
        };
        for key in ledger.claims(&ClaimFilter::default())? {
            let claim = ledger.claim(key)?.claim;
            making.note_claim(claim.id, &claim.text);
        }
        for key in ledger.sources()? {
            making.note_source(&ledger.source(key)?);
        }
        Ok(making)
    }

    fn note_claim(&mut self, id: Slug, text: &str) {
        self.claims
            .entry(folded(text))
            .or_insert_with(|| id.clone());
        self.texts.insert(id, text.to_owned());
    }

    fn note_source(&mut self, source: &Source) {
        let id = &source.id;
        match &source.url {
            Some(url) => self
                .by_address
                .entry(url.clone())
                .or_insert_with(|| id.clone()),
            None => self
                .by_mark
                .entry(mark(&source.clone().into()))
                .or_insert_with(|| id.clone()),
        };
        self.published.insert(id.clone(), source.day());
    }

    fn add(&mut self, record: Record) {
        self.records.push(LocatedRecord {
            location: Location {
                file: None,
                line: self.number,
                part: Some(self.place.clone()),
            },
            record,
            lists_evidence: false,
        });
    }

    fn review(&mut self, read: &Read, ratings: &Ratings, report: &mut ReviewReport) -> Result<()> {
        let claim = self.claim(read)?;
        let page = read.page.as_ref().or(read.based_on.as_ref());
        let source = page.map(|page| self.source(page)).transpose()?;
        // What a ledger published comes back under other names than its own, and would confirm itself.
        let is_known = !self.new.contains(&(Kind::Claim.word(), claim.clone()));
        let comes_back = read.own.as_deref() == Some(claim.as_str()) && is_known;
        if !comes_back {
            self.made(read, &claim, source.as_ref(), report)?;
        }
        let meaning = match (read.verdict, &read.label) {
            (Some(verdict), _) => Meaning::Verdict(verdict),
            (None, Some(label)) => ratings.meaning(label),
            (None, None) => Meaning::Unconfirmed,
        };
        match meaning {
            Meaning::Verdict(verdict) => {
                report.ruled += 1;
                self.rule(read, claim, verdict, source)?;
            }
            Meaning::Unknown => {
                let label = read.label.as_deref().unwrap_or_default();
                report.add_unmapped(label, &read.place);
            }
            Meaning::Unconfirmed => {}
        }
        Ok(())
    }

    /// The claim, which the ledger or an earlier review may have.
    fn claim(&mut self, read: &Read) -> Result<Slug> {
        let own: Option<Slug> = read.own.as_deref().and_then(|id| id.parse().ok());
        if let Some(id) = &own {
            let key = self.ledger.claim_key(id.as_str())?;
            let id = key.map_or(Ok(id.clone()), |key| self.ledger.claim_id(key))?;
            if self.texts.get(&id) == Some(&read.text) {
                return Ok(id);
            }
        }
        let wanted = match own {
            Some(id) if !self.is_taken(Kind::Claim, &id)? => id,
            _ => {
                if let Some(id) = self.claims.get(&folded(&read.text)) {
                    return Ok(id.clone());
                }
                self.free(Kind::Claim, Slug::suggest(&read.text), "claim")?
            }
        };
        self.new.insert((Kind::Claim.word(), wanted.clone()));
        self.note_claim(wanted.clone(), &read.text);
        self.add(Record::Claim(Claim::new(wanted.clone(), read.text.clone())));
        Ok(wanted)
    }

    /// A document as a source, which the ledger or an earlier review may have.
    fn source(&mut self, work: &Work) -> Result<Slug> {
        let known = match &work.url {
            Some(url) => self.by_address.get(url),
            None => self.by_mark.get(&mark(work)),
        };
        if let Some(id) = known {
            return Ok(id.clone());
        }
        let title = work.title.as_ref().or(work.url.as_ref());
        let title = title.cloned().unwrap_or_else(|| "untitled".to_owned());
        let publisher = work.publisher.as_ref().or(work.authors.first());
        let site = work.url.as_deref().filter(|_| work.title.is_none());
        let named = publisher
            .map(String::as_str)
            .or_else(|| site.and_then(host))
            .unwrap_or(&title);
        let words: Vec<&str> = named.split_whitespace().take(5).collect();
        let day = work
            .published
            .map_or_else(String::new, |when| when.cut_to_day().to_string());
        let wanted = Slug::suggest(&format!("{} {day}", words.join(" ")));
        let id = self.free(Kind::Source, wanted, "source")?;
        let source = Source {
            id: id.clone(),
            title,
            publisher: work.publisher.clone(),
            authors: work.authors.clone(),
            url: work.url.clone(),
            published: work.published,
            retrieved: None,
            language: work.language.clone(),
            reliability: None,
            origin: None,
            sha256: None,
        };
        self.new.insert((Kind::Source.word(), id.clone()));
        self.note_source(&source);
        self.add(Record::Source(source));
        Ok(id)
    }

    /// Who made the claim, as statements: in each place where it appears, or else as the review reports it.
    fn made(
        &mut self,
        read: &Read,
        claim: &Slug,
        page: Option<&Slug>,
        report: &mut ReviewReport,
    ) -> Result<()> {
        let places = self.places(read, page)?;
        let mut leave_out = |property: &str, reason: String| {
            let reason = format!("{property}: {reason}");
            report.left_out.push(LeftOut::new(&*read.place, reason));
        };
        if read.claimants.is_empty() && !read.appearances.is_empty() {
            let reason = "nobody is named who made the claim; where it appears was recorded as a source without a statement";
            leave_out("itemReviewed", reason.to_owned());
        }
        for claimant in &read.claimants {
            let name = shortened(&claimant.name);
            if places.is_empty() {
                let reason =
                    format!("no date says when {name:?} made the claim, and no source has one");
                leave_out("itemReviewed.author", reason);
                continue;
            }
            let Some(party) = self.party(claimant, claim)? else {
                let reason = format!("{name:?} is the name of several parties of the ledger");
                leave_out("itemReviewed.author", reason);
                continue;
            };
            for source in &places {
                let names = (party.clone(), claim.clone(), source.clone());
                self.add(Record::Statement(said(claimant, names, read.said)));
            }
        }
        Ok(())
    }

    /// The sources in which a claim was made, as far as it is known when: where it appears, or else the review.
    fn places(&mut self, read: &Read, page: Option<&Slug>) -> Result<Vec<Slug>> {
        let mut places = Vec::new();
        for work in &read.appearances {
            let id = self.source(work)?;
            if !places.contains(&id) {
                places.push(id);
            }
        }
        let is_dated = |source: &Slug| {
            read.said.is_some() || self.published.get(source).is_some_and(Option::is_some)
        };
        places.retain(is_dated);
        if places.is_empty() {
            places.extend(page.filter(|page| is_dated(page)).cloned());
        }
        Ok(places)
    }

    /// A party, which the ledger or an earlier review may have. `None` if the ledger has several of the name.
    fn party(&mut self, claimant: &Claimant, claim: &Slug) -> Result<Option<Slug>> {
        let is_unnamed = claimant.kind == PartyKind::Anonymous;
        // A description is nobody's name: whoever it stands for elsewhere is somebody else.
        let name = match is_unnamed {
            true => format!("unnamed {claim} {}", claimant.name),
            false => claimant.name.clone(),
        };
        if is_unnamed {
            if let Some(id) = Slug::suggest(&name)
                && let Some(key) = self.ledger.party_key(id.as_str())?
                && self.ledger.party(key)?.name == claimant.name
            {
                return Ok(Some(self.ledger.party_id(key)?));
            }
        } else {
            match self.ledger.parties_named(&name)?.as_slice() {
                [] => {}
                [key] => return Ok(Some(self.ledger.party_id(*key)?)),
                _ => return Ok(None),
            }
        }
        if let Some(id) = self.parties.get(&folded(&name)) {
            return Ok(Some(id.clone()));
        }
        let id = self.free(Kind::Party, Slug::suggest(&name), "party")?;
        self.new.insert((Kind::Party.word(), id.clone()));
        self.parties.insert(folded(&name), id.clone());
        let mut party = Party::new(id.clone(), claimant.name.clone(), claimant.kind);
        party.role.clone_from(&claimant.role);
        self.add(Record::Party(party));
        Ok(Some(id))
    }

    fn rule(
        &mut self,
        read: &Read,
        claim: Slug,
        verdict: Verdict,
        source: Option<Slug>,
    ) -> Result<()> {
        let mut ruling = Ruling {
            claim,
            verdict,
            reason: reason_of(read, verdict),
            source,
            ruled: read.day(),
        };
        let held = match self.ledger.claim_key(ruling.claim.as_str())? {
            Some(key) => self.ledger.rulings(key)?,
            None => Vec::new(),
        };
        // One without a date is the same whenever it was imported.
        let is_same = |one: &&Ruling| {
            (one.verdict, &one.reason, &one.source)
                == (ruling.verdict, &ruling.reason, &ruling.source)
                && (ruling.ruled.is_none() || one.ruled == ruling.ruled)
        };
        let same = held.iter().find(is_same).map(|one| one.ruled);
        if let Some(day) = same {
            ruling.ruled = day;
        }
        let given = held
            .iter()
            .map(|one| self.given(one))
            .collect::<Result<Vec<_>>>()?;
        let (all, is_new) = self
            .rulings
            .entry(ruling.claim.clone())
            .or_insert((given, false));
        let new = GivenVerdict {
            verdict,
            by: read.rater.clone(),
            source: ruling.source.clone(),
        };
        if same.is_none() && !all.contains(&new) {
            *is_new = true;
            all.push(new);
        }
        self.add(Record::Ruling(ruling));
        Ok(())
    }

    /// A ruling of the ledger, with who published it.
    fn given(&self, ruling: &Ruling) -> Result<GivenVerdict> {
        let key = match &ruling.source {
            Some(source) => self.ledger.source_key(source.as_str())?,
            None => None,
        };
        let source = key.map(|key| self.ledger.source(key)).transpose()?;
        let by = source.and_then(|source| {
            let names = source.publisher.into_iter().chain(source.authors);
            let mut names =
                names.filter(|name| credited(&ruling.reason, [name.as_str()]).is_some());
            names.next()
        });
        Ok(GivenVerdict {
            verdict: ruling.verdict,
            by,
            source: ruling.source.clone(),
        })
    }

    /// The claims on which the file adds a ruling and one says the opposite of another.
    fn opposite(&self) -> Vec<OppositeVerdicts> {
        let is_true =
            |one: &GivenVerdict| matches!(one.verdict, Verdict::True | Verdict::MostlyTrue);
        let is_false =
            |one: &GivenVerdict| matches!(one.verdict, Verdict::False | Verdict::MostlyFalse);
        let rulings = self.rulings.iter();
        let opposite = rulings.filter(|(_, (all, is_new))| {
            *is_new && all.iter().any(is_true) && all.iter().any(is_false)
        });
        opposite
            .map(|(claim, (all, _))| OppositeVerdicts {
                claim: claim.clone(),
                verdicts: all.clone(),
            })
            .collect()
    }

    fn is_taken(&self, kind: Kind, id: &Slug) -> Result<bool> {
        Ok(self.new.contains(&(kind.word(), id.clone()))
            || self.ledger.key_of(kind, id.as_str())?.is_some())
    }

    /// An id that nothing has: the wanted one, or that with a number behind it.
    fn free(&mut self, kind: Kind, wanted: Option<Slug>, otherwise: &str) -> Result<Slug> {
        let wanted = wanted.map_or_else(|| otherwise.to_owned(), String::from);
        let tried = (kind.word(), wanted.clone());
        // Thousands of posts of one site want the same id.
        let mut number = self.numbers.get(&tried).copied().unwrap_or(0);
        loop {
            number += 1;
            let text = match number {
                1 => wanted.clone(),
                _ => numbered(&wanted, number),
            };
            if let Ok(id) = text.parse::<Slug>()
                && !self.is_taken(kind, &id)?
            {
                self.numbers.insert(tried, number);
                return Ok(id);
            }
        }
    }
}

/// An id with a number behind it.
fn numbered(id: &str, number: usize) -> String {
    let end = format!("-{number}");
    let mut text = id.to_owned();
    text.truncate(MAX_LENGTH - end.len());
    format!("{}{end}", text.trim_end_matches('-'))
}

/// Why a claim was ruled on: who rated it in which words, unless the ruling is the desk's own.
fn reason_of(read: &Read, verdict: Verdict) -> String {
    let label = read.label.as_deref().unwrap_or(verdict.as_str());
    match (&read.rater, &read.body) {
        (Some(rater), body) => reason(rater, label, body.as_deref()),
        (None, Some(body)) => body.clone(),
        (None, None) => format!("Rated “{label}”."),
    }
}

fn mark(work: &Work) -> Mark {
    (work.title.clone(), work.publisher.clone(), work.published)
}

fn said(
    claimant: &Claimant,
    (party, claim, source): (Slug, Slug, Slug),
    said: Option<When>,
) -> Statement {
    Statement {
        id: None,
        party,
        stance: Stance::Asserts,
        claim,
        said,
        source,
        via: Vec::new(),
        attribution: match claimant.kind {
            PartyKind::Anonymous => Attribution::Anonymous,
            _ => Attribution::OnRecord,
        },
        shown_as: None,
        quote: None,
        passage: None,
        evidence: Vec::new(),
        note: None,
        credibility: None,
        unreviewed: false,
    }
}
