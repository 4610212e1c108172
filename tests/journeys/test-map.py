#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The process as a map: where a request is in it, what is behind and to come, what keeps a step shut."""
from journey import Atspi, BUTTONS, Journey, children, has_state, main, name, on_screen, plain, pump, role, wait


def open_map(j, number):
    j.start(f"countersign:request/{number}")
    j.find("Deadlines", BUTTONS)
    pump(0.5)
    j.activate(j.find("Map", BUTTONS))
    return j.find("Steps of the process", "list")


def steps(view):
    return [n for n in children(view) if role(n) == "list item"]


def place_in_the_process():
    """Every step is told with its state and what it comes after; the summary counts them."""
    with Journey("map") as j:
        j.create_sample()
        view = open_map(j, "ANT-1039")
        names = [plain(name(n)) for n in steps(view)]
        j.check(len(names) > 20, f"{len(names)} steps")
        feasibility = next(n for n in names if n.startswith("Evaluate feasibility"))
        for words in ("After “Prepare the scope of work”", "May send back to “Understand the requirement”", "Open"):
            j.check(words in feasibility, feasibility)
        j.check(any("Gate closed" in n for n in names), "no gate is told")
        j.find(r"\d+ steps done · 1 open · \d+ to come", "label")
        j.screenshot("1260")
        problems = j.lint("map")
        j.check(not problems, "\n".join(problems))
        # the keyboard goes to where the request is, and on from there
        j.activate(j.find("Go to Where It Is", BUTTONS))
        wait(lambda: has_state(steps(view)[names.index(feasibility)], Atspi.StateType.FOCUSED), "the step to have the focus")
        j.focus_window()
        j.key("Down")
        wait(lambda: (f := j.focused()) is not None and plain(name(f)).startswith("State the cost"), "the next step")
        j.screenshot("walk")
        j.key("Up", "Return")
        j.find("Go to Step", BUTTONS)
        j.screenshot("more")
        j.activate(j.find("Show Gate", BUTTONS))
        wait(lambda: has_state(j.find("Gates", BUTTONS), Atspi.StateType.CHECKED)
             or has_state(j.find("Gates", BUTTONS), Atspi.StateType.PRESSED), "the gates")
        j.stop()


def narrow():
    """360 px wide: the steps stand below each other and none is cut."""
    with Journey("map-narrow") as j:
        j.create_sample()
        view = open_map(j, "ANT-1039")
        j.resize(700, 780)
        j.screenshot("700")
        j.resize(360, 640)
        pump(0.5)
        for step in steps(view):
            box = step.get_extents(Atspi.CoordType.WINDOW)
            j.check(not on_screen(step) or box.x + box.width <= 362, f"“{name(step)}” is cut")
        j.screenshot("360")
        j.stop()


def mirrored():
    """Arabic, dark, large text: the map is drawn from the right."""
    with Journey("map-arabic") as j:
        j.environment.update(LANGUAGE="ar", LC_ALL="ar_EG.UTF-8", GTK_THEME="")
        j.create_sample()
        j.start("countersign:request/ANT-1039")
        j.activate(j.find("خريطة|الخريطة", BUTTONS))
        pump(0.5)
        j.screenshot("1260")
        j.stop()


if __name__ == "__main__":
    main([place_in_the_process, narrow])
