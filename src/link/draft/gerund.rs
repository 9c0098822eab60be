//! What somebody is said to have done, as a clause: "turning away the crew", which somebody denies, and "the harbour of
//! turning away the crew", of which somebody accuses it.

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

/// The clause that words without a verb with a tense stand for. `doer` is who is said to have done it unless the words
/// tell: the speaker, who denies or admits it.
pub(super) fn as_clause(words: &str, doer: Option<&str>) -> Option<String> {
    let outline = Extractor::shipped().ok()?.outline(words);
    if outline.first().is_some_and(|word| word.kind.is_finite()) {
        return None;
    }
    let written = |at: usize| &words[outline[at].range.clone()];
    let is_gerund = |at: usize| outline[at].kind == Kind::Verb && written(at).ends_with("ing");
    let gerund = (0..outline.len()).find(|at| is_gerund(*at))?;
    let before = &outline[..gerund];
    // In "the harbour of turning away the crew" it is the main verb, but not in "the harbour said turning back was safe".
    if before.iter().any(|word| word.kind.is_finite()) {
        return None;
    }
    let done = &words[outline[gerund].range.end..];
    let doer = match before.last() {
        None => doer?,
        Some(of) if written(gerund - 1) == "of" && gerund > 1 => words[..of.range.start].trim(),
        Some(_) => return None,
    };
    // "Leaving would cost too much" is about leaving.
    let clause_end = outline[gerund..]
        .iter()
        .position(|word| matches!(word.kind, Kind::Relative | Kind::Preposition))
        .map_or(outline.len(), |at| gerund + at);
    if outline[gerund..clause_end]
        .iter()
        .any(|word| word.kind.is_finite())
    {
        return None;
    }
    let done = [
        ("anybody", "somebody"),
        ("anyone", "someone"),
        ("anything", "something"),
    ]
    .into_iter()
    .fold(done.to_owned(), |done, (any, some)| {
        done.replace(&format!(" {any}"), &format!(" {some}"))
    });
    Some(format!("{doer} {}{done}", past(written(gerund))))
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
