//! What kind of file something is, by its first bytes.

use crate::PageError;

/// Files that are known by their first bytes and cannot be read: their beginning, what they are, and
/// what to do with them.
const BINARY: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "a PDF file", "copy its text into a text file"),
    (b"{\\rtf", "an RTF file", "save it as text"),
    (b"%!PS", "a PostScript file", "save its text as text"),
    (
        b"PK\x03\x04",
        "a ZIP archive or an office document",
        "save its text as text",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "a Word document or an Outlook message",
        "save it as text",
    ),
    (b"\x1f\x8b", "compressed with gzip", "unpack it"),
    (b"BZh", "compressed with bzip2", "unpack it"),
    (b"\xfd7zXZ", "compressed with xz", "unpack it"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", "unpack it"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it"),
    (b"bplist", "a web archive", "save the page as HTML"),
    (b"\x89PNG", "a picture", "save the text as text"),
    (b"\xff\xd8\xff", "a picture", "save the text as text"),
    (b"GIF8", "a picture", "save the text as text"),
    (b"SQLite format 3", "a database", "give an article"),
    (b"ID3", "a sound file", "give its transcript as text"),
    (b"OggS", "a sound file", "give its transcript as text"),
];

/// What is in a ZIP archive, by the name of a file in it.
const ZIPPED: &[(&[u8], &str)] = &[
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint presentation"),
    (b"opendocument.text", "an OpenDocument text"),
    (b"opendocument", "an OpenDocument file"),
    (b"epub+zip", "an e-book"),
];

/// Refuses a file that is known not to be text.
pub(crate) fn refuse_binary(bytes: &[u8]) -> Result<(), PageError> {
    let start = bytes.trim_ascii_start();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let Some((what, advice)) = known_binary(start) else {
        return Ok(());
    };
    let inside = |name: &[u8]| {
        start
            .windows(name.len())
            .take(ZIP_HEAD)
            .any(|part| part == name)
    };
    let zipped = ZIPPED
        .iter()
        .find(|(name, _)| start.starts_with(b"PK") && inside(name));
    match zipped {
        Some((_, what)) => Err(PageError::Other {
            what,
            advice: "save its text as text",
        }),
        None => Err(PageError::Other { what, advice }),
    }
}

/// How far into an archive the names of files are looked for.
const ZIP_HEAD: usize = 1 << 16;

fn known_binary(start: &[u8]) -> Option<(&'static str, &'static str)> {
    let riff = start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WAVE");
    let film = start.get(4..8) == Some(b"ftyp");
    if riff || film {
        return Some(("a sound or film file", "give its transcript as text"));
    }
    let known = BINARY.iter().find(|(mark, ..)| start.starts_with(mark));
    known.map(|(_, what, advice)| (*what, *advice))
}

/// A kind of text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Html,
    Text,
    /// A JSON-LD document without a page around it.
    JsonLd,
    /// A mail message.
    Mail,
}

/// What kind of text file this is.
///
/// # Errors
/// If it is known to be of a kind that is no article.
pub(crate) fn of(text: &str) -> Result<Kind, PageError> {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let other = |what, advice| Err(PageError::Other { what, advice });
    if start.starts_with("{\\rtf") {
        return other("an RTF file", "save it as text");
    }
    if start.starts_with("WARC/1.") {
        return other("a WARC file", "save the page as HTML");
    }
    if start.starts_with("BEGIN:VCALENDAR") || start.starts_with("BEGIN:VCARD") {
        return other("a calendar or contact file", "give an article");
    }
    if start.starts_with("WEBVTT") || is_subtitles(start) {
        return other(
            "a subtitle file",
            "give the transcript as text, without times between the lines",
        );
    }
    if start.starts_with(['{', '[']) && serde_json::from_str::<serde::de::IgnoredAny>(start).is_ok()
    {
        return if start.contains("schema.org") && start.contains("\"@type\"") {
            Ok(Kind::JsonLd)
        } else if start.contains("jsonfeed.org") {
            other("a feed, which lists articles", "save the article itself")
        } else {
            other("a JSON file", "give an article as text or HTML")
        };
    }
    if let Some(name) = first_element(start) {
        return match name.as_str() {
            "rss" | "feed" | "rdf:rdf" | "channel" | "opml" => {
                other("a feed, which lists articles", "save the article itself")
            }
            "urlset" | "sitemapindex" => other("a sitemap", "save the article itself"),
            "svg" => other("a picture", "save the text as text"),
            name if is_html_element(name) => Ok(Kind::Html),
            _ if start.starts_with("<?xml") => other("an XML file", "save it as text or HTML"),
            _ => Ok(Kind::Text),
        };
    }
    if is_mhtml_or_mail(start) {
        return Ok(Kind::Mail);
    }
    Ok(Kind::Text)
}

/// `1`, then `00:00:01,000 --> 00:00:04,000`.
fn is_subtitles(start: &str) -> bool {
    let mut lines = start.lines().map(str::trim);
    let number = lines.next().is_some_and(|line| line.parse::<u32>().is_ok());
    number
        && lines
            .next()
            .is_some_and(|line| line.contains(" --> ") && line.contains(':'))
}

/// The name of the first element, in lower case, if the text begins with markup. Comments, doctypes
/// and declarations before it are passed over.
fn first_element(start: &str) -> Option<String> {
    let mut rest = start;
    loop {
        rest = rest.trim_start();
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->")?.1;
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            let lower: String = rest
                .chars()
                .take(15)
                .collect::<String>()
                .to_ascii_lowercase();
            if lower.starts_with("<!doctype html") {
                return Some("html".to_owned());
            }
            rest = rest.split_once('>')?.1;
        } else {
            let name = rest.strip_prefix('<')?;
            let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == ':'))?;
            let behind = name[end..].chars().next()?;
            let closes = behind.is_whitespace() || behind == '>' || behind == '/';
            return (end > 0 && closes).then(|| name[..end].to_ascii_lowercase());
        }
    }
}

const ELEMENTS: &[&str] = &[
    "html",
    "head",
    "body",
    "title",
    "meta",
    "link",
    "base",
    "script",
    "style",
    "noscript",
    "template",
    "article",
    "main",
    "section",
    "nav",
    "aside",
    "header",
    "footer",
    "div",
    "span",
    "p",
    "a",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hgroup",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "caption",
    "figure",
    "figcaption",
    "picture",
    "img",
    "video",
    "audio",
    "source",
    "iframe",
    "object",
    "embed",
    "blockquote",
    "q",
    "pre",
    "code",
    "em",
    "strong",
    "b",
    "i",
    "u",
    "s",
    "small",
    "sub",
    "sup",
    "mark",
    "abbr",
    "cite",
    "time",
    "address",
    "br",
    "hr",
    "center",
    "font",
    "form",
    "fieldset",
    "legend",
    "label",
    "input",
    "button",
    "select",
    "textarea",
    "details",
    "summary",
    "dialog",
    "frameset",
    "big",
    "wbr",
    "amp-story",
];

fn is_html_element(name: &str) -> bool {
    ELEMENTS.contains(&name)
}

/// The fields of which a mail message has at least two at its beginning.
const MAIL_FIELDS: &[&str] = &[
    "from",
    "to",
    "cc",
    "subject",
    "date",
    "received",
    "return-path",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "delivered-to",
    "reply-to",
    "x-mailer",
    "dkim-signature",
    "list-id",
    "sender",
    "snapshot-content-location",
    "arc-seal",
    "authentication-results",
    "received-spf",
    "in-reply-to",
    "references",
];

fn is_mhtml_or_mail(start: &str) -> bool {
    // An mbox file has a line without a colon before the first field.
    let start = match start.strip_prefix("From ") {
        Some(mbox) => mbox.split_once('\n').map_or("", |(_, rest)| rest),
        None => start,
    };
    let (mut fields, mut certain) = (0, false);
    for line in start.lines() {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) && fields > 0 {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            break;
        };
        let name = name.to_ascii_lowercase();
        if name.is_empty()
            || !name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        {
            break;
        }
        if MAIL_FIELDS.contains(&name.as_str()) {
            fields += 1;
        }
        // Press releases on paper have From, To and Date too, but none of these.
        certain |= [
            "message-id",
            "mime-version",
            "content-type",
            "received",
            "return-path",
            "delivered-to",
            "content-transfer-encoding",
        ]
        .contains(&name.as_str());
    }
    fields >= 2
        && (certain
            || (start.starts_with("From:")
                || start.starts_with("Date:")
                || start.starts_with("Subject:")
                || start.starts_with("To:"))
                && fields >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_by_their_beginning() {
        for (text, kind) in [
            ("<!DOCTYPE html><p>", Kind::Html),
            ("\n<!-- saved --><HTML>", Kind::Html),
            (
                "<?xml version='1.0'?><!DOCTYPE html PUBLIC ''><html>",
                Kind::Html,
            ),
            ("<section class=x>Words</section>", Kind::Html),
            ("<h1>Talks</h1>", Kind::Html),
            ("Talks in Lund\n\nNo markup, a < b", Kind::Text),
            ("<3 from Lund", Kind::Text),
            ("<Applause> Thank you.", Kind::Text),
            ("LONDON: the mayor said.\n\nTo: be read.", Kind::Text),
            ("[Applause] The mayor said", Kind::Text),
            (
                "From: a@b.example\nTo: c@d.example\nSubject: Talks\n\nWords",
                Kind::Mail,
            ),
            (
                "MIME-Version: 1.0\nContent-Type: text/plain\n\nWords",
                Kind::Mail,
            ),
        ] {
            assert_eq!(of(text), Ok(kind), "{text}");
        }
    }

    #[test]
    fn files_that_are_no_articles_are_refused_by_name() {
        for (text, named) in [
            ("<?xml version='1.0'?><rss version='2.0'>", "feed"),
            ("<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
            ("<?xml version='1.0'?><rdf:RDF>", "feed"),
            ("{\\rtf1\\ansi}", "RTF"),
            ("{\"a\": 1}", "JSON"),
            (
                "{\"version\": \"https://jsonfeed.org/version/1.1\"}",
                "feed",
            ),
            ("1\n00:00:01,000 --> 00:00:04,000\nHello", "subtitle"),
            ("<?xml version='1.0'?><note/>", "XML"),
        ] {
            let refusal = of(text).expect_err(text).to_string();
            assert!(refusal.contains(named), "{text}: {refusal}");
        }
        for (bytes, named) in [
            (&b"%PDF-1.7"[..], "PDF"),
            (b"PK\x03\x04", "office"),
            (b"\xd0\xcf\x11\xe0", "Word"),
        ] {
            let refusal = refuse_binary(bytes).expect_err(named).to_string();
            assert!(refusal.contains(named), "{refusal}");
        }
    }
}
