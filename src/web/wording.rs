//! Messages of commands as pages say them: an option is called what its field is called, and what can only be done on a
//! command line is left out.

use super::writes::Write;

/// A hint for a page, or `None` if nothing of it can be done there.
pub(super) fn hint(hint: &str, write: Option<&Write>) -> Option<String> {
    let clauses = hint.split("; ").flat_map(|clause| clause.split(", or "));
    let clauses: Vec<String> = clauses
        .map(|clause| labelled(clause, write))
        .filter(|clause| !is_of_a_terminal(clause))
        .collect();
    (!clauses.is_empty()).then(|| clauses.join(", or "))
}

/// A message with the labels of fields for the options in it.
pub(super) fn labelled(message: &str, write: Option<&Write>) -> String {
    let fields = write.map_or(&[][..], |write| write.fields);
    let words = message.split(' ').map(|word| {
        let option = word.trim_end_matches([':', ',', '.', ';']);
        let field = option.strip_prefix("--").and_then(|name| {
            let mut fields = fields.iter();
            fields.find(|field| field.name == name)
        });
        match field {
            Some(field) => format!("“{}”{}", field.label, &word[option.len()..]),
            None => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Whether it names a command or an option, which a page has not.
fn is_of_a_terminal(words: &str) -> bool {
    words.contains("`onrecord") || words.contains("--")
}

#[cfg(test)]
mod tests {
    use super::{hint, labelled};
    use crate::web::writes;

    #[test]
    fn options_are_called_what_their_fields_are_called() {
        let say = writes::at("/record/say");
        assert_eq!(
            labelled("--said: \"soon\" is no time", say),
            "“When it was said”: \"soon\" is no time"
        );
        assert_eq!(labelled("take --wait", say), "take --wait");
        assert_eq!(
            hint("try again later, or wait longer with --wait SECONDS", say).as_deref(),
            Some("try again later")
        );
        assert_eq!(
            hint("give --said, or add a date to the source", say).as_deref(),
            Some("give “When it was said”, or add a date to the source")
        );
        assert_eq!(
            hint(
                "`onrecord claim list` lists them; `onrecord claim add` adds one",
                say
            ),
            None
        );
    }
}
