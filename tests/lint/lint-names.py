#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The people whom the packs name, and their addresses, stand in data/packs and nowhere else."""
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
tree.finish()
