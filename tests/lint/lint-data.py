#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files the desktop reads agree with each other, and meet the stores' bars for them."""
import configparser
import re
import xml.etree.ElementTree as xml

from tree import open_tree

ID = "io.github.countersign.Countersign"
DESKTOP, SERVICE = f"data/{ID}.desktop.in", f"data/{ID}.service.in"
METAINFO, SCHEMA = f"data/{ID}.metainfo.xml.in", f"data/{ID}.gschema.xml"
ICONS = [f"data/icons/hicolor/scalable/apps/{ID}.svg", f"data/icons/hicolor/symbolic/apps/{ID}-symbolic.svg"]


def key_file(tree, name):
    parser = configparser.RawConfigParser(delimiters="=", interpolation=None)
    parser.optionxform = str
    parser.read_string(tree.read(name))
    return parser


def expect(tree, name, truth, message):
    if not truth:
        tree.fail(name, 0, message)


def check_desktop(tree):
    file = key_file(tree, DESKTOP)
    entry = file["Desktop Entry"]
    for key, value in (("Icon", ID), ("DBusActivatable", "true"), ("StartupNotify", "true"),
                       ("X-GNOME-UsesNotifications", "true"), ("X-GNOME-SingleWindow", "true"),
                       ("Exec", "countersign %U"), ("MimeType", "x-scheme-handler/countersign;")):
        expect(tree, DESKTOP, entry.get(key) == value, f"{key} must be {value}")
    for action in [a for a in entry.get("Actions", "").split(";") if a]:
        group = f"Desktop Action {action}"
        expect(tree, DESKTOP, file.has_section(group) and {"Name", "Exec"} <= set(file[group]),
               f"the action {action} needs a group with Name and Exec")


def check_service(tree):
    service = key_file(tree, SERVICE)
    group = service["D-BUS Service"] if service.has_section("D-BUS Service") else {}
    expect(tree, SERVICE, group.get("Name") == ID, f"Name must be {ID}")
    expect(tree, SERVICE, group.get("Exec") == "@bindir@/countersign --gapplication-service",
           "Exec must be @bindir@/countersign --gapplication-service")


def check_metainfo(tree):
    root = xml.fromstring(tree.read(METAINFO))
    text = lambda path: (root.findtext(path) or "").strip()
    expect(tree, METAINFO, text("id") == ID, f"id must be {ID}")
    expect(tree, METAINFO, text("launchable") == ID + ".desktop", f"launchable must be {ID}.desktop")
    expect(tree, METAINFO, 0 < len(text("name")) <= 15, "the name has at most 15 characters")
    expect(tree, METAINFO, 10 <= len(text("summary")) <= 35, "the summary has 10 to 35 characters")
    expect(tree, METAINFO, not text("summary").endswith("."), "the summary ends without a full stop")
    expect(tree, METAINFO, len(root.findall("description//li")) <= 10, "the description lists at most 10 things")
    colours = {c.get("scheme_preference"): (c.text or "").strip() for c in root.findall("branding/color")}
    expect(tree, METAINFO, set(colours) == {"light", "dark"} and len(set(colours.values())) == 2,
           "two different branding colours are needed: light and dark")
    expect(tree, METAINFO, root.find("content_rating[@type='oars-1.1']") is not None, "content_rating oars-1.1 is missing")
    for kind in ("homepage", "bugtracker", "vcs-browser"):
        expect(tree, METAINFO, root.find(f"url[@type='{kind}']") is not None, f"the url {kind} is missing")
    shots = root.findall("screenshots/screenshot")
    expect(tree, METAINFO, shots, "a screenshot is missing")
    for shot in shots:
        caption = (shot.findtext("caption") or "").strip()
        expect(tree, METAINFO, caption and not caption.endswith("."), "each screenshot has a caption without a full stop")
    for release in root.findall("releases/release"):
        expect(tree, METAINFO, release.findtext("description/p"), f"release {release.get('version')} has no notes")
    check_version(tree, root)


def check_version(tree, root):
    version = re.search(r"^\s*version: '([^']+)'", tree.read("meson.build"), re.M)
    newest = root.find("releases/release")
    expect(tree, METAINFO, version and newest is not None and newest.get("version") == version.group(1),
           "the newest release must be the version of meson.build")


def check_schema(tree):
    root = xml.fromstring(tree.read(SCHEMA))
    for schema in root.findall("schema"):
        expect(tree, SCHEMA, schema.get("id", "").startswith(ID), f"the schema id must begin with {ID}")
        for key in schema.findall("key"):
            for part in ("summary", "description", "default"):
                expect(tree, SCHEMA, key.findtext(part), f"{key.get('name')} has no {part}")


tree = open_tree()
present = [name for name in (DESKTOP, SERVICE, METAINFO, SCHEMA, *ICONS) if tree.exists(name)]
for name in {DESKTOP, SERVICE, METAINFO, SCHEMA, *ICONS} - set(present):
    tree.fail(name, 0, "is missing")
for check, name in ((check_desktop, DESKTOP), (check_service, SERVICE), (check_metainfo, METAINFO), (check_schema, SCHEMA)):
    if name in present:
        check(tree)
tree.finish()
