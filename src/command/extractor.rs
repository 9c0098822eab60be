//! The shipped extractor.

use anyhow::{Result, bail};
use onrecord_extract::{Attribution, Extractor, Nesting, looks_english};

/// The shipped extractor.
///
/// # Errors
/// If its weights are damaged.
pub(super) fn shipped() -> Result<&'static Extractor> {
    Ok(Extractor::shipped()?)
}

/// The attributions in a text.
///
/// # Errors
/// If the text is not English.
pub(super) fn attributions(name: &str, text: &str, nesting: Nesting) -> Result<Vec<Attribution>> {
    require_english(name, text)?;
    Ok(shipped()?.extract(text, nesting))
}

/// Refuses a text that is not English.
pub(super) fn require_english(name: &str, text: &str) -> Result<()> {
    if !looks_english(text) {
        bail!("{name}: the text does not seem to be in English, the only supported language");
    }
    Ok(())
}
