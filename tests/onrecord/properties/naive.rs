//! The rules a second time, as plainly as docs/rules.md puts them: every definition is looked up again wherever it is
//! needed, nothing is prepared or remembered. Slow, and for that reason easy to hold against the text.
//!
//! It covers what a claim's status rests on and the discrepancies in which a party's words are held against each other.

use std::collections::{BTreeMap, BTreeSet};

use onrecord::domain::claim::Standard;
use onrecord::domain::docket::{ClaimKey, Docket, PartyKey, Said, SourceKey, StatementKey, Terms};
use onrecord::domain::party::PartyKind;
use onrecord::domain::ruling::Verdict;
use onrecord::domain::statement::{Attribution, Family};
use onrecord::domain::status::{Acknowledgement, Status};
use onrecord::domain::time::Moment;
use onrecord::domain::value::Value;

/// A docket by what had been said at a moment.
pub(super) struct Naive<'d> {
    pub(super) docket: &'d Docket,
    pub(super) cut: Moment,
}

/// What the discrepancies of a kind stand on: side, party, statement.
pub(super) type Stands = BTreeSet<(u32, PartyKey, Option<StatementKey>)>;

fn family(said: &Said) -> Family {
    said.stance.family()
}

fn affirms(said: &&Said) -> bool {
    family(said) == Family::Affirming
}

fn is_firm(said: &&Said) -> bool {
    family(said).is_firm()
}

fn surely(one: &Said, later: &Said) -> bool {
    one.when.surely_before(later.when)
}

fn precedes(one: &Said, other: &Said) -> bool {
    surely(one, other) || (!surely(other, one) && one.key < other.key)
}

/// Of several, those that no other surely follows, and of these the last entered.
fn latest<'d>(words: &[&'d Said]) -> Option<&'d Said> {
    let followed = |one: &Said| words.iter().any(|other| surely(one, other));
    let last = words.iter().filter(|one| !followed(one));
    last.max_by_key(|one| one.key).copied()
}

fn common(some: &BTreeSet<PartyKey>, others: &BTreeSet<PartyKey>) -> bool {
    !some.is_disjoint(others)
}

impl<'d> Naive<'d> {
    fn names(&self, party: PartyKey, said: &Said) -> BTreeSet<PartyKey> {
        let names = self.docket.parties.names(&party, said.when);
        names.iter().copied().collect()
    }

    fn kind(&self, party: PartyKey) -> Option<PartyKind> {
        self.docket.parties.kind(party)
    }

    /// The first relayer that is neither media nor of the speaker's side.
    fn interested(&self, said: &Said) -> Option<PartyKey> {
        let speaker = self.names(said.party, said);
        let is_interested = |relay: &PartyKey| {
            self.kind(*relay) != Some(PartyKind::Media)
                && !common(&self.names(*relay, said), &speaker)
        };
        said.via.iter().copied().find(is_interested)
    }

    pub(super) fn holder(&self, said: &Said) -> PartyKey {
        self.interested(said).unwrap_or(said.party)
    }

    fn is_own(&self, said: &Said) -> bool {
        self.interested(said).is_none()
    }

    fn holders_names(&self, said: &Said) -> BTreeSet<PartyKey> {
        self.names(self.holder(said), said)
    }

    /// Everything that had been said for the record.
    fn said(&self) -> impl Iterator<Item = &'d Said> {
        let said = self.docket.said.iter();
        let cut = self.cut;
        said.filter(move |said| {
            said.when.earliest() <= cut && said.attribution != Attribution::OffRecord
        })
    }

    fn on(&self, claim: ClaimKey) -> impl Iterator<Item = &'d Said> {
        self.said().filter(move |said| said.claim == claim)
    }

    fn is_withdrawn(&self, word: &Said) -> bool {
        let names = self.holders_names(word);
        let retracts = |other: &Said| {
            family(other) == Family::Meta
                && self.is_own(other)
                && names.contains(&other.party)
                && precedes(word, other)
        };
        family(word) != Family::Meta && self.on(word.claim).any(retracts)
    }

    /// Whether it is hearsay and its relayer has spoken for itself.
    fn is_put_aside(&self, word: &Said) -> bool {
        let relayer = self.holder(word);
        let own = |other: &Said| {
            other.party == relayer
                && self.is_own(other)
                && family(other) != Family::Meta
                && !self.is_withdrawn(other)
        };
        !self.is_own(word) && (family(word) == Family::Meta || self.on(word.claim).any(own))
    }

    fn has_lapsed(&self, word: &Said) -> bool {
        let names = self.holders_names(word);
        let spoken = |other: &Said| {
            other.party != self.holder(word)
                && names.contains(&other.party)
                && self.is_own(other)
                && family(other).is_firm()
                && precedes(word, other)
                && !self.is_withdrawn(other)
        };
        self.on(word.claim).any(spoken)
    }

    /// Whether it would stand if nobody ever moved on.
    fn is_left(&self, word: &Said) -> bool {
        !self.is_withdrawn(word) && !self.is_put_aside(word) && !self.has_lapsed(word)
    }

    fn terms(&self, claim: ClaimKey) -> &'d Terms {
        let mut claims = self.docket.claims.iter();
        claims.find(|terms| terms.key == claim).expect("a claim")
    }

    fn are_rivals(&self, one: ClaimKey, other: ClaimKey) -> bool {
        one != other
            && self.docket.question.is_some()
            && match (&self.terms(one).value, &self.terms(other).value) {
                (Some(one), Some(other)) => one.rivals(other),
                _ => true,
            }
    }

    /// A party's own affirming words on rivals of a claim that are surely later than a word on it, and not taken back.
    fn later_answers(&self, party: PartyKey, word: &Said) -> bool {
        let is_later = |other: &Said| {
            other.party == party
                && self.is_own(other)
                && affirms(&other)
                && self.are_rivals(word.claim, other.claim)
                && surely(word, other)
                && !self.is_withdrawn(other)
                && !self.later_answers(party, other)
        };
        self.said().any(is_later)
    }

    /// The firm word that a party holds on a claim if nobody ever moves on.
    fn former_position(&self, party: PartyKey, claim: ClaimKey) -> Option<&'d Said> {
        let words = self.on(claim).filter(is_firm);
        let words = words.filter(|word| self.holder(word) == party && self.is_left(word));
        latest(&words.collect::<Vec<_>>())
    }

    fn has_moved_on(&self, party: PartyKey, claim: ClaimKey) -> bool {
        let position = self.former_position(party, claim);
        position.is_some_and(|word| affirms(&word) && self.later_answers(party, word))
    }

    fn stands(&self, word: &Said) -> bool {
        self.is_left(word) && !(is_firm(&word) && self.has_moved_on(self.holder(word), word.claim))
    }

    fn position(&self, party: PartyKey, claim: ClaimKey) -> Option<&'d Said> {
        let position = self.former_position(party, claim);
        position.filter(|_| !self.has_moved_on(party, claim))
    }

    fn parties(&self) -> BTreeSet<PartyKey> {
        self.said().map(|said| self.holder(said)).collect()
    }

    pub(super) fn positions(&self, claim: ClaimKey) -> Vec<&'d Said> {
        let parties = self.parties().into_iter();
        parties
            .filter_map(|party| self.position(party, claim))
            .collect()
    }

    fn positions_of(&self, claim: ClaimKey, wanted: Family) -> Vec<&'d Said> {
        let positions = self.positions(claim).into_iter();
        positions.filter(|word| family(word) == wanted).collect()
    }

    /// The latest hedge or withholding of a party.
    fn beside(&self, party: PartyKey, claim: ClaimKey) -> Option<&'d Said> {
        let words = self.on(claim).filter(|word| {
            matches!(family(word), Family::Uncertain | Family::Withholding)
                && self.holder(word) == party
                && self.stands(word)
        });
        latest(&words.collect::<Vec<_>>())
    }

    fn is_unnamed(&self, word: &Said) -> bool {
        self.kind(self.holder(word)) == Some(PartyKind::Anonymous)
            || word.attribution == Attribution::Anonymous
    }

    /// What a principal last said, itself or by a voice, on the record.
    fn answer(&self, principal: PartyKey, claim: ClaimKey) -> Option<Family> {
        let on_record = |word: &&Said| {
            self.is_own(word)
                && !self.is_unnamed(word)
                && word.attribution == Attribution::OnRecord
                && self.holders_names(word).contains(&principal)
                && self.stands(word)
                && family(word) != Family::Meta
        };
        let words: Vec<&Said> = self.on(claim).filter(on_record).collect();
        let firm: Vec<&Said> = words.iter().copied().filter(is_firm).collect();
        latest(&firm).or_else(|| latest(&words)).map(family)
    }

    pub(super) fn acknowledgement(&self, claim: ClaimKey) -> Option<Acknowledgement> {
        let principals = &self.terms(claim).principals;
        let answers = principals
            .iter()
            .map(|principal| self.answer(*principal, claim));
        let answers: Vec<Option<Family>> = answers.collect();
        if answers.is_empty() {
            None
        } else if answers.contains(&Some(Family::Negating)) {
            Some(Acknowledgement::Refused)
        } else if answers
            .iter()
            .all(|answer| *answer == Some(Family::Affirming))
        {
            Some(Acknowledgement::Acknowledged)
        } else if answers.contains(&Some(Family::Affirming)) {
            Some(Acknowledgement::Partial)
        } else if answers.iter().any(Option::is_some) {
            Some(Acknowledgement::Withheld)
        } else {
            Some(Acknowledgement::Silent)
        }
    }

    pub(super) fn status(&self, claim: ClaimKey) -> Status {
        let affirmed = self.on(claim).filter(affirms);
        let affirmed = affirmed.filter(|word| self.is_withdrawn(word) || !self.is_put_aside(word));
        let affirmed: Vec<&Said> = affirmed.collect();
        let taken_back =
            |word: &&Said| self.is_withdrawn(word) || (self.is_left(word) && !self.stands(word));
        let affirming = self.positions_of(claim, Family::Affirming);
        let negating = self.positions_of(claim, Family::Negating);
        let acknowledgement = self.acknowledgement(claim);
        let met = match self.terms(claim).standard {
            Standard::Acknowledgement => acknowledgement == Some(Acknowledgement::Acknowledged),
            Standard::Corroboration(needed) => {
                let is_stranger = |word: &&Said| {
                    let mut sides = affirming.iter().map(|one| self.holders_names(one));
                    sides.all(|names| !common(&names, &self.holders_names(word)))
                };
                !negating.iter().any(is_stranger) && self.origins(claim) >= needed.get()
            }
        };
        if !affirmed.is_empty() && affirmed.iter().all(taken_back) {
            Status::Withdrawn
        } else if met {
            Status::Confirmed
        } else if !affirming.is_empty() && !negating.is_empty() {
            Status::Disputed
        } else if acknowledgement == Some(Acknowledgement::Refused) && affirming.is_empty() {
            Status::Denied
        } else {
            Status::Unconfirmed
        }
    }

    fn story(&self, word: &Said) -> SourceKey {
        let story = self.docket.stories.get(&word.source);
        story.copied().unwrap_or(word.source)
    }

    /// The affirming words of a party that stand.
    fn affirming_words(&self, party: PartyKey, claim: ClaimKey) -> Vec<&'d Said> {
        let words = self.on(claim).filter(affirms);
        let words = words.filter(|word| self.holder(word) == party && self.stands(word));
        words.collect()
    }

    /// Those in whose name a word is, and in whose name the speaker is whom it relays.
    fn bonds(&self, word: &Said) -> BTreeSet<PartyKey> {
        let mut names = self.holders_names(word);
        if !self.is_own(word) {
            names.extend(self.names(word.party, word));
        }
        names
    }

    pub(super) fn origins(&self, claim: ClaimKey) -> u32 {
        let is_media = |party| self.kind(party) == Some(PartyKind::Media);
        let affirming = self.positions_of(claim, Family::Affirming);
        let holders: Vec<PartyKey> = affirming.iter().map(|word| self.holder(word)).collect();
        let all: Vec<&Said> = holders
            .iter()
            .flat_map(|party| self.affirming_words(*party, claim))
            .collect();
        let groups: BTreeSet<PartyKey> = all
            .iter()
            .flat_map(|word| {
                let names: Vec<PartyKey> = self.holders_names(word).into_iter().collect();
                self.docket.parties.groups(&names, word.when)
            })
            .collect();
        let cited: BTreeSet<SourceKey> = self
            .on(claim)
            .filter(|word| affirms(word) && self.stands(word) && !is_media(self.holder(word)))
            .map(|word| self.story(word))
            .collect();
        let stories = |party: PartyKey| -> BTreeSet<SourceKey> {
            let words = self.affirming_words(party, claim);
            let stories = words.into_iter().map(|word| self.story(word));
            stories
                .filter(|story| !is_media(party) || !cited.contains(story))
                .collect()
        };
        let is_unnamed = |party| {
            let words = self.affirming_words(party, claim);
            !is_media(party) && words.iter().all(|word| self.is_unnamed(word))
        };
        let bonds = |party| -> BTreeSet<PartyKey> {
            let words = self.affirming_words(party, claim);
            words.iter().flat_map(|word| self.bonds(word)).collect()
        };
        let are_one = |one: PartyKey, other: PartyKey| {
            let share_story = !stories(one).is_disjoint(&stories(other));
            common(&bonds(one), &bonds(other))
                || (is_unnamed(one) && is_unnamed(other) && share_story)
                || (is_media(one) && is_media(other) && share_story)
        };
        // Those in whose name one affirms and another negates.
        let in_names_of = |words: &[&Said]| -> BTreeSet<PartyKey> {
            words
                .iter()
                .flat_map(|word| self.holders_names(word))
                .collect()
        };
        let negating = in_names_of(&self.positions_of(claim, Family::Negating));
        let both: BTreeSet<PartyKey> = in_names_of(&affirming)
            .intersection(&negating)
            .copied()
            .collect();
        let counts = |word: &Said| self.bonds(word).is_disjoint(&both);
        let there = affirming.iter().filter(|word| {
            let party = self.holder(word);
            !groups.contains(&party) && !stories(party).is_empty()
        });
        let mut origins: Vec<(Vec<PartyKey>, bool)> = Vec::new();
        for word in there {
            let party = self.holder(word);
            let (same, others) =
                origins
                    .into_iter()
                    .partition(|(members, _): &(Vec<PartyKey>, bool)| {
                        members.iter().any(|member| are_one(*member, party))
                    });
            let same: Vec<(Vec<PartyKey>, bool)> = same;
            origins = others;
            let counts = counts(word) || same.iter().any(|(_, counts)| *counts);
            let members = same.into_iter().flat_map(|(members, _)| members);
            origins.push((members.chain([party]).collect(), counts));
        }
        let counting = origins.iter().filter(|(_, counts)| *counts).count();
        u32::try_from(counting).expect("few")
    }

    fn is_ruled_false(&self, claim: ClaimKey) -> bool {
        let rulings = self.terms(claim).rulings.iter();
        let by_then = rulings.filter(|ruling| Moment::start_of(ruling.day) <= self.cut);
        by_then
            .max_by_key(|ruling| ruling.day)
            .is_some_and(|ruling| ruling.verdict == Verdict::False)
    }

    /// The rival answers that are affirmed, with who affirms each.
    pub(super) fn value_conflict(&self) -> BTreeMap<ClaimKey, BTreeSet<PartyKey>> {
        let affirming = |claim| self.positions_of(claim, Family::Affirming);
        let claims = || {
            let claims = self.docket.claims.iter().map(|terms| terms.key);
            claims.filter(|claim| !affirming(*claim).is_empty() && !self.is_ruled_false(*claim))
        };
        let in_conflict =
            claims().filter(|claim| claims().any(|other| self.are_rivals(*claim, other)));
        let holders = |claim| {
            affirming(claim)
                .into_iter()
                .map(|word| self.holder(word))
                .collect()
        };
        in_conflict.map(|claim| (claim, holders(claim))).collect()
    }

    fn is_figure(&self, claim: ClaimKey) -> bool {
        matches!(
            self.terms(claim).value,
            Some(
                Value::Money { .. }
                    | Value::Count { .. }
                    | Value::Date { .. }
                    | Value::Duration { .. }
            )
        )
    }

    /// Who moved between which answers, each pair with its claims; and whether all of it is figures revised.
    pub(super) fn moves(&self) -> BTreeMap<PartyKey, (BTreeSet<ClaimKey>, bool)> {
        let mut moves: BTreeMap<PartyKey, (BTreeSet<ClaimKey>, bool)> = BTreeMap::new();
        for now in self
            .docket
            .claims
            .iter()
            .flat_map(|terms| self.positions_of(terms.key, Family::Affirming))
        {
            let before = self.said().filter(|word| {
                affirms(word)
                    && self.is_own(now)
                    && self.is_own(word)
                    && word.party == now.party
                    && self.are_rivals(word.claim, now.claim)
                    && self.is_left(word)
                    && surely(word, now)
            });
            for word in before {
                let (claims, weak) = moves.entry(now.party).or_insert((BTreeSet::new(), true));
                claims.extend([word.claim, now.claim]);
                *weak &= self.is_figure(word.claim) && self.is_figure(now.claim);
            }
        }
        moves
    }

    /// Who contradicts itself or its voices on a claim; each with whether that is weak.
    pub(super) fn reversals(&self, claim: ClaimKey) -> BTreeMap<PartyKey, bool> {
        let mut reversals = BTreeMap::new();
        for now in self
            .positions(claim)
            .into_iter()
            .filter(|word| self.is_own(word))
        {
            let is_opposite =
                |word: &&Said| is_firm(word) && family(word) != family(now) && surely(word, now);
            let own = || self.on(claim).filter(|word| self.is_own(word));
            let by_itself = own().filter(|word| word.party == now.party && self.stands(word));
            let by_voices = own().filter(|word| {
                word.party != now.party
                    && self.holders_names(word).contains(&now.party)
                    && !self.is_withdrawn(word)
            });
            let wavered = own().filter(|word| {
                word.party == now.party
                    && self.stands(word)
                    && affirms(&now)
                    && surely(now, word)
                    && matches!(family(word), Family::Uncertain | Family::Withholding)
            });
            if by_itself.chain(by_voices).any(|word| is_opposite(&word)) {
                reversals.insert(now.party, false);
            } else if wavered.count() > 0 {
                reversals.insert(now.party, true);
            }
        }
        reversals
    }

    /// The words of one side that disagree.
    pub(super) fn mixed_signals(&self, claim: ClaimKey) -> Stands {
        let mut stands = Stands::new();
        let mut note = |affirming: &Said, other: &Said| {
            let is_news = family(other) == Family::Withholding && surely(other, affirming);
            if !is_news {
                stands.insert((0, affirming.party, Some(affirming.key)));
                stands.insert((1, other.party, Some(other.key)));
            }
        };
        let own = |word: &&Said| self.is_own(word);
        let affirming = self
            .positions_of(claim, Family::Affirming)
            .into_iter()
            .filter(own);
        for one in affirming {
            let withholding = self
                .parties()
                .into_iter()
                .filter(|party| self.position(*party, claim).is_none());
            let withholding = withholding.filter_map(|party| self.beside(party, claim));
            let withholding = withholding.filter(|word| family(word) == Family::Withholding);
            let others = self
                .positions_of(claim, Family::Negating)
                .into_iter()
                .chain(withholding)
                .filter(own);
            for other in others {
                if common(&self.holders_names(one), &self.holders_names(other)) {
                    note(one, other);
                }
            }
        }
        let words: Vec<&Said> = self
            .on(claim)
            .filter(|word| self.is_own(word) && self.stands(word))
            .collect();
        for one in words.iter().copied().filter(affirms) {
            for other in words.iter().copied() {
                let day = one.when.single_day();
                let is_settled = |word: &Said| {
                    word.party == one.party
                        && family(word).is_firm()
                        && day.is_some_and(|day| word.when.earliest() > Moment::end_of(day))
                };
                if matches!(family(other), Family::Negating | Family::Withholding)
                    && one.party == other.party
                    && one.source == other.source
                    && day.is_some()
                    && day == other.when.single_day()
                    && !words.iter().any(|word| is_settled(word))
                {
                    note(one, other);
                }
            }
        }
        stands
    }

    /// Whether a statement on another claim may change where a claim stands: a party that affirmed the claim affirms
    /// another answer by it, or it is a retraction of such a word that came later.
    pub(super) fn bears_on(&self, claim: ClaimKey, statement: &Said) -> bool {
        let moves = |word: &Said| {
            let party = word.party;
            let former =
                |one: &Said| affirms(&one) && self.holder(one) == party && surely(one, word);
            word.claim != claim && affirms(&word) && self.is_own(word) && self.on(claim).any(former)
        };
        let retracts = |word: &Said| {
            family(statement) == Family::Meta
                && self.is_own(statement)
                && word.claim == statement.claim
                && self.holders_names(word).contains(&statement.party)
                && precedes(word, statement)
                && word.when.earliest() < statement.when.earliest()
        };
        moves(statement) || self.said().any(|word| moves(word) && retracts(word))
    }
}
