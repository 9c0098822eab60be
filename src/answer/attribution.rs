//! Under which words a speaker may be shown: the name, or the wording agreed with the source.

use super::view::View;
use crate::domain::docket::PartyKey;
use crate::domain::party::PartyKind;
use crate::domain::statement::{Attribution, Statement};
use crate::ledger::Result;

/// The wording to show in place of a speaker's name, or `None` if the name may be shown.
///
/// A statement that was not made on the record is shown under the wording that was negotiated for
/// it. If none was recorded, a phrase for its attribution level is used, so the name never appears
/// for lack of another word. The name of a party of kind `anonymous` identifies nobody and may be
/// shown.
pub(super) fn wording(
    view: &View<'_>,
    speaker: PartyKey,
    statement: &Statement,
) -> Result<Option<String>> {
    match statement.attribution {
        Attribution::OnRecord => Ok(None),
        // Notes are shown at the desk only, where the speaker is known.
        Attribution::OffRecord => Ok(statement.shown_as.clone()),
        _ if statement.shown_as.is_some() => Ok(statement.shown_as.clone()),
        level => Ok((!names_nobody(view, speaker)?).then(|| level.unnamed().to_owned())),
    }
}

/// Whether a party's name identifies nobody.
pub(super) fn names_nobody(view: &View<'_>, party: PartyKey) -> Result<bool> {
    Ok(view.reader.party(party)?.kind == PartyKind::Anonymous)
}
