//! Hosts as they are asked: one request at a time, with a pause in between, and not before they want to be asked again.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use crate::robots::Robots;
use crate::{FetchError, Interrupted};

/// How often a thread that waits for a host looks whether it should stop.
const TICK: Duration = Duration::from_millis(50);

/// All hosts that were asked.
#[derive(Debug, Default)]
pub(crate) struct Hosts(Mutex<HashMap<String, Arc<Mutex<Host>>>>);

/// A host. Whoever holds its lock may ask it.
#[derive(Debug, Default)]
pub(crate) struct Host {
    /// When its last answer ended.
    pub(crate) asked: Option<Instant>,
    /// When it may be asked again.
    pub(crate) closed: Option<DateTime<Utc>>,
    /// Its robots.txt, by origin, and when that was read.
    pub(crate) robots: HashMap<String, (Robots, DateTime<Utc>)>,
    /// When a robots.txt that could not be had may be asked for again, by origin.
    pub(crate) without_robots: HashMap<String, DateTime<Utc>>,
}

impl Hosts {
    /// The host of a name.
    pub(crate) fn host(&self, name: &str) -> Arc<Mutex<Host>> {
        let mut hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(hosts.entry(name.to_owned()).or_default())
    }
}

impl Host {
    /// Waits until it may be asked.
    ///
    /// # Errors
    /// If it does not want to be asked yet, or the caller wants to stop.
    pub(crate) fn wait(
        &mut self,
        name: &str,
        pause: Duration,
        now: DateTime<Utc>,
        stop: &AtomicBool,
    ) -> Result<(), FetchError> {
        if let Some(until) = self.closed.filter(|until| *until > now) {
            let host = name.to_owned();
            return Err(FetchError::Early { host, until });
        }
        while self.asked.is_some_and(|asked| asked.elapsed() < pause) {
            if stop.load(Ordering::Relaxed) {
                return Err(Interrupted.into());
            }
            thread::sleep(TICK.min(pause));
        }
        Ok(())
    }
}
