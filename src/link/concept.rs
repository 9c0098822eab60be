//! Concepts: words without endings, with near synonyms made one.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::text::folded;

/// Words that say nothing about the subject of a sentence.
const COMMON: &str = "a an the and or but of to in on at by for with from as that this these those it its he \
    she they them his her their him we us our i my me you your is are was were be been being has have had do \
    does did will would shall should can could may might must not no nor so if than then there here also just \
    only very more most much many some any all each both other others another such own same who whom whose \
    which what when where why how into over after before during about between through up down out off under \
    again further once said say says saying told tell tells s t re ve ll d m mr mrs ms sir dr one two get got \
    make makes made making take takes taken put still yet even ever already now part way among within while \
    because until since against without toward towards upon per whether added adding according asked per \
    bring brings brought bringing real really come comes came coming go goes went gone going give gives gave given \
    lot thing things something anything everything much back set \
    don didn doesn isn aren wasn weren won wouldn couldn shouldn hasn haven hadn";

/// Words that newsrooms use for the same thing, one group per line; the first word stands for all.
/// Written by hand, from reports of negotiations, wars, elections and business.
const SYNONYMS: &str = "\
meeting meet met meetings talk talks sit-down sitdown summit summits encounter negotiations negotiate
bilateral bilat one-on-one face-to-face direct
trilateral trilat three-way
venue location place site
undecided undetermined unfixed unsettled
open willing willingness
host hosts hosting hosted
ceasefire truce armistice cease-fire
fighting fight war conflict hostilities
killing kill kills killings killed bloodshed
territory territorial territories land cede ceding ceded frontline borders border donbas
exchange exchanges swap swaps trade-off
agree agreed agrees agreement agreements deal deals accord pact
troops troop boots soldiers forces deployment deploy deployed deploying
guarantee guarantees guaranteed assurance assurances
security secure safety
arrange arranging arrangements arrangement organise organising organize prepare preparing preparation preparations
coordinate co-ordinate coordination co-ordination coordinating co-ordinating
ready prepared readiness
refuse refused refuses reject rejected rejects decline declined turned-down ruled-out
fortnight two-weeks weeks week
progress breakthrough step steps constructive advance advanced productive
buy purchase purchases buying bought procure
weapons arms weapon weaponry armaments equipment munitions
drone drones uav uavs
missile missiles rocket rockets
sanctions sanction
pressure pressing pressured
support supports supported back backs backed backing
consider considering considers considered weigh weighing mull mulling possible possibility option
burden load
formalise formalised formalize finalise finalised finalise paper sign signed signing written
call calls phone phoned telephone telephoned spoke
idea ideas proposal proposals propose proposed proposes suggest suggested suggestion
hurt injured injure injuries wounded casualties casualty
die dead died death deaths fatalities
power electricity outage outages blackout
attack attacks attacked strike strikes struck shelling assault
join joining membership member accession enlargement
pay pays paid finance financed financing fund funds funded funding
want wants wanted seek seeks desire desires
need needs require requires requirement
dislike dislikes disliked hate
courage brave dare dares
participate participated participant participation involved involvement
vote votes voted ballot election elections
resign resigned resignation quit step-down
tax taxes tariff tariffs levy levies duties
job jobs employment
rise rises rose increase increases increased raise raised grow grew
fall falls fell drop drops dropped cut cuts decrease decreased
hostage hostages captive captives abducted abduct prisoner prisoners
envoy envoys representative representatives delegation delegations negotiator negotiators
charge responsible lead leading assigned assignment task tasked
";

static COMMON_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut words: Vec<&str> = COMMON.split_whitespace().collect();
    words.sort_unstable();
    words
});

static SYNONYM_STEMS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut synonyms = HashMap::new();
    for line in SYNONYMS.lines() {
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else { continue };
        for word in line.split_whitespace() {
            synonyms.insert(stem(word), stem(first));
        }
    }
    synonyms
});

/// Endings to remove if at least four letters remain, longest first.
const ENDINGS: [&str; 20] = [
    "isations", "isation", "izations", "ization", "ations", "ation", "ements", "ement", "ments",
    "ment", "ings", "ing", "edly", "ied", "ies", "ed", "es", "ly", "s", "e",
];

/// A word without its ending: "arrangements" and "arranging" have the same stem. Crude, but enough to
/// compare words.
pub fn stem(word: &str) -> String {
    let mut stem = word;
    for ending in ENDINGS {
        if let Some(rest) = word.strip_suffix(ending)
            && rest.chars().count() >= 4
        {
            stem = rest;
            break;
        }
    }
    let mut letters: Vec<char> = stem.chars().collect();
    // "planned" has a doubled letter, "arrange" a final e.
    if let [.., before, last] = letters.as_slice()
        && letters.len() > 3
        && (before == last || *last == 'e')
    {
        letters.pop();
    }
    letters.into_iter().collect()
}

/// The concept of a folded word. `None` if the word is common.
pub fn concept(word: &str) -> Option<String> {
    if word.chars().count() < 2 || COMMON_WORDS.binary_search(&word).is_ok() {
        return None;
    }
    let stem = stem(word);
    Some(SYNONYM_STEMS.get(&stem).cloned().unwrap_or(stem))
}

/// The first few words that carry a meaning, for the id of a claim.
pub fn first_words(text: &str) -> String {
    let words = words(text);
    let meaningful = words.iter().filter(|word| concept(&word.folded).is_some());
    meaningful
        .take(6)
        .map(|word| word.folded.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Pairs of words that are read as one.
const PHRASES: [(&str, &str, &str); 21] = [
    ("no", "longer", "no-longer"),
    ("ruled", "out", "ruled-out"),
    ("rule", "out", "ruled-out"),
    ("ruling", "out", "ruled-out"),
    ("rules", "out", "ruled-out"),
    ("turned", "down", "turned-down"),
    ("given", "up", "given-up"),
    ("gave", "up", "given-up"),
    ("called", "off", "called-off"),
    ("set", "up", "arranged"),
    ("setting", "up", "arranging"),
    ("be", "determined", "undecided"),
    ("be", "decided", "undecided"),
    ("be", "seen", "open"),
    ("would", "like", "would-like"),
    ("know", "whether", "unsure"),
    ("know", "if", "unsure"),
    ("shot", "down", "downed"),
    ("took", "part", "participated"),
    ("take", "part", "participate"),
    ("two", "weeks", "fortnight"),
];

/// A word of a text, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldedWord {
    /// The word in lower case, without diacritics and possessive ending.
    pub folded: String,
    /// Whether it starts with a capital.
    pub capital: bool,
    /// Whether all its letters are capitals.
    pub all_capitals: bool,
}

/// The words of a text. Amounts are normalised: "$90 billion" is `$90bn`.
pub fn words(text: &str) -> Vec<FoldedWord> {
    let mut words: Vec<FoldedWord> = Vec::new();
    let inner = |c: char| matches!(c, '\'' | '’' | '-' | '.' | ',');
    for run in text
        .split(|c: char| !(c.is_alphanumeric() || inner(c) || matches!(c, '$' | '€' | '£' | '%')))
    {
        let word = run.trim_matches(inner).replace('’', "'");
        let word = word
            .strip_suffix("'s")
            .or(word.strip_suffix("s'"))
            .unwrap_or(&word);
        let folded = folded_amount(word);
        if folded.is_empty() {
            continue;
        }
        match (words.last_mut(), scale(&folded)) {
            (Some(last), Some(short)) if last.folded.ends_with(|c: char| c.is_ascii_digit()) => {
                last.folded.push_str(short);
            }
            (Some(last), None) if joined(&last.folded, &folded).is_some() => {
                last.folded = joined(&last.folded, &folded).unwrap_or_default().to_owned();
            }
            _ => words.push(FoldedWord {
                capital: word.starts_with(char::is_uppercase),
                all_capitals: word.chars().all(|c| !c.is_lowercase()),
                folded,
            }),
        }
    }
    words
}

fn joined(first: &str, second: &str) -> Option<&'static str> {
    let phrase = PHRASES
        .iter()
        .find(|phrase| phrase.0 == first && phrase.1 == second);
    phrase.map(|phrase| phrase.2)
}

/// Folds a word but keeps its currency sign, which folding would turn into letters.
fn folded_amount(word: &str) -> String {
    match word.strip_prefix(['€', '£']) {
        Some(amount) if word.starts_with('€') => format!("€{}", folded(amount)),
        Some(amount) => format!("£{}", folded(amount)),
        None => folded(word),
    }
}

fn scale(word: &str) -> Option<&'static str> {
    Some(match word {
        "billion" | "bn" => "bn",
        "million" | "m" => "m",
        "trillion" | "tn" => "tn",
        _ => return None,
    })
}

/// The concepts of a word. A hyphenated word that is not a known synonym is split into its parts.
pub fn concepts(word: &FoldedWord) -> Vec<String> {
    let word = word.folded.as_str();
    if word.contains('-') && !SYNONYM_STEMS.contains_key(&stem(word)) {
        word.split('-').filter_map(concept).collect()
    } else {
        concept(word).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synonyms_are_one_concept() {
        for (a, b) in [
            ("summit", "talks"),
            ("truce", "ceasefire"),
            ("arranging", "arrangements"),
            ("planned", "plan"),
        ] {
            assert_eq!(concept(a), concept(b), "{a} {b}");
        }
        assert_ne!(concept("venue"), concept("troops"));
        assert_eq!(concept("the"), None);
    }

    #[test]
    fn amounts_are_normalised() {
        let folded = |text| {
            words(text)
                .into_iter()
                .map(|word| word.folded)
                .collect::<Vec<_>>()
        };
        assert_eq!(folded("worth $90 billion,"), ["worth", "$90bn"]);
        assert_eq!(folded("a €100bn-worth"), ["a", "€100bn-worth"]);
        assert_eq!(
            folded("Europe’s “co-ordination”"),
            ["europe", "co-ordination"]
        );
    }
}
