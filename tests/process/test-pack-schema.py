#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The published schema takes every pack that the program takes, and refuses what it refuses."""
import copy
import glob
import json
import os
import re
import sys

try:
    from jsonschema import Draft202012Validator
except ImportError:
    print("1..0 # SKIP python3-jsonschema is not installed")
    sys.exit(0)

ROOT = os.environ["CS_SOURCE_ROOT"]


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


SCHEMA = load(os.path.join(ROOT, "data/packs/pack.schema.json"))
VALIDATOR = Draft202012Validator(SCHEMA)
PACKS = sorted(glob.glob(os.path.join(ROOT, "data/packs/*/pack.json"))
               + glob.glob(os.path.join(ROOT, "data/examples/*/pack.json"))
               + glob.glob(os.path.join(ROOT, "tests/process/fixtures/*-fragment.json")))

BROKEN = {
    "unknown key": lambda pack: pack.update(formta=1),
    "another format": lambda pack: pack.update(format=2),
    "float": lambda pack: pack.update(version=1.5),
    "bad id": lambda pack: pack["roles"].update({"1st": {}}),
    "unknown type": lambda pack: first_field(pack).update(type="txt"),
    "condition without a fact": lambda pack: first_field(pack).update(when={"filed": "x"}),
    "step without id": lambda pack: pack["processes"][0]["stages"][0]["steps"].append({}),
    "stage without steps": lambda pack: pack["processes"][0]["stages"].append({"id": "x", "steps": []}),
    "mail to nobody": lambda pack: pack["processes"][0]["mails"].update(x={}),
    "bad address": lambda pack: pack["people"].update(x={"mail": "a@b.example, c@d.example"}),
    "http": lambda pack: pack["references"].update(x={"url": "http://desk.example/{key}"}),
}


def first_field(pack):
    return next(iter(pack["processes"][0]["fields"].values()))


def words_of(node):
    """Every key and every fixed value that the schema knows."""
    if isinstance(node, dict):
        yield from node.get("properties", {})
        yield from (value for value in node.get("enum", []) if isinstance(value, str))
        for member in node.values():
            yield from words_of(member)
    elif isinstance(node, list):
        for member in node:
            yield from words_of(member)


def untold():
    """What the schema knows and countersign-pack(5) does not say."""
    with open(os.path.join(ROOT, "data/man/countersign-pack.5"), encoding="utf-8") as file:
        told = set(re.findall(r"[\w-]+", file.read().replace("\\-", "-").replace("\\(dq", '"')))
    return sorted(set(words_of(SCHEMA)) - told)


def main():
    Draft202012Validator.check_schema(SCHEMA)
    base = load(os.path.join(ROOT, "tests/process/fixtures/anantya-fragment.json"))
    print(f"1..{len(PACKS) + len(BROKEN) + 1}")
    missing = untold()
    print("not ok" if missing else "ok", 1, "the manual page tells every key and value", *missing)
    number = 1
    for path in PACKS:
        number += 1
        errors = [f"{list(e.absolute_path)}: {e.message[:200]}" for e in VALIDATOR.iter_errors(load(path))]
        print("not ok" if errors else "ok", number, os.path.relpath(path, ROOT))
        for error in errors[:5]:
            print("#", error)
    for name, change in BROKEN.items():
        number += 1
        pack = copy.deepcopy(base)
        change(pack)
        print("not ok" if VALIDATOR.is_valid(pack) else "ok", number, "refuses", name)


main()
