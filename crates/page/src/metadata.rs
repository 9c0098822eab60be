//! What a page says about itself: headline, day, authors, publisher, address, language.

use chrono::NaiveDate;
use dom_query::{Document, NodeRef};
use serde_json::{Map, Value};

use crate::Options;
use crate::address;
use crate::authors;
use crate::date::Dates;
use crate::jsonld::{Things, text};
use crate::names::{self, collapsed};
use crate::stamp::{Order, Stamp};

/// What a page says about itself.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub(crate) title: Option<String>,
    pub(crate) published: Option<Stamp>,
    pub(crate) modified: Option<Stamp>,
    pub(crate) authors: Vec<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
}

/// A parsed page, with its meta elements and JSON-LD read.
pub(crate) struct Head<'d> {
    pub(crate) document: &'d Document,
    /// Names of meta elements in lower case, with their content.
    metas: Vec<(String, String)>,
    pub(crate) things: Things,
    pub(crate) today: NaiveDate,
    pub(crate) order: Order,
    language: Option<String>,
    given_url: Option<String>,
}

impl<'d> Head<'d> {
    /// Reads the meta elements and scripts of a page.
    pub(crate) fn of(document: &'d Document, options: &Options<'_>) -> Self {
        let mut metas = Vec::new();
        for meta in document.select("meta").nodes() {
            let Some(content) = meta.attr("content") else {
                continue;
            };
            let content = content.trim();
            if content.is_empty() {
                continue;
            }
            for name in ["property", "name", "itemprop", "http-equiv"] {
                if let Some(name) = meta.attr(name) {
                    metas.push((name.trim().to_ascii_lowercase(), content.to_owned()));
                }
            }
        }
        let mut things = Things::default();
        for script in document.select("script[type]").nodes() {
            let kind = script.attr("type").unwrap_or_default().to_ascii_lowercase();
            if kind.contains("ld+json") {
                things.add(&script.text());
            }
        }
        let mut head = Self {
            document,
            metas,
            things,
            today: options.today,
            order: Order::Unknown,
            language: None,
            given_url: options
                .url
                .map(str::to_owned)
                .or_else(|| saved_from(document)),
        };
        head.language = head.language();
        head.order = order(head.language.as_deref(), options.url);
        head
    }

    /// The content of the first meta element with one of these names, in their order.
    pub(crate) fn meta(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|wanted| {
            let named = self.metas.iter().find(|(name, _)| name == wanted);
            named.map(|(_, content)| content.as_str())
        })
    }

    /// The contents of the meta elements with this name.
    pub(crate) fn metas_named<'a>(&'a self, wanted: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.metas.iter().filter(move |(name, _)| name == wanted);
        named.map(|(_, content)| content.as_str())
    }

    /// The page's article as its JSON-LD describes it.
    pub(crate) fn article(&self) -> Option<&Map<String, Value>> {
        let title = self.meta(&["og:title", "twitter:title"]).map(collapsed);
        let url = self.meta(&["og:url"]).or(self.given_url.as_deref());
        self.things.article(|thing| {
            let same = |name| text(thing, name).map(collapsed);
            title.is_some() && same("headline") == title
                || url.is_some_and(|url| {
                    [same("url"), same("mainEntityOfPage"), same("@id")]
                        .iter()
                        .flatten()
                        .any(|own| address::same(own, url))
                })
        })
    }

    fn language(&self) -> Option<String> {
        let html = self
            .document
            .html_root()
            .attr("lang")
            .or_else(|| self.document.html_root().attr("xml:lang"));
        let html = html
            .map(|lang| lang.to_string())
            .filter(|lang| !lang.trim().is_empty());
        let article = || {
            self.article()
                .and_then(|article| text(article, "inLanguage"))
                .map(str::to_owned)
        };
        let meta = || {
            self.meta(&[
                "content-language",
                "dc.language",
                "dcterms.language",
                "og:locale",
                "language",
            ])
            .map(str::to_owned)
        };
        html.or_else(article)
            .or_else(meta)
            .and_then(|tag| language_tag(&tag))
    }

    /// Everything that the page says about itself.
    pub(crate) fn metadata(&self) -> Metadata {
        let publisher = self.publisher();
        let title = self.title(publisher.as_deref());
        let dates = Dates::of(self, title.as_deref());
        Metadata {
            published: dates.published(),
            modified: dates.modified(),
            authors: authors::of(self, publisher.as_deref()),
            url: self.url(),
            language: self.language.clone(),
            title,
            publisher,
        }
    }

    fn publisher(&self) -> Option<String> {
        let article = self.article();
        let of_article = || {
            article.and_then(|article| {
                self.things
                    .names(article.get("publisher"))
                    .into_iter()
                    .next()
            })
        };
        let of_meta = || {
            self.meta(&[
                "og:site_name",
                "dc.publisher",
                "dcterms.publisher",
                "publisher",
                "application-name",
                "citation_publisher",
                "apple-mobile-web-app-title",
            ])
            .map(collapsed)
        };
        let found = of_article()
            .or_else(of_meta)
            .or_else(|| self.things.site())
            .or_else(|| self.marked_publisher());
        let found = found
            .map(|name| plain(&name))
            .and_then(|name| names::of_field(&name));
        // Without a name for itself, a site often ends its titles with one.
        found.or_else(|| {
            let (_, suffix) = split_suffix(&self.title_element()?)?;
            let host = address::host(self.given_url.as_deref()?)?;
            address::names_host(&suffix, &host).then_some(suffix)
        })
    }

    fn marked_publisher(&self) -> Option<String> {
        let node = self.first("[itemprop=publisher]")?;
        let named = node
            .find(&["meta"])
            .into_iter()
            .find(|meta| meta.attr("itemprop").as_deref() == Some("name"));
        named
            .and_then(|meta| meta.attr("content"))
            .map(|name| name.to_string())
    }

    fn first(&self, selector: &str) -> Option<NodeRef<'_>> {
        self.document
            .select_single(selector)
            .nodes()
            .first()
            .copied()
    }

    fn title_element(&self) -> Option<String> {
        let title = self.first("head title").or_else(|| self.first("title"))?;
        Some(collapsed(&title.text())).filter(|title| !title.is_empty())
    }

    /// The headline: a heading if the page's titles repeat it, else what the page gives as one.
    pub(crate) fn title(&self, publisher: Option<&str>) -> Option<String> {
        let article = self
            .article()
            .and_then(|article| text(article, "headline"))
            .map(plain);
        let meta = self
            .meta(&[
                "og:title",
                "twitter:title",
                "dc.title",
                "dcterms.title",
                "sailthru.title",
                "parsely-title",
                "citation_title",
            ])
            .map(collapsed);
        let element = self.title_element();
        let named = [article.clone(), meta.clone(), element.clone()];
        let mut headings = self
            .document
            .select("h1")
            .nodes()
            .iter()
            .map(|node| collapsed(&node.text()))
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>();
        headings.truncate(8);
        let repeated = headings.iter().find(|heading| {
            heading.chars().count() > 8
                && named
                    .iter()
                    .flatten()
                    .any(|title| letters(title).starts_with(&letters(heading)))
        });
        let bare = |title: String| self.without_site(&title, publisher);
        repeated
            .cloned()
            .or_else(|| article.map(bare))
            .or_else(|| meta.map(bare))
            .or_else(|| match headings.as_slice() {
                [only] => Some(only.clone()),
                _ => None,
            })
            .or_else(|| element.map(|title| self.without_site(&title, publisher)))
            .or_else(|| headings.into_iter().next())
            .or_else(|| self.first("h2").map(|heading| collapsed(&heading.text())))
    }

    /// A title without the name of the site at its end.
    fn without_site(&self, title: &str, publisher: Option<&str>) -> String {
        let Some((rest, suffix)) = split_suffix(title) else {
            return title.to_owned();
        };
        let host = self.given_url.as_deref().and_then(address::host);
        let is_site = publisher.is_some_and(|name| {
            letters(&suffix).contains(&letters(name)) || letters(name).contains(&letters(&suffix))
        }) || host.is_some_and(|host| address::names_host(&suffix, &host));
        if is_site && rest.split_whitespace().count() >= 2 {
            rest
        } else {
            title.to_owned()
        }
    }

    /// The page's own address.
    pub(crate) fn url(&self) -> Option<String> {
        let link = self
            .first("link[rel=canonical]")
            .and_then(|link| link.attr("href"))
            .map(|url| url.to_string());
        let meta = || {
            self.meta(&["og:url", "twitter:url", "parsely-link"])
                .map(str::to_owned)
        };
        let thing = || {
            self.article()
                .and_then(|article| {
                    text(article, "url").or_else(|| text(article, "mainEntityOfPage"))
                })
                .map(str::to_owned)
        };
        let given = self.given_url.as_deref();
        let stated = [link, meta(), thing()].into_iter().flatten();
        let mut whole = stated
            .filter_map(|url| address::absolute(&url, given))
            .filter(|url| !address::is_home(url) || given.is_none_or(address::is_home));
        whole.next().or_else(|| given.map(str::to_owned))
    }
}

/// The address from which a browser saved the page: its `<base>`, or the comment that it wrote.
fn saved_from(document: &Document) -> Option<String> {
    let base = document.base_uri().map(|base| base.to_string());
    let comments = document
        .root()
        .children_it(false)
        .filter(NodeRef::is_comment)
        .map(|node| node.html().to_string());
    let comments = comments.filter_map(|comment| {
        let (_, behind) = comment.split_once("saved from url=")?;
        let (_, url) = behind.split_once(')')?;
        url.split(char::is_whitespace).next().map(str::to_owned)
    });
    comments
        .chain(base)
        .find(|url| address::host(url).is_some())
}

/// Text in which entities and elements are resolved.
pub(crate) fn plain(text: &str) -> String {
    if text.contains('&') || text.contains('<') {
        return collapsed(&Document::fragment(text).text());
    }
    collapsed(text)
}

/// Lower-case letters and digits only, to compare titles.
pub(crate) fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// "Talks in Lund | The Courier" as two.
fn split_suffix(title: &str) -> Option<(String, String)> {
    let at = [" | ", " - ", " – ", " — ", " :: ", " » ", " • "]
        .iter()
        .filter_map(|mark| title.rfind(mark))
        .max()?;
    let suffix = title[at..].trim_matches(|c: char| c.is_whitespace() || "|-–—:»•".contains(c));
    (!suffix.is_empty()).then(|| (title[..at].trim().to_owned(), suffix.to_owned()))
}

/// `en_GB` as `en-GB`.
fn language_tag(text: &str) -> Option<String> {
    let first = text.split([',', ';']).next()?.trim().replace('_', "-");
    let mut parts = first.split('-');
    let language = parts.next()?.to_ascii_lowercase();
    let known =
        (2..=3).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_lowercase());
    let region =
        parts.find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let tag = match region {
        Some(region) => format!("{language}-{}", region.to_ascii_uppercase()),
        None => language,
    };
    known.then_some(tag)
}

/// Which number of a date is its day, by the language and the site's country.
fn order(language: Option<&str>, url: Option<&str>) -> Order {
    let country = language
        .and_then(|tag| tag.split_once('-'))
        .map(|(_, region)| region.to_ascii_lowercase());
    let host = url.and_then(address::host);
    let domain = host
        .as_deref()
        .and_then(|host| host.rsplit('.').next())
        .map(str::to_owned);
    let day_first = [
        "gb", "uk", "ie", "au", "nz", "in", "za", "ng", "ke", "fr", "de", "es", "it", "eu", "pk",
        "my", "sg", "nl", "mt",
    ];
    // A domain of a country is surer than a language, which templates leave at their default.
    for place in [domain, country].into_iter().flatten() {
        if day_first.contains(&place.as_str()) {
            return Order::DayFirst;
        }
        if place == "us" || place == "gov" || place == "mil" {
            return Order::MonthFirst;
        }
    }
    Order::Unknown
}
