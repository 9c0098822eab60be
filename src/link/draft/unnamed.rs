//! Those whom an article does not name: "a former colleague", "a spokeswoman".

use super::bodies::is_body;
use super::cast::{Cast, Who};
use super::member::{key, starts_with_the};
use super::names::{Form, form, is_body_noun, is_corporate};
use super::roles::is_role;
use crate::domain::party::PartyKind;
use crate::link::naming::{name_words, represented, voice};

impl Cast<'_> {
    /// The party for a source that an article does not name: one for each wording of a publisher.
    pub(super) fn unnamed(&mut self, article: usize, wording: &str) -> usize {
        let publisher = self.articles[article].publisher.unwrap_or("");
        let name = if publisher.is_empty() {
            wording.to_owned()
        } else {
            format!("{wording} ({publisher})")
        };
        let known = self.members.iter().position(|member| {
            member.kind == PartyKind::Anonymous && key(&member.name) == key(&name)
        });
        known.unwrap_or_else(|| self.add(name, PartyKind::Anonymous))
    }

    /// Whether a description is of somebody who may be anybody: "a former colleague", and not "the committee".
    pub(super) fn is_somebody(&self, article: usize, wording: &str, noun: &str) -> bool {
        let words = name_words(wording);
        let office = words
            .iter()
            .any(|word| word.folded == noun && is_role(word));
        let former = words.iter().any(|word| word.folded == "former");
        let is_body = is_body_noun(noun) || is_corporate(noun) || noun.ends_with('s');
        !starts_with_the(wording)
            && self.is_indefinite(article, wording)
            && (former || !office && !is_body && is_agent(noun))
    }

    /// Whether an article has a wording after "a" or "an" where it has it first.
    fn is_indefinite(&self, article: usize, wording: &str) -> bool {
        let text = self.articles[article].text;
        let Some(at) = text.find(wording) else {
            return false;
        };
        let before = text[..at].trim_end();
        let last = before.rsplit(char::is_whitespace).next();
        last.is_some_and(|word| matches!(word.to_lowercase().as_str(), "a" | "an" | "another"))
    }

    /// For whom "a spokeswoman" speaks who is called nothing else: the body that her sentence is about.
    pub(super) fn spoken_for(&self, article: usize, wording: &str) -> Option<usize> {
        let words = name_words(wording);
        let is_voice = words.len() <= 2
            && voice(&words).is_some()
            && represented(&words).is_none()
            && words
                .last()
                .is_some_and(|word| word.folded.starts_with("spokes"));
        if !is_voice {
            return None;
        }
        let text = self.articles[article].text;
        let noun = words.last().map(|word| word.folded.clone())?;
        let lower = text.to_ascii_lowercase();
        let alone = lower.match_indices(&noun).find(|(at, _)| {
            let after = &lower[at + noun.len()..];
            !after.starts_with(" for ") && !after.starts_with(" of ")
        });
        let (at, _) = alone?;
        let start = text[..at]
            .rfind(['.', '\n', '!', '?'])
            .map_or(0, |at| at + 1);
        let sentence = &text[start..at];
        let found = (0..self.members.len()).filter_map(|member| {
            let own = &self.members[member];
            let names = own
                .names()
                .filter(|_| is_body(own) && own.kind != PartyKind::Media);
            let place = names
                .filter_map(|name| sentence.find(name.as_str()))
                .min()?;
            Some((place, member))
        });
        let named = found.min().map(|(_, member)| member);
        named.or_else(|| self.described_in(article, sentence))
    }

    /// The person whose office "his office" is: the one whom its sentence begins with, or the sentence before.
    pub(super) fn last_person(&mut self, article: usize, wording: &str) -> Option<usize> {
        let text = self.articles[article].text;
        let at = text
            .to_ascii_lowercase()
            .find(&wording.to_ascii_lowercase())?;
        let sentences = text[..at].rsplit(['.', '\n']).filter(|one| one.len() > 4);
        let names: Vec<String> = sentences.take(2).map(first_name).collect();
        let person = names.into_iter().find(|name| {
            matches!(form(name), Form::Person(_)) || matches!(form(name), Form::Surname(_))
        })?;
        match self.settle(article, &person, form(&person)) {
            Who::Member(at) if self.members[at].kind == PartyKind::Person => Some(at),
            _ => None,
        }
    }

    /// The body that a sentence begins with a description of: "The inspectorate has not decided".
    fn described_in(&self, article: usize, sentence: &str) -> Option<usize> {
        let rest = sentence.trim_start_matches(|c: char| !c.is_alphanumeric());
        let rest = rest.strip_prefix("The ").or(rest.strip_prefix("the "))?;
        let noun = rest.split_whitespace().next()?;
        match self.by_noun(article, noun, &noun.to_lowercase()) {
            Who::Member(at) if is_body(&self.members[at]) => Some(at),
            _ => None,
        }
    }
}

/// The capitalised words that a sentence begins with.
fn first_name(sentence: &str) -> String {
    let words = sentence.split_whitespace();
    let name: Vec<&str> = words
        .take_while(|word| word.starts_with(char::is_uppercase))
        .collect();
    name.join(" ")
}

/// Whether a wording says by a pronoun whose something is: "his office".
pub(super) fn is_somebodys(wording: &str) -> bool {
    let words = name_words(wording);
    let first = words.first().map(|word| word.folded.as_str());
    matches!(first, Some("his" | "her"))
}

/// Whether a noun is one for somebody who does something: "engineer", "colleague", "consultant".
fn is_agent(noun: &str) -> bool {
    let endings = [
        "er", "or", "ist", "ant", "ent", "man", "woman", "ian", "ee", "gue", "eer", "ess", "cian",
    ];
    noun.len() > 4 && endings.iter().any(|ending| noun.ends_with(ending))
}
