//! Articles: plain text or HTML in, readable text out.

use dom_smoothie::{Config, Readability, TextMode};
use thiserror::Error;

/// Maximum size of an article in bytes.
pub const MAX_BYTES: usize = 16 << 20;

/// An article: its text, and what its file says about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Article {
    /// The readable text. Offsets count its characters.
    pub text: String,
    /// Its headline, if the file has one.
    pub title: Option<String>,
    /// When it was published, if the file says so.
    pub published: Option<String>,
    /// Who published it, if the file says so.
    pub publisher: Option<String>,
}

/// Why a file cannot be read as an article.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ArticleError {
    /// The file is empty.
    #[error("is empty")]
    Empty,
    /// The file is too large.
    #[error("is {} MB; an article may have at most {} MB", bytes.div_ceil(1 << 20), MAX_BYTES >> 20)]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// The file contains a zero byte.
    #[error("is binary, not text")]
    Binary,
    /// The file is not UTF-8.
    #[error("is not UTF-8 at byte {at}")]
    NotUtf8 {
        /// The first invalid byte, counted from 1.
        at: usize,
    },
    /// The file is HTML without readable text.
    #[error("is HTML without readable text")]
    NoText,
}

/// Reads a file's bytes as an article. HTML is recognised by its beginning.
pub fn read(bytes: &[u8]) -> Result<Article, ArticleError> {
    if bytes.len() > MAX_BYTES {
        return Err(ArticleError::TooLarge { bytes: bytes.len() });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.contains(&0) {
        return Err(ArticleError::Binary);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| ArticleError::NotUtf8 {
        at: error.valid_up_to() + 1,
    })?;
    if text.trim().is_empty() {
        return Err(ArticleError::Empty);
    }
    if is_html(text) {
        return read_html(text);
    }
    Ok(Article {
        text: text.to_owned(),
        ..Article::default()
    })
}

fn is_html(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(200).collect();
    let start = start.to_lowercase();
    ["<!doctype html", "<html", "<head", "<body"]
        .iter()
        .any(|mark| start.starts_with(mark))
        || (start.starts_with("<?xml") && start.contains("html"))
        || (start.starts_with("<!--") && text.to_lowercase().contains("<html"))
}

fn read_html(html: &str) -> Result<Article, ArticleError> {
    let config = Config {
        text_mode: TextMode::Formatted,
        ..Config::default()
    };
    let mut readability =
        Readability::new(html, None, Some(config)).map_err(|_| ArticleError::NoText)?;
    let found = readability.parse().map_err(|_| ArticleError::NoText)?;
    let text = found.text_content.trim().to_owned();
    if text.is_empty() {
        return Err(ArticleError::NoText);
    }
    Ok(Article {
        text,
        title: Some(found.title).filter(|title| !title.trim().is_empty()),
        published: found.published_time,
        publisher: found.site_name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_files_are_refused() {
        assert_eq!(read(b" \n"), Err(ArticleError::Empty));
        assert_eq!(read(b"a\0b"), Err(ArticleError::Binary));
        assert_eq!(read(b"ab\xff"), Err(ArticleError::NotUtf8 { at: 3 }));
        let large = vec![b'a'; MAX_BYTES + 1];
        assert!(matches!(read(&large), Err(ArticleError::TooLarge { .. })));
        let bare = b"<!DOCTYPE html><html><body><img src=x></body></html>";
        assert_eq!(read(bare), Err(ArticleError::NoText));
    }

    #[test]
    fn html_gives_its_text_and_title() {
        let sentence = "The mayor of the harbour town said on Monday that the ferry would sail again in spring. ";
        let paragraph = format!("<p>{}</p>", sentence.repeat(4));
        let page = format!(
            "<!doctype html><html><head><title>Ferry to sail again</title></head><body><nav>Home</nav><article><h1>Ferry to sail again</h1>{}</article></body></html>",
            paragraph.repeat(4)
        );
        let article = read(page.as_bytes()).expect("an article");
        assert!(
            article.text.contains("the ferry would sail"),
            "{}",
            article.text
        );
        assert!(!article.text.contains("<p>"));
        assert_eq!(article.title.as_deref(), Some("Ferry to sail again"));
    }
}
