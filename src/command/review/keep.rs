//! `onrecord review --keep`: records that a person has looked at things, without showing them.

use anyhow::{Result, bail};

use crate::command::context::Context;
use crate::command::exit::Exit;
use crate::desk::{shown_with_claim, shown_with_statement};
use crate::domain::docket::{ClaimKey, StatementKey};
use crate::journal::Seq;
use crate::ledger::{Kind, Reader};
use crate::render::outcome::Message;
use crate::render::page::counted;

/// Takes the mark *unreviewed* from what these ids mean.
pub(super) fn keep(context: &Context, ids: &[String]) -> Result<Exit> {
    let written = context.write(|desk, _| {
        let mut keys = Vec::new();
        for id in ids {
            keys.extend(found(desk.reader(), id)?);
        }
        Ok(desk.review(&keys)?)
    })?;
    let done = match written.done {
        0 => "All of this was reviewed before.".to_owned(),
        count => format!("{} reviewed.", counted(count, "record", "records")),
    };
    context.print(&Message { done })
}

/// The keys of everything that an id means, with what is shown of it.
fn found(reader: Reader<'_>, id: &str) -> Result<Vec<Seq>> {
    let mut keys = Vec::new();
    if let Some(key) = reader.statement_key(id)? {
        keys.extend(shown_with_statement(reader, StatementKey(key.0))?);
    }
    if let Some(key) = reader.claim_key(id)? {
        keys.extend(shown_with_claim(reader, ClaimKey(key.0))?);
    }
    for kind in [Kind::Party, Kind::Question] {
        keys.extend(reader.key_of(kind, id)?);
    }
    if keys.is_empty() {
        bail!("{id} is no claim, statement, party or question of this ledger; give their ids");
    }
    Ok(keys)
}
