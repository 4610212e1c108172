#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each lint finds what is wrong with its bad samples: samples/LINT/CASE/ is a small tree, in which a
file named "expect" holds one pattern a line that the lint must print. A line "@repeat N TEXT"
stands for N lines of TEXT. A file "arguments" stands for what to call the lint with instead of the
tree. A case without patterns must pass. Every lint needs a case that fails.
"""
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.realpath(__file__))
SAMPLES = os.path.join(HERE, "samples")


def expand(text):
    return re.sub(r"^@repeat (\d+) (.*)\n", lambda m: (m.group(2) + "\n") * int(m.group(1)), text, flags=re.M)


def copy(case, target):
    for folder, _, files in os.walk(case):
        there = os.path.join(target, os.path.relpath(folder, case))
        os.makedirs(there, exist_ok=True)
        for name in files:
            if name not in ("expect", "arguments"):
                with open(os.path.join(folder, name), encoding="utf-8") as source, \
                     open(os.path.join(there, name), "w", encoding="utf-8") as file:
                    file.write(expand(source.read()))


def run(lint, case):
    """What was wrong with the run of a lint on a case, or None."""
    with open(os.path.join(case, "expect"), encoding="utf-8") as file:
        patterns = [line for line in file.read().splitlines() if line]
    with tempfile.TemporaryDirectory() as target:
        copy(case, target)
        given = os.path.join(case, "arguments")
        arguments = open(given, encoding="utf-8").read().split() if os.path.exists(given) else [target]
        result = subprocess.run(["/usr/bin/python3", "-B", os.path.join(HERE, lint + ".py"), *arguments],
                                capture_output=True, text=True, check=False)
    output = result.stdout + result.stderr
    if bool(patterns) != (result.returncode == 1):
        return f"exit status {result.returncode}; printed: {output.strip()}"
    for pattern in patterns:
        if not re.search(pattern, output):
            return f"did not print “{pattern}” but: {output.strip()}"
    return None


def main():
    lints = sorted(f[:-3] for f in os.listdir(HERE) if f.startswith("lint-") and f.endswith(".py"))
    cases = [(lint, case) for lint in lints if os.path.isdir(os.path.join(SAMPLES, lint))
             for case in sorted(os.listdir(os.path.join(SAMPLES, lint)))]
    results = [(f"{lint} {case}", run(lint, os.path.join(SAMPLES, lint, case))) for lint, case in cases]
    for lint in lints:
        bad = any(name.startswith(lint + " ") and os.path.getsize(os.path.join(SAMPLES, lint, name.split(" ")[1], "expect"))
                  for name, _ in results)
        results.append((f"{lint} has a bad sample", None if bad else "none in samples/"))
    print(f"1..{len(results)}")
    for number, (name, wrong) in enumerate(results, 1):
        print(f"{'not ' if wrong else ''}ok {number} - {name}")
        if wrong:
            print("# " + wrong.replace("\n", "\n# "))
    sys.exit(1 if any(wrong for _, wrong in results) else 0)


main()
