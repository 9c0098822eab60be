//! `onrecord help rules`, `help stances`, `help formats`

/// The topics that help explains besides the commands.
const TOPICS: [(&str, &str); 3] = [
    ("rules", include_str!("../../docs/help/rules.txt")),
    ("stances", include_str!("../../docs/help/stances.txt")),
    ("formats", include_str!("../../docs/help/formats.txt")),
];

/// The text of a topic, if help has it.
pub(super) fn topic(name: &str) -> Option<&'static str> {
    let topic = TOPICS.iter().find(|(topic, _)| *topic == name)?;
    Some(topic.1)
}
