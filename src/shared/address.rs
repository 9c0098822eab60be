//! The address of a shared journal, as libpq reads it: a URL or `key=value` words.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tokio_postgres::Config;
use tokio_postgres::config::TargetSessionAttrs;

use super::error::{ConnectError, Reason};
use super::tls::Mode;

/// What the environment says about connections. The commands read it, as they read everything there.
#[derive(Clone, Default)]
pub struct Surroundings {
    pub(super) password: Option<String>,
    pub(super) passfile: Option<PathBuf>,
    pub(super) home: Option<PathBuf>,
    user: Option<String>,
    mode: Option<String>,
    root: Option<String>,
    certificate: Option<String>,
    key: Option<String>,
}

impl Surroundings {
    /// Reads `PGPASSWORD`, `PGPASSFILE`, `PGUSER`, `PGSSLMODE`, `PGSSLROOTCERT`, `PGSSLCERT`, `PGSSLKEY` and the home
    /// folder from variables.
    pub fn from_variables(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let text = |name: &str| set(name).and_then(|value| value.into_string().ok());
        Self {
            password: text("PGPASSWORD"),
            passfile: set("PGPASSFILE").map(PathBuf::from),
            home: set("HOME")
                .or_else(|| set("USERPROFILE"))
                .map(PathBuf::from),
            user: text("PGUSER"),
            mode: text("PGSSLMODE"),
            root: text("PGSSLROOTCERT"),
            certificate: text("PGSSLCERT"),
            key: text("PGSSLKEY"),
        }
    }

    /// A file that libpq looks for in the home folder, if it is there.
    pub(super) fn own_file(&self, name: &str) -> Option<PathBuf> {
        let path = self.home.as_ref()?.join(".postgresql").join(name);
        path.is_file().then_some(path)
    }
}

/// A server of the cluster.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Server {
    /// Its name, its address, or the folder of its socket.
    pub(super) host: String,
    /// Its port.
    pub(super) port: u16,
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.host.contains(':') {
            true => write!(f, "[{}]:{}", self.host, self.port),
            false => write!(f, "{}:{}", self.host, self.port),
        }
    }
}

/// The address of a shared journal. Neither its text nor its `Debug` form shows the password.
#[derive(Clone)]
pub struct Address {
    shown: String,
    pub(super) servers: Vec<Server>,
    pub(super) user: String,
    pub(super) database: String,
    pub(super) password: Option<String>,
    pub(super) passfile: Option<PathBuf>,
    pub(super) mode: Mode,
    /// The file of the authorities' certificates, or `system`.
    pub(super) root: Option<String>,
    pub(super) certificate: Option<String>,
    pub(super) key: Option<String>,
    pub(super) surroundings: Surroundings,
    /// All other settings, which the client library reads.
    pub(super) settings: Config,
}

/// How long a server may take to let somebody in, unless the address says otherwise.
const CONNECT: Duration = Duration::from_secs(10);

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({})", self.shown)
    }
}

impl Address {
    /// Reads an address. What it leaves open comes from the surroundings.
    ///
    /// # Errors
    /// If the text is no address. The error does not repeat the text, which may hold a password.
    pub fn parse(text: &str, surroundings: &Surroundings) -> Result<Self, ConnectError> {
        Self::read(text.trim(), surroundings).map_err(|what| ConnectError {
            address: "the address of the shared journal".to_owned(),
            reason: Reason::Malformed(what),
        })
    }

    /// The address as it may be stored and shown.
    pub fn address_without_password(&self) -> &str {
        &self.shown
    }

    /// The role that logs in.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// How long a server may take to let somebody in.
    pub(super) fn patience(&self) -> Duration {
        let set = self.settings.get_connect_timeout();
        set.copied().unwrap_or(CONNECT)
    }

    /// An error about this address.
    pub(super) fn error(&self, reason: Reason) -> ConnectError {
        ConnectError {
            address: self.shown.clone(),
            reason,
        }
    }

    fn read(text: &str, surroundings: &Surroundings) -> Result<Self, String> {
        let url = ["postgresql://", "postgres://"]
            .into_iter()
            .find(|scheme| text.starts_with(scheme));
        let (mut words, shown) = match url {
            Some(scheme) => from_url(scheme, &text[scheme.len()..])?,
            None => {
                let words = from_words(text)?;
                let shown = shown(&words);
                (words, shown)
            }
        };
        let mut take = |key: &str| {
            let at = words.0.iter().rposition(|(found, _)| found == key);
            let found = at.map(|at| words.0.remove(at).1);
            words.0.retain(|(found, _)| found != key);
            found.filter(|value| !value.is_empty())
        };
        let servers = servers(take("host"), take("port"))?;
        let user = take("user").or_else(|| surroundings.user.clone());
        let user = user.ok_or("it names no user")?;
        let database = take("dbname").unwrap_or_else(|| user.clone());
        let mode = take("sslmode").or_else(|| surroundings.mode.clone());
        let mode = mode.map_or(Ok(Mode::Prefer), |mode| mode.parse())?;
        let target = take("target_session_attrs");
        require_primary(target.as_deref())?;
        Ok(Self {
            shown,
            servers,
            user,
            database,
            password: take("password"),
            passfile: take("passfile").map(PathBuf::from),
            mode,
            root: take("sslrootcert").or_else(|| surroundings.root.clone()),
            certificate: take("sslcert").or_else(|| surroundings.certificate.clone()),
            key: take("sslkey").or_else(|| surroundings.key.clone()),
            surroundings: surroundings.clone(),
            settings: settings(&words)?,
        })
    }
}

/// The settings that are left to the client library, and those that it has for every session.
fn settings(rest: &Words) -> Result<Config, String> {
    let mut config: Config = shown(rest).parse().map_err(|error| reason(&error))?;
    config
        .target_session_attrs(TargetSessionAttrs::ReadWrite)
        .keepalives_idle(Duration::from_secs(15))
        .keepalives_interval(Duration::from_secs(5))
        .keepalives_retries(3);
    if config.get_application_name().is_none() {
        config.application_name(concat!("onrecord ", env!("CARGO_PKG_VERSION")));
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(Duration::from_secs(30));
    }
    Ok(config)
}

/// What the client library says about a setting.
fn reason(error: &tokio_postgres::Error) -> String {
    let source = std::error::Error::source(error);
    source.map_or_else(|| error.to_string(), ToString::to_string)
}

/// A journal is appended to, so only the primary will do.
fn require_primary(wanted: Option<&str>) -> Result<(), String> {
    match wanted {
        None | Some("any" | "read-write" | "primary") => Ok(()),
        Some(other) => Err(format!(
            "target_session_attrs={other} finds no server that can be written to"
        )),
    }
}

/// Keys and values, in order.
struct Words(Vec<(String, String)>);

/// The words of an address, without the password, quoted where they need it.
fn shown(words: &Words) -> String {
    let shown = words.0.iter().filter(|(key, _)| !is_secret(key));
    let quoted = shown.map(|(key, value)| {
        let plain =
            |character: char| !character.is_whitespace() && !['\'', '\\'].contains(&character);
        match !value.is_empty() && value.chars().all(plain) {
            true => format!("{key}={value}"),
            false => format!(
                "{key}='{}'",
                value.replace('\\', "\\\\").replace('\'', "\\'")
            ),
        }
    });
    quoted.collect::<Vec<_>>().join(" ")
}

fn is_secret(key: &str) -> bool {
    ["password", "sslpassword"].contains(&key)
}

/// Reads `key=value` words; a value may be in single quotes, with `\'` and `\\` inside.
fn from_words(text: &str) -> Result<Words, String> {
    let mut words = Vec::new();
    let mut rest = text.chars().peekable();
    loop {
        while rest
            .next_if(|character| character.is_whitespace())
            .is_some()
        {}
        if rest.peek().is_none() {
            return match words.is_empty() {
                true => Err("it is empty".to_owned()),
                false => Ok(Words(words)),
            };
        }
        let mut key = String::new();
        while let Some(character) = rest.next_if(|&character| character != '=') {
            key.push(character);
        }
        if rest.next().is_none() {
            return Err("a word in it is no KEY=VALUE".to_owned());
        }
        while rest
            .next_if(|character| character.is_whitespace())
            .is_some()
        {}
        let is_quoted = rest.next_if_eq(&'\'').is_some();
        let mut value = String::new();
        loop {
            match rest.next() {
                Some('\'') if is_quoted => break,
                Some('\\') => value.extend(rest.next()),
                Some(character) if !is_quoted && character.is_whitespace() => break,
                Some(character) => value.push(character),
                None if is_quoted => return Err("a quote in it is not closed".to_owned()),
                None => break,
            }
        }
        words.push((key.trim().to_owned(), value));
    }
}

/// Reads what follows the scheme of a URL. Returns its words, and the URL without the password.
fn from_url(scheme: &str, rest: &str) -> Result<(Words, String), String> {
    let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = before.split_once('/').unwrap_or((before, ""));
    let (login, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (user, password) = login.split_once(':').unwrap_or((login, ""));
    let mut words = Vec::new();
    let mut add = |key: &str, value: &str| {
        let value = percent_decode_str(value).decode_utf8();
        let value = value.map_err(|_| format!("its {key} is not UTF-8"))?;
        words.push((key.to_owned(), value.into_owned()));
        Ok::<(), String>(())
    };
    add("user", user)?;
    add("password", password)?;
    add("dbname", path)?;
    let (mut names, mut ports) = (Vec::new(), Vec::new());
    for host in hosts.split(',') {
        let after_bracket = host.rfind(']').unwrap_or(0);
        let colon = host[after_bracket..].find(':').map(|at| after_bracket + at);
        let (name, port) = colon.map_or((host, ""), |at| (&host[..at], &host[at + 1..]));
        names.push(name.trim_matches(['[', ']']));
        ports.push(port);
    }
    add("host", &names.join(","))?;
    add("port", &ports.join(","))?;
    let mut kept = Vec::new();
    for word in query.split('&').filter(|word| !word.is_empty()) {
        let (key, value) = word
            .split_once('=')
            .ok_or("a word behind ? is no KEY=VALUE")?;
        // An empty part of the URL leaves its place to a word.
        add(
            if key == "ssl" { "sslmode" } else { key },
            if (key, value) == ("ssl", "true") {
                "require"
            } else {
                value
            },
        )?;
        if !is_secret(key) {
            kept.push(word);
        }
    }
    let login = if login.is_empty() {
        String::new()
    } else {
        format!("{user}@")
    };
    let path = if before.contains('/') {
        format!("/{path}")
    } else {
        String::new()
    };
    let query = if kept.is_empty() {
        String::new()
    } else {
        format!("?{}", kept.join("&"))
    };
    let shown = format!("{scheme}{login}{hosts}{path}{query}");
    words.retain(|(_, value)| !value.trim_matches(',').is_empty());
    Ok((Words(words), shown))
}

/// The servers of an address: one port for all, or one for each.
fn servers(hosts: Option<String>, ports: Option<String>) -> Result<Vec<Server>, String> {
    let hosts = hosts.ok_or("it names no host")?;
    let ports = ports.unwrap_or_default();
    let hosts: Vec<&str> = hosts.split(',').collect();
    let ports: Vec<&str> = ports.split(',').collect();
    if ports.len() != 1 && ports.len() != hosts.len() {
        return Err(format!(
            "it names {} hosts and {} ports",
            hosts.len(),
            ports.len()
        ));
    }
    let servers = hosts.iter().enumerate().map(|(at, host)| {
        let port = ports.get(at).unwrap_or(&ports[0]).trim();
        let port = match port {
            "" => 5432,
            port => port.parse().map_err(|_| format!("{port:?} is no port"))?,
        };
        match host.trim() {
            "" => Err("one of its hosts has no name".to_owned()),
            host => Ok(Server {
                host: host.to_owned(),
                port,
            }),
        }
    });
    servers.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Address, String> {
        Address::read(text, &Surroundings::default())
    }

    fn servers_of(address: &Address) -> Vec<String> {
        address.servers.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_url_is_read_as_libpq_reads_it() {
        let address = read(
            "postgresql://kyiv:se%40cret@one.example,two.example:5433,[::1]:7/day%20book?sslmode=verify-full&connect_timeout=2",
        )
        .expect("an address");
        assert_eq!(
            servers_of(&address),
            ["one.example:5432", "two.example:5433", "[::1]:7"]
        );
        assert_eq!(
            (address.user.as_str(), address.database.as_str()),
            ("kyiv", "day book")
        );
        assert_eq!(address.password.as_deref(), Some("se@cret"));
        assert_eq!(address.mode, Mode::VerifyFull);
        assert_eq!(address.patience(), Duration::from_secs(2));
    }

    #[test]
    fn words_are_read_as_libpq_reads_them() {
        let address = read(
            r"host=a,b port=1,2 user = 'o\'neill' password='a b\\c' dbname=j application_name=x",
        );
        let address = address.expect("an address");
        assert_eq!(servers_of(&address), ["a:1", "b:2"]);
        assert_eq!(
            (address.user.as_str(), address.database.as_str()),
            ("o'neill", "j")
        );
        assert_eq!(address.password.as_deref(), Some(r"a b\c"));
        assert_eq!(address.settings.get_application_name(), Some("x"));
        assert_eq!(address.mode, Mode::Prefer);
    }

    #[test]
    fn nobody_sees_the_password() {
        for (typed, shown) in [
            ("postgres://k:hush@h:1/j", "postgres://k@h:1/j"),
            (
                "postgres://k@h/j?password=hush&sslmode=require",
                "postgres://k@h/j?sslmode=require",
            ),
            (
                "host=h user=k password=hush dbname='a b'",
                "host=h user=k dbname='a b'",
            ),
        ] {
            let address = read(typed).expect("an address");
            assert_eq!(address.address_without_password(), shown);
            assert_eq!(address.password.as_deref(), Some("hush"));
            assert!(!format!("{address:?}").contains("hush"));
            assert!(read(shown).is_ok(), "{shown}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_without_being_repeated() {
        for text in [
            "",
            "hush",
            "host=h",
            "user=hush",
            "host=h user=k port=hush",
            "host=h user=k password='hush",
            "host=h user=k sslmode=hush",
            "host=h user=k nonsense=hush",
            "host=a,b user=k port=1,2,3",
            "host=h user=k target_session_attrs=standby",
            "postgres://hush",
            "mysql://k:hush@h/j",
        ] {
            let error = Address::parse(text, &Surroundings::default()).expect_err(text);
            assert!(matches!(error.reason, Reason::Malformed(_)), "{error}");
            assert!(!error.to_string().contains("password"), "{error}");
        }
    }
}
