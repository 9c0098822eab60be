//! Learns the extractor's weights from annotated texts and their token layers:
//!
//! ```text
//! cargo run --release -p onrecord-train -- \
//!     TRAIN.jsonl TRAIN.tokens.jsonl.gz DEV.jsonl DEV.tokens.jsonl.gz OUTSIDE.jsonl OUT
//! ```
//!
//! The tagger and the parser are learned from TRAIN, the other models from TRAIN and OUTSIDE, which holds texts of other
//! kinds and is written by `outside.py`. DEV is used to measure only. The same input gives the same weights, byte for
//! byte.

mod corpus;
mod crf;
mod judging;
mod layers;
mod parser;
mod readings;
mod rng;
mod silver;
mod tagger;

use corpus::Annotated;
use crf::{Plan, Sequences};
use judging::Cases;
use layers::{Layers, Read};
use onrecord_extract::DamagedWeights;
use onrecord_extract::training::crf::Scores;
use onrecord_extract::training::judge::Judge;
use onrecord_extract::training::pack::unpack_weights;
use onrecord_extract::training::{roles, scan};
use rayon::prelude::*;
use readings::{beliefs, role_data, role_forbidden, scan_data, scan_forbidden, to_crf};
use silver::Silver;
use std::collections::HashMap;
use std::error::Error;
use std::path::{Path, PathBuf};

/// The number of parts of the training documents. Each part is read by models that were trained on the others, so
/// that the later models are trained on mistakes as they will see them.
const FOLDS: usize = 4;

/// How often each text of OUTSIDE is read. There are few of them, and they are to count.
const OUTSIDE_WEIGHT: usize = 2;

/// What the random numbers of the CRFs begin with.
const SEED: u64 = 7;

/// The number of rows of a CRF's table, as a power of two.
const BITS: u32 = 17;

const SCAN_PLAN: Plan = Plan {
    rate: 0.15,
    decay: 0.0,
    drop: 0.4,
    epochs: 6,
    labels: scan::label::COUNT,
    reserved: None,
    forbidden: scan_forbidden,
};
const ROLE_PLAN: Plan = Plan {
    rate: 0.15,
    decay: 0.0,
    drop: 0.1,
    epochs: 4,
    labels: roles::label::COUNT,
    reserved: Some(roles::label::CUE as u8),
    forbidden: role_forbidden,
};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [train, train_layers, dev, dev_layers, outside, out] = args.as_slice() else {
        return Err(
            "usage: train TRAIN.jsonl TRAIN.tokens.jsonl.gz DEV.jsonl DEV.tokens.jsonl.gz OUTSIDE.jsonl OUT"
                .into(),
        );
    };
    std::fs::create_dir_all(out)?;
    let train = corpus::read(train)?;
    let dev = corpus::read(dev)?;
    let outside = corpus::read(outside)?;
    let silver = silver::read(train_layers, &texts(&train))?;
    let dev_silver = silver::read(dev_layers, &texts(&dev))?;

    let layers = Layers::learn(&silver.iter().collect::<Vec<_>>())?;
    let (tags, heads) = layers.measure(&dev_silver);
    eprintln!("tags {tags:.2}% and heads {heads:.2}% as in the silver layer of dev");
    save(out, "tagger.bin", &layers.packed_tagger)?;
    save(out, "parser.bin", &layers.packed_parser)?;

    let mut folds = read_folds(&train, &silver)?;
    for (at, document) in outside.iter().enumerate() {
        for _ in 0..OUTSIDE_WEIGHT {
            folds[at % FOLDS].extend(layers.read(std::iter::once(document)));
        }
    }
    let dev = layers.read(dev.iter());
    learn_models(&folds, &dev, out)
}

/// The texts by id, with their indexes.
fn texts(documents: &[Annotated]) -> HashMap<String, (usize, String)> {
    documents
        .iter()
        .enumerate()
        .map(|(at, document)| (document.id.clone(), (at, document.text.clone())))
        .collect()
}

fn save(out: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    eprintln!("{name}: {} bytes", bytes.len());
    std::fs::write(out.join(name), bytes)
}

/// The documents of each part, parsed by models trained on the others.
fn read_folds<'a>(
    train: &'a [Annotated],
    silver: &[Silver],
) -> Result<Vec<Vec<Read<'a>>>, DamagedWeights> {
    (0..FOLDS)
        .into_par_iter()
        .map(|fold| {
            let others: Vec<&Silver> = silver
                .iter()
                .filter(|s| s.document % FOLDS != fold)
                .collect();
            let own = train
                .iter()
                .enumerate()
                .filter(|(at, _)| at % FOLDS == fold)
                .map(|(_, document)| document);
            Ok(Layers::learn(&others)?.read(own))
        })
        .collect()
}

/// All parts but one.
fn others<T>(parts: &[T], fold: usize) -> Vec<&T> {
    parts
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != fold)
        .map(|(_, part)| part)
        .collect()
}

/// Trains the scan, the role model and the judge, and saves them.
fn learn_models(folds: &[Vec<Read>], dev: &[Read], out: &Path) -> Result<(), Box<dyn Error>> {
    let learn = |data: &[&Sequences], plan: &Plan| to_crf(&plan.train(BITS, data, SEED));
    let data: Vec<Sequences> = folds.iter().map(|fold| scan_data(fold)).collect();
    let (scan, packed) = learn(&data.iter().collect::<Vec<_>>(), &SCAN_PLAN)?;
    save(out, "scan.bin", &packed)?;
    let mut believed: Vec<Vec<Vec<Scores>>> = Vec::new();
    for (at, fold) in folds.iter().enumerate() {
        believed.push(beliefs(fold, &learn(&others(&data, at), &SCAN_PLAN)?.0));
    }
    drop(data);

    let data: Vec<Sequences> = folds
        .iter()
        .zip(&believed)
        .map(|(fold, believed)| role_data(fold, believed))
        .collect();
    let (roles, packed) = learn(&data.iter().collect::<Vec<_>>(), &ROLE_PLAN)?;
    save(out, "roles.bin", &packed)?;
    let mut cases = Vec::new();
    for (at, fold) in folds.iter().enumerate() {
        let roles = learn(&others(&data, at), &ROLE_PLAN)?.0;
        cases.push(Cases::new(fold, &believed[at], &roles));
    }
    drop(data);

    let dev_beliefs = beliefs(dev, &scan);
    learn_judge(cases, &Cases::new(dev, &dev_beliefs, &roles), out)
}

/// Trains both passes of the judge, measures them on dev, and saves them.
fn learn_judge(mut cases: Vec<Cases>, dev: &Cases, out: &Path) -> Result<(), Box<dyn Error>> {
    let examples: Vec<_> = cases.iter().map(Cases::examples).collect();
    let first = judging::learn(&examples.iter().flatten().collect::<Vec<_>>());
    for (at, case) in cases.iter_mut().enumerate() {
        let others = others(&examples, at).into_iter().flatten();
        let pass = judging::learn(&others.collect::<Vec<_>>());
        case.advance(&unpack_weights(&pass).ok_or(DamagedWeights("judge"))?);
    }
    let examples: Vec<_> = cases.iter().map(Cases::examples).collect();
    let second = judging::learn(&examples.iter().flatten().collect::<Vec<_>>());
    let packed = Judge::pack([&first, &second]);
    let judge = Judge::unpack(&packed).ok_or(DamagedWeights("judge"))?;
    eprint!("{}", dev.measure(&judge));
    save(out, "judge.bin", &packed)?;
    Ok(())
}
