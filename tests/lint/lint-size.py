#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and functions stay small enough to be read in one go."""
from tree import functions, open_tree

C_WARN, C_MOST, TEST_MOST, FUNCTION_MOST, UI_MOST = 600, 1000, 1500, 100, 400

tree = open_tree()
for name in tree.files:
    if name.endswith(".c"):
        text = tree.read(name)
        lines = text.count("\n")
        most = TEST_MOST if name.startswith("tests/") else C_MOST
        if lines > most:
            tree.fail(name, 0, f"{lines} lines; at most {most}")
        elif lines > C_WARN and most == C_MOST:
            tree.warn(name, f"{lines} lines; better at most {C_WARN}")
        for function, first, last in functions(text):
            if last - first + 1 > FUNCTION_MOST:
                tree.fail(name, first, f"{function} () has {last - first + 1} lines; at most {FUNCTION_MOST}")
    elif name.endswith(".ui"):
        lines = tree.read(name).count("\n")
        if lines > UI_MOST:
            tree.fail(name, 0, f"{lines} lines; at most {UI_MOST}: split it into templates")
tree.finish()
