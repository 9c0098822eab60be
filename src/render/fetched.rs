//! What was fetched.

use super::Show;
use super::page::{Page, counted};
use crate::answer::{EditAnswer, EditKind, FetchAnswer, FindAnswer, Labels};

impl Show for FetchAnswer {
    fn page(&self, labels: &Labels) -> Page {
        let mut lines: Vec<String> = self
            .edits
            .iter()
            .map(|edit| edit.sentence(labels))
            .collect();
        lines.push(self.sentence());
        lines.extend(self.where_to_compare());
        let page = Page::new().text(lines.join("\n"));
        match &self.ingested {
            Some(ingested) => page.text(ingested.sentence()),
            None => page,
        }
    }
}

impl Show for FindAnswer {
    fn page(&self, labels: &Labels) -> Page {
        let fetched = &self.fetched;
        let edits = fetched.edits.iter().map(|edit| edit.sentence(labels));
        let mut lines: Vec<String> = edits.collect();
        lines.push(match &fetched.ingested {
            Some(ingested) => format!(
                "{}: {}: {}, {} of which would change a status or open a discrepancy{}.",
                fetched.source,
                fetched.title,
                counted(ingested.open, "candidate", "candidates"),
                match ingested.news {
                    0 => "none".to_owned(),
                    news => news.to_string(),
                },
                ingested
                    .origins
                    .iter()
                    .map(|one| format!("; {}", one.phrase()))
                    .collect::<Vec<_>>()
                    .concat()
            ),
            None => fetched.sentence(),
        });
        if let Some(compare) = fetched.where_to_compare() {
            lines.push(format!("{compare}\nThe page: {}", self.url));
        }
        Page::new().text(lines.join("\n"))
    }
}

impl FetchAnswer {
    /// What became of it.
    pub fn sentence(&self) -> String {
        let (source, title, version) = (&self.source, &self.title, self.version);
        let posts = match self.posts {
            0 => String::new(),
            posts => format!(", with {}", counted(posts, "new post", "new posts")),
        };
        match (self.archived, version, self.edits.len()) {
            (false, ..) => format!("{source}: {title}: nothing changed since version {version}."),
            (true, 1, _) => format!("{source}: {title}: archived as version 1."),
            (true, _, 0) => format!(
                "{source}: {title}: archived as version {version}{posts}; nothing that was quoted changed."
            ),
            (true, _, edits) => {
                let edits = counted(edits, "edit that matters", "edits that matter");
                let edits = if posts.is_empty() {
                    format!(", with {edits}")
                } else {
                    format!(" and {edits}")
                };
                format!("{source}: {title}: archived as version {version}{posts}{edits}.")
            }
        }
    }
}

impl FetchAnswer {
    /// Where the text before and after the edits is, if there are any.
    fn where_to_compare(&self) -> Option<String> {
        let (source, now) = (&self.source, self.version);
        let before = self
            .since
            .map_or_else(String::new, |before| format!(" --version {before}"));
        (!self.edits.is_empty()).then(|| {
            format!(
                "Before: onrecord source text {source}{before}\nNow: onrecord source text {source} --version {now}"
            )
        })
    }
}

impl EditAnswer {
    /// What was edited.
    pub fn sentence(&self, labels: &Labels) -> String {
        let quoted = |text: &Option<String>| {
            text.as_deref()
                .map_or_else(String::new, |text| format!("\u{201c}{text}\u{201d}"))
        };
        let (before, now) = (quoted(&self.before), quoted(&self.now));
        let what = match self.edit {
            EditKind::Headline => format!("the headline {before} is now {now}"),
            EditKind::Correction => format!("there is a new note: {now}"),
            EditKind::Changed => format!("{before} is now {now}"),
            EditKind::Moved => format!("{before} is now in another paragraph: {now}"),
            EditKind::Gone => format!("{before} is gone"),
            EditKind::Back => format!("{before} is there again"),
        };
        let is_sentence = ['.', '!', '?']
            .iter()
            .any(|end| what.ends_with(&format!("{end}\u{201d}")));
        let stop = if is_sentence { "" } else { "." };
        let rests = match (&self.claim, &self.statement) {
            (Some(claim), Some(statement)) => {
                let claim = labels.claim(claim);
                let words = match self.edit {
                    EditKind::Moved | EditKind::Back => "these",
                    _ => "the former",
                };
                format!(" Statement {statement} on {claim} rests on {words} words.")
            }
            _ => String::new(),
        };
        format!("EDITED: {what}{stop}{rests}")
    }
}
