//! `onrecord serve`

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use anyhow::Result;
use clap::Parser;

use super::cli::Cli;
use super::context::Context;
use super::drafts::{DraftState, Drafts};
use super::error::{
    AmbiguousName, ErrorAnswer, json_line, keeping_remarks, ledger_error, usage_answer, warn,
};
use super::exit::Exit;
use crate::answer::Labels;
use crate::desk::DeskError;
use crate::ledger::{Access, LedgerError, Progress};
use crate::render::Format;
use crate::web::{self, Commands, Fault, Form, Line, Listener, Outcome, Refusal, Token};

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
}

impl Serve {
    /// Answers requests until it is stopped.
    pub fn run(self, context: &Context) -> Result<Exit> {
        context.refuse_clocks()?;
        // Whatever is wrong with the ledger is said now and not at the first request.
        drop(context.open(Access::Read)?);
        let listener = Listener::on(self.bind, self.port)?;
        let token = Token::random()?;
        if !listener.is_loopback() {
            warn(&format!(
                "the desk listens on {}: others on the network can reach it, and what passes is not encrypted; keep the address secret",
                listener.address()
            ));
        }
        let url = listener.url(&token);
        context.print_text(&format!("{url}\n"))?;
        if context.interactive() && !self.no_open && open::that_detached(&url).is_err() {
            warn("no browser could be opened: open the address above");
        }
        web::serve(listener, token, Arc::new(Program::of(context)))?;
        Ok(Exit::Success)
    }
}

/// The program, to run command lines that a browser asks for.
#[derive(Clone)]
struct Program {
    context: Arc<Context>,
    drafts: Arc<Drafts>,
}

impl Commands for Program {
    fn run(&self, line: &Line, work: Arc<Progress>) -> Outcome {
        match self.draft_state(line) {
            None => self.run_now(line, work),
            Some(state) => match line.form {
                Form::Json => self.drafts.newest(line, state, || self.run_now(line, work)),
                Form::Page { .. } => {
                    let (program, own) = (self.clone(), line.clone());
                    let make = move || program.run_now(&own, Arc::default());
                    self.drafts.shown(line, state, make)
                }
            },
        }
    }
}

impl Program {
    fn of(context: &Context) -> Self {
        Self {
            context: Arc::new(context.for_server()),
            drafts: Arc::default(),
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
        Outcome {
            answer,
            remarks,
            is_passing: false,
        }
    }

    fn answer(&self, line: &Line, work: Arc<Progress>) -> Result<String, Refusal> {
        let program = ["onrecord".to_owned()];
        let words = program.iter().chain(&line.words);
        let cli = Cli::try_parse_from(words).map_err(|usage| {
            let answer = usage_answer(&usage.render().to_string());
            refusal(Fault::Request, answer)
        })?;
        let format = match line.form {
            Form::Json => Format::Json,
            Form::Page { .. } => Format::Html,
        };
        let keeping = |labels: Labels| match &line.form {
            Form::Json => labels,
            Form::Page { kept, limit } => labels.keeping(kept.clone(), *limit),
        };
        let context = self.context.for_browser(&cli.global, format, keeping, work);
        let answered = context.and_then(|context| {
            cli.command.run(&context)?;
            Ok(context.into_printed())
        });
        answered.map_err(|error| refusal(fault(&error), ErrorAnswer::of(&error)))
    }
}

fn refusal(fault: Fault, answer: ErrorAnswer) -> Refusal {
    Refusal {
        fault,
        json: json_line(&answer),
        error: answer.error,
        hint: answer.hint,
        details: answer.details,
    }
}

/// What is at fault if a question is refused.
fn fault(error: &anyhow::Error) -> Fault {
    if let Some(error) = ledger_error(error) {
        return match error {
            LedgerError::ChangedMeanwhile { .. } => Fault::Conflict,
            LedgerError::Locked | LedgerError::Stopped => Fault::Busy,
            LedgerError::Full => Fault::Full,
            _ => Fault::Ledger,
        };
    }
    match error.downcast_ref() {
        Some(DeskError::Unknown { .. }) => Fault::Unknown,
        _ if error.is::<AmbiguousName>() => Fault::Unknown,
        _ => Fault::Request,
    }
}
