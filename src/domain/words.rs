//! Closed lists of words: enums whose variants every format writes with the same word.

/// An enum that is a closed list of words.
///
/// Code that reads or prints such words can be generic over it.
pub trait WordList: Copy + 'static {
    /// Every value, in the order used by tables.
    const ALL: &'static [Self];

    /// The word used in every format.
    fn as_str(self) -> &'static str;

    /// What the word means, in one or more sentences.
    fn meaning(self) -> &'static str;

    /// The value for `word`, if there is one.
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.as_str() == word)
    }
}

/// Declares a [`WordList`]. The documentation of a variant is its meaning.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident {
        $($(#[doc = $meaning:literal])* $variant:ident = $word:literal),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $name { $($(#[doc = $meaning])* #[serde(rename = $word)] $variant),* }

        impl $name {
            /// Every value, in the order used by tables.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word used in every format.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl $crate::domain::words::WordList for $name {
            const ALL: &'static [Self] = Self::ALL;

            fn as_str(self) -> &'static str {
                Self::as_str(self)
            }

            fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($meaning),*).trim_ascii()),* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(crate) use words;
