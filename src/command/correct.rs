//! `onrecord correct`

use anyhow::{Result, bail};

use super::context::Context;
use super::exit::Exit;
use super::fields::{self, one_of};
use super::names::Names;
use super::write::statement_news;
use crate::answer::Before;
use crate::desk::Desk;
use crate::domain::grade::Credibility;
use crate::domain::statement::{Attribution, Stance, Statement};

/// Correct a statement that was recorded wrongly.
///
/// Give only what was wrong; everything else is kept, evidence included. The old version stays in
/// the journal but no longer counts.
#[derive(Debug, clap::Args)]
pub struct Correct {
    /// The statement's id
    pub statement: String,
    /// The party that spoke
    #[arg(long)]
    pub party: Option<String>,
    /// The stance it took
    #[arg(long, value_parser = one_of::<Stance>())]
    pub stance: Option<Stance>,
    /// The claim
    #[arg(long)]
    pub claim: Option<String>,
    /// The source that reports the statement
    #[arg(long)]
    pub source: Option<String>,
    /// When it was said
    #[arg(long, value_name = "TIME")]
    pub said: Option<String>,
    /// Who relayed it, nearest to the source first
    #[arg(long, value_name = "PARTY", value_delimiter = ',')]
    pub via: Vec<String>,
    /// The exact words
    #[arg(long)]
    pub quote: Option<String>,
    /// The passage in the source: its words in the attached text, or START..END in characters
    #[arg(long, value_name = "WORDS")]
    pub passage: Option<String>,
    /// The terms on which it was said
    #[arg(long, value_parser = one_of::<Attribution>())]
    pub attribution: Option<Attribution>,
    /// The agreed wording to show for the speaker, such as "a senior official"
    #[arg(long, value_name = "WORDING")]
    pub shown_as: Option<String>,
    /// A note of the desk
    #[arg(long)]
    pub note: Option<String>,
    /// How credible the desk considers it, from 1 to 6
    #[arg(long, value_parser = one_of::<Credibility>(), value_name = "GRADE")]
    pub credibility: Option<Credibility>,
    /// Clear a field: said, via, quote, passage, shown-as, note or credibility
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    pub clear: Vec<String>,
}

impl Correct {
    /// Records the correction.
    pub fn run(self, context: &Context) -> Result<Exit> {
        let written = context.write(|desk, names| {
            let of = names.statement(&self.statement)?;
            desk.require_standing(of)?;
            let mut statement = desk.reader().statement(of)?.statement;
            let (claim, _) = names.claim(statement.claim.as_str())?;
            self.amend(&mut statement, desk, names)?;
            statement.look_at();
            let before = Before::of(&context.current_view(desk.reader()), claim)?;
            let key = desk.correct(of, statement)?;
            let held = desk.reader().statement(key)?.statement;
            Ok((names.claim(held.claim.as_str())?.0, before, key))
        })?;
        let (claim, _, key) = written.done;
        let what = format!("recorded; it corrects {}", self.statement);
        context.print(&statement_news(context, &written, claim, key, &what)?)
    }

    /// The fields that options give a value.
    fn given(&self) -> impl Iterator<Item = &'static str> {
        let given = [
            ("said", self.said.is_some()),
            ("via", !self.via.is_empty()),
            ("quote", self.quote.is_some()),
            ("passage", self.passage.is_some()),
            ("shown-as", self.shown_as.is_some()),
            ("note", self.note.is_some()),
            ("credibility", self.credibility.is_some()),
        ];
        given
            .into_iter()
            .filter(|(_, given)| *given)
            .map(|(field, _)| field)
    }

    /// Clears the fields that --clear names.
    fn clear(&self, statement: &mut Statement) -> Result<()> {
        if let Some(field) = self
            .given()
            .find(|given| self.clear.iter().any(|own| own == given))
        {
            bail!("--{field} and --clear {field} contradict each other; leave one of them out");
        }
        for field in &self.clear {
            match field.as_str() {
                "said" => statement.said = None,
                "via" => statement.via.clear(),
                "quote" => statement.quote = None,
                "passage" => statement.passage = None,
                "shown-as" => statement.shown_as = None,
                "note" => statement.note = None,
                "credibility" => statement.credibility = None,
                other => bail!(
                    "--clear accepts said, via, quote, passage, shown-as, note and credibility, not {other:?}"
                ),
            }
        }
        Ok(())
    }

    fn amend(
        &self,
        statement: &mut Statement,
        desk: &Desk<'_, '_>,
        names: Names<'_>,
    ) -> Result<()> {
        self.clear(statement)?;
        if let Some(party) = &self.party {
            statement.party = names.party(party)?.1;
        }
        if let Some(stance) = self.stance {
            statement.stance = stance;
        }
        if let Some(claim) = &self.claim {
            statement.claim = names.claim(claim)?.1;
        }
        if let Some(source) = &self.source {
            statement.source = names.source(source)?.1;
        }
        if let Some(said) = fields::when(names.calendar(), "--said", self.said.as_ref())? {
            statement.said = Some(said);
        }
        if !self.via.is_empty() {
            statement.via = names.party_ids(&self.via)?;
        }
        if let Some(passage) = &self.passage {
            statement.passage = Some(fields::passage(desk, &statement.source, passage)?);
        }
        let texts = [
            (&self.quote, &mut statement.quote),
            (&self.shown_as, &mut statement.shown_as),
            (&self.note, &mut statement.note),
        ];
        for (given, field) in texts {
            if given.is_some() {
                field.clone_from(given);
            }
        }
        if let Some(attribution) = self.attribution {
            statement.attribution = attribution;
        }
        statement.credibility = self.credibility.or(statement.credibility);
        Ok(())
    }
}
