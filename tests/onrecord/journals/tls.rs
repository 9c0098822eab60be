//! Encrypted connections: whose certificate is accepted in which mode, and who is let in by one.

use std::fs;
use std::path::Path;

use onrecord::journal::Journal as _;
use onrecord::shared::{CertificateFault, PostgresJournal, Reason, Rights};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};

use crate::common::postgres::{Servers, TestJournal, address};

pub(crate) type Authority = CertifiedIssuer<'static, KeyPair>;

/// A new authority, which nobody trusts yet.
pub(crate) fn authority() -> Authority {
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
        .distinguished_name
        .push(DnType::CommonName, "An authority of the tests");
    let key = KeyPair::generate().expect("a key");
    CertifiedIssuer::self_signed(params, key).expect("an authority")
}

/// A certificate for a name until a year, signed by an authority; and its key. Both are PEM.
fn certificate(authority: &Authority, name: &str, until: i32) -> (String, String) {
    let mut params = CertificateParams::new(vec![name.to_owned()]).expect("parameters");
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(until, 1, 1);
    let key = KeyPair::generate().expect("a key");
    let signed = params.signed_by(&key, authority).expect("a certificate");
    (signed.pem(), key.serialize_pem())
}

/// Has a server offer TLS from its next start on, for which it needs a certificate.
pub(crate) fn offer(servers: &Servers) {
    servers.nodes[0].configure(
        "postgresql.conf",
        "ssl = on\nssl_cert_file = 'server.crt'\nssl_key_file = 'server.key'\nssl_ca_file = 'ca.crt'",
    );
}

/// Gives a server a certificate, and waits until it uses it.
pub(crate) fn install(servers: &Servers, authority: &Authority, name: &str, until: i32) {
    let node = &servers.nodes[0];
    let (certificate, key) = certificate(authority, name, until);
    fs::write(node.data.join("server.crt"), certificate).expect("a file");
    fs::write(node.data.join("server.key"), key).expect("a file");
    fs::write(node.data.join("ca.crt"), authority.pem()).expect("a file");
    node.own(&["server.crt", "server.key", "ca.crt"]);
    node.stop("fast");
    node.start();
}

/// The reason for which a desk is not let in, if it is not.
fn outcome(journal: &TestJournal<'_>, more: &str) -> Option<Reason> {
    let node = &journal.servers.nodes[0];
    let text = format!(
        "host=127.0.0.1 port={} dbname={} user={} {more}",
        node.port,
        journal.database,
        journal.role("kyiv")
    );
    match PostgresJournal::open(&address(&text), None) {
        Ok(journal) => {
            journal.head().expect("a head");
            None
        }
        Err(error) => Some(error.reason),
    }
}

#[test]
fn certificates_are_checked_as_far_as_the_mode_says() {
    let Some(servers) = Servers::single() else {
        return;
    };
    offer(&servers);
    let journal = TestJournal::new(&servers);
    drop(journal.desk("kyiv", Rights::Append));
    let (ours, others) = (authority(), authority());
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: String| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("a file");
        path
    };
    let (trusted, wrong) = (
        write("ours.crt", ours.pem()),
        write("others.crt", others.pem()),
    );
    let with = |mode: &str, root: &Path| {
        outcome(
            &journal,
            &format!("sslmode={mode} sslrootcert={}", root.display()),
        )
    };
    let certificate = |fault| Some(Reason::Certificate(fault));

    install(&servers, &ours, "127.0.0.1", 2090);
    for mode in ["require", "verify-ca", "verify-full"] {
        assert_eq!(with(mode, &trusted), None, "{mode}");
        assert_eq!(
            with(mode, &wrong),
            certificate(CertificateFault::Untrusted),
            "{mode}"
        );
    }
    for mode in ["disable", "prefer", "require"] {
        assert_eq!(
            outcome(&journal, &format!("sslmode={mode}")),
            None,
            "{mode}"
        );
    }
    assert!(matches!(
        outcome(&journal, "sslmode=verify-full"),
        Some(Reason::Malformed(_))
    ));
    let missing = with("verify-full", &folder.path().join("missing.crt"));
    assert!(matches!(missing, Some(Reason::File { .. })), "{missing:?}");
    let nonsense = with("verify-full", &write("nonsense.crt", "nonsense".to_owned()));
    assert!(
        matches!(nonsense, Some(Reason::File { .. })),
        "{nonsense:?}"
    );
    let by_system = outcome(&journal, "sslmode=verify-full sslrootcert=system");
    assert!(
        matches!(
            by_system,
            Some(Reason::Certificate(CertificateFault::Untrusted) | Reason::Tls(_))
        ),
        "{by_system:?}"
    );
    client_certificates(&journal, &ours, &others, &write);

    install(&servers, &ours, "other.example", 2090);
    assert_eq!(with("verify-ca", &trusted), None);
    let other = CertificateFault::OtherName("127.0.0.1".to_owned());
    assert_eq!(with("verify-full", &trusted), certificate(other));

    install(&servers, &ours, "127.0.0.1", 2021);
    for mode in ["verify-ca", "verify-full"] {
        assert_eq!(
            with(mode, &trusted),
            certificate(CertificateFault::Expired),
            "{mode}"
        );
    }
    assert_eq!(outcome(&journal, "sslmode=require"), None);
}

/// A desk may show a certificate of its own instead of a password.
fn client_certificates(
    journal: &TestJournal<'_>,
    ours: &Authority,
    others: &Authority,
    write: &dyn Fn(&str, String) -> std::path::PathBuf,
) {
    let node = &journal.servers.nodes[0];
    let role = journal.role("kyiv");
    let line = format!("hostssl all {role} 127.0.0.1/32 cert");
    node.configure("pg_hba.conf", &line);
    node.reload();
    let show = |authority: &Authority, name: &str| {
        let (certificate, key) = certificate(authority, name, 2090);
        let (certificate, key) = (write("own.crt", certificate), write("own.key", key));
        let (certificate, key) = (certificate.display().to_string(), key.display().to_string());
        make_private(&key);
        outcome(
            journal,
            &format!("sslmode=require sslcert={certificate} sslkey={key}"),
        )
    };
    assert_eq!(show(ours, &role), None);
    assert!(matches!(
        show(ours, "somebody"),
        Some(Reason::NotLetIn { .. })
    ));
    let stranger = show(others, &role);
    assert!(
        stranger.is_some(),
        "a certificate of another authority lets somebody in"
    );
    assert!(matches!(
        outcome(journal, "sslmode=require"),
        Some(Reason::NotLetIn { .. })
    ));
    node.configure(
        "pg_hba.conf",
        &format!("host all {role} 127.0.0.1/32 trust"),
    );
    node.reload();
}

fn make_private(path: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("permissions");
}
