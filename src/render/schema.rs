//! The JSON Schemas of the answers, generated from their types.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use super::calls::Calls;
use super::candidates::{Candidates, Ingests};
use super::changes::HandOver;
use super::claims::{Claims, Unconfirmed};
use super::discrepancies::Discrepancies;
use super::draft::Drafted;
use super::entries::Entries;
use super::feeds::Feeds;
use super::outcome::{Message, RebuildAnswer, Seeded};
use super::overview::Checked;
use super::reading::ReadPage;
use super::records::{Parties, Questions, SourceText, Sources};
use super::search::SearchHits;
use super::shared::{DeskList, Outbox};
use crate::answer::{
    AcceptAnswer, AttachAnswer, ClaimPage, DoneAnswer, FetchAnswer, FindAnswer, HeadAnswer,
    ImportedAnswer, MatrixAnswer, NewsAnswer, PartyAnswer, QuestionAnswer, Report, RestoreAnswer,
    RivalsAnswer, SourceAnswer, StatusAnswer, TimelineAnswer, TraceAnswer, VerifyAnswer,
};
use crate::exchange::extraction::Extracted;

/// Every answer's schema, by the command that gives it. `edit` stands for all writes that may touch
/// many claims, `done` for those that touch none.
pub fn answers() -> Vec<(&'static str, Schema)> {
    vec![
        of::<AcceptAnswer>("accept"),
        of::<Drafted>("draft"),
        of::<Calls>("awaiting"),
        of::<Candidates>("candidates"),
        of::<HandOver>("changes"),
        of::<Checked>("check"),
        of::<Claims>("claim-list"),
        of::<ClaimPage>("claim-show"),
        of::<Discrepancies>("discrepancies"),
        of::<Message>("done"),
        of::<DeskList>("desks"),
        of::<DoneAnswer>("edit"),
        of::<Vec<Extracted>>("extract"),
        of::<Feeds>("feed-list"),
        of::<FetchAnswer>("fetch"),
        of::<HeadAnswer>("head"),
        of::<ImportedAnswer>("import"),
        of::<Ingests>("ingest"),
        of::<Entries>("log"),
        of::<MatrixAnswer>("matrix"),
        of::<Outbox>("outbox"),
        of::<Parties>("party-list"),
        of::<PartyAnswer>("party-show"),
        of::<Questions>("question-list"),
        of::<QuestionAnswer>("question-show"),
        of::<ReadPage>("read"),
        of::<RebuildAnswer>("rebuild"),
        of::<Report>("report"),
        of::<RestoreAnswer>("restore"),
        of::<RivalsAnswer>("rivals"),
        of::<NewsAnswer>("say"),
        of::<SearchHits>("search"),
        of::<Seeded>("seed"),
        of::<AttachAnswer>("source-attach"),
        of::<Sources>("source-list"),
        of::<SourceText>("source-text"),
        of::<SourceAnswer>("source-show"),
        of::<StatusAnswer>("status"),
        of::<TimelineAnswer>("timeline"),
        of::<Unconfirmed>("unconfirmed"),
        of::<VerifyAnswer>("verify"),
        of::<FindAnswer>("watch"),
        of::<TraceAnswer>("why"),
    ]
}

fn of<T: JsonSchema>(name: &'static str) -> (&'static str, Schema) {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    (name, settings.into_generator().into_root_schema_for::<T>())
}
