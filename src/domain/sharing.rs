//! Sharing a journal with other desks: which one, and what waits until it can be written.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Invalid;
use super::text::required;

/// The shared journal of which a ledger is a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharing {
    /// The id of the shared journal, which tells it from any other one at that address.
    pub journal: String,
    /// Where it is, without a password.
    pub address: String,
    /// What this desk is called there: the part of `person@desk` behind the sign.
    pub desk: String,
    /// When the desk joined, in milliseconds since 1970-01-01T00:00Z.
    pub since: i64,
}

impl Sharing {
    /// Checks that nothing is empty, that the desk's name can stand behind an `@`, and that the address has no
    /// password in it.
    ///
    /// # Errors
    /// The first field that is invalid.
    pub fn check(&self) -> Result<(), Invalid> {
        required("journal", &self.journal)?;
        required("address", &self.address)?;
        required("desk", &self.desk)?;
        let is_plain = |one: char| !(one == '@' || one.is_whitespace() || one.is_control());
        if !self.desk.chars().all(is_plain) {
            let reason = format!("{:?} contains @, a space or a control character", self.desk);
            return Err(Invalid::new("desk", reason));
        }
        if has_password(&self.address) {
            // The address is not repeated, since messages are logged.
            return Err(Invalid::new("address", "it contains a password"));
        }
        Ok(())
    }

    /// The name under which somebody of this desk writes.
    pub fn author(&self, person: &str) -> String {
        format!("{person}@{}", self.desk)
    }

    /// Whether somebody of this desk wrote under this name.
    pub fn is_own(&self, name: &str) -> bool {
        let behind = name.rsplit_once('@').map_or(name, |(_, desk)| desk);
        behind == self.desk
    }
}

/// Whether an address has a password in it: `scheme://user:password@host`, or a setting `password=`.
fn has_password(address: &str) -> bool {
    let behind = address.split_once("://").map_or("", |(_, behind)| behind);
    let authority = behind.split(['/', '?', '#']).next().unwrap_or_default();
    let user = authority.rsplit_once('@').map_or("", |(user, _)| user);
    // Words may have spaces around the sign.
    let mut settings = address.match_indices('=').map(|(at, _)| {
        let before = address[..at].trim_end();
        let name = before.rsplit(|one: char| one == '?' || one == '&' || one.is_whitespace());
        name.take(1).collect::<String>()
    });
    user.contains(':') || settings.any(|name| name.eq_ignore_ascii_case("password"))
}

/// A command as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// When, in milliseconds since 1970-01-01T00:00Z.
    pub at: i64,
    /// Who, as it is recorded.
    pub by: String,
    /// The words of the command line, without the program's name.
    pub words: Vec<String>,
    /// The files that it reads, by the names that the words have for them. `-` is standard input.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// A command that waits until the shared journal can be written, or that has waited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its number, in the order in which they were typed.
    pub number: i64,
    /// The command.
    pub typed: Typed,
    /// Why it had to wait, in a few words.
    pub held: String,
    /// What became of it.
    pub state: HeldState,
    /// Why it is in that state.
    pub reason: Option<String>,
}

/// What became of a command that had to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeldState {
    /// It waits.
    Waiting,
    /// It was tried and refused, and is kept until somebody decides on it.
    Kept,
    /// It was recorded.
    Recorded,
    /// What it says was recorded already.
    Recognised,
    /// Somebody dropped it.
    Dropped,
}

impl HeldState {
    /// Whether something is still to be done about it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sharing(address: &str, desk: &str) -> Sharing {
        Sharing {
            journal: "7f3a".to_owned(),
            address: address.to_owned(),
            desk: desk.to_owned(),
            since: 0,
        }
    }

    #[test]
    fn a_password_is_refused_wherever_it_stands() {
        for address in [
            "postgresql://harbour:secret@db.example/journal",
            "postgresql://db.example/journal?sslmode=require&password=secret",
            "host=db.example user=harbour Password = secret",
            "host=db.example password=secret",
        ] {
            let refused = sharing(address, "harbour").check();
            let refused = refused.err().map(|invalid| invalid.to_string());
            assert!(
                refused.is_some_and(|text| text.contains("password") && !text.contains("secret")),
                "{address}"
            );
        }
        for address in [
            "postgresql://harbour@db.example:5432/journal",
            "host=db.example user=harbour",
            "memory",
        ] {
            assert_eq!(sharing(address, "harbour").check(), Ok(()), "{address}");
        }
    }

    #[test]
    fn names_are_those_of_the_desk_behind_the_sign() {
        let own = sharing("memory", "harbour");
        assert!(own.is_own("rosa@harbour") && own.is_own("harbour"));
        assert!(!own.is_own("rosa@quay") && !own.is_own("rosa") && !own.is_own("harbour@quay"));
        for desk in ["", "a b", "a@b", "a\nb"] {
            assert!(sharing("memory", desk).check().is_err(), "{desk:?}");
        }
    }
}
