//! From bytes to characters: by byte order mark, by what the file declares, else as UTF-8 or windows-1252.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The characters of a file, and whether they came from an encoding that was guessed.
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) guessed: bool,
}

/// Decodes a file. `declared` is an encoding that came with it, as in the header of an HTTP answer.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decoded(encoding, &bytes[mark..], false);
    }
    let named = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    if let Some(encoding) = named.or_else(|| without_mark(bytes)) {
        return decoded(encoding, bytes, false);
    }
    // What is valid UTF-8 beyond ASCII is UTF-8, whatever the page says.
    if let Ok(text) = std::str::from_utf8(bytes) {
        return match in_head(bytes).filter(|_| text.is_ascii()) {
            // ISO-2022-JP is ASCII to the eye.
            Some(encoding) if !encoding.is_ascii_compatible() => decoded(encoding, bytes, false),
            _ => Decoded {
                text: text.to_owned(),
                guessed: false,
            },
        };
    }
    match in_head(bytes) {
        Some(encoding) if encoding != UTF_8 => decoded(encoding, bytes, false),
        // Truncated or damaged UTF-8 is still UTF-8.
        declared if is_mostly_utf8(bytes) => decoded(UTF_8, bytes, declared.is_none()),
        _ => decoded(WINDOWS_1252, bytes, true),
    }
}

fn decoded(encoding: &'static Encoding, bytes: &[u8], guessed: bool) -> Decoded {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded {
        text: text.into_owned(),
        guessed,
    }
}

/// UTF-16 without a byte order mark: every other byte of a Western text is zero.
fn without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(256) & !1];
    let zeros = |from: usize| {
        head.iter()
            .skip(from)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let most = head.len() * 2 / 5;
    if head.len() < 8 {
        return None;
    }
    match (zeros(0) > most, zeros(1) > most) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}

/// How far into a file a declaration may be.
const HEAD: usize = 16 << 10;

/// The encoding that a meta element or an XML declaration names.
fn in_head(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    if let Some(declaration) = head.trim_start().strip_prefix("<?xml") {
        let declaration = declaration.split("?>").next().unwrap_or_default();
        if let Some(encoding) = label_after(declaration, "encoding") {
            return Some(encoding);
        }
    }
    let metas = head.split("<meta").skip(1);
    metas
        .filter_map(|meta| meta.split('>').next())
        .find_map(|meta| label_after(meta, "charset"))
}

fn label_after(text: &str, name: &str) -> Option<&'static Encoding> {
    let (_, behind) = text.split_once(name)?;
    let value = behind.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let end = value
        .find(['"', '\'', ' ', ';', '/', '>'])
        .unwrap_or(value.len());
    let encoding = Encoding::for_label(&value.as_bytes()[..end])?;
    // A page whose ASCII bytes could be read to find the declaration is not in UTF-16.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE {
        UTF_8
    } else {
        encoding
    })
}

/// Whether a file has multi-byte UTF-8 sequences and only few bytes that are none.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    valid > 4 * invalid
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "The Café Zürich – “open”";

    fn read(bytes: &[u8]) -> String {
        decode(bytes, None).text
    }

    #[test]
    fn encodings_are_recognised() {
        let utf16 = |to: fn(u16) -> [u8; 2]| WORDS.encode_utf16().flat_map(to).collect::<Vec<u8>>();
        let (western, _, _) = WINDOWS_1252.encode(WORDS);
        assert_eq!(read(WORDS.as_bytes()), WORDS);
        assert_eq!(read(&[b"\xef\xbb\xbf", WORDS.as_bytes()].concat()), WORDS);
        assert_eq!(
            read(&[b"\xff\xfe".to_vec(), utf16(u16::to_le_bytes)].concat()),
            WORDS
        );
        assert_eq!(
            read(&[b"\xfe\xff".to_vec(), utf16(u16::to_be_bytes)].concat()),
            WORDS
        );
        assert_eq!(read(&utf16(u16::to_le_bytes)), WORDS);
        assert_eq!(read(&western), WORDS);
        assert!(decode(&western, None).guessed);
        assert_eq!(decode(&western, Some("windows-1252")).text, WORDS);
        let declared = [
            b"<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-1'>",
            western.as_ref(),
        ];
        assert!(read(&declared.concat()).ends_with(WORDS));
        let (central, _, _) = encoding_rs::WINDOWS_1250.encode("Łódź");
        let declared = [b"<meta charset=\"windows-1250\">", central.as_ref()].concat();
        assert!(read(&declared).ends_with("Łódź"));
        // The declaration is wrong: the bytes are UTF-8.
        let wrong = format!("<meta charset=iso-8859-1>{WORDS}");
        assert_eq!(read(wrong.as_bytes()), wrong);
        let cut = [WORDS.repeat(3).as_bytes(), b"\xe2\x80"].concat();
        assert!(read(&cut).starts_with(WORDS));
    }
}
