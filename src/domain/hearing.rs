//! A hearing: which statements on one claim count, and whose they are.
//!
//! Three rules are applied here and nowhere else: *hearsay* (a statement relayed by an interested
//! party counts as the relayer's, if at all), *retraction* (it withdraws the party's earlier
//! statements and those made in its name), and *lapse* (when a party itself speaks firmly, its
//! voices' earlier statements lapse). The fourth, that a party moves on from one answer to another,
//! spans several claims and is in `moving`.
//!
//! Which of two statements comes first, and whose they are, does not depend on the moment of
//! judging. It is worked out once per docket, in [`Heard`]; a [`Hearing`] at a given moment only
//! checks which of the statements that could silence another had been made by then.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::docket::{Docket, Parties, PartyKey, Said, SourceKey, Terms};
use super::moving::{self, LastAnswers, Mover};
use super::party::PartyKind;
use super::rivals::Rivals;
use super::statement::{Attribution, Family};
use super::time::Moment;

/// What became of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It had not been made yet.
    Unsaid,
    /// It counts.
    Stands,
    /// It is off the record, so it is only a note.
    Note,
    /// It is hearsay, and the relayer has spoken for itself.
    Spoken,
    /// A later retraction withdrew it.
    Withdrawn,
    /// The party in whose name it was made has since spoken firmly.
    Lapsed,
    /// Its holder has since affirmed a rival answer and so dropped this one.
    MovedOn,
}

/// A statement with everything the rules derive from it on its own.
#[derive(Debug, Clone)]
pub struct Word<'a> {
    /// The statement.
    pub said: &'a Said,
    /// The first minute in which it may have been made.
    pub from: Moment,
    /// The last minute in which it may have been made.
    pub until: Moment,
    /// The last minute of the day on which it was made; `None` if only the month is known.
    pub day: Option<Moment>,
    /// Whose statement it is: the speaker's or, for hearsay, the relayer's.
    pub holder: PartyKey,
    /// The parties in whose name the holder spoke at the time: itself and those it spoke for, by
    /// key.
    pub names: Cow<'a, [PartyKey]>,
    /// The parties in whose name the speaker spoke, if it is hearsay; otherwise empty.
    pub speakers_names: Cow<'a, [PartyKey]>,
    /// The groups that the parties it was made in the name of belonged to at the time.
    pub groups: Vec<PartyKey>,
    /// The story its source belongs to, looked up for affirming statements only.
    pub story: SourceKey,
    /// Whether an interested party relayed it.
    pub hearsay: bool,
    /// Whether it is unnamed: the holder is anonymous, or the attribution was.
    pub unnamed: bool,
    /// Whether the holder is media, speaking in its own voice.
    pub is_media: bool,
    /// The family of its stance, cached because every moment needs it.
    family: Family,
    /// The indexes of all its holder's words among those on the claim.
    held: Range<usize>,
    /// When the earliest retraction that withdraws it was made, if any.
    withdrawn_from: Option<Moment>,
    /// The indexes, among the words on the claim, of the firm words that make it lapse: later ones
    /// by a party in whose name it was made, speaking for itself.
    lapses_with: Vec<usize>,
}

impl Word<'_> {
    /// The family of its stance.
    pub fn family(&self) -> Family {
        self.family
    }

    /// Whether this and `other` come from one side: one speaks for the other, or both for a third.
    pub fn of_one_side(&self, other: &Self) -> bool {
        have_common(&self.names, &other.names)
    }

    /// Whether all of `other` follows all of this.
    pub fn surely_before(&self, other: &Self) -> bool {
        self.until < other.from
    }

    /// Whether this comes before `other`: `other` surely follows, or neither surely follows and
    /// this was entered first.
    pub fn precedes(&self, other: &Self) -> bool {
        self.surely_before(other) || (!other.surely_before(self) && self.said.key < other.said.key)
    }

    /// Whether it counts for acknowledgement: the speaker's own, on the record and not anonymous.
    pub fn is_on_record(&self) -> bool {
        !self.hearsay && !self.unnamed && self.said.attribution == Attribution::OnRecord
    }

    pub(super) fn is_note(&self) -> bool {
        self.said.attribution == Attribution::OffRecord
    }

    /// Whether it is the speaker's own and not off the record, so it can silence other words.
    pub(super) fn is_heard(&self) -> bool {
        !self.hearsay && !self.is_note()
    }

    /// Whether it had been made by `cut` and not withdrawn.
    pub(super) fn holds_at(&self, cut: Moment) -> bool {
        self.from <= cut && self.withdrawn_from.is_none_or(|from| cut < from)
    }

    /// Whether this and `other` have the same holder.
    pub(super) fn of_one_holder(&self, other: &Self) -> bool {
        self.holder == other.holder
    }

    /// The retractions among `words`, those on its claim, that withdraw it.
    pub(super) fn retractions<'w, 'a>(
        &'w self,
        words: &'w [Word<'a>],
    ) -> impl Iterator<Item = &'w Word<'a>> {
        let own = self.names.iter().flat_map(|name| &words[of(words, *name)]);
        own.filter(|other| {
            other.family() == Family::Meta && other.is_heard() && self.precedes(other)
        })
    }
}

/// The latest of several words: the last entered of those that no other surely follows.
pub fn latest<'w, 'a: 'w>(
    words: impl Iterator<Item = &'w Word<'a>> + Clone,
) -> Option<&'w Word<'a>> {
    let newest_start = words.clone().map(|word| word.from).max()?;
    words
        .filter(|word| word.until >= newest_start)
        .max_by_key(|word| word.said.key)
}

fn have_common(some: &[PartyKey], others: &[PartyKey]) -> bool {
    some.iter().any(|one| others.contains(one))
}

/// The statements of a docket, prepared once because a replay judges each of them many times.
#[derive(Debug, Clone)]
pub struct Heard<'a> {
    docket: &'a Docket,
    /// All words, by claim, then holder, then journal order.
    words: Vec<Word<'a>>,
    /// Which claims are rivals; `None` if the docket answers no question.
    rivals: Option<Arc<Rivals>>,
    /// The parties that may move from one claim to another.
    movers: Vec<Mover>,
}

impl<'a> Heard<'a> {
    /// Prepares the statements made by `cut`. The result cannot be judged at a later moment.
    pub fn by(docket: &'a Docket, cut: Moment) -> Self {
        Self::sharing(docket, Rivals::of(docket).map(Arc::new), cut)
    }

    /// As [`Heard::by`], for a docket whose rivals are known already.
    pub fn sharing(docket: &'a Docket, rivals: Option<Arc<Rivals>>, cut: Moment) -> Self {
        let said = docket.said.iter();
        let said = said.filter(|said| said.when.earliest() <= cut);
        let mut words: Vec<Word<'a>> = said.map(|said| hear(docket, said)).collect();
        words.sort_unstable_by_key(|word| (word.said.claim, word.holder, word.said.key));
        for on_claim in words.chunk_by_mut(|one, other| one.said.claim == other.said.claim) {
            relate(on_claim);
        }
        let mut heard = Self {
            docket,
            words,
            rivals,
            movers: Vec::new(),
        };
        heard.movers = moving::movers(&heard);
        heard
    }

    /// The docket.
    pub fn docket(&self) -> &'a Docket {
        self.docket
    }

    /// Which claims of the docket are rivals; `None` if it answers no question.
    pub fn rivals(&self) -> Option<&Rivals> {
        self.rivals.as_deref()
    }

    /// The parties that may move from one claim to another.
    pub(super) fn movers(&self) -> &[Mover] {
        &self.movers
    }

    /// The words on the claim at this index in the docket, by holder and then journal order.
    pub(super) fn on(&self, claim: usize) -> &[Word<'a>] {
        let claim = self.docket.claims[claim].key;
        let from = self.words.partition_point(|word| word.said.claim < claim);
        let length = self.words[from..].partition_point(|word| word.said.claim == claim);
        &self.words[from..from + length]
    }
}

/// Works out whose word a statement is, before it is weighed against the others.
fn hear<'a>(docket: &'a Docket, said: &'a Said) -> Word<'a> {
    let parties = &docket.parties;
    let own_names = parties.names(&said.party, said.when);
    let (holder, names, speakers_names) = match interested_relayer(parties, said, &own_names) {
        Some(relayer) => (*relayer, parties.names(relayer, said.when), own_names),
        None => (said.party, own_names, Cow::default()),
    };
    let kind = parties.kind(holder);
    let story = docket.stories.get(&said.source);
    Word {
        said,
        from: said.when.earliest(),
        until: said.when.latest(),
        day: said.when.single_day().map(Moment::end_of),
        holder,
        groups: parties.groups(&names, said.when),
        names,
        hearsay: !speakers_names.is_empty(),
        speakers_names,
        story: story.copied().unwrap_or(said.source),
        unnamed: kind == Some(PartyKind::Anonymous) || said.attribution == Attribution::Anonymous,
        is_media: kind == Some(PartyKind::Media),
        family: said.stance.family(),
        held: 0..0,
        withdrawn_from: None,
        lapses_with: Vec::new(),
    }
}

/// The relayer nearest the source that is neither media nor on the speaker's side.
fn interested_relayer<'a>(
    parties: &Parties,
    said: &'a Said,
    speakers_names: &[PartyKey],
) -> Option<&'a PartyKey> {
    said.via.iter().find(|relayer| {
        parties.kind(**relayer) != Some(PartyKind::Media)
            && !have_common(&parties.names(relayer, said.when), speakers_names)
    })
}

/// Fills in, for each word on a claim, the range of its holder's words and which words may silence
/// it.
fn relate(words: &mut [Word<'_>]) {
    let mut from = 0;
    for held in words.chunk_by_mut(|one, other| one.of_one_holder(other)) {
        let places = from..from + held.len();
        from = places.end;
        held.iter_mut().for_each(|word| word.held = places.clone());
    }
    for place in 0..words.len() {
        let withdrawn_from = withdrawn_from(words, &words[place]);
        let lapses_with = lapses_with(words, &words[place]);
        words[place].withdrawn_from = withdrawn_from;
        words[place].lapses_with = lapses_with;
    }
}

/// A retraction withdraws what came before it: the party's own words of every family, and
/// everything said in its name.
fn withdrawn_from(words: &[Word<'_>], word: &Word<'_>) -> Option<Moment> {
    if word.family() == Family::Meta {
        return None;
    }
    let retractions = word.retractions(words);
    retractions.map(|retraction| retraction.from).min()
}

/// When a party itself speaks firmly, its voices' earlier words lapse.
fn lapses_with(words: &[Word<'_>], word: &Word<'_>) -> Vec<usize> {
    let spoken_for = word.names.iter().filter(|name| **name != word.holder);
    spoken_for
        .flat_map(|name| of(words, *name))
        .filter(|place| {
            let other = &words[*place];
            other.family().is_firm() && other.is_heard() && word.precedes(other)
        })
        .collect()
}

/// The indexes of a holder's words among those on a claim.
fn of(words: &[Word<'_>], holder: PartyKey) -> Range<usize> {
    let from = words.partition_point(|word| word.holder < holder);
    let length = words[from..].partition_point(|word| word.holder == holder);
    from..from + length
}

/// What had become of a word at `cut`, not considering whether its holder had moved on.
pub(super) fn standing(words: &[Word<'_>], place: usize, cut: Moment) -> Standing {
    let word = &words[place];
    let has_spoken = || {
        let held = words[word.held.clone()].iter();
        let own = |word: &Word<'_>| word.is_heard() && word.family() != Family::Meta;
        held.clone().any(|word| own(word) && word.holds_at(cut))
    };
    if word.from > cut {
        Standing::Unsaid
    } else if word.is_note() {
        Standing::Note
    } else if !word.holds_at(cut) {
        Standing::Withdrawn
    } else if word.hearsay && (word.family() == Family::Meta || has_spoken()) {
        Standing::Spoken
    } else if word.lapses_with.iter().any(|at| words[*at].holds_at(cut)) {
        Standing::Lapsed
    } else {
        Standing::Stands
    }
}

/// The indexes of the firm words on a claim that were spoken in another party's name, by that
/// party.
fn by_voices(words: &[Word<'_>]) -> Vec<(PartyKey, usize)> {
    let firm = words.iter().enumerate();
    let firm = firm.filter(|(_, word)| word.is_heard() && word.family().is_firm());
    let mut spoken: Vec<(PartyKey, usize)> = firm
        .flat_map(|(place, word)| {
            let others = word.names.iter().filter(|name| **name != word.holder);
            others.map(move |name| (*name, place))
        })
        .collect();
    spoken.sort_unstable();
    spoken
}

/// For each principal, in order, the indexes of the words spoken on the record in its name.
fn in_its_name(principals: &[PartyKey], words: &[Word<'_>]) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::new(); principals.len()];
    let mut by_key: Vec<(PartyKey, usize)> = principals.iter().copied().zip(0..).collect();
    by_key.sort_unstable();
    let on_record = words.iter().enumerate();
    for (place, word) in on_record.filter(|(_, word)| word.is_on_record()) {
        for name in word.names.iter() {
            let first = by_key.partition_point(|(principal, _)| principal < name);
            let same = by_key[first..].iter();
            for (_, at) in same.take_while(|(principal, _)| principal == name) {
                found[*at].push(place);
            }
        }
    }
    found
}

/// All words on one claim, judged at a moment.
#[derive(Debug, Clone)]
pub struct Hearing<'h> {
    /// The claim.
    pub terms: &'h Terms,
    /// The parties.
    pub parties: &'h Parties,
    heard: &'h Heard<'h>,
    /// The claim's index in the docket.
    place: usize,
    /// All words on the claim, whenever made; by holder, then journal order.
    words: &'h [Word<'h>],
    /// What became of each word.
    standings: Vec<Standing>,
    /// For each principal, in the claim's order, the indexes of the words spoken on the record in
    /// its name, whenever made.
    in_its_name: Vec<Vec<usize>>,
    /// The indexes of the firm words spoken by voices, by each party they were made in the name of;
    /// sorted.
    by_voices: Vec<(PartyKey, usize)>,
    /// The parties that have moved on from the claim, each with the word that did it.
    moves: Vec<(PartyKey, &'h Word<'h>)>,
}

impl<'h> Hearing<'h> {
    /// Judges a claim of the heard docket at `cut`.
    pub fn at(heard: &'h Heard<'_>, terms: &'h Terms, cut: Moment, last: &LastAnswers<'h>) -> Self {
        let mut claims = heard.docket.claims.iter();
        let place = claims.position(|claim| claim.key == terms.key);
        let place = place.unwrap_or_default();
        let words = heard.on(place);
        let mut hearing = Self {
            terms,
            parties: &heard.docket.parties,
            heard,
            place,
            words,
            standings: Vec::new(),
            in_its_name: in_its_name(&terms.principals, words),
            by_voices: by_voices(words),
            moves: Vec::new(),
        };
        hearing.move_to(cut, last);
        hearing
    }

    /// Judges the claim again, at `cut`.
    pub fn move_to(&mut self, cut: Moment, last: &LastAnswers<'h>) {
        let words = self.words;
        self.standings.clear();
        self.standings
            .extend((0..words.len()).map(|place| standing(words, place, cut)));
        self.moves.clear();
        for (mover, last) in last.by_mover(self.heard) {
            if let Some(held) = mover.words_on(self.place)
                && let Some(to) = mover.moved_on(self.heard, self.place, cut, last)
            {
                self.moves.push((mover.party, to));
                let places = held.filter(|place| words[*place].family().is_firm());
                for place in places {
                    if self.standings[place] == Standing::Stands {
                        self.standings[place] = Standing::MovedOn;
                    }
                }
            }
        }
    }

    /// The word by which a party moved on from the claim to a rival one, if it did.
    pub fn moved_on(&self, party: PartyKey) -> Option<&'h Word<'h>> {
        let mut moves = self.moves.iter();
        let found = moves.find(|(mover, _)| *mover == party);
        found.map(|(_, to)| *to)
    }

    /// Every word made so far, with what became of it; by holder.
    pub fn words(&self) -> impl Iterator<Item = (&'h Word<'h>, Standing)> + Clone {
        let words = self.words.iter().zip(self.standings.iter().copied());
        words.filter(|(_, standing)| *standing != Standing::Unsaid)
    }

    /// The words that count, by holder.
    pub fn standing(&self) -> impl Iterator<Item = &'h Word<'h>> + Clone {
        let words = self.words();
        words
            .filter(|(_, standing)| *standing == Standing::Stands)
            .map(|(word, _)| word)
    }

    /// Each principal of the claim with the words that count and were spoken on the record in its
    /// name, by holder.
    pub fn principals(
        &self,
    ) -> impl Iterator<Item = (PartyKey, impl Iterator<Item = &'h Word<'h>> + Clone)> {
        let principals = self.terms.principals.iter().zip(&self.in_its_name);
        principals.map(|(principal, places)| {
            let standing = places
                .iter()
                .filter(|place| self.standings[**place] == Standing::Stands);
            (*principal, standing.map(|place| &self.words[*place]))
        })
    }

    /// The lapsed firm words that voices spoke in a party's name.
    pub fn lapsed_words_for(&self, party: PartyKey) -> impl Iterator<Item = &'h Word<'h>> + Clone {
        let from = self.by_voices.partition_point(|(name, _)| *name < party);
        let of_party = self.by_voices[from..].iter();
        of_party
            .take_while(move |(name, _)| *name == party)
            .filter(|(_, place)| self.standings[*place] == Standing::Lapsed)
            .map(|(_, place)| &self.words[*place])
    }

    /// What each party holds, by party.
    pub fn holders(&self) -> impl Iterator<Item = Held<'_, 'h>> {
        let mut next = 0;
        std::iter::from_fn(move || {
            let held = self.held_with(self.words.get(next)?);
            next += held.words.len();
            Some(held)
        })
    }

    /// Everything held by the holder of a word on the claim.
    pub fn held_with(&self, word: &Word<'_>) -> Held<'_, 'h> {
        self.held(word.held.clone())
    }

    /// What one party holds.
    pub fn holder(&self, party: PartyKey) -> Held<'_, 'h> {
        self.held(of(self.words, party))
    }

    fn held(&self, places: Range<usize>) -> Held<'_, 'h> {
        Held {
            words: &self.words[places.clone()],
            standings: &self.standings[places],
        }
    }
}

/// The words of one holder on a claim.
#[derive(Debug, Clone, Copy)]
pub struct Held<'j, 'h> {
    words: &'h [Word<'h>],
    standings: &'j [Standing],
}

impl<'j, 'h> Held<'j, 'h> {
    /// Those that count, in journal order.
    pub fn standing(self) -> impl Iterator<Item = &'h Word<'h>> + Clone + use<'j, 'h> {
        let words = self.words.iter().zip(self.standings);
        words
            .filter(|(_, standing)| **standing == Standing::Stands)
            .map(|(word, _)| word)
    }

    /// The holder's own words that count or that it dropped by moving on; in journal order.
    pub fn own_or_left(self) -> impl Iterator<Item = &'h Word<'h>> + Clone + use<'j, 'h> {
        let words = self.words.iter().zip(self.standings);
        words
            .filter(|(_, standing)| matches!(standing, Standing::Stands | Standing::MovedOn))
            .map(|(word, _)| word)
            .filter(|word| !word.hearsay)
    }

    /// The holder's own words that count, in journal order.
    pub fn own(self) -> impl Iterator<Item = &'h Word<'h>> + Clone + use<'j, 'h> {
        self.standing().filter(|word| !word.hearsay)
    }
}

#[cfg(test)]
mod tests {
    use super::super::docket::StatementKey;
    use super::super::statement::Stance;
    use super::*;
    use crate::domain::docket::ClaimKey;

    fn said(key: i64, when: &str) -> Said {
        Said {
            key: StatementKey(key),
            claim: ClaimKey(1),
            party: PartyKey(1),
            stance: Stance::Asserts,
            when: when.parse().expect(when),
            source: SourceKey(1),
            via: Vec::new(),
            attribution: Attribution::OnRecord,
        }
    }

    #[test]
    fn the_latest_is_the_last_entered_of_those_nothing_surely_follows() {
        let docket = Docket {
            said: vec![
                said(1, "2026-01-06"),
                said(2, "2026-01"),
                said(3, "2026-01-05"),
            ],
            ..Docket::default()
        };
        let heard = Heard::by(&docket, Moment::LAST);
        let key = |words: &[Word<'_>]| latest(words.iter()).map(|word| word.said.key);
        assert_eq!(key(&heard.words), Some(StatementKey(2)));
        assert_eq!(key(&heard.words[..1]), Some(StatementKey(1)));
        assert_eq!(key(&[]), None);
    }
}
