//! The words of one line of a `.rules` file, read from the left.

use serde_json::Value;

/// What was read, or what is wrong with the line; the file and its number are added where they are known.
pub(super) type Parsed<T> = Result<T, String>;

/// The words of a line, read from the left.
pub(super) struct Words<'a> {
    words: Vec<&'a str>,
    next: usize,
}

impl<'a> Words<'a> {
    pub(super) fn of(line: &'a str) -> Self {
        Self {
            words: line.split_whitespace().collect(),
            next: 0,
        }
    }

    pub(super) fn peek(&self) -> Option<&'a str> {
        self.words.get(self.next).copied()
    }

    pub(super) fn second(&self) -> Option<&'a str> {
        self.words.get(self.next + 1).copied()
    }

    pub(super) fn take(&mut self, word: &str) -> bool {
        let taken = self.peek() == Some(word);
        self.next += usize::from(taken);
        taken
    }

    pub(super) fn next(&mut self, what: &str) -> Parsed<&'a str> {
        let word = self.peek().ok_or(format!("{what} is missing"))?;
        self.next += 1;
        Ok(word)
    }

    pub(super) fn expect(&mut self, word: &str) -> Parsed<()> {
        if self.take(word) {
            Ok(())
        } else {
            Err(format!("“{word}” is missing"))
        }
    }

    pub(super) fn one_of(&mut self, choices: &[&str], what: &str) -> Parsed<&'a str> {
        let word = self.next(what)?;
        if choices.contains(&word) {
            Ok(word)
        } else {
            Err(format!("“{word}” is no {what}"))
        }
    }

    /// The id of something declared.
    pub(super) fn known(&mut self, declared: &[Value], what: &str) -> Parsed<&'a str> {
        let id = self.next(what)?;
        if declared.iter().any(|record| record["id"] == id) {
            Ok(id)
        } else {
            Err(format!("“{id}” is no {what} here"))
        }
    }

    /// One or more words with commas between them.
    pub(super) fn list(&mut self, what: &str) -> Parsed<Vec<String>> {
        let mut found = Vec::new();
        loop {
            let word = self.next(what)?;
            found.push(word.trim_end_matches(',').to_owned());
            if !word.ends_with(',') {
                return Ok(found);
            }
        }
    }

    /// A whole number, with “m” or “bn” for millions or billions.
    pub(super) fn number(&mut self) -> Parsed<i64> {
        let word = self.next("a number")?;
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let scale = match &word[digits.len()..] {
            "" => 1,
            "m" => 1_000_000,
            "bn" => 1_000_000_000,
            other => return Err(format!("“{other}” is no scale")),
        };
        digits
            .parse()
            .map(|number: i64| number * scale)
            .map_err(|_| format!("“{word}” is no number"))
    }

    /// All words that are left.
    pub(super) fn rest(&mut self, what: &str) -> Parsed<String> {
        let first = self.next(what)?;
        let others = self.words[self.next..].iter().copied();
        let text = std::iter::once(first)
            .chain(others)
            .collect::<Vec<_>>()
            .join(" ");
        self.next = self.words.len();
        Ok(text)
    }

    pub(super) fn end(&self) -> Parsed<()> {
        self.peek()
            .map_or(Ok(()), |word| Err(format!("“{word}” is left over")))
    }
}
