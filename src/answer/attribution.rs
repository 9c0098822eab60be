//! On which terms a speaker may be shown: by name, or by the wording that was agreed.

use super::view::View;
use crate::domain::docket::PartyKey;
use crate::domain::party::PartyKind;
use crate::domain::statement::{Attribution, Statement};
use crate::ledger::Result;

/// The wording that stands for the speaker of a statement; none where the name may be shown.
///
/// What was not said on the record is shown by its negotiated wording. Where none was written
/// down, the level itself is the wording, so that a name is never shown for want of another word.
/// An anonymous party's name names nobody, so it may stand. Where words of somebody who is named
/// came through someone unnamed, the anonymity is that of the relayer.
///
/// # Errors
/// Where the ledger cannot be read.
pub fn wording(
    view: &View<'_>,
    speaker: PartyKey,
    statement: &Statement,
) -> Result<Option<String>> {
    let level = match statement.attribution {
        Attribution::OnRecord => return Ok(None),
        // Notes are kept out of answers to others; at the desk, whoever spoke has a name.
        Attribution::OffRecord => return Ok(statement.shown_as.clone()),
        Attribution::Background => "a source on background",
        Attribution::DeepBackground => "an unattributed account",
        Attribution::Anonymous => "an unnamed source",
    };
    if statement.attribution == Attribution::Anonymous && unnamed_relayer(view, statement)? {
        return Ok(None);
    }
    if statement.shown_as.is_some() {
        return Ok(statement.shown_as.clone());
    }
    Ok((!names_nobody(view, speaker)?).then(|| level.to_owned()))
}

fn unnamed_relayer(view: &View<'_>, statement: &Statement) -> Result<bool> {
    for relayer in &statement.via {
        if let Some(key) = view.reader.party_key(relayer.as_str())?
            && names_nobody(view, key)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a party's own name tells nobody who it is.
pub(super) fn names_nobody(view: &View<'_>, party: PartyKey) -> Result<bool> {
    Ok(view.reader.party(party)?.kind == PartyKind::Anonymous)
}
