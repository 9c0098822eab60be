//! The library in another program: the example that ships.

use std::process::Command;

/// The example records a statement and prints what changed.
#[test]
fn the_example_records_and_prints_what_changed() {
    let test = std::env::current_exe().expect("the path of this test");
    let profile = test.ancestors().nth(2).expect("the profile's folder");
    let output = Command::new(profile.join("examples/embed"))
        .env_clear()
        .output()
        .expect("the example, which `cargo test` and `cargo build --examples` build");
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(
        printed,
        "ferry-sails: unconfirmed → confirmed\ndiscrepancies resolved: 1\n"
    );
    assert!(output.status.success() && output.stderr.is_empty());
}
