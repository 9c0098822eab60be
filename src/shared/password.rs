//! The password of a role, as libpq finds it: in the address, in `PGPASSWORD`, in `~/.pgpass`.

use std::fs;
use std::path::Path;

use super::address::{Address, Server};
use super::error::Reason;

/// The password for one server of an address, if there is one.
///
/// # Errors
/// If the file of passwords cannot be read, or if others can read it.
pub(super) fn for_server(address: &Address, server: &Server) -> Result<Option<String>, Reason> {
    let surroundings = &address.surroundings;
    if let Some(given) = address.password.as_ref().or(surroundings.password.as_ref()) {
        return Ok(Some(given.clone()));
    }
    let named = address.passfile.as_ref().or(surroundings.passfile.as_ref());
    let default = surroundings.home.as_ref().map(|home| home.join(".pgpass"));
    let Some(path) = named.or(default.as_ref()).filter(|path| path.is_file()) else {
        return Ok(None);
    };
    require_private(path)?;
    let text = fs::read_to_string(path).map_err(|error| unusable(path, error))?;
    Ok(look_up(&text, address, server))
}

/// Refuses a file of secrets that others can read.
///
/// # Errors
/// If it is one.
pub(super) fn require_private(path: &Path) -> Result<(), Reason> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let found = fs::metadata(path).map_err(|error| unusable(path, error))?;
        if found.permissions().mode() & 0o077 != 0 {
            return Err(unusable(
                path,
                "others may read it; chmod 600 makes it private",
            ));
        }
    }
    Ok(())
}

/// A file that cannot be used.
pub(super) fn unusable(path: &Path, what: impl ToString) -> Reason {
    Reason::File {
        path: path.to_owned(),
        what: what.to_string(),
    }
}

/// The first line of `host:port:database:user:password` that fits. `*` fits anything.
fn look_up(text: &str, address: &Address, server: &Server) -> Option<String> {
    let host = match server.host.starts_with('/') {
        true => "localhost",
        false => &server.host,
    };
    let port = server.port.to_string();
    let wanted = [host, &port, &address.database, &address.user];
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(fields).find_map(|mut fields| {
        let password = (fields.len() == 5).then(|| fields.pop())??;
        let mut pairs = fields.iter().zip(wanted);
        pairs
            .all(|(field, wanted)| field == "*" || field == wanted)
            .then_some(password)
    })
}

/// The fields of a line; `\:` and `\\` stand for a colon and a backslash.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match character {
            ':' if fields.len() < 5 => fields.push(String::new()),
            other => {
                let kept = match other {
                    '\\' => characters.next(),
                    _ => Some(other),
                };
                if let Some(field) = fields.last_mut() {
                    field.extend(kept);
                }
            }
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::Surroundings;

    const PASSWORDS: &str = "# a comment\nh:1:j:other:no\n*:5432:*:k:a\\:b\\\\c\nh:*:*:*:later\n";

    #[test]
    fn the_first_line_that_fits_gives_the_password() {
        let found = |text: &str| {
            let address = Address::parse(text, &Surroundings::default()).expect("an address");
            look_up(PASSWORDS, &address, &address.servers[0])
        };
        assert_eq!(found("host=h user=k dbname=j").as_deref(), Some(r"a:b\c"));
        assert_eq!(
            found("host=h port=2 user=k dbname=j").as_deref(),
            Some("later")
        );
        assert_eq!(found("host=x port=2 user=k dbname=j"), None);
    }
}
