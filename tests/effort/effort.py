"""What a reviewed ledger costs in keystrokes and minutes, and what typing the same record by hand costs.

    ONRECORD_STORIES=FOLDER python3 tests/effort/effort.py PROGRAM [STORY...] [--lenient] [--log FILE]

A story is a folder of articles (articles.json) with the record that an analyst drew from them (gold.json). The articles
are ingested into an empty ledger. A reviewer who knows the analyst's record goes through `onrecord review` claim by claim,
with the keys of its help only: keeps, drops, moves and merges, corrects stance, speaker, day and relays, principals, values
and questions, and adds what the program did not find. Every claim whose words are not the analyst's gets the analyst's
wording; with --lenient only if less than half of the analyst's words are in the draft's ("polish" counts the others).
Names, roles, for whom somebody speaks, and what else the review does not reach are corrected with commands. Then the ledger
is compared with the analyst's record by score_story.py, if the folder of stories has it.

Every key counts, in words that are typed too. By hand, the same parties, claims, questions and statements are typed with
`party add`, `claim add`, `question add` and `say`: every character counts, but not the program's name; ids are those of the
analyst, shortened to what is unambiguous; the passage is the fewest words that occur once in the article and are half of what was
said.

Minutes: 0.28 s a key and 1.35 s to decide before each action, or before each option of a command (the keystroke-level
model of Card, Moran and Newell, average typist); reading at 240 words a minute: the articles once, either way, and every
claim and statement of the review when it is shown first.
"""
import json
import os
import re
import select
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict

KEY, DECIDE, READ = 0.28, 1.35, 60 / 240
FAMILY = {"asserts": "yes", "confirms": "yes", "hedges": "open", "doubts": "open", "denies": "no", "rejects": "no",
          "declines": "silent", "not-confirmed": "silent", "no-reply": "silent", "retracts": "taken back"}
OPPOSITE = {"asserts": "denies", "confirms": "denies", "denies": "asserts", "rejects": "asserts", "hedges": "doubts",
            "doubts": "hedges"}
LETTER = {"asserts": "a", "confirms": "c", "hedges": "h", "doubts": "u", "denies": "d", "rejects": "j", "declines": "l",
          "not-confirmed": "n", "no-reply": "y", "retracts": "t"}
KIND = {"person": "p", "government": "g", "organisation": "o", "group": "r", "media": "m", "anonymous": "u"}
EMPTY = set("the a an of to in on at by for and or that it its is was were be been has had have will would said says from "
            "with as than not no he she they his her their this which who about".split())


def plain(text):
    return re.sub(r"\s+", " ", (text or "").translate(str.maketrans("‘’“”–—", "''\"\"--"))).strip()


def stems(text):
    found = set()
    for word in re.findall(r"[^\W_]+(?:[.,]\d+)*", plain(text).lower()):
        if word in EMPTY:
            continue
        for end in ("ing", "ed", "es", "s"):
            if len(word) > 4 and word.endswith(end):
                word = word[:-len(end)]
                break
        found.add(word)
    return found


def likeness(one, other):
    one, other = stems(one), stems(other)
    return len(one & other) / len(one | other) if one and other else 0.0


def bare(name):
    name = re.sub(r" \([^)]*\)$", "", plain(name).lower())
    return re.sub(r"^(the|an?|mr|ms|mrs|dr|capt|captain)\.? ", "", name)


class Story:
    def __init__(self, folder):
        self.name = os.path.basename(folder.rstrip("/"))
        self.articles = json.load(open(f"{folder}/articles.json", encoding="utf-8"))
        gold = json.load(open(f"{folder}/gold.json", encoding="utf-8"))
        self.folder = folder
        self.day = {a["source"]: a["published"][:10] for a in self.articles}
        self.text = {a["source"]: open(f"{folder}/{a['file']}", encoding="utf-8").read() for a in self.articles}
        source = {a["file"]: a["source"] for a in self.articles}
        self.parties = {p["id"]: p for p in gold["parties"]}
        self.claims = {c["id"]: c for c in gold["claims"]}
        self.questions = {q["id"]: q for q in gold["questions"]}
        self.said = gold["statements"]
        for one in self.said:
            one["source"] = source[one["article"]]
            at = self.text[one["source"]].index(one["sentence"])
            one["from"] = at + one["sentence"].index(one["words"])
            one["to"] = one["from"] + len(one["words"])
            one["families"] = {FAMILY[s] for s in [one["stance"]] + one.get("alt_stances", [])}

    def shortest_words(self, one, share=0.0):
        """The fewest characters of whole words of a statement that occur once in its article, at least a share of all."""
        text, words = plain(self.text[one["source"]]).lower(), plain(one["words"]).split(" ")
        best = whole = plain(one["words"])
        for first in range(len(words)):
            for last in range(first + 1, len(words) + 1):
                part = " ".join(words[first:last])
                if max(3, len(whole) * share) <= len(part) < len(best) and text.count(part.lower()) == 1:
                    best = part
        return best


class Ledger:
    def __init__(self, program, folder, story):
        self.program, self.story = program, story
        env = {k: v for k, v in os.environ.items() if not k.startswith("ONRECORD_")}
        last = max(story.day.values())
        self.env = dict(env, ONRECORD_LEDGER=f"{folder}/ledger.db", ONRECORD_NOW=f"{last}T23:00Z", LC_ALL="C.UTF-8")

    def run(self, *words):
        done = subprocess.run([self.program, *words], capture_output=True, text=True, env=self.env)
        if done.returncode:
            sys.exit(f"{' '.join(words)[:200]}: exit {done.returncode}: {done.stderr[:400]}")
        return done.stdout

    def json(self, *words):
        return json.loads(self.run(*words, "--format", "json"))

    def records(self):
        rows = [json.loads(line) for line in self.run("export", "--format", "jsonl").splitlines() if line.strip()]
        held = defaultdict(list)
        for row in rows:
            held[row["record"]].append(row)
        return held

    def ingest(self):
        self.run("init")
        for a in self.story.articles:
            self.run("ingest", f"{self.story.folder}/{a['file']}", "--source", a["source"], "--publisher", a["publisher"],
                     "--published", a["published"], "--title", a["title"])


class Plan:
    """Which statement of the draft is which of the analyst's, and who is who."""

    def __init__(self, story, draft):
        self.story, self.draft = story, draft
        self.rows = []
        for page in draft["claims"]:
            for said in page["statements"]:
                if said["id"] in page.get("by", []) and False:
                    continue
                places = [(said["source"], said["passage"])] + [(e["source"], e["passage"]) for e in said["evidence"]]
                self.rows.append(dict(claim=page["claim"]["id"], text=page["claim"]["text"], party=said["party"],
                                      name=said["name"], stance=said["stance"], said=said["said"], via=said["via"],
                                      source=said["source"], paragraph=(said["passage"] or {}).get("paragraph"),
                                      words=plain(said["quote"] or said["words"]), places=places, gold=None, at=page["claim"]["id"],
                                      settled=False))
        names = {g: {bare(n) for n in [p["name"], *p["mentions"]]} for g, p in story.parties.items()}
        self.named = {}
        for party in draft["parties"]:
            own = {bare(n) for n in [party["name"], *party["aliases"]]}
            for g, theirs in names.items():
                if own & theirs:
                    self.named.setdefault(party["id"], g)
        self.match()
        self.who_is_who()

    def match(self):
        pairs = []
        for r, row in enumerate(self.rows):
            for source, passage in row["places"]:
                for g, one in enumerate(self.story.said):
                    if one["source"] != source or not passage:
                        continue
                    common = min(passage["end"], one["to"]) - max(passage["start"], one["from"])
                    if common * 2 < one["to"] - one["from"]:
                        continue
                    gold = self.story.claims[one["claim"]]
                    topic = likeness(row["text"], one["words"]) + 0.5 * likeness(row["text"], gold["text"])
                    known = self.named.get(row["party"])
                    who = 1.0 if known == one["party"] else 0.3 if known is None else 0.0
                    stance = 0.3 if FAMILY[row["stance"]] in one["families"] else 0.0
                    if topic + who > 0.3:
                        pairs.append((2 * topic + who + stance + (0.05 if one["core"] else 0), r, g))
        self.covered = {}
        taken = set()
        for weight, r, g in sorted(pairs, reverse=True):
            if r in taken or g in self.covered:
                continue
            taken.add(r)
            self.covered[g] = r
            self.rows[r]["gold"] = g
        # A second passage of a statement is the same statement again.
        for weight, r, g in sorted(pairs, reverse=True):
            own = self.rows[r]["gold"]
            if g not in self.covered and own is not None and len(self.rows[r]["places"]) > 1:
                one, other = self.story.said[own], self.story.said[g]
                if (one["party"], one["claim"]) == (other["party"], other["claim"]):
                    self.covered[g] = r

    def who_is_who(self):
        votes = defaultdict(Counter)
        for row in self.rows:
            if row["gold"] is not None:
                votes[row["party"]][self.story.said[row["gold"]]["party"]] += 1
        self.party = {}  # the analyst's party -> the ledger's
        for own, g in self.named.items():
            best = self.party.get(g)
            if best is None or votes[own][g] > votes[best][g]:
                self.party[g] = own
        for own, counts in votes.items():
            for g, _ in counts.most_common():
                if g not in self.party and own not in self.party.values():
                    self.party[g] = own
                    break


class Reviewer:
    """Plays the review over its screens."""

    def __init__(self, ledger, story, plan, log, lenient):
        self.ledger, self.story, self.plan, self.log, self.lenient = ledger, story, plan, log, lenient
        self.keys = Counter()
        self.actions = 0
        self.read = 0
        self.bound = {}  # the analyst's claim -> the claim of the ledger
        self.seen = set()
        self.texts = {row["claim"]: row["text"] for row in plan.rows}
        self.added = set()
        self.held = {party["id"]: party for party in plan.draft["parties"]}
        self.asked = {}  # the analyst's question -> the text of the ledger's
        rivals = Counter(claim["question"] for claim in story.claims.values() if claim["question"])
        self.asked_questions = {question for question, count in rivals.items() if count > 1}
        self.missed = [g for g, one in enumerate(story.said) if one["core"] and g not in plan.covered]
        self.process = subprocess.Popen([ledger.program, "review", "--keys", "-"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, env=ledger.env, bufsize=0)
        self.out = b""
        self.shown = 0

    def wait(self, *ends):
        """Reads until the output since the last keys ends with one of these; the new part of it."""
        while True:
            fresh = self.out[self.shown:].decode("utf-8", "replace")
            if any(fresh.endswith(end) for end in ends):
                self.shown = len(self.out)
                return fresh
            part = os.read(self.process.stdout.fileno(), 65536)
            if not part:
                self.shown = len(self.out)
                return fresh
            self.out += part

    def type(self, kind, keys, *ends):
        self.keys[kind] += len(keys)
        self.log.write(f"  [{kind}] {keys!r}\n")
        self.process.stdin.write(keys.encode())
        return self.wait(*(ends or ("? help",)))

    def play(self):
        fresh = self.wait("? help")
        for _ in range(500):
            if "a keep" not in fresh.rsplit("\f", 1)[-1]:
                break
            fresh = self.act(self.parse(fresh.rsplit("\f", 1)[-1]))
        if self.process.poll() is None and "a accept" in fresh:
            self.type("rest", "q")
        self.process.stdin.close()
        while os.read(self.process.stdout.fileno(), 65536):
            pass
        self.process.wait()

    def parse(self, text):
        lines = text.strip("\n").split("\n")
        head = re.match(r"(\d+) of (\d+) · (.+?) · (\S+)$", lines[0])
        screen = dict(claim=head[4], text=lines[1], rows=[], like=[], note=lines[-4], question=None, value=None, whose=[])
        stances = "|".join(FAMILY)
        for at, line in enumerate(lines):
            found = re.match(rf" ?(\d+) (.+) ({stances}) · (\S+)(?:, via (.+?))? · (\S+?)(?: ¶(\d+))?(?: · .*)?$", line)
            if found and lines[at + 1].startswith("     "):
                screen["rows"].append(dict(number=found[1], name=found[2], stance=found[3], said=found[4], source=found[6],
                                           via=found[5].split(", ") if found[5] else [], paragraph=int(found[7]), words=plain(lines[at + 1].strip())))
            if found := re.match(r"answers  (.*?)(?: = (.*))?$", line):
                screen["question"], screen["value"] = found[1], found[2]
            if found := re.match(r"whose    (.*)$", line):
                screen["whose"] = found[1].split(", ")
            found = re.match(r"  ([1-9])     (\S+): (.*)$", line)
            if found:
                screen["like"].append(found[2])
        self.log.write(f"{lines[0]} | {lines[1]} | {screen['note']}\n")
        if screen["claim"] not in self.seen:
            self.seen.add(screen["claim"])
            self.read += len(" ".join([lines[1], *(line for row in lines for line in [row] if re.match(r" ?\d+ |     ", row))]).split())
        used = set()
        for row in screen["rows"]:
            row["plan"] = self.entry(row, screen["claim"], used)
        return screen

    def entry(self, row, claim, used):
        """What the plan has for a statement on the screen. Two passages of one statement are shown as the first of them."""
        best = None
        for at, plan in enumerate(self.plan.rows):
            if at in used or plan["settled"]:
                continue
            if (plan["at"], plan["source"]) != (claim, row["source"]):
                continue
            exact = (plan["paragraph"], plan["words"]) == (row["paragraph"], row["words"])
            weight = 8 * exact + 2 * (plan.get("last", plan["stance"]) == row["stance"]) + 2 * (plan["name"] == row["name"])
            if best is None or weight > best[0]:
                best = (weight, at)
        if best is None:
            sys.exit(f"{claim}: a statement that the draft did not show: {row}")
        used.add(best[1])
        return self.plan.rows[best[1]]

    def act(self, screen):
        self.actions += 1
        rows, here = screen["rows"], screen["claim"]
        drafted = {self.story.said[row["gold"]]["claim"] for row in self.plan.rows if row["gold"] is not None}
        homeless = [g for g in self.missed if self.story.said[g]["claim"] not in drafted]
        if homeless:
            return self.add(homeless[0], None, None)
        gold = lambda row: self.story.said[row["plan"]["gold"]]
        kept = [row for row in rows if row["plan"]["gold"] is not None]
        if not kept:
            for row in rows:
                row["plan"]["settled"] = True
            return self.type("drop", "r")
        for row in rows:
            if row["plan"]["gold"] is None:
                row["plan"]["settled"] = True
                return self.type("drop", "t" + self.number(row, rows) + "r")
        owner = next((g for g, claim in self.bound.items() if claim == here), None)
        target = owner or self.main(kept, screen)
        others = [row for row in kept if gold(row)["claim"] != target]
        for row in others:
            elsewhere = self.home(gold(row)["claim"], here)
            if elsewhere:
                row["plan"]["at"] = elsewhere
                start = "m" + self.number(row, rows)
                return self.choose("move", start, elsewhere)
        if others:
            wanted = gold(others[0])["claim"]
            group = [row for row in others if gold(row)["claim"] == wanted]
            for row in group:
                fixed = self.correct(row, rows, gold(row))
                if fixed is not None:
                    return fixed
            for row in group:
                row["plan"]["settled"] = True  # it is kept at once
            numbers = " ".join(row["number"] for row in group)
            self.bound[wanted] = None
            text = self.story.claims[wanted]["text"]
            fresh = self.type("split", "n" + numbers + "\n\x15" + plain(text) + "\n")
            return fresh
        if owner is None and target in self.bound:
            home = self.bound_id(target)
            if home in screen["like"]:
                for row in kept:
                    row["plan"]["at"] = home
                return self.type("merge", str(screen["like"].index(home) + 1))
            for row in kept:
                row["plan"]["at"] = home
            return self.choose("merge", "o", home)
        for row in kept:
            fixed = self.correct(row, rows, gold(row))
            if fixed is not None:
                return fixed
        if not self.story_added(target):
            g = next(g for g in self.missed if self.wanted_here(g, target))
            return self.add(g, here, target)
        for row in kept:
            fixed = self.facts(gold(row)["party"])
            if fixed is not None:
                return fixed
        fixed = self.details(screen, self.story.claims[target])
        if fixed is not None:
            return fixed
        self.bound[target] = here
        for row in kept:
            row["plan"]["settled"] = True
        wanted = plain(self.story.claims[target]["text"])
        if owner is None and stems(screen["text"]) != stems(wanted):
            old = plain(screen["text"])
            common = len(os.path.commonprefix([old, wanted]))
            erase = "\x08" * (len(screen["text"]) - common)
            short = erase + wanted[common:]
            keys = short if len(short) < len(wanted) + 1 and old == screen["text"] else "\x15" + wanted
            shared = len(stems(old) & stems(wanted)) / len(stems(wanted))
            if shared < 0.5 or not self.lenient:
                self.texts[here] = wanted
                return self.type("reword" if shared < 0.5 else "polish", "e" + keys + "\n")
        return self.type("keep", "a")

    def number(self, row, rows):
        if len(rows) == 1:
            return ""
        return row["number"] + ("\n" if len(rows) > 9 else "")

    def main(self, kept, screen):
        counts = Counter(self.story.said[row["plan"]["gold"]]["claim"] for row in kept)
        def rank(claim):
            return (counts[claim] + 2 * likeness(screen["text"], self.story.claims[claim]["text"]), claim not in self.bound)
        return max(sorted(counts), key=rank)

    def bound_id(self, claim):
        if self.bound[claim] is None:
            wanted = plain(self.story.claims[claim]["text"])
            for held in self.ledger.records()["claim"]:
                if plain(held["text"]) == wanted:
                    self.bound[claim] = held["id"]
                    self.texts[held["id"]] = wanted
        return self.bound[claim]

    def home(self, claim, here):
        """Where the statements of a claim are kept: its claim in the ledger, or a later one of the draft."""
        if claim in self.bound:
            return self.bound_id(claim)
        waiting = defaultdict(Counter)
        for row in self.plan.rows:
            if not row["settled"] and row["gold"] is not None and row["at"] != here and row["at"] not in self.bound.values():
                waiting[row["at"]][self.story.said[row["gold"]]["claim"]] += 1
        homes = [(counts[claim], own) for own, counts in waiting.items() if counts.most_common(1)[0][0] == claim]
        return max(homes)[1] if homes else None

    def choose(self, kind, start, wanted):
        """Chooses a claim: by its digit, or by words and then a digit."""
        fresh = self.type(kind, start, "and Enter ", "? help")
        offered = re.findall(r"^  ([1-9]) (\S+): ", fresh.rsplit("\f", 1)[-1], re.M)
        digit = next((digit for digit, claim in offered if claim == wanted), None)
        if digit:
            return self.type(kind, digit)
        fresh = self.type(kind, self.telling(wanted) + "\n", "to cancel: ", "? help")
        if fresh.endswith("to cancel: "):
            offered = re.findall(r"^  ([1-9]) (\S+) ", fresh, re.M)
            digit = next((digit for digit, claim in offered if claim == wanted), None)
            if digit:
                return self.type(kind, digit)
            self.type(kind, "\x1b")
        elif f"n {wanted}" in fresh.rsplit("\f", 1)[-1]:
            return fresh
        self.log.write(f"  !! {wanted} is not offered\n")
        self.type(kind, start, "and Enter ", "? help")
        return self.type(kind, wanted + "\n")

    def telling(self, wanted):
        """The word of a claim that fewest other claims have."""
        others = Counter(word for own, text in self.texts.items() if own != wanted for word in set(plain(text).lower().split()))
        words = re.findall(r"[^\W\d_][^\W_]{2,}", plain(self.texts[wanted]))
        words = [word for word in words if word.lower() not in EMPTY]
        return min(words, key=lambda word: (others[word.lower()], len(word)))

    def correct(self, row, rows, said):
        number = self.number(row, rows)
        wanted = self.plan.party.get(said["party"])
        names = {bare(n) for n in [self.story.parties[said["party"]]["name"], *self.story.parties[said["party"]]["mentions"]]}
        plan = row["plan"]
        if plan.get("speaker", plan["party"]) != wanted:
            plan["speaker"] = wanted or said["party"]
            fresh, party = self.speaker("speaker", "t" + number + "p", said["party"])
            plan["speaker"] = self.plan.party[said["party"]]
            return fresh
        if FAMILY[row["stance"]] not in said["families"]:
            if FAMILY.get(OPPOSITE.get(row["stance"])) in said["families"]:
                plan["last"] = OPPOSITE[row["stance"]]
                return self.type("stance", "f" + number)
            plan["last"] = said["stance"]
            return self.type("stance", "t" + number + "s" + LETTER[said["stance"]])
        if row["said"][:10] != said["said"][:10]:
            same_month = row["said"][:7] == said["said"][:7] and said["said"][:10] < row["said"][:10]
            day = str(int(said["said"][8:10])) if same_month else said["said"][:10]
            return self.type("day", "t" + number + "d" + day + "\n")
        via = [self.plan.party.get(party) for party in said["via"]]
        if row["via"] != via and None not in via:
            return self.parties("via", "t" + number + "v", via)
        return None

    def facts(self, party):
        """Name, kind, role of a speaker, and for whom it speaks."""
        own, wanted = self.plan.party[party], self.story.parties[party]
        now = self.held.setdefault(own, dict(name=wanted["name"], kind=wanted["kind"], role=None, speaks_for=[]))
        others = [self.plan.party.get(other) for other in wanted["speaks_for"]]
        if bare(now["name"]) not in {bare(name) for name in [wanted["name"], *wanted["mentions"]]}:
            now["name"] = wanted["name"]
            return self.fact(own, "n\x15" + plain(wanted["name"]) + "\n")
        if now["kind"] != wanted["kind"]:
            now["kind"] = wanted["kind"]
            return self.fact(own, "k" + KIND[wanted["kind"]])
        if wanted["role"] and likeness(now["role"] or "", wanted["role"]) < 0.34:
            role, now["role"] = now["role"], wanted["role"]
            return self.fact(own, ("r\x15" if role else "r") + plain(wanted["role"]) + "\n")
        if {edge["party"] for edge in now["speaks_for"]} != set(others) and None not in others:
            now["speaks_for"] = [dict(party=other) for other in others]
            self.choose_party(own)
            return self.parties("party", "s", others)
        return None

    def fact(self, own, keys):
        self.choose_party(own)
        return self.type("party", keys)

    def choose_party(self, own):
        fresh = self.type("party", "p", "and Enter ")
        offered = re.findall(r"^  ([1-9]) (\S+): ", fresh.rsplit("\f", 1)[-1], re.M)
        digit = next((digit for digit, party in offered if party == own), None)
        self.type("party", digit or own + "\n", "any other key cancels ")

    def details(self, screen, claim):
        """Whose act a claim is, and what it answers."""
        whose = [self.plan.party.get(party) for party in claim["principals"]]
        if set(screen["whose"]) != set(whose) and None not in whose:
            return self.parties("whose", "w", whose)
        if claim["question"] not in self.asked_questions:
            return self.type("value", "v\x15-\n") if screen["question"] else None
        asked = self.asked.get(claim["question"])
        if screen["question"] and asked is None and screen["question"] not in self.asked.values():
            asked = self.asked[claim["question"]] = screen["question"]
        wanted = value_text(claim["value"])
        if screen["question"] == asked and asked and same_text(screen["value"], wanted):
            return None
        self.keys["value"] += 1
        self.process.stdin.write(b"v")
        fresh = self.wait_for("for none: ")
        shown = fresh.rsplit("for none: ", 1)[-1].strip()
        fresh = self.type("value", "\n" if same_text(shown, wanted) else "\x15" + wanted + "\n", "and Enter ", "? help")
        if fresh.endswith("? help"):
            self.log.write(f"  !! {wanted} is refused\n")
            self.asked_questions.discard(claim["question"])
            return fresh
        offered = re.findall(r"^  ([1-9]) (\S+): (.*)$", fresh.rsplit("\f", 1)[-1], re.M)
        digit = next((digit for digit, _, text in offered if text == asked), None)
        if digit:
            return self.type("value", digit)
        text = self.asked[claim["question"]] = plain(self.story.questions[claim["question"]]["text"])
        return self.type("value", text + "\n")

    def wait_for(self, part):
        """Reads until the new output has this, and what comes with it."""
        while part not in self.out[self.shown:].decode("utf-8", "replace"):
            self.out += os.read(self.process.stdout.fileno(), 65536)
        while select.select([self.process.stdout], [], [], 0.1)[0]:
            self.out += os.read(self.process.stdout.fileno(), 65536)
        fresh = self.out[self.shown:].decode("utf-8", "replace")
        self.shown = len(self.out)
        return fresh

    def parties(self, kind, start, wanted):
        fresh = self.type(kind, start, "for nobody: ")
        offered = dict((own, digit) for digit, own in re.findall(r"^  ([1-9]) (\S+): ", fresh.rsplit("\f", 1)[-1], re.M))
        if not wanted:
            return self.type(kind, "-\n")
        if all(party in offered for party in wanted):
            return self.type(kind, "".join(offered[party] for party in wanted) + "\n")
        return self.type(kind, ",".join(wanted) + "\n")

    def speaker(self, kind, start, party):
        """Chooses a speaker: by digit, or by name; a new one with its kind."""
        fresh = self.type(kind, start, "and Enter ")
        wanted = self.plan.party.get(party)
        offered = re.findall(r"^  ([1-9]) (\S+): ", fresh.rsplit("\f", 1)[-1], re.M)
        digit = next((digit for digit, own in offered if own == wanted), None)
        ends = ("? help", "any other key cancels ", "to cancel: ")
        if digit:
            return self.type(kind, digit, *ends), wanted
        if wanted:
            fresh = self.type(kind, wanted + "\n", *ends)
            return fresh, wanted
        name = self.story.parties[party]["name"]
        fresh = self.type(kind, plain(name) + "\n", *ends, "key cancels: ")
        if fresh.endswith("key cancels: "):
            fresh = self.type(kind, "+", *ends)
        if fresh.endswith("any other key cancels ") and " is new. " in fresh:
            fresh = self.type(kind, KIND[self.story.parties[party]["kind"]], *ends)
        self.plan.party[party] = slug(name)
        return fresh, self.plan.party[party]

    def wanted_here(self, g, target):
        return self.story.said[g]["claim"] == target

    def story_added(self, target):
        return not any(self.wanted_here(g, target) for g in self.missed)

    def add(self, g, here, target):
        self.missed.remove(g)
        self.added.add(g)
        one = self.story.said[g]
        words = self.story.shortest_words(one)
        fresh = self.type("add", "+" + words + "\n", "and Enter ", "to cancel: ", "? help")
        if fresh.endswith("? help"):
            self.log.write(f"  !! not found: {words}\n")
            return fresh
        if fresh.endswith("to cancel: "):
            offered = re.findall(r"^  ([1-9]) (\S+) ", fresh, re.M)
            digit = next((digit for digit, source in offered if source == one["source"]), "1")
            fresh = self.type("add", digit, "and Enter ")
        # The speaker is asked for now.
        fresh, _ = self.answer_speaker(fresh, one["party"])
        fresh = self.type("add", LETTER[one["stance"]], "and Enter ")
        if target is None or target != one["claim"] or here is None:
            wanted = self.bound.get(one["claim"])
            if wanted is None and one["claim"] in self.bound:
                wanted = self.bound_id(one["claim"])
            if wanted:
                offered = re.findall(r"^  ([1-9]) (\S+): ", fresh.rsplit("\f", 1)[-1], re.M)
                digit = next((digit for digit, own in offered if own == wanted), None)
                if digit:
                    return self.type("add", digit)
            self.bound.setdefault(one["claim"], None)
            return self.type("add", plain(self.story.claims[one["claim"]]["text"]) + "\n")
        return self.type("add", "\n")

    def answer_speaker(self, fresh, party):
        wanted = self.plan.party.get(party)
        offered = re.findall(r"^  ([1-9]) (\S+): ", fresh.rsplit("\f", 1)[-1], re.M)
        digit = next((digit for digit, own in offered if own == wanted), None)
        ends = ("any other key cancels ", "to cancel: ")
        if digit:
            return self.type("add", digit, *ends), wanted
        if wanted:
            return self.type("add", wanted + "\n", *ends), wanted
        name = self.story.parties[party]["name"]
        fresh = self.type("add", plain(name) + "\n", *ends, "key cancels: ")
        if fresh.endswith("key cancels: "):
            fresh = self.type("add", "+", *ends)
        if fresh.endswith("any other key cancels ") and " is new. " in fresh:
            fresh = self.type("add", KIND[self.story.parties[party]["kind"]], *ends)
        self.plan.party[party] = slug(name)
        return fresh, self.plan.party[party]


def slug(name):
    """The id that the program makes of a name."""
    return re.sub(r"[^a-z0-9]+", "-", plain(name).lower()).strip("-")


class Typed:
    """Commands that are typed, and what they cost."""

    def __init__(self, ledger, log):
        self.ledger, self.log, self.keys, self.options, self.commands = ledger, log, 0, 0, 0

    def run(self, *words):
        quoted = [f'"{word}"' if re.search(r"[^\w.,:%+=@/-]", word) else word for word in words]
        self.keys += len(" ".join(quoted)) + 1
        self.log.write(f"$ {' '.join(quoted)}\n")
        self.commands += 1
        self.options += 1 + sum(word.startswith("--") for word in words)
        self.ledger.run(*(getattr(word, "full", word) for word in words))


class Beginning(str):
    """The beginning of an id, as it is typed on a terminal, where that is enough; scripts need the id."""

    def __new__(cls, written, full):
        self = super().__new__(cls, written)
        self.full = full
        return self


def short(id_, ids):
    """The shortest beginning of an id that no other one has."""
    for end in range(1, len(id_)):
        if not any(other.startswith(id_[:end]) for other in ids if other != id_):
            return Beginning(id_[:end], id_)
    return id_


def listed(ids, all_ids):
    written = [short(one, all_ids) for one in ids]
    return Beginning(",".join(written), ",".join(ids))


def value_text(value):
    kind = value["kind"]
    if kind in ("money", "count"):
        def number(amount):
            amount = float(amount)
            for factor, word in ((1e9, "bn"), (1e6, "m")):
                if kind == "money" and amount >= factor and amount * 10 % factor == 0:
                    return f"{amount / factor:g}{word}"
            return f"{amount:.10g}"
        about = "about " if value.get("about") else ""
        amount = number(value["amount"]) + (f" to {number(value['max'])}" if value.get("max") else "")
        if kind == "money":
            return f"{about}{value['currency']} {amount}"
        return f"{about}{amount}%" if value["unit"] == "percent" else f"{about}{amount} {value['unit']}"
    if kind == "date":
        return value["from"] + (f"..{value['to']}" if value.get("to") and value["to"] != value["from"] else "")
    return f"place:{value['name']}" if kind == "place" else f"text:{value['text']}"


def same_value(one, other):
    if not one or not other or one["kind"] != other["kind"]:
        return not one and not other
    if one["kind"] in ("money", "count"):
        amounts = lambda v: (float(v["amount"]), float(v["max"]) if v.get("max") else None, v.get("currency"))
        return amounts(one) == amounts(other)
    return value_text(one) == value_text(other)


def same_text(one, other):
    """Whether two values are written alike, but for the unit of a count."""
    def parts(text):
        text = re.sub(r"^(text|place):", "", plain(text or "")).replace(",", "")
        return re.findall(r"[A-Z]{3}|\d+(?:\.\d+)?(?:bn|m\b)?", text) or text
    return bool(one) and parts(one) == parts(other)


class Record:
    """The part of the analyst's record that a reviewed ledger has: what is typed by hand for comparison."""

    def __init__(self, story, wanted):
        self.story, self.said = story, [story.said[g] for g in wanted]
        self.claims = [c for c in story.claims.values() if any(one["claim"] == c["id"] for one in self.said)]
        needed = {one["party"] for one in self.said} | {p for one in self.said for p in one["via"]}
        needed |= {p for c in self.claims for p in c["principals"]}
        while more := {o for p in needed for o in story.parties[p]["speaks_for"]} - needed:
            needed |= more
        self.parties = [p for p in story.parties.values() if p["id"] in needed]
        rivals = Counter(c["question"] for c in self.claims if c["question"])
        self.questions = [q for q in story.questions.values() if rivals[q["id"]] > 1]

    def by_hand(self, typed):
        story, left, known = self.story, list(self.parties), set()
        parties, claims = [p["id"] for p in self.parties], [c["id"] for c in self.claims]
        while left:
            party = next(p for p in left if set(p["speaks_for"]) <= known)
            left.remove(party)
            known.add(party["id"])
            words = ["party", "add", party["id"], "--name", plain(party["name"]), "--kind", party["kind"]]
            words += ["--role", plain(party["role"])] if party["role"] else []
            for other in party["speaks_for"]:
                words += ["--speaks-for", short(other, known)]
            typed.run(*words)
        for question in self.questions:
            typed.run("question", "add", question["id"], "--text", plain(question["text"]))
        asked = {q["id"] for q in self.questions}
        for claim in self.claims:
            words = ["claim", "add", claim["id"], "--text", plain(claim["text"])]
            for principal in claim["principals"]:
                words += ["--principal", short(principal, parties)]
            if claim["question"] in asked:
                words += ["--question", short(claim["question"], asked), "--value", value_text(claim["value"])]
            words += ["--due", claim["due"]] if claim.get("due") else []
            typed.run(*words)
        for one in self.said:
            words = ["say", short(one["party"], parties), one["stance"], short(one["claim"], claims)]
            words += ["--source", short(one["source"], story.text), "--passage", story.shortest_words(one, 0.5)]
            words += ["--said", one["said"][:10]] if one["said"][:10] != story.day[one["source"]] else []
            words += ["--via", listed(one["via"], parties)] if one["via"] else []
            words += ["--attribution", one["attribution"]] if one["attribution"] != "on-record" else []
            typed.run(*words)

    def correct(self, typed, party_of, claim_of):
        """Corrects with commands what the review does not reach."""
        held = typed.ledger.records()
        self.correct_parties(typed, party_of, {p["id"]: p for p in held["party"]})
        self.correct_claims(typed, party_of, claim_of, {c["id"]: c for c in held["claim"]})

    def correct_parties(self, typed, party_of, held):
        for party in self.parties:
            if party_of.get(party["id"]) not in held:
                words = ["party", "add", party["id"], "--name", plain(party["name"]), "--kind", party["kind"]]
                typed.run(*words, *(["--role", plain(party["role"])] if party["role"] else []))
                party_of[party["id"]] = party["id"]
                held[party["id"]] = dict(name=party["name"], kind=party["kind"], role=party["role"], aliases=[], speaks_for=[])
        for party in self.parties:
            own = party_of[party["id"]]
            now, words = held[own], []
            names = {bare(n) for n in [party["name"], *party["mentions"]]}
            if bare(now["name"]) not in names:
                words += ["--name", plain(party["name"])]
            if now["kind"] != party["kind"]:
                words += ["--kind", party["kind"]]
            if party["role"] and likeness(now["role"] or "", party["role"]) < 0.34:
                words += ["--role", plain(party["role"])]
            edges = {e["party"] for e in now["speaks_for"]}
            wanted = {party_of[p] for p in party["speaks_for"]}
            for other in sorted(wanted - edges):
                words += ["--speaks-for", short(other, held)]
            for other in sorted(edges - wanted):
                words += ["--no-speaks-for", short(other, held)]
            if words:
                typed.run("party", "edit", short(own, held), *words)

    def correct_claims(self, typed, party_of, claim_of, held):
        asked = {q["id"]: None for q in self.questions}
        for claim in self.claims:
            question = held[claim_of[claim["id"]]].get("question")
            if claim["question"] in asked and question and question not in asked.values():
                asked[claim["question"]] = asked[claim["question"]] or question
        for question in self.questions:
            if asked[question["id"]] is None:
                typed.run("question", "add", question["id"], "--text", plain(question["text"]))
                asked[question["id"]] = question["id"]
        parties = [p["id"] for p in typed.ledger.records()["party"]]
        questions = [q["id"] for q in typed.ledger.records()["question"]]
        for claim in self.claims:
            own = claim_of[claim["id"]]
            now, words = held[own], []
            wanted = asked.get(claim["question"])
            if wanted and (now.get("question") != wanted or not same_value(now.get("value"), claim["value"])):
                words += ["--question", short(wanted, questions), "--value", value_text(claim["value"])]
            if not wanted and now.get("question"):
                words += ["--clear", "question", "--clear", "value"]
            principals, right = set(now["principals"]), {party_of[p] for p in claim["principals"]}
            for other in sorted(right - principals):
                words += ["--principal", short(other, parties)]
            for other in sorted(principals - right):
                words += ["--no-principal", short(other, parties)]
            if (claim.get("due") or None) != (now.get("due") or None):
                words += ["--due", claim["due"]] if claim.get("due") else ["--clear", "due"]
            if words:
                typed.run("claim", "edit", short(own, held), *words)


def correct_statements(typed, reviewer, story):
    """Corrects relays and days of statements, by their ids."""
    party_of, claim_of = reviewer.plan.party, reviewer.bound
    held = typed.ledger.records()["statement"]
    for g in sorted(reviewer.wanted):
        one = story.said[g]
        own = [s for s in held if (s["party"], s["claim"], s["source"]) == (party_of[one["party"]], claim_of[one["claim"]], one["source"])
               and FAMILY[s["stance"]] in one["families"]]
        day = lambda s: (s["said"] or story.day[s["source"]])[:10]
        if not own:
            continue
        via = [party_of[p] for p in one["via"]]
        best = min(own, key=lambda s: ((day(s) != one["said"][:10]), s["via"] != via))
        words = ["--said", one["said"][:10]] if day(best) != one["said"][:10] else []
        if best["via"] != via:
            everybody = [p["id"] for p in typed.ledger.records()["party"]]
            words += ["--via", listed(via, everybody)] if via else ["--clear", "via"]
        if words:
            typed.run("correct", best["id"], *words)
            held = typed.ledger.records()["statement"]


def minutes(keys, decisions, words):
    return (KEY * keys + DECIDE * decisions + READ * words) / 60


def score(program, stories, story, ledger, folder, log):
    scorer = f"{stories}/score_story.py"
    if not os.path.isfile(scorer):
        return "no score_story.py beside the stories"
    export = f"{folder}/export.jsonl"
    open(export, "w", encoding="utf-8").write(ledger.run("export", "--format", "jsonl"))
    done = subprocess.run([sys.executable, scorer, story.folder, export, "--list"], capture_output=True, text=True,
                          env=dict(os.environ, ONRECORD=program))
    log.write(done.stdout)
    return done.stdout.strip().split("\n")[-1] if done.returncode == 0 else done.stderr[-500:]


def measure(program, stories, name, log, lenient):
    story = Story(f"{stories}/{name}")
    words = sum(len(text.split()) for text in story.text.values())
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(program, folder, story)
        ledger.ingest()
        plan = Plan(story, ledger.json("draft"))
        reviewer = Reviewer(ledger, story, plan, log, lenient)
        reviewer.play()
        for claim in list(reviewer.bound):
            reviewer.bound_id(claim)
        reviewer.wanted = set(plan.covered) | reviewer.added
        record, typed = Record(story, reviewer.wanted), Typed(ledger, log)
        record.correct(typed, plan.party, reviewer.bound)
        correct_statements(typed, reviewer, story)
        reviewed = score(program, stories, story, ledger, folder, log)
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(program, folder, story)
        ledger.ingest()
        hand = Typed(ledger, log)
        record.by_hand(hand)
        by_hand = score(program, stories, story, ledger, folder, log)
    keys = sum(reviewer.keys.values())
    most = ", ".join(f"{kind} {count}" for kind, count in reviewer.keys.most_common())
    ours = minutes(keys + typed.keys, reviewer.actions + typed.options, words + reviewer.read)
    theirs = minutes(hand.keys, hand.options, words)
    print(f"{name}: {len(record.said)} statements, {len(record.claims)} claims, {len(record.parties)} parties; {words} words")
    print(f"  review    {keys:6} keys, {reviewer.actions} screens: {most}")
    print(f"  commands  {typed.keys:6} keys, {typed.commands} commands")
    print(f"  together  {keys + typed.keys:6} keys, {ours:.0f} minutes")
    print(f"  by hand   {hand.keys:6} keys, {hand.commands} commands, {theirs:.0f} minutes")
    print(f"  share     {(keys + typed.keys) / hand.keys:6.2f} of the keys, {ours / theirs:.2f} of the minutes")
    print(f"  reviewed  {reviewed}")
    print(f"  by hand   {by_hand}")
    return keys + typed.keys, hand.keys, ours, theirs


def main():
    words = sys.argv[1:]
    log = open(os.devnull, "w", encoding="utf-8")
    if "--log" in words:
        at = words.index("--log")
        log = open(words[at + 1], "w", encoding="utf-8", buffering=1)
        del words[at:at + 2]
    lenient = "--lenient" in words
    words = [word for word in words if word != "--lenient"]
    stories = os.environ.get("ONRECORD_STORIES")
    if not stories:
        print("skipped: ONRECORD_STORIES names no folder of stories")
        return
    program = os.path.abspath(words[0])
    names = words[1:] or sorted(n for n in os.listdir(stories) if os.path.isfile(f"{stories}/{n}/gold.json"))
    sums = [sum(column) for column in zip(*(measure(program, stories, name, log, lenient) for name in names))]
    print(f"all: {sums[0] / sums[1]:.2f} of the keys, {sums[2] / sums[3]:.2f} of the minutes")


if __name__ == "__main__":
    main()
