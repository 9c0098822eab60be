//! Reviews as JSON-LD.
//!
//! Which properties a review has, and what they mean, is said at <https://schema.org/ClaimReview> and
//! <https://developers.google.com/search/docs/appearance/structured-data/factcheck>.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::verdicts::{SCALE, place};
use super::{Claimant, PROPERTY, Rating, Review, Work, is_address};
use crate::domain::party::PartyKind;
use crate::exchange::linked_data::{for_page, object};

/// Who publishes the reviews, and where.
#[derive(Debug, Clone, Default)]
pub struct Feed {
    /// Who publishes them.
    pub publisher: Option<String>,
    /// The page on which the desk's own reviews are, which has each under the anchor `c-` and the claim's id, as a
    /// report does.
    pub url: Option<String>,
    /// The address of the licence under which the data may be used.
    pub license: Option<String>,
}

/// Writes reviews as one document with a `@graph`.
///
/// # Errors
/// If `to` cannot be written.
pub fn write_reviews(to: &mut dyn Write, reviews: &[Review], feed: &Feed) -> io::Result<()> {
    let graph = reviews.iter().map(|one| {
        let mut review = feed.review(one);
        // A feed says it once, of all that is in it.
        if let Some(license) = &feed.license {
            review["sdLicense"] = json!(license);
        }
        review
    });
    document(
        to,
        object([
            ("@context", Some(json!("https://schema.org"))),
            ("@graph", Some(graph.collect())),
        ]),
    )
}

/// Writes reviews as a feed, each as an item of its own.
///
/// # Errors
/// If `to` cannot be written.
pub fn write_feed(to: &mut dyn Write, reviews: &[Review], feed: &Feed) -> io::Result<()> {
    let items = reviews.iter().map(|one| {
        object([
            ("@type", Some(json!("DataFeedItem"))),
            (
                "dateCreated",
                one.day.map(|day| Value::String(day.to_string())),
            ),
            ("url", feed.url_of(one).map(Value::String)),
            ("item", Some(json!([feed.review(one)]))),
        ])
    });
    document(
        to,
        object([
            ("@context", Some(json!("https://schema.org"))),
            ("@type", Some(json!("DataFeed"))),
            ("sdPublisher", organisation(feed.publisher.as_deref())),
            ("sdLicense", text(feed.license.as_deref())),
            ("dataFeedElement", Some(items.collect())),
        ]),
    )
}

impl Feed {
    /// The address of a review: that of its own page, or its place on the desk's.
    pub fn url_of(&self, review: &Review) -> Option<String> {
        match &review.page {
            Some(page) => page.url.clone(),
            None => {
                let url = self.url.as_deref()?;
                Some(format!("{url}#c-{}", review.claim))
            }
        }
    }

    fn review(&self, review: &Review) -> Value {
        let day = review.day.map(|day| day.to_string());
        let page = review.page.as_ref();
        let published = page
            .and_then(|page| page.published)
            .map(|when| when.to_string());
        let own = || organisation(self.publisher.as_deref());
        object([
            ("@type", Some(json!("ClaimReview"))),
            ("url", self.url_of(review).map(Value::String)),
            ("name", text(page.and_then(|page| page.title.as_deref()))),
            (
                "inLanguage",
                text(page.and_then(|page| page.language.as_deref())),
            ),
            ("author", page.map_or_else(own, reviewer)),
            ("datePublished", published.or(day).map(Value::String)),
            ("claimReviewed", text(Some(&review.text))),
            ("itemReviewed", item(review)),
            ("reviewRating", Some(rating(&review.rating))),
            ("reviewBody", text(review.body.as_deref())),
            ("isBasedOn", review.based_on.as_ref().map(work)),
            (
                "identifier",
                Some(json!({
                    "@type": "PropertyValue", "propertyID": PROPERTY, "value": review.claim.as_str()
                })),
            ),
        ])
    }
}

/// Who published a review of somebody else's.
fn reviewer(page: &Work) -> Option<Value> {
    organisation(page.publisher.as_deref()).or_else(|| people(&page.authors))
}

fn rating(rating: &Rating) -> Value {
    let place = rating.verdict.and_then(place);
    let (worst, best) = SCALE;
    let word = rating
        .verdict
        .map_or("unconfirmed", crate::domain::ruling::Verdict::as_str);
    object([
        ("@type", Some(json!("Rating"))),
        ("alternateName", Some(Value::String(rating.words()))),
        ("name", text(Some(word))),
        ("ratingValue", place.map(Value::from)),
        ("bestRating", place.map(|_| best.into())),
        ("worstRating", place.map(|_| worst.into())),
    ])
}

/// The claim as a thing of its own: who made it, when, and where.
fn item(review: &Review) -> Option<Value> {
    let works: Vec<Value> = review.appearances.iter().map(work).collect();
    Some(object([
        ("@type", Some(json!("Claim"))),
        ("author", review.claimant.as_ref().map(claimant)),
        (
            "datePublished",
            review.said.map(|when| Value::String(when.to_string())),
        ),
        ("firstAppearance", works.first().cloned()),
        (
            "appearance",
            (!works.is_empty()).then_some(Value::Array(works)),
        ),
    ]))
}

/// What marks a claimant who is not named, so that the description is not taken for a name.
pub(super) const UNNAMED: &str = "not named";

fn claimant(claimant: &Claimant) -> Value {
    let kind = match claimant.kind {
        PartyKind::Person | PartyKind::Anonymous => "Person",
        PartyKind::Government => "GovernmentOrganization",
        PartyKind::Media => "NewsMediaOrganization",
        PartyKind::Organisation | PartyKind::Group => "Organization",
    };
    let role = claimant.role.as_deref();
    let is_person = claimant.kind == PartyKind::Person;
    let is_unnamed = claimant.kind == PartyKind::Anonymous;
    object([
        ("@type", Some(json!(kind))),
        ("name", text(Some(&claimant.name))),
        ("jobTitle", text(role.filter(|_| is_person))),
        (
            "disambiguatingDescription",
            text(is_unnamed.then_some(UNNAMED)),
        ),
    ])
}

fn work(work: &Work) -> Value {
    object([
        ("@type", Some(json!("CreativeWork"))),
        // What a desk noted as an address may be something else, even a script.
        (
            "url",
            text(work.url.as_deref().filter(|url| is_address(url))),
        ),
        ("name", text(work.title.as_deref())),
        ("publisher", organisation(work.publisher.as_deref())),
        ("author", people(&work.authors)),
        (
            "datePublished",
            work.published.map(|when| Value::String(when.to_string())),
        ),
        ("inLanguage", text(work.language.as_deref())),
    ])
}

fn organisation(name: Option<&str>) -> Option<Value> {
    name.map(|name| json!({"@type": "Organization", "name": name}))
}

fn people(names: &[String]) -> Option<Value> {
    let person = |name: &String| json!({"@type": "Person", "name": name});
    match names {
        [] => None,
        [one] => Some(person(one)),
        several => Some(several.iter().map(person).collect()),
    }
}

fn text(text: Option<&str>) -> Option<Value> {
    text.map(|text| Value::String(text.to_owned()))
}

/// Writes a document that may be put into a page as it is.
fn document(to: &mut dyn Write, document: Value) -> io::Result<()> {
    writeln!(
        to,
        "{}",
        for_page(&serde_json::to_string_pretty(&document)?)
    )
}
