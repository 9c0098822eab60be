//! Whole files: connections, schema, the write lock, backups and restoring.

pub(crate) mod connection;
pub(crate) mod objects;
pub(crate) mod schema;
pub(crate) mod unshared;
pub(crate) mod whole;
pub(crate) mod write_lock;
