//! The live blog of the day: 60 posts, two each half hour, of which its page shows the last 40.

use serde_json::Value;

use super::blogs::{Post, blog};
use crate::common::TestDesk;
use crate::common::site::Answer;

/// The source that the live blog becomes.
pub(super) const SOURCE: &str = "courier-2025-08-20";

const POSTS: u32 = 60;

/// How many posts the page shows.
const SHOWN: usize = 40;

/// The rounds in which a post that is quoted, and then one that nobody quoted, is put in other words.
const QUOTED_EDIT: usize = 14;
const OTHER_EDIT: usize = 16;

/// The words of the first post that are quoted, and what becomes of them.
pub(super) const QUOTED: &str = "shut for the season";
pub(super) const EDITED: &str = "shut until further notice";

/// Where in the town each post comes from, so that no two are alike.
const PLACES: [&str; 10] = [
    "the ice house",
    "the net loft",
    "the chandler's yard",
    "the lifeboat station",
    "the old customs shed",
    "the swing bridge",
    "the fish auction",
    "the pilots' office",
    "the eastern mole",
    "the dry dock",
];

/// What people saw there.
const SIGHTS: [&str; 6] = [
    "two lorries brought sandbags before anybody had asked for them",
    "a crane lifted the first beams and put them down again",
    "divers went in and came out shaking their heads",
    "the night shift was sent home with half its pay",
    "water stood up to the second step of the stairs",
    "children counted the gulls on the broken railing",
];

/// The minute after midnight at which a post appeared.
fn minute(number: u32) -> u32 {
    5 * 60 + 30 + number * 15
}

fn words(number: usize) -> String {
    let (place, sight) = (PLACES[number % PLACES.len()], SIGHTS[number / PLACES.len()]);
    let end = if number == 0 {
        QUOTED
    } else {
        "in use as before"
    };
    format!(
        "At {place} {sight}, Ann Lee said, and dispatch {number} adds that the gate there is {end}."
    )
}

/// The posts that are there in a round, oldest first.
fn posts(round: usize) -> Vec<(u32, String)> {
    (0..POSTS)
        .filter(|number| *number as usize / 2 <= round)
        .map(|number| {
            let mut words = words(number as usize);
            if number == 0 && round >= QUOTED_EDIT {
                words = words.replace(QUOTED, EDITED);
            }
            if number == 7 && round >= OTHER_EDIT {
                words = words.replace("in use as before", "barred by a chain");
            }
            (number, words)
        })
        .collect()
}

/// The page in a round.
pub(super) fn page(round: usize) -> Answer {
    let posts = posts(round);
    let shown = &posts[posts.len().saturating_sub(SHOWN)..];
    let shown: Vec<Post<'_>> = shown
        .iter()
        .map(|(number, words)| (*number, minute(*number), words.as_str()))
        .collect();
    blog(&shown)
}

/// Checks what was recorded of it, and the numbers of posts that were found one after the other.
pub(super) fn check(desk: &TestDesk, found: &[u64]) {
    let text = desk.json(format!("source text {SOURCE}"));
    let text = text["text"].as_str().expect("a text");
    let open = desk.json("candidates --all");
    for number in 0..POSTS {
        let own = format!("dispatch {number} adds");
        assert_eq!(
            text.matches(&own).count(),
            1,
            "post {number} is recorded once"
        );
        let heard = open.as_array().expect("candidates").iter();
        let heard = heard.filter(|one| {
            one["words"]
                .as_str()
                .is_some_and(|words| words.contains(&own))
        });
        let said: Vec<&Value> = heard.map(|one| &one["said"]).collect();
        let minute = minute(number);
        let expected = format!("2025-08-20T{:02}:{:02}Z", minute / 60, minute % 60);
        assert_eq!(said, [expected.as_str()], "post {number} is read once");
    }
    let (first, later) = found.split_first().expect("it is found");
    assert_eq!(*first, 0, "{found:?}");
    assert_eq!(later.iter().sum::<u64>(), u64::from(POSTS) - 2, "{found:?}");
}
