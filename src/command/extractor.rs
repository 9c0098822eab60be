//! The shipped extractor.

use anyhow::{Result, bail};
use onrecord_extract::{
    Attribution, Extractor, Nesting, Tongue, direct_speech, looks_english, tongue_of,
};

/// The shipped extractor.
///
/// # Errors
/// If its weights are damaged.
pub(super) fn shipped() -> Result<&'static Extractor> {
    Ok(Extractor::shipped()?)
}

/// Texts of fewer bytes may look English for want of common words.
const SHORT: usize = 500;

/// The attributions in a text: in English all, in the languages that have rules direct speech.
///
/// # Errors
/// If the text is in another language, or in one of those and has no direct speech.
pub(super) fn attributions(name: &str, text: &str, nesting: Nesting) -> Result<Vec<Attribution>> {
    match by_rules(name, text)? {
        Some(found) => Ok(found),
        None => Ok(shipped()?.extract(text, nesting)),
    }
}

/// What rules find in a text in one of their languages. `None` if it is in English.
///
/// # Errors
/// As for [`attributions`].
pub(super) fn by_rules(name: &str, text: &str) -> Result<Option<Vec<Attribution>>> {
    let english = looks_english(text);
    if english && text.len() > SHORT {
        return Ok(None);
    }
    let tongue = tongue_of(text);
    let found = tongue.map(|tongue| direct_speech(text, tongue));
    match (found, tongue) {
        (Some(found), _) if !found.is_empty() => Ok(Some(found)),
        _ if english => Ok(None),
        (_, Some(tongue)) => bail!(
            "{name}: the text does not seem to be in English but in {}, of which only direct speech is read, and it has \
             none that says who speaks",
            tongue.name()
        ),
        (_, None) => bail!(
            "{name}: the text does not seem to be in English, the only language that is read in full, nor in {}, of which \
             direct speech is read",
            Tongue::ALL.map(Tongue::name).join(", ")
        ),
    }
}
