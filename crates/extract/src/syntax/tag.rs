//! The Penn Treebank's parts of speech.

/// All tags. A tag is stored as its index in this list.
pub const TAGS: [&str; 45] = [
    "NN", "IN", "NNP", "DT", "JJ", "NNS", ",", ".", "VBD", "RB", "PRP", "VB", "CC", "VBZ", "TO",
    "VBG", "VBN", "VBP", "''", "CD", "PRP$", "``", "MD", "POS", ":", "WP", "WDT", "NNPS", "WRB",
    "RP", "JJR", "JJS", "RBR", "-RRB-", "-LRB-", "EX", "$", "RBS", "PDT", "UH", "WP$", "FW", "LS",
    "SYM", "#",
];

macro_rules! tags {
    ($($name:ident = $number:literal;)*) => {
        $(
            #[doc = concat!("The tag ", stringify!($name), ".")]
            pub const $name: u8 = $number;
        )*
    };
}

tags! {
    NN = 0;
    IN = 1;
    NNP = 2;
    DT = 3;
    JJ = 4;
    NNS = 5;
    COMMA = 6;
    STOP = 7;
    VBD = 8;
    RB = 9;
    PRP = 10;
    VB = 11;
    CC = 12;
    VBZ = 13;
    TO = 14;
    VBG = 15;
    VBN = 16;
    VBP = 17;
    CD = 19;
    PRPS = 20;
    MD = 22;
    POS = 23;
    COLON = 24;
    WP = 25;
    WDT = 26;
    NNPS = 27;
    WRB = 28;
    RP = 29;
    RBR = 32;
    RRB = 33;
    LRB = 34;
    EX = 35;
}

/// The index of a tag in [`TAGS`].
pub fn tag_number(name: &str) -> Option<u8> {
    TAGS.iter().position(|tag| *tag == name).map(|at| at as u8)
}

/// Whether a tag is a verb's.
pub(crate) fn is_verb(tag: u8) -> bool {
    matches!(tag, VB | VBD | VBG | VBN | VBP | VBZ)
}

/// Whether a tag is that of a verb with a tense or a modal's.
pub(crate) fn is_finite(tag: u8) -> bool {
    matches!(tag, VBD | VBZ | VBP | MD)
}

/// Whether a tag is a noun's, a pronoun's or that of another word that can stand for one.
pub(crate) fn is_nominal(tag: u8) -> bool {
    matches!(tag, NN | NNS | NNP | NNPS | PRP | WP | WDT | CD | DT | EX)
}

/// Whether a tag is a noun's, common or proper.
pub(crate) fn is_noun(tag: u8) -> bool {
    matches!(tag, NN | NNS | NNP | NNPS)
}

/// Whether a tag is a proper noun's.
pub(crate) fn is_proper_noun(tag: u8) -> bool {
    matches!(tag, NNP | NNPS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_indexes_of_the_list() {
        let named = [
            ("NN", NN),
            (",", COMMA),
            (".", STOP),
            ("VBP", VBP),
            ("CD", CD),
            ("PRP$", PRPS),
            ("MD", MD),
            ("POS", POS),
            (":", COLON),
            ("WDT", WDT),
            ("NNPS", NNPS),
            ("WRB", WRB),
            ("RP", RP),
            ("-RRB-", RRB),
            ("-LRB-", LRB),
            ("EX", EX),
        ];
        for (name, tag) in named {
            assert_eq!(tag_number(name), Some(tag));
        }
    }
}
