//! Grades on the Admiralty scale, as people see them: "B2", and below what that means.

use std::collections::BTreeSet;

use super::page::Page;
use crate::domain::grade::{Grade, in_a_list};
use crate::domain::words::WordList;

/// A grade in brackets after other words, or nothing.
pub(super) fn in_brackets(grade: Grade) -> String {
    match grade.is_none() {
        true => String::new(),
        false => format!(" ({grade})"),
    }
}

/// A single grade and what it means: "B, usually reliable".
pub(super) fn in_words(grade: impl WordList) -> String {
    format!("{}, {}", grade.as_str(), in_a_list(grade))
}

/// What some grades mean, each letter and figure once. `None` if nothing was graded.
pub(super) fn legend(grades: impl IntoIterator<Item = Grade>) -> Option<String> {
    let (mut sources, mut statements) = (BTreeSet::new(), BTreeSet::new());
    for grade in grades {
        sources.extend(grade.reliability);
        statements.extend(grade.credibility);
    }
    let sources = listed("Source", sources);
    let statements = listed("Statement", statements);
    let lists: Vec<String> = sources.into_iter().chain(statements).collect();
    (!lists.is_empty()).then(|| {
        format!(
            "Grades on the Admiralty scale. {} No status depends on them.",
            lists.join(" ")
        )
    })
}

fn listed<W: WordList>(of: &str, grades: BTreeSet<W>) -> Option<String> {
    let meanings = grades.into_iter();
    let meanings = meanings.map(|one| format!("{} {}", one.as_str(), in_a_list(one)));
    let meanings = meanings.collect::<Vec<_>>().join(", ");
    (!meanings.is_empty()).then(|| format!("{of}: {meanings}."))
}

impl Page {
    /// Says what the grades on the page mean, if there are any.
    #[must_use]
    pub fn explaining_grades(self, grades: impl IntoIterator<Item = Grade>) -> Self {
        match legend(grades) {
            Some(meaning) => self.text(meaning),
            None => self,
        }
    }
}
