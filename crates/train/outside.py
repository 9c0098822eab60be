#!/usr/bin/env python3
"""Makes training texts of the attributions in GUM (Zeldes 2017; annotation CC BY 4.0).

    outside.py GUM.conllu.gz > outside.jsonl

GUM marks attribution as a relation between the stretches of its discourse trees. The stretch that names the source
becomes a source and a cue as PolNeAR annotates them, with the help of the dependency tree, and the part of the other
stretch that is in the same sentence becomes the content. Left out are the news articles, which are kept for measuring,
and stretches without a verb: credits of pictures and references.
"""
import collections
import gzip
import json
import re
import sys

NOT_SAYING = re.compile(r"(^|.* )(ensure|means?|meant)$")


def documents(path):
    """Documents: id, text, tokens, and the stretches of the discourse tree by number."""
    done, joined, last_joined, space_after_joined = None, set(), None, True
    for line in gzip.open(path, "rt", encoding="utf-8"):
        line = line.rstrip("\n")
        cells = line.split("\t")
        if line.startswith("# newdoc id = "):
            if done:
                yield finish(done)
            done = {"id": line.split(" = ")[1], "text": "", "tokens": [], "stretches": {}, "sentences": 0}
        elif line.startswith("# newpar") and not line.startswith("# newpar_block") and done["text"]:
            done["text"] = done["text"].rstrip() + "\n\n"
        elif line.startswith("# sent_id"):
            done["sentences"] += 1
            base = len(done["tokens"])
        elif re.match(r"\d+-\d+\t", line):
            first, last = map(int, cells[0].split("-"))
            joined, last_joined = set(range(first, last)), last
            space_after_joined = "SpaceAfter=No" not in cells[9]
        elif re.match(r"\d+\t", line):
            number, head = int(cells[0]), int(cells[6])
            space = "SpaceAfter=No" not in cells[9]
            if number in joined:
                space = False
            elif number == last_joined:
                space, last_joined = space_after_joined, None
            joined.discard(number)
            read_stretch(cells[9], done)
            start = len(done["text"])
            done["tokens"].append({
                "start": start, "end": start + len(cells[1]), "word": cells[1].lower(), "lemma": cells[2],
                "tag": cells[4], "relation": cells[7], "head": base + head - 1 if head else -1,
                "sentence": done["sentences"],
            })
            done["text"] += cells[1] + (" " if space else "")
    if done:
        yield finish(done)


def read_stretch(misc, done):
    found = re.search(r"Discourse=([^|;]*)", misc)
    if not found:
        return
    name, number, above, rest = re.match(r"([^:]+):(\d+)(?:->(\d+))?:(.*)", found.group(1)).groups()
    done["stretches"][int(number)] = {
        "name": name, "above": int(above) if above else None, "first": len(done["tokens"]), "signals": rest,
    }


def finish(done):
    """Adds the ends of the stretches."""
    order = sorted(done["stretches"].values(), key=lambda stretch: stretch["first"])
    for stretch, after in zip(order, order[1:] + [{"first": len(done["tokens"])}]):
        stretch["end"] = after["first"]
    done["text"] = done["text"].rstrip() + "\n"
    return done


def attributions(document):
    stretches = document["stretches"]
    below = collections.defaultdict(list)
    for number, stretch in stretches.items():
        below[stretch["above"]].append(number)
    for number, stretch in sorted(stretches.items()):
        if stretch["name"].startswith("attribution") and stretch["above"]:
            content = content_of(document, stretches, below, number)
            source = source_of(document, stretch)
            cue = cue_of(document["tokens"], stretch, source, content)
            if cue:
                made = attribution(document, source, cue, content)
                if made:
                    yield made


def content_of(document, stretches, below, number):
    """The tokens of the stretch that is said and of those around it that belong to it, within the sentence."""
    target, parts, waiting = stretches[number]["above"], set(), [stretches[number]["above"]]
    while waiting:
        part = waiting.pop()
        parts.add(part)
        waiting += [other for other in below[part] if other != number]
    sentence = lambda part: document["tokens"][stretches[part]["first"]]["sentence"]
    first = last = target
    while first - 1 in parts and sentence(first - 1) == sentence(target):
        first -= 1
    while last + 1 in parts and sentence(last + 1) == sentence(target):
        last += 1
    return range(stretches[first]["first"], stretches[last]["end"])


def source_of(document, stretch):
    """The tokens that GUM's annotators named as the source, of several the last ones."""
    source = range(0)
    named = re.search(r"sem-atsrc-([\d,\-]+)-", stretch["signals"])
    for part in named.group(1).split(",") if named else []:
        first, _, last = part.partition("-")
        first, end = int(first) - 1, int(last or first)
        if stretch["first"] <= first < stretch["end"]:
            source = range(first, end)
    return source


def cue_of(tokens, stretch, source, content):
    inside = range(stretch["first"], stretch["end"])
    rest = [at for at in inside if re.match(r"\w", tokens[at]["word"]) and at not in source]
    words = [tokens[at]["word"] for at in inside]
    for at, pair in enumerate(zip(words, words[1:])):
        if pair in {("according", "to"), ("as", "per")}:
            return range(inside[at], inside[at] + 2)
    heads = [tokens[at]["head"] for at in content if tokens[at]["head"] in rest]
    tops = [at for at in rest if tokens[at]["head"] not in inside or tokens[at]["head"] in source]
    verbs = [at for at in tops if tokens[at]["tag"].startswith("V")]
    if heads:
        top = collections.Counter(heads).most_common(1)[0][0]
    elif verbs or tops:
        top = (verbs or tops)[0]
    else:
        return None
    own = [at for at in rest if at == top or tokens[at]["head"] == top and goes_with(tokens[at])]
    cue = range(min(own), max(own) + 1)
    if any(at in source for at in cue):
        cue = range(top, top + 1)
    verbal = lambda at: tokens[at]["tag"].startswith("V") or tokens[at]["relation"] == "cop"
    return cue if any(map(verbal, cue)) else None


def goes_with(token):
    return (token["relation"].startswith("aux") or token["relation"] in {"cop", "compound:prt"}
            or token["lemma"] == "not" or token["word"] in {"never", "also"})


def attribution(document, source, cue, content):
    text, tokens = document["text"], document["tokens"]
    span = lambda part: [tokens[part[0]]["start"], tokens[part[-1]]["end"]]
    said = text[slice(*span(cue))].lower()
    if NOT_SAYING.match(said):
        return None
    start, end = span(content)
    if not re.search(r'["“]', text[start:end]):
        while end > start and text[end - 1] in ".,:;?!-—– " and not re.search(r"\b[A-Z]\.$", text[start:end]):
            end -= 1
        while start < end and text[start] in ",:;-—– ":
            start += 1
    if start == end:
        return None
    return {"source": [span(source)] if source else [], "cue": [span(cue)], "content": [[start, end]]}


if __name__ == "__main__":
    for document in documents(sys.argv[1]):
        if "_news_" not in document["id"]:
            print(json.dumps({"id": document["id"], "text": document["text"],
                              "attributions": list(attributions(document))}))
