//! An act as a clause: "turning away the crew", which somebody denies, "the harbour of turning away the crew", of which
//! somebody accuses it, and "both sides to sign", which somebody urges them to do.

use onrecord_extract::{Extractor, Kind};

/// Verbs whose past does not end in "ed", by their form in "ing".
#[rustfmt::skip]
const PASTS: &[(&str, &str)] = &[
    ("beating", "beat"), ("becoming", "became"), ("beginning", "began"), ("being", "was"), ("breaking", "broke"),
    ("bringing", "brought"), ("building", "built"), ("buying", "bought"), ("choosing", "chose"), ("cutting", "cut"),
    ("dealing", "dealt"), ("doing", "did"), ("drawing", "drew"), ("driving", "drove"), ("feeding", "fed"),
    ("feeling", "felt"), ("fighting", "fought"), ("finding", "found"), ("flying", "flew"), ("forgetting", "forgot"),
    ("getting", "got"), ("giving", "gave"), ("going", "went"), ("having", "had"), ("hearing", "heard"),
    ("hiding", "hid"), ("hitting", "hit"), ("holding", "held"), ("hurting", "hurt"), ("keeping", "kept"),
    ("knowing", "knew"), ("leading", "led"), ("leaving", "left"), ("letting", "let"), ("losing", "lost"),
    ("making", "made"), ("meeting", "met"), ("misleading", "misled"), ("overseeing", "oversaw"), ("paying", "paid"),
    ("putting", "put"), ("reading", "read"), ("running", "ran"), ("saying", "said"), ("seeing", "saw"),
    ("seeking", "sought"), ("selling", "sold"), ("sending", "sent"), ("setting", "set"), ("shooting", "shot"),
    ("shutting", "shut"), ("speaking", "spoke"), ("spending", "spent"), ("stealing", "stole"), ("striking", "struck"),
    ("taking", "took"), ("telling", "told"), ("thinking", "thought"), ("throwing", "threw"), ("undertaking", "undertook"),
    ("winning", "won"), ("withdrawing", "withdrew"), ("withholding", "withheld"), ("writing", "wrote"),
];

/// The clause that words without a verb with a tense stand for. `doer` is whose act it is unless the words tell: the
/// speaker, who denies, admits or promises it.
pub(super) fn as_clause(words: &str, doer: Option<&str>) -> Option<String> {
    let outline = Extractor::shipped().ok()?.outline(words);
    let verb = outline.iter().position(|word| word.kind == Kind::Verb)?;
    // "Leaving would cost too much" is about leaving, and "who left" further on is about somebody.
    let main_end = outline.iter().position(|word| word.kind == Kind::Relative);
    let main = &outline[..main_end.unwrap_or(outline.len())];
    if main.iter().any(|word| word.kind.is_finite()) || verb >= main.len() {
        return None;
    }
    let written = |at: usize| &words[outline[at].range.clone()];
    let done = of_one(&words[outline[verb].range.end..]);
    let named = |before: usize| words[..outline[before].range.start].trim();
    let before = verb.checked_sub(1);
    match before.map(written) {
        Some("to") => {
            let urged = named(verb - 1);
            let (doer, modal) = if urged.is_empty() {
                (doer?, "will")
            } else {
                (urged, "should")
            };
            Some(format!("{doer} {modal} {}{done}", written(verb)))
        }
        of if written(verb).ends_with("ing") => {
            let doer = match of {
                None => doer?,
                Some("of") if verb > 1 => named(verb - 1),
                Some(_) => return None,
            };
            Some(format!("{doer} {}{done}", past(written(verb))))
        }
        _ => None,
    }
}

/// What is denied of any is claimed of one.
fn of_one(words: &str) -> String {
    [
        (" anybody", " somebody"),
        (" anyone", " someone"),
        (" anything", " something"),
    ]
    .into_iter()
    .fold(words.to_owned(), |words, (any, one)| {
        words.replace(any, one)
    })
}

/// The past of a verb, from its form in "ing".
fn past(gerund: &str) -> String {
    let lower = gerund.to_lowercase();
    if let Ok(at) = PASTS.binary_search_by(|(form, _)| (*form).cmp(lower.as_str())) {
        return PASTS[at].1.to_owned();
    }
    let stem = lower.strip_suffix("ing").unwrap_or(&lower);
    match stem.strip_suffix('y') {
        Some(start) if !start.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{start}ied"),
        _ => format!("{stem}ed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_a_clause() {
        let clause = |words| as_clause(words, Some("Orley Harbour"));
        for (words, expected) in [
            (
                "turning away the crew",
                "Orley Harbour turned away the crew",
            ),
            (
                "having turned anybody away",
                "Orley Harbour had turned somebody away",
            ),
            ("closing the pier", "Orley Harbour closed the pier"),
            (
                "bringing in guards at night",
                "Orley Harbour brought in guards at night",
            ),
            (
                "the ferry line of hiring guards",
                "the ferry line hired guards",
            ),
        ] {
            assert_eq!(clause(words).as_deref(), Some(expected));
        }
        for words in [
            "the pier was closing",
            "closing the pier would cost a fortune",
            "the end of the pier",
        ] {
            assert_eq!(clause(words), None, "{words}");
        }
        assert_eq!(as_clause("turning away the crew", None), None);
    }

    #[test]
    fn the_table_can_be_searched() {
        assert!(PASTS.is_sorted());
    }
}
