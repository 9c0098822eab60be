//! What is followed.

use serde::Serialize;

use super::Show;
use super::page::{Page, Table, counted};
use crate::answer::{FeedAnswer, Labels};

/// The feeds that are followed.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Feeds(pub Vec<FeedAnswer>);

impl Show for Feeds {
    fn page(&self, _: &Labels) -> Page {
        if self.0.is_empty() {
            return Page::new().text("No feed is followed. `onrecord feed add URL` adds one.");
        }
        let mut table = Table::with(&["feed!", "what", "looked at", "next", "finds!"]);
        for feed in &self.0 {
            let mut what = vec![feed.title.clone().unwrap_or_default(), feed.url.clone()];
            what.extend(feed.page.then(|| "a page without a feed".to_owned()));
            what.extend(feed.topic.as_ref().map(|topic| format!("topic: {topic}")));
            what.extend(
                feed.error
                    .as_ref()
                    .map(|error| format!("{}: {error}", failing(feed.failures))),
            );
            what.retain(|line| !line.is_empty());
            let finds = match feed.failed {
                0 => feed.finds.to_string(),
                failed => format!("{}, {failed} not fetched", feed.finds),
            };
            table.row(vec![
                feed.feed.to_string().into(),
                what.join("\n").into(),
                feed.checked
                    .clone()
                    .unwrap_or_else(|| "not yet".to_owned())
                    .into(),
                format!(
                    "{}\nevery {}",
                    feed.due.as_deref().unwrap_or(Table::EMPTY),
                    minutes(feed.every)
                )
                .into(),
                finds.into(),
            ]);
        }
        Page::new()
            .heading(counted(self.0.len(), "feed", "feeds"))
            .table(table)
    }
}

fn failing(failures: u32) -> String {
    match failures {
        0 | 1 => "failed".to_owned(),
        times => format!("failed {times} times"),
    }
}

/// A number of minutes as people write it: `30m`, `2h`.
pub fn minutes(minutes: u32) -> String {
    match minutes {
        hours if hours % 60 == 0 => format!("{}h", hours / 60),
        minutes => format!("{minutes}m"),
    }
}
