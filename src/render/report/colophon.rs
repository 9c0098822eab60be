//! What the report was made of, and how that is checked.

use maud::{Markup, html};

use super::labels;
use crate::answer::Report;
use crate::domain::status::Status;

/// The page's foot.
pub fn footer(report: &Report) -> Markup {
    let colophon = &report.colophon;
    html! {
        footer.colophon {
            h2 { "Colophon" }
            p {
                "Made by " (colophon.made_by) " from a ledger in which nobody records a status or a discrepancy: both are derived from the statements above by rules. "
                em { "Confirmed" } " means that a claim’s standard is met by what was said, not that it is true. "
                @if !report.off_record { "Off-record statements are no part of it, " }
                @else { "Off-record statements are part of it, since it was asked for with them, " }
                "and whoever did not speak for attribution is shown by the wording that was agreed."
            }
            h3 id="rules" { "How a status comes about" }
            p { "The first line that fits decides." }
            ol.rules {
                li { "All who affirmed it have retracted: " (labels::status(Status::Withdrawn)) }
                li { "The standard is met, and nobody negates whose word unmakes it: " (labels::status(Status::Confirmed)) ". By " em { "acknowledgement" } ", every principal has to affirm; by " em { "corroboration" } ", so many independent origins." }
                li { "Someone affirms and someone negates: " (labels::status(Status::Disputed)) }
                li { "A principal negates and nobody affirms: " (labels::status(Status::Denied)) }
                li { "None of these: " (labels::status(Status::Unconfirmed)) }
            }
            h3 { "What this was made of" }
            dl.facts {
                div { dt { "Said by" } dd { (clock(colophon.clocks.as_of.as_deref(), "no limit")) } }
                div { dt { "Known at" } dd { (clock(colophon.clocks.known_at.as_deref(), "no limit")) } }
                div { dt { "Made at" } dd { (labels::time(&colophon.clocks.now)) } }
                div { dt { "Entries of the journal" } dd { (colophon.entries)
                    @if let Some(recorded) = &colophon.recorded_at { ", the newest of " (labels::time(recorded)) }
                } }
                div { dt { "Head" } dd { code { (colophon.head) } } }
            }
            p.note {
                "To check it against the ledger: " code { "onrecord verify --head " (colophon.noted) }
                " tells whether the entries that this report was made of are still there, and still the same."
            }
        }
    }
}

fn clock(time: Option<&str>, none: &str) -> Markup {
    html! { @match time {
        Some(time) => (labels::time(time)),
        None => (none),
    } }
}
