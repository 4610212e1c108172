#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Licence lines, no notes to oneself, POTFILES complete, README's list of files true."""
import os
import re
import sys

from tree import line_of, open_tree, without_comments

LICENSED = (".c", ".h", ".py", ".sh", ".ui", ".css", ".build", ".xml", ".svg", ".page", ".in", ".sql", ".yml", ".desktop")
SPDX = "SPDX-License-Identifier: "
# The third is a currency code too, as a string.
NOTES = re.compile(r"(?<!\")\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3]) + r")\b")
TEXT = LICENSED + (".md", ".json", ".po", ".txt", ".1", ".5", ".8")
TRANSLATED_C = re.compile(r"(?<![\w])(?:_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dgettext|g_dpgettext2?) ?\(")


def scripts(tree):
    for name in tree.files:
        if "." not in os.path.basename(name).lstrip("."):
            with open(tree.path(name), "rb") as file:
                if file.read(2) == b"#!":
                    yield name


def check_licences(tree):
    for name in [f for f in tree.files if f.endswith(LICENSED)] + list(scripts(tree)):
        head = "\n".join(tree.read(name).split("\n")[:4])
        if SPDX not in head:
            tree.fail(name, 1, f"has no “{SPDX}…” at its head")
        elif name.endswith((".c", ".h")) and not head.startswith("/* " + SPDX):
            tree.fail(name, 1, f"does not begin with “/* {SPDX}…”")


def check_notes(tree):
    for name in tree.files:
        if name.endswith(TEXT) or name in scripts(tree):
            text = tree.read(name)
            for match in NOTES.finditer(text):
                tree.fail(name, line_of(text, match.start()), f"{match.group(1)}: do it, or write an issue")


def translated(tree):
    for name in tree.files:
        if name.startswith("src/") and name.endswith((".c", ".h")):
            if TRANSLATED_C.search(re.sub(r"^\s*#.*$", "", without_comments(tree.read(name)), flags=re.M)):
                yield name
        elif name.endswith(".ui") and "translatable=" in tree.read(name):
            yield name
        elif name.endswith((".desktop.in", ".metainfo.xml.in")):
            yield name


def check_potfiles(tree):
    if not tree.exists("po/POTFILES"):
        if any(translated(tree)):
            tree.fail("po/POTFILES", 0, "is missing")
        return
    listed = [line for line in tree.read("po/POTFILES").splitlines() if line and not line.startswith("#")]
    for name in translated(tree):
        if name not in listed:
            tree.fail("po/POTFILES", 0, f"{name} has strings to translate and is not listed: run build-aux/tidy")
    for name in listed:
        if name not in tree.files:
            tree.fail("po/POTFILES", 0, f"{name} does not exist: run build-aux/tidy")
    if listed != sorted(listed):
        tree.fail("po/POTFILES", 0, "is not sorted")


def check_readme(tree):
    """The table of README.md has a row for each folder and each file at the top, and no other."""
    if not tree.exists("README.md"):
        return
    listed = set(re.findall(r"^\| *`([^`]+?)/?` *\|", tree.read("README.md"), re.M))
    top = {f.split("/")[0] for f in tree.files if not f.startswith(".")}
    for name in sorted(listed):
        if not tree.exists(name):
            tree.fail("README.md", 0, f"lists {name}, which does not exist")
    for name in sorted(top - listed - {"README.md"}):
        tree.fail("README.md", 0, f"does not list {name}")


def write_potfiles(tree):
    with open(tree.path("po/POTFILES"), "w", encoding="utf-8") as file:
        file.write("# SPDX-License-Identifier: GPL-3.0-or-later\n")
        file.writelines(name + "\n" for name in sorted(translated(tree)))


tree = open_tree()
if "--write-potfiles" in sys.argv:
    write_potfiles(tree)
check_licences(tree)
check_notes(tree)
check_potfiles(tree)
check_readme(tree)
tree.finish()
