//! The configuration file: what a person sets once instead of on every command line.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use chrono_tz::Tz;
use clap::ValueEnum;
use serde::Deserialize;
use thiserror::Error;
use toml::Spanned;

use super::global::{FormatArg, FormatOf};
use super::zone;

/// Names another file, or none if it is empty.
const VARIABLE: &str = "ONRECORD_CONFIG";

/// What the file sets. Options and the environment take precedence.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// The ledger's file. A relative path starts at the current folder, as on the command line.
    pub ledger: Option<PathBuf>,
    /// Who is writing.
    pub by: Option<String>,
    /// The time zone.
    pub zone: Option<Tz>,
    /// The output format.
    pub format: Option<FormatArg>,
    /// Where sites can reach the user, sent with every request for a page.
    pub contact: Option<String>,
}

/// Why the file cannot be used.
#[derive(Debug, Error)]
pub(super) enum ConfigError {
    /// The file cannot be read.
    #[error("the configuration file {}{} cannot be read: {error}", path.display(), if *is_named { ", named by ONRECORD_CONFIG," } else { "" })]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Whether the environment names it.
        is_named: bool,
        /// Why.
        error: io::Error,
    },
    /// The file's content is not a configuration.
    #[error("{} line {line}: {reason}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong there.
        reason: String,
    },
}

/// The file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    ledger: Option<Spanned<String>>,
    by: Option<Spanned<String>>,
    zone: Option<Spanned<String>>,
    format: Option<Spanned<String>>,
    contact: Option<Spanned<String>>,
}

impl Config {
    /// Reads the file, if there is one.
    ///
    /// # Errors
    /// If it cannot be read, or sets something unknown.
    pub(super) fn load() -> Result<Self, ConfigError> {
        let named = env::var_os(VARIABLE);
        let is_named = named.is_some();
        let path = match named {
            Some(path) if path.is_empty() => None,
            Some(path) => Some(PathBuf::from(path)),
            None => usual_place(),
        };
        let Some(path) = path else {
            return Ok(Self::default());
        };
        match fs::read_to_string(&path) {
            Ok(text) => Self::read(&path, &text),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !is_named => {
                Ok(Self::default())
            }
            Err(error) => Err(ConfigError::Unreadable {
                path,
                is_named,
                error,
            }),
        }
    }

    fn read(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let invalid = |at: usize, reason: String| ConfigError::Invalid {
            path: path.to_owned(),
            line: text.get(..at).unwrap_or(text).matches('\n').count() + 1,
            reason,
        };
        let written: Written = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            invalid(at, reason(text, at, error.message()))
        })?;
        let set = |key: &str, value: &Spanned<String>, reason: String| {
            invalid(value.span().start, format!("{key}: {reason}"))
        };
        let mut config = Self::default();
        if let Some(ledger) = &written.ledger {
            let path = expanded(ledger.get_ref());
            config.ledger = Some(path.map_err(|reason| set("ledger", ledger, reason.to_owned()))?);
        }
        if let Some(by) = &written.by {
            if by.get_ref().trim().is_empty() {
                return Err(set("by", by, "is empty".to_owned()));
            }
            config.by = Some(by.get_ref().clone());
        }
        if let Some(named) = &written.zone {
            let zone = zone::named(named.get_ref());
            config.zone = Some(zone.map_err(|reason| set("zone", named, reason))?);
        }
        if let Some(named) = &written.format {
            let format = FormatArg::from_str(named.get_ref(), false);
            let format = format.ok().filter(|format| format.of() == FormatOf::Every);
            config.format = Some(format.ok_or_else(|| set("format", named, no_format(named)))?);
        }
        if let Some(contact) = &written.contact {
            config.contact =
                Some(contact.get_ref().trim().to_owned()).filter(|one| !one.is_empty());
        }
        Ok(config)
    }
}

/// What is wrong with the key at a place of the text, after the key.
fn reason(text: &str, at: usize, message: &str) -> String {
    let start = text
        .get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |newline| newline + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next());
    let key = line.and_then(|line| line.split_once('='));
    let key = key.map(|(key, _)| key.trim()).filter(|key| !key.is_empty());
    match key {
        Some(key) if !message.contains(key) => format!("{key}: {message}"),
        _ => message.to_owned(),
    }
}

fn no_format(named: &Spanned<String>) -> String {
    let formats: Vec<String> = FormatArg::value_variants()
        .iter()
        .filter(|format| format.of() == FormatOf::Every)
        .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
        .collect();
    format!(
        "there is no format {:?}; write {}",
        named.get_ref(),
        formats.join(", ")
    )
}

/// A path, with `~` for the home folder.
fn expanded(path: &str) -> Result<PathBuf, &'static str> {
    if path.is_empty() {
        return Err("is empty");
    }
    let within = match path.strip_prefix('~') {
        Some("") => "",
        Some(rest) if rest.starts_with(['/', std::path::MAIN_SEPARATOR]) => &rest[1..],
        _ => return Ok(PathBuf::from(path)),
    };
    let home = home().ok_or("~ stands for the home folder, and HOME is not set")?;
    Ok(home.join(within))
}

/// Where the file is unless another one is named.
fn usual_place() -> Option<PathBuf> {
    let folder = if cfg!(windows) {
        folder("APPDATA")
    } else {
        folder("XDG_CONFIG_HOME").or_else(|| Some(home()?.join(".config")))
    };
    Some(folder?.join("onrecord").join("config.toml"))
}

fn home() -> Option<PathBuf> {
    folder(if cfg!(windows) { "USERPROFILE" } else { "HOME" })
}

/// The folder that a variable names. A relative path counts as none, as the XDG specification says.
fn folder(variable: &str) -> Option<PathBuf> {
    let set: Option<OsString> = env::var_os(variable);
    set.map(PathBuf::from).filter(|path| path.is_absolute())
}
