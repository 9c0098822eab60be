//! What the instructions for an outside reader say about the ledger.

use anyhow::Result;

use crate::command::context::Context;
use crate::exchange::asking::{self, KnownStory};
use crate::ledger::{ClaimFilter, Reader};

/// Maximum number of parties, and of claims, in the instructions: those recorded last.
const MOST: usize = 200;

/// The instructions for a reader, with the parties and claims of the ledger if there is one.
///
/// # Errors
/// If the ledger cannot be read.
pub(in crate::command) fn prompt(context: &Context) -> Result<String> {
    Ok(asking::prompt(&known(context)?))
}

/// The parties and claims of the ledger, if there is one.
///
/// # Errors
/// If it cannot be read.
pub(super) fn known(context: &Context) -> Result<KnownStory> {
    match context.path.exists() {
        true => context.ask(|view, _| story(view.reader)),
        false => Ok(KnownStory::default()),
    }
}

/// Those parties and claims that may be told: nobody who was never heard under their name, and no claim of which is
/// spoken off the record only.
fn story(reader: Reader<'_>) -> Result<KnownStory> {
    let hidden = reader.parties_without_name()?;
    let mut parties = reader.parties()?;
    parties.retain(|key| !hidden.contains(key));
    let hidden = reader.claims_off_the_record()?;
    let mut claims = reader.claims(&ClaimFilter::default())?;
    claims.retain(|key| !hidden.contains(key));
    let more = (
        parties.len().saturating_sub(MOST),
        claims.len().saturating_sub(MOST),
    );
    let parties = parties.into_iter().skip(more.0).map(|key| {
        let party = reader.party(key)?;
        Ok((party.name, party.aliases))
    });
    let claims = claims
        .into_iter()
        .skip(more.1)
        .map(|key| Ok(reader.claim(key)?.claim.text));
    Ok(KnownStory {
        parties: parties.collect::<Result<_>>()?,
        claims: claims.collect::<Result<_>>()?,
        more,
    })
}
