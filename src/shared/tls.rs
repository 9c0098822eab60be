//! Encrypted connections, with the modes of libpq.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};

use super::address::Address;
use super::error::Reason;
use super::password::{require_private, unusable};

/// How far a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// No TLS.
    Disable,
    /// TLS if the server has it, with any certificate.
    Prefer,
    /// TLS, with any certificate; with an authority's certificate at hand, as [`Mode::VerifyCa`].
    Require,
    /// TLS, with a certificate that a trusted authority has signed for anybody.
    VerifyCa,
    /// TLS, with a certificate that a trusted authority has signed for this host.
    VerifyFull,
}

impl FromStr for Mode {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "disable" => Self::Disable,
            "prefer" => Self::Prefer,
            "require" => Self::Require,
            "verify-ca" => Self::VerifyCa,
            "verify-full" => Self::VerifyFull,
            _ => {
                return Err(
                    "its sslmode is none of disable, prefer, require, verify-ca, verify-full"
                        .to_owned(),
                );
            }
        })
    }
}

impl Mode {
    /// The mode in the client library's words; which certificates are accepted is decided here.
    pub(super) fn of_client(self) -> tokio_postgres::config::SslMode {
        use tokio_postgres::config::SslMode;
        match self {
            Self::Disable => SslMode::Disable,
            Self::Prefer => SslMode::Prefer,
            Self::Require | Self::VerifyCa | Self::VerifyFull => SslMode::Require,
        }
    }
}

/// What TLS needs for an address.
///
/// # Errors
/// If a file that is named, or that the mode needs, cannot be read.
pub(super) fn config(address: &Address) -> Result<ClientConfig, Reason> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| Reason::Tls(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(verifier(address, provider)?);
    let own = |named: &Option<String>, default: &str| {
        let named = named.as_ref().map(PathBuf::from);
        named.or_else(|| address.surroundings.own_file(default))
    };
    let Some(certificate) = own(&address.certificate, "postgresql.crt") else {
        return Ok(builder.with_no_client_auth());
    };
    let key = own(&address.key, "postgresql.key")
        .ok_or_else(|| unusable(&certificate, "its key is missing; name it with sslkey=FILE"))?;
    require_private(&key)?;
    let chain = certificates(&certificate)?;
    let secret = PrivateKeyDer::from_pem_file(&key).map_err(|error| unusable(&key, error))?;
    builder
        .with_client_auth_cert(chain, secret)
        .map_err(|error| unusable(&certificate, error))
}

/// Decides which certificates of a server are accepted.
fn verifier(
    address: &Address,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, Reason> {
    let needs_root = matches!(address.mode, Mode::VerifyCa | Mode::VerifyFull);
    let default = || address.surroundings.own_file("root.crt");
    let roots = match address.root.as_deref() {
        Some("system") => system_roots()?,
        Some(named) => roots(Path::new(named))?,
        None => match default() {
            Some(path) => roots(&path)?,
            None if needs_root => {
                return Err(Reason::Malformed(
                    "sslmode=verify-ca and verify-full need sslrootcert=FILE with the certificate of the authority, \
                     or sslrootcert=system"
                        .to_owned(),
                ));
            }
            None => return Ok(Arc::new(Anybody(provider))),
        },
    };
    let strict = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
        .build()
        .map_err(|error| Reason::Tls(error.to_string()))?;
    // A public authority signs for anybody, so with those of the system the name is checked, as libpq demands it.
    match address.mode == Mode::VerifyFull || address.root.as_deref() == Some("system") {
        true => Ok(strict),
        false => Ok(Arc::new(AnyName(strict))),
    }
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Reason> {
    let all = CertificateDer::pem_file_iter(path).map_err(|error| unusable(path, error))?;
    let all: Result<Vec<_>, _> = all.collect();
    match all.map_err(|error| unusable(path, error))? {
        none if none.is_empty() => Err(unusable(path, "there is no certificate in it")),
        some => Ok(some),
    }
}

fn roots(path: &Path) -> Result<RootCertStore, Reason> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(path)? {
        let added = roots.add(certificate);
        added.map_err(|error| unusable(path, error))?;
    }
    Ok(roots)
}

fn system_roots() -> Result<RootCertStore, Reason> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    match roots.is_empty() {
        true => Err(Reason::Tls("this computer trusts no authority".to_owned())),
        false => Ok(roots),
    }
}

/// Accepts every certificate.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// Accepts a certificate that a trusted authority has signed, whatever name is in it.
#[derive(Debug)]
struct AnyName(Arc<WebPkiServerVerifier>);

impl ServerCertVerifier for AnyName {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        // The name is looked at last, after the signatures and the dates.
        match self
            .0
            .verify_server_cert(certificate, between, name, ocsp, now)
        {
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}
