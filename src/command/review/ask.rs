//! What a review asks for in words: a claim, a party, a change. An empty answer changes nothing.

use anyhow::{Context as _, Result, bail};
use console::Key;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::decide::{ChosenSpeaker, ReviewDesk, ReviewItem};
use super::keys::Console;
use crate::command::context::Context;
use crate::command::fields;
use crate::domain::claim::Claim;
use crate::domain::party::{Party, PartyKind};
use crate::domain::slug::Slug;
use crate::domain::text::{escaped, folded, is_hostile};
use crate::domain::words::WordList;

/// Maximum number of things to choose from: one per digit.
const MAX_CHOICES: usize = 9;

/// Reads a line, which starts as `initial`. Enter accepts it, Escape cancels.
pub(super) fn line(term: &Console, question: &str, initial: &str) -> Result<Option<String>> {
    let mut answer = plain(initial);
    term.write_str(&format!("\r\n\u{1b}[0m{}: {answer}", escaped(question)))?;
    loop {
        match term.read_key_raw()? {
            Key::Enter => break,
            Key::Escape | Key::CtrlC => return Ok(None),
            Key::Backspace => {
                let last = answer.pop();
                term.clear_chars(last.and_then(UnicodeWidthChar::width).unwrap_or(0))?;
            }
            // Ctrl-U clears the line, as in shells.
            Key::Char('\u{15}') => {
                term.clear_chars(answer.width())?;
                answer.clear();
            }
            Key::Char(letter) if !is_hostile(letter) => {
                answer.push(letter);
                term.write_str(letter.encode_utf8(&mut [0; 4]))?;
            }
            _ => {}
        }
    }
    let answer = answer.trim().to_owned();
    Ok((!answer.is_empty()).then_some(answer))
}

/// Text from an article, safe on one line of a terminal.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words
        .join(" ")
        .chars()
        .filter(|letter| !is_hostile(*letter))
        .collect()
}

/// Offers up to nine things and waits for a digit.
fn choose(term: &Console, offered: &[(Slug, String)]) -> Result<Option<Slug>> {
    for (at, (id, text)) in offered.iter().enumerate() {
        term.write_str(&format!("\r\n  {} {} {}", at + 1, id, escaped(text)))?;
    }
    term.write_str("\r\n  press a digit to choose, any other key to cancel: ")?;
    let Key::Char(digit) = term.read_key_raw()? else {
        return Ok(None);
    };
    let at = digit
        .to_digit(10)
        .and_then(|digit| (digit as usize).checked_sub(1));
    Ok(at.and_then(|at| offered.get(at)).map(|(id, _)| id.clone()))
}

/// Asks for a recorded claim by its words or its id. `Err` has a line for the screen if none was chosen.
pub(super) fn find_claim(term: &Console, context: &Context) -> Result<Result<Slug, String>> {
    let Some(words) = line(term, "words or id of the claim", "")? else {
        return Ok(Err(String::new()));
    };
    let offered = context.ask(|view, _| {
        let mut offered = Vec::new();
        if let Some(key) = view.reader.claim_key(&words)? {
            let claim = view.reader.claim(key)?.claim;
            return Ok(vec![(claim.id, claim.text)]);
        }
        for key in view.reader.claims_with_words(&words, MAX_CHOICES)? {
            let claim = view.reader.claim(key)?.claim;
            offered.push((claim.id, claim.text));
        }
        Ok(offered)
    })?;
    if offered.is_empty() {
        return Ok(Err(format!("No claim contains the words {words:?}.")));
    }
    let chosen = match offered.as_slice() {
        [(only, _)] => Some(only.clone()),
        several => choose(term, several)?,
    };
    Ok(chosen.ok_or_else(String::new))
}

/// Chooses another claim by words or id.
pub(super) fn other_claim(
    term: &Console,
    desk: &ReviewDesk<'_>,
    item: &mut ReviewItem,
) -> Result<String> {
    let claim = match find_claim(term, desk.context)? {
        Ok(claim) => claim,
        Err(why_not) => return Ok(why_not),
    };
    item.overrides.claim = Some(claim.clone());
    item.overrides.new_claim = None;
    item.overrides.stance = Some(desk.stance_toward(item, &claim)?);
    Ok(format!("Claim: {claim}."))
}

/// Asks for a new claim, starting from the proposed one.
pub(super) fn new_claim(
    term: &Console,
    desk: &ReviewDesk<'_>,
    item: &mut ReviewItem,
) -> Result<String> {
    let proposed = item.answer.new_claim.clone();
    let Some(text) = line(term, "the claim, as a sentence", &proposed.text)? else {
        return Ok(String::new());
    };
    let suggested = proposed.id.map(|id| id.to_string()).unwrap_or_default();
    let Some(id) = line(term, "its id", &suggested)? else {
        return Ok(String::new());
    };
    let id: Slug = id.parse()?;
    if desk
        .context
        .ask(|view, _| Ok(view.reader.claim_key(id.as_str())?.is_some()))?
    {
        bail!("claim {id} already exists; o chooses it");
    }
    let topic = line(
        term,
        "its topic",
        proposed.topic.as_deref().unwrap_or_default(),
    )?;
    let principals: Vec<&str> = proposed.principals.iter().map(Slug::as_str).collect();
    let principals = line(
        term,
        "its principals, separated by commas",
        &principals.join(","),
    )?;
    let principals = parties(desk, item, principals.as_deref().unwrap_or_default())?;
    let claim = Claim {
        id: id.clone(),
        other_ids: Vec::new(),
        text,
        topic,
        principals,
        standard: None,
        question: None,
        value: None,
        due: None,
        unreviewed: false,
    };
    claim.check()?;
    item.overrides.new_claim = Some(claim);
    item.overrides.claim = None;
    item.overrides.stance = Some(item.waiting.candidate.reading.stance);
    Ok(format!("Claim: {id}, new."))
}

/// Parties by id, alias or prefix, separated by commas. The speaker may be one that accepting adds.
fn parties(desk: &ReviewDesk<'_>, item: &ReviewItem, given: &str) -> Result<Vec<Slug>> {
    let new = item.overrides.new_party.as_ref();
    let is_new = |name: &str| new.filter(|party| party.id.as_str() == name || party.name == name);
    let names: Vec<&str> = given
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    desk.context.ask(|_, known| {
        let ids = names.iter().map(|name| match is_new(name) {
            Some(party) => Ok(party.id.clone()),
            None => Ok(known.party(name)?.1),
        });
        ids.collect()
    })
}

/// Asks for a recorded party, by id or part of its name.
fn known_party(term: &Console, desk: &ReviewDesk<'_>, question: &str) -> Result<Option<Slug>> {
    let Some(name) = line(term, question, "")? else {
        return Ok(None);
    };
    let wanted = folded(&name);
    let offered = desk.context.ask(|view, names| {
        if let Ok((_, id)) = names.party(&name) {
            return Ok(vec![(id, String::new())]);
        }
        let mut offered = Vec::new();
        for key in view.reader.parties()? {
            let party = view.reader.party(key)?;
            let called = std::iter::once(&party.name).chain(&party.aliases);
            if called
                .into_iter()
                .any(|called| folded(called).contains(&wanted))
            {
                offered.push((party.id, party.name));
            }
        }
        offered.truncate(MAX_CHOICES);
        Ok(offered)
    })?;
    match offered.as_slice() {
        [] => bail!("no party is called {name:?}; press P to add one"),
        [(only, _)] => Ok(Some(only.clone())),
        several => choose(term, several),
    }
}

/// Asks who speaks, for this candidate.
pub(super) fn party(
    term: &Console,
    desk: &ReviewDesk<'_>,
    item: &mut ReviewItem,
) -> Result<String> {
    let Some(party) = known_party(term, desk, "who speaks (id or name)")? else {
        return Ok(String::new());
    };
    let note = format!("Speaker: {party}. Press l to make the name an alias.");
    item.set_speaker(ChosenSpeaker::Party(party));
    Ok(note)
}

/// Asks which party the name in the text is an alias of.
pub(super) fn alias_of(
    term: &Console,
    desk: &ReviewDesk<'_>,
    item: &mut ReviewItem,
) -> Result<String> {
    let Some(name) = item.answer.speaker.clone() else {
        bail!("the text does not name the speaker; p sets the party");
    };
    let Some(party) = known_party(term, desk, &format!("{name} is an alias of"))? else {
        return Ok(String::new());
    };
    let note = format!("Speaker: {party}, with {name} as an alias.");
    item.set_speaker(ChosenSpeaker::AliasOf(party));
    Ok(note)
}

/// Asks for a new party, starting from the proposed one.
pub(super) fn new_party(
    term: &Console,
    desk: &ReviewDesk<'_>,
    item: &mut ReviewItem,
) -> Result<String> {
    let proposed = item.answer.new_party.clone();
    let called = item.answer.speaker.clone().unwrap_or_default();
    let name = proposed.as_ref().map_or(called, |new| new.name.clone());
    let Some(name) = line(term, "name of the party", &name)? else {
        return Ok(String::new());
    };
    let suggested = proposed.as_ref().map(|new| new.id.to_string());
    let suggested = suggested.or_else(|| Slug::suggest(&name).map(|id| id.to_string()));
    let Some(id) = line(term, "its id", &suggested.unwrap_or_default())? else {
        return Ok(String::new());
    };
    let kind = proposed.map_or(PartyKind::Person, |new| new.kind);
    let question = "person, government, organisation, group, media or anonymous";
    let Some(kind) = line(term, question, kind.as_str())? else {
        return Ok(String::new());
    };
    let kind = PartyKind::from_word(&kind.to_lowercase())
        .with_context(|| format!("{kind:?} is not one of these"))?;
    let speaks_for = line(term, "speaks for (id or name; empty for no one)", "")?;
    let speaks_for = parties(desk, item, speaks_for.as_deref().unwrap_or_default())?;
    let id: Slug = id.parse()?;
    if desk
        .context
        .ask(|view, _| Ok(view.reader.party_key(id.as_str())?.is_some()))?
    {
        bail!("party {id} already exists; p chooses it");
    }
    let aliases = item
        .answer
        .speaker
        .iter()
        .filter(|called| **called != name)
        .cloned()
        .collect();
    let party = Party {
        id: id.clone(),
        other_ids: Vec::new(),
        name,
        kind,
        role: None,
        aliases,
        speaks_for: speaks_for.into_iter().map(fields::always).collect(),
        member_of: Vec::new(),
        unreviewed: false,
    };
    party.check()?;
    item.set_speaker(ChosenSpeaker::New(party));
    Ok(format!("Speaker: {id}, new."))
}

/// Asks for one field of the statement.
pub(super) fn edit(term: &Console, desk: &ReviewDesk<'_>, item: &mut ReviewItem) -> Result<String> {
    term.write_str(
        "\r\nedit: s stance  d day  v via  t terms  w wording  q quote  n note, any other key cancels ",
    )?;
    let Key::Char(field) = term.read_key_raw()? else {
        return Ok(String::new());
    };
    match field {
        's' => {
            let question = "asserts confirms hedges doubts denies rejects declines not-confirmed no-reply retracts";
            item.overrides.stance = word(term, question)?.or(item.overrides.stance);
        }
        'd' => {
            let day = line(term, "said on (2025-08-19, yesterday, 19 Aug 14:05)", "")?;
            item.overrides.said = fields::when(desk.context.calendar(), "the day", day.as_ref())?
                .or(item.overrides.said);
        }
        'v' => {
            if let Some(via) = line(
                term,
                "relayed by, nearest to the source first (- for no one)",
                "",
            )? {
                item.overrides.via = Some(if via == "-" {
                    Vec::new()
                } else {
                    parties(desk, item, &via)?
                });
            }
        }
        't' => {
            let question = "on-record background deep-background off-record anonymous";
            item.overrides.attribution = word(term, question)?.or(item.overrides.attribution);
        }
        'w' => {
            item.overrides.shown_as = line(term, "shown as", "")?.or(item.overrides.shown_as.take())
        }
        'q' => {
            let words = item.answer.words.clone().unwrap_or_default();
            item.overrides.quote =
                line(term, "the exact words", &words)?.or(item.overrides.quote.take());
        }
        'n' => item.overrides.note = line(term, "a note", "")?.or(item.overrides.note.take()),
        _ => return Ok(String::new()),
    }
    Ok("Changed.".to_owned())
}

/// Asks for one of the listed words.
pub(super) fn word<T: WordList>(term: &Console, question: &str) -> Result<Option<T>> {
    let Some(word) = line(term, question, "")? else {
        return Ok(None);
    };
    let one = T::from_word(&word.to_lowercase());
    one.map(Some)
        .with_context(|| format!("{word:?} is not one of: {question}"))
}

/// Shows what each key does.
pub(super) fn help(term: &Console) -> Result<()> {
    term.clear_screen()?;
    term.write_str(&HELP.replace('\n', "\r\n"))?;
    term.read_key_raw()?;
    Ok(())
}

const HELP: &str = "\
Each candidate is a statement that was found in an article:
<speaker>, _words that report it_, [what was said].

a  accept it as shown (or Enter)         s  skip it (or →), b go back (or ←)
1  2  3  choose another proposed claim   r  reject it; it stays rejected if the
o  find another claim by its words          article is ingested again
n  add a new claim                       u  undo the last decision
p  set who speaks                        e  edit stance, day, relays, terms,
P  add a new party                          wording, quote or note
l  make the name an alias of a party     q  quit; decisions are kept

\"then\" shows what accepting would change. Nothing is recorded before you accept:
new claims, parties and aliases are recorded with the statement, and undone with it.

Press any key to go back.";
