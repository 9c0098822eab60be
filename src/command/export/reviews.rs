//! `onrecord export --format claimreview` and `--format datafeed`.

use std::io::{self, BufWriter, Write};

use anyhow::{Context as _, Result, bail};

use super::is_broken_pipe;
use super::{Export, PUBLISHED};
use crate::answer::{self, ReviewOptions};
use crate::command::context::Context;
use crate::command::differences::note_differences;
use crate::command::error::note;
use crate::command::exit::{Done, Exit};
use crate::command::global::Published;
use crate::command::publishing::note_missing;
use crate::exchange::claimreview::{self, Feed, Review};
use crate::files::NewFile;
use crate::render::outcome::Message;
use crate::render::page::counted;

impl Export {
    /// Refuses the options for publishing with another format.
    pub(super) fn refuse_published_options(&self) -> Result<()> {
        self.refuse_unresolved()?;
        match self.publishing.given() {
            Some(option) => bail!(
                "{option} is for --format claimreview, datafeed and annotations; add one of them, or leave it out"
            ),
            None => Ok(()),
        }
    }

    /// Refuses the option for reviews with another format.
    pub(super) fn refuse_unresolved(&self) -> Result<()> {
        if self.publishing.include_unresolved {
            bail!(
                "--include-unresolved is for --format claimreview and datafeed; add one of them, or leave it out"
            );
        }
        Ok(())
    }

    /// Writes the rulings for publication.
    pub(super) fn publish(&self, context: &Context, format: Published) -> Result<Exit> {
        let feed = self.publishing.feed()?;
        let options = ReviewOptions {
            claim: None,
            unresolved: self.publishing.include_unresolved,
            off_record: self.include_off_record,
        };
        let write = |to: &mut dyn Write, reviews: &[Review]| match format {
            Published::ClaimReview => claimreview::write_reviews(to, reviews, &feed),
            Published::DataFeed => claimreview::write_feed(to, reviews, &feed),
        };
        let reviews = || context.ask(|view, _| Ok(answer::reviews(view, options)?));
        let Some(path) = &self.to else {
            let (reviews, differences) = reviews()?;
            let mut out = BufWriter::new(io::stdout().lock());
            let written = write(&mut out, &reviews).and_then(|()| out.flush());
            return match written.map_err(anyhow::Error::from) {
                Err(error) if is_broken_pipe(&error) => Ok(Exit::Success),
                Err(error) => Err(error),
                Ok(()) => {
                    note_differences(&differences, PUBLISHED);
                    self.note_missing(&reviews, &feed);
                    Ok(Exit::Success)
                }
            };
        };
        // Fails now, rather than after the work, if the file cannot be written.
        let mut out = BufWriter::new(NewFile::create(path, self.plan(context))?);
        let (reviews, differences) = reviews()?;
        let named = || path.display().to_string();
        write(&mut out, &reviews).with_context(named)?;
        let file = out.into_inner().map_err(io::IntoInnerError::into_error);
        file.with_context(named)?.finish()?;
        note_differences(&differences, PUBLISHED);
        self.note_missing(&reviews, &feed);
        context.note_done(Done::Made);
        let count = counted(reviews.len(), "review", "reviews");
        context.print_table(&Message {
            done: format!("{}: {count}.", path.display()),
        })
    }

    /// Says what readers of the reviews will miss.
    fn note_missing(&self, reviews: &[Review], feed: &Feed) {
        if reviews.is_empty() {
            let unless = match self.publishing.include_unresolved {
                true => "and none is unconfirmed",
                false => "--include-unresolved adds those that are unconfirmed",
            };
            let text = format!("no claim has a ruling that may be published; {unless}");
            return note(&text, &[]);
        }
        note_missing(reviews, feed);
    }
}
