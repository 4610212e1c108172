#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each template has its class and is in the resources; each source file has its test, each test is built."""
import os
import re

from tree import open_tree

UNTESTED = "tests/lint/untested"
TEMPLATES_TEST = "tests/app/test-templates.c"


def stem(name):
    return os.path.splitext(os.path.basename(name))[0]


def check_templates(tree):
    sources = {stem(f): f for f in tree.under("src/app", ends=".c")}
    listed = set()
    for resource in (f for f in tree.files if f.endswith(".gresource.xml")):
        folder = os.path.dirname(resource)
        for entry in re.findall(r"<file[^>]*>([^<]+)</file>", tree.read(resource)):
            listed.add(os.path.normpath(os.path.join(folder, entry)))
            listed.add(os.path.normpath(entry))
    for name in tree.under("ui", ends=".ui"):
        if re.search(r"<template\b", tree.read(name)):
            source = sources.get(stem(name))
            if source is None:
                tree.fail(name, 0, f"has no src/app/**/{stem(name)}.c")
            elif os.path.dirname(name)[len("ui"):] != os.path.dirname(source)[len("src/app"):]:
                tree.fail(name, 0, f"is not in the same folder below ui/ as {source} below src/app/")
        if name not in listed and name[len("ui/"):] not in listed:
            tree.fail(name, 0, "is in no .gresource.xml")


def tested(tree, name, tests):
    layer = name.split("/")[1]
    short = re.sub(r"^(cs|countersign)-", "", stem(name))
    if f"{layer}/{short}" in tests:
        return True
    # A class in several files, cs-foo.c and cs-foo-part.c, is tested as a whole.
    while "-" in short:
        short = short.rsplit("-", 1)[0]
        if f"{layer}/{short}" in tests and tree.exists(f"{os.path.dirname(name)}/cs-{short}.c"):
            return True
    # A template class is tested by being instantiated with all others.
    template = any(stem(f) == stem(name) for f in tree.under("ui", ends=".ui"))
    return layer == "app" and template and tree.exists(TEMPLATES_TEST)


def check_tests(tree):
    tests = set()
    for name in tree.under("tests"):
        match = re.fullmatch(r"tests/(\w+)/(?:.*/)?test-([\w-]+)\.(c|py|sh)", name)
        if match:
            tests.add(f"{match.group(1)}/{match.group(2)}")
    untested = []
    if tree.exists(UNTESTED):
        untested = [line.split()[0] for line in tree.read(UNTESTED).splitlines()
                    if line.strip() and not line.startswith("#")]
    sources = tree.under("src", ends=".c")
    for name in sources:
        if not tested(tree, name, tests) and name not in untested:
            short = re.sub(r"^(cs|countersign)-", "", stem(name))
            tree.fail(name, 0, f"has no tests/{name.split('/')[1]}/test-{short}.c")
    for name in untested:
        if name not in sources:
            tree.fail(UNTESTED, 0, f"{name} does not exist: take the line out")
        elif tested(tree, name, tests):
            tree.fail(UNTESTED, 0, f"{name} has a test now: take the line out")


def check_listed(tree):
    for name in tree.under("tests"):
        match = re.fullmatch(r"(tests/\w+)/test-([\w-]+)\.(c|py|sh)", name)
        build = match and f"{match.group(1)}/meson.build"
        if not match or not tree.exists(build):
            continue
        text = tree.read(build)
        if f"'{match.group(2)}'" not in text and os.path.basename(name) not in text:
            tree.fail(name, 0, f"is not built: {build} does not name it")


tree = open_tree()
check_templates(tree)
check_tests(tree)
check_listed(tree)
tree.finish()
