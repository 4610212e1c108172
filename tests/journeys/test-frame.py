#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The frame: views, folding, keys, who acts, what the session bus may ask for."""
import re
import subprocess

from journey import Journey, extents, main, pump, wait

VIEWS = ["Inbox", "Sent by Me", "Requests", "Scopes of Work", "Payments"]
DECISIONS = ["approve", "reject", "send-back", "ask", "hand-over", "undo", "confirm-payment", "withdraw", "decide"]


def views_and_keys():
    with Journey("frame") as j:
        j.create_sample()
        j.start("--view=requests")
        problems = []
        for number, view in enumerate(VIEWS, 1):
            j.focus_window()
            j.key(f"ctrl+{number}")
            j.find(view, {"label", "heading"})
            pump(0.5)
            j.screenshot(f"view-{number}")
            problems += j.lint(view)
        j.check(not problems, "\n".join(sorted(set(problems))))
        j.stop()


def folds():
    with Journey("frame-folds") as j:
        j.create_sample()
        j.start("--view=requests")
        for width in (1260, 700, 360):
            j.resize(width, 720)
            j.screenshot(str(width))
            box = extents(j.top())
            j.check(box.width <= width, f"the window is {box.width} px wide where {width} were asked for")
        j.key("F9")
        j.find("Payments.*")
        j.screenshot("360-sidebar")
        j.stop()


def escape_leaves_a_search():
    with Journey("frame-escape") as j:
        j.create_sample()
        j.start()
        j.activate("Acting as.*")
        j.find("Name or role", {"text", "entry"})
        j.key("Escape")
        j.wait_gone("Name or role", {"text", "entry"})
        j.stop()


def typing_changes_nothing_else():
    """Letters and editing keys in a text field stay there."""
    with Journey("frame-typing") as j:
        j.create_sample()
        j.start("--view=requests")
        j.focus_window()
        j.key("ctrl+f")
        field = j.find("Search in requests", {"text", "entry"})
        j.type("jkarbqxzu/?o")
        length = field.get_text_iface().get_character_count()
        j.check(length == 12, f"{length} of 12 characters arrived in the field")
        j.key("ctrl+a", "BackSpace")
        length = field.get_text_iface().get_character_count()
        j.check(length == 0, "Ctrl+A did not select the text of the field")
        j.stop()


def palette():
    with Journey("frame-palette") as j:
        j.create_sample()
        j.start("--view=requests")
        j.focus_window()
        j.key("ctrl+k")
        j.find("Type a command", {"text", "entry"})
        j.screenshot("commands")
        j.type("sent by")
        j.key("Return")
        wait(lambda: len(j.frames()) == 1, "the palette to close")
        j.find("Sent by Me", {"label", "heading"})
        j.stop()


def nothing_to_decide_on_the_bus():
    """No action on the session bus changes data (design: Trust)."""
    with Journey("frame-bus") as j:
        j.create_sample()
        j.start("--view=inbox")
        names = subprocess.run(["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path",
                                "/org/freedesktop/DBus", "--method", "org.freedesktop.DBus.ListNames"],
                               capture_output=True, text=True).stdout
        bus = re.findall(r"'(io\.github\.countersign\.Countersign[^']*)'", names)
        j.check(len(bus) == 1, f"the program is not on the bus: {names}")
        path = "/" + bus[0].replace(".", "/")
        seen = 0
        for place in (path, path + "/window/1"):
            answer = subprocess.run(["gdbus", "call", "--session", "--dest", bus[0], "--object-path", place,
                                     "--method", "org.gtk.Actions.List"], capture_output=True, text=True)
            actions = re.findall(r"'([^']+)'", answer.stdout)
            seen += len(actions)
            bad = [a for a in actions if a in DECISIONS or a.startswith("decide")]
            j.check(not bad, f"{place} offers {bad}")
        j.check(seen > 5, "no actions were seen at all")
        j.stop()


def windows_of_the_program():
    with Journey("frame-windows") as j:
        j.create_sample()
        j.start("--view=requests")
        for key, label, found in (("ctrl+comma", "preferences", "Undo Time"), ("ctrl+question", "shortcuts", "Inbox")):
            j.focus_window()
            j.key(key)
            wait(lambda: len(j.frames()) == 2, label)
            j.find(found)
            j.screenshot(label)
            problems = j.lint(label)
            j.check(not problems or label == "shortcuts", "\n".join(problems))
            j.key("Escape")
            wait(lambda: len(j.frames()) == 1, f"{label} to close")
        j.stop()


if __name__ == "__main__":
    main([views_and_keys, folds, escape_leaves_a_search, typing_changes_nothing_else, palette, nothing_to_decide_on_the_bus,
          windows_of_the_program])
