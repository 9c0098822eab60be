//! The address that the server listens on.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use thiserror::Error;

use super::guard::Token;

/// Why the server cannot listen on an address.
#[derive(Debug, Error)]
pub enum ListenError {
    /// Another program has the port.
    #[error("port {} of {} is in use", .0.port(), .0.ip())]
    InUse(SocketAddr),
    /// The system does not let this program have the port.
    #[error("port {} of {} is not for programs of this user", .0.port(), .0.ip())]
    Forbidden(SocketAddr),
    /// The address does not belong to this machine.
    #[error("{0} is not an address of this machine")]
    Foreign(IpAddr),
    /// Anything else.
    #[error("{address} cannot be listened on: {error}")]
    Other {
        /// The address.
        address: SocketAddr,
        /// Why.
        error: std::io::Error,
    },
}

impl ListenError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::InUse(_) => {
                "another `onrecord serve` may be running there; --port 0 takes any free port, --port N another one"
            }
            Self::Forbidden(_) => {
                "choose a port above 1023 with --port, or any free one with --port 0"
            }
            Self::Foreign(_) => "leave out --bind to listen on this machine only",
            Self::Other { .. } => "choose another address with --bind, or another port with --port",
        }
    }
}

/// An address that is listened on.
#[derive(Debug)]
pub struct Listener {
    pub(super) socket: TcpListener,
    address: SocketAddr,
}

impl Listener {
    /// Listens on a port; on any free one if it is 0.
    ///
    /// # Errors
    /// If the address or the port is not to be had.
    pub fn on(ip: IpAddr, port: u16) -> Result<Self, ListenError> {
        let address = SocketAddr::new(ip, port);
        let fail = |error: std::io::Error| match error.kind() {
            ErrorKind::AddrInUse => ListenError::InUse(address),
            ErrorKind::PermissionDenied => ListenError::Forbidden(address),
            ErrorKind::AddrNotAvailable => ListenError::Foreign(ip),
            _ => ListenError::Other { address, error },
        };
        let socket = TcpListener::bind(address).map_err(fail)?;
        socket.set_nonblocking(true).map_err(fail)?;
        let address = socket.local_addr().map_err(fail)?;
        Ok(Self { socket, address })
    }

    /// Whether only programs on this machine reach it.
    pub fn is_loopback(&self) -> bool {
        self.address.ip().is_loopback()
    }

    /// The address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The URL that opens the desk on this machine.
    pub fn url(&self, token: &Token) -> String {
        format!("{}/?token={}", self.base(), token.as_str())
    }

    /// The URL of a feed on this machine.
    pub fn feed(&self, path: &str, key: &Token) -> String {
        format!("{}{path}?key={}", self.base(), key.as_str())
    }

    fn base(&self) -> String {
        let ip = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        let host = SocketAddr::new(ip, self.address.port());
        format!("http://{host}")
    }
}
