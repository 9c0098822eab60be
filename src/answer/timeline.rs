//! Statements in order of time, and rival answers to a question.

use std::collections::BTreeSet;
use std::rc::Rc;

use foldhash::{HashMap, HashSet};
use serde::Serialize;

use super::claims::{StatementAnswer, statement_answer};
use super::contest::{Contest, contest};
use super::view::{SharedDocket, View};
use crate::domain::docket::{ClaimKey, QuestionKey, StatementKey};
use crate::domain::fold::{Finding, Judged, Position};
use crate::domain::history::credit;
use crate::domain::moving::LastAnswers;
use crate::domain::slug::Slug;
use crate::domain::statement::{Attribution, Family, Stance};
use crate::domain::status::Status;
use crate::domain::time::Moment;
use crate::domain::value::Value;
use crate::ledger::{ClaimFilter, Result, Turned};

/// Statements in order of time. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TimelineAnswer {
    /// The claim, topic or party that the timeline is about.
    pub of: String,
    /// The statements, oldest first; the last ones if there is a limit.
    pub statements: Vec<TimelineItem>,
    /// Whether there are earlier ones, for tables and pages.
    #[serde(skip)]
    pub is_cut: bool,
    /// What it is about in words, and the folder of its page, for pages; none of a topic.
    #[serde(skip)]
    pub about: Option<(String, &'static str)>,
}

/// A statement in a timeline.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TimelineItem {
    /// The statement.
    #[serde(flatten)]
    pub said: StatementAnswer,
    /// The status that its claim got with it, or null if it changed nothing.
    pub turned: Option<Status>,
    /// The parties that contested that status when the claim got it.
    pub contested_by: Contest,
    /// The statements that made this change, itself among them; empty if it changed nothing.
    pub by: Vec<String>,
    /// The other answers to the claim's question whose status it changed.
    pub others: Vec<OtherChange>,
}

/// A status that a claim got with a statement on another claim.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OtherChange {
    /// The claim.
    pub claim: Slug,
    /// The status from then on.
    pub status: Status,
    /// The parties that contested it when the claim got it.
    pub contested_by: Contest,
    /// The statements that made this change.
    pub by: Vec<String>,
}

/// These statements in order of time, without off-record ones.
pub fn timeline(view: &View<'_>, of: String, keys: Vec<StatementKey>) -> Result<TimelineAnswer> {
    latest(view, of, keys, None)
}

/// The last `most` of these statements in order of time, without off-record ones.
pub fn latest(
    view: &View<'_>,
    of: String,
    keys: Vec<StatementKey>,
    most: Option<u32>,
) -> Result<TimelineAnswer> {
    let said = view.in_order_of_time(&keys)?;
    let most = most.map_or(usize::MAX, |most| most as usize);
    let (mut ordered, mut claims, mut is_cut) = (Vec::new(), BTreeSet::new(), false);
    // Off-record ones aside, these are those that are listed.
    view.load_statements(said.iter().rev().take(most).copied())?;
    for key in said.into_iter().rev() {
        let said = view.statement(key)?.statement;
        // Off-record statements are the desk's notes and not part of the story.
        if said.attribution == Attribution::OffRecord {
            continue;
        }
        if ordered.len() == most {
            is_cut = true;
            break;
        }
        let claim = view.claim_key(&said.claim)?;
        claims.extend(claim);
        ordered.push((key, claim));
    }
    ordered.reverse();
    let turned = turned_by(view, &claims, &ordered)?;
    let statements = ordered.into_iter().map(|(key, claim)| {
        let turned = turned.get(&key).into_iter().flatten();
        let (own, others): (Vec<&StatusTurn>, Vec<&StatusTurn>) =
            turned.partition(|turn| Some(turn.claim) == claim);
        let others = others.into_iter().map(|turn| {
            Ok(OtherChange {
                claim: view.claim(turn.claim)?.claim.id,
                status: turn.status,
                contested_by: contest(view, turn.contesting.iter())?,
                by: view.statement_ids(&turn.by)?,
            })
        });
        Ok(TimelineItem {
            said: statement_answer(view, key)?,
            turned: own.last().map(|turn| turn.status),
            contested_by: contest(
                view,
                own.last().into_iter().flat_map(|turn| &turn.contesting),
            )?,
            by: view.statement_ids(own.last().map_or(&[], |turn| &turn.by))?,
            others: others.collect::<Result<_>>()?,
        })
    });
    Ok(TimelineAnswer {
        of,
        statements: statements.collect::<Result<_>>()?,
        is_cut,
        about: None,
    })
}

/// A change of a claim's status.
#[derive(Debug, Clone)]
pub struct StatusTurn {
    /// The claim.
    pub claim: ClaimKey,
    /// When it changed.
    pub at: Moment,
    /// The status from then on.
    pub status: Status,
    /// The positions that contested the status when it began.
    pub contesting: Vec<Position>,
    /// The statements that made the change, in order of entry.
    pub by: Vec<StatementKey>,
}

/// The changes of a claim's status by statements, in order of time. The first status counts as a change.
pub fn turns_of(view: &View<'_>, claim: ClaimKey) -> Result<Rc<[StatusTurn]>> {
    view.turns_of(claim, || {
        let docket = view.docket_of(claim)?;
        let turns = view.reader.turned(&[claim], view.as_of)?.into_iter();
        Ok(turns.filter_map(|turn| credited(&docket, turn)).collect())
    })
}

/// The changes of a claim's status by statements on other claims alone, in order of time.
pub fn moved_by(view: &View<'_>, claim: ClaimKey) -> Result<Vec<StatusTurn>> {
    let docket = view.docket_of(claim)?;
    if docket.docket.question.is_none() {
        return Ok(Vec::new());
    }
    let own = docket.docket.said.iter().filter(|said| said.claim == claim);
    let own: BTreeSet<StatementKey> = own.map(|said| said.key).collect();
    let mut turns = turns_of(view, claim)?.to_vec();
    turns.retain(|turn| !turn.by.iter().any(|key| own.contains(key)));
    Ok(turns)
}

/// The statements that gave a claim the status it has; none if it never had another.
pub(super) fn made_by(view: &View<'_>, claim: ClaimKey) -> Result<Vec<StatementKey>> {
    let turns = view.reader.turned(&[claim], view.as_of)?;
    let Some(last) = turns.last() else {
        return Ok(Vec::new());
    };
    if turns.len() == 1 && last.status == Status::Unconfirmed {
        return Ok(Vec::new());
    }
    let last = credited(&*view.docket_of(claim)?, *last);
    Ok(last.map_or_else(Vec::new, |turn| turn.by))
}

/// The changes of status that each of some statements, given with its claim, helped to make on the dockets of `claims`.
fn turned_by(
    view: &View<'_>,
    claims: &BTreeSet<ClaimKey>,
    said: &[(StatementKey, Option<ClaimKey>)],
) -> Result<HashMap<StatementKey, Vec<StatusTurn>>> {
    let dockets = view.dockets_of(claims)?;
    // What a statement changes, it changes at the moment at which it is made.
    let mut moments: HashSet<(ClaimKey, Moment)> = HashSet::default();
    for (key, claim) in said {
        let at = view.statement(*key)?.when.earliest();
        let docket = claim.and_then(|claim| dockets.get(&claim));
        let rivals = docket.into_iter().flat_map(|docket| &docket.docket.claims);
        moments.extend(rivals.map(|terms| (terms.key, at)));
    }
    let judged: Vec<ClaimKey> = dockets.keys().copied().collect();
    let mut turned: HashMap<StatementKey, Vec<StatusTurn>> = HashMap::default();
    for turn in view.reader.turned(&judged, view.as_of)? {
        let docket = dockets.get(&turn.claim);
        let docket = docket.filter(|_| moments.contains(&(turn.claim, turn.at)));
        if let Some(turn) = docket.and_then(|docket| credited(docket, turn)) {
            for key in &turn.by {
                turned.entry(*key).or_default().push(turn.clone());
            }
        }
    }
    Ok(turned)
}

/// A change of status with the statements that made it.
fn credited(shared: &SharedDocket, turn: Turned) -> Option<StatusTurn> {
    let Turned {
        claim, at, status, ..
    } = turn;
    let rivals = shared.rivals.as_ref();
    let mut by = credit::statements(&shared.docket, rivals, claim, at);
    // The first statements on a claim may leave it unconfirmed, as it was.
    if by.is_empty() {
        by.push(turn.statement);
    }
    let heard = shared.heard_by(at);
    let mut terms = shared.docket.claims.iter();
    let terms = terms.find(|terms| terms.key == claim)?;
    let judged = Judged::at(&heard, terms, at, &LastAnswers::at(&heard, at));
    Some(StatusTurn {
        claim,
        at,
        status,
        contesting: judged.contesting(),
        by,
    })
}

/// The rival answers to a question. The fields are a stable interface: docs/formats.md.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RivalsAnswer {
    /// The question's id.
    #[serde(rename = "id")]
    pub question: Slug,
    /// The question.
    pub text: String,
    /// Whether no person has looked at the question.
    pub unreviewed: bool,
    /// The claims that answer it.
    pub answers: Vec<Rival>,
}

/// A claim that answers a question, and who takes a stance on it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rival {
    /// The claim.
    #[serde(rename = "id")]
    pub claim: Slug,
    /// The proposition.
    pub text: String,
    /// The answer as a typed value.
    pub value: Option<Value>,
    /// Its status.
    pub status: Status,
    /// When the statement that brought about the status was made.
    pub since: Option<String>,
    /// The parties that contest it.
    pub contested_by: Contest,
    /// Whether no person has looked at the claim, or at a statement that its status rests on.
    pub unreviewed: bool,
    /// The parties that take a stance on it.
    #[serde(flatten)]
    pub stands: Stands<Holder>,
}

/// The parties that take a stance on a claim, deniers apart from holders.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stands<H> {
    /// Those whose firm position affirms it.
    pub held: Vec<H>,
    /// Those whose firm position negates it.
    pub denied: Vec<H>,
    /// Those that hedge, doubt or withhold, whether or not they also have a firm position.
    pub unsure: Vec<H>,
}

impl<H> Stands<H> {
    /// Sorts these parties, given with the stance of each, by what they hold.
    pub(super) fn of(all: Vec<H>, stance: impl Fn(&H) -> Stance) -> Self {
        let mut stands = Self {
            held: Vec::new(),
            denied: Vec::new(),
            unsure: Vec::new(),
        };
        for holder in all {
            match stance(&holder).family() {
                Family::Affirming => stands.held.push(holder),
                Family::Negating => stands.denied.push(holder),
                Family::Uncertain | Family::Withholding | Family::Meta => {
                    stands.unsure.push(holder);
                }
            }
        }
        stands
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &H> {
        self.held.iter().chain(&self.denied).chain(&self.unsure)
    }

    /// Whether nobody takes a stance.
    pub fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }
}

/// A party that takes a stance on a claim.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Holder {
    /// The party.
    pub party: Slug,
    /// The stance.
    pub stance: Stance,
    /// The id of the statement behind it.
    pub statement: String,
    /// When that statement was made.
    pub said: String,
    /// Whether the party only relayed it.
    pub relayed: bool,
    /// A short quote.
    pub quote: Option<String>,
    /// The words of the passage, or null if there is none or the source's text is not attached.
    pub words: Option<String>,
    /// Whether no person has looked at that statement.
    pub unreviewed: bool,
}

/// The answers to a question, those affirmed by most parties first.
pub fn rivals(view: &View<'_>, key: QuestionKey) -> Result<RivalsAnswer> {
    let question = view.reader.question(key)?;
    let filter = ClaimFilter {
        question: Some(key),
        ..ClaimFilter::default()
    };
    let mut answers = Vec::new();
    for standing in view.claims(&filter)? {
        let since = standing
            .since
            .map(|event| view.time_of(event))
            .transpose()?;
        let finding = standing.finding;
        let info = view.claim(finding.claim)?.claim;
        answers.push(Rival {
            since,
            claim: info.id,
            text: info.text,
            value: info.value,
            status: finding.status,
            contested_by: contest(view, finding.contesting())?,
            unreviewed: view.is_finding_unreviewed(&finding)?,
            stands: Stands::of(holders(view, &finding)?, |holder| holder.stance),
        });
    }
    answers.sort_by_key(|rival| std::cmp::Reverse(rival.stands.held.len()));
    Ok(RivalsAnswer {
        question: question.id,
        text: question.text,
        unreviewed: question.unreviewed,
        answers,
    })
}

/// The parties that take a stance on a claim, firm ones first.
pub(super) fn holders(view: &View<'_>, finding: &Finding) -> Result<Vec<Holder>> {
    let positions = || finding.positions.iter().chain(&finding.beside);
    view.load_statements(positions().map(|position| position.statement))?;
    let holder = |position: &Position| {
        let recorded = view.statement(position.statement)?;
        Ok(Holder {
            party: view.party_id(position.party)?,
            stance: position.stance,
            statement: recorded.id.to_string(),
            said: recorded.when.to_string(),
            relayed: position.hearsay,
            unreviewed: recorded.statement.unreviewed,
            words: view.words_of(&recorded.statement)?,
            quote: recorded.statement.quote,
        })
    };
    positions().map(holder).collect()
}
