//! `onrecord report --embed`

use std::path::Path;

use anyhow::{Result, bail};

use super::{Report, note_differences, put};
use crate::answer::{self, Embed};
use crate::command::context::Context;
use crate::command::error::note;
use crate::command::exit::Exit;
use crate::command::names::Names;
use crate::command::publishing::note_missing;
use crate::domain::slug::Slug;
use crate::domain::status::Status;
use crate::render;
use crate::render::Format;

impl Report {
    /// Writes a claim as a fragment of HTML.
    pub(super) fn write_fragment(&self, context: &Context, name: &str) -> Result<Exit> {
        self.refuse_report_options(context)?;
        let feed = self.publishing.feed()?;
        let path = self.to.as_deref().filter(|path| path.as_os_str() != "-");
        // Fails now, rather than after the work, if the file cannot be written.
        let file = path.map(|path| self.new_file(path, &context.path));
        let file = file.transpose()?;
        let embed = self.claim_to_embed(context, name)?;
        let text = render::report::fragment(&embed, &feed, context.calendar().zone)?;
        note_differences(&embed.differences, "on a published page");
        self.note_unruled(&embed);
        note_missing(&embed.reviews, &feed);
        let Some((path, file)) = path.zip(file) else {
            return context.print_text(&text);
        };
        put(
            context,
            path,
            file,
            &text,
            summary(path, &embed, text.len()),
        )
    }

    /// Refuses what concerns a whole report.
    fn refuse_report_options(&self, context: &Context) -> Result<()> {
        if let Some(file) = &self.file {
            bail!(
                "--embed writes to standard output, or to the file that --to names; write --to {}",
                file.display()
            );
        }
        if self.include_off_record {
            bail!(
                "a fragment is for publication, so nothing off the record is in it; leave out --include-off-record"
            );
        }
        let of_a_report = [
            ("--topic", self.topic.is_some()),
            ("--limit", self.limit.is_some()),
            ("--since", self.since.is_some()),
            ("--title", self.title.is_some()),
            ("--byline", self.byline.is_some()),
            ("--brief", self.brief),
        ];
        if let Some((option, _)) = of_a_report.iter().find(|(_, is_given)| *is_given) {
            bail!(
                "{option} is for a whole report, and --embed writes a single claim; leave out {option}"
            );
        }
        if context.file_format != Format::Table {
            bail!("--embed writes HTML; leave out --format");
        }
        Ok(())
    }

    fn claim_to_embed(&self, context: &Context, name: &str) -> Result<Embed> {
        let unresolved = self.publishing.include_unresolved;
        context.ask(|view, names| {
            let id = unmerged(names, view, name)?;
            match answer::embed(view, &id, unresolved, &context.clocks())? {
                Some(embed) => Ok(embed),
                None => bail!(
                    "nothing on {id} may be published: at this time the ledger has no ruling on it and no statement that \
                     is not off the record"
                ),
            }
        })
    }

    /// Says that search engines get no review, if they do not.
    fn note_unruled(&self, embed: &Embed) {
        if embed.reviews.is_empty() {
            let unless = match embed.claim.status {
                Status::Unconfirmed => "; --include-unresolved adds one that rates it unconfirmed",
                _ => "",
            };
            let text =
                format!("the claim has no ruling, so the fragment has no ClaimReview{unless}");
            note(&text, &[]);
        }
    }
}

/// The id of a claim that is no other one's by now. Somebody else's page must not come to say something else, or even the
/// opposite, because the desk merged two claims.
fn unmerged(names: Names<'_>, view: &answer::View<'_>, name: &str) -> Result<Slug> {
    let (key, id) = names.claim(name)?;
    let now = view.reader.claim(key)?.claim.id;
    if now != id {
        bail!("{id} was merged into {now}; to embed that claim, use --embed {now}");
    }
    Ok(id)
}

fn summary(path: &Path, embed: &Embed, bytes: usize) -> String {
    let kilobytes = bytes.div_ceil(1000);
    format!("{}: {}, {kilobytes} kB.", path.display(), embed.claim.claim)
}
