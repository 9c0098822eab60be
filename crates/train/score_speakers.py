#!/usr/bin/env python3
"""Scores who speaks, against the coreference of GUM (Zeldes 2017; annotation CC BY 4.0).

    score_speakers.py texts GUM.conllu.gz > texts.jsonl
    onrecord extract --input jsonl --format jsonl texts.jsonl > found.jsonl
    score_speakers.py score GUM.conllu.gz found.jsonl [--genre news] [--list]

A statement counts if its source is a mention that GUM annotates. Its speaker is right if it has the words of some
mention in the same chain, wrong if it has not, and unsettled if it is null. Pronouns are counted apart.
"""
import collections
import gzip
import json
import re
import sys

PRONOUNS = {"he", "she", "they", "it", "him", "her", "them", "his", "their", "who"}


def documents(path):
    """The documents: id, text, tokens as (start, end), mentions as (first, last, chain)."""
    done, opened = None, []
    for line in gzip.open(path, "rt", encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc id = "):
            if done:
                yield done
            done = {"id": line.split(" = ")[1], "text": "", "tokens": [], "mentions": []}
            opened = []
        elif line.startswith("# newpar") and not line.startswith("# newpar_block") and done["text"]:
            done["text"] = done["text"].rstrip() + "\n\n"
        elif line and line[0].isdigit() and re.match(r"\d+\t", line):
            cells = line.split("\t")
            start = len(done["text"])
            done["text"] += cells[1]
            done["tokens"].append((start, len(done["text"])))
            if "SpaceAfter=No" not in cells[9]:
                done["text"] += " "
            entity = re.search(r"Entity=([^|]*)", cells[9])
            if entity:
                read_entities(entity.group(1), len(done["tokens"]) - 1, opened, done["mentions"])
    if done:
        yield done


def read_entities(text, at, opened, mentions):
    for part in re.findall(r"\([^()]*\)?|[^()]*\)", text):
        if part.startswith("("):
            chain = part[1:].rstrip(")").split("-")[0]
            if part.endswith(")"):
                mentions.append((at, at, chain))
            else:
                opened.append((at, chain))
        else:
            chain = part[:-1].split("-")[0]
            for index in range(len(opened) - 1, -1, -1):
                if opened[index][1] == chain:
                    mentions.append((opened.pop(index)[0], at, chain))
                    break


def words(text):
    return {word for word in re.findall(r"\w+", text.lower()) if word not in {"the", "a", "an", "mr", "mrs", "ms", "dr"}}


def score(documents, found, listing):
    counts = collections.Counter()
    for document in documents:
        text, tokens = document["text"], document["tokens"]
        chains = collections.defaultdict(list)
        for first, last, chain in document["mentions"]:
            chains[chain].append(text[tokens[first][0]:tokens[last][1]])
        spans = {(tokens[first][0], tokens[last][1]): chain for first, last, chain in document["mentions"]}
        for statement in found.get(document["id"], []):
            source = statement["source"]
            if not source:
                continue
            wording = text[source[0]:source[1]]
            kind = "pronouns" if wording.lower() in PRONOUNS else "names and noun phrases"
            if kind == "names and noun phrases" and wording.lower() in {"i", "we", "you", "this", "that"}:
                continue
            chain = spans.get(tuple(source)) or spans.get((source[0], source[1] - 2))
            if chain is None:
                continue
            speaker = statement["speaker"]
            if speaker is None:
                outcome = "unsettled"
            else:
                named = words(speaker)
                other = [mention for mention in chains[chain] if mention.lower() not in PRONOUNS]
                same = any(named <= words(mention) or words(mention) and words(mention) <= named for mention in other)
                outcome = "right" if same else "wrong"
            counts[kind, outcome] += 1
            if listing and outcome != "right":
                print(f'{document["id"]} {outcome}: {wording!r} is {speaker!r}, in GUM {chains[chain][:3]}')
    for kind in ("names and noun phrases", "pronouns"):
        numbers = [counts[kind, outcome] for outcome in ("right", "wrong", "unsettled")]
        total = sum(numbers) or 1
        shares = ", ".join(f"{name} {number} ({100 * number / total:.1f}%)"
                           for name, number in zip(("right", "wrong", "unsettled"), numbers))
        print(f"{kind}: {shares}")


def main():
    command, path = sys.argv[1:3]
    if command == "texts":
        for document in documents(path):
            print(json.dumps({"id": document["id"], "text": document["text"]}, ensure_ascii=False))
        return
    with open(sys.argv[3], encoding="utf-8") as lines:
        found = {line["id"]: line["statements"] for line in map(json.loads, lines)}
    genre = sys.argv[sys.argv.index("--genre") + 1] if "--genre" in sys.argv else ""
    chosen = [one for one in documents(path) if not genre or (f"_{genre.lstrip('-')}_" in one["id"]) != genre.startswith("-")]
    score(chosen, found, "--list" in sys.argv)


if __name__ == "__main__":
    main()
