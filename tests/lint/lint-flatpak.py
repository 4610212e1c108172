#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Flatpak manifest is one that flatpak-builder reads, and asks for no more than it must."""
import json
import re

from tree import open_tree

ID = "io.github.countersign.Countersign"
MANIFEST = f"flatpak/{ID}.json"
# Files go through the portal, secrets through libsecret's own, notifications through libnotify's.
ALLOWED = {"--share=network", "--share=ipc", "--socket=wayland", "--socket=fallback-x11", "--device=dri"}
WANTED = {"id": ID, "runtime": "org.gnome.Platform", "sdk": "org.gnome.Sdk", "runtime-version": "51",
          "command": "countersign"}
KEYS = {"id", "runtime", "runtime-version", "sdk", "command", "finish-args", "cleanup", "modules", "build-options"}
MODULE_KEYS = {"name", "buildsystem", "config-opts", "sources", "cleanup", "subdir", "builddir"}
SYSTEMS = {"autotools", "cmake", "cmake-ninja", "meson", "simple"}


def unique(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("a key stands twice")
    return dict(pairs)


def check_source(tree, where, source):
    kind = source.get("type")
    if kind == "archive":
        if not source.get("url", "").startswith("https://"):
            tree.fail(MANIFEST, 0, f"{where}: an archive comes over https")
        if not re.fullmatch(r"[0-9a-f]{64}", source.get("sha256", "")):
            tree.fail(MANIFEST, 0, f"{where}: an archive has its sha256")
    elif kind != "dir":
        tree.fail(MANIFEST, 0, f"{where}: a source is an archive, or the tree itself (dir)")


def check_module(tree, module):
    where = f"module {module.get('name', '?')}"
    for key in set(module) - MODULE_KEYS:
        tree.fail(MANIFEST, 0, f"{where}: unknown key {key}")
    if module.get("buildsystem") not in SYSTEMS:
        tree.fail(MANIFEST, 0, f"{where}: the buildsystem is one of {', '.join(sorted(SYSTEMS))}")
    if not module.get("sources"):
        tree.fail(MANIFEST, 0, f"{where}: has no sources")
    for source in module.get("sources", []):
        check_source(tree, where, source)


def check_manifest(tree, manifest):
    for key, value in WANTED.items():
        if manifest.get(key) != value:
            tree.fail(MANIFEST, 0, f"{key} must be {value}")
    for key in manifest:
        if key not in KEYS and not key.startswith("x-"):
            tree.fail(MANIFEST, 0, f"unknown key {key}")
    asked = manifest.get("finish-args", [])
    for permission in asked:
        if permission not in ALLOWED:
            tree.fail(MANIFEST, 0, f"the permission {permission} is not needed")
        elif permission not in manifest.get("x-why", {}):
            tree.fail(MANIFEST, 0, f"the permission {permission} has no reason in x-why")
    if "--socket=fallback-x11" in asked and not {"--socket=wayland", "--share=ipc"} <= set(asked):
        tree.fail(MANIFEST, 0, "--socket=fallback-x11 goes with --socket=wayland and --share=ipc")
    modules = manifest.get("modules", [])
    for module in modules:
        check_module(tree, module)
    if not modules or modules[-1].get("name") != "countersign":
        tree.fail(MANIFEST, 0, "the last module must be countersign")


tree = open_tree()
if not tree.exists(MANIFEST):
    tree.fail(MANIFEST, 0, "is missing")
else:
    try:
        check_manifest(tree, json.loads(tree.read(MANIFEST), object_pairs_hook=unique))
    except ValueError as error:
        tree.fail(MANIFEST, 0, f"is no JSON: {error}")
tree.finish()
