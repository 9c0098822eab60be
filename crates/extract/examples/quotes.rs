//! Prints who said what in a text:
//!
//!     cargo run -p onrecord-extract --example quotes -- FILE

use onrecord_extract::{Extractor, Nesting, looks_english};
use std::error::Error;
use std::io::Write;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args_os()
        .nth(1)
        .ok_or("give a file with English text")?;
    print_quotes(&std::fs::read_to_string(file)?, &mut std::io::stdout())
}

/// Writes one line for each attribution: the speaker, the relayers, the stance, the mode, and what was said.
pub(crate) fn print_quotes(text: &str, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    if !looks_english(text) {
        return Err("the text does not look English".into());
    }
    for found in Extractor::shipped()?.extract(text, Nesting::Surest) {
        let speaker = found.speaker.as_deref().unwrap_or("somebody");
        let via = match found.via.join(", ") {
            via if via.is_empty() => via,
            via => format!(" via {via}"),
        };
        let said: Vec<&str> = found.content.iter().map(|span| span.of(text)).collect();
        let (stance, mode, said) = (found.stance, found.mode, said.join(" … "));
        writeln!(out, "{speaker}{via} [{stance}, {mode}] {said}")?;
    }
    Ok(())
}
