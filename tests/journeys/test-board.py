#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests as a board: a column for each stage, counts and totals, the keyboard, a narrow window."""
import json

from journey import BUTTONS, Journey, children, main, name, plain, pump, role, wait


def columns(j):
    """Heading of each column, and its cards in words."""
    found = j.find_all(r"^(Requirement|Pre-sales|Onboarding|Post-sales|Integration|Delivery and payment|Closed), \d+.*", "list")
    return {plain(name(n)).split(",")[0]: n for n in found}


def cards(column):
    return [plain(name(n)) for n in children(column) if role(n) == "list item" and name(n)]


def board():
    """Stages as columns with what stands in them; the look is remembered; arrow keys go about."""
    with Journey("board") as j:
        j.create_sample()
        j.start("--view=requests")
        j.find("Requests", "label")
        j.focus_window()
        j.key("ctrl+shift+b")
        wait(lambda: len(columns(j)) >= 4, "the columns")
        pump(1)
        shown = columns(j)
        j.check("Closed" not in shown, "a column of ends among open requests")
        heading = plain(name(shown["Pre-sales"]))
        j.check("overdue" in heading, heading)
        n = int(heading.split(",")[1])
        listed = j.command("--json", "request", "list")
        in_stage = [row for row in map(json.loads, listed.splitlines())
                    if row.get("stage") == "Pre-sales" and row.get("with")]
        j.check(n == len(in_stage), f"{heading}, but {len(in_stage)} in the list")
        first = wait(lambda: cards(columns(j)["Pre-sales"]), "cards")
        j.check(", With " in first[0] or "with" in first[0].lower(), first[0])
        j.screenshot("1260")
        problems = j.lint("board")
        j.check(not problems, "\n".join(problems))
        for _ in range(2):  # on and off again: the chip has the focus
            j.click("Changed", roles=BUTTONS)
        for _ in range(4):
            j.key("Tab")
            if (f := j.focused()) is not None and ", With " in plain(name(f)):
                break
        j.check(", With " in plain(name(j.focused())), f"Tab comes to “{name(j.focused())}”, not to a card")
        before = plain(name(j.focused()))
        j.key("Right")
        wait(lambda: (f := j.focused()) is not None and plain(name(f)) != before, "the next column")
        j.screenshot("focus")
        # nothing is dragged: what it waits for is told
        j.key("ctrl+shift+Right")
        j.find("Open Request", BUTTONS)
        j.find("“.*” waits for", "label")
        j.screenshot("waits")
        j.key("Escape")
        j.activate(j.find("Closed", BUTTONS))
        wait(lambda: "Closed" in columns(j), "the closed ones")
        j.stop()
        j.start("--view=requests")
        wait(lambda: len(columns(j)) >= 4, "the board again")
        j.resize(700, 780)
        j.screenshot("700")
        j.resize(360, 640)
        pump(0.5)
        j.screenshot("360")
        j.resize(1260, 780)
        j.focus_window()
        j.key("ctrl+shift+b")
        j.find("Columns", BUTTONS)  # of the table
        j.stop()


if __name__ == "__main__":
    main([board])
