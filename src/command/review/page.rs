//! What a review shows of a claim: its wording, the statements on it, and what keeping it would lead to.

use super::screen::{cut, folded_lines};
use super::shown::Shown;
use crate::answer::{OriginAnswer, StatementAnswer};
use crate::domain::party::Party;
use crate::domain::slug::Slug;

/// The keys, in three lines.
const KEYS: [&str; 3] = [
    "a keep  e reword  1-3 o merge  x into opposite  w v whose, answer",
    "t statement  m move  f turn  n split  + add  p party  r drop",
    "s later  b back  u undo  q quit  ? help",
];
/// Lines that the words of a statement take at most.
const QUOTED: usize = 2;

/// The whole screen, of at most `height` lines.
pub(super) fn draw(shown: &Shown, position: &str, note: &str, size: (usize, usize)) -> String {
    let (height, width) = size;
    let mut top = head(shown, position, width);
    let bottom = bottom(shown, note, width);
    let room = height.saturating_sub(top.len() + bottom.len() + 1).max(1);
    let mut statements = statements(shown, width);
    if statements.len() > room {
        statements.truncate(room.saturating_sub(1));
        statements.push("   … and more: they are decided together".to_owned());
    }
    top.extend(statements);
    top.push(String::new());
    top.extend(bottom);
    top.truncate(height);
    top.join("\r\n")
}

fn head(shown: &Shown, position: &str, width: usize) -> Vec<String> {
    let claim = &shown.page.claim;
    let state = match (shown.is_draft, shown.is_new) {
        (true, true) => "draft, new claim",
        (true, false) => "draft, recorded claim",
        (false, _) => "recorded, unreviewed",
    };
    let mut lines = vec![format!("{position} · {state} · {}", claim.id)];
    lines.extend(folded_lines(&claim.text, width, 3));
    if let Some(question) = &shown.question {
        let value = claim.value.as_ref();
        let value = value.map_or_else(String::new, |value| format!(" = {value}"));
        lines.push(format!("answers  {question}{value}"));
    } else if let Some(value) = &claim.value {
        lines.push(format!("value    {value}"));
    }
    if !claim.principals.is_empty() {
        let ids: Vec<&str> = claim.principals.iter().map(Slug::as_str).collect();
        lines.push(format!("whose    {}", ids.join(", ")));
    }
    let origins = shown.origins.iter().map(OriginAnswer::phrase);
    lines.extend(origins.map(|origin| format!("origin   {origin}")));
    let lines = lines.iter().map(|line| cut(line, width));
    lines.chain([String::new()]).collect()
}

/// The statements, those that wait for a decision with a number.
fn statements(shown: &Shown, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for (at, id) in shown.waiting.iter().enumerate() {
        let said = shown
            .page
            .statements
            .iter()
            .find(|one| one.statement == *id);
        if let Some(said) = said {
            lines.extend(statement(said, &format!("{:>2}", at + 1), shown, width));
        }
    }
    let mut known = shown.page.statements.iter();
    let known = known.by_ref();
    for said in known.filter(|one| !shown.waiting.contains(&one.statement)) {
        lines.extend(statement(said, " ·", shown, width));
    }
    lines
}

fn statement(said: &StatementAnswer, mark: &str, shown: &Shown, width: usize) -> Vec<String> {
    let party = shown.parties.iter().find(|one| one.id == said.party);
    let who = party.map_or_else(String::new, |party| about(party, shown));
    let via: Vec<&str> = said.via.iter().map(Slug::as_str).collect();
    let via = match via.is_empty() {
        true => String::new(),
        false => format!(", via {}", via.join(", ")),
    };
    let paragraph = said.passage.as_ref().and_then(|passage| passage.paragraph);
    let paragraph = paragraph.map_or_else(String::new, |at| format!(" ¶{at}"));
    let first = format!(
        "{mark} {} {} · {}{via} · {}{paragraph}{who}",
        said.name, said.stance, said.said, said.source
    );
    let mut lines = vec![cut(&first, width)];
    if let Some(words) = said.quote.as_ref().or(said.words.as_ref()) {
        let quoted = folded_lines(words, width.saturating_sub(6), QUOTED);
        lines.extend(quoted.into_iter().map(|line| format!("     {line}")));
    }
    for more in said.evidence.iter().filter(|more| more.unreviewed) {
        let paragraph = more.passage.as_ref().and_then(|passage| passage.paragraph);
        let place = paragraph.map_or_else(String::new, |at| format!(" ¶{at}"));
        lines.push(cut(
            &format!("     also in {}{place}, unreviewed", more.source),
            width,
        ));
    }
    lines
}

/// What is new about a party: its role, and for whom it speaks.
fn about(party: &Party, shown: &Shown) -> String {
    let mut facts = vec![if shown.is_draft { "new" } else { "unreviewed" }.to_owned()];
    facts.extend(party.role.clone());
    let speaks_for: Vec<&str> = party
        .speaks_for
        .iter()
        .map(|edge| edge.party.as_str())
        .collect();
    if !speaks_for.is_empty() {
        facts.push(format!("speaks for {}", speaks_for.join(", ")));
    }
    format!(" · {}", facts.join("; "))
}

fn bottom(shown: &Shown, note: &str, width: usize) -> Vec<String> {
    let claim = &shown.page.claim;
    let word = if shown.is_draft { "then " } else { "now  " };
    let status = claim.contested_by.with(claim.status.as_str());
    let strong = shown.page.discrepancies.iter().filter(|one| !one.weak);
    let found: Vec<&str> = strong.map(|one| one.kind.as_str()).collect();
    let found = match found.is_empty() {
        true => String::new(),
        false => format!("; {}", found.join(", ")),
    };
    let mut lines = vec![format!("{word}   {status}{found}")];
    for (at, (id, text)) in shown.like.iter().enumerate() {
        lines.push(format!("  {}     {id}: {text}", at + 1));
    }
    lines.push(note.to_owned());
    lines.extend(KEYS.map(str::to_owned));
    lines.iter().map(|line| cut(line, width)).collect()
}
