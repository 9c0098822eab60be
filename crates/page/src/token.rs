//! Numbers, words and signs of a text: what dates are made of.

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'t> {
    /// ASCII digits.
    Number(&'t str),
    /// Letters.
    Word(&'t str),
    /// Any other character, except white space.
    Sign(char),
}

/// The tokens of a text.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        let length = if first.is_ascii_digit() {
            let length = run(|c| c.is_ascii_digit());
            found.push(Token::Number(&rest[..length]));
            length
        } else if first.is_alphabetic() {
            let length = run(char::is_alphabetic);
            found.push(Token::Word(&rest[..length]));
            length
        } else {
            let length = first.len_utf8();
            match first {
                // A hyphen before a space is a dash, and not the sign of an offset.
                '-' if rest[length..].starts_with(char::is_whitespace) => {
                    found.push(Token::Sign('–'))
                }
                _ if first.is_whitespace() => {}
                _ => found.push(Token::Sign(first)),
            }
            length
        };
        rest = &rest[length..];
    }
    found
}
