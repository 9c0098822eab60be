//! The page's footer: how statuses come about, and how to check the report against its ledger.

use chrono_tz::Tz;
use maud::{Markup, html};

use super::labels;
use crate::answer::Report;
use crate::domain::status::Status;

/// The footer.
pub(super) fn footer(report: &Report, zone: Tz) -> Markup {
    let colophon = &report.colophon;
    html! {
        footer.colophon {
            h2 { "Colophon" }
            p {
                "Made by " (colophon.made_by) " from a ledger in which nobody enters a status or a discrepancy: rules derive both from the statements above. "
                em { "Confirmed" } " means that what was said meets a claim’s standard, not that it is true. "
                @if !report.off_record { "Off-record statements are left out, " }
                @else { "Off-record statements are included because they were asked for, " }
                "and speakers who did not speak for attribution are shown under the wording they agreed to."
            }
            h3 id="rules" { "How a status comes about" }
            p { "The first line that applies decides." }
            ol.rules {
                li { "All who affirmed it have retracted or moved to a rival answer: " (labels::status(Status::Withdrawn)) }
                li { "The standard is met, and nobody whose word would undo it negates: " (labels::status(Status::Confirmed)) ". " em { "Acknowledgement" } " requires every principal to affirm; " em { "corroboration" } " requires a number of independent origins." }
                li { "Someone affirms and someone negates: " (labels::status(Status::Disputed)) }
                li { "A principal negates and nobody affirms: " (labels::status(Status::Denied)) }
                li { "None of these: " (labels::status(Status::Unconfirmed)) }
            }
            h3 { "What this was made from" }
            dl.facts {
                div { dt { "Said by" } dd { (clock(colophon.clocks.as_of.as_deref(), "no limit")) } }
                div { dt { "Known at" } dd { (clock(colophon.clocks.known_at.as_deref(), "no limit")) } }
                div { dt { "Made at" } dd { (labels::time(&colophon.clocks.now)) } }
                @if zone != Tz::UTC { div { dt { "Times of day" } dd { "those of " (zone.name()) } } }
                div { dt { "Entries of the journal" } dd { (colophon.entries)
                    @if let Some(recorded) = &colophon.recorded_at { ", the newest of " (labels::time(recorded)) }
                } }
                div { dt { "Head" } dd { code { (colophon.head) } } }
            }
            p.note {
                "To check it against the ledger: " code { "onrecord verify --head " (colophon.pin) }
                " shows whether the entries that this report was made from are still there and unchanged."
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
