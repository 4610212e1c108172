#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints "PASSED FAILED" for a log that meson test wrote as JSON lines; a skipped test is neither.
Prints nothing when there is no such log."""
import json
import os
import sys

passed = failed = 0
if not os.path.exists(sys.argv[1]):
    sys.exit(1)
with open(sys.argv[1], encoding="utf-8") as log:
    for line in log:
        result = json.loads(line)["result"]
        if result in ("OK", "EXPECTEDFAIL"):
            passed += 1
        elif result != "SKIP":
            failed += 1
print(passed, failed)
