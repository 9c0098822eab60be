//! Asking for an address.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use ureq::config::Config;
use ureq::http::{HeaderMap, Response};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body};

use crate::body::{ReadError, decoded, read_all};
use crate::exchange::LARGEST;
use crate::hosts::{Host, Hosts};
use crate::public::PublicResolver;
use crate::reply;
use crate::robots::{self, Robots};
use crate::schedule;
use crate::{Address, Exchange, FetchError, Interrupted, Reply, Validators};

/// How many redirects are followed: as many as the Fetch standard of browsers used to count before it settled on 20, of
/// which real sites need three.
const MOST_REDIRECTS: usize = 10;

/// How long a robots.txt holds (RFC 9309, section 2.4), in hours.
const ROBOTS_HOURS: i64 = 24;

/// How things are fetched.
#[derive(Debug, Clone)]
pub struct Settings {
    /// An email address or web page at which sites can reach the user. Sent with every request.
    pub contact: Option<String>,
    /// Whether addresses of the local machine and network are fetched too.
    pub allow_local: bool,
    /// The least time between two requests to a host.
    pub pause: Duration,
    /// The longest time that a request may take, with its answer.
    pub patience: Duration,
    /// Set when the caller wants to stop.
    pub stop: Arc<AtomicBool>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            contact: None,
            allow_local: false,
            pause: Duration::from_secs(1),
            patience: Duration::from_secs(30),
            stop: Arc::default(),
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A page. The site's robots.txt is heeded.
    Page,
    /// A feed, which is there to be read by programs.
    Feed,
}

impl Wanted {
    fn accept(self) -> &'static str {
        match self {
            Self::Page => "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.5",
            Self::Feed => {
                "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, \
                 application/json;q=0.8, text/html;q=0.5, */*;q=0.4"
            }
        }
    }
}

/// Fetches pages and feeds. Several threads may use it; each host is asked for one thing at a time.
#[derive(Debug)]
pub struct Fetcher {
    agent: Agent,
    settings: Settings,
    user_agent: String,
    hosts: Hosts,
}

impl Fetcher {
    /// A new fetcher.
    pub fn new(settings: Settings) -> Self {
        let contact = settings.contact.as_ref();
        let user_agent = match contact {
            Some(contact) => format!("onrecord/{} (+{contact})", env!("CARGO_PKG_VERSION")),
            None => format!("onrecord/{}", env!("CARGO_PKG_VERSION")),
        };
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(settings.patience))
            // A proxy would resolve names itself, past the check of where they lead.
            .proxy(None)
            .build();
        let connector = DefaultConnector::default();
        let agent = if settings.allow_local {
            Agent::with_parts(config, connector, DefaultResolver::default())
        } else {
            Agent::with_parts(config, connector, PublicResolver::default())
        };
        Self {
            agent,
            settings,
            user_agent,
            hosts: Hosts::default(),
        }
    }

    /// Fetches an address. With the validators of an earlier answer it may turn out that nothing changed.
    ///
    /// # Errors
    /// See [`FetchError`]. A host that asked to be left alone is not asked before its time.
    pub fn get(
        &self,
        address: &Address,
        validators: Option<&Validators>,
        wanted: Wanted,
        now: DateTime<Utc>,
    ) -> Result<Reply, FetchError> {
        let mut address = address.clone();
        let (mut moved_to, mut permanent) = (None, true);
        for _ in 0..=MOST_REDIRECTS {
            let host = self.hosts.host(address.host());
            let mut host = host.lock().unwrap_or_else(PoisonError::into_inner);
            if wanted == Wanted::Page {
                self.heed_robots(&mut host, &address, now)?;
            }
            let answer = self.ask(&mut host, &address, validators, wanted.accept(), now);
            host.asked = Some(Instant::now());
            let (request, response) = answer?;
            let Some(next) = redirect(&address, &response)? else {
                let reply = self.reply(address, request, response, validators, now);
                host.asked = Some(Instant::now());
                return Ok(Reply { moved_to, ..reply? });
            };
            permanent &= matches!(response.status().as_u16(), 301 | 308);
            if permanent {
                moved_to = Some(next.clone());
            }
            address = next;
        }
        Err(FetchError::Redirects {
            reason: format!("there are more than {MOST_REDIRECTS}"),
        })
    }

    /// Leaves the host of an address alone until a time, which it asked for earlier.
    pub fn leave_alone(&self, address: &Address, until: DateTime<Utc>) {
        let host = self.hosts.host(address.host());
        let mut host = host.lock().unwrap_or_else(PoisonError::into_inner);
        host.closed = host.closed.max(Some(until));
    }

    /// Sends a request and awaits the head of the answer. Also gives the request as it was sent.
    fn ask(
        &self,
        host: &mut Host,
        address: &Address,
        validators: Option<&Validators>,
        accept: &str,
        now: DateTime<Utc>,
    ) -> Result<(String, Response<Body>), FetchError> {
        let pause = host
            .robots
            .get(&address.origin())
            .and_then(|(robots, _)| robots.pause());
        host.wait(
            address.host(),
            pause.unwrap_or_default().max(self.settings.pause),
            now,
            &self.settings.stop,
        )?;
        if self.settings.stop.load(Ordering::Relaxed) {
            return Err(Interrupted.into());
        }
        let url = address.to_string();
        let mut headers = vec![
            ("user-agent", self.user_agent.as_str()),
            ("accept", accept),
            ("accept-encoding", "gzip"),
        ];
        let validators = validators.iter();
        for one in validators {
            headers.extend(one.etag.as_deref().map(|etag| ("if-none-match", etag)));
            headers.extend(
                one.modified
                    .as_deref()
                    .map(|since| ("if-modified-since", since)),
            );
        }
        let mut request = self.agent.get(&url);
        for &(name, value) in &headers {
            request = request.header(name, value);
        }
        let response = request.call();
        let response = response.map_err(|error| self.failure(error, address))?;
        let status = response.status().as_u16();
        if let Some(until) = reply::retry(response.headers(), now).filter(|_| is_busy(status)) {
            // Nobody is left alone for longer than a day, whatever a mistaken server says.
            host.closed = Some(until.min(now + schedule::MOST));
        }
        let lines = headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"));
        let path = url.get(address.origin().len()..).unwrap_or("/");
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {}\r\n{}\r\n",
            authority(address),
            lines.collect::<String>()
        );
        Ok((request, response))
    }

    /// What an answer that is no redirect says.
    fn reply(
        &self,
        address: Address,
        request: String,
        mut response: Response<Body>,
        validators: Option<&Validators>,
        now: DateTime<Utc>,
    ) -> Result<Reply, FetchError> {
        let status = response.status().as_u16();
        let headers = response.headers();
        let retry = reply::retry(headers, now);
        match status {
            200 | 203 | 304 => {}
            401 | 402 | 403 | 407 => return Err(FetchError::Login { status }),
            404 | 410 => return Err(FetchError::Gone { status }),
            _ if is_busy(status) => return Err(FetchError::Busy { status, retry }),
            _ => return Err(FetchError::Status { status }),
        }
        let unchanged = status == 304;
        let mut reply = Reply {
            moved_to: None,
            validators: reply::validators(headers, validators.filter(|_| unchanged)),
            fresh_until: reply::fresh_until(headers, now),
            exchange: None,
        };
        if unchanged {
            return Ok(reply);
        }
        let head = head(status, headers);
        let body = self.body(&mut response, &address, LARGEST)?;
        reply.exchange = Some(Exchange {
            address,
            request,
            head,
            body,
        });
        Ok(reply)
    }

    /// The body of an answer, as it was sent.
    fn body(
        &self,
        response: &mut Response<Body>,
        address: &Address,
        limit: usize,
    ) -> Result<Vec<u8>, FetchError> {
        let read = read_all(response.body_mut().as_reader(), limit);
        read.map_err(|error| match error {
            ReadError::TooLarge => FetchError::TooLarge { limit: limit >> 20 },
            ReadError::Io(error) => self.failure(error.into(), address),
        })
    }

    fn failure(&self, error: ureq::Error, address: &Address) -> FetchError {
        FetchError::of(error, address.host(), self.settings.patience.as_secs())
    }

    /// Reads the site's robots.txt, unless that was done lately, and refuses what it forbids.
    fn heed_robots(
        &self,
        host: &mut Host,
        address: &Address,
        now: DateTime<Utc>,
    ) -> Result<(), FetchError> {
        let origin = address.origin();
        let known = host.robots.get(&origin);
        let lately = |read: DateTime<Utc>| now - read < TimeDelta::hours(ROBOTS_HOURS);
        if !known.is_some_and(|(_, read)| lately(*read)) {
            let until = host.without_robots.get(&origin).copied();
            if let Some(until) = until.filter(|until| *until > now) {
                let host = address.host().to_owned();
                return Err(FetchError::Early { host, until });
            }
            let robots = self.robots(host, address, now).inspect_err(|error| {
                // One page after the other would only ask for it again.
                if !matches!(error, FetchError::Interrupted(_)) {
                    let until = now + schedule::LEAST;
                    host.without_robots.insert(origin.clone(), until);
                }
            })?;
            host.robots.insert(origin.clone(), (robots, now));
        }
        match host.robots.get(&origin) {
            Some((robots, _)) if robots.allows(address) => Ok(()),
            _ => Err(FetchError::Robots {
                host: address.host().to_owned(),
            }),
        }
    }

    /// Fetches a site's robots.txt. While it cannot be had nothing else is fetched either (RFC 9309, section 2.3.1.4).
    fn robots(
        &self,
        host: &mut Host,
        address: &Address,
        now: DateTime<Utc>,
    ) -> Result<Robots, FetchError> {
        let mut at = address.join("/robots.txt")?;
        // As many redirects as RFC 9309, section 2.3.1.2, asks for.
        for _ in 0..5 {
            let answer = self.ask(host, &at, None, "text/plain, */*;q=0.5", now);
            host.asked = Some(Instant::now());
            let (_, mut response) = answer?;
            let status = response.status().as_u16();
            if let Some(next) = redirect(&at, &response)? {
                // Where the pages of this host lead to as well: the other host's own robots.txt is read there.
                if next.host() != address.host() {
                    break;
                }
                at = next;
                continue;
            }
            return match status {
                200..300 => {
                    let encoding =
                        reply::text(response.headers(), "content-encoding").map(str::to_owned);
                    let body = self.body(&mut response, &at, robots::LIMIT)?;
                    Ok(Robots::read(&decoded(&body, encoding.as_deref(), LARGEST)?))
                }
                _ if is_busy(status) => Err(FetchError::Busy {
                    status,
                    retry: reply::retry(response.headers(), now),
                }),
                _ => Ok(Robots::Open),
            };
        }
        Ok(Robots::Open)
    }
}

/// Whether a status says that the server may answer later.
fn is_busy(status: u16) -> bool {
    status == 429 || status >= 500
}

/// Where an answer leads, if it is a redirect.
fn redirect(address: &Address, response: &Response<Body>) -> Result<Option<Address>, FetchError> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(location) = reply::text(response.headers(), "location") else {
        return Err(FetchError::Redirects {
            reason: "the server names no address".to_owned(),
        });
    };
    address.join(location).map(Some)
}

/// The host of an address and its port, if that is not the usual one.
fn authority(address: &Address) -> String {
    let origin = address.origin();
    origin
        .split_once("://")
        .map_or(origin.clone(), |(_, authority)| authority.to_owned())
}

/// The status line and the headers of an answer. How it was cut for transfer is left out, since the body is whole.
fn head(status: u16, headers: &HeaderMap) -> Vec<u8> {
    let reason = ureq::http::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason());
    let mut head = format!("HTTP/1.1 {status} {}\r\n", reason.unwrap_or_default()).into_bytes();
    for (name, value) in headers
        .iter()
        .filter(|(name, _)| *name != "transfer-encoding")
    {
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"\r\n");
    head
}
