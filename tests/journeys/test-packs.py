#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Packs: what is in force, answers to what a document leaves open (Q-34), another organisation, another
version with what it lowers (L-40), and a document that is not final (PH-01)."""
import json
import os
import tempfile

from journey import BUTTONS, ROOT, Journey, main, pump, wait

FIRST = "Anantya.*"


def packs_of(j):
    return {p["pack"]: p for p in map(json.loads, j.command("--json", "pack", "list").splitlines()) if p["active"]}


def settings_of(j, pack):
    return {s["setting"]: s for s in map(json.loads, j.command("--json", "pack", "settings", pack).splitlines())}


def open_pack(j, title):
    j.click(j.find(title, "label"))
    j.find("Check", "label")
    pump(0.3)


def answered():
    with Journey("packs-answered") as j:
        j.create_sample()
        j.start("--view=packs")
        j.find("In Force Here", "label")
        j.find("Come with Countersign", "label")
        j.screenshot("list")
        problems = j.lint("list")
        for width in (700, 360):
            j.resize(width, 760)
            j.screenshot(f"list-{width}")
        j.resize(1260, 780)
        open_pack(j, FIRST)
        j.screenshot("pack")
        problems += j.lint("pack")
        j.activate("Answer Q-12…")
        words = j.find(".*", {"text", "entry"}, within=j.top())
        j.fill(words, "soon")
        j.find("Q-12 expects a time.*", "label")
        j.screenshot("no-answer")
        problems += j.lint("answer")
        j.fill(words, "7bd")
        j.activate("Confirm")
        j.find("Answered: 7bd.*", "label")
        wait(lambda: settings_of(j, "anantya")["Q-12"]["confirmed"], "the answer to be recorded")
        j.activate("Map of .*")
        j.find("Solid lines lead on.*", "label")
        j.screenshot("map")
        problems += j.lint("map")
        j.key("Escape")
        j.resize(360, 760)
        j.screenshot("pack-360")
        j.check(not problems, "\n".join(problems))
        j.stop()


def put_in_force():
    with Journey("packs-in-force") as j:
        j.create_sample()
        j.start("--view=packs")
        open_pack(j, "FT")
        j.find("The process document is not final: .*", "label")
        j.screenshot("shipped")
        problems = j.lint("shipped")
        j.activate("Put in Force…")
        j.find("New requests follow it.*", "label")
        j.screenshot("question")
        j.activate("Put in Force")
        wait(lambda: "ft" in packs_of(j), "the pack to be in force")
        j.wait_gone("Put in Force…", BUTTONS)
        j.check(not problems, "\n".join(problems))
        j.stop()


def imported():
    with open(os.path.join(ROOT, "data/packs/anantya/pack.json"), encoding="utf-8") as file:
        pack = json.load(file)
    pack["version"] += 1
    pack["processes"][0]["gates"]["G-03"]["facts"].pop()
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file, Journey("packs-imported") as j:
        json.dump(pack, file)
        file.flush()
        j.create_sample()
        j.start("--view=packs")
        j.choose_file("Import…", file.name)
        j.find("A safeguard is lowered", "label")
        j.screenshot("lowered")
        problems = j.lint("lowered")
        j.activate("Put in Force…")
        j.find("1 safeguard is lowered[^$]*", "label")
        j.screenshot("question")
        j.activate("Put in Force")
        wait(lambda: packs_of(j)["anantya"]["version"] == pack["version"], "the version to be in force")
        j.check(not problems, "\n".join(problems))
        j.stop()


main([answered, put_in_force, imported])
