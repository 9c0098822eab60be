//! What was new at each moment of a docket's history.

use super::super::discrepancy::Discrepancy;
use super::super::docket::{ClaimKey, Docket, Said, StatementKey};
use super::super::statement::Attribution;
use super::super::time::Moment;
use super::Event;

/// A statement or ruling on a claim.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewsItem {
    pub(super) at: Moment,
    pub(super) claim: ClaimKey,
    /// The statement; `None` for a ruling.
    pub(super) statement: Option<StatementKey>,
}

/// Everything that was new at one moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct News<'n> {
    pub(super) at: Moment,
    pub(super) items: &'n [NewsItem],
    /// Statements that may change a claim although they are on another one; sorted.
    pub(super) bearing: &'n [(ClaimKey, StatementKey)],
}

/// All statements and rulings of a docket in order of time. Off-record statements are left out: they
/// change nothing, so they must not be named as the cause of anything.
pub(super) fn all(docket: &Docket) -> Vec<NewsItem> {
    let on_record = |said: &&Said| said.attribution != Attribution::OffRecord;
    let said = docket.said.iter().filter(on_record).map(|said| NewsItem {
        at: said.when.earliest(),
        claim: said.claim,
        statement: Some(said.key),
    });
    let ruled = docket.claims.iter().flat_map(|terms| {
        terms.rulings.iter().map(|ruling| NewsItem {
            at: Moment::start_of(ruling.day),
            claim: terms.key,
            statement: None,
        })
    });
    let mut all: Vec<NewsItem> = said.chain(ruled).collect();
    all.sort_unstable_by_key(|item| item.at);
    all
}

impl News<'_> {
    /// Whether any of it may have changed a claim.
    pub(super) fn concerns(&self, claim: ClaimKey) -> bool {
        let is_on = self.items.iter().any(|item| item.claim == claim);
        is_on || self.bearing_on(claim).next().is_some()
    }

    /// The statements on other claims that may have changed a claim.
    fn bearing_on(&self, claim: ClaimKey) -> impl Iterator<Item = StatementKey> {
        let said = self.items.iter().filter_map(|item| item.statement);
        said.filter(move |key| self.bearing.binary_search(&(claim, *key)).is_ok())
    }

    /// The cause of a change to some claims: the statement on them that was entered last, or, if
    /// nothing on them is new, the last of those on other claims that bear on them.
    pub(super) fn event(&self, claims: &[ClaimKey]) -> Event {
        let on_claims = self
            .items
            .iter()
            .filter(|item| claims.contains(&item.claim));
        let statement = match on_claims.map(|item| item.statement).max() {
            Some(last) => last,
            None => {
                let bearing = claims.iter().flat_map(|claim| self.bearing_on(*claim));
                bearing.max()
            }
        };
        Event {
            at: self.at,
            statement,
        }
    }

    /// The cause of a discrepancy's opening: of the new statements, the last entered of those that
    /// the discrepancy rests on.
    pub(super) fn opening(&self, found: &Discrepancy) -> Event {
        let rests_on = |key: &StatementKey| {
            let mut stands = found.stands.iter();
            stands.any(|stand| stand.statement == Some(*key))
        };
        let said = self.items.iter().filter_map(|item| item.statement);
        match said.filter(rests_on).max() {
            Some(key) => Event {
                at: self.at,
                statement: Some(key),
            },
            None => self.event(&found.claims),
        }
    }
}
