//! The body of an answer, bounded as it was sent and as it is decompressed.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

use crate::FetchError;

/// Reads at most `limit` bytes.
///
/// # Errors
/// If there are more, or reading fails.
pub(crate) fn read_all(from: impl Read, limit: usize) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    let bound = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    from.take(bound).read_to_end(&mut bytes)?;
    if bytes.len() > limit {
        return Err(ReadError::TooLarge);
    }
    Ok(bytes)
}

/// Why a body was not read.
#[derive(Debug)]
pub(crate) enum ReadError {
    TooLarge,
    Io(io::Error),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Decompresses a body that was sent in an encoding.
///
/// # Errors
/// If it is damaged, too large, or in an encoding that was not asked for.
pub(crate) fn decoded(
    sent: &[u8],
    encoding: Option<&str>,
    limit: usize,
) -> Result<Vec<u8>, FetchError> {
    let damaged = |reason: String| FetchError::Body { reason };
    match encoding
        .map(|name| name.trim().to_ascii_lowercase())
        .as_deref()
    {
        None | Some("" | "identity") => Ok(sent.to_vec()),
        Some("gzip" | "x-gzip") => {
            read_all(MultiGzDecoder::new(sent), limit).map_err(|error| match error {
                ReadError::TooLarge => FetchError::TooLarge { limit: limit >> 20 },
                ReadError::Io(error) => damaged(error.to_string()),
            })
        }
        Some(other) => Err(damaged(format!(
            "it was sent as {other:?}, which was not asked for"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_bomb_is_too_large() {
        let bomb = packed(&vec![0; 4 << 20]);
        assert!(bomb.len() < 10_000);
        assert!(matches!(
            decoded(&bomb, Some("gzip"), 1 << 20),
            Err(FetchError::TooLarge { limit: 1 })
        ));
        assert_eq!(
            decoded(&bomb, Some("GZIP"), 4 << 20).unwrap().len(),
            4 << 20
        );
    }

    #[test]
    fn what_is_damaged_is_refused() {
        let mut half = packed(b"a text that is long enough to be cut somewhere");
        half.truncate(half.len() / 2);
        assert!(matches!(
            decoded(&half, Some("gzip"), 100),
            Err(FetchError::Body { .. })
        ));
        assert!(matches!(
            decoded(b"x", Some("br"), 100),
            Err(FetchError::Body { .. })
        ));
        assert_eq!(decoded(b"x", None, 100).unwrap(), b"x");
    }
}
