#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each public function of a layer below the windows has a doc comment above its definition."""
import re

from tree import APP, line_of, open_tree, without_comments

# The names say it all: made by macros, or the life of a value.
SILENT = re.compile(r"_(get_type|quark|ref|unref|free)$")
# So do those of plain getters, whose only argument is the object (ownership is in the name).
GETTER = re.compile(r"_(get|is|has)_\w+ \([^,()]*\);")
DECLARED = re.compile(r"^[A-Za-z_][^;{}#()]*?\b(cs_\w+) \(", re.M)

tree = open_tree()
for layer in tree.layers():
    if layer in (APP, "cli"):
        continue
    sources = "\n".join(tree.read(f) for f in tree.under(f"src/{layer}", ends=".c"))
    documented = set(re.findall(r"^/\*\*\n \* (\w+):", sources, re.M))
    defined = set(re.findall(r"^(\w+) \(", sources, re.M))
    for name in tree.under(f"src/{layer}", ends=".h"):
        if name.endswith("-private.h"):
            continue
        text = without_comments(tree.read(name))
        for match in DECLARED.finditer(re.sub(r"^\s*#(?:.*\\\n)*.*$", lambda m: re.sub(r"[^\n]", " ", m.group(0)), text, flags=re.M)):
            function = match.group(1)
            if match.group(0).startswith(("typedef", "static")) or SILENT.search(function):
                continue
            if GETTER.match(text, match.start(1) + re.search(r"_(get|is|has)_|$", function).start()):
                continue
            if function in defined and function not in documented:
                tree.fail(name, line_of(text, match.start(1)), f"{match.group(1)} () has no doc comment in its .c")
tree.finish()
