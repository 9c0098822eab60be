//! Words as numbers: the hash of a word, of its stem and of its suffix, and its shape.
//!
//! The models compare hashes and never strings, so computing a feature takes one multiplication and no
//! vocabulary has to be shipped.

/// FNV-1a. Written out because the hash is part of the file format of the weights: it must not change with a
/// library or a compiler.
const FNV_OFFSET: u32 = 0x811c_9dc5;
const FNV_PRIME: u32 = 0x0100_0193;

/// The hash of a string.
pub(crate) const fn hash(word: &str) -> u32 {
    let bytes = word.as_bytes();
    let mut hash = FNV_OFFSET;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(FNV_PRIME);
        at += 1;
    }
    hash
}

/// The hashes of a list of words, for lists that tokens are looked up in.
pub(crate) const fn hashes<const N: usize>(words: [&str; N]) -> [u32; N] {
    let mut hashes = [0; N];
    let mut at = 0;
    while at < N {
        hashes[at] = hash(words[at]);
        at += 1;
    }
    hashes
}

/// Writes the normal form of a word to `out`: lower case, straight apostrophes, and a zero for every digit, so
/// that "1,204" and "3,977" share their weights.
pub(crate) fn normalise(word: &str, out: &mut String) {
    out.clear();
    for c in word.chars() {
        match c {
            '’' | '‘' | '`' | '´' => out.push('\''),
            '0'..='9' => out.push('0'),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            _ if c.is_ascii() => out.push(c),
            _ => out.extend(c.to_lowercase()),
        }
    }
}

/// Whether a word is its own normal form because it has lower-case ASCII letters only, as most words do.
pub(crate) fn is_normal(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_lowercase())
}

/// Irregular forms and the stem of their verb, sorted for binary search.
#[rustfmt::skip]
const IRREGULAR: &[(&str, &str)] = &[
    ("'re", "be"), ("'s", "be"), ("'ve", "hav"), ("are", "be"), ("been", "be"), ("began", "begin"),
    ("begun", "begin"), ("being", "be"), ("bemoaned", "bemoan"), ("broke", "break"), ("brought", "bring"),
    ("came", "com"), ("chose", "choos"), ("chosen", "choos"), ("denied", "deni"), ("did", "do"), ("does", "do"),
    ("done", "do"), ("dreamt", "dream"), ("felt", "feel"), ("forbade", "forbid"), ("foresaw", "foresee"),
    ("forgot", "forget"), ("fought", "fight"), ("found", "find"), ("gave", "giv"), ("given", "giv"), ("gone", "go"),
    ("got", "get"), ("had", "hav"), ("has", "hav"), ("having", "hav"), ("heard", "hear"), ("held", "hold"),
    ("is", "be"), ("kept", "keep"), ("knew", "know"), ("known", "know"), ("laid", "lay"), ("left", "leav"),
    ("lied", "lie"), ("made", "mak"), ("meant", "mean"), ("put", "put"), ("said", "say"), ("saw", "see"),
    ("saying", "say"), ("says", "say"), ("seen", "see"), ("sent", "send"), ("shown", "show"), ("sought", "seek"),
    ("spoke", "speak"), ("spoken", "speak"), ("stood", "stand"), ("swore", "swear"), ("sworn", "swear"),
    ("taken", "tak"), ("thought", "think"), ("told", "tell"), ("took", "tak"), ("understood", "understand"),
    ("was", "be"), ("went", "go"), ("were", "be"), ("withdrew", "withdraw"), ("won", "win"), ("written", "writ"),
    ("wrote", "writ"),
];

/// For each first byte, the lengths of the irregular forms that begin with it, one bit per length. This rules out
/// most words without a search.
const LENGTHS: [u16; 256] = {
    let mut lengths = [0; 256];
    let mut at = 0;
    while at < IRREGULAR.len() {
        let form = IRREGULAR[at].0.as_bytes();
        lengths[form[0] as usize] |= 1 << form.len();
        at += 1;
    }
    lengths
};

fn may_be_irregular(word: &str) -> bool {
    let first = word.bytes().next().unwrap_or_default();
    word.len() < 16 && LENGTHS[usize::from(first)] >> word.len() & 1 == 1
}

/// Reduces a normal form to a key that the inflected forms of a word share. The key need not be a word: "argued",
/// "argues" and "arguing" all become "argu".
pub(crate) fn stem(word: &str) -> &str {
    if may_be_irregular(word)
        && let Ok(at) = IRREGULAR.binary_search_by(|(form, _)| (*form).cmp(word))
    {
        return IRREGULAR[at].1;
    }
    if word.len() < 4 || !word.is_ascii() {
        return word;
    }
    let base = if let Some(base) = word.strip_suffix("ies") {
        &word[..base.len() + 1]
    } else if let Some(base) = word.strip_suffix("ied") {
        &word[..base.len() + 1]
    } else if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        word
    } else if let Some(base) = word.strip_suffix("ing").filter(|base| has_vowel(base)) {
        undouble(base)
    } else if let Some(base) = word.strip_suffix("ed").filter(|base| has_vowel(base)) {
        undouble(base)
    } else if let Some(base) = word.strip_suffix("es").filter(|base| sibilant(base)) {
        base
    } else if let Some(base) = word.strip_suffix('s') {
        base
    } else {
        word
    };
    if let Some(short) = base.strip_suffix('e').filter(|_| base.len() > 3) {
        return short;
    }
    match base.as_bytes().last() {
        // Without its last letter, "carry" has the stem of "carries".
        Some(b'y') if base.len() > 3 && base == word => &base[..base.len() - 1],
        Some(b'i') if base.len() > 3 => &base[..base.len() - 1],
        _ => base,
    }
}

fn has_vowel(base: &str) -> bool {
    base.len() > 1
        && base
            .bytes()
            .any(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'))
}

fn sibilant(base: &str) -> bool {
    base.ends_with("sh")
        || base.ends_with("ch")
        || base.ends_with('x')
        || base.ends_with("ss")
        || base.ends_with('z')
}

/// Removes the letter that the suffix doubled, as in "stopped"; "called" and "confessed" keep theirs.
fn undouble(base: &str) -> &str {
    let bytes = base.as_bytes();
    let n = bytes.len();
    if n > 3 && bytes[n - 1] == bytes[n - 2] && !matches!(bytes[n - 1], b'l' | b's' | b'e' | b'o') {
        &base[..n - 1]
    } else {
        base
    }
}

/// The last three letters of a word.
pub(crate) fn suffix(word: &str) -> &str {
    if word.is_ascii() {
        return &word[word.len().saturating_sub(3)..];
    }
    let three = word.char_indices().rev().nth(2);
    &word[three.map_or(0, |(at, _)| at)..]
}

/// What a word looks like. Coarse, so that unknown words share it with known ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Shape {
    /// Punctuation and symbols: neither letters nor digits.
    #[default]
    Sign,
    /// Lower-case letters only.
    Lower,
    /// One capital, at the beginning.
    Title,
    /// Capitals only, two letters or more.
    Upper,
    /// Any other mixture of capitals and lower case.
    Mixed,
    /// At least one digit.
    Digit,
}

/// The shape of a word as it stands in the text.
pub(crate) fn shape(word: &str) -> Shape {
    // The common case, which needs no Unicode look-ups.
    if is_normal(word) {
        return Shape::Lower;
    }
    let (mut upper, mut lower, mut digit, mut first_upper, mut letters) = (0, 0, false, false, 0);
    for c in word.chars() {
        if c.is_numeric() {
            digit = true;
        } else if c.is_uppercase() {
            first_upper |= letters == 0;
            upper += 1;
            letters += 1;
        } else if c.is_alphabetic() {
            lower += 1;
            letters += 1;
        }
    }
    match (digit, upper, lower) {
        (true, _, _) => Shape::Digit,
        (_, 0, 0) => Shape::Sign,
        (_, 0, _) => Shape::Lower,
        (_, 1, _) if first_upper => Shape::Title,
        (_, _, 0) => Shape::Upper,
        _ => Shape::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_forms_share_a_stem() {
        for forms in [
            &["argue", "argued", "argues", "arguing"][..],
            &["say", "said", "says", "saying"],
            &["carry", "carried", "carries"],
            &["stop", "stopped", "stops", "stopping"],
            &["claim", "claimed", "claims", "claiming"],
            &["write", "wrote", "written", "writes", "writing"],
            &["confess", "confessed", "confesses", "confessing"],
        ] {
            let stems: Vec<_> = forms.iter().map(|form| stem(form)).collect();
            assert!(
                stems.iter().all(|s| *s == stems[0]),
                "{forms:?} → {stems:?}"
            );
        }
    }

    #[test]
    fn irregular_forms_are_in_order() {
        assert!(IRREGULAR.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn shapes() {
        assert_eq!(shape("Minister"), Shape::Title);
        assert_eq!(shape("A"), Shape::Title);
        assert_eq!(shape("NATO"), Shape::Upper);
        assert_eq!(shape("McNeil"), Shape::Mixed);
        assert_eq!(shape("90bn"), Shape::Digit);
        assert_eq!(shape("—"), Shape::Sign);
    }
}
