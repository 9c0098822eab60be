//! Connecting to the shared journal.

use anyhow::{Result, bail};

use crate::command::context::Context;
use crate::domain::sharing::Sharing;
use crate::journal::JournalError;
use crate::ledger::LedgerError;
use crate::shared::{Address, PostgresJournal, Surroundings};

/// What came of trying to reach the shared journal.
pub(in crate::command) enum Contact {
    /// The journal.
    Made(Box<PostgresJournal>),
    /// It cannot be reached now, and why.
    None(String),
}

/// An address as somebody typed it or as a ledger keeps it, with what the environment adds.
///
/// # Errors
/// If it is none.
pub(super) fn address(text: &str) -> Result<Address> {
    let surroundings = Surroundings::from_variables(|name| std::env::var_os(name));
    Ok(Address::parse(text, &surroundings)?)
}

/// Connects to the journal of which a ledger is a copy, as its desk.
///
/// # Errors
/// If the journal is another one, or does not let this desk in.
pub(in crate::command) fn contact(context: &Context, sharing: &Sharing) -> Result<Contact> {
    if context.desk_line.is_offline {
        return Ok(Contact::None("--offline was given".to_owned()));
    }
    let opened = PostgresJournal::open(&address(&sharing.address)?, Some(&sharing.journal));
    let journal = match opened {
        Ok(journal) => journal,
        Err(error) => {
            return match JournalError::from(error) {
                JournalError::Unreachable(why) => Ok(Contact::None(why)),
                error => Err(LedgerError::from(error).into()),
            };
        }
    };
    require_desk(&journal, &sharing.desk)?;
    Ok(Contact::Made(Box::new(journal)))
}

/// Connects to the journal of which a ledger is a copy, for a command that has no use without it.
///
/// # Errors
/// As [`contact`], and if it cannot be reached.
pub(super) fn require_contact(context: &Context, sharing: &Sharing) -> Result<PostgresJournal> {
    match contact(context, sharing)? {
        Contact::Made(journal) => Ok(*journal),
        Contact::None(why) => Err(LedgerError::from(JournalError::Unreachable(why)).into()),
    }
}

/// Checks that the role that is connected is that of this desk.
///
/// # Errors
/// If it is not.
pub(super) fn require_desk(journal: &PostgresJournal, desk: &str) -> Result<()> {
    match journal.desk() {
        Some(known) if known == desk => Ok(()),
        Some(known) => bail!(
            "the role in {} is that of desk {known}, not {desk}; give --desk {known}, or the address with the role of {desk}",
            journal.address_without_password()
        ),
        None => bail!(
            "the role in {} is that of no desk; whoever operates the journal adds it as {desk} with the function onrecord.add_desk",
            journal.address_without_password()
        ),
    }
}
