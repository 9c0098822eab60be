//! Hashes and entries as columns of the server's tables.

use std::error::Error;

use bytes::BytesMut;
use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, accepts, to_sql_checked};

use crate::journal::{Entry, Hash, Header, SaltedBody};

impl ToSql for Hash {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        out.extend_from_slice(&self.0);
        Ok(IsNull::No)
    }

    accepts!(BYTEA);
    to_sql_checked!();
}

impl FromSql<'_> for Hash {
    fn from_sql(_: &Type, raw: &[u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Self::from_bytes(raw).ok_or_else(|| format!("a hash of {} bytes", raw.len()).into())
    }

    accepts!(BYTEA);
}

/// Rows with the columns of an entry and its body, in this order.
pub(super) const ENTRIES: &str = "\
    SELECT e.seq, e.written, e.recorded_at, e.recorded_by, e.digest, e.previous, e.hash, b.salt, b.bytes \
    FROM onrecord.entry e LEFT JOIN onrecord.body b ON b.seq = e.seq AND b.seq BETWEEN $1 AND $2 \
    WHERE e.seq BETWEEN $1 AND $2 ORDER BY e.seq";

/// Reads a row of [`ENTRIES`].
pub(super) fn entry(row: &Row) -> Result<Entry, tokio_postgres::Error> {
    let salt: Option<&[u8]> = row.try_get(7)?;
    let bytes: Option<&[u8]> = row.try_get(8)?;
    Ok(Entry {
        header: Header {
            seq: row.try_get(0)?,
            written: row.try_get(1)?,
            recorded_at: row.try_get(2)?,
            recorded_by: row.try_get(3)?,
            digest: row.try_get(4)?,
            previous: row.try_get(5)?,
            hash: row.try_get(6)?,
        },
        body: salt.zip(bytes).map(|(salt, bytes)| SaltedBody {
            salt: salt.to_owned(),
            bytes: bytes.to_owned(),
        }),
    })
}
