//! The cast of a story: one party for each person or body, however the articles name it.

use std::collections::{BTreeMap, BTreeSet};

use super::Article;
use super::bodies::is_body;
use super::member::{
    Member, VOICE_NOUN, capitalised, gender_of_title, is_abbreviation, key, starts_with_the,
};
use super::names::{
    Form, body_name, form, head_noun, is_corporate, is_field, is_pronoun, is_unnamed, kind_of,
    modifiers, office_of, without_clause,
};
use super::roles::{Role, role, roles};
use super::unnamed::is_somebodys;
use crate::domain::party::{Party, PartyKind};
use crate::domain::slug::Slug;
use crate::domain::text::folded;
use crate::domain::transliteration::is_respelt;
use crate::link::naming::{Voice, name_words};
use crate::link::roster::Roster;

/// Nouns for those who head a government.
const HEADS_OF_GOVERNMENT: [&str; 4] = ["prime minister", "president", "chancellor", "premier"];

/// Whom a wording means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Who {
    /// A member of the cast.
    Member(usize),
    /// One of several people of this name.
    Several(Vec<usize>),
    /// Nobody that can be told.
    Nobody,
}

/// Whether an article names somebody, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Presence {
    No,
    After,
    Before,
}

/// Everybody in the story.
pub(super) struct Cast<'a> {
    pub(super) articles: &'a [Article<'a>],
    /// Their texts in lower case.
    lowered: Vec<String>,
    /// The recorded parties, to find them as everywhere else.
    roster: Roster,
    /// The members. Recorded parties come first.
    pub(super) members: Vec<Member>,
    /// Whether each article names somebody of the recorded story. In one that does not, "the government" is another one.
    of_story: Vec<bool>,
    settled: BTreeMap<(usize, String), Who>,
}

impl<'a> Cast<'a> {
    /// The cast of some articles, with the recorded parties and the wordings for speakers and relayers: the article,
    /// the wording. `heard` counts what each recorded party said before in the story.
    pub(super) fn of(
        articles: &'a [Article<'a>],
        recorded: &[Party],
        heard: &BTreeMap<Slug, usize>,
        wordings: &[(usize, String)],
    ) -> Self {
        let mut cast = Self {
            articles,
            lowered: articles
                .iter()
                .map(|article| article.text.to_lowercase())
                .collect(),
            roster: Roster::new(recorded.to_vec()),
            members: recorded
                .iter()
                .map(|party| Member::recorded(party, heard.get(&party.id).copied().unwrap_or(0)))
                .collect(),
            of_story: articles
                .iter()
                .map(|article| is_of_story(article.text, recorded))
                .collect(),
            settled: BTreeMap::new(),
        };
        for (at, party) in recorded.iter().enumerate() {
            for edge in &party.speaks_for {
                let other = recorded.iter().position(|other| other.id == edge.party);
                cast.members[at].speaks_for.extend(other);
            }
        }
        // Full names first: the rest is understood by them.
        let passes: [fn(&Form) -> bool; 6] = [
            |form| matches!(form, Form::Person(_)),
            |form| matches!(form, Form::Body(name) if name.contains(' ')),
            |form| matches!(form, Form::Body(name) if !name.contains(' ')),
            |form| matches!(form, Form::Surname(_)),
            |form| matches!(form, Form::Description(_)),
            |form| matches!(form, Form::Voice(..)),
        ];
        for (number, pass) in passes.into_iter().enumerate() {
            for (article, wording) in wordings {
                let own = form(wording);
                if pass(&own) {
                    let who = cast.settle(*article, wording, own);
                    if let Who::Member(at) = who {
                        *cast.members[at].articles.entry(*article).or_default() += 1;
                        cast.members[at].note(wording);
                    }
                    cast.settled.insert((*article, wording.clone()), who);
                }
            }
            if number == 2 {
                cast.read_roles();
            }
        }
        // Ministers are read again: their departments may only be known now.
        cast.read_roles();
        cast.join_government();
        cast
    }

    /// Whom a wording of an article means.
    pub(super) fn who(&self, article: usize, wording: &str) -> Who {
        let settled = self.settled.get(&(article, wording.to_owned()));
        settled.cloned().unwrap_or(Who::Nobody)
    }

    pub(super) fn settle(&mut self, article: usize, wording: &str, form: Form) -> Who {
        if let Some(known) = self.roster.find(wording).settled() {
            // An unnamed official of a body is no other name of the body.
            let member = |member: &Member| {
                member.known.as_ref() == Some(known)
                    && (member.kind != PartyKind::Anonymous || key(&member.name) == key(wording))
            };
            if let Some(at) = self.members.iter().position(member) {
                return Who::Member(at);
            }
        }
        match form {
            Form::Person(words) => self.person(&words),
            Form::Body(name) if self.is_person(&name) => {
                let words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
                self.person(&words)
            }
            // "Mr Price" has a family name that is a common word too.
            Form::Body(name) if self.is_family(&name) => self.surname(article, wording, &name),
            Form::Body(name) => {
                // "Union is looking into it": a noun that begins a post has a capital too.
                let name = self.whole_name(article, &name);
                if !name.contains(' ') {
                    let noun = name.to_lowercase();
                    let found = self.by_noun(article, &name, &noun);
                    // "The Company" is one of the companies, and none of its own.
                    let is_one = matches!(found, Who::Several(_)) && is_corporate(&noun);
                    if is_one || matches!(found, Who::Member(_)) {
                        return found;
                    }
                }
                Who::Member(self.body(&name))
            }
            Form::Surname(name) => self.surname(article, wording, &name),
            Form::Description(noun) => self.description(article, wording, &noun),
            Form::Nobody => Who::Nobody,
            Form::Voice(voice, of) => self.voice(article, wording, voice, &of),
        }
    }

    /// The person with this name: first names and family name.
    fn person(&mut self, words: &[String]) -> Who {
        let (family, first) = (folded(&words[words.len() - 1]), folded(&words[0]));
        let same = |member: &Member| {
            member.family.as_ref() == Some(&family)
                && member.first().is_none_or(|own| {
                    own == first || own.starts_with(&first) || first.starts_with(&own)
                })
        };
        let name = words.join(" ");
        let respelt = |member: &Member| member.family.is_some() && is_respelt(&member.name, &name);
        let mut members = self.members.iter();
        if let Some(at) = members.position(|member| same(member) || respelt(member)) {
            let longer = words.len() > self.members[at].name.split_whitespace().count();
            if longer && self.members[at].may_grow {
                self.members[at].name = words.join(" ");
            } else if is_respelt(&self.members[at].name, &name) {
                self.members[at].note(&name);
            }
            return Who::Member(at);
        }
        Who::Member(self.add(words.join(" "), PartyKind::Person))
    }

    pub(super) fn add(&mut self, name: String, kind: PartyKind) -> usize {
        self.members.push(Member::new(name, kind));
        self.members.len() - 1
    }

    /// A family name, an abbreviation, or one word of a body's name.
    fn surname(&mut self, article: usize, wording: &str, name: &str) -> Who {
        let family = folded(name);
        let mut bearers: Vec<usize> = (0..self.members.len())
            .filter(|at| self.members[*at].family.as_ref() == Some(&family))
            .collect();
        if bearers.len() > 1 {
            let gender = gender_of_title(wording);
            bearers.retain(|at| self.members[*at].may_be(gender));
        }
        let here: Vec<usize> = bearers
            .iter()
            .copied()
            .filter(|at| self.members[*at].articles.contains_key(&article))
            .collect();
        match (here.as_slice(), bearers.as_slice()) {
            ([one], _) | ([], [one]) => return Who::Member(*one),
            ([], []) => {}
            ([], several) | (several, _) => return Who::Several(several.to_vec()),
        }
        if let Some(at) = self.body_named(name) {
            return Who::Member(at);
        }
        let titled = ["Mr", "Mrs", "Ms", "Dr", "Mr.", "Mrs.", "Ms.", "Dr."]
            .iter()
            .any(|title| {
                self.articles[article]
                    .text
                    .contains(&format!("{title} {name}"))
            });
        let person = titled || wording != name && !is_abbreviation(name);
        let kind = if person {
            PartyKind::Person
        } else {
            kind_of(name)
        };
        Who::Member(self.add(name.to_owned(), kind))
    }

    /// Whether a word is the family name of somebody in the story.
    fn is_family(&self, name: &str) -> bool {
        let name = folded(name);
        let mut members = self.members.iter();
        members.any(|member| {
            member.family.as_ref() == Some(&name) && member.name.split(' ').count() > 1
        })
    }

    /// A description: a body by its noun, a company, a person by the role, an unnamed source, or a party of its own.
    fn description(&mut self, article: usize, wording: &str, noun: &str) -> Who {
        let wording = without_clause(wording);
        if is_unnamed(wording) && !starts_with_the(wording) {
            return Who::Member(self.unnamed(article, wording));
        }
        if is_somebodys(wording) && noun == "office" {
            let Some(person) = self.last_person(article, wording) else {
                return Who::Nobody;
            };
            return Who::Member(self.voice_of(person, Voice::Body));
        }
        if let Some(spoken_for) = self.spoken_for(article, wording) {
            return Who::Member(self.voice_of(spoken_for, Voice::Person));
        }
        let found = self.by_noun(article, wording, noun);
        if !matches!(found, Who::Nobody) {
            return found;
        }
        if self.is_somebody(article, wording, noun) {
            return Who::Member(self.unnamed(article, wording));
        }
        let name = body_name(wording);
        if let Some(at) = self.body_named(&name) {
            return Who::Member(at);
        }
        let kind = match role(wording) {
            Some(_) => PartyKind::Person,
            None => kind_of(&name),
        };
        let office = office_of(wording).and_then(|of| self.meant(article, of));
        let at = self.add(capitalised(&name, kind), kind);
        self.members[at].speaks_for.extend(office);
        Who::Member(at)
    }

    /// The one member that a noun fits: in the same article, or else in the story.
    pub(super) fn by_noun(&self, article: usize, wording: &str, noun: &str) -> Who {
        let words: BTreeSet<String> = name_words(wording)
            .into_iter()
            .map(|word| word.folded)
            .collect();
        // "A group of clients" is no company.
        if noun == "group" && wording.to_lowercase().contains("group of ") {
            return Who::Nobody;
        }
        let before: BTreeSet<String> = modifiers(wording);
        let here = |at: usize| self.presence(at, article, wording);
        let may_be_meant = |at: usize| {
            let is_recorded = self.members[at].known.is_some();
            !is_recorded || self.of_story[article] || here(at) != Presence::No
        };
        let fits: Vec<(usize, usize)> = (0..self.members.len())
            .filter_map(|at| Some((at, self.members[at].fit(noun, &words, &before)?)))
            .filter(|(at, _)| may_be_meant(*at))
            .collect();
        let best = fits.iter().map(|(at, fit)| (*fit, here(*at))).max();
        let Some(best) = best else {
            return Who::Nobody;
        };
        let mut chosen: Vec<usize> = fits
            .iter()
            .filter(|(at, fit)| (*fit, here(*at)) == best)
            .map(|(at, _)| *at)
            .collect();
        // Of several companies, the one that the story is about is named far more often.
        chosen.sort_by_key(|at| std::cmp::Reverse(self.members[*at].weight()));
        match chosen.as_slice() {
            [one] => Who::Member(*one),
            [first, second, ..]
                if self.members[*first].weight() >= 2 * self.members[*second].weight().max(1) =>
            {
                Who::Member(*first)
            }
            several => Who::Several(several.to_vec()),
        }
    }

    /// Whether an article names a member: not at all, only after a wording, or before it.
    fn presence(&self, at: usize, article: usize, wording: &str) -> Presence {
        let member = &self.members[at];
        let text = &self.lowered[article];
        let find = |words: &str| text.find(&words.to_lowercase());
        // "The health ministry" is the Ministry of Health.
        let turned = member.name.split_once(" of ");
        let turned = turned.and_then(|(body, field)| find(&format!("{field} {body}")));
        let named = member.names().filter_map(|name| find(name)).chain(turned);
        match (named.min(), find(wording)) {
            (Some(named), Some(meant)) if named > meant => Presence::After,
            (Some(_), Some(_)) => Presence::Before,
            _ if turned.is_some() || member.articles.contains_key(&article) => Presence::Before,
            _ => Presence::No,
        }
    }

    /// Whoever speaks for another: one party for each one spoken for.
    fn voice(&mut self, article: usize, wording: &str, voice: Voice, of: &str) -> Who {
        let heads = |of: &str| {
            let of = of.to_lowercase();
            HEADS_OF_GOVERNMENT.iter().any(|head| of.ends_with(head))
        };
        let meant = self.meant(article, of);
        let represented = meant.or_else(|| self.government().filter(|_| heads(of)));
        let Some(represented) = represented else {
            return self.description(article, wording, &head_noun(&name_words(wording)));
        };
        Who::Member(self.voice_of(represented, voice))
    }

    /// The one party for all who speak for a member without a name.
    fn voice_of(&mut self, represented: usize, voice: Voice) -> usize {
        let voiced = |member: &Member| {
            member.speaks_for.contains(&represented) && member.nouns.contains(VOICE_NOUN)
        };
        if let Some(at) = self.members.iter().position(voiced) {
            return at;
        }
        let owner = &self.members[represented];
        let kind = match voice {
            Voice::Person => PartyKind::Person,
            Voice::People => PartyKind::Group,
            Voice::Body => PartyKind::Organisation,
        };
        let name = match voice {
            Voice::Body => format!("{}’s office", owner.name),
            _ => format!("A spokesman for {}", owner.name),
        };
        let at = self.add(name, kind);
        self.members[at].nouns.insert(VOICE_NOUN.to_owned());
        self.members[at].speaks_for.insert(represented);
        at
    }

    /// The member that a wording within another wording means.
    fn meant(&mut self, article: usize, wording: &str) -> Option<usize> {
        let wording = wording.trim();
        let own = form(wording);
        if wording.is_empty() || is_pronoun(wording) {
            return None;
        }
        match own {
            Form::Voice(..) => None,
            Form::Description(noun) => match self.by_noun(article, wording, &noun) {
                Who::Member(at) => Some(at),
                _ => None,
            },
            // "Head of Public Relations" names no body.
            Form::Body(name) if is_field(&name) && self.body_named(&name).is_none() => None,
            other => match self.settle(article, wording, other) {
                Who::Member(at) => Some(at),
                _ => None,
            },
        }
    }

    /// Reads from the articles what the people are and for whom they speak.
    fn read_roles(&mut self) {
        for at in 0..self.members.len() {
            if self.members[at].kind != PartyKind::Person {
                continue;
            }
            for article in 0..self.articles.len() {
                let name = self.members[at].name.clone();
                for role in roles(self.articles[article].text, &name) {
                    self.give(at, article, &role);
                }
            }
        }
    }

    fn give(&mut self, at: usize, article: usize, role: &Role) {
        let member = &mut self.members[at];
        member.nouns.insert(role.noun.clone());
        member
            .role_words
            .extend(name_words(&role.words).into_iter().map(|word| word.folded));
        let shorter = member
            .role
            .as_ref()
            .is_none_or(|own| own.len() < role.words.len());
        // "Mr Penn's spokeswoman" is a role only beside Mr Penn, "chair of the residents' committee" is one anywhere.
        let title = role.words.split(" of ").next().unwrap_or_default();
        let lower = title.to_lowercase();
        let own = !["its ", "their ", "his ", "her "]
            .iter()
            .any(|of| lower.starts_with(of))
            && !title.contains(['\'', '’']);
        if shorter && own {
            member.role = Some(role.words.clone());
        }
        if !role.speaks {
            return;
        }
        let of = match role.of.as_deref() {
            Some("Its" | "its" | "Their" | "their") => self.last_body(at, article),
            // "Minister of Health" speaks for a ministry, and there is no body called Health.
            Some(of) => match self.domain(role) {
                None if role.noun != "minister" => self.meant(article, of),
                department => department,
            },
            None => self.domain(role),
        };
        if let Some(of) = of.filter(|of| *of != at) {
            self.members[at].speaks_for.insert(of);
        }
    }

    /// The body that the sentence before a person's begins with: "Its director, Ann Lee, …".
    fn last_body(&mut self, person: usize, article: usize) -> Option<usize> {
        let text = self.articles[article].text;
        let end = text.find(&self.members[person].name)?;
        let line = text[..end].rfind('\n').map_or(0, |at| at + 1);
        let its = text[line..end]
            .rfind("Its ")
            .or(text[line..end].rfind("its "));
        let before = text[..its.map_or(end, |its| line + its)].trim_end();
        let start = before[..before.len().saturating_sub(1)]
            .rfind(['.', '\n'])
            .map_or(0, |at| at + 1);
        let mut name: Vec<&str> = Vec::new();
        for word in before[start..].split_whitespace() {
            let joins = matches!(word, "of" | "and" | "for" | "the" | "The");
            if !joins && !word.starts_with(char::is_uppercase) {
                break;
            }
            name.push(word);
        }
        let name = body_name(&name.join(" "));
        let named = name.contains(' ') && !matches!(form(&name), Form::Person(_));
        named.then(|| self.body(&name))
    }

    /// The department of a minister, by the words of the role: "transport minister", "transport department".
    fn domain(&self, role: &Role) -> Option<usize> {
        let words: Vec<String> = name_words(&role.words)
            .into_iter()
            .map(|word| word.folded)
            .collect();
        let field = words.iter().find(|word| {
            **word != role.noun
                && !matches!(
                    word.as_str(),
                    "general" | "chief" | "prime" | "deputy" | "of" | "for" | "the" | "and"
                )
        })?;
        let state = matches!(role.noun.as_str(), "minister" | "secretary");
        let fits = |member: &Member| {
            let own: Vec<String> = member
                .names()
                .flat_map(|name| name_words(name))
                .map(|word| word.folded)
                .collect();
            let department = own
                .iter()
                .any(|word| matches!(word.as_str(), "ministry" | "department" | "office"));
            own.contains(field) && (department || !state)
        };
        let bodies = self.members.iter().enumerate();
        let mut bodies =
            bodies.filter(|(_, member)| is_body(member) && member.kind != PartyKind::Media);
        let fitting = bodies.find(|(_, member)| fits(member)).map(|(at, _)| at);
        fitting.or_else(|| self.only_department().filter(|_| state))
    }

    /// The ministry or department that is named without its field, if the story has one.
    fn only_department(&self) -> Option<usize> {
        let plain = |at: &usize| {
            matches!(
                key(&self.members[*at].name).as_str(),
                "ministry" | "department"
            )
        };
        let mut all = (0..self.members.len()).filter(plain);
        all.next().filter(|_| all.next().is_none())
    }

    /// Lets the departments of a state speak for its government, if the story has one government.
    fn join_government(&mut self) {
        let is = |member: &Member, words: &[&str]| {
            let own = name_words(&member.name);
            own.last()
                .is_some_and(|last| words.contains(&last.folded.as_str()))
                || own
                    .first()
                    .is_some_and(|first| words.contains(&first.folded.as_str()))
        };
        let Some(government) = self.government() else {
            return;
        };
        for at in 0..self.members.len() {
            let department = self.members[at].kind == PartyKind::Government
                && is(&self.members[at], &["department", "ministry", "treasury"]);
            let minister = self.members[at].kind == PartyKind::Person
                && self.members[at].nouns.contains("minister")
                && !self.members[at].speaks_for.is_empty();
            if department || minister || self.is_voice_of_its_head(at) {
                self.members[at].speaks_for.insert(government);
            }
        }
    }

    /// Whether a member is a spokesman of the head of a government who is no member: "the prime minister's spokesman".
    fn is_voice_of_its_head(&self, at: usize) -> bool {
        let member = &self.members[at];
        let of = match form(&member.name) {
            Form::Voice(_, of) => of.to_lowercase(),
            _ => return false,
        };
        member.speaks_for.is_empty() && HEADS_OF_GOVERNMENT.iter().any(|head| of.ends_with(head))
    }

    /// The government of the story, if it has one.
    fn government(&self) -> Option<usize> {
        let is = |at: &usize| {
            let member = &self.members[*at];
            let own = name_words(&member.name);
            let named = own
                .first()
                .into_iter()
                .chain(own.last())
                .any(|word| matches!(word.folded.as_str(), "government" | "cabinet"));
            named && member.kind != PartyKind::Person
        };
        let mut all = (0..self.members.len()).filter(is);
        all.next().filter(|_| all.next().is_none())
    }
}

/// Whether a text names one of the recorded parties: by a proper name, or a body by its name of several words. "The mayor"
/// may be anybody's. Where nobody is recorded yet, every text may be of the story.
fn is_of_story(text: &str, recorded: &[Party]) -> bool {
    if recorded.is_empty() {
        return true;
    }
    let bare = |name: &str| {
        let name = name.strip_prefix("The ").or(name.strip_prefix("the "));
        name.map(str::to_owned)
    };
    recorded.iter().any(|party| {
        let own = bare(&party.name).unwrap_or_else(|| party.name.clone());
        let is_body = !matches!(party.kind, PartyKind::Person | PartyKind::Anonymous);
        let by_name = is_body && own.contains(' ') && text.contains(&own);
        let mut names = std::iter::once(&party.name).chain(&party.aliases);
        by_name
            || names.any(|name| {
                let name = bare(name).unwrap_or_else(|| name.clone());
                name.contains(char::is_uppercase) && text.contains(&name)
            })
    })
}
