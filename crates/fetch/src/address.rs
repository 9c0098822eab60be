//! Addresses that can be fetched.

use std::fmt;
use std::str::FromStr;

use url::Url;

use crate::FetchError;

/// An address of a page or a feed: `http` or `https`, with a host, without a password and a fragment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(Url);

impl Address {
    /// Scheme, host and port: `https://paper.example`.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The host, as it is asked.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Where a link on this page leads.
    ///
    /// # Errors
    /// If it leads to nothing that can be fetched.
    pub fn join(&self, link: &str) -> Result<Self, FetchError> {
        let url = self.0.join(link.trim());
        url.map_err(|error| FetchError::Address {
            address: link.trim().to_owned(),
            reason: error.to_string(),
        })
        .and_then(Self::checked)
    }

    fn checked(mut url: Url) -> Result<Self, FetchError> {
        let refuse = |reason: &str| {
            Err(FetchError::Address {
                address: url.to_string(),
                reason: reason.to_owned(),
            })
        };
        if !matches!(url.scheme(), "http" | "https") {
            return refuse("only http and https addresses can be fetched");
        }
        if url.host_str().is_none_or(str::is_empty) {
            return refuse("it names no host");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("it contains a user name or password, which would be kept");
        }
        url.set_fragment(None);
        Ok(Self(url))
    }
}

impl FromStr for Address {
    type Err = FetchError;

    fn from_str(text: &str) -> Result<Self, FetchError> {
        let text = text.trim();
        match Url::parse(text) {
            Ok(url) => Self::checked(url),
            Err(url::ParseError::RelativeUrlWithoutBase) => Err(FetchError::Address {
                address: text.to_owned(),
                reason: "it does not begin with https:// or http://".to_owned(),
            }),
            Err(error) => Err(FetchError::Address {
                address: text.to_owned(),
                reason: error.to_string(),
            }),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_taken() {
        let address: Address = " https://Paper.example:443/a?b#c ".parse().unwrap();
        assert_eq!(address.to_string(), "https://paper.example/a?b");
        assert_eq!(address.origin(), "https://paper.example");
        for wrong in [
            "paper.example/a",
            "file:///etc/passwd",
            "https://u:p@paper.example/",
            "https://",
            "data:,x",
        ] {
            assert!(wrong.parse::<Address>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn links_are_resolved_and_checked() {
        let page: Address = "https://paper.example/a/b".parse().unwrap();
        assert_eq!(
            page.join("../c").unwrap().to_string(),
            "https://paper.example/c"
        );
        assert_eq!(
            page.join("//other.example").unwrap().origin(),
            "https://other.example"
        );
        assert!(page.join("javascript:alert(1)").is_err());
    }
}
