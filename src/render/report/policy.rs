//! The page's content security policy.

use data_encoding::BASE64;
use sha2::{Digest, Sha256};

/// A policy under which the page may load nothing, send nothing, and run only this script.
pub(super) fn policy(script: &str) -> String {
    let digest = BASE64.encode(&Sha256::digest(script.as_bytes()));
    format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; \
         base-uri 'none'; form-action 'none'"
    )
}
