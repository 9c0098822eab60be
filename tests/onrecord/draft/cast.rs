//! Who is who in a draft: names, roles, for whom people speak, and what later articles add.

use serde_json::Value;

use super::{claims, drafted, named};

#[test]
fn offices_ministers_and_bosses_speak_for_whom_they_serve() {
    let (_, draft) = drafted(&[(
        "Courier",
        "Bridge\n\n19 August 2025\n\nThe Ministry of Works said the bridge was safe. The government said it would pay. Works Minister Lena Holt said the bridge would open in May.\n\nA spokesman for Ms Holt said the bridge would cost nothing. Ms Holt’s office said the toll would go.\n\nThe interior ministry said the police would guard the bridge.\n\nThe president of the Nurses’ Union, Lydia Penn, said the bridge was a danger.\n",
    )]);
    let parties = &draft["parties"];
    let speaks_for = |name: &str| -> Vec<String> {
        let edges = named(parties, name)["speaks_for"].as_array().cloned();
        let ids = edges.into_iter().flatten();
        ids.map(|edge| edge["party"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(
        speaks_for("Lena Holt"),
        ["ministry-of-works", "the-government"]
            .map(str::to_owned)
            .into_iter()
            .collect::<Vec<_>>()
    );
    assert_eq!(speaks_for("Lena Holt’s office"), ["lena-holt"]);
    assert_eq!(speaks_for("Lydia Penn"), ["nurses-union"]);
    let names: Vec<&str> = parties
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| one["name"].as_str())
        .collect();
    assert!(names.contains(&"The interior ministry"), "{names:?}");
    assert!(
        !names.iter().any(|name| name.contains("pokesman")),
        "{names:?}"
    );
}

/// The parties of a draft: each name with its aliases and with the parties it speaks for.
fn parties(draft: &Value) -> Vec<String> {
    let all = draft["parties"].as_array().into_iter().flatten();
    let ids = |list: &Value, key: &str| -> Vec<String> {
        let list = list.as_array().into_iter().flatten();
        let text = |one: &Value| one.get(key).unwrap_or(one).as_str().map(str::to_owned);
        list.filter_map(text).collect()
    };
    all.map(|one| {
        let (aliases, of) = (ids(&one["aliases"], ""), ids(&one["speaks_for"], "party"));
        let name = one["name"].as_str().unwrap_or_default();
        format!("{name} | {} | {}", aliases.join(", "), of.join(", "))
    })
    .collect()
}

#[test]
fn words_for_somebody_are_no_names() {
    let (_desk, draft) = drafted(&[
        (
            "a.txt",
            "19 August 2025\n\nTom Hart, chief executive of Orley Ferries, said the pier was safe. \
             The boss said the ferry would sail. Two days earlier, a spokesman for Mr Hart said the pier was new.",
        ),
        (
            "b.txt",
            "20 August 2025\n\nThe Harbour and Ferry Workers' Union said the pier was rotten.\n\n\
             Union is looking into it, it said.\n\nUnion says members will vote on Friday.",
        ),
    ]);
    let found = parties(&draft);
    let named = |name: &str| found.iter().find(|one| one.starts_with(name)).cloned();
    assert_eq!(
        named("Tom Hart").as_deref(),
        Some("Tom Hart |  | orley-ferries"),
        "{found:#?}"
    );
    assert!(
        !found
            .iter()
            .any(|one| one.contains("earlier") || one.contains("Boss")),
        "{found:#?}"
    );
    assert_eq!(named("Union |"), None, "{found:#?}");
}

#[test]
fn a_minister_speaks_for_a_ministry_and_a_director_for_a_hospital() {
    let (_desk, draft) = drafted(&[(
        "a.txt",
        "19 August 2025\n\nThe Ministry of Health said the water was clean. It was not possible to reach the Minister of \
         Health, Dr Ann Lee, by press time.\n\nThe Medical Director of St Olav's, Dr Tom Ruud, said nine people had \
         died.\n\nSt Olav's Hospital in Orley said its beds were full. A World Health Organization (WHO) official in Orley \
         said the organisation was awaiting results. The World Health Organization said the water was not safe.",
    )]);
    let found = parties(&draft);
    let has = |line: &str| assert!(found.iter().any(|one| one == line), "{line} {found:#?}");
    has("Ann Lee |  | ministry-of-health");
    has("World Health Organization |  | ");
    assert!(
        found
            .iter()
            .any(|one| one.starts_with("Tom Ruud |  | st-olav-s")),
        "{found:#?}"
    );
    assert!(
        !found.iter().any(|one| one.starts_with("Health |")),
        "{found:#?}"
    );
    let official = found.iter().find(|one| one.contains("official")).cloned();
    assert!(
        official.is_some_and(|one| one.starts_with("World Health Organization (WHO) official")),
        "{found:#?}"
    );
}

#[test]
fn the_ministry_is_the_one_that_the_article_has_named_in_any_order() {
    let (_desk, draft) = drafted(&[
        (
            "a.txt",
            "19 August 2025\n\nThe Ministry of Health said the water was clean. Ministry of Health spokesman Tom Ruud said \
             it was tested. The Ministry of Health said it had 11 cases.",
        ),
        (
            "b.txt",
            "20 August 2025\n\nNine people have died, more than the health ministry has said. The ministry put the toll at \
             11 deaths.\n\nZandia's interior ministry said the border was closed.",
        ),
    ]);
    let all = claims(&draft);
    let deaths = all.iter().find(|(text, _)| text.contains("11 deaths"));
    let who = deaths.map(|(_, who)| who.join(", "));
    assert_eq!(
        who.as_deref(),
        Some("ministry-of-health asserts"),
        "{draft:#}"
    );
}

#[test]
fn an_unnamed_official_is_no_other_name_of_the_body() {
    let first = "19 August 2025\n\nA World Health Organization (WHO) official in Orley said the water was not safe.";
    let second = "20 August 2025\n\nWHO spokesman Tom Hart said the water had been tested. The WHO said more tests would follow.";
    let (_desk, draft) = super::later::after_a_day(first, second);
    let found = parties(&draft);
    assert!(
        found.iter().any(|one| one == "Tom Hart |  | who"),
        "{found:#?}"
    );
}
