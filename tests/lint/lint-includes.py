#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each source includes, itself or through our own headers, the libraries it uses of those that are compiled once for
a whole layer (src/*/pch): a build without precompiled headers must not miss one."""
import functools
import os
import re

from tree import open_tree, without_comments

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+([<"])([^>"]+)[>"]', re.M)
STRING = re.compile(r'"(?:\\.|[^"\\\n])*"')
TOOLKIT = r"gtk/.*|adwaita\.h|libportal/portal-gtk4\.h"
# What is used → the headers that have it.
USES = {
    "libadwaita": (r"\b(?:adw_\w+ ?\(|Adw[A-Z]\w+|ADW_TYPE_\w+)", r"adwaita\.h"),
    "GTK": (r"\b(?:g[td]k_\w+ ?\(|G[td]k[A-Z]\w+|G[TD]K_TYPE_\w+)", TOOLKIT),
    "jansson": (r"\b(?:json_t\b|json_(?:is|object|array|string|integer|true|false|null|pack|unpack|load|dump|incref|"
                r"decref)\w* ?\()", r"jansson\.h"),
    "GIO": (r"\b(?:GFile|GTask|GCancellable|GListModel|GListStore|GInputStream|GOutputStream|GAsyncResult|"
            r"GSettings|GDBus\w+|GSocket\w*|GTcpConnection|GResource|GAction\w*|GMenu\w*|GApplication)\b",
            r"gio/.*|libsoup/.*|libsecret/.*|gmime/.*|libportal/.*|" + TOOLKIT),
    "GLib": (r"\b(?:g_\w+ ?\(|gboolean|gchar|guint|GError|GString|GPtrArray)\b",
             r"glib.*|gio/.*|libsoup/.*|libsecret/.*|gmime/.*|libportal/.*|libnotify/.*|pango/.*|" + TOOLKIT),
}


class Includes:
    def __init__(self, tree):
        self.tree = tree
        self.home = {os.path.basename(f): f for f in tree.under("src", ends=".h") if "/pch/" not in f}

    @functools.cache
    def direct(self, name):
        found = INCLUDE.findall(without_comments(self.tree.read(name)))
        return {path for mark, path in found if mark == "<"}, {
            self.home[os.path.basename(path)] for mark, path in found
            if mark == '"' and os.path.basename(path) in self.home}

    def reached(self, name):
        """The headers of libraries that a file sees."""
        seen, waiting, libraries = set(), [name], set()
        while waiting:
            file = waiting.pop()
            if file not in seen:
                seen.add(file)
                outside, inside = self.direct(file)
                libraries |= outside
                waiting += inside
        return libraries


tree = open_tree()
includes = Includes(tree)
for name in tree.under("src", ends=(".c", ".h")):
    if "/pch/" in name:
        continue
    text = STRING.sub('""', without_comments(tree.read(name)))
    seen = includes.reached(name)
    for library, (use, headers) in USES.items():
        first = re.search(use, text)
        if first and not any(re.fullmatch(headers, header) for header in seen):
            tree.fail(name, text.count("\n", 0, first.start()) + 1,
                      f"uses {first.group(0).strip(' (')} and includes no header of {library}")
tree.finish()
