//! What a review writes: one decision, one write.

use anyhow::{Result, bail};
use onrecord_extract::Nesting;

use super::super::context::Context;
use crate::answer::{self, CandidateAnswer, Effect};
use crate::command::extract;
use crate::desk::{Choice, Noted, stance_toward};
use crate::domain::candidate::{Link, Speaker};
use crate::domain::docket::SourceKey;
use crate::domain::slug::Slug;
use crate::domain::statement::{Stance, Statement};
use crate::journal::Seq;
use crate::ledger::{CandidateFilter, Waiting};
use crate::render::Table;
use crate::render::candidates::{effect, who};

/// The ledger as a review uses it.
pub struct Desk<'c> {
    pub(super) context: &'c Context,
}

/// A candidate on the screen, with what was decided so far.
pub struct Draft {
    /// The candidate as it waits.
    pub waiting: Waiting,
    /// The same, as it is shown.
    pub answer: CandidateAnswer,
    /// The text of its source.
    pub text: String,
    /// What was decided otherwise than proposed.
    pub choice: Choice,
    /// What accepting would change.
    pub effect: Effect,
    /// The recorded statement that it says again.
    pub known: Option<String>,
    /// The claim that it would be accepted on, as a sentence.
    pub claim_text: Option<String>,
}

/// A decision of this review.
pub struct Done {
    /// The candidate.
    pub candidate: String,
    /// Whether it was accepted.
    pub accepted: bool,
    /// The entries that it wrote, first and last; none where it wrote none.
    entries: Option<(Seq, Seq)>,
}

impl<'c> Desk<'c> {
    /// The ledger that `context` names.
    pub fn new(context: &'c Context) -> Self {
        Self { context }
    }

    /// Whether colours are wanted.
    pub fn colour(&self) -> bool {
        self.context.colour()
    }

    /// How many candidates wait.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn open(&self) -> Result<usize> {
        self.context
            .ask(|view, _| Ok(view.reader.candidates(CandidateFilter::default())?.len()))
    }

    /// A candidate to be decided on; none where that was done.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn draft(&self, id: &str) -> Result<Option<Draft>> {
        self.load(id, Choice::default())
    }

    /// The same candidate, as the ledger is now.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn again(&self, draft: Draft) -> Result<Option<Draft>> {
        self.load(draft.waiting.id.as_str(), draft.choice)
    }

    fn load(&self, id: &str, choice: Choice) -> Result<Option<Draft>> {
        self.context.ask(|view, _| {
            let Some(waiting) = view.reader.candidate(id)? else {
                return Ok(None);
            };
            let answer = answer::candidate(view, &waiting)?;
            if answer.state == "accepted" {
                return Ok(None);
            }
            let text = view.reader.source_text(waiting.source)?;
            let mut draft = Draft {
                text: text.map(|text| text.text).unwrap_or_default(),
                effect: answer.effect.clone(),
                known: answer.known.clone(),
                claim_text: answer.claims.first().map(|link| link.text.clone()),
                waiting,
                answer,
                choice,
            };
            let source = draft.answer.source.clone();
            if let Some(statement) = draft.statement(view.reader, &source)? {
                let known = view.reader.recorded_as(&statement)?;
                draft.effect = match &known {
                    None => answer::effect(view, &statement, draft.waiting.source)?,
                    Some(_) => Effect::default(),
                };
                draft.known = known.map(|held| held.id.to_string());
                let claim = view.reader.claim_key(statement.claim.as_str())?;
                let claim = claim.map(|key| view.reader.claim(key)).transpose()?;
                draft.claim_text = claim.map(|info| info.claim.text).or(draft.claim_text);
            }
            Ok(Some(draft))
        })
    }

    /// Accepts a candidate as it stands on the screen, and says what that changed.
    ///
    /// # Errors
    /// Where it cannot become a statement.
    pub fn accept(&self, draft: &Draft) -> Result<(Done, String)> {
        let id = draft.waiting.id.as_str();
        let made = draft.choice.new_claim.is_some() || draft.choice.make_parties;
        let written = self.context.write(|desk, _| {
            let before = desk.newest();
            let noted = desk.accept(id, &draft.choice)?;
            Ok((before, noted, desk.newest()))
        })?;
        let (before, noted, after) = written.done;
        if made {
            self.link_again(draft.waiting.source)?;
        }
        let done = Done {
            candidate: id.to_owned(),
            accepted: true,
            entries: (after > before).then_some((before + 1, after)),
        };
        let what = match noted {
            Noted::New(_) => "Accepted.",
            Noted::Evidence(..) => "Recorded before: the passage was added.",
            Noted::Same(_) | Noted::TakenBack(_) => "Recorded before: nothing to add.",
        };
        let changed = match effect(&draft.effect).as_str() {
            Table::EMPTY => String::new(),
            told => told.replace('\n', "; "),
        };
        Ok((done, format!("{what} {changed}")))
    }

    /// Rejects a candidate.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn reject(&self, draft: &Draft) -> Result<Done> {
        let id = draft.waiting.id.as_str();
        self.context.write(|desk, _| Ok(desk.reject(id, None)?))?;
        Ok(Done {
            candidate: id.to_owned(),
            accepted: false,
            entries: None,
        })
    }

    /// Takes a decision of this review back.
    ///
    /// # Errors
    /// Where something was written since that rests on it.
    pub fn undo(&self, done: &Done) -> Result<()> {
        self.context.write(|desk, _| {
            match done.entries {
                None => desk.reopen(&done.candidate)?,
                Some((first, last)) => {
                    let entries = desk.undoable(self.context.writer())?;
                    if entries.first() != Some(&first) || entries.last() != Some(&last) {
                        bail!("something else was written since: `onrecord undo` takes back the last write");
                    }
                    desk.undo(entries)?;
                }
            }
            Ok(())
        })?;
        Ok(())
    }

    /// The stance of what was said toward a claim.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn stance_toward(&self, draft: &Draft, claim: &Slug) -> Result<Stance> {
        self.context
            .ask(|view, _| Ok(stance_toward(view.reader, &draft.waiting, claim)?))
    }

    /// Links the open candidates of a source anew, once there is a party or a claim more.
    ///
    /// # Errors
    /// Where the ledger cannot be written.
    pub fn link_again(&self, source: SourceKey) -> Result<()> {
        let text = self
            .context
            .ask(|view, _| Ok(view.reader.source_text(source)?))?;
        let Some(text) = text else { return Ok(()) };
        let found = extract::attributions(extract::own()?, "the source", &text.text, Nesting::All)?;
        self.context
            .write(|desk, _| Ok(desk.link_again(source, &found)?))?;
        Ok(())
    }
}

impl Draft {
    /// The statement that accepting would record; none where it is not settled who speaks, or on what, or
    /// the claim is to be made.
    fn statement(
        &self,
        reader: crate::ledger::Reader<'_>,
        source: &Slug,
    ) -> Result<Option<Statement>> {
        if self.choice.new_claim.is_some() {
            return Ok(None);
        }
        let mut candidate = reader.current_candidate(&self.waiting.candidate)?;
        if let Some(party) = &self.choice.party {
            candidate.proposal.party = Speaker::Known {
                party: party.clone(),
            };
        }
        if let Some(via) = &self.choice.via {
            let known = via.iter().map(|party| Speaker::Known {
                party: party.clone(),
            });
            candidate.proposal.via = known.collect();
        }
        if let Some(claim) = self.claim() {
            let stance = self.stance();
            candidate.proposal.claims = vec![Link {
                claim,
                score: 0,
                stance,
            }];
        }
        let proposed = candidate.to_statement(source);
        Ok(proposed.map(|statement| Statement {
            said: self.choice.said.or(statement.said),
            attribution: self.choice.attribution.unwrap_or(statement.attribution),
            ..statement
        }))
    }

    /// The claim that it would be accepted on, where there is one.
    pub fn claim(&self) -> Option<Slug> {
        let proposed = self.answer.claims.first().map(|link| link.claim.clone());
        self.choice.claim.clone().or(proposed)
    }

    /// The stance toward that claim.
    pub fn stance(&self) -> Stance {
        let claim = self.claim();
        let link = self
            .answer
            .claims
            .iter()
            .find(|link| Some(&link.claim) == claim.as_ref());
        let proposed = link.map_or(self.waiting.candidate.reading.stance, |link| link.stance);
        self.choice.stance.unwrap_or(proposed)
    }

    /// Who speaks, in words.
    pub fn who(&self) -> String {
        match &self.choice.party {
            Some(party) => party.to_string(),
            None => who(&self.answer).replace('\n', ", "),
        }
    }

    /// Chooses one of the proposed claims, and says so.
    pub fn choose_link(&mut self, digit: char) -> String {
        let at = digit.to_digit(10).map_or(0, |digit| digit as usize);
        match self.answer.claims.get(at.wrapping_sub(1)) {
            Some(link) => {
                self.choice.claim = Some(link.claim.clone());
                self.choice.new_claim = None;
                self.choice.stance = None;
                format!("On {}. a accepts.", link.claim)
            }
            None => format!("There is no proposal {digit}."),
        }
    }
}
