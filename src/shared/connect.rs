//! Finding the server of a cluster that can be written to, and saying why none was found.

use std::error::Error as _;
use std::io;
use std::net::IpAddr;

use rustls::{CertificateError, ClientConfig};
use tokio::net::lookup_host;
use tokio::time::timeout;
use tokio_postgres::error::SqlState;
use tokio_postgres::tls::MakeTlsConnect;
use tokio_postgres::{Client, Connection, Error, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::{Address, Server};
use super::error::{CertificateFault, Reason};
use super::{password, tls};

/// A connection, which has to be driven.
pub(super) type Driven = Connection<Socket, <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream>;

/// A client, and the connection that has to be driven for it.
type Connected = (Client, Driven);

/// Connects to the first server of the address that takes writes.
///
/// # Errors
/// The most telling of the servers' reasons: that a password is wrong says more than that another server is down.
pub(super) async fn to_primary(address: &Address) -> Result<Connected, Reason> {
    let tls = tls::config(address)?;
    let mut failures = Vec::new();
    for server in &address.servers {
        match to_server(address, server, &tls).await {
            Ok(connected) => return Ok(connected),
            Err(reason) => failures.push(reason),
        }
    }
    let telling = failures.into_iter().min_by_key(|reason| match reason {
        Reason::Unresolved(_) => 3,
        Reason::NoAnswer { .. } => 2,
        Reason::NotNow(_) => 1,
        _ => 0,
    });
    Err(telling.unwrap_or_else(|| Reason::Malformed("it names no host".to_owned())))
}

/// Connects to one server, at the first of its addresses that answers.
async fn to_server(
    address: &Address,
    server: &Server,
    tls: &ClientConfig,
) -> Result<Connected, Reason> {
    let patience = address.patience();
    let mut failure = Reason::Unresolved(server.host.clone());
    let resolving = timeout(patience, resolved(server)).await;
    let late = |_| Reason::Unresolved(server.host.clone());
    for ip in resolving.map_err(late)?? {
        let config = config(address, server, ip)?;
        let connecting = config.connect(MakeRustlsConnect::new(tls.clone()));
        failure = match timeout(patience, connecting).await {
            Ok(Ok(connected)) => return Ok(connected),
            Ok(Err(error)) => reason(&error, address, server),
            Err(_) => no_answer(server, format!("nothing came within {patience:?}")),
        };
    }
    Err(failure)
}

/// The numeric addresses of a server; none for a socket in the file system.
async fn resolved(server: &Server) -> Result<Vec<Option<IpAddr>>, Reason> {
    if server.host.starts_with('/') {
        return Ok(vec![None]);
    }
    let found = lookup_host((server.host.as_str(), server.port)).await;
    let found = found.map_err(|_| Reason::Unresolved(server.host.clone()))?;
    Ok(found.map(|socket| Some(socket.ip())).collect())
}

fn config(
    address: &Address,
    server: &Server,
    ip: Option<IpAddr>,
) -> Result<tokio_postgres::Config, Reason> {
    let mut config = address.settings.clone();
    config
        .host(&server.host)
        .port(server.port)
        .user(&address.user)
        .dbname(&address.database)
        .ssl_mode(address.mode.of_client());
    if let Some(ip) = ip {
        config.hostaddr(ip);
    }
    if let Some(password) = password::for_server(address, server)? {
        config.password(password);
    }
    Ok(config)
}

fn no_answer(server: &Server, what: impl ToString) -> Reason {
    Reason::NoAnswer {
        server: server.to_string(),
        what: what.to_string(),
    }
}

/// What an error of the client library means to whoever connects.
fn reason(error: &Error, address: &Address, server: &Server) -> Reason {
    if let Some(said) = error.as_db_error() {
        return by_server(said.code(), said.message(), address);
    }
    let source = error.source();
    if let Some(failure) = source.and_then(|source| source.downcast_ref::<io::Error>()) {
        return by_system(failure, server);
    }
    let text = source.map_or_else(|| error.to_string(), ToString::to_string);
    match text.as_str() {
        // The library has no kinds for these two.
        "server does not support TLS" => Reason::NoTls,
        "password missing" => Reason::NoPassword,
        _ if error.is_closed() => closed(server),
        _ => Reason::NotPostgres(format!("{server} ({text})")),
    }
}

fn closed(server: &Server) -> Reason {
    no_answer(
        server,
        "it closed the connection without a word that PostgreSQL would say",
    )
}

/// What the server says when somebody connects, or first asks something.
pub(super) fn by_server(code: &SqlState, message: &str, address: &Address) -> Reason {
    let (role, what) = (address.user.clone(), message.to_owned());
    match *code {
        SqlState::INVALID_PASSWORD => Reason::WrongPassword(role),
        SqlState::INVALID_AUTHORIZATION_SPECIFICATION => Reason::NotLetIn { role, what },
        SqlState::INVALID_CATALOG_NAME => Reason::NoDatabase(address.database.clone()),
        SqlState::INSUFFICIENT_PRIVILEGE => Reason::NoRights { role, what },
        SqlState::CANNOT_CONNECT_NOW
        | SqlState::TOO_MANY_CONNECTIONS
        | SqlState::ADMIN_SHUTDOWN
        | SqlState::CRASH_SHUTDOWN
        | SqlState::READ_ONLY_SQL_TRANSACTION => Reason::NotNow(what),
        _ => Reason::Other(what),
    }
}

/// What the system or the encryption says.
fn by_system(failure: &io::Error, server: &Server) -> Reason {
    let inner = failure.get_ref();
    if let Some(tls) = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        return match tls {
            rustls::Error::InvalidCertificate(fault) => {
                Reason::Certificate(fault_of(fault, server))
            }
            other => Reason::Tls(other.to_string()),
        };
    }
    match failure.kind() {
        // So the library says that a server is a standby.
        io::ErrorKind::PermissionDenied => Reason::NotNow(format!("{server} is a standby")),
        // `Other` is an end in the middle of what would be a message.
        io::ErrorKind::UnexpectedEof | io::ErrorKind::Other => closed(server),
        _ => no_answer(server, failure),
    }
}

fn fault_of(fault: &CertificateError, server: &Server) -> CertificateFault {
    match fault {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            CertificateFault::Expired
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            CertificateFault::NotYetValid
        }
        CertificateError::UnknownIssuer | CertificateError::BadSignature => {
            CertificateFault::Untrusted
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            CertificateFault::OtherName(server.host.clone())
        }
        other => CertificateFault::Other(other.to_string()),
    }
}
