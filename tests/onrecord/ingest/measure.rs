//! How well candidates fit the record that ships, where the founding documents are at hand.

use std::path::PathBuf;
use std::process::Command;

use crate::common::example;

/// The goals that the project set itself for the article that it was founded on, in percent: statements with a
/// candidate of the right party; of those, the right claim first, and among three; of those, the right stance.
const GOALS: [u32; 4] = [80, 60, 85, 85];

#[test]
fn candidates_fit_the_shipped_record() {
    let Ok(documents) = std::env::var("ONRECORD_DOCUMENTS") else {
        eprintln!("passed over: ONRECORD_DOCUMENTS names no folder with the founding documents");
        return;
    };
    let text = PathBuf::from(documents).join("001_4f11e1b26abddcd1.txt");
    let output = Command::new(example("linking"))
        .arg(text)
        .arg("irish-times-2025-08-19")
        .output()
        .expect("the example runs");
    let told = String::from_utf8(output.stdout).expect("UTF-8");
    let shares: Vec<u32> = told
        .lines()
        .filter_map(|line| line.split('(').nth(1)?.strip_suffix("%)")?.parse().ok())
        .collect();
    assert!(shares.len() >= GOALS.len(), "{told}");
    for (share, goal) in shares.iter().zip(GOALS) {
        assert!(
            *share >= goal,
            "{share}% where {goal}% are the goal:\n{told}"
        );
    }
}
