#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Canonical JSON as an independent program writes it (npm “canonicalize”): test-canonical.py PROGRAM (K-20)."""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

PACKAGE = "canonicalize@2.1.0"
VALUES = 2000
FILTER = """
const canonicalize = require(process.argv[2] + '/node_modules/canonicalize');
const lines = require('fs').readFileSync(0, 'utf8').split('\\n');
for (const line of lines) if (line) console.log(canonicalize(JSON.parse(line)));
"""
CHARACTERS = [chr(c) for c in (*range(1, 0x30), 0x41, 0x7F, 0x80, 0xE9, 0x20AC, 0x2028, 0xD7FF, 0xE000, 0xFB33,
                              0xFFFD, 0x1F600, 0x10FFFF)]


def skip(reason):
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


def text(chance):
    return "".join(chance.choice(CHARACTERS) for _ in range(chance.randrange(6)))


def value(chance, depth=0):
    kind = chance.randrange(6 if depth < 4 else 4)
    if kind == 0:
        return text(chance)
    if kind == 1:
        return chance.randrange(-2**53 + 1, 2**53)
    if kind == 2:
        return chance.choice([True, False])
    if kind == 3:
        return chance.randrange(-9, 10)
    if kind == 4:
        return [value(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {text(chance): value(chance, depth + 1) for _ in range(chance.randrange(6))}


def install(folder):
    if not shutil.which("npm") or not shutil.which("node"):
        skip("there is no npm here")
    done = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", folder, PACKAGE], timeout=90,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        skip("npm cannot be reached")


def answers(command, lines):
    done = subprocess.run(command, input=lines, capture_output=True, encoding="utf-8", check=True)
    return done.stdout.rstrip("\n").split("\n")


with tempfile.TemporaryDirectory() as folder:
    try:
        install(folder)
    except subprocess.TimeoutExpired:
        skip("npm cannot be reached in time")
    script = os.path.join(folder, "filter.js")
    with open(script, "w", encoding="utf-8") as file:
        file.write(FILTER)
    chance = random.Random(8785)
    lines = "".join(json.dumps(value(chance), ensure_ascii=chance.choice([True, False])) + "\n" for _ in range(VALUES))
    ours = answers([sys.argv[1], "-"], lines)
    theirs = answers(["node", script, folder], lines)
    wrong = [pair for pair in zip(ours, theirs) if pair[0] != pair[1]]
    print("1..1")
    for one, other in wrong[:5]:
        print(f"# {one}\n# {other}")
    print(f"{'ok' if not wrong and len(ours) == len(theirs) == VALUES else 'not ok'} 1 {VALUES} values, K-20")
