//! What a review asks in words: a claim, a party, a correction. An empty answer changes nothing.

use anyhow::{Result, bail};
use console::{Key, Term};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::decide::{Desk, Draft};
use crate::command::fields;
use crate::desk::Known;
use crate::domain::claim::Claim;
use crate::domain::party::{Party, PartyKind};
use crate::domain::slug::Slug;
use crate::domain::text::{escaped, folded, is_hostile};
use clap::ValueEnum;

/// At most so many things are offered to choose from.
const OFFERED: usize = 9;

/// Reads a line that begins as `initial` and can be changed: Enter takes it, Escape leaves everything as it was.
fn line(term: &Term, question: &str, initial: &str) -> Result<Option<String>> {
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
            // Control and U empties the line, as shells do.
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

/// Text from an article fit for one line of a terminal.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words
        .join(" ")
        .chars()
        .filter(|letter| !is_hostile(*letter))
        .collect()
}

/// Offers up to nine things and waits for a digit.
fn choose(term: &Term, offered: &[(Slug, String)]) -> Result<Option<Slug>> {
    for (at, (id, text)) in offered.iter().enumerate() {
        term.write_str(&format!("\r\n  {} {} {}", at + 1, id, escaped(text)))?;
    }
    term.write_str("\r\n  a digit chooses, any other key leaves it: ")?;
    let Key::Char(digit) = term.read_key_raw()? else {
        return Ok(None);
    };
    let at = digit
        .to_digit(10)
        .and_then(|digit| (digit as usize).checked_sub(1));
    Ok(at.and_then(|at| offered.get(at)).map(|(id, _)| id.clone()))
}

/// Another claim, looked for by words or id.
pub fn other_claim(term: &Term, desk: &Desk<'_>, draft: &mut Draft) -> Result<String> {
    let Some(words) = line(term, "words or id of the claim", "")? else {
        return Ok(String::new());
    };
    let offered = desk.context.ask(|view, _| {
        let mut offered = Vec::new();
        if let Some(key) = view.reader.claim_key(&words)? {
            let claim = view.reader.claim(key)?.claim;
            return Ok(vec![(claim.id, claim.text)]);
        }
        for key in view.reader.claims_with_words(&words, OFFERED)? {
            let claim = view.reader.claim(key)?.claim;
            offered.push((claim.id, claim.text));
        }
        Ok(offered)
    })?;
    if offered.is_empty() {
        return Ok(format!("No claim has the words {words:?}."));
    }
    let chosen = match offered.as_slice() {
        [(only, _)] => Some(only.clone()),
        several => choose(term, several)?,
    };
    let Some(claim) = chosen else {
        return Ok(String::new());
    };
    draft.choice.claim = Some(claim.clone());
    draft.choice.new_claim = None;
    draft.choice.stance = Some(desk.stance_toward(draft, &claim)?);
    Ok(format!("On {claim}. a accepts."))
}

/// A claim to be made, filled in with what is proposed.
pub fn new_claim(term: &Term, desk: &Desk<'_>, draft: &mut Draft) -> Result<String> {
    let proposed = draft.answer.new_claim.clone();
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
        bail!("there is a claim {id} already: o chooses it");
    }
    let topic = line(
        term,
        "its topic",
        proposed.topic.as_deref().unwrap_or_default(),
    )?;
    let principals: Vec<&str> = proposed.principals.iter().map(Slug::as_str).collect();
    let principals = line(
        term,
        "whose own act it is about, with commas",
        &principals.join(","),
    )?;
    let principals = parties(desk, principals.as_deref().unwrap_or_default())?;
    draft.choice.new_claim = Some(Claim {
        id: id.clone(),
        text,
        topic,
        principals,
        standard: None,
        question: None,
        value: None,
        due: None,
    });
    draft.choice.claim = None;
    draft.choice.stance = Some(draft.waiting.candidate.reading.stance);
    Ok(format!("On the new claim {id}. a accepts."))
}

/// Parties by id, alias or prefix, separated by commas.
fn parties(desk: &Desk<'_>, given: &str) -> Result<Vec<Slug>> {
    let names: Vec<&str> = given
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    desk.context.ask(|_, known| {
        let ids = names.iter().map(|name| Ok(known.party(name)?.1));
        ids.collect()
    })
}

/// A party that the ledger has, looked for by a part of its name.
fn known_party(term: &Term, desk: &Desk<'_>, question: &str) -> Result<Option<Slug>> {
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
        offered.truncate(OFFERED);
        Ok(offered)
    })?;
    match offered.as_slice() {
        [] => bail!("no party is called {name:?}: P makes one"),
        [(only, _)] => Ok(Some(only.clone())),
        several => choose(term, several),
    }
}

/// Who speaks, for this candidate.
pub fn party(term: &Term, desk: &Desk<'_>, draft: &mut Draft) -> Result<String> {
    let Some(party) = known_party(term, desk, "who speaks (id or name)")? else {
        return Ok(String::new());
    };
    draft.choice.party = Some(party.clone());
    Ok(format!(
        "{party} speaks. a accepts; l would note the name for good."
    ))
}

/// A party of which the name in the text is another name, noted for good.
pub fn alias_of(term: &Term, desk: &mut Desk<'_>, draft: &mut Draft) -> Result<String> {
    let Some(name) = draft.answer.speaker.clone() else {
        bail!("the text does not name the speaker: p says who it is");
    };
    let Some(party) = known_party(term, desk, &format!("{name} is another name of"))? else {
        return Ok(String::new());
    };
    desk.context
        .write(|desk, _| Ok(desk.add_alias(&party, Some(&name))?))?;
    desk.link_again(draft.waiting.source)?;
    draft.choice.party = None;
    Ok(format!("{name} is noted as another name of {party}."))
}

/// A party to be made, filled in with what is proposed.
pub fn new_party(term: &Term, desk: &mut Desk<'_>, draft: &mut Draft) -> Result<String> {
    let proposed = draft.answer.new_party.clone();
    let called = draft.answer.speaker.clone().unwrap_or_default();
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
    let shown = kind
        .to_possible_value()
        .map(|value| value.get_name().to_owned());
    let question = "person, government, organisation, group, media or anonymous";
    let Some(kind) = line(term, question, &shown.unwrap_or_default())? else {
        return Ok(String::new());
    };
    let kind = PartyKind::from_str(&kind, true)
        .map_err(|_| anyhow::anyhow!("{kind:?} is none of these"))?;
    let speaks_for = line(term, "speaks for (id or name; empty for nobody)", "")?;
    let speaks_for = parties(desk, speaks_for.as_deref().unwrap_or_default())?;
    let id: Slug = id.parse()?;
    let aliases = draft
        .answer
        .speaker
        .iter()
        .filter(|called| **called != name)
        .cloned()
        .collect();
    let party = Party {
        id: id.clone(),
        name,
        kind,
        role: None,
        aliases,
        speaks_for: speaks_for.into_iter().map(fields::always).collect(),
        member_of: Vec::new(),
    };
    desk.context
        .write(|desk, _| Ok(desk.party(party, Known::Refuse)?))?;
    desk.link_again(draft.waiting.source)?;
    draft.choice.party = Some(id.clone());
    Ok(format!("party {id} recorded. a accepts."))
}

/// One field of what is proposed.
pub fn edit(term: &Term, desk: &Desk<'_>, draft: &mut Draft) -> Result<String> {
    term.write_str(
        "\r\nedit: s stance  d day  v via  t terms  w wording  q quote  n note, any other key leaves it ",
    )?;
    let Key::Char(field) = term.read_key_raw()? else {
        return Ok(String::new());
    };
    let choice = &mut draft.choice;
    match field {
        's' => {
            let question = "asserts confirms hedges doubts denies rejects declines not-confirmed no-reply retracts";
            choice.stance = word(term, question)?.or(choice.stance);
        }
        'd' => {
            let day = line(term, "said on (2025-08-19 or 2025-08-19T14:05Z)", "")?;
            choice.said = fields::when("the day", day.as_deref())?.or(choice.said);
        }
        'v' => {
            if let Some(via) = line(
                term,
                "relayed by, nearest the source first (- for nobody)",
                "",
            )? {
                choice.via = Some(if via == "-" {
                    Vec::new()
                } else {
                    parties(desk, &via)?
                });
            }
        }
        't' => {
            let question = "on-record background deep-background off-record anonymous";
            choice.attribution = word(term, question)?.or(choice.attribution);
        }
        'w' => choice.shown_as = line(term, "shown as", "")?.or(choice.shown_as.take()),
        'q' => {
            let words = draft.answer.words.clone().unwrap_or_default();
            choice.quote = line(term, "the words themselves", &words)?.or(choice.quote.take());
        }
        'n' => choice.note = line(term, "a remark", "")?.or(choice.note.take()),
        _ => return Ok(String::new()),
    }
    Ok("a accepts it as it stands now.".to_owned())
}

/// A word of a closed list.
fn word<T: ValueEnum>(term: &Term, question: &str) -> Result<Option<T>> {
    let Some(word) = line(term, question, "")? else {
        return Ok(None);
    };
    T::from_str(&word, true)
        .map(Some)
        .map_err(|_| anyhow::anyhow!("{word:?} is none of: {question}"))
}

/// What each key does.
pub fn help(term: &Term) -> Result<()> {
    term.clear_screen()?;
    term.write_str(&HELP.replace('\n', "\r\n"))?;
    term.read_key_raw()?;
    Ok(())
}

const HELP: &str = "\
Each candidate is something that somebody said, as the article has it:
<speaker>, _what tells that it was said_, [what was said].

a  accept it as it stands (Enter too)    s  skip it (→ too), b back (←)
1  2  3  take it on another of the       r  reject it; it stays rejected
   proposed claims                          when the article comes again
o  another claim, looked for by words    u  undo the last decision
n  a new claim                           q  quit; what was decided stays
p  say who speaks                        e  edit stance, day, relays, terms,
P  a new party                              wording, quote or note
l  the name is another name of a party

\"then\" tells what accepting would change. Nothing counts before you accept.

Any key goes back.";
