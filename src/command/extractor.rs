//! The shipped extractor.

use anyhow::{Result, anyhow, bail};
use onrecord_extract::SHIPPED;
use onrecord_extract::attribution::Attribution;
use onrecord_extract::extractor::Extractor;
use onrecord_extract::language::may_be_english;
use onrecord_extract::nested::Nesting;

/// The shipped extractor.
///
/// # Errors
/// If its weights are damaged.
pub fn shipped() -> Result<&'static Extractor> {
    SHIPPED.as_ref().map_err(|damaged| anyhow!("{damaged}"))
}

/// The attributions in a text.
///
/// # Errors
/// If the text is not English.
pub fn attributions(name: &str, text: &str, nesting: Nesting) -> Result<Vec<Attribution>> {
    require_english(name, text)?;
    Ok(shipped()?.extract_with(text, nesting))
}

/// Refuses a text that is not English.
pub fn require_english(name: &str, text: &str) -> Result<()> {
    if !may_be_english(text) {
        bail!("{name}: the text does not seem to be in English, the only supported language");
    }
    Ok(())
}
