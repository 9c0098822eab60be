//! Limits how deeply the elements of a page are nested, before it is parsed.
//!
//! A parser of HTML looks through all open elements again and again, so a page of a hundred thousand
//! nested elements takes it hours. Browsers stop nesting at some depth, and so does this.

use std::borrow::Cow;
use std::collections::HashMap;

/// The most open elements of each family.
const DEEPEST: u32 = 160;

/// Elements without an end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that the next one of their kind closes.
const SELF_CLOSING: &[&str] = &[
    "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead", "tbody", "tfoot",
    "colgroup", "rp", "rt", "html", "head", "body",
];

/// Elements whose content is not markup.
const RAW: &[&str] = &[
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
];

/// Elements of a line of text. Without them only emphasis or a link is lost.
const INLINE: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt",
    "u", "span", "sub", "sup", "label", "abbr", "cite", "mark", "q", "bdi", "bdo", "ins", "del",
    "kbd", "samp", "var", "data", "time",
];

/// The page with elements that are nested too deeply left out. Their content stays.
pub(crate) fn shallow(html: &str) -> Cow<'_, str> {
    let mut nesting = Nesting::default();
    let (mut out, mut kept): (Option<String>, usize) = (None, 0);
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|found| at + found) {
        let Some(tag) = Tag::at(html, start) else {
            at = start + 1;
            continue;
        };
        at = tag.end;
        if let Some(instead) = nesting.instead_of(&tag) {
            let out = out.get_or_insert_with(|| String::with_capacity(html.len()));
            out.push_str(&html[kept..start]);
            out.push_str(instead);
            kept = tag.end;
        }
    }
    match out {
        Some(mut out) => {
            out.push_str(&html[kept..]);
            Cow::Owned(out)
        }
        None => Cow::Borrowed(html),
    }
}

/// A tag, or anything else between angle brackets.
struct Tag {
    /// Empty for comments and the like.
    name: String,
    closes: bool,
    /// The byte behind it; for raw elements, behind their content.
    end: usize,
}

impl Tag {
    fn at(html: &str, start: usize) -> Option<Self> {
        let rest = &html[start + 1..];
        let other = |length: usize| Self {
            name: String::new(),
            closes: false,
            end: start + 1 + length,
        };
        if let Some(comment) = rest.strip_prefix("!--") {
            return Some(other(comment.find("-->").map_or(rest.len(), |end| end + 6)));
        }
        if rest.starts_with(['!', '?']) {
            return Some(other(rest.find('>').map_or(rest.len(), |end| end + 1)));
        }
        let closes = rest.starts_with('/');
        let from = usize::from(closes);
        let length = rest[from..]
            .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
            .unwrap_or(rest.len() - from);
        let name = rest[from..from + length].to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let mut end = start + 1 + end_of_tag(rest);
        if !closes && RAW.contains(&name.as_str()) {
            end = end_of_raw(html, end, &name);
        }
        Some(Self { name, closes, end })
    }
}

/// The byte behind the `>` of a tag, outside attribute values.
fn end_of_tag(rest: &str) -> usize {
    let (mut quote, mut behind_equals) = (None, false);
    for (at, byte) in rest.bytes().enumerate() {
        match quote {
            Some(open) => {
                if byte == open {
                    quote = None;
                }
            }
            None => match byte {
                b'>' => return at + 1,
                b'"' | b'\'' if behind_equals => {
                    quote = Some(byte);
                    behind_equals = false;
                }
                b'=' => behind_equals = true,
                byte if byte.is_ascii_whitespace() => {}
                _ => behind_equals = false,
            },
        }
    }
    rest.len()
}

/// The beginning of the end tag of a raw element.
fn end_of_raw(html: &str, from: usize, name: &str) -> usize {
    let bytes = html.as_bytes();
    let mut at = from;
    while let Some(found) = html[at..].find("</").map(|found| at + found) {
        let behind = bytes.get(found + 2..found + 2 + name.len());
        if behind.is_some_and(|behind| behind.eq_ignore_ascii_case(name.as_bytes())) {
            return found;
        }
        at = found + 2;
    }
    html.len()
}

/// The open elements of a page.
#[derive(Default)]
struct Nesting {
    /// Open elements of lines, and of all others.
    depth: [u32; 2],
    /// Open elements of each name, and of those the ones that were left out.
    open: HashMap<String, (u32, u32)>,
}

impl Nesting {
    /// What to write instead of a tag, if it goes too deep.
    fn instead_of(&mut self, tag: &Tag) -> Option<&'static str> {
        let name = tag.name.as_str();
        if name.is_empty()
            || VOID.contains(&name)
            || SELF_CLOSING.contains(&name)
            || RAW.contains(&name)
        {
            return None;
        }
        let inline = INLINE.contains(&name);
        let depth = &mut self.depth[usize::from(inline)];
        let instead = if inline { "" } else { "<p>" };
        if tag.closes {
            let (open, left_out) = self.open.get_mut(name)?;
            if *left_out > 0 {
                *left_out -= 1;
                return Some(instead);
            }
            if *open > 0 {
                *open -= 1;
                *depth -= 1;
            }
            return None;
        }
        let (open, left_out) = self.open.entry(name.to_owned()).or_default();
        if *depth >= DEEPEST {
            *left_out += 1;
            return Some(instead);
        }
        *open += 1;
        *depth += 1;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_pages_are_left_alone() {
        let page = "<!doctype html><!-- <div> --><div class='a>b'><script>if (a<b) '<div>'</script><p>1 < 2 <b>x</b></div>";
        assert!(matches!(shallow(page), Cow::Borrowed(same) if same == page));
    }

    #[test]
    fn what_is_nested_too_deeply_is_flattened() {
        let page = format!(
            "{}words{}<p>end",
            "<div><i>".repeat(1000),
            "</i></div>".repeat(1000)
        );
        let flat = shallow(&page);
        assert_eq!(flat.matches("<div>").count(), DEEPEST as usize);
        assert_eq!(flat.matches("</div>").count(), DEEPEST as usize);
        assert!(flat.contains("words") && flat.ends_with("<p>end"));
    }
}
