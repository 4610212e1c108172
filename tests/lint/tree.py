# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lints share: which files there are, how C functions are found, how a finding is told.

A lint is a script that takes the root of a tree, prints one line for each finding and exits with 1
when there is one. It looks at every file that git knows or could add, never at what is built.
"""
import os
import re
import subprocess
import sys

SAMPLES = "tests/lint/samples/"
# Layers that are not tested, documented and linked as the core: the windows and the programs.
APP = "app"


class Tree:
    def __init__(self, root):
        self.root = os.path.realpath(root)
        self.files = sorted(name for name in self._list() if not name.startswith(SAMPLES)
                            and os.path.isfile(self.path(name)))
        self.findings = []
        self.warnings = []

    def _list(self):
        git = subprocess.run(
            ["git", "-C", self.root, "ls-files", "-z", "--full-name", "--cached", "--others",
             "--exclude-standard", ":/"], capture_output=True, check=False)
        top = subprocess.run(["git", "-C", self.root, "rev-parse", "--show-toplevel"],
                             capture_output=True, text=True, check=False).stdout.strip()
        if git.returncode == 0 and os.path.realpath(top) == self.root:
            return set(git.stdout.decode().split("\0")) - {""}
        return self._walk()

    def _walk(self):
        names = []
        for folder, folders, files in os.walk(self.root):
            folders[:] = [f for f in folders
                          if f not in (".git", "__pycache__", "artefacts") and not f.startswith("build")
                          or f == "build-aux"]
            names += [os.path.relpath(os.path.join(folder, f), self.root) for f in files]
        return names

    def path(self, name):
        return os.path.join(self.root, name)

    def exists(self, name):
        return os.path.exists(self.path(name))

    def read(self, name):
        with open(self.path(name), encoding="utf-8", errors="replace") as file:
            return file.read()

    def under(self, *folders, ends=""):
        """The files below any of the folders whose names end so."""
        return [f for f in self.files
                if f.endswith(ends) and any(f.startswith(folder + "/") for folder in folders)]

    def c_files(self):
        return [f for f in self.files if f.endswith((".c", ".h"))]

    def layers(self):
        return sorted({f.split("/")[1] for f in self.under("src") if f.count("/") >= 2})

    def fail(self, name, line, message):
        self.findings.append(f"{name}:{line}: {message}" if line else f"{name}: {message}")

    def warn(self, name, message):
        self.warnings.append(f"{name}: {message} (a warning)")

    def finish(self):
        for line in self.warnings + self.findings:
            print(line)
        sys.exit(1 if self.findings else 0)


def open_tree():
    """The tree named on the command line."""
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} ROOT")
    return Tree(sys.argv[1])


def functions(text):
    """(name, first line, last line) of each function; the formatter puts the braces of a body,
    and of nothing else, alone at the start of a line."""
    lines = text.split("\n")
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            first = start - 1
            while first > 1 and lines[first - 1][:1] in (" ", ""):
                first -= 1
            name = re.match(r"\w+", lines[first - 1])
            yield (name.group(0) if name else "?", first, number)
            start = None


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def without_comments(text):
    """C text with comments blanked, strings kept, line numbers unchanged."""
    pattern = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|/\*.*?\*/|//[^\n]*', re.S)

    def blank(match):
        found = match.group(0)
        return found if found[0] in "\"'" else re.sub(r"[^\n]", " ", found)
    return pattern.sub(blank, text)
