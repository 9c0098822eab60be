//! Lists: the keys that match a filter, in the order shown to people.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Row, ToSql, params};

use crate::domain::discrepancy::Kind;
use crate::domain::docket::{ClaimKey, PartyKey, QuestionKey, SourceKey, StatementKey};
use crate::domain::passage::Passage;
use crate::domain::status::Status;
use crate::domain::time::When;
use crate::journal::Seq;
use crate::ledger::read::columns::{column, from_day, garbled, json, passage, rank};
use crate::ledger::{Reader, Result};

/// Which claims to list.
#[derive(Debug, Clone, Default)]
pub struct ClaimFilter {
    /// Only those with this status.
    pub status: Option<Status>,
    /// Only those without a ruling.
    pub not_ruled: bool,
    /// Only those of this topic.
    pub topic: Option<String>,
    /// Only those that answer this question.
    pub question: Option<QuestionKey>,
    /// Maximum number of claims.
    pub limit: Option<u32>,
}

/// Which discrepancies to list.
#[derive(Debug, Clone, Default)]
pub struct DiscrepancyFilter {
    /// Open ones, resolved ones, or both.
    pub state: State,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only those with this party on a side.
    pub party: Option<PartyKey>,
    /// Only those that involve this claim.
    pub claim: Option<ClaimKey>,
    /// Only those that involve a claim on this topic.
    pub topic: Option<String>,
    /// Maximum number of discrepancies.
    pub limit: Option<u32>,
}

/// Whether a discrepancy is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    /// Open.
    #[default]
    Open,
    /// Ended by a statement or a ruling.
    Resolved,
    /// Both.
    All,
}

/// A claim with a due date.
#[derive(Debug, Clone, Copy)]
pub struct Due {
    /// The claim.
    pub claim: ClaimKey,
    /// The day by which the claimed event is due.
    pub day: NaiveDate,
}

/// A query being built: SQL and its parameters.
pub(crate) struct Query {
    pub(crate) sql: String,
    pub(crate) parameters: Vec<Value>,
}

impl Query {
    pub(crate) fn new(sql: &str) -> Self {
        Self {
            sql: sql.to_owned(),
            parameters: Vec::new(),
        }
    }

    /// Adds a condition with one `?`, bound to `parameter`.
    pub(crate) fn and(&mut self, condition: &str, parameter: impl Into<Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
        self.parameters.push(parameter.into());
    }

    pub(crate) fn finish(mut self, order: &str, limit: Option<u32>) -> Self {
        self.sql.push_str(order);
        if let Some(limit) = limit {
            self.sql.push_str(" LIMIT ?");
            self.parameters.push(i64::from(limit).into());
        }
        self
    }
}

impl Reader<'_> {
    /// Runs a query and reads each row with `read`.
    pub(crate) fn asked<T>(
        &self,
        query: &Query,
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let parameters: Vec<&dyn ToSql> = query.parameters.iter().map(|one| one as _).collect();
        self.rows(&query.sql, &parameters, read)
    }

    pub(crate) fn keys(&self, query: &Query) -> Result<Vec<i64>> {
        self.asked(query, |row| column(row, 0))
    }

    /// Restricts `table` to the rows current at this reader's entry.
    pub(crate) fn held(&self, query: &mut Query, table: &str) {
        if self.is_newest() {
            // The simple condition matches the partial indexes of current rows.
            query.sql.push_str(&format!(" AND {table}.ended IS NULL"));
            return;
        }
        query.and(&format!("{table}.posted <= ?"), self.at);
        query.and(
            &format!("({table}.ended IS NULL OR {table}.ended > ?)"),
            self.at,
        );
    }

    /// Like [`Reader::held`], but as a condition without parameters.
    pub(crate) fn held_at(&self, table: &str) -> String {
        match self.is_newest() {
            true => format!("{table}.ended IS NULL"),
            false => format!(
                "{table}.posted <= {at} AND ({table}.ended IS NULL OR {table}.ended > {at})",
                at = self.at
            ),
        }
    }

    /// Excludes parties or claims that were merged into another.
    pub(crate) fn unmerged(&self, query: &mut Query, table: &str) -> Result<()> {
        if !self.is_anything_merged()? {
            return Ok(());
        }
        query.and(
            &format!(
                "NOT EXISTS (SELECT 1 FROM merger m WHERE m.former = {table}.key AND m.posted <= ?"
            ),
            self.at,
        );
        query.and("(m.ended IS NULL OR m.ended > ?))", self.at);
        Ok(())
    }

    /// The claims that match `filter`, in recording order.
    pub fn claims(&self, filter: &ClaimFilter) -> Result<Vec<ClaimKey>> {
        // Sorting by the standing's column follows the status index.
        let query = self.fitting("c.key", filter)?;
        let keys = self.keys(&query.finish(" ORDER BY s.claim", filter.limit))?;
        Ok(keys.into_iter().map(ClaimKey).collect())
    }

    /// Restricts a query of claims `c` to a filter's topic and question.
    pub(crate) fn of_kind(query: &mut Query, filter: &ClaimFilter) {
        if let Some(topic) = &filter.topic {
            query.and("c.topic = ?", topic.clone());
        }
        if let Some(question) = filter.question {
            query.and("c.question = ?", question.0);
        }
    }

    /// Selects `columns` of the claims that match `filter` and of their standings.
    fn fitting(&self, columns: &str, filter: &ClaimFilter) -> Result<Query> {
        // A topic or a question has few claims, which are looked up first.
        let join = match filter.topic.is_some() || filter.question.is_some() {
            true => "CROSS JOIN",
            false => "JOIN",
        };
        let mut query = Query::new(&format!(
            "SELECT {columns} FROM claim c {join} standing s ON s.claim = c.key WHERE 1"
        ));
        self.held(&mut query, "c");
        self.unmerged(&mut query, "c")?;
        self.held(&mut query, "s");
        if let Some(status) = filter.status {
            query.and("s.status = ?", status.as_str().to_owned());
        }
        if filter.not_ruled {
            query.sql.push_str(" AND s.verdict IS NULL");
        }
        Self::of_kind(&mut query, filter);
        Ok(query)
    }

    /// Whether a list of all claims has this one.
    pub fn is_listed(&self, claim: ClaimKey) -> Result<bool> {
        let mut query = self.fitting("c.key", &ClaimFilter::default())?;
        query.and("c.key = ?", claim.0);
        Ok(!self.keys(&query)?.is_empty())
    }

    /// The claims overdue on `day`, latest due date first: those that match a filter's claim and topic, and, if it
    /// has a party, some more than those of which this is true.
    pub fn overdue(&self, day: NaiveDate, filter: &DiscrepancyFilter) -> Result<Vec<Due>> {
        let mut query = Query::new("SELECT s.claim, s.due FROM standing s WHERE 1");
        self.held(&mut query, "s");
        query.and("s.due < ?", day.to_string());
        if let Some(claim) = filter.claim {
            query.and("s.claim = ?", claim.0);
        }
        if let Some(topic) = &filter.topic {
            query
                .sql
                .push_str(" AND s.claim IN (SELECT c.key FROM claim c WHERE 1");
            self.held(&mut query, "c");
            query.and("c.topic = ?)", topic.clone());
        }
        let mut limit = filter.limit;
        if let Some(party) = filter.party {
            // A number between commas in the list of positions is that of a party or a statement.
            query.and("instr(s.positions, ?) > 0", format!(",{},", party.0));
            limit = None;
        }
        self.asked(&query.finish(" ORDER BY s.due DESC, s.claim", limit), due)
    }

    /// The discrepancy rows that match `filter`: strong ones first, then by kind, then newest
    /// first.
    pub fn discrepancies(&self, filter: &DiscrepancyFilter) -> Result<Vec<i64>> {
        if filter.kind.is_none() {
            return self.discrepancies_of(filter, None, filter.limit);
        }
        // Those of one kind follow each other in the index only among the strong and among the weak.
        let mut keys = self.discrepancies_of(filter, Some(false), filter.limit)?;
        let found = u32::try_from(keys.len()).unwrap_or(u32::MAX);
        let left = filter.limit.map(|limit| limit.saturating_sub(found));
        if left != Some(0) {
            keys.extend(self.discrepancies_of(filter, Some(true), left)?);
        }
        Ok(keys)
    }

    fn discrepancies_of(
        &self,
        filter: &DiscrepancyFilter,
        weak: Option<bool>,
        most: Option<u32>,
    ) -> Result<Vec<i64>> {
        let mut query = Query::new("SELECT d.key FROM discrepancy d WHERE 1");
        self.held(&mut query, "d");
        match filter.state {
            State::Open => query.sql.push_str(" AND d.resolved_at IS NULL"),
            State::Resolved => query.sql.push_str(" AND d.resolved_at IS NOT NULL"),
            State::All => {}
        }
        if let Some(weak) = weak {
            query.and("d.weak = ?", i64::from(weak));
        }
        if let Some(kind) = filter.kind {
            query.and("d.rank = ?", rank(kind));
        }
        if let Some(party) = filter.party {
            query.and(
                "d.key IN (SELECT discrepancy FROM discrepancy_side WHERE party = ?)",
                party.0,
            );
        }
        if let Some(claim) = filter.claim {
            query.and(
                "d.key IN (SELECT key FROM discrepancy WHERE claim = ?",
                claim.0,
            );
            query.sql.push_str(
                " UNION ALL SELECT q.key FROM claim c JOIN discrepancy q ON q.question = c.question
                            JOIN discrepancy_side t ON t.discrepancy = q.key AND t.claim = c.key",
            );
            query.sql.push_str(" WHERE c.key = ?)");
            query.parameters.push(claim.0.into());
        }
        if let Some(topic) = &filter.topic {
            query.sql.push_str(
                " AND d.key IN (SELECT t.discrepancy FROM claim c
                                CROSS JOIN discrepancy_side t ON t.claim = c.key WHERE 1",
            );
            self.held(&mut query, "c");
            query.and("c.topic = ?)", topic.clone());
        }
        // Follows the index of open discrepancies.
        let order = " ORDER BY d.weak, d.rank, d.opened_at DESC, d.claim, d.question, d.party";
        self.keys(&query.finish(order, most))
    }

    /// When the ledger learnt the claim's current standing, in Unix milliseconds; 0 if it has none.
    pub fn settled_at(&self, claim: ClaimKey) -> Result<i64> {
        let recorded_at = self.rows(
            "SELECT e.recorded_at FROM standing s JOIN entry e ON e.seq = s.posted
             WHERE s.claim = ?1 AND s.posted <= ?2 AND (s.ended IS NULL OR s.ended > ?2)",
            params![claim.0, self.at],
            |row| column(row, 0),
        )?;
        Ok(recorded_at.first().copied().unwrap_or(0))
    }

    /// The head of a party's side on a day: follows whom it speaks for until a party that speaks
    /// for nobody. The party itself if it speaks for nobody.
    pub fn head_of_side(&self, party: PartyKey, day: NaiveDate) -> Result<PartyKey> {
        let mut head = party;
        let mut seen = vec![party];
        loop {
            let span_holds =
                |edge: &crate::domain::party::Edge| edge.span().holds_at(When::day(day));
            let edges = self.party(head)?.speaks_for;
            let Some(edge) = edges.iter().find(|edge| span_holds(edge)) else {
                return Ok(head);
            };
            match self.party_key(edge.party.as_str())? {
                Some(next) if !seen.contains(&next) => {
                    seen.push(next);
                    head = next;
                }
                _ => return Ok(head),
            }
        }
    }

    /// Every party, in recording order.
    pub fn parties(&self) -> Result<Vec<PartyKey>> {
        self.first_parties(None)
    }

    /// The parties, in recording order, and no more than `most` of them.
    pub fn first_parties(&self, most: Option<u32>) -> Result<Vec<PartyKey>> {
        let mut query = Query::new("SELECT p.key FROM party p WHERE 1");
        self.held(&mut query, "p");
        self.unmerged(&mut query, "p")?;
        let query = query.finish(" ORDER BY p.key", most);
        Ok(self.keys(&query)?.into_iter().map(PartyKey).collect())
    }

    /// Every source, in recording order.
    pub fn sources(&self) -> Result<Vec<SourceKey>> {
        self.first_sources(None)
    }

    /// The sources, in recording order, and no more than `most` of them.
    pub fn first_sources(&self, most: Option<u32>) -> Result<Vec<SourceKey>> {
        let mut query = Query::new("SELECT d.key FROM source d WHERE 1");
        self.held(&mut query, "d");
        let query = query.finish(" ORDER BY d.key", most);
        Ok(self.keys(&query)?.into_iter().map(SourceKey).collect())
    }

    /// Every question, in recording order.
    pub fn questions(&self) -> Result<Vec<QuestionKey>> {
        self.first_questions(None)
    }

    /// The questions, in recording order, and no more than `most` of them.
    pub fn first_questions(&self, most: Option<u32>) -> Result<Vec<QuestionKey>> {
        let mut query = Query::new("SELECT q.key FROM question q WHERE 1");
        self.held(&mut query, "q");
        let query = query.finish(" ORDER BY q.key", most);
        Ok(self.keys(&query)?.into_iter().map(QuestionKey).collect())
    }

    /// The statements that stand, in recording order; all, or those on one claim, by one party,
    /// from one source or since an entry.
    pub fn statements(&self, about: About) -> Result<Vec<StatementKey>> {
        let query = self.that_stand("s.key", about)?;
        let keys = self.keys(&query.finish(" ORDER BY s.key", None))?;
        Ok(keys.into_iter().map(StatementKey).collect())
    }

    /// Like [`Reader::statements`], but only the `most` that were recorded last.
    pub fn newest_statements(&self, about: About, most: u32) -> Result<Vec<StatementKey>> {
        let query = self.that_stand("s.key", about)?;
        let keys = self.keys(&query.finish(" ORDER BY s.key DESC", Some(most)))?;
        Ok(keys.into_iter().rev().map(StatementKey).collect())
    }

    /// The number of statements that stand.
    pub fn count_statements(&self, about: About) -> Result<usize> {
        let query = self.that_stand("count(*)", about)?;
        let counted = self.asked(&query, |row| count(row, 0))?;
        Ok(counted.first().copied().unwrap_or(0))
    }

    /// Selects `columns` of the statements that stand.
    fn that_stand(&self, columns: &str, about: About) -> Result<Query> {
        let mut query = Query::new(&format!("SELECT {columns} FROM statement s WHERE 1"));
        query.and("s.key <= ?", self.at);
        query.and(
            "NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.statement = s.key AND w.posted <= ?",
            self.at,
        );
        query.and("(w.ended IS NULL OR w.ended > ?))", self.at);
        match about {
            About::Everything => {}
            About::Claim(key) => self.of_family(&mut query, "s.claim", key.0)?,
            About::Party(key) => self.of_family(&mut query, "s.party", key.0)?,
            About::Source(key) => query.and("s.source = ?", key.0),
            About::Since(entry) => query.and("s.key > ?", entry),
        }
        Ok(query)
    }

    /// Restricts a column to a party or claim and those merged into it.
    fn of_family(&self, query: &mut Query, column: &str, key: i64) -> Result<()> {
        let family = self.family(key)?;
        let marks = vec!["?"; family.len()].join(", ");
        query.sql.push_str(&format!(" AND {column} IN ({marks})"));
        let keys = family.into_iter().map(|(key, _)| Value::from(key));
        query.parameters.extend(keys);
        Ok(())
    }

    /// Whether anything is recorded that a publication shows in another way than the desk: a
    /// statement that was not made on the record, or a party that is anonymous.
    pub fn has_unnamed(&self) -> Result<bool> {
        let found = self.row(
            "SELECT EXISTS (SELECT 1 FROM statement WHERE attribution IS NOT NULL)
                 OR EXISTS (SELECT 1 FROM party WHERE kind = 'anonymous')",
            &[],
            |row| column::<bool>(row, 0),
        )?;
        Ok(found.unwrap_or(false))
    }

    /// Whether the ledger has any statement, withdrawn ones included.
    pub(crate) fn has_statements(&self) -> Result<bool> {
        let any = self.row("SELECT EXISTS (SELECT 1 FROM statement)", &[], |row| {
            column(row, 0)
        })?;
        Ok(any.unwrap_or(false))
    }

    /// One party's statements on one claim from one source, including voided and superseded ones. If
    /// `said` is given, only those made then or without a time of their own.
    pub fn statements_like(
        &self,
        claim: ClaimKey,
        party: PartyKey,
        source: SourceKey,
        said: Option<When>,
    ) -> Result<Vec<StatementKey>> {
        let (claims, parties) = (self.family(claim.0)?, self.family(party.0)?);
        let mut keys = Vec::new();
        for (claim, _) in &claims {
            for (party, _) in &parties {
                let (on, by) = (ClaimKey(*claim), PartyKey(*party));
                keys.extend(self.recorded_like((on, by, source), said)?);
            }
        }
        keys.sort_unstable();
        Ok(keys)
    }

    /// Like [`Reader::statements_like`], ignoring mergers.
    fn recorded_like(
        &self,
        like: (ClaimKey, PartyKey, SourceKey),
        said: Option<When>,
    ) -> Result<Vec<StatementKey>> {
        let (claim, party, source) = like;
        let text = said.map(String::from);
        let remembered = said.and_then(|said| self.lookup?.said(like, said));
        match remembered {
            None => self.rows(
                "SELECT key FROM statement WHERE claim = ?1 AND party = ?2 AND source = ?3
                 AND (?4 IS NULL OR said IS NULL OR said = ?4)",
                params![claim.0, party.0, source.0, text],
                |row| Ok(StatementKey(column(row, 0)?)),
            ),
            Some(keys) if keys.is_empty() => Ok(Vec::new()),
            Some(keys) => self.rows(
                "SELECT s.key FROM json_each(?5) k CROSS JOIN statement s ON s.key = k.value
                 WHERE s.claim = ?1 AND s.party = ?2 AND s.source = ?3
                 AND (s.said IS NULL OR s.said = ?4)",
                params![claim.0, party.0, source.0, text, json(&keys)?],
                |row| Ok(StatementKey(column(row, 0)?)),
            ),
        }
    }

    /// The passages recorded for a source, each with the id of its statement.
    pub fn passages_in(&self, source: SourceKey) -> Result<Vec<(String, Passage)>> {
        self.rows(
            "SELECT s.id, s.starts, s.ends, s.paragraph, s.digest FROM statement s
             WHERE s.source = ?1 AND s.starts IS NOT NULL
             AND s.key NOT IN (SELECT statement FROM withdrawal WHERE ended IS NULL)
             UNION ALL
             SELECT s.id, e.starts, e.ends, e.paragraph, e.digest
             FROM evidence e JOIN statement s ON s.key = e.statement
             WHERE e.source = ?1 AND e.starts IS NOT NULL AND e.ended IS NULL
             AND s.key NOT IN (SELECT statement FROM withdrawal WHERE ended IS NULL)",
            params![source.0],
            |row| {
                let held = passage(row, 1)?;
                let held = held.ok_or_else(|| garbled("a passage without a place".to_owned()))?;
                Ok((column(row, 0)?, held))
            },
        )
    }

    /// The entries that contain a statement's content: its own, its evidence and voids, and those
    /// of the versions it replaced.
    pub fn entries_about(&self, statement: StatementKey) -> Result<Vec<i64>> {
        self.rows(
            "WITH RECURSIVE version (key) AS (
                 SELECT ?1
                 UNION SELECT w.statement FROM withdrawal w JOIN version ON w.successor = version.key
             )
             SELECT key FROM version
             UNION SELECT e.posted FROM evidence e JOIN version ON e.statement = version.key
             UNION SELECT w.posted FROM withdrawal w JOIN version ON w.statement = version.key
             ORDER BY 1",
            params![statement.0],
            |row| column(row, 0),
        )
    }
}

/// A claim and the day by which it is due.
pub(crate) fn due(row: &Row<'_>) -> Result<Due> {
    let day = from_day(column::<Option<String>>(row, 1)?.as_deref())?;
    Ok(Due {
        claim: ClaimKey(column(row, 0)?),
        day: day.ok_or_else(|| garbled("a due claim without a day".to_owned()))?,
    })
}

/// A row count from the column `at`.
pub(crate) fn count(row: &Row<'_>, at: usize) -> Result<usize> {
    let count: i64 = column(row, at)?;
    usize::try_from(count).map_err(|_| garbled(format!("{count} for a number of rows")))
}

/// Which statements to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// All.
    Everything,
    /// Those on a claim.
    Claim(ClaimKey),
    /// Those of a party.
    Party(PartyKey),
    /// Those from a source.
    Source(SourceKey),
    /// Those recorded after an entry.
    Since(Seq),
}
