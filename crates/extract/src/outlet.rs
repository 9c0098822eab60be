//! Which names are those of news media, through whom other people's words come.

use crate::candidate::Run;
use crate::document::Document;
use crate::tagger::tag;
use crate::word::Shape;

/// Names that are enough by themselves.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "ABC", "AFP", "ANSA", "AP", "ARD", "Agence", "Axios", "BBC", "Bild", "Bloomberg", "Breitbart", "BuzzFeed", "C-SPAN", "CBS",
    "CNBC", "CNN", "DPA", "EFE", "Euronews", "Haaretz", "HuffPost", "ITV", "Interfax", "Kommersant", "LCI",
    "MSNBC", "Meduza", "NBC", "NPR", "Newsweek", "Nikkei", "PA", "PBS", "POLITICO", "Politico", "RAI", "RIA", "RT",
    "RTÉ", "RTE", "Reuters", "SRF", "Semafor", "Spiegel", "Suspilne", "TASS", "TF1", "Tass", "Telemundo", "Ukrinform",
    "Univision", "Vox", "Xinhua", "Yahoo", "ZDF",
];

/// Last words of the names of media, of two words or more.
#[rustfmt::skip]
const ENDINGS: &[&str] = &[
    "Chronicle", "Daily", "Dispatch", "Economist", "Examiner", "Express", "Friends", "Gazette", "Globe", "Guardian", "Herald",
    "Independent", "Inquirer", "Jazeera", "Journal", "Magazine", "Mail", "Mirror", "Monde", "News", "Observer", "Post",
    "Press", "Radio", "Review", "Standard", "TV", "Telegraph", "Television", "Times", "Today", "Tribune", "Weekly",
];

/// Words of those that need no more than "the" before them.
const WITH_ARTICLE: &[&str] = &[
    "Atlantic",
    "Economist",
    "Guardian",
    "Independent",
    "Telegraph",
    "Times",
];

/// What media are called: "state broadcaster Radio 7".
#[rustfmt::skip]
const KINDS: &[&str] = &[
    "agency", "broadcaster", "channel", "daily", "magazine", "network", "newspaper", "outlet", "podcast", "station",
    "tabloid", "website", "weekly",
];

/// The words that name an outlet, if they begin at a token and end before `stop`; "the" is left out.
pub fn name_at(document: &Document, at: usize, stop: usize) -> Option<Run> {
    let word = |at: usize| document.word(at);
    let capital = |at: usize| {
        matches!(
            document.tokens[at].shape,
            Shape::Title | Shape::Upper | Shape::Mixed | Shape::Digit
        )
    };
    let goes_on =
        at > 0 && document.tokens[at].breaks == 0 && capital(at - 1) && word(at - 1) != "The";
    if !capital(at) || goes_on || word(at) == "The" {
        return None;
    }
    let joined = |at: usize| word(at) == "&" && at + 1 < stop && capital(at + 1);
    let end = (at + 1..stop)
        .find(|end| !capital(*end) && !joined(*end))
        .unwrap_or(stop);
    let before = at.checked_sub(1).map_or("", word);
    let last = word(end - 1);
    let named = NAMES.contains(&word(at)) || KINDS.contains(&before) && before != word(at);
    let ends = end - at > 1 && ENDINGS.contains(&last);
    let alone = end - at == 1 && before.eq_ignore_ascii_case("the") && WITH_ARTICLE.contains(&last);
    let numbered = end - at > 1
        && matches!(word(at), "Channel" | "Radio")
        && document.tokens[at + 1].shape == Shape::Digit;
    (named || ends || alone || numbered).then_some((at, end))
}

/// The outlet that a stretch of tokens names last by what it is: "the state news agency", the article left out.
pub fn described(document: &Document, start: usize, end: usize) -> Option<Run> {
    let kind = (start..end)
        .rev()
        .find(|at| KINDS.contains(&document.word(*at)))?;
    let describes = |at: &usize| matches!(document.tags[*at], tag::JJ | tag::NN | tag::NNP);
    let first = (start..kind)
        .rev()
        .take_while(describes)
        .last()
        .unwrap_or(kind);
    let article = first > start && document.word(first - 1).eq_ignore_ascii_case("the");
    article.then_some((first, kind + 1))
}

/// The outlets that a stretch of tokens names, in order.
pub fn names(document: &Document, start: usize, end: usize) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    for at in start..end {
        if found.last().is_none_or(|run| run.1 <= at) {
            found.extend(name_at(document, at, end));
        }
    }
    found
}
