//! The claims that a draft makes: their wording, whose act they are, and what it takes to confirm them.

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use onrecord_extract::{Extractor, Gender};

use super::figures::{figures, main_figure};
use super::matter::{Matter, negated};
use super::member::{Member, gender_of_title};
use super::positive::positively;
use super::reference::by_words;
use super::story::{Group, Story, is_fragment};
use super::wording::sentence;
use super::{Draft, Open, Take};
use crate::domain::claim::{Claim, Standard};
use crate::domain::party::PartyKind;
use crate::domain::slug::Slug;
use crate::domain::statement::{Family, Stance};
use crate::link::concept::{first_words, words};
use crate::link::marks::has_marks;
use crate::link::polarity::polarity;
use crate::link::proposal::free_id;

/// Words by which somebody speaks of what they will do or want: a commitment or an intention, which only they can confirm.
#[rustfmt::skip]
const INTENDING: &[&str] = &[
    "will", "would", "shall", "should", "plan", "plans", "planned", "planning", "intend", "intends", "intended", "want",
    "wants", "wanted", "promise", "promises", "promised", "pledge", "pledges", "pledged", "agree", "agrees", "agreed",
    "ready", "willing", "prepared", "offer", "offers", "offered", "expect", "expects", "expected", "hope", "hopes", "hoped",
    "must", "may", "might",
];

/// Origins by which an event in the world is confirmed.
const ORIGINS: NonZeroU32 = NonZeroU32::MIN.saturating_add(1);

impl Story<'_> {
    /// The content that words the claim of a group: one for which a reader proposes a claim, or one that asserts, without quotation marks, of a headline's length.
    pub(super) fn representative(&self, group: &Group, groups: &[Option<Group>]) -> Option<usize> {
        let belongs = |at: &usize| {
            let own = groups[*at].as_ref();
            own.is_some_and(|own| own.number == group.number && own.answers.is_none())
                && self.speaker(*at).is_some()
        };
        let cost = |at: &usize| {
            let one = &self.open[*at];
            let words = one.said.split_whitespace().count();
            let affirms = matches!(one.stance.family(), Family::Affirming | Family::Negating);
            let quoted = has_marks(&one.said);
            (
                one.wording.is_none(),
                words.abs_diff(11)
                    + 20 * usize::from(!affirms)
                    + 8 * usize::from(negated(&one.said))
                    + 6 * usize::from(quoted)
                    + 10 * usize::from(Matter::of(&one.said, &self.names).refers)
                    + 4 * usize::from(polarity(&one.said).open)
                    + 40 * usize::from(is_fragment(&one.said)),
                *at,
            )
        };
        (0..groups.len()).filter(belongs).min_by_key(cost)
    }

    /// The claim that a content makes.
    pub(super) fn claim(&self, at: usize, draft: &Draft) -> Option<Claim> {
        let one = &self.open[at];
        let speaker = self.speaker(at).map(|at| &self.cast.members[at]);
        let named = speaker
            .filter(|member| self.may_mean(one, member))
            .map(|member| member.name.as_str());
        let text = match &one.wording {
            Some(wording) => wording.clone(),
            None => {
                let text = sentence(&one.said, &one.before, &one.context, named);
                // Who says that there is no second letter denies that there is one, as others may assert.
                positively(&text)
                    .filter(|other| by_words(Stance::Asserts, &one.said, other) == Stance::Denies)
                    .unwrap_or(text)
            }
        };
        let id = free_id(&first_words(&text), |id| {
            (self.taken.claim)(id) || draft.claims.iter().any(|claim| claim.id == *id)
        })?;
        let principals = self
            .principals(&text)
            .into_iter()
            .map(|member| self.ids[member].clone())
            .collect();
        let value = main_figure(&figures(&text)).map(|figure| figure.value.clone());
        Some(Claim {
            id,
            text,
            topic: None,
            principals,
            standard: None,
            question: None,
            value,
            due: None,
            other_ids: Vec::new(),
            unreviewed: false,
        })
    }

    /// Whether the pronoun that begins what somebody says may stand for the speaker. "It would sail" is about something
    /// else if a person says so, and "she should go" is about somebody else if a man does.
    fn may_mean(&self, one: &Open, speaker: &Member) -> bool {
        let own = words(&one.said);
        let mut folded = own.iter().map(|word| word.folded.as_str());
        let Some(first) = folded.find(|word| !matches!(*word, "that" | "and" | "but" | "whether"))
        else {
            return true;
        };
        let rest: Vec<&str> = folded.take(3).collect();
        match (first, speaker.kind) {
            ("he" | "his", PartyKind::Person) => self.gender(one, speaker) != Gender::Female,
            ("she" | "her", PartyKind::Person) => self.gender(one, speaker) != Gender::Male,
            ("it" | "its" | "they" | "their", PartyKind::Person) => false,
            ("he" | "his" | "she" | "her", _) => false,
            ("it" | "its" | "they" | "their", PartyKind::Anonymous) => false,
            ("it" | "its", PartyKind::Group) => false,
            // "It would cost £3m" and "it takes years" are said of no one.
            ("it", _) => !rest
                .iter()
                .any(|word| matches!(*word, "cost" | "costs" | "take" | "takes" | "took")),
            _ => true,
        }
    }

    /// The gender of a speaker, by how an article calls them, or by the first name.
    fn gender(&self, one: &Open, speaker: &Member) -> Gender {
        let family = speaker.name.split_whitespace().next_back().unwrap_or("");
        let titled = |title: &str| {
            let name = format!("{title} {family}");
            let mut articles = self.cast.articles.iter();
            articles.any(|article| article.text.contains(&name))
        };
        let by_title = one.speaker.as_deref().map(gender_of_title);
        match by_title.unwrap_or(Gender::Unknown) {
            Gender::Unknown if titled("Mr") => Gender::Male,
            Gender::Unknown if titled("Ms") || titled("Mrs") => Gender::Female,
            Gender::Unknown => speaker.gender(),
            known => known,
        }
    }

    /// Whose own act a claim is about: the member that its text begins with.
    fn principals(&self, text: &str) -> Option<usize> {
        let words = words(text);
        let at = (0..words.len().min(4)).find_map(|at| self.names.name_at(&words, at))?;
        let kind = self.cast.members[at.party].kind;
        (!matches!(kind, PartyKind::Media | PartyKind::Anonymous)).then_some(at.party)
    }

    /// Lets new claims be confirmed by others where those whom they are about said so first, of their own accord. Who says
    /// "I knew nothing" does not confirm it; who admits something, or says what they will do, does.
    pub(super) fn judge_own_word(&self, draft: &mut Draft) {
        let Draft { claims, takes, .. } = draft;
        for claim in claims.iter_mut().filter(|one| !one.principals.is_empty()) {
            let side = self.side(&claim.principals);
            let affirms =
                |take: &&Take| take.claim == claim.id && take.stance.family() == Family::Affirming;
            let is_own = |take: &Take| side.contains(&take.party);
            let mut affirming = takes.iter().filter(affirms);
            let admits = |take: &Take| is_own(take) && take.stance == Stance::Confirms;
            let volunteered = affirming.clone().next().is_none_or(is_own);
            if volunteered && !affirming.any(admits) && !intends(&claim.text) {
                claim.standard = Some(Standard::Corroboration(ORIGINS));
            }
        }
    }

    /// The parties of one side with some: they, those who speak for them, and those for whom they speak.
    fn side(&self, parties: &[Slug]) -> BTreeSet<&Slug> {
        let mut side: BTreeSet<usize> = (0..self.ids.len())
            .filter(|at| parties.contains(&self.ids[*at]))
            .collect();
        loop {
            let joined: Vec<usize> = (0..self.ids.len())
                .filter(|at| !side.contains(at))
                .filter(|at| {
                    let speaks = |one: usize, other: usize| {
                        self.cast.members[one].speaks_for.contains(&other)
                    };
                    side.iter()
                        .any(|own| speaks(*at, *own) || speaks(*own, *at))
                })
                .collect();
            if joined.is_empty() {
                return side.into_iter().map(|at| &self.ids[at]).collect();
            }
            side.extend(joined);
        }
    }
}

/// Whether a claim is about what somebody will do or wants, by its first verb.
fn intends(text: &str) -> bool {
    let outline = Extractor::shipped().map_or_else(|_| Vec::new(), |read| read.outline(text));
    let verb = outline.iter().position(|word| word.kind.is_finite());
    let near = verb.map_or(0..0, |verb| verb..(verb + 3).min(outline.len()));
    outline[near].iter().any(|word| {
        let word = text[word.range.clone()].to_lowercase();
        INTENDING.contains(&word.as_str())
    })
}
