#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person reads: typographic marks, marked for translation; access keys that are unique, capitals
of buttons, icons that exist."""
import glob
import os
import re
import xml.etree.ElementTree as xml

from tree import line_of, open_tree, without_comments

READ_PROPERTIES = {"label", "title", "subtitle", "description", "tooltip-text", "placeholder-text", "heading",
                   "body", "comments", "secondary-text", "message"}
READ_ATTRIBUTES = {"label"}
MARKED = re.compile(r'(?<!\w)(?:_|N_|C_|NC_|ngettext) ?\(\s*((?:"(?:\\.|[^"\\])*"[\s,]*(?:PRI\w+\s*)?)+)')
ICON = re.compile(r'"([a-z][a-z0-9-]*-symbolic)"')
# xgettext reads a string only as far as the first macro.
GLUED = re.compile(r'(?<!\w)(?:_|N_|C_|NC_|ngettext) ?\(\s*(?:"(?:\\.|[^"\\])*"[\s,]*)+[A-Z]\w+')
NAME = "Countersign"
BUTTONS = {"GtkButton", "GtkToggleButton", "GtkMenuButton", "GtkLinkButton"}
THEMES = ["/usr/share/icons/Adwaita", "/usr/share/icons/hicolor"]


def mistakes(text):
    if "..." in text:
        yield "“...” must be “…”"
    if re.search(r'(?<![=\w])\\?"', text):
        yield "straight quotation marks must be “ ”"
    if re.search(r"\w'\w", text):
        yield "the apostrophe must be ’"
    if text != text.strip() and text.strip():
        yield "begins or ends with a blank"


def check_c(tree):
    for name in tree.under("src", ends=".c"):
        text = without_comments(tree.read(name))
        for match in MARKED.finditer(text):
            for part in re.findall(r'"((?:\\.|[^"\\])*)"', match.group(1)):
                for mistake in mistakes(part.replace("\\n", "")):
                    if "blank" not in mistake:
                        tree.fail(name, line_of(text, match.start()), f"{mistake}: {part}")


        for match in GLUED.finditer(text):
            tree.fail(name, line_of(text, match.start()), "a macro in a text to translate: cast, and use %lld or %llu")


def check_ui(tree):
    for name in tree.under("ui", ends=".ui"):
        try:
            root = xml.fromstring(tree.read(name))
        except xml.ParseError as error:
            tree.fail(name, error.position[0], f"is no XML: {error}")
            continue
        for node in root.iter():
            text = (node.text or "").strip()
            wanted = READ_PROPERTIES if node.tag == "property" else READ_ATTRIBUTES
            if node.tag not in ("property", "attribute") or node.get("name", "").replace("_", "-") not in wanted:
                continue
            if len(node) == 0 and text != NAME and re.search(r"[^\W\d_]{2}", text) and node.get("translatable") != "yes":
                tree.fail(name, 0, f"“{text}” is not marked translatable")
            for mistake in mistakes(text):
                tree.fail(name, 0, f"{mistake}: {text}")


def is_header_capitals(text):
    """Header Capitals: first and last word, and every word of four letters or more."""
    words = [w for w in re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*", text.replace("_", ""))]
    return all(not w.islower() for number, w in enumerate(words)
               if number in (0, len(words) - 1) or len(w) >= 4)


def check_capitals(tree):
    """Buttons and menu items are written in header capitals."""
    for name in tree.under("ui", ends=".ui"):
        try:
            root = xml.fromstring(tree.read(name))
        except xml.ParseError:
            continue
        labels = [a.text for i in root.iter("item") for a in i.findall("attribute") if a.get("name") == "label"]
        for node in root.iter("object"):
            if node.get("class") in BUTTONS:
                labels += [p.text for p in node.findall("property") if p.get("name") == "label"]
        for label in labels:
            if label and not is_header_capitals(label):
                tree.fail(name, 0, f"“{label}” is not in Header Capitals, as buttons and menu items are")


def check_access_keys(tree):
    """In one template a letter after an underscore belongs to one widget."""
    for name in tree.under("ui", ends=".ui"):
        try:
            root = xml.fromstring(tree.read(name))
        except xml.ParseError:
            continue
        keys = {}
        for node in root.iter("object"):
            own = {p.get("name", "").replace("_", "-"): p.text or "" for p in node.findall("property")}
            match = re.search(r"_(\w)", own.get("label", "") or own.get("title", ""))
            if match and own.get("use-underline", "").lower() in ("true", "yes", "1"):
                keys.setdefault(match.group(1).lower(), []).append(own.get("label") or own.get("title"))
        for key, labels in keys.items():
            if len(labels) > 1:
                tree.fail(name, 0, f"the access key {key} belongs to {' and '.join(labels)}")


def known_icons(tree):
    known = {os.path.basename(f)[:-len(".svg")] for f in tree.files if f.endswith(".svg")}
    for theme in THEMES:
        known.update(os.path.splitext(os.path.basename(f))[0]
                     for f in glob.glob(f"{theme}/**/*.svg", recursive=True))
    return known


def check_icons(tree):
    known = None
    for name in tree.under("src", "ui"):
        if not name.endswith((".c", ".ui")):
            continue
        text = tree.read(name)
        used = ICON.findall(text) if name.endswith(".c") else re.findall(
            r'name="(?:icon-name|primary-icon-name|secondary-icon-name)"[^>]*>([^<]+)<', text)
        if used and known is None:
            known = known_icons(tree)
        for icon in sorted(set(used)):
            if icon not in known:
                tree.fail(name, line_of(text, text.index(icon)), f"there is no icon {icon}")


tree = open_tree()
check_c(tree)
check_ui(tree)
check_access_keys(tree)
check_capitals(tree)
check_icons(tree)
tree.finish()
