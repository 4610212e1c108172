#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Icons are drawn so that GTK can colour them, and each one is in the resources."""
import os
import re
import xml.etree.ElementTree as xml

from tree import open_tree

ACTIONS, RESOURCES = "data/icons/actions", "data/icons/icons.gresource.xml"
SVG = "{http://www.w3.org/2000/svg}"
# GTK gives these the colour of the text and knows nothing of strokes.
COLOURED = {SVG + "path", SVG + "rect", SVG + "circle"}


def check_drawing(tree, name):
    try:
        root = xml.fromstring(tree.read(name))
    except xml.ParseError as error:
        tree.fail(name, error.position[0], f"is no XML: {error}")
        return
    symbolic = name.endswith("-symbolic.svg")
    size = "16" if symbolic else "128"
    if (root.tag, root.get("width"), root.get("height")) != (SVG + "svg", size, size):
        tree.fail(name, 0, f"must be an SVG of {size} by {size}")
    if not symbolic:
        return
    if root.get("fill") != "currentColor":
        tree.fail(name, 0, "must be filled with currentColor")
    for node in root.iter():
        if node is not root and node.tag not in COLOURED:
            tree.fail(name, 0, f"has a {node.tag.replace(SVG, '')}: only path, rect and circle take a colour")
        if any(key.startswith("stroke") for key in node.keys()):
            tree.fail(name, 0, "has a stroke: draw its outline as a filled path")


def check_resources(tree):
    listed = set(re.findall(r"<file[^>]*>([^<]+)</file>", tree.read(RESOURCES))) if tree.exists(RESOURCES) else set()
    there = {os.path.basename(f) for f in tree.under(ACTIONS, ends=".svg")}
    for name in sorted(there - listed):
        tree.fail(RESOURCES, 0, f"does not list {name}")
    for name in sorted(listed - there):
        tree.fail(RESOURCES, 0, f"lists {name}, which does not exist")
    for name in sorted(there):
        if not re.fullmatch(r"countersign-[a-z-]+-symbolic\.svg", name):
            tree.fail(f"{ACTIONS}/{name}", 0, "must be named countersign-…-symbolic.svg")


tree = open_tree()
for name in tree.under("data/icons", ends=".svg"):
    check_drawing(tree, name)
check_resources(tree)
tree.finish()
