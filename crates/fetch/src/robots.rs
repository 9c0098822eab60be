//! What a site's robots.txt allows (RFC 9309).

use std::time::Duration;

use texting_robots::Robot;

use crate::Address;

/// The name by which a robots.txt addresses this program.
const NAME: &str = "onrecord";

/// The most of a robots.txt that is read, in bytes: what RFC 9309, section 2.5, asks for.
pub(crate) const LIMIT: usize = 500 << 10;

/// The longest pause that a robots.txt may ask for. Some ask for hours, which would amount to a ban that they do not
/// pronounce.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// What programs may fetch from a site.
#[derive(Debug)]
pub(crate) enum Robots {
    /// There is no robots.txt: everything.
    Open,
    /// What it says.
    Rules(Box<Robot>),
}

impl Robots {
    /// Reads the body of a robots.txt.
    pub(crate) fn read(body: &[u8]) -> Self {
        let body = &body[..body.len().min(LIMIT)];
        // What cannot be parsed forbids nothing.
        Robot::new(NAME, body).map_or(Self::Open, |rules| Self::Rules(Box::new(rules)))
    }

    /// Whether an address may be fetched.
    pub(crate) fn allows(&self, address: &Address) -> bool {
        match self {
            Self::Open => true,
            Self::Rules(rules) => rules.allowed(&address.to_string()),
        }
    }

    /// The pause between requests that it asks for.
    pub(crate) fn pause(&self) -> Option<Duration> {
        let Self::Rules(rules) = self else {
            return None;
        };
        let seconds = Duration::try_from_secs_f32(rules.delay?);
        seconds.ok().map(|pause| pause.min(LONGEST_PAUSE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_own_rules_come_before_those_for_all() {
        let robots = Robots::read(b"User-agent: *\nDisallow: /\n\nUser-agent: OnRecord\nDisallow: /private\nCrawl-delay: 900\n");
        assert!(robots.allows(&"https://paper.example/news".parse().unwrap()));
        assert!(!robots.allows(&"https://paper.example/private/a".parse().unwrap()));
        assert_eq!(robots.pause(), Some(LONGEST_PAUSE));
    }

    #[test]
    fn nothing_readable_forbids_nothing() {
        let page: Address = "https://paper.example/news".parse().unwrap();
        assert!(Robots::read(b"").allows(&page));
        assert!(Robots::read(b"<html><body>Not found</body></html>").allows(&page));
    }
}
