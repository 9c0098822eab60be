"""How many keys a decision takes in the review of a browser.

    ONRECORD_STORIES=FOLDER python3 tests/effort/desk.py PROGRAM [STORY...] [--reword]

A story is a folder of articles (articles.json) with the record that an analyst drew from them (gold.json). The articles are
ingested into an empty ledger, `onrecord serve` is started, and a reviewer who knows the analyst's record decides on each
candidate with the requests that the page sends, in the order of the page. Each key that the page would need is counted, in
words that are typed too: names are completed, so that as many letters count as it takes until the right one is offered among
the first nine. A claim keeps the draft's words; with --reword it gets the analyst's, and each letter counts.
"""
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter

sys.path.insert(0, os.path.dirname(__file__))
from effort import FAMILY, LETTER, Ledger, Story, bare, likeness, plain, stems  # noqa: E402


class Desk:
    def __init__(self, program, env):
        self.process = subprocess.Popen([program, "serve", "--port", "0", "--no-open", "--by", "reviewer"], env=env,
                                        stdout=subprocess.PIPE, text=True)
        found = re.match(r"http://(.+):(\d+)/\?token=(.+)", self.process.stdout.readline().strip())
        self.http = http.client.HTTPConnection(found[1], int(found[2]))
        self.head = {"Authorization": f"Bearer {found[3]}", "Content-Type": "application/json"}

    def step(self, do, **asked):
        self.http.request("POST", "/review/step", json.dumps({"do": do, **asked}), self.head)
        answer = self.http.getresponse()
        body = json.loads(answer.read())
        if answer.status != 200:
            sys.exit(f"{do} {asked}: {answer.status}: {body}")
        return body

    def stop(self):
        self.process.terminate()
        self.process.wait()


def unescaped(text):
    for code, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(code, letter)
    return text


def person(name):
    return re.sub(r"spokes(wo)?man", "spokesperson", bare(name or ""))


class Card:
    def __init__(self, html):
        def one(pattern):
            found = re.search(pattern, html, re.S)
            return unescaped(found[1]) if found else None
        self.party = one(r'data-party="([^"]*)"')
        self.name = one(r'data-party="[^"]*">(.*?)</strong>')
        self.stance = one(r'data-stance="([^"]*)"')
        self.opposite = one(r'data-opposite="([^"]*)"')
        self.claim = one(r'<span class="claim" data-claim="([^"]*)"')
        self.text = one(r'<span class="claim" data-claim="[^"]*">(.*?)</span>')
        self.like = re.findall(r'data-key="(\d)" data-claim="([^"]*)"', html)
        self.called = one(r'<span class="called">(.*?)</span>')
        self.new_claim = one(r'data-new-claim="([^"]*)"')
        self.new_kind = one(r'data-new-kind="([^"]*)"')
        self.needs_relay = "who relayed it" in html


class Reviewer:
    def __init__(self, desk, story, reword):
        self.desk, self.story, self.reword = desk, story, reword
        self.keys = Counter()
        self.decisions = Counter()
        self.names = {g: {bare(n) for n in [p["name"], *p["mentions"]]} for g, p in story.parties.items()}
        self.bound = {}  # the analyst's claim -> the ledger's
        self.who = {}  # the ledger's party -> the analyst's

    def play(self):
        started = self.desk.step("start")
        self.review = started["review"]
        while started.get("making"):
            started = self.desk.step("wait", review=self.review)
        used = set()
        for item in started["items"]:
            self.decide(item, self.wanted(item, used))

    def look(self, item, choice):
        answer = self.desk.step("look", review=self.review, item=item["id"], choice=choice)
        return Card(answer["card"]), answer["seen"]

    def wanted(self, item, used):
        """The analyst's statement that an item is nearest to."""
        card, _ = self.look(item, {})
        best = None
        for at, one in enumerate(self.story.said):
            if one["source"] != item["source"] or at in used or not one["from"] - 3 <= item["start"] <= one["to"]:
                continue
            weight = (self.is_who(card, one["party"]), likeness(card.text or "", self.story.claims[one["claim"]]["text"]),
                      -abs(one["from"] - item["start"]))
            if best is None or weight > best[0]:
                best = (weight, at)
        if best is None:
            return None
        used.add(best[1])
        return self.story.said[best[1]]

    def is_who(self, card, party):
        if card.party in self.who:
            return self.who[card.party] == party
        names = self.names[party]
        if bare(card.name or "") in names or person(card.name) in {person(name) for name in names}:
            return True
        # A source without a name has as many descriptions as articles.
        own = self.story.parties[party]
        return own["kind"] == "anonymous" and stems(own["name"]) <= stems(card.name or "")

    def decide(self, item, gold):
        if gold is None:
            self.decisions["reject"] += 1
            self.keys["decide"] += 1
            self.desk.step("reject", review=self.review, item=item["id"])
            return
        choice = {}
        card, seen = self.look(item, choice)
        if not card.party or not self.is_who(card, gold["party"]):
            self.speaker(item, gold["party"], choice)
            card, seen = self.look(item, choice)
        if card.needs_relay:
            self.keys["relay"] += 3
            choice["via"] = ["-"]
        before = card
        choice, answered = self.claim(item, gold, card, choice)
        card, seen = self.look(item, choice)
        if FAMILY[card.stance] not in gold["families"]:
            # The stance is set before the claim is chosen, which accepts.
            turned = FAMILY[before.opposite] in gold["families"]
            self.keys["stance"] += 1 if turned else 2
            choice["stance"] = before.opposite if turned else gold["stance"]
            card, seen = self.look(item, choice)
        if card.needs_relay:
            self.keys["relay"] += 3 + answered
            choice["via"] = ["-"]
            card, seen = self.look(item, choice)
        self.bound.setdefault(gold["claim"], card.claim)
        self.who.setdefault(card.party, gold["party"])
        self.decisions["accept"] += 1
        self.keys["decide"] += not answered
        answer = self.desk.step("accept", review=self.review, item=item["id"], choice=choice, seen=seen)
        if "done" not in answer:
            sys.exit(f"{item}: not accepted: {answer['note']}")

    def speaker(self, item, party, choice):
        """Chooses who speaks: by a digit, by letters of a name and a digit, or as somebody new."""
        for name in sorted(self.story.parties[party]["mentions"] + [self.story.parties[party]["name"]], key=len):
            for count in range(0, len(name) + 1):
                found = self.desk.step("find", review=self.review, item=item["id"], what="party", words=name[:count])["found"]
                for place, (own, words) in enumerate(found[:9]):
                    if self.who.get(own, party) == party and bare(words) in self.names[party]:
                        # p, the letters; then a digit if there are none, or Enter after arrows.
                        self.keys["speaker"] += 1 + count + 1 + (place if count else 0)
                        choice["party"] = own
                        return
        card, _ = self.look(item, choice)
        kind, name = self.story.parties[party]["kind"], plain(self.story.parties[party]["name"])
        # P, and Enter if the name in the text is offered and is right; the kind by its first letter after Tab.
        is_offered = bare(card.called or "") in self.names[party]
        self.keys["new speaker"] += 2 + (0 if is_offered else len(name)) + (0 if card.new_kind == kind else 2)
        choice["new-party"] = {"name": card.called if is_offered else name, "kind": kind}

    def claim(self, item, gold, card, choice):
        """Chooses the claim; whether that was the decision, as it is by a digit, o and n."""
        home = self.bound.get(gold["claim"])
        text = plain(self.story.claims[gold["claim"]]["text"])
        if home is None and card.claim and card.claim not in self.bound.values():
            if self.reword and stems(card.text) != stems(text):
                self.keys["reword"] += 2 + len(text)
                return {**choice, "reword": text}, False
            return choice, False
        if home is None:
            wanted = text if self.reword or not card.new_claim else card.new_claim
            # N takes the words that are offered; n lets them be changed.
            self.keys["new claim"] += 2 + len(text) if wanted == text else 1
            return {**choice, "new-claim": wanted}, True
        if home == card.claim:
            return choice, False
        if home in [claim for _, claim in card.like]:
            self.keys["digit"] += 1
            return {**choice, "claim": home}, True
        self.keys["other claim"] += self.finding(item, home)
        return {**choice, "claim": home}, True

    def finding(self, item, home):
        """The fewest keys by which o finds a claim: a digit, or letters of one of its words, arrows and Enter."""
        def place(words):
            found = self.desk.step("find", review=self.review, item=item["id"], what="claim", words=words)["found"]
            return next((place for place, (own, _) in enumerate(found[:9]) if own == home), None)
        if place("") is not None:
            return 2
        words = Card(self.desk.step("look", review=self.review, item=item["id"], choice={"claim": home})["card"]).text
        best = len(words) + 2
        for word in set(words.lower().split()):
            for count in range(1, len(word) + 1):
                if 2 + count >= best:
                    break
                found = place(word[:count])
                if found is not None:
                    best = min(best, 2 + count + found)
        return best


def main():
    given = [word for word in sys.argv[1:] if not word.startswith("--")]
    program, names = os.path.abspath(given[0]), given[1:] or ["strike", "outbreak"]
    all_keys = all_decisions = 0
    for name in names:
        story = Story(os.path.join(os.environ["ONRECORD_STORIES"], name))
        with tempfile.TemporaryDirectory() as folder:
            ledger = Ledger(program, folder, story)
            ledger.ingest()
            desk = Desk(program, ledger.env)
            try:
                reviewer = Reviewer(desk, story, "--reword" in sys.argv)
                reviewer.play()
            finally:
                desk.stop()
        keys, decisions = sum(reviewer.keys.values()), sum(reviewer.decisions.values())
        all_keys, all_decisions = all_keys + keys, all_decisions + decisions
        print(f"{name}: {keys} keys for {decisions} decisions = {keys / decisions:.2f}; {dict(reviewer.decisions)} {dict(reviewer.keys)}")
    print(f"all: {all_keys / all_decisions:.2f} keys a decision")


if __name__ == "__main__":
    main()
