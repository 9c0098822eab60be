//! What a review records: one write per decision.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use onrecord_extract::Nesting;

use crate::answer::{self, CandidateAnswer, Effect, Unrecorded, View};
use crate::command::context::Context;
use crate::command::extractor;
use crate::desk::{self, Overrides, StatementOutcome, stance_toward, undoable};
use crate::domain::candidate::{Candidate, Link, Speaker};
use crate::domain::docket::SourceKey;
use crate::domain::party::Party;
use crate::domain::slug::Slug;
use crate::domain::statement::{Stance, Statement};
use crate::journal::Seq;
use crate::ledger::{CandidateFilter, Reader, Waiting};
use crate::link::draft::ProposedOrigin;
use crate::render::Table;
use crate::render::candidates::{effect, who};

/// The ledger as a review uses it.
pub(super) struct ReviewDesk<'c> {
    pub(super) context: &'c Context,
}

/// A candidate on the screen, with what the person has changed so far.
pub(super) struct ReviewItem {
    /// The candidate in the ledger.
    pub waiting: Waiting,
    /// The candidate as it is shown.
    pub answer: CandidateAnswer,
    /// The text of its source.
    pub text: String,
    /// What the person has changed.
    pub overrides: Overrides,
    /// What accepting it as it is now would do.
    pub outcome: Outcome,
    /// The origins that accepting it records.
    pub origins: Vec<ProposedOrigin>,
    /// The text of the recorded claim that it would be accepted on.
    pub claim_text: Option<String>,
}

/// What accepting a candidate would do.
pub(super) enum Outcome {
    /// It changes this.
    Changes(Effect),
    /// It adds a passage to the recorded statement with this id.
    Recorded(String),
    /// Nothing yet: this is missing.
    Impossible(&'static str),
}

impl Outcome {
    /// What is missing, if it cannot be recorded.
    #[cfg(feature = "web")]
    pub(super) fn missing(&self) -> Option<&'static str> {
        match self {
            Self::Impossible(missing) => Some(missing),
            Self::Changes(_) | Self::Recorded(_) => None,
        }
    }

    /// In one line, for the screen.
    pub(super) fn sentence(&self) -> String {
        match self {
            Self::Changes(effect) => {
                effect_line(effect).unwrap_or_else(|| "changes no status".to_owned())
            }
            Self::Recorded(known) => {
                format!("already recorded as {known}; accepting adds the passage")
            }
            Self::Impossible(missing) => (*missing).to_owned(),
        }
    }
}

/// Who speaks, as a person chose.
pub(super) enum ChosenSpeaker {
    /// A recorded party.
    Party(Slug),
    /// A recorded party, which gets the name in the text as an alias.
    AliasOf(Slug),
    /// A party to be added.
    New(Party),
}

/// A decision of this review.
pub(super) struct Decision {
    /// The candidate.
    pub candidate: String,
    /// Its source.
    source: SourceKey,
    /// Whether it was accepted.
    pub accepted: bool,
    /// The first and last entry that it recorded, if any.
    entries: Option<(Seq, Seq)>,
}

impl<'c> ReviewDesk<'c> {
    /// The ledger of `context`.
    pub(super) fn new(context: &'c Context) -> Self {
        Self { context }
    }

    /// Whether to colour the output.
    pub(super) fn colour(&self) -> bool {
        self.context.colour()
    }

    /// The number of open candidates.
    pub(super) fn open_count(&self) -> Result<usize> {
        self.context
            .ask(|view, _| Ok(view.reader.candidates(CandidateFilter::default())?.len()))
    }

    /// A candidate to decide on, or `None` if it was accepted.
    pub(super) fn item(&self, id: &str) -> Result<Option<ReviewItem>> {
        self.load(id, Overrides::default())
    }

    /// The same candidate with the same changes, as the ledger is now.
    pub(super) fn reload(&self, item: ReviewItem) -> Result<Option<ReviewItem>> {
        self.load(item.waiting.id.as_str(), item.overrides)
    }

    fn load(&self, id: &str, overrides: Overrides) -> Result<Option<ReviewItem>> {
        self.context.ask(|view, _| {
            let Some(waiting) = view.reader.candidate(id)? else {
                return Ok(None);
            };
            let answer = answer::candidate(view, &waiting)?;
            if answer.state == "accepted" {
                return Ok(None);
            }
            let text = view.reader.source_text(waiting.source)?;
            let mut item = ReviewItem {
                text: text.map(|text| text.text).unwrap_or_default(),
                outcome: Outcome::Impossible(""),
                claim_text: None,
                origins: desk::origins(view.reader, &BTreeSet::from([waiting.source]))?,
                waiting,
                answer,
                overrides,
            };
            if let Some(claim) = item.claim()
                && let Some(key) = view.reader.claim_key(claim.as_str())?
            {
                item.claim_text = Some(view.reader.claim(key)?.claim.text);
            }
            item.outcome = item.outcome(view)?;
            Ok(Some(item))
        })
    }

    /// Accepts a candidate as it is on the screen. Also returns a line that says what changed.
    ///
    /// # Errors
    /// If it cannot become a statement.
    pub(super) fn accept(&self, item: &ReviewItem) -> Result<(Decision, String)> {
        let id = item.waiting.id.as_str();
        let written = self.context.write(|desk, _| {
            let before = desk.newest();
            desk.take_origins(&item.origins)?;
            let outcome = desk.accept(id, &item.overrides)?;
            Ok((before, outcome, desk.newest()))
        })?;
        let (before, outcome, after) = written.done;
        let changed = &item.overrides;
        let adds_names = changed.new_party.is_some() || changed.alias_of.is_some();
        if adds_names || changed.new_claim.is_some() {
            self.link_again(item.waiting.source)?;
        }
        let decision = Decision {
            candidate: id.to_owned(),
            source: item.waiting.source,
            accepted: true,
            entries: (after > before).then_some((before + 1, after)),
        };
        let what = match outcome {
            StatementOutcome::New(_) => "Accepted.",
            StatementOutcome::Evidence(..) => "Already recorded; added the passage.",
            StatementOutcome::Unchanged(_) | StatementOutcome::TakenBack(_) => {
                "Already recorded; nothing changed."
            }
        };
        let changed = match &item.outcome {
            Outcome::Changes(effect) => effect_line(effect).unwrap_or_default(),
            Outcome::Recorded(_) | Outcome::Impossible(_) => String::new(),
        };
        Ok((decision, format!("{what} {changed}")))
    }

    /// Rejects a candidate.
    pub(super) fn reject(&self, item: &ReviewItem) -> Result<Decision> {
        let id = item.waiting.id.as_str();
        self.context
            .write_lists(|desk, _| Ok(desk.reject(id, None)?))?;
        Ok(Decision {
            candidate: id.to_owned(),
            source: item.waiting.source,
            accepted: false,
            entries: None,
        })
    }

    /// Undoes a decision of this review, with the party, the alias or the claim that was recorded for it.
    ///
    /// # Errors
    /// If something else was recorded since, or depends on it.
    pub(super) fn undo(&self, decision: &Decision) -> Result<()> {
        self.context.write(|desk, _| {
            let Some((first, last)) = decision.entries else {
                return Ok(desk.reopen(&decision.candidate)?);
            };
            let entries = undoable(desk.reader(), &self.context.author(desk.reader())?)?;
            if entries.first() != Some(&first) || entries.last() != Some(&last) {
                bail!("something else was recorded since; `onrecord undo` undoes the last write");
            }
            Ok(desk.undo(entries)?)
        })?;
        match decision.entries {
            Some(_) => self.link_again(decision.source),
            None => Ok(()),
        }
    }

    /// The stance of a candidate toward a claim.
    pub(super) fn stance_toward(&self, item: &ReviewItem, claim: &Slug) -> Result<Stance> {
        self.context
            .ask(|view, _| Ok(stance_toward(view.reader, &item.waiting, claim)?))
    }

    /// Links the open candidates of the sources of some candidates again.
    pub(super) fn link_all_again(&self, candidates: &[String]) -> Result<()> {
        let sources = self.context.ask(|view, _| {
            let mut sources = std::collections::BTreeSet::new();
            for id in candidates {
                sources.extend(view.reader.candidate(id)?.map(|one| one.source));
            }
            Ok(sources)
        })?;
        sources
            .into_iter()
            .try_for_each(|source| self.link_again(source))
    }

    /// Links the open candidates of a source again, after a party or claim was added or taken back.
    pub(super) fn link_again(&self, source: SourceKey) -> Result<()> {
        let text = self
            .context
            .ask(|view, _| Ok(view.reader.source_text(source)?))?;
        let Some(text) = text else { return Ok(()) };
        let found = extractor::attributions("the source", &text.text, Nesting::All)?;
        self.context
            .write_lists(|desk, _| Ok(desk.link_again(source, found.clone())?))?;
        Ok(())
    }
}

/// What accepting a candidate would change, in one line. `None` if nothing.
pub(super) fn effect_line(changes: &Effect) -> Option<String> {
    match effect(changes).as_str() {
        Table::EMPTY => None,
        lines => Some(lines.replace('\n', "; ")),
    }
}

impl ReviewItem {
    /// What accepting it as it is now would do.
    fn outcome(&self, view: &View<'_>) -> Result<Outcome> {
        let candidate = self.candidate(view.reader)?;
        let Some(statement) = candidate.to_statement(&self.answer.source) else {
            let proposal = &candidate.proposal;
            return Ok(Outcome::Impossible(
                match (proposal.party.known(), proposal.claims.as_slice()) {
                    (None, _) => "needs to know who speaks: p, P or l",
                    (_, []) => "needs a claim: o or n",
                    _ => "needs to know who relayed it: e v",
                },
            ));
        };
        let statement = Statement {
            said: self.overrides.said.or(statement.said),
            attribution: self.overrides.attribution.unwrap_or(statement.attribution),
            ..statement
        };
        if let Some(known) = view.reader.recorded_as(&statement)? {
            return Ok(Outcome::Recorded(known.id.to_string()));
        }
        let new = Unrecorded {
            party: self.overrides.new_party.as_ref(),
            claim: self.overrides.new_claim.as_ref(),
        };
        let changes = answer::effect(view, &statement, self.waiting.source, new)?;
        Ok(Outcome::Changes(changes))
    }

    /// The candidate with what the person has changed about speaker, relays, claim and stance.
    fn candidate(&self, reader: Reader<'_>) -> Result<Candidate> {
        let mut candidate = reader.current_candidate(&self.waiting.candidate)?;
        let known = |party: &Slug| Speaker::Known {
            party: party.clone(),
        };
        if let Some(party) = self.overrides.speaker() {
            candidate.proposal.party = known(party);
        }
        if let Some(via) = &self.overrides.via {
            candidate.proposal.via = via.iter().map(known).collect();
        }
        if let Some(claim) = self.claim() {
            candidate.proposal.claims = vec![Link {
                claim,
                score: 0,
                stance: self.stance(),
            }];
        }
        Ok(candidate)
    }

    /// The claim that it would be accepted on, if any.
    pub(super) fn claim(&self) -> Option<Slug> {
        let proposed = self.answer.claims.first().map(|link| &link.claim);
        let new = self.overrides.new_claim.as_ref().map(|claim| &claim.id);
        new.or(self.overrides.claim.as_ref()).or(proposed).cloned()
    }

    /// The stance toward that claim.
    pub(super) fn stance(&self) -> Stance {
        let claim = self.claim();
        let mut links = self.answer.claims.iter();
        let link = links.find(|link| Some(&link.claim) == claim.as_ref());
        let proposed = link.map_or(self.waiting.candidate.reading.stance, |link| link.stance);
        self.overrides.stance.unwrap_or(proposed)
    }

    /// Who speaks, in words.
    pub(super) fn who(&self) -> String {
        match (&self.overrides.new_party, self.overrides.speaker()) {
            (Some(new), _) => format!("{} (new: {})", new.name, new.id),
            (None, Some(party)) => party.to_string(),
            (None, None) => who(&self.answer).replace('\n', ", "),
        }
    }

    /// Sets who speaks: a party, the same with the name in the text as an alias, or a new party.
    pub(super) fn set_speaker(&mut self, speaker: ChosenSpeaker) {
        let overrides = &mut self.overrides;
        (overrides.party, overrides.alias_of, overrides.new_party) = (None, None, None);
        match speaker {
            ChosenSpeaker::Party(party) => overrides.party = Some(party),
            ChosenSpeaker::AliasOf(party) => overrides.alias_of = Some(party),
            ChosenSpeaker::New(party) => overrides.new_party = Some(party),
        }
    }

    /// Chooses one of the proposed claims. Returns a line that says so.
    pub(super) fn choose_link(&mut self, digit: char) -> String {
        let at = digit.to_digit(10).map_or(0, |digit| digit as usize);
        match self.answer.claims.get(at.wrapping_sub(1)) {
            Some(link) => {
                self.overrides.claim = Some(link.claim.clone());
                self.overrides.new_claim = None;
                self.overrides.stance = None;
                format!("Claim: {}.", link.claim)
            }
            None => format!("There is no proposal {digit}."),
        }
    }
}
