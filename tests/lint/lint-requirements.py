#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every requirement of the process documents is named by a test that plays it.

A range such as AG-15…24 names nothing: the line that plays a requirement says which.
"""
import re

from tree import open_tree

RANGES = [
    ("AG", 1, 25), ("AA", 1, 8), ("RC", 1, 8), ("RC", 20, 27), ("G", 1, 5), ("AP", 1, 3),
    ("D", 8, 9), ("D", 11, 12), ("X", 2, 2), ("X", 10, 15),
    ("Q", 1, 12), ("Q", 38, 38), ("Q", 41, 47),
    ("AF", 1, 12), ("AF", 20, 26), ("AF", 30, 34), ("AP", 7, 7), ("G", 12, 12), ("RC", 12, 12),
    ("Q", 30, 32), ("T", 3, 5), ("T", 20, 20),
    ("CX", 1, 12), ("CX", 20, 21), ("AP", 8, 8), ("G", 13, 15), ("RC", 14, 14), ("Q", 33, 40), ("T", 6, 8),
    ("PH", 1, 2), ("PH", 10, 13), ("PH", 20, 30), ("PH", 40, 57), ("PH", 60, 67), ("RC", 13, 13),
    ("G", 9, 11), ("AP", 5, 6), ("D", 1, 7), ("Q", 13, 17), ("Q", 26, 29), ("T", 1, 2),
    ("FT", 1, 21), ("AP", 4, 4), ("D", 10, 10), ("G", 6, 8), ("Q", 18, 25), ("RC", 9, 11), ("T", 1, 2),
]


def wanted():
    items = ["K1a", "K1b", "K1c", "K2", "K3", "K4", "K6", "K7", "K9a", "K9b", "K9c", "K9d"]
    return [f"CX-{item}" for item in items] + [f"{prefix}-{n:02d}" for prefix, first, last in RANGES for n in range(first, last + 1)]


def named(tree):
    found = set()
    for name in tree.under("tests"):
        if not name.startswith("tests/lint/") and name.endswith((".c", ".h", ".py", ".jsonl", ".sh")):
            text = re.sub(r"[A-Z]+-\d+…\d+", "", tree.read(name))
            found.update(re.findall(r"\b(?:[A-Z]{1,2})-(?:\d\d|K\d[a-d]?)\b", text))
    return found


tree = open_tree()
have = named(tree)
for requirement in wanted():
    if requirement not in have:
        tree.fail("tests", 0, f"no test names {requirement}")
tree.finish()
