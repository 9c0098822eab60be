//! The rulings that were made and taken back.

use super::{FeedItem, Feeding, Moved, RulingMoved};
use crate::domain::ruling::Ruling;
use crate::exchange::claimreview::credited;
use crate::journal::Seq;
use crate::ledger::{Reader, Result, RulingMade};

impl Feeding<'_, '_> {
    pub(super) fn rulings(&self) -> Result<Vec<FeedItem>> {
        let made = self.after.reader.ruled_since(self.before.reader)?;
        let heard = self.heard(made.iter().map(|one| one.claim))?;
        let from = self.before.reader.newest()?;
        let mut items = Vec::new();
        // As everything, the latest first.
        for one in made.into_iter().rev() {
            let cut = self.after.as_of.map(|cut| cut.day());
            let is_later = one
                .ruling
                .ruled
                .zip(cut)
                .is_some_and(|(day, cut)| day > cut);
            let Some((_, text)) = heard.get(&one.claim).filter(|_| !is_later) else {
                continue;
            };
            if one.key > from {
                items.push(self.ruled(&one, text, one.key, false)?);
            }
            if let Some(ended) = one.ended {
                items.push(self.ruled(&one, text, ended, true)?);
            }
        }
        Ok(items)
    }

    fn ruled(&self, one: &RulingMade, text: &str, entry: Seq, undone: bool) -> Result<FeedItem> {
        let made_by = by(self.after.reader, &one.ruling)?;
        let earlier = self.after.reader.at(one.key - 1);
        let (then, opposite) = earlier.current_claim(one.made_on)?;
        let mut before = None;
        for other in earlier.rulings(then)? {
            if by(self.after.reader, &other)? == made_by {
                before = Some(match opposite == one.opposite {
                    true => other.verdict,
                    false => other.verdict.on_opposite(),
                });
            }
        }
        let name = if undone { "unruled" } else { "ruled" };
        Ok(FeedItem {
            name: format!("{name} {}", self.origin(one.key)),
            recorded_at: self.recorded_at(entry)?,
            moved: Moved::Ruled(RulingMoved {
                ruling: one.ruling.clone(),
                text: text.to_owned(),
                by: made_by,
                before,
                undone,
            }),
        })
    }
}

/// Who published a ruling; `None` if it is the desk's own.
fn by(reader: Reader<'_>, ruling: &Ruling) -> Result<Option<String>> {
    let key = match &ruling.source {
        Some(source) => reader.source_key(source.as_str())?,
        None => None,
    };
    let Some(source) = key.map(|key| reader.source(key)).transpose()? else {
        return Ok(None);
    };
    let mut names = source.publisher.into_iter().chain(source.authors);
    Ok(names.find(|name| credited(&ruling.reason, [name.as_str()]).is_some()))
}
