//! A claim as Markdown to paste: first the sentence, then what a colleague asks next.

use crate::answer::{ClaimPage, DiscrepancyAnswer, Labels, StatementAnswer};
use crate::render::markdown::{Line, blocks};
use crate::render::marks::{MEANING, in_brackets};
use crate::render::page::counted;
use crate::render::{diverging, grades, local};

use super::{day, facts, terms, words};

impl ClaimPage {
    /// The claim as Markdown.
    pub(super) fn pasted(&self, labels: &Labels) -> String {
        let claim = &self.claim;
        let heading = |words: &str| Line::new().strong(words).paragraph();
        let item = |line: String| Line::new().text(&local_words(&line, labels)).item();
        let mut parts = vec![
            Line::new()
                .text(&local_words(&self.sentence, labels))
                .paragraph(),
            Line::new()
                .strong(&claim.text)
                .text(&format!(" ({})", claim.id))
                .paragraph(),
            facts(self, "", labels).into_iter().map(item).collect(),
        ];
        if !self.statements.is_empty() {
            let all = self.statement_count;
            let shown = self.statements.len();
            let cut = match shown < all {
                true => format!(" ({shown} of {})", counted(all, "statement", "statements")),
                false => String::new(),
            };
            let said = self.statements.iter().map(|said| statement(said, labels));
            parts.push(heading(&format!("Who said what{cut}")));
            parts.push(said.collect());
        }
        if !self.discrepancies.is_empty() {
            let found = self
                .discrepancies
                .iter()
                .map(|found| discrepancy(found, labels));
            parts.push(heading("Where accounts diverge"));
            parts.push(found.collect());
        }
        if let Some(meaning) = grades::legend(self.statements.iter().map(|said| said.grade)) {
            parts.push(Line::new().text(&meaning).paragraph());
        }
        if self.has_marks() {
            parts.push(Line::new().text(MEANING).paragraph());
        }
        if has_minutes(self, labels) {
            parts.push(Line::new().text(&local::note(labels.zone())).paragraph());
        }
        blocks(&parts)
    }
}

/// Who said it, where, and in whose words.
fn statement(said: &StatementAnswer, labels: &Labels) -> String {
    let mut line = Line::new()
        .strong(&labels.party(&said.party))
        .text(&format!(" {}", said.stance.verb()));
    if let Some(terms) = terms(said) {
        line = line.text(&format!(" ({terms})"));
    }
    if let Some(via) = labels.via(&said.via) {
        line = line.text(&format!(", {via}"));
    }
    line = line.text(&format!(", {}", local_words(&said.said, labels)));
    if said.undated {
        line = line.text(" (source’s day)");
    }
    line = line.text(", ").link(
        &labels.source(&said.source),
        labels.source_url(&said.source),
    );
    if let Some(paragraph) = said.passage.as_ref().and_then(|passage| passage.paragraph) {
        line = line.text(&format!(" ¶{paragraph}"));
    }
    line = line.text(&grades::in_brackets(said.grade));
    if let Some(words) = words(said.quote.as_deref(), said.words.as_deref()) {
        line = line.text(&format!(": {words}"));
    }
    if !said.evidence.is_empty() {
        let more = counted(said.evidence.len(), "more passage", "more passages");
        line = line.text(&format!(" (and {more})"));
    }
    line.text(in_brackets(said.unreviewed)).item()
}

/// What diverges, and since when.
fn discrepancy(found: &DiscrepancyAnswer, labels: &Labels) -> String {
    let weak = if found.weak { " (weak)" } else { "" };
    let kind = diverging::kind(found.kind);
    let since = local_words(&found.opened, labels);
    let line = Line::new().strong(&format!("{kind}{weak}"));
    let line = line.text(&format!(", since {}: {}", day(&since), found.summary));
    line.text(in_brackets(found.unreviewed)).item()
}

/// A text with its minutes in the reader's zone.
fn local_words(text: &str, labels: &Labels) -> String {
    local::text_in(text, labels.zone()).unwrap_or_else(|| text.to_owned())
}

/// Whether minutes are shown, in another zone than the one in which they are recorded.
fn has_minutes(page: &ClaimPage, labels: &Labels) -> bool {
    let zone = labels.zone();
    let mut times = page.statements.iter().map(|said| &said.said);
    zone != chrono_tz::Tz::UTC && times.any(|time| local::text_in(time, zone).is_some())
}
