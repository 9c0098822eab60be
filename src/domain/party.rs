//! Parties: everyone who can take a stance.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Invalid;
use super::slug::Slug;
use super::text;
use super::time::{Moment, When};
use super::words::words;

/// Someone who can take a stance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The id.
    pub id: Slug,
    /// Other ids that find the party, such as those from before it was renamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_ids: Vec<Slug>,
    /// The name shown in tables and sentences.
    pub name: String,
    /// What sort of party it is.
    pub kind: PartyKind,
    /// Office or function: "US president".
    #[serde(default)]
    pub role: Option<String>,
    /// Other names that find the party.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The parties in whose name it speaks.
    #[serde(default)]
    pub speaks_for: Vec<Edge>,
    /// The groups it belongs to. Membership is not speaking for.
    #[serde(default)]
    pub member_of: Vec<Edge>,
    /// Whether no person has looked at it yet: a draft of the program was taken over as it was.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unreviewed: bool,
}

words! {
    /// What sort of party it is.
    PartyKind {
        /// One human being.
        Person = "person",
        /// A state, a ministry, an office of state.
        Government = "government",
        /// A company, an alliance, a party, an agency.
        Organisation = "organisation",
        /// Several parties spoken of together.
        Group = "group",
        /// A publication or one who writes for it; never an interested party.
        Media = "media",
        /// A source whose name is not known.
        Anonymous = "anonymous",
    }
}

/// A relation to another party between two days, both inclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Edge {
    /// The other party.
    pub party: Slug,
    /// The first day; `None` if it has always held.
    #[serde(default, with = "crate::domain::time::optional_day")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub since: Option<NaiveDate>,
    /// The last day; `None` if it still holds.
    #[serde(default, with = "crate::domain::time::optional_day")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub until: Option<NaiveDate>,
}

/// The days between which a relation holds, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// The first day; `None` if it has always held.
    pub since: Option<NaiveDate>,
    /// The last day; `None` if it still holds.
    pub until: Option<NaiveDate>,
}

impl Span {
    /// Whether the relation may have held at `when`: the two intervals overlap.
    pub fn holds_at(self, when: When) -> bool {
        self.since
            .is_none_or(|day| Moment::start_of(day) <= when.latest())
            && self
                .until
                .is_none_or(|day| when.earliest() <= Moment::end_of(day))
    }
}

impl Edge {
    /// The days between which it holds.
    pub fn span(&self) -> Span {
        Span {
            since: self.since,
            until: self.until,
        }
    }
}

impl Party {
    /// A party of which only the name and the kind are known.
    pub fn new(id: Slug, name: String, kind: PartyKind) -> Self {
        Self {
            id,
            other_ids: Vec::new(),
            name,
            kind,
            role: None,
            aliases: Vec::new(),
            speaks_for: Vec::new(),
            member_of: Vec::new(),
            unreviewed: false,
        }
    }

    /// Validates the fields beyond their types.
    ///
    /// # Errors
    /// Names the invalid field.
    pub fn check(&self) -> Result<(), Invalid> {
        text::required("name", &self.name)?;
        text::optional("role", self.role.as_deref())?;
        for alias in &self.aliases {
            text::required("aliases", alias)?;
        }
        check_edges("speaks_for", &self.id, &self.speaks_for)?;
        check_edges("member_of", &self.id, &self.member_of)
    }
}

fn check_edges(field: &str, own: &Slug, edges: &[Edge]) -> Result<(), Invalid> {
    for edge in edges {
        if edge.party == *own {
            return Err(Invalid::new(field, format!("{own} cannot point at itself")));
        }
        if let (Some(since), Some(until)) = (edge.since, edge.until)
            && until < since
        {
            return Err(Invalid::new(
                field,
                format!("{}: until {until} is before since {since}", edge.party),
            ));
        }
    }
    Ok(())
}
