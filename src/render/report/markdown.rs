//! The report as a [`Page`], for a chat or a wiki.

use super::claims::{graded, origins};
use super::overview::{left_out, unreviewed};
use crate::answer::Labels;
use crate::answer::wording::value_in_words;
use crate::answer::{
    Report, ReportCall, ReportClaim, ReportDiscrepancy, ReportHolder, ReportQuestion,
    ReportSpeaker, symbol,
};
use crate::render::Show;
use crate::render::claims::{self, CONFIRMED};
use crate::render::grades;
use crate::render::marks::{in_brackets, marked};
use crate::render::page::{Cell, Page, Table, counted};
use crate::render::timeline::{holding, in_lines};

impl Show for Report {
    fn page(&self, _: &Labels) -> Page {
        let mut page = Page::new().heading(&self.title);
        if let Some(byline) = &self.byline {
            page = page.text(byline);
        }
        page = page.text(clocks(self));
        page = page.list(left_out(self));
        if let Some(words) = unreviewed(self) {
            page = page.text(words);
        }
        if self.off_record {
            page = page.text("Not for publication: off-record statements are in this report.");
        }
        let mut tally = Table::with(&["status!", "claims!"]);
        for (status, count) in &self.overview.claims {
            tally.row(vec![Cell::status(*status), count.to_string().into()]);
        }
        page = page.text(CONFIRMED).table(tally.dense());
        for part in [
            latest,
            changes,
            discrepancies,
            questions,
            timeline,
            matrix,
            calls,
            claims,
            parties,
            sources,
        ] {
            page = page.followed_by(part(self));
        }
        page.heading("Colophon").list(colophon(self))
    }
}

fn clocks(report: &Report) -> String {
    let clocks = &report.colophon.clocks;
    let said = match &clocks.as_of {
        Some(as_of) => format!("What had been said by {as_of}"),
        None => "What was recorded".to_owned(),
    };
    match &clocks.known_at {
        Some(known) => format!("{said}, as the ledger knew it at {known}."),
        None => format!("{said} by {}.", clocks.now),
    }
}

fn names(speakers: &[ReportSpeaker]) -> String {
    let names: Vec<&str> = speakers
        .iter()
        .map(|speaker| speaker.name.as_str())
        .collect();
    if names.is_empty() {
        "–".to_owned()
    } else {
        names.join(", ")
    }
}

fn latest(report: &Report) -> Page {
    let lines = report.latest.iter().map(|change| {
        let before = change
            .before
            .map_or_else(String::new, |before| format!("{before} → "));
        let words = change.words.iter();
        let words = words.map(|words| format!("{} {}", words.speaker.name, words.stance.verb()));
        let words: Vec<String> = words.collect();
        format!(
            "{}: {before}{} ({}): {}",
            change.said,
            change.contested_by.with(change.after.as_str()),
            words.join(", "),
            change.text
        )
    });
    headed("Latest changes", Page::new().list(lines.collect()))
}

fn changes(report: &Report) -> Page {
    let Some(changes) = &report.changes else {
        return Page::new();
    };
    let mut lines = Vec::new();
    for moved in &changes.statuses {
        let before = moved.before.map_or("new", |before| before.as_str());
        let after = moved.contested_by.with(moved.after.as_str());
        let words = moved.words.iter().map(|words| {
            format!(
                "{} {} ({})",
                words.speaker.name,
                words.stance.verb(),
                words.said
            )
        });
        let by = words.collect::<Vec<_>>().join("; ");
        let by = if by.is_empty() { by } else { format!(": {by}") };
        lines.push(format!("{}: {before} → {after}{by}", moved.text));
    }
    for (found, word) in [(&changes.opened, "opened"), (&changes.resolved, "ended")] {
        let strong = found.iter().filter(|found| !found.weak);
        lines.extend(strong.map(|found| format!("{word}: {}: {}", found.kind, found.summary)));
    }
    if !changes.new.is_empty() {
        lines.push(counted(changes.new.len(), "new claim", "new claims"));
    }
    if lines.is_empty() {
        lines.push("Nothing changed.".to_owned());
    }
    let since = format!(
        "What the desk learnt since {}, until {}",
        changes.since, changes.until
    );
    headed(&since, Page::new().list(lines))
}

fn discrepancies(report: &Report) -> Page {
    if report.discrepancies.is_empty() {
        return headed(
            "Where accounts diverge",
            Page::new().text("No accounts diverge."),
        );
    }
    let mut table = Table::with(&["discrepancy!", "what diverges", "in whose words"]);
    for found in &report.discrepancies {
        let weak = if found.weak { " (weak)" } else { "" };
        let since = found.opened.get(..10).unwrap_or(&found.opened);
        table.row(vec![
            marked(format!("{}{weak}\n{since}", found.kind), found.unreviewed).into(),
            found.summary.clone().into(),
            sides(found).into(),
        ]);
    }
    headed("Where accounts diverge", Page::new().table(table))
}

fn sides(found: &ReportDiscrepancy) -> String {
    let lines = found.sides.iter().map(|stand| match &stand.words {
        None => format!("{} has not been heard", stand.speaker.name),
        Some(words) => {
            let said = claims::words(words.quote.as_deref(), words.words.as_deref());
            let said = said.map_or_else(String::new, |said| format!(" {said}"));
            format!(
                "{} {} ({}, {}){said}",
                stand.speaker.name,
                words.stance.verb(),
                words.said,
                words.source
            )
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn questions(report: &Report) -> Page {
    let mut page = Page::new();
    for question in &report.questions {
        let mark = in_brackets(question.unreviewed);
        page = page
            .text(format!("{}{mark}", question.text))
            .table(answers(question));
    }
    headed("Rival answers", page)
}

fn answers(question: &ReportQuestion) -> Table {
    let mut table = Table::with(&[
        "answer",
        "status",
        "held by",
        "denied by",
        "unsure or silent",
    ]);
    for answer in &question.answers {
        let value = answer.value.as_ref();
        let value = value.map_or_else(|| answer.text.clone(), value_in_words);
        table.row(vec![
            format!("{value}\n{}", answer.claim).into(),
            Cell::contested(answer.status, &answer.contested_by).marked(answer.unreviewed),
            held(&answer.stands.held).into(),
            held(&answer.stands.denied).into(),
            held(&answer.stands.unsure).into(),
        ]);
    }
    table
}

fn held(held: &[ReportHolder]) -> String {
    in_lines(held.iter().map(|held| {
        let speaker = &held.speaker.name;
        holding(speaker, Some(held.stance), &held.said, held.relayed)
    }))
}

/// The statements that changed a status, in order of time.
fn timeline(report: &Report) -> Page {
    let mut changes: Vec<(&String, String, Cell)> = Vec::new();
    for claim in &report.claims {
        for statement in &claim.statements {
            let words = &statement.words;
            let what = format!(
                "{} {} {}",
                words.speaker.name,
                words.stance.verb(),
                claim.claim
            );
            changes.extend(statement.turned.map(|status| {
                let cell = Cell::contested(status, &statement.contested_by);
                (&words.said, what, cell)
            }));
        }
        changes.extend(claim.moved.iter().map(|moved| {
            let what = format!("a party moved between {} and a rival answer", claim.claim);
            let cell = Cell::contested(moved.status, &moved.contested_by);
            (&moved.said, what, cell)
        }));
    }
    changes.sort_by_key(|(said, ..)| *said);
    let mut table = Table::with(&["said!", "what was said", "claim now"]);
    for (said, what, status) in changes {
        table.row(vec![said.clone().into(), what.into(), status]);
    }
    if table.rows.is_empty() {
        return Page::new();
    }
    headed("Timeline", Page::new().table(table))
}

/// The matrix as a list, since a chat has no room for eighty columns.
fn matrix(report: &Report) -> Page {
    let rows = report.matrix.rows.iter().map(|row| {
        let cells = row.stances.iter().map(|cell| {
            let symbol = symbol(cell.stance.family());
            let symbol = if cell.relayed {
                format!("({symbol})")
            } else {
                symbol.to_owned()
            };
            format!("{symbol} {}", cell.speaker.name)
        });
        format!(
            "{} ({}){}: {}",
            row.claim,
            row.contested_by.with(row.status.as_str()),
            in_brackets(row.unreviewed),
            cells.collect::<Vec<_>>().join(", ")
        )
    });
    headed("Who holds what", Page::new().list(rows.collect()))
}

fn calls(report: &Report) -> Page {
    let mut table = Table::with(&["call", "about", "what others say"]);
    for call in &report.calls {
        for (at, claim) in call.claims.iter().enumerate() {
            let who = if at == 0 {
                principal(call)
            } else {
                String::new()
            };
            let due = claim.due.as_ref();
            let due = due.map_or_else(String::new, |due| format!("\ndue {due}"));
            table.row(vec![
                who.into(),
                marked(
                    format!("{}\n{}{due}", claim.claim, claim.text),
                    claim.unreviewed,
                )
                .into(),
                format!(
                    "so: {}\nnot so: {}",
                    names(&claim.said_by),
                    names(&claim.negated_by)
                )
                .into(),
            ]);
        }
    }
    if table.rows.is_empty() {
        return Page::new();
    }
    headed("Whom to call next", Page::new().table(table))
}

fn principal(call: &ReportCall) -> String {
    if call.voices.is_empty() {
        return call.principal.name.clone();
    }
    format!("{}\nvia {}", call.principal.name, names(&call.voices))
}

fn claims(report: &Report) -> Page {
    let mut page = Page::new().explaining_grades(graded(report));
    for claim in &report.claims {
        page = page
            .heading(format!("{}: {}", claim.claim, claim.text))
            .text(&claim.sentence)
            .list(facts(claim))
            .table(statements(claim));
    }
    headed("Claim by claim", page)
}

fn facts(claim: &ReportClaim) -> Vec<String> {
    let since = claim.since.as_ref();
    let since = since.map_or_else(String::new, |since| format!(" since {since}"));
    let mut facts = vec![
        format!(
            "status: {}{}",
            claim.contested_by.with(&format!("{}{since}", claim.status)),
            in_brackets(claim.unreviewed)
        ),
        format!("standard: {}, {}", claim.standard, origins(claim)),
    ];
    if let Some(acknowledgement) = claim.acknowledgement {
        facts.push(format!(
            "principals: {} ({acknowledgement}; awaiting: {})",
            names(&claim.principals),
            names(&claim.awaiting)
        ));
    }
    for ruling in &claim.rulings {
        let verdict = ruling.verdict;
        facts.push(format!("ruled {verdict}: {}", ruling.reason));
    }
    facts.extend(claim.lines.iter().map(|line| {
        let answer = if line.fits {
            format!("yes → {}", line.status)
        } else {
            "no".to_owned()
        };
        format!("{}? {answer}", line.rule)
    }));
    facts
}

fn statements(claim: &ReportClaim) -> Table {
    let mut table = Table::with(&[
        "said!",
        "by",
        "stance!",
        "where",
        "what the rules make of it",
        "id!",
    ]);
    for heard in &claim.statements {
        let words = &heard.words;
        let mut by = words.speaker.name.clone();
        if !words.via.is_empty() {
            by.push_str(&format!("\nvia {}", names(&words.via)));
        }
        let passage = words.passage.as_ref();
        let paragraph = passage.and_then(|passage| passage.paragraph);
        let mut place = words.source.to_string();
        place.push_str(&paragraph.map_or_else(String::new, |number| format!(" ¶{number}")));
        place.push_str(&grades::in_brackets(words.grade));
        if let Some(said) = claims::words(words.quote.as_deref(), words.words.as_deref()) {
            place.push_str(&format!("\n{said}"));
        }
        table.row(vec![
            words.said.clone().into(),
            by.into(),
            words.stance.as_str().into(),
            place.into(),
            heard.rule.clone().into(),
            Cell::from(words.statement.clone()).marked(words.unreviewed),
        ]);
    }
    table
}

fn parties(report: &Report) -> Page {
    let lines = report.parties.iter().map(|party| {
        let role = party.role.as_ref();
        let role = role.map_or_else(String::new, |role| format!(", {role}"));
        let claims = counted(party.claims.len(), "claim", "claims");
        let mark = in_brackets(party.unreviewed);
        format!("{}{role}{mark}: {claims}", party.name)
    });
    headed("Who is heard", Page::new().list(lines.collect()))
}

fn sources(report: &Report) -> Page {
    let lines = report.sources.iter().map(|source| {
        let publisher = source.publisher.as_ref();
        let publisher = publisher.map_or_else(String::new, |name| format!(", {name}"));
        let url = source.url.as_ref();
        let url = url.map_or_else(String::new, |url| format!(", {url}"));
        format!(
            "{}: {}{publisher}{url}: {} on {}",
            source.source,
            source.title,
            counted(source.statements, "statement", "statements"),
            counted(source.claims.len(), "claim", "claims")
        )
    });
    headed("Sources", Page::new().list(lines.collect()))
}

fn colophon(report: &Report) -> Vec<String> {
    let colophon = &report.colophon;
    let mut lines = vec![
        format!("made by {} at {}", colophon.made_by, colophon.clocks.now),
        format!("entries of the journal: {}", colophon.entries),
    ];
    lines.push(format!("head {}", colophon.head));
    lines.push(format!("to check: onrecord verify --head {}", colophon.pin));
    lines
}

/// The page under a heading, or an empty page if it is empty.
fn headed(heading: &str, page: Page) -> Page {
    if page.blocks.is_empty() {
        return page;
    }
    Page::new().heading(heading).followed_by(page)
}
