//! From open candidates to a story.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::bodies::is_body;
use super::cast::{Cast, Who};
use super::figures::Figure;
use super::groups::{Content, group};
use super::matter::{Matter, Weights};
use super::names::{Form, form};
use super::reference::{Says, plainly};
use super::{Article, Draft, Open, Take, Unsettled};
use crate::domain::candidate::CandidateId;
use crate::domain::claim::Claim;
use crate::domain::party::{Edge, Party, PartyKind};
use crate::domain::slug::Slug;
use crate::domain::statement::Stance;
use crate::link::concept::FoldedWord;
use crate::link::proposal::free_id;
use crate::link::roster::Roster;

/// A recorded claim with what was said on it.
pub struct Recorded {
    /// The claim.
    pub claim: Claim,
    /// What was said.
    pub said: Vec<Said>,
}

/// What was said in a recorded statement.
pub struct Said {
    /// Its words.
    pub words: String,
    /// Who said it.
    pub party: Slug,
    /// The day on which it was said.
    pub day: NaiveDate,
    /// The stance.
    pub stance: Stance,
    /// The candidate that was accepted as it, if it came from one.
    pub candidate: Option<CandidateId>,
}

/// Drafts the story of open candidates, on top of what is recorded. `heard` counts what each recorded party said before in
/// the articles of the story.
pub fn draft(
    articles: &[Article<'_>],
    open: &[Open],
    parties: &[Party],
    recorded: &[Recorded],
    heard: &BTreeMap<Slug, usize>,
    taken: &Taken<'_>,
) -> Draft {
    let open: Vec<Open> = open.iter().map(plainly).collect();
    let open = open.as_slice();
    let wordings: Vec<(usize, String)> = open
        .iter()
        .flat_map(|one| {
            one.speaker
                .iter()
                .filter(|_| is_for_the_cast(one))
                .chain(&one.via)
                .map(|name| (one.article, name.clone()))
        })
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let cast = Cast::of(articles, parties, heard, &wordings);
    let ids = party_ids(&cast, taken);
    let story = Story {
        taken,
        open,
        recorded,
        parties,
        names: names(&cast, &ids),
        cast,
        ids,
    };
    story.draft()
}

/// Whether the cast tells who speaks: nobody recorded has just the name, or one whose family name it is.
fn is_for_the_cast(one: &Open) -> bool {
    let is_surname = || {
        one.speaker
            .as_deref()
            .is_some_and(|name| matches!(form(name), Form::Surname(_)))
    };
    one.choices.is_empty() || one.is_one_or_new && is_surname()
}

/// Whether words begin with a verb, so that it is not said who did it: "had assured her that the plan was dead".
pub(super) fn is_fragment(said: &str) -> bool {
    let words = crate::link::concept::words(said);
    let first = words
        .iter()
        .map(|word| word.folded.as_str())
        .find(|word| !matches!(*word, "that" | "and" | "but"));
    let verbs = [
        "was", "were", "is", "are", "had", "has", "have", "would", "will", "did", "does", "could",
    ];
    first.is_some_and(|word| verbs.contains(&word)) && !said.contains('?')
}

/// Whether the first words of what a body says may stand for itself: "that it had agreed".
fn begins_with_speaker(said: &str) -> bool {
    let words = crate::link::concept::words(said);
    let mut words = words.iter().map(|word| word.folded.as_str());
    let verb = |word: &str| !matches!(word, "was" | "is" | "were" | "are");
    words
        .find(|word| *word != "that")
        .is_some_and(|first| matches!(first, "it" | "they"))
        && words.next().is_some_and(verb)
}

/// Ids that a draft cannot give to something new.
pub struct Taken<'a> {
    /// Whether a party has it.
    pub party: &'a dyn Fn(&Slug) -> bool,
    /// Whether a claim has it.
    pub claim: &'a dyn Fn(&Slug) -> bool,
    /// Whether a question has it.
    pub question: &'a dyn Fn(&Slug) -> bool,
}

pub(super) struct Story<'a> {
    pub(super) taken: &'a Taken<'a>,
    pub(super) open: &'a [Open],
    pub(super) recorded: &'a [Recorded],
    /// The recorded parties.
    parties: &'a [Party],
    pub(super) cast: Cast<'a>,
    /// The id of each member's party.
    pub(super) ids: Vec<Slug>,
    /// The members by name, to find them in texts.
    pub(super) names: Roster,
}

impl Story<'_> {
    fn draft(self) -> Draft {
        let groups = self.groups();
        let mut claims: BTreeMap<usize, Option<Claim>> = BTreeMap::new();
        let mut draft = Draft::default();
        for (at, own) in groups.iter().enumerate() {
            let Some(group) = own else { continue };
            if claims.contains_key(&group.number) {
                continue;
            }
            let claim = match group.recorded {
                Some(recorded) => Some(self.recorded[recorded].claim.clone()),
                None => {
                    let new = self.claim(self.representative(group, &groups).unwrap_or(at), &draft);
                    draft.claims.extend(new.clone());
                    new
                }
            };
            claims.insert(group.number, claim);
        }
        for (at, own) in groups.iter().enumerate() {
            let claim = own.as_ref().and_then(|group| claims.get(&group.number));
            let claim = claim.and_then(Option::as_ref);
            let stance = claim.map(|claim| self.stance(at, claim, &groups));
            self.take(at, claim.zip(stance), &mut draft);
        }
        let Draft { claims, takes, .. } = &mut draft;
        claims.retain(|claim| takes.iter().any(|take| take.claim == claim.id));
        self.judge_own_word(&mut draft);
        self.ask(&mut draft, &groups);
        let used = self.used(&draft);
        let is_new = |at: &usize| self.cast.members[*at].known.is_none();
        let new = used.iter().copied().filter(is_new);
        draft.parties = new.map(|at| self.party(at)).collect();
        draft.extended = used.iter().filter_map(|at| self.extended(*at)).collect();
        draft
    }

    /// The recorded claim that a candidate is linked to, unless its figures, its day or its place are others.
    fn linked(&self, one: &Open, matter: &Matter) -> Option<usize> {
        let (id, _) = one.claim.as_ref()?;
        let at = self.recorded.iter().position(|one| one.claim.id == *id)?;
        let claim = &self.recorded[at].claim;
        let mut held = Matter::of(&claim.text, &self.names);
        held.figures.extend(claim.value.clone().map(Figure::of));
        let is_another = held.rivals(matter) || held.is_apart(matter);
        (!is_another).then_some(at)
    }

    /// What each candidate says, by itself.
    pub(super) fn contents(&self) -> Vec<Content> {
        let contents = self.open.iter().enumerate().map(|(place, one)| {
            let speaker = self.speaker(place);
            let mut matter = Matter::of(&one.said, &self.names);
            // "It had agreed to it", of a company, is about the company and not about what was said before.
            let is_body = speaker.is_some_and(|at| is_body(&self.cast.members[at]));
            matter.refers &= matter.answers || !is_body || !begins_with_speaker(&one.said);
            Content {
                matter,
                claim: None,
                article: Some(one.article),
                speaker,
                place,
            }
        });
        contents.collect()
    }

    /// The group of each content; `None` for one that says nothing and follows nothing.
    fn groups(&self) -> Vec<Option<Group>> {
        let mut contents = self.contents();
        let kinds: Vec<Says> = (0..contents.len())
            .map(|at| self.says(at, &contents[at].matter))
            .collect();
        let full: Vec<usize> = (0..contents.len())
            .filter(|at| kinds[*at] == Says::Something)
            .collect();
        let matters: Vec<Matter> = contents.iter().map(|one| one.matter.clone()).collect();
        let mut grouped: Vec<Content> = Vec::new();
        for at in &full {
            let content = &mut contents[*at];
            let matter = std::mem::take(&mut content.matter);
            let claim = self.linked(&self.open[*at], &matter);
            grouped.push(Content {
                matter,
                claim,
                ..*content
            });
        }
        grouped.extend(self.recorded_contents());
        let weights = Weights::of(grouped.iter().map(|content| &content.matter));
        let mut groups = self.numbered(&full, &grouped, &group(&grouped, &weights));
        self.refer_back(&mut groups, &matters, &kinds, &weights);
        groups
    }

    /// The texts of the recorded claims, and what was said on them.
    fn recorded_contents(&self) -> Vec<Content> {
        let mut contents = Vec::new();
        for (number, one) in self.recorded.iter().enumerate() {
            contents.push(Content::recorded(
                Matter::of(&one.claim.text, &self.names),
                number,
            ));
            // "This is untrue" is said on many claims.
            let words = one
                .said
                .iter()
                .take(TELLING)
                .map(|said| Matter::of(&said.words, &self.names));
            let telling = words
                .filter(|matter| !matter.is_empty() && !matter.answers && matter.is_assertion());
            contents.extend(telling.map(|matter| Content::recorded(matter, number)));
        }
        contents
    }

    /// The groups of those contents that say something, by the numbers of the groups.
    fn numbered(
        &self,
        full: &[usize],
        grouped: &[Content],
        numbers: &[usize],
    ) -> Vec<Option<Group>> {
        let mut recorded = BTreeMap::new();
        for (content, number) in grouped.iter().zip(numbers) {
            if let Some(claim) = content.claim {
                recorded.insert(*number, claim);
            }
        }
        let mut groups: Vec<Option<Group>> = vec![None; self.open.len()];
        for (place, at) in full.iter().enumerate() {
            let number = numbers[place];
            // "It is a good one" makes no claim that anybody could confirm, nor does "had assured her of it".
            let alone = numbers.iter().filter(|other| **other == number).count() == 1;
            if alone && (grouped[place].matter.is_thin() || is_fragment(&self.open[*at].said)) {
                continue;
            }
            groups[*at] = Some(Group {
                number,
                recorded: recorded.get(&number).copied(),
                answers: None,
            });
        }
        groups
    }

    pub(super) fn speaker(&self, at: usize) -> Option<usize> {
        self.settled(&self.open[at]).ok()
    }

    /// The member that speaks, or those who may have spoken.
    fn settled(&self, one: &Open) -> Result<usize, Unsettled> {
        if let Some(known) = &one.party {
            let at = self.ids.iter().position(|id| id == known);
            return at.ok_or(Unsettled::Speaker(Vec::new()));
        }
        let unsettled = || Err(Unsettled::Speaker(one.choices.clone()));
        if !is_for_the_cast(one) {
            return unsettled();
        }
        let name = one.speaker.as_deref();
        match name.map(|name| self.cast.who(one.article, name)) {
            // Somebody of this family name who was not heard before in the story may be somebody else.
            Some(Who::Member(at))
                if !one.choices.is_empty()
                    && self.cast.members[at].weight_elsewhere(one.article) == 0 =>
            {
                unsettled()
            }
            Some(Who::Member(member)) => Ok(member),
            Some(Who::Several(several)) => {
                let names = several.iter().map(|at| self.cast.members[*at].name.clone());
                Err(Unsettled::Speaker(names.collect()))
            }
            Some(Who::Nobody) | None => Err(Unsettled::Speaker(Vec::new())),
        }
    }

    /// Takes a candidate into the draft, or says why not.
    fn take(&self, at: usize, claim: Option<(&Claim, Stance)>, draft: &mut Draft) {
        let one = &self.open[at];
        let taken = self.settled(one).and_then(|speaker| {
            let (claim, stance) = claim.ok_or(Unsettled::Claim)?;
            let mut via: Vec<Slug> = Vec::new();
            for name in &one.via {
                match self.cast.who(one.article, name) {
                    Who::Member(member) if member != speaker => {
                        via.push(self.ids[member].clone());
                    }
                    // Without the one who relays it, it would be the speaker's own word.
                    Who::Several(_) => return Err(Unsettled::Speaker(vec![name.clone()])),
                    Who::Member(_) | Who::Nobody => {}
                }
            }
            let mut seen = BTreeSet::new();
            via.retain(|relay| seen.insert(relay.clone()));
            Ok(Take {
                candidate: one.id.clone(),
                party: self.ids[speaker].clone(),
                claim: claim.id.clone(),
                stance,
                said: None,
                via,
                unnamed: self.cast.members[speaker].kind == PartyKind::Anonymous,
                repeats: None,
            })
        });
        match taken {
            Ok(mut take) => {
                take.repeats = self.repeated(at, &take, draft);
                draft.takes.push(take);
            }
            Err(why) => draft.unsettled.push((one.id.clone(), why)),
        }
    }

    /// The candidate of another article that a statement repeats word for word.
    fn repeated(&self, at: usize, take: &Take, draft: &Draft) -> Option<CandidateId> {
        let words = |at: usize| crate::link::concept::words(&self.open[at].said);
        let own = words(at);
        let is_said = |candidate: &CandidateId| {
            let place = self.open.iter().position(|one| one.id == *candidate);
            place.is_some_and(|place| {
                self.open[place].article != self.open[at].article && words(place) == own
            })
        };
        let same = |other: &&Take| {
            other.repeats.is_none()
                && (&other.party, &other.claim, other.stance)
                    == (&take.party, &take.claim, take.stance)
                && is_said(&other.candidate)
        };
        let first = draft
            .takes
            .iter()
            .find(same)
            .filter(|_| own.len() >= REPORT);
        first
            .map(|take| take.candidate.clone())
            .or_else(|| self.repeated_before(&own, take))
    }

    /// The candidate whose recorded statement has the words of a report already.
    fn repeated_before(&self, own: &[FoldedWord], take: &Take) -> Option<CandidateId> {
        let claim = self
            .recorded
            .iter()
            .find(|one| one.claim.id == take.claim)?;
        let same = |said: &&Said| {
            (&said.party, said.stance) == (&take.party, take.stance)
                && crate::link::concept::words(&said.words) == own
        };
        let said = claim.said.iter().find(same);
        said.filter(|_| own.len() >= REPORT)?.candidate.clone()
    }

    /// The members that the draft needs: those that speak, relay or are principals, and for whom they speak.
    fn used(&self, draft: &Draft) -> Vec<usize> {
        let mut ids: BTreeSet<&Slug> = BTreeSet::new();
        for take in &draft.takes {
            ids.insert(&take.party);
            ids.extend(&take.via);
        }
        ids.extend(draft.claims.iter().flat_map(|claim| &claim.principals));
        let mut used: BTreeSet<usize> = (0..self.ids.len())
            .filter(|at| ids.contains(&self.ids[*at]))
            .collect();
        let mut rest: Vec<usize> = used.iter().copied().collect();
        while let Some(at) = rest.pop() {
            for other in &self.cast.members[at].speaks_for {
                if used.insert(*other) {
                    rest.push(*other);
                }
            }
        }
        used.into_iter().collect()
    }

    /// A recorded party with what these articles say of it further: a fuller name, other names, its role, for whom it
    /// speaks.
    fn extended(&self, at: usize) -> Option<Party> {
        let known = self.cast.members[at].known.as_ref()?;
        let recorded = self.parties.iter().find(|party| party.id == *known)?;
        let read = self.party(at);
        let mut party = recorded.clone();
        party.name = read.name;
        party.role = party.role.or(read.role);
        for alias in read.aliases {
            if alias != party.name && !party.aliases.contains(&alias) {
                party.aliases.push(alias);
            }
        }
        for edge in read.speaks_for {
            if !party.speaks_for.iter().any(|own| own.party == edge.party) {
                party.speaks_for.push(edge);
            }
        }
        (party != *recorded).then_some(party)
    }

    fn party(&self, at: usize) -> Party {
        let member = &self.cast.members[at];
        let shared = |alias: &String| {
            let others = self
                .cast
                .members
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != at);
            let mut others =
                others.flat_map(|(_, member)| std::iter::once(&member.name).chain(&member.aliases));
            others.any(|name| name.split_whitespace().any(|word| word == alias) || name == alias)
        };
        let edge = |other: &usize| Edge {
            party: self.ids[*other].clone(),
            since: None,
            until: None,
        };
        Party {
            id: self.ids[at].clone(),
            name: member.name.clone(),
            kind: member.kind,
            role: member.role.clone(),
            aliases: member
                .aliases
                .iter()
                .filter(|alias| !shared(alias))
                .cloned()
                .collect(),
            speaks_for: member
                .speaks_for
                .iter()
                .filter(|other| **other != at)
                .map(edge)
                .collect(),
            member_of: Vec::new(),
            other_ids: Vec::new(),
            unreviewed: false,
        }
    }
}

/// Fewest words by which two articles print one report.
const REPORT: usize = 6;

/// Most statements on a recorded claim whose words say what it is about.
const TELLING: usize = 4;

/// The group of a content.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) number: usize,
    /// The recorded claim that it belongs to.
    pub(super) recorded: Option<usize>,
    /// The content that it answers, if its own words do not put it there.
    pub(super) answers: Option<usize>,
}

fn party_ids(cast: &Cast<'_>, taken_before: &Taken<'_>) -> Vec<Slug> {
    let mut taken: BTreeSet<Slug> = cast
        .members
        .iter()
        .filter_map(|member| member.known.clone())
        .collect();
    let mut ids = Vec::new();
    for member in &cast.members {
        let id = member.known.clone().unwrap_or_else(|| {
            let id = free_id(&member.name, |id| {
                taken.contains(id) || (taken_before.party)(id)
            });
            id.unwrap_or_else(|| Slug::of_party(ids.len()))
        });
        taken.insert(id.clone());
        ids.push(id);
    }
    ids
}

/// The members as a roster, by their place.
fn names(cast: &Cast<'_>, ids: &[Slug]) -> Roster {
    let parties = cast.members.iter().zip(ids).map(|(member, id)| {
        let surname = (member.kind == PartyKind::Person)
            .then(|| {
                member
                    .name
                    .split_whitespace()
                    .next_back()
                    .map(str::to_owned)
            })
            .flatten();
        Party {
            id: id.clone(),
            name: member.name.clone(),
            kind: member.kind,
            role: None,
            aliases: member.aliases.iter().cloned().chain(surname).collect(),
            speaks_for: Vec::new(),
            member_of: Vec::new(),
            other_ids: Vec::new(),
            unreviewed: false,
        }
    });
    Roster::new(parties.collect())
}
