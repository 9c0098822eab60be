//! Finds who said what in English news text.
//!
//! Text in, attributions out: the words that name the source, the cue, what was said, who the speaker is by the fullest
//! name in the text, the speaker's stance toward it, and through whom it came. The models are part of the crate. There
//! is no I/O, no clock and no randomness: the same text gives the same attributions.
//!
//! ```
//! use onrecord_extract::{Extractor, Mode, Nesting, Stance};
//!
//! let text = "Mayor Ann Lee spoke after the storm. “The bridge will stay shut until May,” Ms Lee said. \
//!             The coast guard did not confirm that two boats were lost.";
//! let found = Extractor::shipped()?.extract(text, Nesting::Surest);
//!
//! assert_eq!(found[0].speaker.as_deref(), Some("Ann Lee"));
//! assert_eq!(found[0].content[0].of(text), "“The bridge will stay shut until May,”");
//! assert_eq!((found[0].stance, found[0].mode), (Stance::Asserts, Mode::Direct));
//!
//! assert_eq!(found[1].speaker.as_deref(), Some("coast guard"));
//! assert_eq!(found[1].content[0].of(text), "that two boats were lost");
//! assert_eq!((found[1].stance, found[1].mode), (Stance::NotConfirmed, Mode::Indirect));
//! # Ok::<(), onrecord_extract::DamagedWeights>(())
//! ```
//!
//! `pipeline.rs` names all steps in their order. `thresholds.rs` holds every number that was set by hand.

#![warn(unreachable_pub)]

mod attribution;
mod extractor;
mod find;
mod forms;
mod meaning;
mod model;
mod outline;
mod pipeline;
mod syntax;
mod text;
mod thresholds;
mod tongues;
mod types;
mod who;

pub use attribution::{Attribution, Mode, Span, Stance, Tongue};
pub use extractor::{DamagedWeights, Extractor};
pub use find::nested::Nesting;
pub use outline::{Kind, OutlineWord};
pub use text::language::{looks_english, tongue_of};
pub use tongues::direct_speech;
pub use who::names::{Gender, gender_of_first_name as first_name_gender};

/// What the trainer of this workspace uses to learn the weights. It may change with every release.
#[doc(hidden)]
pub mod training {
    pub use crate::find::{cues, judge, read, roles, scan, window};
    pub use crate::model::{crf, pack, table};
    pub use crate::syntax::{document, links, parser, tag, tagger};
    pub use crate::text::token;
    pub use crate::types::{CueReading, TokenRange};
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
