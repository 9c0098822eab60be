//! Bodies in a cast: their whole names, and which of them a name means.

use super::cast::Cast;
use super::member::{Member, begins, initials, is_abbreviation, key};
use super::names::kind_of;
use super::roles::roles;
use super::words::{BODY_WORDS, GOVERNMENT_WORDS};
use crate::domain::party::PartyKind;

impl Cast<'_> {
    /// Whether the articles call the bearer of a name Mr or Ms, or give it a role as only people have.
    pub(super) fn is_person(&self, name: &str) -> bool {
        let words: Vec<&str> = name.split_whitespace().collect();
        let named = (2..=3).contains(&words.len())
            && words
                .iter()
                .all(|word| word.starts_with(char::is_uppercase));
        let last = words.last().copied().unwrap_or_default();
        let titles = [
            "Mr",
            "Mr.",
            "Mrs",
            "Mrs.",
            "Ms",
            "Ms.",
            "Dr",
            "Dr.",
            "Captain",
            "Capt.",
            "Hon.",
            "Prof",
            "Professor",
            "Sir",
        ];
        let body = words
            .iter()
            .any(|word| BODY_WORDS.contains(&word.to_lowercase().as_str()));
        named
            && !body
            && self.articles.iter().any(|article| {
                let titled = |title: &&str| {
                    article.text.contains(&format!("{title} {last}"))
                        || article.text.contains(&format!("{title} {name}"))
                };
                titles.iter().any(titled)
                    || roles(article.text, name)
                        .iter()
                        .any(|role| role.of.is_some())
            })
    }

    /// The name with what stands before it as a part of it: "Quay and" of "Quay and Dock Workers' Union".
    pub(super) fn whole_name(&self, article: usize, name: &str) -> String {
        let text = self.articles[article].text;
        let longer = text.match_indices(name).find_map(|(at, _)| {
            if let Some(whose) = whose(&text[..at]) {
                return Some(format!("{whose} {name}"));
            }
            let before = text[..at].strip_suffix(" and ")?;
            let first = before.rsplit(char::is_whitespace).next()?;
            let the = before[..before.len() - first.len()].trim_end();
            let named = first.starts_with(char::is_uppercase)
                && (the.ends_with("the") || the.ends_with("The"));
            named.then(|| format!("{first} and {name}"))
        });
        let longer = longer.unwrap_or_else(|| name.to_owned());
        self.with_field(article, &longer).unwrap_or(longer)
    }

    /// A name of one word with what the body is for: "Ministry" in an article about the "Ministry of Health".
    fn with_field(&self, article: usize, name: &str) -> Option<String> {
        let lower = name.to_lowercase();
        let alone =
            BODY_WORDS.contains(&lower.as_str()) || GOVERNMENT_WORDS.contains(&lower.as_str());
        if !alone {
            return None;
        }
        let here = std::iter::once(article);
        let texts = here
            .chain((0..self.articles.len()).filter(|other| *other != article))
            .map(|at| self.articles[at].text);
        for text in texts {
            for joint in [" of ", " for "] {
                let whole = format!("{name}{joint}");
                let Some(at) = text.find(&whole) else {
                    continue;
                };
                let field: Vec<&str> = text[at + whole.len()..]
                    .split(' ')
                    .take(4)
                    .take_while(|word| word.starts_with(char::is_uppercase))
                    .collect();
                // A sign ends the name.
                let last = field
                    .iter()
                    .position(|word| !word.ends_with(char::is_alphanumeric));
                let field = field[..last.map_or(field.len(), |last| last + 1)].join(" ");
                let field = field.trim_end_matches(|c: char| !c.is_alphanumeric());
                if !field.is_empty() {
                    return Some(format!("{whole}{field}"));
                }
            }
        }
        None
    }

    /// The body with this name, or with an abbreviation or a shorter form of it.
    pub(super) fn body(&mut self, name: &str) -> usize {
        if let Some(at) = self.body_named(name) {
            let longer = name.len() > self.members[at].name.len() && !is_abbreviation(name);
            if longer && self.members[at].kind != PartyKind::Person {
                self.members[at].grow(name.to_owned());
            }
            return at;
        }
        self.add(name.to_owned(), kind_of(name))
    }

    pub(super) fn body_named(&self, name: &str) -> Option<usize> {
        let key = key(name);
        let exact =
            |member: &Member| is_body(member) && member.names().any(|own| self::key(own) == key);
        let short = |member: &Member| {
            is_body(member)
                && member.names().any(|own| {
                    let own = self::key(own);
                    initials(&own) == key && key.len() > 1
                        || initials(&key) == own && own.len() > 1
                        || begins(&own, &key)
                        || begins(&key, &own)
                })
        };
        self.members
            .iter()
            .position(exact)
            .or_else(|| self.members.iter().position(short))
    }
}

/// The capitalised plural before a name whose it is: "Swimmers'" of "the Swimmers' Association".
fn whose(before: &str) -> Option<&str> {
    let plural = before.strip_suffix("' ").or(before.strip_suffix("’ "))?;
    let word = plural.rsplit(char::is_whitespace).next()?;
    let named = word.starts_with(char::is_uppercase) && word.ends_with('s');
    named.then(|| before[plural.len() - word.len()..].trim_end())
}

/// Whether a member may be meant by the name of a body. An unnamed official of a body is not.
pub(super) fn is_body(member: &Member) -> bool {
    !matches!(member.kind, PartyKind::Person | PartyKind::Anonymous)
}
