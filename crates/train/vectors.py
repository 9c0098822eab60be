#!/usr/bin/env python3
"""vectors.py PIPELINE OUT: cuts the word vectors of a spaCy pipeline down to what the program ships.

PIPELINE is the folder of the pipeline's `vocab` (vectors, key2row, strings.json), OUT the file to write. Needs numpy and
msgpack. docs/vectors-card.md says where the vectors come from and what the file holds.

Kept are the words in lower-case ASCII letters that the pipeline has a vector for. The vectors of the 20,000 most frequent
words are centred, freed of their most common directions, projected on the directions in which they differ most, scaled
to length one and rounded to a byte for each direction."""
import json
import struct
import sys

import msgpack
import numpy

DIRECTIONS = 64  # directions kept
COMMON = 2  # leading directions removed: they say how frequent a word is rather than what it means
MASK = (1 << 64) - 1


def murmur(data, seed=1):
    """MurmurHash64A, by which the pipeline names its words."""
    factor = 0xC6A4A7935BD1E995
    state = (seed ^ len(data) * factor) & MASK
    whole = len(data) // 8 * 8
    for (block,) in struct.iter_unpack("<Q", data[:whole]):
        block = block * factor & MASK
        block = (block ^ block >> 47) * factor & MASK
        state = (state ^ block) * factor & MASK
    if data[whole:]:
        state = (state ^ int.from_bytes(data[whole:], "little")) * factor & MASK
    state = (state ^ state >> 47) * factor & MASK
    return state ^ state >> 47


def fnv(word):
    """The hash by which the program finds a word: 32-bit FNV-1a."""
    state = 0x811C9DC5
    for byte in word.encode():
        state = (state ^ byte) * 0x01000193 & 0xFFFFFFFF
    return state


def main():
    folder, out = sys.argv[1:]
    vectors = numpy.load(f"{folder}/vectors").astype(numpy.float64)
    with open(f"{folder}/key2row", "rb") as file:
        rows = msgpack.unpackb(file.read(), strict_map_key=False)
    with open(f"{folder}/strings.json", encoding="utf-8") as file:
        names = {murmur(word.encode()): word for word in json.load(file)}
    words = {}
    for key, row in rows.items():
        word = names.get(key, "")
        if word.isascii() and word.isalpha() and word.islower() and len(word) > 1:
            words.setdefault(fnv(word), row)
    used = sorted(set(words.values()))
    kept = vectors[used]
    kept -= kept.mean(axis=0)
    _, _, directions = numpy.linalg.svd(kept, full_matrices=False)
    kept = kept @ directions[COMMON : COMMON + DIRECTIONS].T
    kept /= numpy.maximum(numpy.linalg.norm(kept, axis=1, keepdims=True), 1e-9)
    scale = 127 / numpy.abs(kept).max(axis=1, keepdims=True)
    places = {row: place for place, row in enumerate(used)}
    table = sorted((hashed, places[row]) for hashed, row in words.items())
    with open(out, "wb") as file:
        file.write(struct.pack("<III", len(table), len(used), DIRECTIONS))
        file.write(b"".join(struct.pack("<I", hashed) for hashed, _ in table))
        file.write(b"".join(struct.pack("<H", place) for _, place in table))
        file.write(numpy.rint(kept * scale).astype(numpy.int8).tobytes())


main()
