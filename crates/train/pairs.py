"""Learns the weights of the draft's pair scorer (src/link/draft/pairs.rs) from tables of features.

    cargo test --lib features_of_pairs
    python3 crates/train/pairs.py target/pairs.tsv

A logistic regression by Newton's method (numpy). Each story counts the same; pairs about one claim weigh SAME as much as
all others together. Pairs whose figures rule out one claim are left out.
"""
import sys
import numpy as np

SAME, RIDGE = 0.35, 3.0


def stories(paths):
    found = {}
    for path in paths:
        for line in open(path, encoding="utf-8"):
            story, _, _, one, other, veto, *features = line.split("\t")
            if veto == "0":
                found.setdefault((path, story), []).append((one == other, [float(x) for x in features]))
    return [rows for rows in found.values() if any(same for same, _ in rows)]


def learn(all_rows):
    x, y, w = [], [], []
    for rows in all_rows:
        count = sum(same for same, _ in rows)
        for same, features in rows:
            x.append(features)
            y.append(same)
            w.append(SAME * 500 / count if same else 500 / (len(rows) - count))
    x, y, w = np.array(x), np.array(y, float), np.array(w)
    weights, ridge = np.zeros(x.shape[1]), np.full(x.shape[1], RIDGE)
    ridge[0] = 1e-6
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (w * (p - y)) + ridge * weights
        weights -= np.linalg.solve((x * (w * p * (1 - p))[:, None]).T @ x + np.diag(ridge), gradient)
    return weights


print(", ".join(f"{weight:.2f}" for weight in learn(stories(sys.argv[1:]))))
