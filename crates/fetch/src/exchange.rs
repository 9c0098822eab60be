//! A request and its answer, and what was in it.

use crate::body::decoded;
use crate::{Address, FetchError};

/// The largest body that is read, in bytes, as sent and as decompressed.
pub(crate) const LARGEST: usize = 16 << 20;

/// A request and its answer, as they went over the wire except for the transfer encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The address that answered, behind all redirects.
    pub address: Address,
    /// The request: its line and its headers, each ended by CR LF, and an empty line.
    pub request: String,
    /// The status line and the headers of the answer, each ended by CR LF, and an empty line.
    pub head: Vec<u8>,
    /// The body as it was sent, which may be compressed.
    pub body: Vec<u8>,
}

/// What was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The address that sent it.
    pub address: Address,
    /// The body, decompressed.
    pub bytes: Vec<u8>,
    /// The kind that the server gives, in lower case and without parameters: `text/html`.
    pub media_type: Option<String>,
    /// The encoding of text that the server gives.
    pub charset: Option<String>,
}

impl Exchange {
    /// What was sent, decompressed.
    ///
    /// # Errors
    /// [`FetchError::Body`] if it is damaged or in an encoding that was not asked for, [`FetchError::TooLarge`].
    pub fn content(&self) -> Result<Content, FetchError> {
        let bytes = decoded(&self.body, self.header("content-encoding"), LARGEST)?;
        let (media_type, charset) = content_type(self.header("content-type"));
        Ok(Content {
            address: self.address.clone(),
            bytes,
            media_type,
            charset,
        })
    }

    /// The first header of a name, if it is text.
    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.split(|byte| *byte == b'\n').skip(1);
        let mut lines = lines.filter_map(|line| std::str::from_utf8(line).ok()?.split_once(':'));
        let found = lines.find(|(known, _)| known.trim().eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim())
    }
}

/// The media type and the charset in a `Content-Type`.
fn content_type(value: Option<&str>) -> (Option<String>, Option<String>) {
    let mut parts = value.unwrap_or_default().split(';');
    let media = parts.next().map(|kind| kind.trim().to_ascii_lowercase());
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        let is_charset = name.trim().eq_ignore_ascii_case("charset") && !value.is_empty();
        is_charset.then(|| value.to_owned())
    });
    (media.filter(|kind| !kind.is_empty()), charset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_charset_is_read_in_any_spelling() {
        let both = content_type(Some("Text/HTML; Charset=\"windows-1252\""));
        assert_eq!(
            both,
            (Some("text/html".into()), Some("windows-1252".into()))
        );
        assert_eq!(content_type(None), (None, None));
    }
}
