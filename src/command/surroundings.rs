//! The terminal and the person in front of it.

/// Width in columns if neither a terminal nor COLUMNS gives one.
const DEFAULT_WIDTH: u16 = 100;
/// Height in lines if neither a terminal nor LINES gives one.
const DEFAULT_HEIGHT: u16 = 40;
/// Minimum width in columns: narrower tables would break every word.
const MIN_WIDTH: u16 = 40;

/// The name of the system's user.
pub(super) fn system_user() -> String {
    let mut names = ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .filter_map(|name| std::env::var(name).ok());
    let named = names.find(|name| !name.trim().is_empty());
    named.unwrap_or_else(|| "desk".to_owned())
}

/// The lines of the screen, without one for the prompt.
pub(super) fn height() -> u16 {
    let terminal = || terminal_size::terminal_size().map(|(_, height)| height.0);
    let lines = from_environment("LINES").or_else(terminal);
    lines.unwrap_or(DEFAULT_HEIGHT).saturating_sub(1)
}

/// A size that the environment sets.
fn from_environment(name: &str) -> Option<u16> {
    std::env::var(name).ok()?.parse().ok()
}

/// The columns of the screen.
pub(super) fn width() -> u16 {
    let terminal = || terminal_size::terminal_size().map(|(width, _)| width.0);
    from_environment("COLUMNS")
        .or_else(terminal)
        .unwrap_or(DEFAULT_WIDTH)
        .max(MIN_WIDTH)
}
