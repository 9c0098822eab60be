//! The report as one self-contained HTML page. Every file here renders one of its sections.
//!
//! maud escapes all text it puts into the page, so no text of the ledger can become markup.
//! Characters that change the direction of writing or are invisible are escaped in the finished page,
//! so that no field can be forgotten. A content security policy forbids the page to load anything.

mod brief;
mod calls;
mod changes;
mod claims;
mod colophon;
mod discrepancies;
mod embed;
mod glance;
mod labels;
mod links;
mod markdown;
mod matrix;
mod overview;
mod policy;
mod questions;
mod records;
mod timeline;

use chrono_tz::Tz;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::answer::Report;
use crate::domain::text::escaped_lines;
pub use embed::fragment;
use links::Links;
pub use overview::left_out;

/// The page's style, for screens and for print.
const STYLE: &str = concat!(include_str!("../look.css"), include_str!("report.css"));
/// The page's script: it filters claims and shows a statement when its mark has the focus. The page
/// works without it.
const SCRIPT: &str = include_str!("report.js");

/// End tags that HTML allows to leave out. They would be a tenth of a page of ten thousand
/// statements.
const IMPLIED: [&str; 8] = [
    "</td>", "</th>", "</tr>", "</thead>", "</tbody>", "</li>", "</dt>", "</dd>",
];

/// How much of a report its page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// All of it.
    Whole,
    /// What an editor reads first, on one page.
    Brief,
}

/// The report as an HTML page, with minutes in a time zone.
pub fn html(report: &Report, zone: Tz, edition: Edition) -> String {
    let mut lines = labels::in_zone(&page(report, zone, edition).into_string(), zone);
    for tag in IMPLIED {
        lines = lines.replace(tag, "");
    }
    escaped_lines(&lines).into_owned()
}

fn page(report: &Report, zone: Tz, edition: Edition) -> Markup {
    let is_brief = edition == Edition::Brief;
    let links = match edition {
        Edition::Whole => Links::of(report, zone),
        Edition::Brief => Links::within_brief(report, zone, &brief::cited(report)),
    };
    let sections = match edition {
        Edition::Whole => sections(report, &links),
        Edition::Brief => brief::sections(report, &links),
    };
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy::policy(SCRIPT));
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content=(report.colophon.made_by);
                meta name="referrer" content="no-referrer";
                title { (report.title) }
                style { (PreEscaped(STYLE)) }
            }
            body.long[labels::is_long(report)].brief[is_brief] {
                a.skip href="#main" { "Skip to the report" }
                (overview::header(report))
                @if !is_brief { nav.contents aria-label="Contents" {
                    ul { @for section in &sections {
                        li { a href={ "#" (section.id) } { (section.title) } }
                    } }
                } }
                main id="main" {
                    @for section in &sections {
                        section id=(section.id) aria-labelledby={ (section.id) "-title" } {
                            h2 id={ (section.id) "-title" } { (section.title) }
                            (section.content)
                        }
                    }
                }
                @if is_brief { (brief::footer(report)) } @else { (colophon::footer(report, zone)) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

/// A section of the page.
struct Section {
    id: &'static str,
    title: &'static str,
    content: Markup,
}

/// The sections that are not empty, in order.
fn sections(report: &Report, links: &Links<'_>) -> Vec<Section> {
    let section =
        |id, title, content: Option<Markup>| content.map(|content| Section { id, title, content });
    let all = [
        section(
            "standing",
            "How it stands",
            Some(overview::standing(report, links)),
        ),
        section(
            "changes",
            "What the desk learnt",
            changes::changes(report, links),
        ),
        section(
            "discrepancies",
            "Where accounts diverge",
            Some(discrepancies::section(report, links)),
        ),
        section(
            "questions",
            "Rival answers",
            questions::section(report, links),
        ),
        section("timeline", "Timeline", timeline::section(report, links)),
        section("matrix", "Who holds what", matrix::section(report, links)),
        section(
            "calls",
            "Whom to call next",
            Some(calls::section(report, links)),
        ),
        section(
            "claims",
            "Claim by claim",
            Some(claims::section(report, links)),
        ),
        section(
            "parties",
            "Who is heard",
            Some(records::parties(report, links)),
        ),
        section("sources", "Sources", Some(records::sources(report, links))),
    ];
    all.into_iter().flatten().collect()
}
