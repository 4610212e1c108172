#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every C file is as clang-format 14 writes it with the tree's .clang-format."""
import re
import subprocess

from tree import open_tree

tree = open_tree()
files = tree.c_files()
if files:
    result = subprocess.run(["clang-format", "--dry-run", *files], cwd=tree.root, text=True,
                            capture_output=True, check=False)
    seen = set()
    for match in re.finditer(r"^(\S+?):(\d+):\d+: (?:warning|error): (.*)$", result.stderr, re.M):
        name, line, what = match.groups()
        if name not in seen:
            seen.add(name)
            tree.fail(name, line, f"not formatted: run build-aux/tidy")
    if result.returncode and not seen:
        tree.fail(".clang-format", 0, result.stderr.strip())
tree.finish()
