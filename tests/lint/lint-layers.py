#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each layer includes and links only what its row of the table in src/README.md allows."""
import os
import re

from tree import APP, line_of, open_tree, without_comments

README = "src/README.md"
# Where a library's headers are, and its pkg-config names, under the word the table uses.
LIBRARIES = {
    "GLib": (r"glib(\.h|/|-object|-unix|printf)|gmodule\.h", r"glib-2\.0|gobject-2\.0|gmodule.*"),
    "GIO": (r"gio/", r"gio.*"),
    "jansson": (r"jansson\.h", "jansson"),
    "libsodium": (r"sodium(\.h|/)", "libsodium"),
    "libsecret": (r"libsecret/", r"libsecret-1"),
    "ICU": (r"unicode/", r"icu-.*"),
    "libical": (r"libical/|ical\.h", r"libical.*"),
    "sqlite3": (r"sqlite3\.h", "sqlite3"),
    "pangocairo": (r"pango/|cairo", r"pango.*|cairo.*"),
    "gmime": (r"gmime/", r"gmime-3\.0"),
    "poppler-glib": (r"poppler", "poppler-glib"),
    "libsoup": (r"libsoup/", r"libsoup-3\.0"),
    "libmicrohttpd": (r"microhttpd\.h", "libmicrohttpd"),
    "libpq": (r"libpq-fe\.h", "libpq"),
    "libcurl": (r"curl/", "libcurl"),
    "gnutls": (r"gnutls/", "gnutls"),
    "gtk4": (r"gtk/|gdk/|gsk/|graphene", r"gtk4.*|graphene.*"),
    "libadwaita": (r"adwaita\.h|adw", r"libadwaita-1"),
    "libnotify": (r"libnotify/", "libnotify"),
    "libportal": (r"libportal/", r"libportal"),
}
# Part of the C library and the system, free to all.
SYSTEM = re.compile(r"(sys|arpa|netinet|linux|bits)/|(assert|ctype|errno|execinfo|fcntl|float|inttypes|langinfo|"
                    r"libintl|limits|locale|malloc|math|poll|pthread|pwd|setjmp|signal|stdarg|stdbool|stddef|stdint|"
                    r"stdio|stdlib|string|strings|time|unistd|wchar|xlocale|termios|getopt|dirent)\.h")
SHARED = "base"


def read_table(tree):
    """layer → (layers it may include, libraries it may link), from the rows "| `src/x` | … |"."""
    table = {}
    for row in re.finditer(r"^\| *`src/(\w+)` *\|([^|]*)\|([^|]*)\|([^|]*)\|", tree.read(README), re.M):
        layer, _, include, link = row.groups()
        words = lambda cell: {w.strip(" `()") for w in cell.split(",")} - {"–", "-", ""}
        table[layer] = (words(include), words(link))
    return table


def library_of(text, which):
    for word, patterns in LIBRARIES.items():
        if (re.match if which == 0 else re.fullmatch)(patterns[which], text):
            return word
    return None


class Check:
    def __init__(self, tree, table):
        self.tree, self.table = tree, table
        self.home = {os.path.basename(f): f.split("/")[1] for f in tree.under("src", ends=".h")}
        self.dependencies = self.declared_dependencies()

    def declared_dependencies(self):
        """meson variable → pkg-config names."""
        found = {}
        for name in self.tree.files:
            if os.path.basename(name) != "meson.build":
                continue
            for match in re.finditer(r"^\s*(\w+_dep)\s*=\s*(\[.*?\]|[^\n]*)", self.tree.read(name), re.M | re.S):
                packages = re.findall(r"dependency\s*\(\s*'([^']+)'", match.group(2))
                if packages:
                    found[match.group(1)] = packages
        return found

    def may_link(self, layer):
        return self.table[layer][1] | (self.table[SHARED][1] if SHARED in self.table else set())

    def check_layer(self, layer):
        for name in self.tree.under(f"src/{layer}"):
            if name.endswith((".c", ".h")):
                self.check_includes(layer, name)
            elif name.endswith("meson.build"):
                self.check_links(layer, name)

    def check_includes(self, layer, name):
        text = without_comments(self.tree.read(name))
        for match in re.finditer(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', text, re.M):
            line = line_of(text, match.start(1))
            mark, header = match.groups()
            if mark == '"':
                self.check_own(layer, name, line, header)
            else:
                self.check_library(layer, name, line, header)

    def check_own(self, layer, name, line, header):
        other = self.home.get(os.path.basename(header))
        if other and other != layer and other not in self.table[layer][0]:
            self.tree.fail(name, line, f"src/{layer} may not include {header} of src/{other}")

    def check_library(self, layer, name, line, header):
        word = library_of(header, 0)
        if word is None and not SYSTEM.match(header):
            self.tree.fail(name, line, f"<{header}> belongs to no library that lint-layers.py knows")
        elif word and word not in self.may_link(layer):
            self.tree.fail(name, line, f"src/{layer} may not include <{header}>: {word} is not in its row")

    def check_links(self, layer, name):
        text = re.sub(r"#[^\n]*", "", self.tree.read(name))
        for match in re.finditer(r"\b(\w+)_dep\b", text):
            word, line = match.group(1), line_of(text, match.start())
            packages = self.dependencies.get(word + "_dep")
            if word in self.table and word != layer and word not in self.table[layer][0]:
                self.tree.fail(name, line, f"src/{layer} may not link src/{word}")
            for package in packages or []:
                library = library_of(package, 1)
                if library and library not in self.may_link(layer):
                    self.tree.fail(name, line, f"src/{layer} may not link {package}: {library} is not in its row")


def main():
    tree = open_tree()
    table = read_table(tree) if tree.exists(README) else {}
    check = Check(tree, table)
    for layer in tree.layers():
        if layer not in table:
            tree.fail(README, 0, f"src/{layer} has no row in the table of layers")
        else:
            check.check_layer(layer)
    for layer, (_, links) in table.items():
        for word in links - set(LIBRARIES):
            tree.fail(README, 0, f"{word} in the row of src/{layer} is no library that lint-layers.py knows")
        if layer != APP and links & {"gtk4", "libadwaita"}:
            tree.fail(README, 0, f"src/{layer} may not link GTK: only src/{APP} may")
    tree.finish()


main()
