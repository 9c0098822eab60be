//! Answers as JSON.

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::Error;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter};

use crate::domain::text::safe_json as safe;

/// The answer as one document.
pub(super) fn document<T: Serialize>(answer: &T) -> serde_json::Result<String> {
    Ok(safe(&serde_json::to_string_pretty(answer)?).into_owned() + "\n")
}

/// The answer as JSON Lines. A list has a line for each element.
pub(super) fn lines<T: Serialize>(answer: &T) -> serde_json::Result<String> {
    let mut text = Vec::new();
    answer.serialize(&mut Serializer::with_formatter(&mut text, Lines::default()))?;
    // Only the elements of an array end their lines.
    if text.last().is_some_and(|last| *last != b'\n') {
        text.push(b'\n');
    }
    String::from_utf8(text).map_err(serde_json::Error::custom)
}

/// A formatter that puts each element of the outermost array on a line.
#[derive(Default)]
struct Lines {
    /// The number of open arrays and objects.
    depth: usize,
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.depth += 1;
        match self.depth {
            1 => Ok(()),
            _ => CompactFormatter.begin_array(to),
        }
    }

    fn end_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.depth -= 1;
        match self.depth {
            0 => Ok(()),
            _ => CompactFormatter.end_array(to),
        }
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        match self.depth {
            1 => Ok(()),
            _ => CompactFormatter.begin_array_value(to, first),
        }
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        match self.depth {
            1 => to.write_all(b"\n"),
            _ => Ok(()),
        }
    }

    fn begin_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.depth += 1;
        CompactFormatter.begin_object(to)
    }

    fn end_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.depth -= 1;
        CompactFormatter.end_object(to)
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        to: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        to.write_all(safe(fragment).as_bytes())
    }
}
