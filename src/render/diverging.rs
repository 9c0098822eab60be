//! Discrepancies as people read them: their kinds in an editor's words, those on one subject together, what each side
//! does in the words of its stances.

use std::collections::BTreeMap;

use crate::answer::{DiscrepancyAnswer, ReportDiscrepancy};
use crate::domain::discrepancy::Kind;
use crate::domain::slug::Slug;
use crate::domain::statement::Stance;

/// Subjects that are shown in full. Others are folded to a line.
pub(crate) const OPEN: usize = 5;

/// A kind in an editor's words.
pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Contradiction => "said and denied",
        Kind::Unacknowledged => "not confirmed by those it is about",
        Kind::ValueConflict => "answers differ",
        Kind::Reversal => "changed its account",
        Kind::MixedSignals => "one side, two accounts",
        Kind::ConflictingReports => "reports differ",
        Kind::AnonymousOnly => "nobody stands for it by name",
        Kind::Overdue => "past its day",
    }
}

/// A kind in an editor's words, by its name; `None` if it is no kind.
#[cfg(feature = "web")]
pub(crate) fn kind_of(name: &str) -> Option<&'static str> {
    let named = Kind::ALL.iter().find(|kind| kind.as_str() == name);
    named.copied().map(kind)
}

/// A discrepancy, at the desk or in a report.
pub(crate) trait Diverging {
    /// How accounts diverge.
    fn kind(&self) -> Kind;
    /// Whether it is weak.
    fn is_weak(&self) -> bool;
    /// The question that it is about or, if there is none, the claim.
    fn subject(&self) -> Option<&Slug>;
    /// For each party that spoke, whether its words are known.
    fn are_quoted(&self) -> Vec<bool>;
}

impl Diverging for DiscrepancyAnswer {
    fn kind(&self) -> Kind {
        self.kind
    }

    fn is_weak(&self) -> bool {
        self.weak
    }

    fn subject(&self) -> Option<&Slug> {
        self.question.as_ref().or(self.claims.first())
    }

    fn are_quoted(&self) -> Vec<bool> {
        let spoken = self.sides.iter().filter(|side| side.statement.is_some());
        spoken
            .map(|side| side.quote.is_some() || side.words.is_some())
            .collect()
    }
}

impl Diverging for ReportDiscrepancy {
    fn kind(&self) -> Kind {
        self.kind
    }

    fn is_weak(&self) -> bool {
        self.weak
    }

    fn subject(&self) -> Option<&Slug> {
        self.question.as_ref().or(self.claims.first())
    }

    fn are_quoted(&self) -> Vec<bool> {
        let spoken = self.sides.iter().filter_map(|side| side.words.as_ref());
        spoken
            .map(|said| said.quote.is_some() || said.words.is_some())
            .collect()
    }
}

/// Discrepancies by subject. The sharpest come first; of one kind, those in which everybody is quoted, then those in which
/// somebody is. Subjects are in the order of the sharpest of each.
pub(crate) fn by_subject<'d, D: Diverging>(
    found: impl IntoIterator<Item = &'d D>,
) -> Vec<Vec<&'d D>> {
    let mut sharpest: Vec<&D> = found.into_iter().collect();
    sharpest.sort_by_key(|one| (one.is_weak(), one.kind(), unquoted(*one)));
    let mut places: BTreeMap<Option<&Slug>, usize> = BTreeMap::new();
    let mut subjects: Vec<Vec<&D>> = Vec::new();
    for one in sharpest {
        let place = *places.entry(one.subject()).or_insert(subjects.len());
        match subjects.get_mut(place) {
            Some(subject) => subject.push(one),
            None => subjects.push(vec![one]),
        }
    }
    subjects
}

/// 0 if everybody who spoke is quoted, 1 if somebody is, 2 if nobody is.
fn unquoted<D: Diverging>(found: &D) -> u8 {
    let quoted = found.are_quoted();
    match quoted.contains(&true) {
        true => u8::from(quoted.contains(&false)),
        false => 2,
    }
}

/// What a side does: the different stances on it, in the order in which they occur. A party that is silent has none.
pub(crate) fn stances(side: impl IntoIterator<Item = Option<Stance>>) -> Vec<Option<Stance>> {
    let mut stances = Vec::new();
    for stance in side {
        if !stances.contains(&stance) {
            stances.push(stance);
        }
    }
    stances
}
