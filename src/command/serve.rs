//! `onrecord serve`

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use anyhow::Result;
use clap::Parser;
use clap::error::{ContextKind, ContextValue};
use serde_json::Value;

use super::answers::Answers;
use super::cli::Cli;
use super::context::Context;
use super::drafts::{DraftState, Drafts};
use super::error::{
    AmbiguousName, ErrorAnswer, json_line, keeping_remarks, ledger_error, note, usage_answer, warn,
};
use super::exit::Exit;
use super::feed_key::FeedKey;
use super::review::Reviews;
use crate::answer::Labels;
use crate::desk::{self, DeskError, Held};
use crate::domain::slug::SlugError;
use crate::ledger::{Access, Kind, LedgerError, Progress, Reader};
use crate::render::Format;
use crate::render::change_feed::FeedFormat;
use crate::web::{
    self, About, Commands, Fault, Form, Line, Listener, Outcome, Recording, Refusal, Secrets, Token,
};

/// The port unless another one is named.
const PORT: u16 = 8425;

/// Open the ledger in a browser.
///
/// Prints the address, which has a secret token in it, and answers until Ctrl-C. Only programs on this
/// machine reach it, and only those that have the token. On a terminal the browser is opened.
#[derive(Debug, clap::Args)]
pub struct Serve {
    /// The port; 0 takes any free one
    #[arg(long, value_name = "N", default_value_t = PORT)]
    pub port: u16,
    /// The IP address to listen on; one that is not this machine's own lets others reach the desk
    #[arg(long, value_name = "ADDR", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub bind: IpAddr,
    /// Do not open the browser
    #[arg(long)]
    pub no_open: bool,
    /// Let feed readers get /feed.atom and /feed.json, and nothing else, with a key of their own
    #[arg(
        long,
        value_name = "WHICH",
        value_enum,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "kept"
    )]
    pub(super) feed_key: Option<FeedKey>,
}

impl Serve {
    /// Answers requests until it is stopped.
    pub fn run(self, context: &Context) -> Result<Exit> {
        context.refuse_clocks()?;
        // Whatever is wrong with the ledger is said now and not at the first request.
        let ledger = context.open(Access::Read)?;
        #[cfg(feature = "shared")]
        let follows = ledger.now().shared_journal()?.is_some();
        drop(ledger);
        let listener = Listener::on(self.bind, self.port)?;
        let token = Token::random()?;
        let feeds = self.feed_key.map(|which| which.of(&context.path));
        let feeds = feeds.transpose()?;
        if !listener.is_loopback() {
            warn(&format!(
                "the desk listens on {}: others on the network can reach it, and what passes is not encrypted; keep the address secret",
                listener.address()
            ));
        }
        let url = listener.url(&token);
        context.print_text(&format!("{url}\n"))?;
        if let Some(key) = &feeds {
            let [atom, json] = web::FEEDS.map(|path| listener.feed(path, key));
            note(&format!("feed readers take {atom} or {json}"), &[]);
        }
        if context.interactive() && !self.no_open && open::that_detached(&url).is_err() {
            warn("no browser could be opened: open the address above");
        }
        #[cfg(feature = "shared")]
        let follower = follows.then(|| super::shared::Following::start(context.for_server()));
        let by = context.named_writer().map(str::to_owned);
        web::serve(
            listener,
            Secrets { token, feeds },
            by,
            Arc::new(Program::of(context)),
        )?;
        #[cfg(feature = "shared")]
        drop(follower);
        Ok(Exit::Success)
    }
}

/// The program, to run command lines that a browser asks for.
#[derive(Clone)]
struct Program {
    context: Arc<Context>,
    answers: Arc<Answers>,
    drafts: Arc<Drafts>,
    reviews: Arc<Reviews>,
}

impl Commands for Program {
    fn run(&self, line: &Line, work: Arc<Progress>) -> Outcome {
        match self.draft_state(line) {
            None if line.recording.is_some() => self.run_now(line, work),
            None => self.answers.answer(
                line,
                self.context.clock(),
                || self.context.open(Access::Read),
                || self.run_now(line, work),
            ),
            Some(state) => match line.form {
                Form::Json | Form::Atom | Form::JsonFeed => {
                    self.drafts.newest(line, state, || self.run_now(line, work))
                }
                Form::Page { .. } => {
                    let (program, own) = (self.clone(), line.clone());
                    let make = move || program.run_now(&own, Arc::default());
                    self.drafts.shown(line, state, make)
                }
            },
        }
    }

    fn held(&self, kind: Kind, name: &str) -> Result<Held, Refusal> {
        let held = || -> Result<Held> {
            let mut ledger = self.context.open(Access::Read)?;
            Ok(ledger.read(|reader| desk::held(reader, kind, &id_of(reader, kind, name)?))?)
        };
        held().map_err(|error| refused(&error))
    }

    fn review(&self, step: &Value, by: String, work: Arc<Progress>) -> Outcome {
        let context = |work: Arc<Progress>| {
            let recording = Recording {
                by: by.clone(),
                sent: Vec::new(),
                of: None,
            };
            let global = Cli::try_parse_from(["onrecord", "review"])?.global;
            let keeping = |labels: Labels| labels;
            self.context
                .for_browser(&global, Format::Json, keeping, work, Some(&recording))
        };
        let answered = || {
            let lasting = || context(Arc::default());
            self.reviews.answer(&context(work)?, step, lasting)
        };
        let (answer, remarks) = keeping_remarks(answered);
        Outcome {
            answer: answer.map_err(|error| refused(&error)),
            remarks,
            is_passing: false,
            beside: String::new(),
        }
    }
}

impl Program {
    fn of(context: &Context) -> Self {
        Self {
            context: Arc::new(context.for_server()),
            answers: Arc::default(),
            drafts: Arc::default(),
            reviews: Arc::default(),
        }
    }

    /// What a draft depends on, if a line asks for one and the ledger can be read.
    fn draft_state(&self, line: &Line) -> Option<DraftState> {
        let is_draft = line.words.first().is_some_and(|word| word == "draft");
        is_draft.then(|| self.context.draft_state().ok()).flatten()
    }

    /// Runs a command line, without looking whether that was done before.
    fn run_now(&self, line: &Line, work: Arc<Progress>) -> Outcome {
        let (answer, remarks) = keeping_remarks(|| self.answer(line, work));
        let is_head = line.words.first().is_some_and(|word| word == "head");
        let state = is_head.then(|| self.context.candidates_state().ok());
        Outcome {
            answer,
            remarks,
            is_passing: false,
            beside: state.map_or_else(String::new, |state| format!("{state:?}")),
        }
    }

    fn answer(&self, line: &Line, work: Arc<Progress>) -> Result<String, Refusal> {
        let program = ["onrecord".to_owned()];
        let words = program.iter().chain(&line.words);
        let cli = Cli::try_parse_from(words).map_err(|usage| {
            let answer = usage_answer(&usage.render().to_string());
            refusal(Fault::Request, argument(&usage), answer)
        })?;
        let format = match line.form {
            Form::Json => Format::Json,
            Form::Page { .. } => Format::Html,
            Form::Atom => Format::Feed(FeedFormat::Atom),
            Form::JsonFeed => Format::Feed(FeedFormat::Json),
        };
        let keeping = |labels: Labels| match &line.form {
            Form::Json | Form::Atom | Form::JsonFeed => labels,
            Form::Page { kept, limit, here } => {
                labels.keeping(kept.clone(), *limit).on(here.clone())
            }
        };
        let recording = line.recording.as_ref();
        let context = self
            .context
            .for_browser(&cli.global, format, keeping, work, recording);
        let context = context.map_err(|error| refused(&error))?;
        #[cfg(feature = "shared")]
        let context = context.typed_as(&line.words);
        match cli.command.run(&context) {
            Ok(_) => Ok(context.into_printed()),
            Err(error) => Err(match context.done() {
                Some(done) => refusal(
                    Fault::Unanswered,
                    None,
                    ErrorAnswer::unanswered(done, &error),
                ),
                None => refused(&error),
            }),
        }
    }
}

/// The id of a party that is named by its name or an alias, as the command line takes them too; any other name as it is.
fn id_of(reader: Reader<'_>, kind: Kind, name: &str) -> Result<String, DeskError> {
    if kind == Kind::Party && reader.party_key(name)?.is_none() {
        let named = reader.parties_named(name)?;
        if let [key] = named.as_slice() {
            return Ok(reader.party_id(*key)?.to_string());
        }
    }
    Ok(name.to_owned())
}

fn refused(error: &anyhow::Error) -> Refusal {
    refusal(fault(error), about(error), ErrorAnswer::of(error))
}

fn refusal(fault: Fault, about: Option<About>, answer: ErrorAnswer) -> Refusal {
    Refusal {
        fault,
        about: about.map(Box::new),
        json: json_line(&answer),
        error: answer.error,
        hint: answer.hint,
        details: answer.details,
    }
}

/// The argument that cannot be parsed.
fn argument(usage: &clap::Error) -> Option<About> {
    match usage.get(ContextKind::InvalidArg)? {
        // As in "--kind <KIND>" or "<STANCE>".
        ContextValue::String(argument) => {
            let named = argument.split([' ', '=']).next().unwrap_or_default();
            let name = named.trim_matches(['-', '<', '>', '[', ']', '.']);
            Some(About::Field(name.to_ascii_lowercase()))
        }
        _ => None,
    }
}

/// What an error is about, if that can be told.
fn about(error: &anyhow::Error) -> Option<About> {
    if let Some(AmbiguousName { kind, name, .. }) = error.downcast_ref() {
        let name = name.clone();
        return Some(About::Name { kind, name });
    }
    if error.is::<SlugError>() {
        return Some(About::Field("id".to_owned()));
    }
    let Some(error) = error.downcast_ref::<DeskError>() else {
        // The context of a time or a value that cannot be read is the option that it was given to.
        let said = error.to_string();
        let option = said.strip_prefix("--")?.split([':', ' ']).next()?;
        return Some(About::Field(option.to_owned()));
    };
    let field = match error {
        DeskError::Unknown { kind, name, .. } => {
            let name = name.clone();
            return Some(About::Name { kind, name });
        }
        DeskError::Invalid(invalid) => invalid.field.as_str(),
        DeskError::InFuture { field, .. } => field,
        DeskError::AlreadyExists { .. } | DeskError::IdInUse { .. } => "id",
        DeskError::Undated { .. } => "said",
        DeskError::NoPublicationDate => "published",
        DeskError::NoSourceId => "source",
        DeskError::Passage { .. } | DeskError::NoText { .. } => "passage",
        DeskError::Passages { .. } | DeskError::OtherText { .. } => "text",
        DeskError::TakenBack { .. } => "statement",
        _ => return None,
    };
    Some(About::Field(field.to_owned()))
}

/// What is at fault if a command is refused.
fn fault(error: &anyhow::Error) -> Fault {
    #[cfg(feature = "shared")]
    if error.is::<super::shared::HeldBack>() {
        return Fault::Waiting;
    }
    if let Some(error) = ledger_error(error) {
        return match error {
            _ if error.may_be_on_record() => Fault::Unanswered,
            LedgerError::ChangedMeanwhile { .. } => Fault::Conflict,
            LedgerError::Locked | LedgerError::Stopped => Fault::Busy,
            LedgerError::Full => Fault::Full,
            _ => Fault::Ledger,
        };
    }
    match error.downcast_ref() {
        Some(DeskError::Unknown { .. }) => Fault::Unknown,
        Some(DeskError::Changed { .. } | DeskError::MergedMeanwhile { .. }) => Fault::Conflict,
        _ if error.is::<AmbiguousName>() => Fault::Unknown,
        _ => Fault::Request,
    }
}
