#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The people whom the packs name, and their addresses, stand in data/packs and nowhere else; no line of
the program names an organisation or a pack of one."""
import json
import re

from tree import line_of, open_tree

PACKS = "data/packs"
INVENTED = re.compile(r"@(?:[\w-]+\.)*(?:example|invalid|test|localhost)$|@example\.(?:com|org|net)$")


def people_of(tree):
    """Addresses, and names of two words or more, of everybody that a pack names."""
    found = set()
    for name in tree.under(PACKS, ends=".json"):
        try:
            pack = json.loads(tree.read(name))
        except ValueError:
            continue
        people = pack.get("people", {}) if isinstance(pack, dict) else {}
        for person in people.values() if isinstance(people, dict) else []:
            words = [person.get("mail"), person.get("name"), *person.get("aliases", [])]
            found.update(w for w in words if isinstance(w, str) and telling(w))
    return found


def telling(word):
    return not INVENTED.search(word) if "@" in word else len(word.split()) > 1


def organisations(tree):
    """Ids of packs, their folders, and the names in the domains of their own people."""
    found = {name.split("/")[2] for name in tree.under(PACKS) if name.count("/") > 2}
    for name in tree.under(PACKS, ends="/pack.json"):
        try:
            pack = json.loads(tree.read(name))
        except ValueError:
            continue
        found.add(pack.get("pack", ""))
        found.update(d.split(".")[0] for d in pack.get("domains", []) if not INVENTED.search("@" + d))
    return sorted(found - {""})


def organisations_in(tree, name, words):
    text = tree.read(name)
    for word in words:
        for match in re.finditer(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z]|-\d)", text, re.I):
            yield line_of(text, match.start()), match.group()


tree = open_tree()
patterns = sorted(people_of(tree))
if patterns:
    search = re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, patterns)) + r")(?!\w)", re.I)
    for name in tree.files:
        if name.startswith(PACKS + "/"):
            continue
        text = tree.read(name)
        for match in search.finditer(text):
            tree.fail(name, line_of(text, match.start()), "names a real person; use an invented one")
words = organisations(tree)
for name in [f for f in tree.files if f.startswith(("src/", "ui/"))]:
    for line, word in organisations_in(tree, name, words):
        tree.fail(name, line, f"names the organisation “{word}”; what it needs is data of its pack")
tree.finish()
