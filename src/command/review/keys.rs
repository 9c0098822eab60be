//! The terminal of a review, or a file of keys in place of its keyboard.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read};

use anyhow::{Context as _, Result};
use console::{Key, Term};

/// The size of a screen that no person looks at: nothing on it is cut. Lines and columns.
const UNSEEN: (u16, u16) = (1000, 4000);
/// Ends a screen in place of clearing it.
const FORM_FEED: &str = "\n\u{c}\n";

/// Where screens go and keys come from.
pub(super) struct Console {
    term: Term,
    keys: Option<RefCell<Box<dyn Read>>>,
}

impl Console {
    /// A person's terminal.
    pub(super) fn terminal() -> Self {
        Self {
            term: Term::stdout(),
            keys: None,
        }
    }

    /// Keys from a file, or from standard input if its name is a dash. Screens are printed one after the
    /// other, with a form feed between them.
    ///
    /// # Errors
    /// If the file cannot be opened.
    pub(super) fn of_keys(file: &str) -> Result<Self> {
        let keys: Box<dyn Read> = match file {
            "-" => Box::new(io::stdin()),
            file => Box::new(File::open(file).with_context(|| file.to_owned())?),
        };
        Ok(Self {
            term: Term::stdout(),
            keys: Some(RefCell::new(keys)),
        })
    }

    /// Lines and columns.
    pub(super) fn size(&self) -> (u16, u16) {
        match self.keys {
            Some(_) => UNSEEN,
            None => self.term.size(),
        }
    }

    /// The next key. The end of a file of keys is Escape.
    pub(super) fn read_key_raw(&self) -> Result<Key> {
        let Some(keys) = &self.keys else {
            return Ok(self.term.read_key_raw()?);
        };
        let mut keys = keys.borrow_mut();
        let mut bytes = Vec::new();
        loop {
            let mut byte = [0];
            if keys.read(&mut byte)? == 0 {
                return Ok(Key::Escape);
            }
            bytes.push(byte[0]);
            // A letter takes up to four bytes.
            if let Ok(letter) = std::str::from_utf8(&bytes) {
                return Ok(key(letter.chars().next().unwrap_or_default()));
            }
            if bytes.len() > 3 {
                return Ok(Key::Unknown);
            }
        }
    }

    pub(super) fn write_str(&self, text: &str) -> Result<()> {
        let text = match self.keys {
            Some(_) => text.replace("\r\n", "\n").replace("\u{1b}[0m", ""),
            None => text.to_owned(),
        };
        Ok(self.term.write_str(&text)?)
    }

    pub(super) fn clear_screen(&self) -> Result<()> {
        match self.keys {
            Some(_) => self.write_str(FORM_FEED),
            None => Ok(self.term.clear_screen()?),
        }
    }

    /// Takes back the last letters on the line.
    pub(super) fn clear_chars(&self, count: usize) -> Result<()> {
        match self.keys {
            Some(_) => Ok(()),
            None => Ok(self.term.clear_chars(count)?),
        }
    }

    pub(super) fn show_cursor(&self) -> Result<()> {
        match self.keys {
            Some(_) => Ok(()),
            None => Ok(self.term.show_cursor()?),
        }
    }
}

fn key(letter: char) -> Key {
    match letter {
        '\n' | '\r' => Key::Enter,
        '\t' => Key::Tab,
        '\u{1b}' => Key::Escape,
        '\u{3}' => Key::CtrlC,
        '\u{8}' | '\u{7f}' => Key::Backspace,
        letter => Key::Char(letter),
    }
}
