//! Why something could not be fetched.

#[cfg(feature = "client")]
use std::io;

use chrono::{DateTime, Utc};
use thiserror::Error;

#[cfg(feature = "client")]
use crate::public::Local;

/// Why something could not be fetched. Each message names what is wrong, and what to do where something can be done.
#[derive(Debug, Error)]
pub enum FetchError {
    /// It is no address that can be fetched.
    #[error("{address:?} cannot be fetched: {reason}")]
    Address {
        /// The address.
        address: String,
        /// What is wrong with it.
        reason: String,
    },
    /// It leads to the local machine or network.
    #[error("{host} is on the local machine or network; --allow-local fetches from there too")]
    Local {
        /// The host.
        host: String,
    },
    /// No address is known for the host.
    #[error("the host {host} is not known; check the spelling, and the connection")]
    UnknownHost {
        /// The host.
        host: String,
    },
    /// The site's robots.txt asks programs to stay away.
    #[error("the robots.txt of {host} does not allow programs to fetch this")]
    Robots {
        /// The host.
        host: String,
    },
    /// It needs a login.
    #[error(
        "the page requires a login (status {status}); save it from a browser and ingest the file"
    )]
    Login {
        /// The status, 401, 402, 403 or 407.
        status: u16,
    },
    /// It is not there.
    #[error("there is nothing at this address (status {status})")]
    Gone {
        /// The status, 404 or 410.
        status: u16,
    },
    /// The server asks to come back later, or cannot answer.
    #[error("the server cannot answer at the moment (status {status})")]
    Busy {
        /// The status, 429 or from 500 on.
        status: u16,
        /// When it may be asked again.
        retry: Option<DateTime<Utc>>,
    },
    /// The server asked to be left alone, and was not asked.
    #[error("{host} does not want to be asked before {}", until.format("%Y-%m-%dT%H:%MZ"))]
    Early {
        /// The host.
        host: String,
        /// When it may be asked again.
        until: DateTime<Utc>,
    },
    /// Another status than was to be expected.
    #[error("the server answered with status {status}")]
    Status {
        /// The status.
        status: u16,
    },
    /// A redirect leads nowhere, or too many follow each other.
    #[error("the redirects lead nowhere: {reason}")]
    Redirects {
        /// What is wrong with them.
        reason: String,
    },
    /// It is larger than anything that is read.
    #[error("it is larger than {limit} MB")]
    TooLarge {
        /// The limit, in megabytes.
        limit: usize,
    },
    /// It did not arrive in time.
    #[error("it did not arrive within {seconds} seconds")]
    Slow {
        /// The time that it had.
        seconds: u64,
    },
    /// The body is damaged, or in an encoding that was not asked for.
    #[error("the answer cannot be decoded: {reason}")]
    Body {
        /// What is wrong with it.
        reason: String,
    },
    /// The server's certificate is not valid for the host.
    #[error(
        "the certificate of {host} is not valid: {reason}. Somebody else may be answering, so nothing was asked; see what a \
         browser says of this address, and whether the clock of this machine is right"
    )]
    Certificate {
        /// The host.
        host: String,
        /// What is wrong.
        reason: String,
    },
    /// The connection failed.
    #[error("the connection to {host} failed: {reason}")]
    Connection {
        /// The host.
        host: String,
        /// What happened.
        reason: String,
    },
    /// The caller wants to stop.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

/// The caller wants to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("stopped")]
pub struct Interrupted;

impl FetchError {
    #[cfg(feature = "client")]
    /// What went wrong with a request to a host that had `seconds` to be answered.
    pub(crate) fn of(error: ureq::Error, host: &str, seconds: u64) -> Self {
        let host = host.to_owned();
        let reason = error.to_string();
        match error {
            ureq::Error::HostNotFound => Self::UnknownHost { host },
            ureq::Error::Timeout(_) => Self::Slow { seconds },
            ureq::Error::Tls(_) | ureq::Error::Rustls(_) => Self::certificate(host, &reason),
            ureq::Error::Io(error) => Self::of_io(&error, host),
            _ => Self::Connection { host, reason },
        }
    }

    #[cfg(feature = "client")]
    fn of_io(error: &io::Error, host: String) -> Self {
        let within = error.get_ref();
        if within.is_some_and(|within| within.is::<Local>()) {
            return Self::Local { host };
        }
        let reason = error.to_string();
        // Names are resolved by the system, which has no kind of error for names that it does not know.
        if reason.starts_with("failed to lookup address information") {
            return Self::UnknownHost { host };
        }
        if error.kind() == io::ErrorKind::InvalidData && reason.contains("certificate") {
            return Self::certificate(host, &reason);
        }
        Self::Connection { host, reason }
    }

    #[cfg(feature = "client")]
    fn certificate(host: String, reason: &str) -> Self {
        let own = reason.trim_start_matches("invalid peer certificate: ");
        let reason = match own {
            "UnknownIssuer" => "it is signed by nobody whom browsers trust".to_owned(),
            other => other.to_owned(),
        };
        Self::Certificate { host, reason }
    }

    /// When the server may be asked again.
    pub fn retry(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Busy { retry, .. } => *retry,
            Self::Early { until, .. } => Some(*until),
            _ => None,
        }
    }
}
