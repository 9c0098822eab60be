//! Unknown and ambiguous names.

use crate::common::desk::small_desk;
use crate::common::refusals::Refusals;

/// An unknown name of any kind is answered with the nearest known ones.
#[test]
fn an_unknown_name_suggests_the_nearest() {
    let desk = small_desk();
    let mut refusals = Refusals::on(&desk);
    let say = |party, claim, source| format!("say {party} asserts {claim} --source {source}");
    let (claim, source) = ("agreed-to-meet", "daily-08-19");
    refusals.refused("a party misspelt", say("kremln", claim, source));
    refusals.refused("an alias misspelt", say("Zelnsky", claim, source));
    refusals.refused("a party like no other", say("xyzzy", claim, source));
    refusals.refused("a claim misspelt", say("trump", "agree-to-meet", source));
    refusals.refused("a claim like no other", say("trump", "xyzzy", source));
    refusals.refused("a source misspelt", say("trump", claim, "daily-08-91"));
    refusals.refused("a source like no other", say("trump", claim, "xyzzy"));
    refusals.refused("a relayer", say("trump", claim, source) + " --via dayly");
    for (what, arguments) in [
        ("a claim asked about", "why agreed-to-met"),
        ("a party shown", "party show ushakvo"),
        ("a source shown", "source show mintues"),
        ("a question shown", "question show venu-e"),
        ("a question like no other", "claim list --question xyzzy"),
        ("a claim to rule on", "rule bridge true --reason seen"),
        ("a filter's party", "discrepancies --party trumpp"),
        ("a filter's claim", "discrepancies --claim in-genevaa"),
        (
            "a claim's question",
            "claim add new --text New. --question venues",
        ),
        (
            "a claim's principal",
            "claim add new --text New. --principal kremlim",
        ),
        (
            "a source's origin",
            "source add new --title New --origin wires",
        ),
        ("a statement", "void s0000000 --reason 'a mistake'"),
        ("a statement to correct", "correct s0000000 --stance denies"),
        ("a statement to redact", "redact s0000000 --reason safety"),
    ] {
        refusals.refused(what, arguments);
    }
    refusals.assert_snapshot("errors-names-unknown");
}

/// Off a terminal, a write does not accept a prefix: the only match today may be one of several tomorrow.
#[test]
fn writes_do_not_accept_prefixes() {
    let desk = small_desk();
    let mut refusals = Refusals::on(&desk);
    let say = "say krem confirms agreed-to-meet --source minutes";
    refusals.refused("a party's prefix", say);
    let say = "say kremlin confirms agreed --source minutes";
    refusals.refused("a claim's prefix", say);
    refusals.assert_snapshot("errors-names-prefix");
    assert_eq!(desk.json("party show krem")["id"], "kremlin");
    assert_eq!(
        desk.json("claim show agreed")["claim"]["id"],
        "agreed-to-meet"
    );
}

/// An ambiguous name is refused with everything it could mean.
#[test]
fn an_ambiguous_name_lists_its_meanings() {
    let desk = small_desk();
    let mut refusals = Refusals::on(&desk);
    let say = "say 'The  President' asserts bridge-hit --source minutes";
    refusals.refused("an alias of two parties", say);
    refusals.refused("an alias asked about", "party show 'the president'");
    refusals.refused("a prefix of two claims", "claim show in-");
    refusals.refused("a prefix in a filter", "discrepancies --claim in");
    refusals.assert_snapshot("errors-names-ambiguous");
}

/// An id can be used once.
#[test]
fn a_duplicate_id_is_refused() {
    let desk = small_desk();
    let mut refusals = Refusals::on(&desk);
    for (what, arguments) in [
        ("a party's", "party add kremlin --name Another --kind group"),
        ("a source's", "source add wire --title Another"),
        ("a question's", "question add venue --text 'Another?'"),
        ("a claim's", "claim add bridge-hit --text Another."),
        ("a ledger's file", "init"),
    ] {
        refusals.refused(what, arguments);
    }
    refusals.assert_snapshot("errors-names-taken");
}

/// An edge needs a party at its other end.
#[test]
fn an_edge_to_an_unknown_party_is_refused() {
    let desk = small_desk();
    let mut refusals = Refusals::on(&desk);
    let add = "party add peskov --name 'Dmitry Peskov' --kind person";
    for (what, edge) in [
        ("speaking for nobody", "--speaks-for kremlinn"),
        ("a member of nothing", "--member-of coalition"),
        ("with a span", "--speaks-for kremlinn:2020-01-01.."),
    ] {
        refusals.refused(what, format!("{add} {edge}"));
    }
    refusals.refused("added later", "party edit trump --speaks-for white-house");
    refusals.refused("to itself", "party edit trump --speaks-for trump");
    refusals.refused(
        "taken away where there is none",
        "party edit trump --no-speaks-for kremlin",
    );
    refusals.assert_snapshot("errors-names-edges");
}
