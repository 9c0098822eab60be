//! One review as it was published, read property by property.
//!
//! Publishers fill the properties in many ways: a text where a thing is meant, lists of one, references to things
//! elsewhere in the document, dates without an offset. What cannot be used is left out and listed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::find::{Found, types};
use super::report::LeftOut;
use super::values::{all, host, is_of, is_zero, no_address, nowhere, too_long, what, within};
use super::write::UNNAMED;
use super::{Claimant, PROPERTY, Work, is_address};
use crate::domain::party::PartyKind;
use crate::domain::ruling::Verdict;
use crate::domain::text::{MAX_BYTES, shortened};
use crate::domain::time::When;
use crate::domain::words::WordList;

/// What was read of a review.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) place: String,
    /// The claim's id, if the program wrote the review.
    pub(super) own: Option<String>,
    pub(super) text: String,
    /// The rating in words.
    pub(super) label: Option<String>,
    /// The verdict that the program wrote.
    pub(super) verdict: Option<Verdict>,
    pub(super) body: Option<String>,
    pub(super) published: Option<When>,
    /// Who published it.
    pub(super) rater: Option<String>,
    /// Its own page, if it has one.
    pub(super) page: Option<Work>,
    pub(super) based_on: Option<Work>,
    pub(super) claimants: Vec<Claimant>,
    /// When the claim was made.
    pub(super) said: Option<When>,
    /// Where, the first place first.
    pub(super) appearances: Vec<Work>,
}

impl Read {
    /// The day of the verdict.
    pub(super) fn day(&self) -> Option<NaiveDate> {
        self.published.and_then(When::single_day)
    }
}

/// What reading needs beside a review, and collects.
pub(super) struct Reading<'a> {
    pub(super) things: &'a BTreeMap<(usize, String), Map<String, Value>>,
    pub(super) is_past: &'a dyn Fn(When) -> bool,
    pub(super) left_out: &'a mut Vec<LeftOut>,
    pub(super) unused: &'a mut BTreeMap<String, usize>,
}

/// A review being read.
struct Reader<'r, 'a> {
    place: &'r str,
    document: usize,
    /// Whether the program wrote it, so that its texts are as they are meant.
    is_own: bool,
    reading: &'r mut Reading<'a>,
}

/// The properties of a review that are read.
const USED: [&str; 17] = [
    "@context",
    "@id",
    "@type",
    "author",
    "claimReviewed",
    "datePublished",
    "description",
    "headline",
    "identifier",
    "inLanguage",
    "isBasedOn",
    "itemReviewed",
    "mainEntityOfPage",
    "name",
    "reviewBody",
    "reviewRating",
    "url",
];

/// Those of `itemReviewed` and of `reviewRating`. A number says nothing that the words do not.
const USED_INSIDE: [(&str, &[&str]); 2] = [
    (
        "itemReviewed",
        &[
            "@type",
            "@id",
            "appearance",
            "author",
            "creator",
            "datePublished",
            "firstAppearance",
            "headline",
            "name",
            "url",
        ],
    ),
    (
        "reviewRating",
        &[
            "@type",
            "@id",
            "alternateName",
            "name",
            "bestRating",
            "ratingValue",
            "worstRating",
        ],
    ),
];

/// Reads a review. `None` if it has no claim.
pub(super) fn read(found: &Found, reading: &mut Reading<'_>) -> Option<Read> {
    let own = own_id(&found.review);
    let mut reader = Reader {
        place: &found.place,
        document: found.document,
        is_own: own.is_some(),
        reading,
    };
    reader.read(&found.review, own)
}

/// The id of the claim in the ledger that a review was written from.
fn own_id(review: &Map<String, Value>) -> Option<String> {
    let identifier = review.get("identifier")?;
    let is_own = identifier.get("propertyID").and_then(Value::as_str) == Some(PROPERTY);
    let id = identifier.get("value")?.as_str()?;
    is_own.then(|| id.to_owned())
}

impl Reader<'_, '_> {
    fn read(&mut self, review: &Map<String, Value>, own: Option<String>) -> Option<Read> {
        let listed = self.reading.left_out.len();
        let Some(text) = self.text(review, "", "claimReviewed") else {
            // What is wrong with it may be said already.
            let why = self.reading.left_out.split_off(listed).pop();
            let why = why.map_or_else(
                || "claimReviewed is empty or missing".to_owned(),
                |why| why.reason,
            );
            let reason = format!("the whole review: {why}, so it has no claim");
            return self.leave_out("", reason);
        };
        self.count_unused(review);
        let published = self.date(review, "", "datePublished");
        let (label, verdict) = self.rating(review);
        let page = self.page(review, published, &text);
        let rater = page.as_ref().and_then(|page| {
            let mut names = page.publisher.iter().chain(&page.authors);
            names.next().cloned()
        });
        let body = self
            .text(review, "", "reviewBody")
            .or_else(|| self.text(review, "", "description"));
        let item = self.item(review);
        let mut read = Read {
            place: self.place.to_owned(),
            own,
            text,
            label,
            verdict,
            body,
            published,
            rater,
            page,
            based_on: review
                .get("isBasedOn")
                .and_then(|works| self.only(works, "isBasedOn"))
                .and_then(|work| self.work(work, "isBasedOn")),
            claimants: Vec::new(),
            said: None,
            appearances: Vec::new(),
        };
        if let Some(item) = item {
            self.made(&item, &mut read);
        }
        Some(read)
    }

    /// Notes what is left out of a property, or of the whole review. Returns what is there instead: nothing.
    fn leave_out<T>(&mut self, property: &str, reason: impl std::fmt::Display) -> Option<T> {
        let reason = match property.is_empty() {
            true => reason.to_string(),
            false => format!("{property}: {reason}"),
        };
        self.reading.left_out.push(LeftOut::new(self.place, reason));
        None
    }

    fn count_unused(&mut self, review: &Map<String, Value>) {
        let outer = review.keys().filter(|name| !USED.contains(&name.as_str()));
        let mut unused: Vec<String> = outer.cloned().collect();
        if !self.is_own && review.contains_key("identifier") {
            unused.push("identifier".to_owned());
        }
        for (property, used) in USED_INSIDE {
            if let Some(Value::Object(thing)) = review.get(property) {
                let inner = thing.keys().filter(|name| !used.contains(&name.as_str()));
                unused.extend(inner.map(|name| format!("{property}.{name}")));
            }
        }
        for name in unused {
            *self.reading.unused.entry(name).or_default() += 1;
        }
    }

    /// A text property of the thing at `of`; the first, if there are several.
    fn text(&mut self, thing: &Map<String, Value>, of: &str, name: &str) -> Option<String> {
        let property = within(of, name);
        let text = match self.only(thing.get(name)?, &property)? {
            Value::String(text) => text,
            Value::Object(literal) if literal.contains_key("@value") => {
                let value = &literal["@value"];
                match value.as_str() {
                    Some(text) => text,
                    None => return self.leave_out(&property, format!("{value} is no text")),
                }
            }
            other => return self.leave_out(&property, format!("{} is no text", what(other))),
        };
        let text = match self.is_own {
            true => text.to_owned(),
            false => onrecord_page::plain_text(text),
        };
        if text.len() > MAX_BYTES {
            return self.leave_out(&property, too_long(&text));
        }
        (!text.trim().is_empty()).then_some(text)
    }

    /// The value of a property, the first of a list. Null is none.
    fn only<'v>(&mut self, value: &'v Value, property: &str) -> Option<&'v Value> {
        let value = match value {
            Value::Array(several) => {
                if several.len() > 1 {
                    let reason = format!("has {} values; the first is taken", several.len());
                    self.leave_out::<()>(property, reason);
                }
                several.first()?
            }
            one => one,
        };
        (!value.is_null()).then_some(value)
    }

    /// A date that is no null date of a machine and not in the future.
    fn date(&mut self, thing: &Map<String, Value>, of: &str, name: &str) -> Option<When> {
        let text = self.text(thing, of, name)?;
        let property = within(of, name);
        let when = text
            .parse()
            .ok()
            .or_else(|| onrecord_page::date(&text).map(crate::exchange::when));
        let Some(when) = when else {
            return self.leave_out(&property, format!("{text:?} is no date"));
        };
        if !self.is_own && is_zero(when.first_day()) {
            return self.leave_out(&property, format!("{text:?} is a machine's date for none"));
        }
        if !(self.reading.is_past)(when) {
            return self.leave_out(&property, format!("{text:?} is in the future"));
        }
        Some(when)
    }

    /// A thing that is given itself or by reference.
    fn thing(&self, value: &Value) -> Option<Map<String, Value>> {
        let thing = value.as_object()?;
        let id = thing.get("@id").and_then(Value::as_str);
        let elsewhere = id.filter(|_| !thing.contains_key("name"));
        let elsewhere =
            elsewhere.and_then(|id| self.reading.things.get(&(self.document, id.to_owned())));
        Some(elsewhere.unwrap_or(thing).clone())
    }

    /// The rating in words, and the verdict if the program wrote it.
    fn rating(&mut self, review: &Map<String, Value>) -> (Option<String>, Option<Verdict>) {
        let given = review.get("reviewRating");
        let given = given.and_then(|given| self.only(given, "reviewRating"));
        let rating = given.and_then(|given| self.thing(given));
        let label = match (given, &rating) {
            (Some(Value::String(label)), _) => {
                Some(label.trim().to_owned()).filter(|label| !label.is_empty())
            }
            (_, Some(rating)) => {
                self.check_scale(rating);
                self.text(rating, "reviewRating", "alternateName")
                    .or_else(|| self.text(rating, "reviewRating", "name"))
            }
            _ => None,
        };
        if label.is_none() {
            let reason = "no words say how the claim is rated (alternateName), and a number alone says nothing; \
                          the claim was recorded without a ruling";
            self.leave_out::<()>("reviewRating", reason);
        }
        let word = rating
            .as_ref()
            .and_then(|rating| rating.get("name")?.as_str());
        let verdict = word.filter(|_| self.is_own).and_then(Verdict::from_word);
        (label, verdict)
    }

    /// Notes that a scale runs the other way or has no steps, for whoever would have gone by the number.
    fn check_scale(&mut self, rating: &Map<String, Value>) {
        let number = |name: &str| match rating.get(name)? {
            Value::String(text) => text.trim().parse::<f64>().ok(),
            other => other.as_f64(),
        };
        let (Some(worst), Some(best)) = (number("worstRating"), number("bestRating")) else {
            return;
        };
        let wrong = match worst.partial_cmp(&best) {
            Some(std::cmp::Ordering::Greater) => "the scale is inverted",
            Some(std::cmp::Ordering::Equal) => "the scale has no steps",
            _ => return,
        };
        let reason = format!("{wrong} (worst {worst}, best {best}); only its words count");
        self.leave_out::<()>("reviewRating.ratingValue", reason);
    }

    /// The page of the review, if it has an address or a publisher.
    fn page(
        &mut self,
        review: &Map<String, Value>,
        published: Option<When>,
        text: &str,
    ) -> Option<Work> {
        let url = self
            .address(review, "", "url")
            .or_else(|| self.main_page(review));
        let (mut publisher, mut authors) = (None, Vec::new());
        for (author, name) in self.named(review.get("author"), "author") {
            match types(&author).any(|kind| kind == "Person") {
                true => authors.push(name),
                false if publisher.is_none() => publisher = Some(name),
                false => authors.push(name),
            }
        }
        if publisher.is_none() && authors.is_empty() {
            let site = review
                .get("author")
                .and_then(|author| author.get("url")?.as_str());
            let site = site.filter(|site| is_address(site)).or(url.as_deref());
            publisher = site.and_then(host).map(str::to_owned);
        }
        if url.is_none() && publisher.is_none() && authors.is_empty() {
            return None;
        }
        let title = self
            .text(review, "", "name")
            .or_else(|| self.text(review, "", "headline"));
        Some(Work {
            title: Some(title.unwrap_or_else(|| format!("Review of “{}”", shortened(text)))),
            url,
            publisher,
            authors,
            published,
            language: self.text(review, "", "inLanguage"),
        })
    }

    /// The address of the page that a review is on, from the property that some give instead of `url`.
    fn main_page(&mut self, review: &Map<String, Value>) -> Option<String> {
        let name = "mainEntityOfPage";
        let page = self.only(review.get(name)?, name)?;
        let page = page.get("@id").or_else(|| page.get("url")).unwrap_or(page);
        match page.as_str().filter(|page| is_address(page)) {
            Some(page) => Some(page.to_owned()),
            None => self.leave_out(name, format!("{} is no whole address", what(page))),
        }
    }

    /// An address; one that is none is listed.
    fn address(&mut self, thing: &Map<String, Value>, of: &str, name: &str) -> Option<String> {
        let url = self.text(thing, of, name)?;
        match is_address(&url) {
            true => Some(url),
            false => self.leave_out(&within(of, name), no_address(&url)),
        }
    }

    /// The things in a value that have a name, with the first name of each. A text is a name.
    fn named(
        &mut self,
        value: Option<&Value>,
        property: &str,
    ) -> Vec<(Map<String, Value>, String)> {
        let mut found = Vec::new();
        for value in all(value) {
            if let Some(name) = value.as_str() {
                match name.trim() {
                    "" => self.leave_out::<()>(property, "is an empty name"),
                    name => {
                        found.push((Map::new(), name.to_owned()));
                        None
                    }
                };
                continue;
            }
            let Some(thing) = self.thing(value) else {
                self.leave_out::<()>(property, format!("{} is nobody's name", what(value)));
                continue;
            };
            let listed = self.reading.left_out.len();
            match self.text(&thing, property, "name") {
                Some(name) => found.push((thing, name)),
                // What is wrong with the name is said, and the address of whoever reviews says who it is.
                None if listed < self.reading.left_out.len() => {}
                None if property == "author" && thing.contains_key("url") => {}
                None => {
                    self.leave_out::<()>(property, nowhere(&thing).unwrap_or("has no name".into()));
                }
            }
        }
        found
    }

    /// The thing that was reviewed.
    fn item(&mut self, review: &Map<String, Value>) -> Option<Map<String, Value>> {
        let name = "itemReviewed";
        let item = self.only(review.get(name)?, name)?;
        let Some(thing) = self.thing(item) else {
            let reason = "is no thing with who made the claim, when and where";
            return self.leave_out(name, format!("{} {reason}", what(item)));
        };
        match nowhere(&thing) {
            Some(reason) => self.leave_out(name, reason),
            None => Some(thing),
        }
    }

    /// Who made the claim, when and where.
    fn made(&mut self, item: &Map<String, Value>, read: &mut Read) {
        read.said = self.date(item, "itemReviewed", "datePublished");
        let author = item.get("author").or_else(|| item.get("creator"));
        for (thing, name) in self.named(author, "itemReviewed.author") {
            match read
                .rater
                .as_deref()
                .filter(|rater| !self.is_own && is_of(&name, rater))
            {
                Some(rater) => {
                    let reason =
                        format!("{name:?} is who reviews the claim ({rater}), not who made it");
                    self.leave_out::<()>("itemReviewed.author", reason);
                }
                None => read.claimants.push(self.claimant(&thing, name)),
            }
        }
        let mut given: Vec<Value> = all(item.get("firstAppearance")).to_vec();
        given.extend_from_slice(all(item.get("appearance")));
        let is_claim = types(item).any(|kind| kind == "Claim");
        if item.contains_key("url") || !is_claim && item.contains_key("name") {
            let mut itself = item.clone();
            // Its author made the claim, and its date is the claim's.
            itself.retain(|name, _| ["url", "name", "headline"].contains(&name.as_str()));
            given.push(Value::Object(itself));
        }
        for value in given.into_iter().filter(|value| !value.is_null()) {
            if let Some(work) = self.work(&value, "itemReviewed.appearance")
                && !read.appearances.contains(&work)
            {
                read.appearances.push(work);
            }
        }
    }

    fn claimant(&mut self, thing: &Map<String, Value>, name: String) -> Claimant {
        let described = thing
            .get("disambiguatingDescription")
            .and_then(Value::as_str);
        let is_unnamed = self.is_own && described == Some(UNNAMED);
        let kind = types(thing).find_map(|kind| match kind {
            "Person" => Some(PartyKind::Person),
            "GovernmentOrganization" => Some(PartyKind::Government),
            "NewsMediaOrganization" => Some(PartyKind::Media),
            kind if kind.ends_with("Organization") || kind == "Corporation" => {
                Some(PartyKind::Organisation)
            }
            _ => None,
        });
        Claimant {
            name,
            kind: match is_unnamed {
                true => PartyKind::Anonymous,
                false => kind.unwrap_or(PartyKind::Person),
            },
            role: self.text(thing, "itemReviewed.author", "jobTitle"),
        }
    }

    /// A document, if it has a name or an address.
    fn work(&mut self, value: &Value, property: &str) -> Option<Work> {
        if let Some(url) = value.as_str() {
            let url = url.trim();
            if !is_address(url) {
                return self.leave_out(property, no_address(url));
            }
            return Some(Work {
                url: Some(url.to_owned()),
                ..Work::default()
            });
        }
        let Some(thing) = self.thing(value) else {
            let reason = format!(
                "{} is neither an address nor a thing that has one",
                what(value)
            );
            return self.leave_out(property, reason);
        };
        let listed = self.reading.left_out.len();
        let url = self.address(&thing, property, "url").or_else(|| {
            let id = thing.get("@id")?.as_str()?;
            is_address(id).then(|| id.to_owned())
        });
        let title = self
            .text(&thing, property, "name")
            .or_else(|| self.text(&thing, property, "headline"));
        if url.is_none() && title.is_none() {
            if listed == self.reading.left_out.len() {
                let reason = nowhere(&thing);
                let reason = reason.unwrap_or("has neither an address nor a name".into());
                self.leave_out::<()>(property, reason);
            }
            return None;
        }
        let name = |(_, name)| name;
        let publisher = thing
            .get("publisher")
            .and_then(|publisher| self.only(publisher, &within(property, "publisher")));
        Some(Work {
            title,
            url,
            publisher: self
                .named(publisher, &within(property, "publisher"))
                .into_iter()
                .map(name)
                .next(),
            authors: self
                .named(thing.get("author"), &within(property, "author"))
                .into_iter()
                .map(name)
                .collect(),
            published: self.date(&thing, property, "datePublished"),
            language: self.text(&thing, property, "inLanguage"),
        })
    }
}
