//! `onrecord party`

use anyhow::{Context as _, Result, bail};

use super::context::Context;
use super::exit::Exit;
use super::fields;
use super::names::Names;
use crate::answer;
use crate::desk::Known;
use crate::domain::party::{self, Edge, PartyKind};
use crate::journal::Merged;
use crate::render::records::Parties;

/// Parties: add, edit, list, show.
#[derive(Debug, clap::Subcommand)]
pub enum Party {
    /// Record a party.
    Add {
        /// The new id
        id: String,
        /// What is known of it
        #[command(flatten)]
        fields: Fields,
    },
    /// Change what is given about a party; lists grow by what is given.
    Edit {
        /// The party
        party: String,
        /// What is to change
        #[command(flatten)]
        fields: Fields,
        /// An alias that is none any more
        #[arg(long, value_name = "NAME")]
        no_alias: Vec<String>,
        /// A party it never spoke for
        #[arg(long, value_name = "PARTY")]
        no_speaks_for: Vec<String>,
        /// A group it never belonged to
        #[arg(long, value_name = "PARTY")]
        no_member_of: Vec<String>,
        /// Empty a field: role
        #[arg(long, value_name = "FIELD", value_delimiter = ',')]
        clear: Vec<String>,
    },
    /// Add names under which a party is found.
    Alias {
        /// The party
        party: String,
        /// The names
        #[arg(required = true)]
        names: Vec<String>,
    },
    /// Say that a party is another one; its id stays an alias.
    Merge {
        /// The party that is no more
        from: String,
        /// The party that it is
        into: String,
    },
    /// List the parties.
    List,
    /// Show a party and what it said.
    Show {
        /// The party
        party: String,
    },
}

/// What a party is recorded with.
#[derive(Debug, clap::Args)]
pub struct Fields {
    /// The name to show
    #[arg(long)]
    pub name: Option<String>,
    /// What sort of party it is
    #[arg(long, value_enum)]
    pub kind: Option<PartyKind>,
    /// Office or function
    #[arg(long)]
    pub role: Option<String>,
    /// Another name under which it is found; may be given more than once
    #[arg(long = "alias", value_name = "NAME")]
    pub aliases: Vec<String>,
    /// A party in whose name it speaks: PARTY, or PARTY:SINCE..UNTIL with days
    #[arg(long, value_name = "PARTY")]
    pub speaks_for: Vec<String>,
    /// A group it belongs to: PARTY, or PARTY:SINCE..UNTIL with days
    #[arg(long, value_name = "PARTY")]
    pub member_of: Vec<String>,
}

impl Fields {
    fn fill(self, party: &mut party::Party, names: Names<'_>) -> Result<()> {
        if let Some(name) = self.name {
            party.name = name;
        }
        if let Some(kind) = self.kind {
            party.kind = kind;
        }
        party.role = self.role.or(party.role.take());
        for alias in self.aliases {
            if !party.aliases.contains(&alias) {
                party.aliases.push(alias);
            }
        }
        add_edges(&mut party.speaks_for, &self.speaks_for, names)?;
        add_edges(&mut party.member_of, &self.member_of, names)
    }
}

/// Adds relations; one to a party that is in the list already replaces it, dates and all.
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
            bail!("there is no such relation to {id}");
        }
    }
    Ok(())
}

impl Party {
    /// Runs the subcommand.
    ///
    /// # Errors
    /// Where a name is unknown or taken, or the ledger cannot be used.
    pub fn run(self, context: &Context) -> Result<Exit> {
        match self {
            Self::Add { id, fields } => add(context, &id, fields),
            Self::Edit {
                party,
                fields,
                no_alias,
                no_speaks_for,
                no_member_of,
                clear,
            } => edit(
                context,
                &party,
                fields,
                &Gone {
                    aliases: no_alias,
                    speaks_for: no_speaks_for,
                    member_of: no_member_of,
                    fields: clear,
                },
            ),
            Self::Alias { party, names } => write(context, "set anew", |_, held| {
                let mut party = held(&party)?;
                let new = names
                    .into_iter()
                    .filter(|name| !party.aliases.contains(name));
                party.aliases.extend(new.collect::<Vec<_>>());
                Ok((party, Known::Replace))
            }),
            Self::Merge { from, into } => {
                let names = (from.as_str(), into.as_str());
                fields::merge(context, Merged::Party, names, false, false)
            }
            Self::List => {
                let answers = context.ask(|view, _| {
                    let keys = view.reader.parties()?.into_iter();
                    let answers = keys.map(|key| view.party_answer(key, false));
                    Ok(answers.collect::<Result<_, _>>()?)
                })?;
                context.print(&Parties(answers))
            }
            Self::Show { party } => {
                let answer = context.ask(|view, names| {
                    let (key, _) = names.party(&party)?;
                    Ok(view.party_answer(key, true)?)
                })?;
                context.print(&answer)
            }
        }
    }
}

fn add(context: &Context, id: &str, fields: Fields) -> Result<Exit> {
    let name = fields.name.clone();
    let mut new = party::Party {
        id: id.parse()?,
        name: name.context("a party needs a --name")?,
        kind: fields.kind.context("a party needs a --kind")?,
        role: None,
        aliases: Vec::new(),
        speaks_for: Vec::new(),
        member_of: Vec::new(),
    };
    write(context, "recorded", |names, _| {
        fields.fill(&mut new, names)?;
        Ok((new, Known::Refuse))
    })
}

/// What an edit takes away.
struct Gone {
    aliases: Vec<String>,
    speaks_for: Vec<String>,
    member_of: Vec<String>,
    fields: Vec<String>,
}

fn edit(context: &Context, name: &str, fields: Fields, gone: &Gone) -> Result<Exit> {
    write(context, "set anew", |names, held| {
        let mut party = held(name)?;
        fields::remove(&mut party.aliases, &gone.aliases, "aliases")?;
        remove_edges(&mut party.speaks_for, &gone.speaks_for, names)?;
        remove_edges(&mut party.member_of, &gone.member_of, names)?;
        for field in &gone.fields {
            match field.as_str() {
                "role" => party.role = None,
                other => bail!("--clear empties role, not {other:?}"),
            }
        }
        fields.fill(&mut party, names)?;
        Ok((party, Known::Replace))
    })
}

/// Records the party that `make` gives, and says what it changed.
fn write(
    context: &Context,
    what: &str,
    make: impl FnOnce(Names<'_>, &dyn Fn(&str) -> Result<party::Party>) -> Result<(party::Party, Known)>,
) -> Result<Exit> {
    let written = context.write(|desk, names| {
        let reader = desk.reader();
        let held = |name: &str| Ok(reader.as_recorded().party(names.party(name)?.0)?);
        let (party, known) = make(names, &held)?;
        let id = party.id.clone();
        Ok((id, desk.party(party, known)?))
    })?;
    let view = context.present(written.ledger.now());
    let (id, entered) = &written.done;
    let done = fields::done("party", id, *entered, what);
    context.print(&answer::moves(&view, done, &written.changes)?)
}
