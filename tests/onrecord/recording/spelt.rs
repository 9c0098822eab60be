//! Names in Cyrillic and Latin letters: either finds the other, where one party alone can be meant.

use serde_json::json;

use crate::common::TestDesk;
use crate::common::desk::small_desk;

/// A desk with people whose names are spelt in several ways.
fn desk() -> TestDesk {
    let desk = small_desk();
    desk.import(&[
        json!({"record": "party", "id": "orlenko", "name": "Serhii Orlenko", "kind": "person", "aliases": ["Orlenko"]}),
        json!({"record": "party", "id": "zhukova", "name": "Марія Жукова", "kind": "person"}),
        json!({"record": "party", "id": "moor", "name": "Toni Moor", "kind": "person"}),
        json!({"record": "party", "id": "vysotskyi", "name": "Ivan Vysotskyi", "kind": "person"}),
        json!({"record": "claim", "id": "dam", "text": "Orlenko closed the dam."}),
    ]);
    desk
}

#[test]
fn a_name_is_typed_in_either_alphabet() {
    let desk = desk();
    for (typed, party) in [
        ("Сергій Орленко", "orlenko"),
        ("Сергей Орленко", "orlenko"),
        ("Орленко", "orlenko"),
        ("Sergej Orlenko", "orlenko"),
        ("Mariia Zhukova", "zhukova"),
        ("Maria Joukova", "zhukova"),
        ("Марии Жуковой", "zhukova"),
        ("Зеленський", "zelenskyy"),
        ("Зеленского", "zelenskyy"),
        ("Selenskyj", "zelenskyy"),
        ("Владимир Зеленский", "zelenskyy"),
        ("Wolodymyr Selenskyj", "zelenskyy"),
        ("Iwan Wyssozkyj", "vysotskyi"),
    ] {
        let found = desk.json(format!("party show '{typed}'"));
        assert_eq!(found["id"], party, "{typed}: {found}");
        let said = desk.run(format!("say '{typed}' denies dam --source minutes"));
        assert_eq!(said.code, 0, "{said}");
        assert!(said.stdout.contains(party), "{said}");
        desk.run("undo --yes");
    }
}

#[test]
fn another_name_stays_unknown() {
    let desk = desk();
    for typed in [
        "Tony Moor",
        "Тони Мур",
        "Зеленская",
        "Жуков",
        "Орленка Сергей",
        "Петро Орленко",
        "Ivana Vysotskyi",
    ] {
        let run = desk.run(format!("say '{typed}' denies dam --source minutes"));
        assert_eq!(run.code, 1, "{run}");
        assert!(run.stderr.contains("unknown party"), "{run}");
    }
}

#[test]
fn a_spelling_that_fits_two_parties_is_refused() {
    let desk = desk();
    desk.run("party add other --name 'Sergey Orlenko' --kind person");
    let run = desk.run("say 'Сергей Орленко' denies dam --source minutes");
    assert_eq!(run.code, 1, "{run}");
    assert!(
        run.stderr.contains("orlenko") && run.stderr.contains("other"),
        "{run}"
    );
}

#[test]
fn a_new_party_with_a_respelt_name_is_noted() {
    let desk = desk();
    for (name, noted) in [
        ("Сергій Орленко", "orlenko"),
        ("Maria Zhukova", "zhukova"),
        ("Wolodymyr Selenskyj", "zelenskyy"),
    ] {
        let run = desk.run(format!("party add new --name '{name}' --kind person"));
        assert_eq!(run.code, 0, "{run}");
        let note = format!("new may be the same as {noted}");
        assert!(run.stderr.contains(&note), "{run}");
        desk.run("undo --yes");
    }
}

#[test]
fn search_finds_the_other_alphabet() {
    let desk = desk();
    for (query, id) in [
        ("Орленко", "dam"),
        ("Жукова", "zhukova"),
        ("Zhukova", "zhukova"),
    ] {
        let found = desk.list(format!("search '{query}'"));
        assert!(
            found.iter().any(|one| one["id"] == id),
            "{query}: {found:?}"
        );
    }
}
