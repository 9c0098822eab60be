//! Those who contest a status. No answer gives a status without them.

use serde::{Serialize, Serializer};

use super::view::View;
use super::wording;
use crate::domain::fold::Position;
use crate::domain::slug::Slug;
use crate::domain::statement::Stance;
use crate::ledger::Result;

/// The parties that contest a claim's status: those whose firm position is the opposite of what it
/// says. Serialised as a list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contest<P = Slug> {
    /// The parties, with the name and the stance of each.
    by: Vec<(P, String, Stance)>,
}

/// Parties named in a sentence. Hundreds may contest a status.
const NAMED: usize = 3;

impl<P> Default for Contest<P> {
    fn default() -> Self {
        Self { by: Vec::new() }
    }
}

impl<P: Serialize> Serialize for Contest<P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_seq(self.parties())
    }
}

#[cfg(feature = "schema")]
impl<P: schemars::JsonSchema> schemars::JsonSchema for Contest<P> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Contest".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Vec::<P>::json_schema(generator)
    }
}

impl<P> Contest<P> {
    /// The parties, each given with its name and stance.
    pub(super) fn by(by: impl Iterator<Item = (P, String, Stance)>) -> Self {
        Self { by: by.collect() }
    }

    /// The parties.
    pub fn parties(&self) -> impl Iterator<Item = &P> {
        self.by.iter().map(|(party, ..)| party)
    }

    /// Who contests it, in words: "denied by the ministry and Ann Lee; rejected by the union". `None`
    /// if nobody does.
    pub fn words(&self) -> Option<String> {
        self.naming(NAMED)
    }

    /// As [`Contest::words`], with one name of each kind, for places that come by the thousand.
    pub fn short_words(&self) -> Option<String> {
        self.naming(1)
    }

    fn naming(&self, named: usize) -> Option<String> {
        let mut groups: Vec<(&'static str, Vec<String>)> = Vec::new();
        for (_, name, stance) in &self.by {
            let done = passive(*stance);
            let name = wording::in_a_sentence(name);
            match groups.iter_mut().find(|(other, _)| *other == done) {
                Some((_, names)) if names.contains(&name) => {}
                Some((_, names)) => names.push(name),
                None => groups.push((done, vec![name])),
            }
        }
        let groups = groups.into_iter();
        let groups = groups.map(|(done, names)| format!("{done} by {}", few(names, named)));
        let words = groups.collect::<Vec<_>>().join("; ");
        (!words.is_empty()).then_some(words)
    }

    /// A status with those who contest it: "confirmed, denied by the ministry".
    pub fn with(&self, status: &str) -> String {
        match self.words() {
            Some(words) => format!("{status}, {words}"),
            None => status.to_owned(),
        }
    }
}

/// Names as a list that ends early: "a, b, c and 4 others".
fn few(mut names: Vec<String>, named: usize) -> String {
    if names.len() > named + 1 {
        let others = names.len() - named;
        names.truncate(named);
        names.push(format!("{others} others"));
    }
    wording::listed(&names)
}

/// A firm stance, of the claim.
fn passive(stance: Stance) -> &'static str {
    match stance {
        Stance::Confirms => "confirmed",
        Stance::Denies => "denied",
        Stance::Rejects => "rejected",
        _ => "asserted",
    }
}

/// The parties that hold these positions.
pub(super) fn contest<'p>(
    view: &View<'_>,
    positions: impl Iterator<Item = &'p Position>,
) -> Result<Contest> {
    let by = positions.map(|position| {
        let (id, name) = view.party(position.party)?;
        Ok((id, name, position.stance))
    });
    Ok(Contest {
        by: by.collect::<Result<_>>()?,
    })
}
