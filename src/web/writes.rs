//! What may be recorded: which path is which command, and which fields its form has.
//!
//! A form can only name what is in this table. No field in it names a file; a text that a command reads comes with the
//! form.

use hyper::StatusCode;

use super::commands::Recording;
use super::filled::Filled;
use super::reply::Refused;
use crate::domain::party::PartyKind;
use crate::domain::ruling::Verdict;
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
}

/// A field of a form.
#[derive(Clone, Copy)]
pub(super) struct Field {
    /// Its name, which is that of the command's option.
    pub(super) name: &'static str,
    /// What it is called on the page.
    pub(super) label: &'static str,
    /// What may be typed.
    pub(super) kind: Kind,
    /// How it is given to the command.
    pub(super) given: Given,
    /// Whether the command cannot do without it.
    pub(super) is_needed: bool,
    /// Whether there may be several.
    pub(super) is_many: bool,
    /// What else there is to know about it.
    pub(super) hint: &'static str,
}

/// What may be typed in a field.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// The name of something of a kind: `party`, `claim`, `source`, `question` or `topic`.
    Name(&'static str),
    /// A line.
    Line,
    /// A paragraph.
    Lines,
    /// A whole text.
    Text,
    /// A time.
    Time,
    /// One of some words.
    Choice(fn() -> Vec<(&'static str, &'static str)>),
    /// Nothing: it is set or not.
    Flag,
}

/// How a field is given to its command.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    /// By its place. All that are given so are needed, and in the order of the table.
    Place,
    /// As an option of its name.
    Option,
    /// In place of standard input, which an option of its name reads.
    Input,
}

impl Field {
    const fn new(name: &'static str, label: &'static str, kind: Kind) -> Self {
        Self {
            name,
            label,
            kind,
            given: Given::Option,
            is_needed: false,
            is_many: false,
            hint: "",
        }
    }

    /// The same field, given by its place.
    const fn placed(self) -> Self {
        Self {
            given: Given::Place,
            is_needed: true,
            ..self
        }
    }

    const fn needed(self) -> Self {
        Self {
            is_needed: true,
            ..self
        }
    }

    const fn many(self) -> Self {
        Self {
            is_many: true,
            ..self
        }
    }

    const fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// A value as the command is to have it. Only texts keep the spaces around them.
    fn value(self, typed: &str) -> &str {
        match self.kind {
            Kind::Text => typed,
            _ => typed.trim(),
        }
    }
}

fn words<W: WordList>() -> Vec<(&'static str, &'static str)> {
    let words = W::ALL.iter();
    words.map(|word| (word.as_str(), word.meaning())).collect()
}

const NEW_ID: Field = Field::new("id", "Id", Kind::Line)
    .placed()
    .hint("Short, in lower case with hyphens. It can be changed later.");
const STATEMENT: Field = Field::new("statement", "Statement", Kind::Line).placed();
const CLAIM: Field = Field::new("claim", "Claim", Kind::Name("claim"));
const PARTY: Field = Field::new("party", "Who speaks", Kind::Name("party"));
const STANCE: Field = Field::new("stance", "Stance", Kind::Choice(words::<Stance>));
const SOURCE: Field = Field::new("source", "Source", Kind::Name("source"));
const SAID: Field = Field::new("said", "When it was said", Kind::Time)
    .hint("Left empty, the day of the source counts.");
const PASSAGE: Field = Field::new("passage", "Passage", Kind::Lines)
    .hint("Its words in the text of the source, or START..END in characters.");
const QUOTE: Field =
    Field::new("quote", "Exact words", Kind::Lines).hint("If the wording matters.");
const VIA: Field = Field::new("via", "Relayed by", Kind::Name("party"))
    .many()
    .hint("Nearest to the source first.");
const ATTRIBUTION: Field = Field::new("attribution", "Terms", Kind::Choice(words::<Attribution>));
const SHOWN_AS: Field = Field::new("shown-as", "Shown as", Kind::Line)
    .hint("The agreed wording for the speaker, such as “a senior official”.");
const NOTE: Field = Field::new("note", "Note of the desk", Kind::Lines);
const REASON: Field = Field::new("reason", "Why", Kind::Lines).needed();

/// Everything that may be recorded.
pub(super) static WRITES: [Write; 12] = [
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
            NOTE,
            Field::new(
                "again",
                "Record it although it was voided or corrected before",
                Kind::Flag,
            ),
        ],
        changes: None,
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
            ATTRIBUTION,
            SHOWN_AS,
            NOTE,
        ],
        changes: Some(Thing::Statement),
    },
    Write {
        path: "/record/void",
        title: "Void a statement",
        words: &["void"],
        fields: &[STATEMENT, REASON],
        changes: Some(Thing::Statement),
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
            Field::new("ruled", "Day of the ruling", Kind::Time),
        ],
        changes: Some(Thing::Claim),
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
    },
    Write {
        path: "/record/claim/add",
        title: "Add a claim",
        words: &["claim", "add"],
        fields: &[
            NEW_ID, CLAIM_TEXT, TOPIC, PRINCIPAL, STANDARD, QUESTION, VALUE, DUE,
        ],
        changes: None,
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
    },
    Write {
        path: "/record/question/add",
        title: "Add a question",
        words: &["question", "add"],
        fields: &[NEW_ID, QUESTION_TEXT],
        changes: None,
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
    },
];

const NAME: Field = Field::new("name", "Name", Kind::Line).hint("As tables and stories show it.");
const PARTY_KIND: Field = Field::new("kind", "Kind", Kind::Choice(words::<PartyKind>));
const ROLE: Field = Field::new("role", "Office or function", Kind::Line);
const ALIAS: Field = Field::new("alias", "Also called", Kind::Line).many();
const SPEAKS_FOR: Field = Field::new("speaks-for", "Speaks for", Kind::Name("party"))
    .many()
    .hint("A party, or PARTY:SINCE..UNTIL with days.");
const MEMBER_OF: Field = Field::new("member-of", "Member of", Kind::Name("party"))
    .many()
    .hint("A party, or PARTY:SINCE..UNTIL with days.");

const CLAIM_TEXT: Field = Field::new("text", "Claim", Kind::Lines)
    .needed()
    .hint("A full sentence in the desk’s own words.");
const TOPIC: Field = Field::new("topic", "Topic", Kind::Name("topic"));
const PRINCIPAL: Field = Field::new(
    "principal",
    "Whose own act or words it is about",
    Kind::Name("party"),
)
.many();
const STANDARD: Field = Field::new("standard", "What confirms it", Kind::Line)
    .hint("acknowledgement, or corroboration:N by N independent sources. Left empty, it depends on whether there are principals.");
const QUESTION: Field = Field::new("question", "Answers the question", Kind::Name("question"));
const VALUE: Field = Field::new("value", "Its answer", Kind::Line)
    .hint("USD 90bn, about 1500 households, 12%, 2025-08-20, place:Geneva, text:undecided");
const DUE: Field = Field::new("due", "Due", Kind::Time)
    .hint("The day by which it says something will have happened.");

const TITLE: Field = Field::new("title", "Headline or name", Kind::Line).needed();
const PUBLISHER: Field = Field::new("publisher", "Publisher", Kind::Line);
const AUTHOR: Field = Field::new("author", "Author", Kind::Line).many();
const URL: Field = Field::new("url", "Where it was found", Kind::Line);
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
    ..Field::new("text", "Text", Kind::Text)
};

const QUESTION_TEXT: Field = Field::new("text", "Question", Kind::Lines).needed();

/// What may be recorded at a path.
pub(super) fn at(path: &str) -> Option<&'static Write> {
    WRITES.iter().find(|write| write.path == path)
}

/// Fields of every form, besides those of its table.
pub(super) const OF_EVERY: [&str; 4] = [super::author::FIELD, super::once::FIELD, VERSION, BACK];
/// The field with the version of the thing that a form changes.
pub(super) const VERSION: &str = "version";
/// The field with the form to go back to.
pub(super) const BACK: &str = "back";

impl Write {
    /// Refuses fields that this has not, fields that are given twice, and needed ones that are missing.
    ///
    /// # Errors
    /// Names the field.
    pub(super) fn check(&self, filled: &Filled) -> Result<(), Refused> {
        let bad =
            |error: String, field: &str| Refused::new(StatusCode::BAD_REQUEST, error).at(field);
        for given in filled.names().filter(|name| !OF_EVERY.contains(name)) {
            let Some(field) = self.fields.iter().find(|field| field.name == given) else {
                let names: Vec<&str> = self.fields.iter().map(|field| field.name).collect();
                let error = format!("{} takes no {given:?}", self.path);
                return Err(bad(error, given).hint(format!("it takes {}", names.join(", "))));
            };
            if !field.is_many && filled.all(given).count() > 1 {
                return Err(bad(format!("{given} is given more than once"), given));
            }
        }
        let is_whole = self.changes.is_none() || filled.get(VERSION).is_some();
        let is_missing = |field: &&Field| {
            let is_needed = field.given == Given::Place || field.is_needed && is_whole;
            is_needed && filled.get(field.name).is_none()
        };
        match self.fields.iter().find(is_missing) {
            Some(field) => Err(bad(format!("{} is missing", field.name), field.name)),
            None => Ok(()),
        }
    }

    /// The words of the command line that a form stands for, and what goes with them. All fields are taken as the command
    /// takes its options: one that is not given changes nothing.
    pub(super) fn line(&self, filled: &Filled, by: String) -> (Vec<String>, Recording) {
        let mut words: Vec<String> = self.words.iter().map(|word| (*word).to_owned()).collect();
        let mut placed = vec!["--".to_owned()];
        let mut input = None;
        for field in self.fields {
            for typed in filled.all(field.name) {
                let value = field.value(typed);
                match (field.given, field.kind) {
                    (Given::Place, _) => placed.push(value.to_owned()),
                    (Given::Option, Kind::Flag) => words.push(format!("--{}", field.name)),
                    (Given::Option, _) => words.push(format!("--{}={value}", field.name)),
                    (Given::Input, _) => {
                        words.push(format!("--{}=-", field.name));
                        input = Some(value.to_owned());
                    }
                }
            }
        }
        words.extend(placed);
        let recording = Recording {
            by,
            input,
            of: None,
        };
        (words, recording)
    }
}
