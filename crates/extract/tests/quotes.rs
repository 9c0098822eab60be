//! The example program: what the README shows it to print.

#[allow(
    dead_code,
    reason = "the test calls what the example's main function calls"
)]
#[path = "../examples/quotes.rs"]
mod quotes;

/// The first block of the README that begins with a line.
fn block(first: &str) -> String {
    let readme = include_str!("../README.md");
    let start = readme.find(first).unwrap_or_else(|| panic!("no {first}")) + first.len();
    let block = &readme[start..];
    let end = block.find("```").unwrap_or_else(|| panic!("no end"));
    block[..end].to_owned()
}

#[test]
fn the_readme_shows_what_the_example_prints() {
    let mut printed = Vec::new();
    let outcome = quotes::print_quotes(&block("```text\n"), &mut printed);
    assert!(outcome.is_ok(), "{outcome:?}");
    let shown = block("$ cargo run -p onrecord-extract --example quotes -- harbour.txt\n");
    assert_eq!(String::from_utf8_lossy(&printed), shown);
}
