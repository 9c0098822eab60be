//! How well texts are read and linked, measured on the shipped ledger and the two documents that it records.
//!
//! The documents are under copyright and not part of the project; `ONRECORD_DOCUMENTS` names the folder that has them.
//! `cargo test measured:: -- --nocapture` prints the figures of docs/extraction.md, and every miss.

mod linking;
mod relaying;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use onrecord::domain::claim::Claim;
use onrecord::domain::party::Party;
use onrecord::domain::passage::hex;
use onrecord::domain::slug::Slug;
use onrecord::domain::source::Source;
use onrecord::domain::statement::Statement;
use onrecord::exchange::Record;
use sha2::{Digest, Sha256};

/// The records that ship, by kind.
#[derive(Default)]
struct Shipped {
    parties: Vec<Party>,
    sources: Vec<Source>,
    questions: BTreeMap<Slug, String>,
    claims: Vec<Claim>,
    statements: Vec<Statement>,
}

fn shipped() -> Shipped {
    let mut shipped = Shipped::default();
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    for kind in ["parties", "sources", "questions", "claims", "statements"] {
        let file = seeds.join(kind).with_extension("jsonl");
        for line in fs::read_to_string(file).expect("a seed file").lines() {
            match serde_json::from_str(line).expect("a record") {
                Record::Party(party) => shipped.parties.push(party),
                Record::Source(source) => shipped.sources.push(source),
                Record::Question(question) => {
                    shipped.questions.insert(question.id, question.text);
                }
                Record::Claim(claim) => shipped.claims.push(claim),
                Record::Statement(statement) => shipped.statements.push(statement),
                Record::Ruling(_) => {}
            }
        }
    }
    shipped
}

/// The texts of the shipped sources, by source; `None` if `ONRECORD_DOCUMENTS` is not set.
fn documents(sources: &[Source]) -> Option<BTreeMap<Slug, String>> {
    let Some(folder) = std::env::var_os("ONRECORD_DOCUMENTS").filter(|folder| !folder.is_empty())
    else {
        eprintln!("skipped: ONRECORD_DOCUMENTS names no folder with the founding documents");
        return None;
    };
    let files = fs::read_dir(folder).expect("the folder of the documents");
    let texts = files.filter_map(|entry| {
        let bytes = fs::read(entry.expect("a file").path()).ok()?;
        let digest = hex(&Sha256::digest(&bytes));
        let mut known = sources.iter();
        let source = known.find(|source| source.sha256.as_deref() == Some(&*digest))?;
        let text = String::from_utf8(bytes).expect("UTF-8");
        Some((source.id.clone(), text))
    });
    Some(texts.collect())
}

/// Characters `start..end` of a text, on one line.
fn excerpt(text: &str, start: usize, end: usize) -> String {
    let words: String = text.chars().skip(start).take(end - start).collect();
    words.replace('\n', " ")
}
