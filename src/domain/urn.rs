//! Names for things that have no address, as URNs.

use sha2::{Digest, Sha256};
use uuid::Builder;

/// The URN of whatever these names stand for together: a UUID of its own (RFC 9562, version 8), the same wherever it is made.
pub fn of_names(names: &[&str]) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Sha256::digest(names.join(" "))[..16]);
    let uuid = Builder::from_custom_bytes(bytes).into_uuid();
    uuid.urn().to_string()
}
