//! Forms that a site puts in front of an article: for logging in, for consent.

use dom_query::Document;

use crate::{Options, Page, address, encoding, markup, readable};

/// What is in front of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wall {
    /// A form for logging in.
    Login,
    /// A request for consent.
    Consent,
}

/// A form for logging in has fewer words than this. An article may have one in its corner.
const LOGIN_WORDS: usize = 120;

/// A request for consent has fewer words than this. An article may be about consent.
const CONSENT_WORDS: usize = 400;

/// Parts of the addresses of pages for logging in.
const LOGINS: [&str; 7] = [
    "login", "log-in", "logon", "signin", "sign-in", "sign_in", "sso",
];

/// Whether a page is a form that a site answers with instead of the article that was asked for.
///
/// `page` is what [`read`](crate::read) made of the bytes, if it found a text. A page that says when it was published is none:
/// articles do, and forms do not.
pub fn wall(bytes: &[u8], options: &Options<'_>, page: Option<&Page>) -> Option<Wall> {
    if page.is_some_and(|page| page.published.is_some() || !page.segments.is_empty()) {
        return None;
    }
    let text = page.map_or("", |page| page.text.as_str());
    let words = text.split_whitespace().count();
    let host = options.url.and_then(address::host).unwrap_or_default();
    if host.starts_with("consent.") || words < CONSENT_WORDS && readable::is_consent(text) {
        return Some(Wall::Consent);
    }
    if words >= LOGIN_WORDS {
        return None;
    }
    let parts = options.url.map(address::path).unwrap_or_default();
    let mut parts = parts.split(['/', '.']);
    let is_login = parts.any(|part| LOGINS.contains(&part.to_ascii_lowercase().as_str()));
    (is_login || asks_for_password(bytes, options)).then_some(Wall::Login)
}

fn asks_for_password(bytes: &[u8], options: &Options<'_>) -> bool {
    let text = encoding::decode(bytes, options.charset).text;
    let document = Document::from(markup::shallow(&text).as_ref());
    let fields = document.select("input[type]");
    let mut kinds = fields.nodes().iter().map(|field| field.attr("type"));
    kinds.any(|kind| kind.is_some_and(|kind| kind.eq_ignore_ascii_case("password")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    fn found(url: &str, html: &str) -> Option<Wall> {
        let options = Options {
            url: Some(url),
            today: "2025-08-20".parse().expect("a day"),
            charset: None,
        };
        let page = read(html.as_bytes(), &options).ok();
        wall(html.as_bytes(), &options, page.as_ref())
    }

    const FORM: &str = "<form><label>Email <input type=email></label><label>Password <input type='Password'></label>\
         <button>Continue</button></form>";
    const NEWS: &str = "<p>The weir above the mill was opened on Monday night, the water board said, after two days of rain had \
         filled the upper basin to the brim.</p>";

    #[test]
    fn a_form_in_place_of_an_article_is_a_wall() {
        let paper = "https://paper.example/weir";
        let form = format!(
            "<html><body><main><h1>Welcome back</h1><p>Sign in to read on.</p>{FORM}</main></body></html>"
        );
        assert_eq!(found(paper, &form), Some(Wall::Login));
        assert_eq!(
            found(paper, &format!("<html><body>{FORM}</body></html>")),
            Some(Wall::Login)
        );
        // The first of two steps asks for no password.
        let step = "<html><body><h1>Who are you?</h1><p>Enter your email address to go on, please.</p></body></html>";
        assert_eq!(
            found("https://paper.example/account/Login.aspx?to=weir", step),
            Some(Wall::Login)
        );
        assert_eq!(found(paper, step), None);
        let consent = "<html><body><p>We and our partners keep cookies on your device and use personal data. You may consent or \
             set your preferences.</p><button>Agree</button></body></html>";
        assert_eq!(found(paper, consent), Some(Wall::Consent));
        assert_eq!(
            found("https://consent.paper.example/?to=weir", step),
            Some(Wall::Consent)
        );
    }

    #[test]
    fn an_article_with_a_form_in_its_corner_is_not() {
        let dated = format!(
            "<html><head><meta property='article:published_time' content='2025-08-19T08:00:00Z'></head>\
             <body><header>{FORM}</header><article><h1>Weir opened</h1>{NEWS}</article></body></html>"
        );
        assert_eq!(found("https://paper.example/weir", &dated), None);
        assert_eq!(found("https://paper.example/sso/weir", &dated), None);
        let days = ["two", "three", "four", "five", "six", "seven"];
        let paragraphs: String = days.iter().map(|day| NEWS.replace("two", day)).collect();
        let long = format!(
            "<html><body><header>{FORM}</header><article><h1>Weir opened</h1>{paragraphs}</article></body></html>"
        );
        assert_eq!(found("https://paper.example/weir", &long), None);
    }
}
