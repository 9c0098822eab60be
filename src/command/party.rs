//! `onrecord party`

use anyhow::{Context as _, Result, bail};

use super::context::Context;
use super::exit::Exit;
use super::fail_on::FailOn;
use super::fields::{self, one_of};
use super::names::Names;
use super::write::{merge, note_alike, print_recorded, rename, unmerge};
use crate::answer::Statements;
use crate::desk::{self, Desk, IfExists, RecordOutcome};
use crate::domain::party::{self, Edge, PartyKind};
use crate::domain::slug::Slug;
use crate::journal::Merged;
use crate::render::records::Parties;

/// Add, edit, rename, merge, list or show parties.
#[derive(Debug, clap::Subcommand)]
pub enum Party {
    /// Add a party.
    Add {
        /// The new id
        id: String,
        /// Its fields.
        #[command(flatten)]
        fields: Fields,
    },
    /// Change a party. Options that may be repeated add to its lists.
    Edit {
        /// The party
        party: String,
        /// Its fields.
        #[command(flatten)]
        fields: Fields,
        /// What to remove.
        #[command(flatten)]
        removed: RemovedFields,
    },
    /// Add aliases: names that also stand for the party.
    Alias {
        /// The party
        party: String,
        /// The names
        #[arg(required = true)]
        names: Vec<String>,
    },
    /// Merge a party into another. Its id becomes an alias.
    Merge {
        /// The party to merge
        from: String,
        /// The party to merge it into
        into: String,
    },
    /// Give a party another id. The old id goes on working.
    Rename {
        /// The party
        old: String,
        /// The new id
        new: String,
    },
    /// Take the merger of a party back, however long ago: each is what it was before.
    Unmerge {
        /// The party that was merged into another one
        party: String,
    },
    /// List the parties.
    List {
        /// Maximum number of parties
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
        limit: Option<u32>,
        /// What leads to exit code 1.
        #[command(flatten)]
        fail_on: FailOn,
    },
    /// Show a party and what it said.
    Show {
        /// The party
        party: String,
        /// Maximum number of statements: those that were recorded last
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
        limit: Option<u32>,
    },
}

/// The fields of a party.
#[derive(Debug, clap::Args)]
pub struct Fields {
    /// The name to show
    #[arg(long)]
    pub name: Option<String>,
    /// The kind of party
    #[arg(long, value_parser = one_of::<PartyKind>())]
    pub kind: Option<PartyKind>,
    /// Its office or function
    #[arg(long)]
    pub role: Option<String>,
    /// Another name that stands for it; may be repeated
    #[arg(long = "alias", value_name = "NAME")]
    pub aliases: Vec<String>,
    /// A party that it speaks for: PARTY, or PARTY:SINCE..UNTIL with days; may be repeated
    #[arg(long, value_name = "PARTY")]
    pub speaks_for: Vec<String>,
    /// A group that it belongs to: PARTY, or PARTY:SINCE..UNTIL with days; may be repeated
    #[arg(long, value_name = "PARTY")]
    pub member_of: Vec<String>,
}

/// What an edit removes from a party.
#[derive(Debug, clap::Args)]
pub struct RemovedFields {
    /// An alias to remove
    #[arg(long, value_name = "NAME")]
    pub no_alias: Vec<String>,
    /// A party that it never spoke for
    #[arg(long, value_name = "PARTY")]
    pub no_speaks_for: Vec<String>,
    /// A group that it never belonged to
    #[arg(long, value_name = "PARTY")]
    pub no_member_of: Vec<String>,
    /// Clear a field: role
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    pub clear: Vec<String>,
}

impl Fields {
    /// Sets the fields that were given.
    fn apply(&self, party: &mut party::Party, names: Names<'_>) -> Result<()> {
        if let Some(name) = &self.name {
            party.name.clone_from(name);
        }
        if let Some(kind) = self.kind {
            party.kind = kind;
        }
        party.role = self.role.clone().or(party.role.take());
        add_aliases(party, &self.aliases);
        add_edges(&mut party.speaks_for, &self.speaks_for, names)?;
        add_edges(&mut party.member_of, &self.member_of, names)
    }
}

impl RemovedFields {
    fn apply(&self, party: &mut party::Party, names: Names<'_>) -> Result<()> {
        fields::remove(&mut party.aliases, &self.no_alias, "aliases")?;
        remove_edges(&mut party.speaks_for, &self.no_speaks_for, names)?;
        remove_edges(&mut party.member_of, &self.no_member_of, names)?;
        for field in &self.clear {
            match field.as_str() {
                "role" => party.role = None,
                other => bail!("--clear accepts role, not {other:?}"),
            }
        }
        Ok(())
    }
}

fn add_aliases(party: &mut party::Party, aliases: &[String]) {
    for alias in aliases {
        if !party.aliases.contains(alias) {
            party.aliases.push(alias.clone());
        }
    }
}

/// Adds relations. One to a party that is already in the list replaces it, days included.
fn add_edges(edges: &mut Vec<Edge>, given: &[String], names: Names<'_>) -> Result<()> {
    for text in given {
        let edge = fields::edge(names, text)?;
        edges.retain(|other| other.party != edge.party);
        edges.push(edge);
    }
    Ok(())
}

fn remove_edges(edges: &mut Vec<Edge>, given: &[String], names: Names<'_>) -> Result<()> {
    for name in given {
        let (_, id) = names.party(name)?;
        let before = edges.len();
        edges.retain(|edge| edge.party != id);
        if edges.len() == before {
            bail!("the party has no such relation to {id}");
        }
    }
    Ok(())
}

impl Party {
    /// Runs the subcommand.
    pub fn run(self, context: &Context) -> Result<Exit> {
        match self {
            Self::Add { id, fields } => add(context, &id, fields),
            Self::Edit {
                party,
                fields,
                removed,
            } => edit(context, &party, |party, names| {
                removed.apply(party, names)?;
                fields.apply(party, names)
            }),
            Self::Alias { party, names } => edit(context, &party, |party, _| {
                add_aliases(party, &names);
                Ok(())
            }),
            Self::Merge { from, into } => {
                merge(context, Merged::Party, (&from, &into), false, false)
            }
            Self::Rename { old, new } => rename(context, Merged::Party, &old, &new),
            Self::Unmerge { party } => unmerge(context, Merged::Party, &party),
            Self::List { limit, fail_on } => {
                let answers: Vec<_> = context.ask(|view, _| {
                    let keys = view.reader.first_parties(limit)?.into_iter();
                    let answers = keys.map(|key| view.party_answer(key, Statements::None));
                    Ok(answers.collect::<Result<_, _>>()?)
                })?;
                let exit = fail_on.exit(answers.len());
                context.print(&Parties(answers))?;
                Ok(exit)
            }
            Self::Show { party, limit } => {
                let answer = context.ask(|view, names| {
                    let (key, _) = names.party(&party)?;
                    Ok(view.party_answer(key, Statements::up_to(limit))?)
                })?;
                context.print(&answer)
            }
        }
    }
}

fn add(context: &Context, id: &str, fields: Fields) -> Result<Exit> {
    let party = party::Party {
        id: id.parse()?,
        other_ids: Vec::new(),
        name: fields.name.clone().context("a party needs a --name")?,
        kind: fields.kind.context("a party needs a --kind")?,
        role: None,
        aliases: Vec::new(),
        speaks_for: Vec::new(),
        member_of: Vec::new(),
        unreviewed: false,
    };
    let mut alike = Vec::new();
    let written = context.write(|desk, names| {
        let mut party = party.clone();
        fields.apply(&mut party, names)?;
        alike = desk::parties_like(desk.reader(), &party)?;
        record(desk, party, IfExists::Refuse)
    })?;
    note_alike("party", &written.done.0, &alike);
    print_recorded(context, "party", &written, "")
}

/// Changes a recorded party, and prints what changed.
fn edit(
    context: &Context,
    name: &str,
    mut change: impl FnMut(&mut party::Party, Names<'_>) -> Result<()>,
) -> Result<Exit> {
    let written = context.write(|desk, names| {
        let (key, _) = names.party(name)?;
        let mut party = desk.reader().without_merges().party(key)?;
        change(&mut party, names)?;
        party.unreviewed = false;
        record(desk, party, IfExists::Replace)
    })?;
    print_recorded(context, "party", &written, "")
}

fn record(
    desk: &mut Desk<'_, '_>,
    party: party::Party,
    if_exists: IfExists,
) -> Result<(Slug, RecordOutcome)> {
    let id = party.id.clone();
    Ok((id, desk.party(party, if_exists)?))
}
