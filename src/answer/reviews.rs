//! The rulings as reviews to publish, each with what may be said of who made the claim.

use std::collections::BTreeSet;

use super::attribution;
use super::claims;
use super::differences::{Difference, differences};
use super::export::{Named, apart_from_notes};
use super::view::View;
use crate::domain::docket::{ClaimKey, StatementKey};
use crate::domain::party::PartyKind;
use crate::domain::ruling::Ruling;
use crate::domain::slug::Slug;
use crate::domain::source::Source;
use crate::domain::statement::{Attribution, Family, Statement};
use crate::domain::status::Status;
use crate::exchange::claimreview::{Claimant, Credited, Rating, Review, Work, credited};
use crate::ledger::{About, ClaimFilter, PublicEdition, Recorded, Result};

/// Which reviews to make.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReviewOptions<'c> {
    /// Only those of this claim.
    pub claim: Option<&'c Slug>,
    /// Also the claims that are unconfirmed and have no ruling.
    pub unresolved: bool,
    /// Also what was said off the record.
    pub off_record: bool,
}

/// The reviews of all claims with a ruling: the desk's latest on each, and the latest of each other
/// publisher. Unless they include off-record statements, they are made from the public edition of the ledger, so nothing
/// in them depends on who the unnamed speakers are. Returns also where their claims differ from the desk's own answers.
pub fn reviews(
    view: &View<'_>,
    options: ReviewOptions<'_>,
) -> Result<(Vec<Review>, Vec<Difference>)> {
    if options.off_record || !view.reader.has_unnamed()? {
        let nobody = BTreeSet::new();
        let all = Reviewing::of(view, &nobody, Named::default()).all(options)?;
        return Ok((all, Vec::new()));
    }
    let (_, hidden) = apart_from_notes(view, &view.reader.statements(About::Everything)?)?;
    let mut edition = PublicEdition::of(view.reader)?;
    let unnamed = edition.unnamed().clone();
    edition.read(|reader| {
        let public = View::new(reader, view.as_of, view.now);
        let all = Reviewing::of(&public, &unnamed, hidden).all(options)?;
        let claims: BTreeSet<&Slug> = all.iter().map(|review| &review.claim).collect();
        let found = differences(view, &public, claims)?;
        Ok((all, found))
    })
}

struct Reviewing<'v, 'r> {
    view: &'v View<'r>,
    /// The parties that stand for speakers who are not named.
    unnamed: &'v BTreeSet<Slug>,
    /// What only off-record statements name.
    hidden: Named,
}

impl<'v, 'r> Reviewing<'v, 'r> {
    fn of(view: &'v View<'r>, unnamed: &'v BTreeSet<Slug>, hidden: Named) -> Self {
        Self {
            view,
            unnamed,
            hidden,
        }
    }

    fn all(&self, options: ReviewOptions<'_>) -> Result<Vec<Review>> {
        let mut all = Vec::new();
        for key in self.claims(options.claim)? {
            let id = self.view.reader.claim_id(key)?;
            if self.hidden.claims.contains(&id) {
                continue;
            }
            let rulings = claims::rulings(self.view, key)?;
            if !rulings.is_empty() {
                let made = self.made(key)?;
                for ruling in self.latest(rulings)? {
                    all.push(made.clone().ruled(ruling));
                }
            } else if options.unresolved && self.is_unresolved(key)? {
                all.push(self.made(key)?);
            }
        }
        Ok(all)
    }

    /// All claims, or the one that was asked for.
    fn claims(&self, only: Option<&Slug>) -> Result<Vec<ClaimKey>> {
        let reader = self.view.reader;
        match only {
            None => reader.claims(&ClaimFilter::default()),
            Some(id) => Ok(reader.claim_key(id.as_str())?.into_iter().collect()),
        }
    }

    /// Whether somebody was heard on a claim, and it is unconfirmed all the same.
    fn is_unresolved(&self, key: ClaimKey) -> Result<bool> {
        let heard = self.view.reader.statements(About::Claim(key))?;
        let heard = self.view.said_by_then(heard)?;
        let status = self.view.standing(key)?.finding.status;
        Ok(!heard.is_empty() && status == Status::Unconfirmed)
    }

    /// The latest ruling of the desk and of each other publisher, in the order in which they were made.
    fn latest(&self, rulings: Vec<Ruling>) -> Result<Vec<Ruled>> {
        let mut latest: Vec<Ruled> = Vec::new();
        for ruling in rulings {
            let ruling = self.ruled(ruling)?;
            latest.retain(|other| !other.is_by_same(&ruling));
            latest.push(ruling);
        }
        Ok(latest)
    }

    fn ruled(&self, ruling: Ruling) -> Result<Ruled> {
        let source = ruling.source.as_ref();
        let source = source.filter(|source| !self.hidden.sources.contains(*source));
        let source = source.map(|id| self.source(id)).transpose()?.flatten();
        let published = source.as_ref().and_then(|source| {
            let names = source.publisher.iter().chain(&source.authors);
            credited(&ruling.reason, names.map(String::as_str))
        });
        Ok(Ruled {
            ruling,
            source,
            published,
        })
    }

    fn source(&self, id: &Slug) -> Result<Option<Source>> {
        let reader = self.view.reader;
        let key = reader.source_key(id.as_str())?;
        key.map(|key| reader.source(key)).transpose()
    }

    /// A claim without a rating, with whoever made it first.
    fn made(&self, key: ClaimKey) -> Result<Review> {
        let claim = self.view.reader.claim(key)?.claim;
        let mut review = Review {
            claim: claim.id,
            text: claim.text,
            rating: Rating {
                verdict: None,
                label: None,
            },
            body: None,
            day: None,
            page: None,
            based_on: None,
            claimant: None,
            said: None,
            appearances: Vec::new(),
        };
        let said = self.view.reader.statements(About::Claim(key))?;
        let affirming = self.affirming(&self.view.in_order_of_time(&said)?)?;
        let Some(first) = affirming.first() else {
            return Ok(review);
        };
        review.claimant = self.claimant(&first.statement)?;
        review.said = Some(first.when);
        let mut named = BTreeSet::new();
        for one in &affirming {
            let statement = &one.statement;
            let is_same = statement.party == first.statement.party
                && statement.attribution == first.statement.attribution;
            if is_same && named.insert(statement.source.clone()) {
                let work = self.source(&statement.source)?.map(Work::from);
                let work = work.filter(|work| !review.appearances.contains(work));
                review.appearances.extend(work);
            }
        }
        Ok(review)
    }

    /// The statements that affirm a claim and may be shown.
    fn affirming(&self, keys: &[StatementKey]) -> Result<Vec<Recorded>> {
        let mut found = Vec::new();
        for key in keys {
            let recorded = self.view.reader.statement(*key)?;
            if recorded.statement.stance.family() == Family::Affirming {
                found.push(recorded);
            }
        }
        Ok(found)
    }

    /// Who made a statement, under the name that may be shown.
    fn claimant(&self, said: &Statement) -> Result<Option<Claimant>> {
        let Some(key) = self.view.party_key(&said.party)? else {
            return Ok(None);
        };
        let party = self.view.reader.party(key)?;
        let wording = attribution::wording(self.view, key, said)?;
        let is_named = wording.is_none()
            && party.kind != PartyKind::Anonymous
            && said.attribution != Attribution::Anonymous
            && !self.unnamed.contains(&party.id);
        Ok(Some(Claimant {
            kind: match is_named {
                true => party.kind,
                false => PartyKind::Anonymous,
            },
            role: party.role.filter(|_| is_named),
            name: wording.unwrap_or(party.name),
        }))
    }
}

/// A ruling and where it comes from.
struct Ruled {
    ruling: Ruling,
    source: Option<Source>,
    /// What somebody else published, if the ruling is taken from there.
    published: Option<Credited>,
}

impl Ruled {
    fn is_by_same(&self, other: &Self) -> bool {
        match (&self.published, &other.published) {
            (None, None) => true,
            (Some(_), Some(_)) => self.ruling.source == other.ruling.source,
            _ => false,
        }
    }
}

impl Review {
    /// The review with its rating.
    fn ruled(self, ruled: Ruled) -> Self {
        let source = ruled.source.map(Work::from);
        let (label, body, page, based_on) = match ruled.published {
            Some(published) => (Some(published.label), published.body, source, None),
            None => (None, Some(ruled.ruling.reason), None, source),
        };
        Self {
            rating: Rating {
                verdict: Some(ruled.ruling.verdict),
                label,
            },
            body,
            day: ruled.ruling.ruled,
            page,
            based_on,
            ..self
        }
    }
}
