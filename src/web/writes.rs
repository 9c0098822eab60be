//! What may be recorded: which path is which command, and which fields its form has.
//!
//! A form can only name what is in this table. No field in it names a file; a text that a command reads comes with the
//! form.

use hyper::StatusCode;

use super::commands::{About, Recording, Sent};
use super::edit;
use super::field::{Field, Given, Kind};
use super::filled::{Filled, WITH_FILES};
use super::reply::Refused;
use crate::desk::{Held, Version};
use crate::domain::grade::Credibility;
use crate::domain::party::PartyKind;
use crate::domain::ruling::Verdict;
use crate::domain::slug::Slug;
use crate::domain::source::Reliability;
use crate::domain::statement::{Attribution, Stance};
use crate::domain::words::WordList;
use crate::ledger::Kind as Thing;

/// Something that may be recorded.
pub(super) struct Write {
    /// Its path.
    pub(super) path: &'static str,
    /// What is done: the title of its page.
    pub(super) title: &'static str,
    /// The command.
    pub(super) words: &'static [&'static str],
    /// What the command takes.
    pub(super) fields: &'static [Field],
    /// The kind of thing that it changes. The first field names the thing.
    pub(super) changes: Option<Thing>,
    /// Whether it begins with the last source and the last party of a browser.
    pub(super) keeps_last: bool,
}

fn words<W: WordList>() -> Vec<(&'static str, &'static str)> {
    let words = W::ALL.iter();
    words.map(|word| (word.as_str(), word.meaning())).collect()
}

const NEW_ID: Field = Field::new("id", "Id", Kind::Line)
    .placed()
    .or_made()
    .hint("Short, in lower case with hyphens. Left empty, it is made of the name or text. It can be changed later.")
    .own();
const STATEMENT: Field = Field::new("statement", "Statement", Kind::Line)
    .placed()
    .own();
const CLAIM: Field = Field::new("claim", "Claim", Kind::Name("claim"));
const PARTY: Field = Field::new("party", "Who speaks", Kind::Name("party"));
const STANCE: Field = Field::new("stance", "Stance", Kind::Choice(words::<Stance>));
const SOURCE: Field = Field::new("source", "Source", Kind::Name("source"));
const SAID: Field = Field::new("said", "When it was said", Kind::Time)
    .hint("Left empty, the day of the source counts.");
const PASSAGE: Field = Field::new("passage", "Passage", Kind::Lines)
    .hint("Its words in the text of the source, or START..END in characters.")
    .own();
const QUOTE: Field = Field::new("quote", "Exact words", Kind::Lines)
    .hint("If the wording matters.")
    .own();
const VIA: Field = Field::new("via", "Relayed by", Kind::Name("party"))
    .many()
    .hint("Nearest to the source first.");
const ATTRIBUTION: Field = Field::new("attribution", "Terms", Kind::Choice(words::<Attribution>));
const SHOWN_AS: Field = Field::new("shown-as", "Shown as", Kind::Line)
    .hint("The agreed wording for the speaker, such as “a senior official”.");
const CREDIBILITY: Field = Field::new(
    "credibility",
    "Credibility",
    Kind::Choice(words::<Credibility>),
)
.hint("What the desk thinks of it. No status depends on it.")
.own();
const NOTE: Field = Field::new("note", "Note of the desk", Kind::Lines).own();
const REASON: Field = Field::new("reason", "Why", Kind::Lines).needed().own();

/// Everything that may be recorded.
pub(super) static WRITES: [Write; 13] = [
    Write {
        path: "/record/say",
        title: "Record a statement",
        words: &["say"],
        fields: &[
            PARTY.placed(),
            STANCE.placed(),
            CLAIM.placed(),
            SOURCE.needed(),
            PASSAGE,
            SAID,
            QUOTE,
            VIA,
            ATTRIBUTION,
            SHOWN_AS,
            CREDIBILITY,
            NOTE,
            Field::new(
                "again",
                "Record it although it was voided or corrected before",
                Kind::Flag,
            )
            .own(),
        ],
        changes: None,
        keeps_last: true,
    },
    Write {
        path: "/record/correct",
        title: "Correct a statement",
        words: &["correct"],
        fields: &[
            STATEMENT,
            PARTY.needed(),
            STANCE.needed(),
            CLAIM.needed(),
            SOURCE.needed(),
            PASSAGE,
            SAID,
            QUOTE,
            VIA,
            ATTRIBUTION.needed(),
            SHOWN_AS,
            CREDIBILITY,
            NOTE,
        ],
        changes: Some(Thing::Statement),
        keeps_last: false,
    },
    Write {
        path: "/record/void",
        title: "Void a statement",
        words: &["void"],
        fields: &[STATEMENT, REASON],
        changes: Some(Thing::Statement),
        keeps_last: false,
    },
    Write {
        path: "/record/rule",
        title: "Rule on a claim",
        words: &["rule"],
        fields: &[
            CLAIM.placed(),
            Field::new("verdict", "Verdict", Kind::Choice(words::<Verdict>)).placed(),
            REASON,
            SOURCE.hint("What the verdict is based on."),
            Field::new("ruled", "Day of the ruling", Kind::Time).start("today"),
        ],
        changes: Some(Thing::Claim),
        keeps_last: false,
    },
    Write {
        path: "/record/party/add",
        title: "Add a party",
        words: &["party", "add"],
        fields: &[
            NEW_ID,
            NAME.needed(),
            PARTY_KIND.needed(),
            ROLE,
            ALIAS,
            SPEAKS_FOR,
            MEMBER_OF,
        ],
        changes: None,
        keeps_last: false,
    },
    Write {
        path: "/record/party/edit",
        title: "Edit a party",
        words: &["party", "edit"],
        fields: &[
            Field::new("id", "Party", Kind::Name("party")).placed(),
            NAME.needed(),
            PARTY_KIND.needed(),
            ROLE,
            ALIAS,
            SPEAKS_FOR,
            MEMBER_OF,
        ],
        changes: Some(Thing::Party),
        keeps_last: false,
    },
    Write {
        path: "/record/claim/add",
        title: "Add a claim",
        words: &["claim", "add"],
        fields: &[
            NEW_ID, CLAIM_TEXT, TOPIC, PRINCIPAL, STANDARD, QUESTION, VALUE, DUE,
        ],
        changes: None,
        keeps_last: false,
    },
    Write {
        path: "/record/claim/edit",
        title: "Edit a claim",
        words: &["claim", "edit"],
        fields: &[
            Field::new("id", "Claim", Kind::Name("claim")).placed(),
            CLAIM_TEXT,
            TOPIC,
            PRINCIPAL,
            STANDARD,
            QUESTION,
            VALUE,
            DUE,
        ],
        changes: Some(Thing::Claim),
        keeps_last: false,
    },
    Write {
        path: "/record/source/add",
        title: "Add a source",
        words: &["source", "add"],
        fields: &[
            NEW_ID,
            TITLE,
            PUBLISHER,
            AUTHOR,
            URL,
            PUBLISHED,
            RETRIEVED,
            LANGUAGE,
            RELIABILITY,
            ORIGIN,
            TEXT,
        ],
        changes: None,
        keeps_last: false,
    },
    Write {
        path: "/record/source/edit",
        title: "Edit a source",
        words: &["source", "edit"],
        fields: &[
            Field::new("id", "Source", Kind::Name("source")).placed(),
            TITLE,
            PUBLISHER,
            AUTHOR,
            URL,
            PUBLISHED,
            RETRIEVED,
            LANGUAGE,
            RELIABILITY,
            ORIGIN,
            TEXT,
        ],
        changes: Some(Thing::Source),
        keeps_last: false,
    },
    Write {
        path: ARTICLES,
        title: "Add articles",
        words: &["ingest"],
        fields: &[
            ARTICLE_FILES,
            ARTICLE_TEXT,
            TITLE
                .or_made()
                .hint("Left empty, the headline of the page or the first line."),
            PUBLISHER.hint("Left empty, what the page says."),
            PUBLISHED
                .own()
                .hint("Left empty, the day that the page or the beginning of the text names."),
            URL,
            ORIGIN,
            Field::new("source", "Id of the source", Kind::Line)
                .hint("Left empty, it is made of publisher and day.")
                .own(),
        ],
        changes: None,
        keeps_last: false,
    },
    Write {
        path: "/record/question/add",
        title: "Add a question",
        words: &["question", "add"],
        fields: &[NEW_ID, QUESTION_TEXT],
        changes: None,
        keeps_last: false,
    },
    Write {
        path: "/record/question/edit",
        title: "Edit a question",
        words: &["question", "edit"],
        fields: &[
            Field::new("id", "Question", Kind::Name("question")).placed(),
            QUESTION_TEXT,
        ],
        changes: Some(Thing::Question),
        keeps_last: false,
    },
];

const NAME: Field = Field::new("name", "Name", Kind::Line)
    .hint("As tables and stories show it.")
    .own();
const PARTY_KIND: Field = Field::new("kind", "Kind", Kind::Choice(words::<PartyKind>));
const ROLE: Field = Field::new("role", "Office or function", Kind::Line).own();
const ALIAS: Field = Field::new("alias", "Also called", Kind::Line).added().own();
const SPEAKS_FOR: Field = Field::new("speaks-for", "Speaks for", Kind::Name("party"))
    .added()
    .hint("A party, or PARTY:SINCE..UNTIL with days.");
const MEMBER_OF: Field = Field::new("member-of", "Member of", Kind::Name("party"))
    .added()
    .hint("A party, or PARTY:SINCE..UNTIL with days.");

const CLAIM_TEXT: Field = Field::new("text", "Claim", Kind::Lines)
    .needed()
    .hint("A full sentence in the desk’s own words.")
    .own();
const TOPIC: Field = Field::new("topic", "Topic", Kind::Name("topic"));
const PRINCIPAL: Field = Field::new(
    "principal",
    "Whose own act or words it is about",
    Kind::Name("party"),
)
.added();
const STANDARD: Field = Field::new("standard", "What confirms it", Kind::Line)
    .hint("acknowledgement, or corroboration:N by N independent sources. Left empty, it depends on whether there are principals.");
const QUESTION: Field = Field::new("question", "Answers the question", Kind::Name("question"));
const VALUE: Field = Field::new("value", "Its answer", Kind::Line)
    .hint("USD 90bn, about 1500 households, 12%, 2025-08-20, place:Geneva, text:undecided")
    .own();
const DUE: Field = Field::new("due", "Due", Kind::Time)
    .hint("The day by which it says something will have happened.");

const TITLE: Field = Field::new("title", "Headline or name", Kind::Line)
    .needed()
    .own();
const PUBLISHER: Field = Field::new("publisher", "Publisher", Kind::Line);
const AUTHOR: Field = Field::new("author", "Author", Kind::Line).many();
const URL: Field = Field::new("url", "Where it was found", Kind::Line).own();
const PUBLISHED: Field = Field::new("published", "Published", Kind::Time);
const RETRIEVED: Field = Field::new("retrieved", "Retrieved", Kind::Time);
const LANGUAGE: Field = Field::new("language", "Language", Kind::Line).hint("A tag such as en.");
const RELIABILITY: Field = Field::new(
    "reliability",
    "Reliability",
    Kind::Choice(words::<Reliability>),
);
const ORIGIN: Field = Field::new("origin", "Re-reports", Kind::Name("source"));
const TEXT: Field = Field {
    given: Given::Input,
    ..Field::new("text", "Text", Kind::Text).own()
};

const QUESTION_TEXT: Field = Field::new("text", "Question", Kind::Lines).needed().own();

const ARTICLE_FILES: Field = Field {
    given: Given::File,
    ..Field::new("file", "Files", Kind::Files)
        .hint("Plain text or HTML in English, one article in each; of Russian, Ukrainian, German and French, direct speech is read.")
        .own()
};
const ARTICLE_TEXT: Field = Field {
    given: Given::File,
    ..Field::new("text", "Or its text", Kind::Text)
        .hint("Pasted or typed.")
        .own()
};

/// Where articles are added.
pub(super) const ARTICLES: &str = "/record/articles";
/// Bytes that a form may have.
const LONGEST: u64 = 2 * 1024 * 1024;
/// Bytes that a form with files may have.
const LONGEST_WITH_FILES: u64 = 16 * 1024 * 1024;

fn bad(error: String, field: &str) -> Refused {
    Refused::new(StatusCode::BAD_REQUEST, error).at(field)
}

/// What may be recorded at a path.
pub(super) fn at(path: &str) -> Option<&'static Write> {
    WRITES.iter().find(|write| write.path == path)
}

/// Fields of every form, besides those of its table.
pub(super) const OF_EVERY: [&str; 5] =
    [super::author::FIELD, super::once::FIELD, VERSION, HAD, BACK];
/// The field with the version of the thing that a form changes.
pub(super) const VERSION: &str = "version";
/// The field with what the fields of the form had when it was made.
pub(super) const HAD: &str = "had";
/// The field with the form to go back to.
pub(super) const BACK: &str = "back";

impl Write {
    /// Whether files can be sent with it.
    pub(super) fn takes_files(&self) -> bool {
        let mut fields = self.fields.iter();
        fields.any(|field| matches!(field.kind, Kind::Files))
    }

    /// Bytes that the form may have.
    pub(super) fn longest(&self) -> u64 {
        match self.takes_files() {
            true => LONGEST_WITH_FILES,
            false => LONGEST,
        }
    }

    /// Whether the form has a whole text or files, which no address can hold.
    pub(super) fn has_texts(&self) -> bool {
        let mut fields = self.fields.iter();
        fields.any(|field| matches!(field.given, Given::Input | Given::File))
    }

    /// Refuses fields that this has not, and those that are given twice.
    ///
    /// # Errors
    /// Names the field.
    pub(super) fn check_names(&self, filled: &Filled) -> Result<(), Refused> {
        for given in filled.names().filter(|name| !OF_EVERY.contains(name)) {
            let Some(field) = self.fields.iter().find(|field| field.name == given) else {
                let names: Vec<&str> = self.fields.iter().map(|field| field.name).collect();
                let error = format!("{} takes no {given:?}", self.path);
                return Err(bad(error, given).hint(format!("it takes {}", names.join(", "))));
            };
            if !field.is_many && filled.all(given).count() > 1 {
                return Err(bad(format!("{given} is given more than once"), given));
            }
            if matches!(field.kind, Kind::Files) {
                return Err(bad(format!("{given} takes files"), given)
                    .hint(format!("send the form as {WITH_FILES}")));
            }
        }
        let takes = |name: &str| {
            let mut files = self
                .fields
                .iter()
                .filter(|one| matches!(one.kind, Kind::Files));
            files.any(|field| field.name == name)
        };
        match filled.file_names().find(|name| !takes(name)) {
            Some(name) => Err(bad(format!("{name} takes no file"), name)),
            None => Ok(()),
        }
    }

    /// Refuses also what lacks a field that is needed.
    ///
    /// # Errors
    /// Names the field.
    pub(super) fn check(&self, filled: &Filled) -> Result<(), Refused> {
        self.check_names(filled)?;
        let is_whole = self.changes.is_none() || filled.get(VERSION).is_some();
        let is_missing = |field: &&Field| {
            let is_needed = field.given == Given::Place || field.is_needed && is_whole;
            is_needed && filled.get(field.name).is_none()
        };
        match self.fields.iter().find(is_missing) {
            Some(field) => Err(bad(format!("{} is missing", field.name), field.name)),
            None if self.takes_files() && self.sent(filled).is_empty() => {
                let error = "there is no article".to_owned();
                Err(bad(error, ARTICLE_TEXT.name).hint("choose a file, or paste the text"))
            }
            None => Ok(()),
        }
    }

    /// What the command reads of a form: its files, and the text that was typed.
    fn sent(&self, filled: &Filled) -> Vec<Sent> {
        let texts = self.fields.iter().filter(|field| {
            let is_read = matches!(field.given, Given::Input | Given::File);
            is_read && !matches!(field.kind, Kind::Files)
        });
        let typed = texts
            .flat_map(|field| filled.all(field.name))
            .map(|text| Sent {
                name: "-".to_owned(),
                bytes: text.as_bytes().to_vec(),
            });
        let files = self
            .fields
            .iter()
            .flat_map(|field| filled.files(field.name));
        typed.chain(files.cloned()).collect()
    }

    /// The words of the command line that a form stands for, and what is recorded with them. A form that shows a thing as
    /// it is `held` says what it is to be; without that, a field that is not given changes nothing.
    pub(super) fn line(
        &self,
        filled: &Filled,
        held: Option<&Held>,
        by: String,
    ) -> (Vec<String>, Recording) {
        let mut words: Vec<String> = self.words.iter().map(|word| (*word).to_owned()).collect();
        let mut placed = vec!["--".to_owned()];
        let sent = self.sent(filled);
        for field in self.fields {
            let typed = filled.all(field.name).map(|typed| field.value(typed));
            match (field.given, held) {
                (Given::Place, _) => placed.extend(typed.map(str::to_owned)),
                (Given::Option, Some(held)) => words.extend(edit::options(held, field, filled)),
                (Given::Option, None) => words.extend(typed.map(|value| match field.kind {
                    Kind::Flag => format!("--{}", field.name),
                    _ => format!("--{}={value}", field.name),
                })),
                (Given::Input, _) => words.extend(typed.map(|_| format!("--{}=-", field.name))),
                (Given::File, _) => {}
            }
        }
        if self.takes_files() {
            placed.extend(sent.iter().map(|file| file.name.clone()));
        }
        words.extend(placed);
        let of = self.seen(filled);
        (words, Recording { by, sent, of })
    }

    /// Gives a new thing an id made of its name or text, unless the form has one.
    pub(super) fn name_new(&self, filled: &mut Filled) {
        let is_new = self.changes.is_none() && self.fields.iter().any(|field| field.name == "id");
        let words = ["name", "title", "text"].iter().find(|name| {
            let mut fields = self.fields.iter();
            fields.any(|field| field.name == **name && field.is_needed)
        });
        if let Some(words) = words.filter(|_| is_new && filled.get("id").is_none())
            && let Some(id) = filled.get(words).and_then(Slug::suggest)
        {
            filled.push("id", id.as_str());
        }
    }

    /// The thing that a form changes, if the form names it.
    pub(super) fn named<'f>(&self, filled: &'f Filled) -> Option<(Thing, &'f str)> {
        let name = filled.get(self.fields.first()?.name)?;
        Some((self.changes?, name.trim()))
    }

    /// The version of the thing that a form changes, if the form has one.
    fn seen(&self, filled: &Filled) -> Option<Version> {
        let (kind, name) = self.named(filled)?;
        Some(Version {
            kind,
            name: name.to_owned(),
            digest: filled.get(VERSION)?.to_owned(),
        })
    }

    /// The field that a refusal is about.
    pub(super) fn field_of(&self, about: &About, filled: &Filled) -> Option<&'static str> {
        let mut fields = self.fields.iter();
        let field = match about {
            About::Field(name) => {
                let name = name.replace('_', "-");
                let name = name.split('.').next().unwrap_or_default();
                let is_it = |one: &&Field| {
                    let rest = name.strip_prefix(one.name);
                    rest.is_some_and(|rest| ["", "s", "es"].contains(&rest))
                };
                fields.find(is_it)
            }
            About::Name { kind, name } => fields.find(|field| {
                let takes = match field.kind {
                    Kind::Name(taken) => taken == *kind,
                    _ => field.name == *kind,
                };
                takes
                    && filled
                        .all(field.name)
                        .any(|typed| typed.trim().starts_with(name))
            }),
        };
        field.map(|field| field.name)
    }
}
