//! Why a shared journal cannot be used, and what to do about it.

use std::path::PathBuf;

use thiserror::Error;

use super::FORMAT;
use crate::journal::JournalError;

/// Why a shared journal cannot be used. The address has no password in it.
#[derive(Debug, Error)]
#[error("{address}: {reason}")]
pub struct ConnectError {
    /// The address, without a password.
    pub address: String,
    /// Why.
    pub reason: Reason,
}

/// What is wrong with an address, a server or what it says.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The text is no address.
    #[error("this is not the address of a database: {0}")]
    Malformed(String),
    /// A file that the address or the environment names cannot be used.
    #[error("{path} cannot be used: {what}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        what: String,
    },
    /// No server has this name.
    #[error("the name {0} cannot be resolved")]
    Unresolved(String),
    /// Nothing answers there.
    #[error("{server} does not answer: {what}")]
    NoAnswer {
        /// Host and port.
        server: String,
        /// What the system says.
        what: String,
    },
    /// Something answers that is no PostgreSQL server.
    #[error("what answers at {0} is not a PostgreSQL server")]
    NotPostgres(String),
    /// The server has no TLS, and the address wants it.
    #[error("the server does not offer TLS")]
    NoTls,
    /// The server's certificate is not accepted.
    #[error("the server's certificate {0}")]
    Certificate(CertificateFault),
    /// TLS failed in another way.
    #[error("no encrypted connection: {0}")]
    Tls(String),
    /// The server wants a password, and there is none.
    #[error("the server asks for a password, and there is none")]
    NoPassword,
    /// The server does not accept the password.
    #[error("the server does not accept the password of {0}")]
    WrongPassword(String),
    /// The server does not let the role in.
    #[error("the server does not let {role} in: {what}")]
    NotLetIn {
        /// The role.
        role: String,
        /// What the server says.
        what: String,
    },
    /// The server has no such database.
    #[error("the server has no database {0}")]
    NoDatabase(String),
    /// The server is starting, stopping, full or a standby.
    #[error("the server takes no writes now: {0}")]
    NotNow(String),
    /// The server is too old.
    #[error("the server runs PostgreSQL {0}, and a shared journal needs 15 or later")]
    OldServer(i32),
    /// The database holds no journal.
    #[error("the database holds no journal")]
    NoJournal,
    /// The database holds a journal, where a new one was to be made.
    #[error("the database holds a journal already")]
    Exists,
    /// The database holds another journal than the one that is looked for.
    #[error("the database holds the journal {found}, not {expected}")]
    OtherJournal {
        /// The id that is looked for.
        expected: String,
        /// The id found.
        found: String,
    },
    /// The role may not use the journal.
    #[error("{role} has no right to use the journal: {what}")]
    NoRights {
        /// The role.
        role: String,
        /// What the server says.
        what: String,
    },
    /// A newer program has raised the journal's format.
    #[error("the journal has format {0}, and this onrecord knows up to {FORMAT}")]
    Newer(i32),
    /// The server says something else.
    #[error("the server says: {0}")]
    Other(String),
}

/// Why a certificate is not accepted.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum CertificateFault {
    /// No authority that is trusted has signed it.
    #[error("is not signed by an authority that is trusted here")]
    Untrusted,
    /// Its time is over.
    #[error("has expired")]
    Expired,
    /// Its time is still to come.
    #[error("is not valid yet")]
    NotYetValid,
    /// It is for other names.
    #[error("is for another name than {0}")]
    OtherName(String),
    /// Anything else.
    #[error("is not accepted: {0}")]
    Other(String),
}

impl Reason {
    /// What to do about it, if that can be said.
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Malformed(_) => {
                "an address looks like postgresql://kyiv@db.example.org/journal?sslmode=verify-full"
            }
            Self::File { .. } => "correct the file, or name another one",
            Self::Unresolved(_) => "check the spelling of the host, and the network",
            Self::NoAnswer { .. } => {
                "check host and port, whether the server runs, and whether a firewall is between"
            }
            Self::NotPostgres(_) => "check the port; PostgreSQL's own is 5432",
            Self::NoTls => {
                "have the server offer TLS; sslmode=disable goes without, which only a trusted network allows"
            }
            Self::Certificate(CertificateFault::Untrusted) => {
                "name the authority's certificate with sslrootcert=FILE, or use sslrootcert=system for a public one"
            }
            Self::Certificate(CertificateFault::Expired) => {
                "have the server's certificate renewed, or check this computer's clock"
            }
            Self::Certificate(CertificateFault::NotYetValid) => "check this computer's clock",
            Self::Certificate(CertificateFault::OtherName(_)) => {
                "use a name that the certificate has among its alternative names"
            }
            Self::Certificate(CertificateFault::Other(_)) | Self::Tls(_) => {
                "check the certificates of the server and of this desk"
            }
            Self::NoPassword | Self::WrongPassword(_) => {
                "put the password into ~/.pgpass or PGPASSWORD; whoever operates the journal can set a new one"
            }
            Self::NotLetIn { .. } => {
                "whoever operates the server adds the role, and a line for it to pg_hba.conf"
            }
            Self::NoDatabase(_) => "check the name behind the host; CREATE DATABASE makes one",
            Self::NotNow(_) => "try again, or name all servers of the cluster in the address",
            Self::OldServer(_) => "have the server upgraded",
            Self::NoJournal => "check the name of the database, or share a journal into it first",
            Self::Exists => "use an empty database for each journal",
            Self::OtherJournal { .. } => "check the name of the database",
            Self::NoRights { .. } => "ask who operates the journal to add this desk",
            Self::Newer(_) => "upgrade onrecord on this desk",
            Self::Other(_) => return None,
        })
    }

    /// Whether trying again later, without changing anything here, can help.
    fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Unresolved(_) | Self::NoAnswer { .. } | Self::NotNow(_) | Self::Other(_)
        )
    }
}

impl From<ConnectError> for JournalError {
    fn from(error: ConnectError) -> Self {
        let hint = error.reason.hint();
        let text = hint.map_or_else(|| error.to_string(), |hint| format!("{error}; {hint}"));
        if error.reason.may_pass() {
            Self::Unreachable(text)
        } else {
            Self::Refused(text)
        }
    }
}
