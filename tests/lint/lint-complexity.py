#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No function has more paths than a person can hold (pmccabe's modified McCabe number)."""
import subprocess

from tree import open_tree

MOST = 15

tree = open_tree()
files = [f for f in tree.files if f.endswith(".c")]
if files:
    output = subprocess.run(["pmccabe", *files], cwd=tree.root, text=True, capture_output=True,
                            check=True).stdout
    for row in output.splitlines():
        number, _, _, first, _, where = row.split("\t")
        name, function = where.rsplit("): ", 1)
        if int(number) > MOST:
            tree.fail(name.rsplit("(", 1)[0], first,
                      f"{function} () has a complexity of {number}; at most {MOST}")
tree.finish()
