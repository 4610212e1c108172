#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The help pages are XML, have the name of their file, and link to pages and sections there are."""
import os
import sys
import xml.etree.ElementTree as xml

MALLARD = "{http://projectmallard.org/1.0/}"
pages = {os.path.basename(f)[:-len(".page")]: xml.parse(f).getroot() for f in sys.argv[1:]}
there = set(pages) | {f"{name}#{s.get('id')}" for name, page in pages.items() for s in page.iter(MALLARD + "section")}
folder = os.path.dirname(sys.argv[1])
wrong = [f"{f} is not listed in meson.build" for f in os.listdir(folder) if f.endswith(".page") and f[:-5] not in pages]
for name, page in pages.items():
    if page.tag != MALLARD + "page" or page.get("id") != name:
        wrong.append(f"{name}.page: its id must be {name}")
    if page.find(MALLARD + "title") is None or page.find(f"{MALLARD}info/{MALLARD}desc") is None:
        wrong.append(f"{name}.page: needs a title and a desc")
    for link in page.iter(MALLARD + "link"):
        if link.get("xref") not in there:
            wrong.append(f"{name}.page: there is no {link.get('xref')}")
print("\n".join(wrong))
sys.exit(1 if wrong else 0)
