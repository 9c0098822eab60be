//! Credit: which of the things that were new at once made a change.
//!
//! What is new at one moment has no order, so a change is credited by what would have happened
//! without it. If the credited things are taken away together, the claim does not get the status.
//! If anything new that is not credited is taken away alone, it still does.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

use super::super::discrepancy::{self, Identity, Subject};
use super::super::docket::{ClaimKey, Docket, PartyKey, Said, StatementKey};
use super::super::fold::{Judged, judge};
use super::super::hearing::Heard;
use super::super::moving::LastAnswers;
use super::super::rivals::Rivals;
use super::super::statement::Attribution;
use super::super::status::Status;
use super::super::time::Moment;

/// The most things that are each tried. Of more, the first set is credited that is enough.
const MOST_TRIED: usize = 40;

/// The most statements that are judged in these trials of the new ones on one docket, taken
/// together. On a docket of thousands, only few are each tried.
const MOST_JUDGED: usize = 4_000;

/// The statements, new on a docket at a moment, that gave a claim the status it has had since, in
/// order of entry. `rivals` are those of the docket.
pub fn statements(
    docket: &Docket,
    rivals: Option<&Arc<Rivals>>,
    claim: ClaimKey,
    at: Moment,
) -> Vec<StatementKey> {
    if let Some(only) = only_new(docket, at) {
        return vec![only];
    }
    let concerned = concerned(docket, claim);
    let matters = |said: &Said| said.claim == claim || concerned.contains(&said.party);
    made(docket, at, matters, |docket| {
        status_of(docket, rivals.cloned(), claim, at)
    })
}

/// The statements, new on a docket at a moment, that opened a discrepancy then, or ended it, in order
/// of entry: if they had not been made, it would not have opened, or would not have ended. `rivals` are
/// those of the docket.
pub fn of_discrepancy(
    docket: &Docket,
    rivals: Option<&Arc<Rivals>>,
    identity: Identity,
    at: Moment,
) -> Vec<StatementKey> {
    if let Some(only) = only_new(docket, at) {
        return vec![only];
    }
    let is_open = |docket: &Docket| {
        let heard = Heard::sharing(docket, rivals.cloned(), at);
        let found = match identity.subject {
            Subject::Claim(claim) => {
                let last = LastAnswers::at(&heard, at);
                let mut claims = docket.claims.iter();
                let terms = claims.find(|terms| terms.key == claim);
                terms.map_or_else(Vec::new, |terms| {
                    discrepancy::of_claim(&Judged::at(&heard, terms, at, &last))
                })
            }
            Subject::Question(_) => heard.rivals().map_or_else(Vec::new, |rivals| {
                discrepancy::of_question(rivals, &judge(&heard, at))
            }),
        };
        found.iter().any(|found| found.identity == identity)
    };
    let parties = match (identity.party, identity.subject) {
        (Some(party), _) => Some(related(docket, party)),
        (None, Subject::Claim(claim)) => Some(concerned(docket, claim)),
        (None, Subject::Question(_)) => None,
    };
    let matters = |said: &Said| {
        let is_of_claim =
            identity.party.is_none() && identity.subject == Subject::Claim(said.claim);
        let mut heard = said.via.iter().chain([&said.party]);
        is_of_claim
            || parties
                .as_ref()
                .is_none_or(|parties| heard.any(|party| parties.contains(party)))
    };
    made(docket, at, matters, is_open)
}

/// The statement that is new on a docket at a moment, if there is only one.
fn only_new(docket: &Docket, at: Moment) -> Option<StatementKey> {
    let mut new = on_record(docket).filter(|said| said.when.earliest() == at);
    let only = new.next()?;
    new.next().is_none().then_some(only.key)
}

fn on_record(docket: &Docket) -> impl Iterator<Item = &Said> {
    let said = docket.said.iter();
    said.filter(|said| said.attribution != Attribution::OffRecord)
}

/// Of the statements that are new on a docket at a moment, those that made the outcome what it is.
/// Statements that do not matter to it are left out of every trial.
fn made<T: PartialEq>(
    docket: &Docket,
    at: Moment,
    matters: impl Fn(&Said) -> bool,
    outcome: impl Fn(&Docket) -> T,
) -> Vec<StatementKey> {
    let by_then: Vec<&Said> = on_record(docket)
        .filter(|said| said.when.earliest() <= at && matters(said))
        .collect();
    let new = by_then.iter().filter(|said| said.when.earliest() == at);
    let new: Vec<StatementKey> = new.map(|said| said.key).collect();
    let most_tried = MOST_TRIED.min(MOST_JUDGED / by_then.len().max(1));
    // Only the statements differ from trial to trial.
    let docket = RefCell::new(Docket {
        question: docket.question,
        claims: docket.claims.clone(),
        said: Vec::new(),
        parties: Arc::clone(&docket.parties),
        stories: Arc::clone(&docket.stories),
    });
    let credited = credited_of(new.len(), most_tried, |present| {
        let mut docket = docket.borrow_mut();
        let is_there = |said: &&Said| match new.binary_search(&said.key) {
            Ok(place) => present[place],
            Err(_) => true,
        };
        let said = by_then.iter().copied().filter(is_there);
        docket.said = said.cloned().collect();
        outcome(&docket)
    });
    credited.into_iter().map(|place| new[place]).collect()
}

/// A party, and everybody who ever spoke for it or for whom it ever spoke, directly or through others.
fn related(docket: &Docket, party: PartyKey) -> HashSet<PartyKey> {
    let mut related = HashSet::from([party]);
    loop {
        let known = related.len();
        for (voice, facts) in &docket.parties.facts {
            let names = facts.speaks_for.iter().map(|(name, _)| *name);
            if related.contains(voice) {
                related.extend(names);
            } else if names.into_iter().any(|name| related.contains(&name)) {
                related.insert(*voice);
            }
        }
        if related.len() == known {
            return related;
        }
    }
}

/// The parties whose statements on other claims may affect a claim: those heard on it, who may move
/// on to a rival answer, and those for whom they ever spoke, who may retract that.
fn concerned(docket: &Docket, claim: ClaimKey) -> HashSet<PartyKey> {
    let on_claim = docket.said.iter().filter(|said| said.claim == claim);
    let mut next: Vec<PartyKey> = on_claim
        .flat_map(|said| said.via.iter().copied().chain([said.party]))
        .collect();
    let mut concerned = HashSet::new();
    while let Some(party) = next.pop() {
        if concerned.insert(party)
            && let Some(facts) = docket.parties.facts.get(&party)
        {
            next.extend(facts.speaks_for.iter().map(|(other, _)| *other));
        }
    }
    concerned
}

/// The status of a claim of a docket at a moment; `None` if the docket does not have the claim.
pub fn status_at(docket: &Docket, claim: ClaimKey, at: Moment) -> Option<Status> {
    status_of(docket, Rivals::of(docket).map(Arc::new), claim, at)
}

fn status_of(
    docket: &Docket,
    rivals: Option<Arc<Rivals>>,
    claim: ClaimKey,
    at: Moment,
) -> Option<Status> {
    let heard = Heard::sharing(docket, rivals, at);
    let mut claims = docket.claims.iter();
    let terms = claims.find(|terms| terms.key == claim)?;
    let last = LastAnswers::at(&heard, at);
    Some(Judged::at(&heard, terms, at, &last).status())
}

/// Of `count` new things, the places of those that made the outcome what it is, in order. `outcome`
/// tells the outcome if only some of them are there.
///
/// First come the things without any one of which the outcome would be another. If there are none,
/// several would have been enough: each that is enough alone is credited, or else each that
/// belongs to a smallest set that is enough. This is repeated with what is left until that gives
/// another outcome. What would have made *that* outcome is not credited.
pub fn credited<T: PartialEq>(count: usize, outcome: impl Fn(&[bool]) -> T) -> Vec<usize> {
    credited_of(count, MOST_TRIED, outcome)
}

/// As [`credited`], if at most so many things are each tried.
fn credited_of<T: PartialEq>(
    count: usize,
    most_tried: usize,
    outcome: impl Fn(&[bool]) -> T,
) -> Vec<usize> {
    let mut left = vec![true; count];
    let now = outcome(&left);
    if outcome(&vec![false; count]) == now {
        return Vec::new();
    }
    let trial = Trial { now, outcome };
    if count > most_tried {
        return trial.first_enough(count);
    }
    while (trial.outcome)(&left) == trial.now {
        let mut made = trial.needed(&left);
        if made.is_empty() {
            made = trial.enough_alone(&left);
        }
        if made.is_empty() {
            made = trial.enough_together(&left);
        }
        if made.is_empty() {
            made = places(&left);
        }
        for place in made {
            left[place] = false;
        }
    }
    (0..count).filter(|place| !left[*place]).collect()
}

struct Trial<T, F> {
    /// The outcome with all of them.
    now: T,
    outcome: F,
}

impl<T: PartialEq, F: Fn(&[bool]) -> T> Trial<T, F> {
    /// Those without any one of which the outcome is another.
    fn needed(&self, left: &[bool]) -> Vec<usize> {
        let is_needed = |place: &usize| {
            let mut without = left.to_vec();
            without[*place] = false;
            (self.outcome)(&without) != self.now
        };
        places(left).into_iter().filter(is_needed).collect()
    }

    /// Those each of which gives the outcome `now` alone.
    fn enough_alone(&self, left: &[bool]) -> Vec<usize> {
        let is_enough = |place: &usize| {
            let mut alone = vec![false; left.len()];
            alone[*place] = true;
            (self.outcome)(&alone) == self.now
        };
        places(left).into_iter().filter(is_enough).collect()
    }

    /// Those that belong to a smallest set which gives the outcome `now`.
    fn enough_together(&self, left: &[bool]) -> Vec<usize> {
        let belongs = |place: &usize| {
            let mut set = self.shrunk(left, *place);
            set[*place] = false;
            (self.outcome)(&set) != self.now
        };
        places(left).into_iter().filter(belongs).collect()
    }

    /// The first set found that gives the outcome `now`, with few trials: the last of the fewest first
    /// things that are enough, then the last of the fewest that are enough with it, and so on.
    fn first_enough(&self, count: usize) -> Vec<usize> {
        let mut found = vec![false; count];
        let mut enough = count;
        let with_first = |found: &[bool], first: usize| {
            let mut set = found.to_vec();
            set[..first].fill(true);
            (self.outcome)(&set) == self.now
        };
        for _ in 0..MOST_TRIED {
            if with_first(&found, 0) {
                break;
            }
            let mut too_few = 0;
            while enough - too_few > 1 {
                let middle = too_few.midpoint(enough);
                match with_first(&found, middle) {
                    true => enough = middle,
                    false => too_few = middle,
                }
            }
            enough -= 1;
            found[enough] = true;
        }
        places(&found)
    }

    /// What is left of a set if everything but `kept` is dropped, one after the other, that the
    /// outcome `now` does not need.
    fn shrunk(&self, left: &[bool], kept: usize) -> Vec<bool> {
        let mut set = left.to_vec();
        for place in places(left) {
            if place != kept {
                set[place] = false;
                set[place] = (self.outcome)(&set) != self.now;
            }
        }
        set
    }
}

fn places(set: &[bool]) -> Vec<usize> {
    (0..set.len()).filter(|place| set[*place]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The credited of `count` things if the outcome is whether any of these sets is there.
    fn of(count: usize, sets: &[&[usize]]) -> Vec<usize> {
        let holds = |set: &&[usize], present: &[bool]| set.iter().all(|place| present[*place]);
        credited(count, |present| sets.iter().any(|set| holds(set, present)))
    }

    #[test]
    fn what_did_nothing_is_not_credited() {
        assert_eq!(of(3, &[&[1]]), [1]);
        assert_eq!(of(4, &[&[0, 2]]), [0, 2]);
    }

    #[test]
    fn all_that_would_have_been_enough_are_credited() {
        assert_eq!(of(3, &[&[0], &[2]]), [0, 2]);
        assert_eq!(of(4, &[&[0, 1], &[1, 2], &[0, 2]]), [0, 1, 2]);
        assert_eq!(of(4, &[&[0], &[1, 2]]), [0, 1, 2]);
    }

    #[test]
    fn of_many_the_first_that_are_enough_are_credited_after_few_trials() {
        let trials = std::cell::Cell::new(0);
        let first = credited(10_000, |present| {
            trials.set(trials.get() + 1);
            present[9] && present[4_000] || present[5_000]
        });
        assert_eq!(first, [9, 4_000]);
        assert!(trials.get() < 50, "{trials:?} trials");
    }

    #[test]
    fn nothing_is_credited_if_nothing_changed() {
        assert_eq!(of(3, &[&[]]), Vec::<usize>::new());
    }
}
