//! `onrecord help rules`, `help stances`, `help formats`

use anyhow::Result;

use super::exit::Exit;

/// The topics that help explains besides the commands.
const TOPICS: [(&str, &str); 3] = [
    ("rules", include_str!("../../docs/help/rules.txt")),
    ("stances", include_str!("../../docs/help/stances.txt")),
    ("formats", include_str!("../../docs/help/formats.txt")),
];

/// The text on a topic, if help has one.
pub fn topic(name: &str) -> Option<&'static str> {
    let mut topics = TOPICS.iter();
    topics
        .find(|(topic, _)| *topic == name)
        .map(|(_, text)| *text)
}

/// Prints the text on a topic.
///
/// # Errors
/// Where it cannot be written.
pub fn print(text: &str) -> Result<Exit> {
    match std::io::Write::write_all(&mut std::io::stdout().lock(), text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(Exit::Success),
    }
}
