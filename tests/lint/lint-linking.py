#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No program below src/app draws in GTK, not even through a library: lint-linking.py PROGRAM…"""
import os
import re
import subprocess
import sys

findings = 0
for program in sys.argv[1:]:
    if not os.path.exists(program):
        continue
    libraries = subprocess.run(["ldd", program], text=True, capture_output=True, check=False).stdout
    for match in re.finditer(r"^\s*(lib(?:gtk|gdk|gsk|adwaita)[-.]\S*)", libraries, re.M):
        findings += 1
        print(f"{program}: links {match.group(1)}; only the window program may")
sys.exit(1 if findings else 0)
