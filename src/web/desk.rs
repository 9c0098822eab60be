//! What becomes of a request: checked, turned into command lines, run, and put into a reply.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Bytes, Incoming};
use hyper::header::{ALLOW, HeaderMap, LOCATION, SET_COOKIE, WWW_AUTHENTICATE};
use hyper::{Method, Request, StatusCode};
use serde_json::Value;
use tokio::time::timeout;

use super::author::{self, Authors};
use super::commands::{Commands, Fault, Form, Line, Outcome};
use super::feeds::{self, Feed};
use super::filled::Filled;
use super::flow::{self, Flow, Rest};
use super::form::Query;
use super::frame::{self, Sheet};
use super::guard::{self, Guard, Shown};
use super::once::Once;
use super::reply::{self, HTML, JSON, Refused, Reply};
use super::routes::{self, Route};
use super::writes::Write;
use super::{aside, assets, last, review, writes};
use crate::ledger::Progress;

/// Bytes that the body of a request may have, unless it is a form with files.
const BODY: u64 = 2 * 1024 * 1024;
/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The desk of one ledger.
pub(super) struct Desk {
    guard: Guard,
    /// Who records.
    pub(super) authors: Authors,
    /// The cookie with the last source and party of a browser.
    pub(super) last: String,
    /// The forms that were sent last.
    pub(super) once: Arc<Once>,
    pub(super) commands: Arc<dyn Commands>,
}

/// Stops a command if nobody waits for its answer any more.
pub(super) struct StopOnDrop(pub(super) Arc<Progress>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.stop();
    }
}

impl Desk {
    /// A desk that answers those who the guard lets pass.
    pub(super) fn new(
        guard: Guard,
        by: Option<String>,
        port: u16,
        commands: Arc<dyn Commands>,
    ) -> Self {
        Self {
            guard,
            authors: Authors::new(by, port),
            last: last::cookie(port),
            once: Arc::default(),
            commands,
        }
    }

    /// Answers a request to an address of the server.
    pub(super) async fn respond(&self, local: SocketAddr, request: Request<Incoming>) -> Reply {
        let headers = request.headers().clone();
        let path = request.uri().path().to_owned();
        let shown = self.guard.shown(&headers);
        let is_form = request.method() == Method::POST;
        let answered = match timeout(PATIENCE, self.answer(local, request, shown)).await {
            Ok(answered) => answered,
            Err(_) => Err(too_slow(is_form)),
        };
        answered.unwrap_or_else(|refused| refusal(&headers, shown, &path, &refused))
    }

    async fn answer(
        &self,
        local: SocketAddr,
        request: Request<Incoming>,
        shown: Option<Shown>,
    ) -> Result<Reply, Refused> {
        let headers = request.headers();
        if !guard::is_addressed(headers, local) || request.uri().authority().is_some() {
            let error = "this is not the address of this desk";
            return Err(Refused::new(StatusCode::FORBIDDEN, error)
                .hint("open the address that `onrecord serve` printed"));
        }
        let is_safe = matches!(*request.method(), Method::GET | Method::HEAD);
        if !is_safe && !guard::is_own(headers, local, shown) {
            let error = "the request comes from another site";
            return Err(Refused::new(StatusCode::FORBIDDEN, error));
        }
        let path = request.uri().path().to_owned();
        let query = request.uri().query().unwrap_or_default().to_owned();
        if is_safe {
            return self.look(&path, &query, request.headers(), shown).await;
        }
        let (method, headers) = (request.method().clone(), headers.clone());
        let longest = writes::at(&path).map_or(BODY, Write::longest);
        let body = body(request, longest).await?;
        if path == SESSION {
            return self.open_session(&body);
        }
        let is_post = method == Method::POST;
        if let Some(write) = writes::at(&path).filter(|_| is_post) {
            let filled = Filled::parse(&headers, body).await?;
            return self.record(write, filled, &headers, shown).await;
        }
        if shown.is_none() {
            return Err(unknown_sender());
        }
        if is_post && path == author::BY {
            return self.authors.keep(&Filled::parse(&headers, body).await?);
        }
        if is_post && path == review::STEP {
            return self.review_step(body, &headers, shown).await;
        }
        Err(Refused::new(
            StatusCode::METHOD_NOT_ALLOWED,
            format!("{path} only answers questions"),
        ))
    }

    /// Answers a request that changes nothing.
    async fn look(
        &self,
        path: &str,
        query: &str,
        headers: &HeaderMap,
        shown: Option<Shown>,
    ) -> Result<Reply, Refused> {
        let address = query;
        let mut query = Query::parse(address);
        if let Some(asset) = assets::at(path) {
            return Ok(reply::reply(StatusCode::OK, asset.kind, asset.text));
        }
        if let Some(token) = query.get("token").filter(|token| self.guard.knows(token)) {
            return Ok(page(StatusCode::OK, frame::exchange(token)));
        }
        if let Some(feed) = Feed::at(path) {
            let key = query.get("key").unwrap_or_default();
            if shown.is_none() && !self.guard.opens_feeds(key) {
                return Err(feeds::needs_key());
            }
            let kind = feed.kind;
            let outcome = self.run(feed.line(&query, headers)).await?;
            let text = outcome.answer.map_err(|refusal| Refused::from(&refusal))?;
            return Ok(reply::answer(headers, kind, text, ""));
        }
        if shown.is_none() {
            return Err(unknown_sender());
        }
        if path == author::BY {
            let form = self.authors.form(headers, query.get("to"));
            return Ok(page(
                StatusCode::OK,
                frame::plain("Who records?", path, &form),
            ));
        }
        if path == review::PAGE && reply::wants_json(headers, shown) {
            let error = format!("{path} is a page, which a program has no use for");
            return Err(Refused::new(StatusCode::NOT_ACCEPTABLE, error)
                .hint("/candidates answers in JSON what waits"));
        }
        if path == review::PAGE {
            return self.review(&query, headers);
        }
        if path == aside::ASIDE {
            return aside::go(&Filled::of_query(address));
        }
        if path == RECORD {
            return Ok(page(StatusCode::OK, frame::writes()));
        }
        if let Some(write) = writes::at(path) {
            if reply::wants_json(headers, shown) {
                let error = format!("{path} is a form");
                return Err(Refused::new(StatusCode::METHOD_NOT_ALLOWED, error)
                    .hint("send its fields by POST"));
            }
            let filled = Filled::of_query(address);
            return self
                .blank(write, &format!("{path}?{address}"), filled, headers)
                .await;
        }
        let (route, name) = routes::at(path).ok_or_else(|| {
            Refused::new(StatusCode::NOT_FOUND, format!("there is no page {path:?}"))
                .hint("the menu lists the pages")
        })?;
        let wants_json = reply::wants_json(headers, shown);
        let dropped = match wants_json {
            true => Vec::new(),
            false => query.drop_clocks(route),
        };
        let words = query.line(route, name.as_deref())?;
        if wants_json {
            let form = Form::Json;
            let outcome = self.run(Line::question(words, form)).await?;
            let json = outcome.answer.map_err(|refusal| Refused::from(&refusal))?;
            return Ok(reply::answer(headers, JSON, json, &outcome.beside));
        }
        let (mut sheet, rest) = self
            .sheet(route, path, name.as_deref(), &query, words)
            .await?;
        let dropped = dropped
            .iter()
            .map(|clock| format!("This page has no “{clock}”."));
        sheet.remarks.extend(dropped);
        let page = frame::page(&sheet);
        let Some(rest) = rest else {
            let status = sheet.refused.as_ref().map(|refused| refused.status);
            return Ok(self::page(status.unwrap_or(StatusCode::OK), page));
        };
        let (page, last) = frame::ending(page);
        let flow = Flow::of(page.into(), rest, last.into());
        Ok(reply::flow(StatusCode::OK, HTML, flow))
    }

    /// The page of a question with its answer, and further answers that are being made.
    async fn sheet<'r>(
        &self,
        route: &'static Route,
        path: &'r str,
        name: Option<&'r str>,
        query: &'r Query,
        mut words: Vec<String>,
    ) -> Result<(Sheet<'r>, Option<Rest>), Refused> {
        let mut sheet = Sheet::new(route, path, name, query);
        if !query.is_complete(route) {
            return Ok((sheet, None));
        }
        let mut limit = query.get("limit").and_then(|limit| limit.parse().ok());
        if let (None, Some(own)) = (limit, route.limit) {
            limit = Some(own as usize);
            let names = words.iter().position(|word| word == "--");
            let at = names.unwrap_or(words.len());
            words.insert(at, format!("--limit={own}"));
        }
        let line = |words, limit, here| {
            let kept = query.clocks();
            Line::question(words, Form::Page { kept, limit, here })
        };
        let here = Some(query.address_without(path, "limit"));
        // Taken first: what is recorded meanwhile makes the page look again.
        let first = vec![head(), line(words, limit, here)];
        let beside = route.beside.iter();
        let beside = beside.map(|beside| {
            let words = query.beside(route, beside, name);
            (beside.heading, line(words, None, None))
        });
        let commands = Arc::clone(&self.commands);
        let (outcomes, rest) = flow::run(commands, first, beside.collect(), frame::beside).await?;
        let mut outcomes = outcomes.into_iter();
        let tag = outcomes.next().map(|head| {
            head.answer
                .map(|answer| reply::tag_with(&answer, &head.beside))
        });
        sheet.head = tag.and_then(Result::ok);
        let Some(outcome) = outcomes.next() else {
            return Err(failed());
        };
        match outcome.answer {
            Ok(html) => sheet.answer = Some(html),
            // What was typed in the form of the filters can be mended there.
            Err(refusal) if refusal.fault == Fault::Request && name.is_none() => {
                sheet.refused = Some(Refused::from(&refusal));
                return Ok((sheet, None));
            }
            Err(refusal) => {
                return Err(self.suggesting(route, Refused::from(&refusal)).await);
            }
        }
        sheet.remarks.extend(outcome.remarks);
        if outcome.is_passing {
            sheet.head = Some(reply::tag(""));
        }
        Ok((sheet, Some(rest).filter(|_| !route.beside.is_empty())))
    }

    /// A refusal with what the names that it suggests are called.
    async fn suggesting(&self, route: &'static Route, mut refused: Refused) -> Refused {
        let names: Vec<String> = refused.suggested().into_iter().map(str::to_owned).collect();
        let none = Query::default();
        let lines = names
            .iter()
            .filter_map(|name| none.line(route, Some(name)).ok());
        let lines = lines
            .map(|words| Line::question(words, Form::Json))
            .collect();
        let outcomes = self.run_all(lines).await.unwrap_or_default();
        let answered = names.into_iter().zip(outcomes);
        let answered = answered.filter_map(|(name, outcome)| {
            let answer: Value = serde_json::from_str(&outcome.answer.ok()?).ok()?;
            Some((name, called(&answer)?))
        });
        refused.called = answered.collect();
        refused
    }

    /// Runs a command on a thread for blocking work.
    async fn run(&self, line: Line) -> Result<Outcome, Refused> {
        run(Arc::clone(&self.commands), line).await
    }

    /// Runs commands one after the other on one thread, so that a page waits once for its turn.
    async fn run_all(&self, lines: Vec<Line>) -> Result<Vec<Outcome>, Refused> {
        let commands = Arc::clone(&self.commands);
        blocking(move |work| {
            let run = |line: &Line| commands.run(line, Arc::clone(&work));
            lines.iter().map(run).collect()
        })
        .await
    }

    /// Gives somebody who has the token a cookie for it.
    fn open_session(&self, body: &[u8]) -> Result<Reply, Refused> {
        let mut fields = form_urlencoded::parse(body);
        let token = fields.find(|(name, _)| name == "token");
        if !token.is_some_and(|(_, token)| self.guard.knows(&token)) {
            return Err(unknown_sender());
        }
        let mut reply = reply::reply(StatusCode::SEE_OTHER, HTML, "");
        reply::set(&mut reply, SET_COOKIE, &self.guard.set_cookie());
        reply::set(&mut reply, LOCATION, "/");
        Ok(reply)
    }
}

/// Runs a command on a thread for blocking work. It is stopped if nobody waits for it any more.
pub(super) async fn run(commands: Arc<dyn Commands>, line: Line) -> Result<Outcome, Refused> {
    blocking(move |work| commands.run(&line, work)).await
}

/// Does something on a thread for blocking work. It is stopped if nobody waits for it any more.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce(Arc<Progress>) -> T + Send + 'static,
) -> Result<T, Refused> {
    let progress = Arc::new(Progress::default());
    let stop = StopOnDrop(Arc::clone(&progress));
    let run = tokio::task::spawn_blocking(move || work(progress));
    let done = run.await.map_err(|_| failed());
    drop(stop);
    done
}

/// What an answer about one thing calls it.
fn called(answer: &Value) -> Option<String> {
    let thing = answer
        .get("claim")
        .filter(|claim| claim.is_object())
        .unwrap_or(answer);
    let words = ["name", "text", "title"]
        .iter()
        .find_map(|field| thing.get(field)?.as_str());
    words.map(str::to_owned)
}

/// A request whose answer took too long. A form goes on being recorded.
fn too_slow(is_form: bool) -> Refused {
    let error = format!("the answer took longer than {} seconds", PATIENCE.as_secs());
    let refused = Refused::new(StatusCode::SERVICE_UNAVAILABLE, error);
    match is_form {
        true => refused.hint(
            "it may still be recorded: send the same form again to learn what came of it; it is recorded once",
        ),
        false => refused,
    }
}

/// A request at which the program failed.
pub(super) fn failed() -> Refused {
    let error = "the program failed at this request, which is a mistake in it";
    Refused::new(StatusCode::INTERNAL_SERVER_ERROR, error)
}

/// The page of everything that may be recorded.
pub(super) const RECORD: &str = "/record";

/// Where the token is exchanged for a cookie.
pub(super) const SESSION: &str = "/session";

/// The body of a request, of that many bytes at most.
async fn body(request: Request<Incoming>, longest: u64) -> Result<Bytes, Refused> {
    let too_long = || {
        let error = format!("the request is longer than {} MB", longest / 1024 / 1024);
        Refused::new(StatusCode::PAYLOAD_TOO_LARGE, error)
    };
    if request.body().size_hint().lower() > longest {
        return Err(too_long());
    }
    let limit = usize::try_from(longest).unwrap_or(usize::MAX);
    match Limited::new(request.into_body(), limit).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_long()),
        Err(_) => Err(Refused::new(
            StatusCode::BAD_REQUEST,
            "the request broke off",
        )),
    }
}

/// The question for the journal's head, by whose entity tag a page notices that something was recorded.
fn head() -> Line {
    Line::question(vec!["head".to_owned()], Form::Json)
}

pub(super) fn unknown_sender() -> Refused {
    Refused::new(
        StatusCode::UNAUTHORIZED,
        "this address needs the token that `onrecord serve` printed",
    )
    .hint("open the whole address, with ?token=…; a new start of the server makes a new one")
}

fn page(status: StatusCode, markup: String) -> Reply {
    reply::reply(status, HTML, markup)
}

/// A refusal, as JSON or as a page.
fn refusal(headers: &HeaderMap, shown: Option<Shown>, path: &str, refused: &Refused) -> Reply {
    let mut reply = match reply::wants_json(headers, shown) {
        true => reply::reply(refused.status, JSON, refused.json()),
        false => page(
            refused.status,
            frame::refusal(refused, path, shown.is_some()),
        ),
    };
    match refused.status {
        StatusCode::METHOD_NOT_ALLOWED => {
            let is_form = path == author::BY || writes::at(path).is_some();
            let allowed = if is_form {
                "GET, HEAD, POST"
            } else {
                "GET, HEAD"
            };
            reply::set(&mut reply, ALLOW, allowed);
        }
        StatusCode::UNAUTHORIZED => reply::set(&mut reply, WWW_AUTHENTICATE, "Bearer"),
        _ => {}
    }
    reply
}
