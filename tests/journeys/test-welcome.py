#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first start: what there is to do without a workspace."""
from journey import BUTTONS, Journey, extents, main, pump, wait

CHOICES = ["Look Around With Sample Data", "Start on This Computer…"]


def first_start():
    with Journey("welcome") as j:
        j.start(workspace=False)
        for label in CHOICES:
            j.find(label, BUTTONS)
        problems = j.lint("welcome")
        j.check(not problems, "\n".join(problems))
        for width in (1260, 700, 360):
            j.resize(width, 640)
            j.screenshot(str(width))
            box = extents(j.top())
            j.check(box.width <= width, f"the window is {box.width} px wide where {width} were asked for")
            for label in CHOICES:
                inner = extents(j.find(label, BUTTONS))
                j.check(inner.x >= 0 and inner.x + inner.width <= box.width, f"“{label}” is cut off at {width} px")
        j.stop()


def workspace_of_ones_own():
    """Begin, add a client and a colleague by keyboard, close, and find it again."""
    with Journey("own") as j:
        j.start(workspace=False)
        j.activate("Start on This Computer…")
        wait(lambda: len(j.frames()) == 2, "the dialog")
        j.focus_window()
        j.type("Sara Lindqvist")
        j.fill("Mail address", "sara@northwind.example")
        j.screenshot("start")
        problems = j.lint("start")
        j.key("ctrl+Return")
        j.find("No Clients")
        problems += j.lint("no clients")
        j.activate("New Client…")
        wait(lambda: len(j.frames()) == 2, "the dialog")
        j.focus_window()
        j.type("Northwind Trading")
        j.fill("Contact’s name", "Omar Haddad")
        j.fill("Contact’s mail address", "omar@northwind.example")
        j.screenshot("client")
        problems += j.lint("client")
        j.key("ctrl+Return")
        wait(lambda: len(j.frames()) == 1, "the dialog to close")
        j.find("Northwind Trading, .*Omar Haddad")
        j.activate("People", {"radio button", "toggle button", "page tab"})
        j.activate("Add")
        pump(0.3)
        j.activate("New Person…")
        wait(lambda: len(j.frames()) == 2, "the dialog")
        j.focus_window()
        j.type("Lena Berg")
        j.screenshot("person")
        problems += j.lint("person")
        j.key("ctrl+Return")
        wait(lambda: len(j.frames()) == 1, "the dialog to close")
        j.focus_window()
        j.key("ctrl+f")
        j.type("lena")
        j.find("Lena Berg, .*")
        j.screenshot("people")
        problems += j.lint("people")
        j.check(not problems, "\n".join(problems))
        j.stop()
        j.start(workspace=False)
        j.find("All Caught Up")
        j.stop()


def sample():
    """One click to the sample; acting as somebody else changes what is counted."""
    with Journey("sample") as j:
        j.start(workspace=False)
        j.activate("Look Around With Sample Data")
        j.find("Sample data, nothing is sent", seconds=30)
        row = j.find("Requests, [0-9]+.*", {"list item"})
        j.activate("Acting as .*")
        pump(0.3)
        j.type("sunita")
        pump(0.3)
        j.screenshot("people")
        j.key("Return")
        j.find("Acting as Sunita.*")
        j.find("Inbox, [0-9]+.*", {"list item"})
        j.screenshot("as-sunita")
        j.check(row is not None, "no count of requests")
        j.stop()


if __name__ == "__main__":
    main([first_start, workspace_of_ones_own, sample])
