#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One request: filling a step in, what a gate waits for, deciding, versions side by side."""
from journey import Atspi, BUTTONS, Journey, children, has_state, main, name, plain, pump, wait


def open_request(j, number):
    j.start(f"countersign:request/{number}")
    j.find("Deadlines", BUTTONS)
    pump(0.5)


def page(j):
    def find():
        return next(j.search("CsRequestPage", limit=200), None)

    return wait(find, "the request page")


def next_step(j):
    """The first line of what is to be done, in words."""
    line = children(j.find("Next step", "list", page(j)))
    return plain(name(line[0])) if line else ""


def press(j, label):
    j.activate(j.find(label, BUTTONS, page(j)))
    pump(0.4)


def act_as(j, person):
    press(j, f"Act as {person}")
    wait(lambda: "Yours" in next_step(j), f"the turn of {person}")


def fill_and_complete():
    """AG-05: the scope of work is filled in and completed from the page."""
    with Journey("request-fill") as j:
        j.create_sample()
        open_request(j, "ANT-1050")
        j.check(next_step(j).startswith("Prepare the scope of work. Waiting for"), next_step(j))
        act_as(j, "Ananya Bose")
        j.screenshot("form")
        press(j, "Fill In")
        j.fill("Objective of integration", "Parents pay school fees from a reminder.")
        press(j, "Complete")
        j.find("“Key technical or workflow requirements” is missing", None, page(j))
        j.screenshot("missing")
        j.fill("Key technical or workflow requirements", "Fee register of the school, one message a term.")
        j.fill("Third-party dependencies", "The school’s own register.")
        press(j, "Complete")
        wait(lambda: next_step(j).startswith("Evaluate feasibility"), "the next step")
        problems = j.lint("request")
        j.check(not problems, "\n".join(problems))
        j.stop()


def typed_text_survives():
    """What is typed and not said yet is there after a kill."""
    with Journey("request-draft") as j:
        j.create_sample()
        open_request(j, "ANT-1050")
        act_as(j, "Ananya Bose")
        j.fill("Objective of integration", "Half a sentence")
        pump(1.5)
        j.kill()
        open_request(j, "ANT-1050")
        act_as(j, "Ananya Bose")

        def text():
            field = j.find("Objective of integration", {"text", "entry"})
            return field.get_text_iface().get_text(0, -1)

        wait(lambda: text() == "Half a sentence", "the draft")
        j.stop()


def gate_leads_to_the_field():
    """G-03 and the others: a closed gate says what is missing, and leads to it."""
    with Journey("request-gates") as j:
        j.create_sample()
        open_request(j, "ANT-1039")
        act_as(j, "Ananya Bose")
        press(j, "Gates")
        row = j.find("“Feasibility status” is missing.*", "list item", page(j))
        j.screenshot("gates")
        button = next(j.search("Fill In", BUTTONS, within=row))
        j.activate(button)
        pump(0.5)
        field = wait(j.focused, "the focus")
        j.check(plain(name(field)) in ("Yes", "No", "Conditional"), f"the focus is on “{name(field)}”")
        j.screenshot("field")
        j.stop()


def decide_and_undo():
    """An approval from the page is held, and can be undone."""
    with Journey("request-decide") as j:
        j.create_sample()
        open_request(j, "ANT-1035")
        press(j, "Approve")
        j.find("Your decision is sent in a few seconds.", None, page(j))
        j.screenshot("held")
        press(j, "Undo")
        wait(lambda: has_state(j.find("Approve", BUTTONS, page(j)), Atspi.StateType.SENSITIVE), "the decision to be open")
        j.check("Yours" in next_step(j), next_step(j))
        j.stop()


def versions():
    """F7 opens what the last version changed and goes on from change to change; what stands in the timeline
    can be asked about and taken back there."""
    with Journey("request-versions") as j:
        j.create_sample()
        open_request(j, "ANT-1026")
        j.focus_window()
        j.key("F7")
        wait(lambda: len(j.frames()) == 2, "the versions side by side")
        j.find(".*Removed: 25 working days. Added: 18 working days.", None)
        j.focus_window()
        j.key("F7")
        wait(lambda: (f := j.focused()) is not None and "Added: 18 working days" in plain(name(f)), "the change")
        j.screenshot("compare")
        j.key("Escape")
        wait(lambda: len(j.frames()) == 1, "the dialog to close")
        press(j, "Timeline")
        j.screenshot("timeline")
        offer = j.find("Put “.*”, version 2, to decision.*", "list item", page(j))
        ask = next(j.search("Ask…", BUTTONS, within=offer))
        j.activate(ask)
        j.find("Question", None)
        j.key("Escape")
        j.stop()


def parts():
    """Every part of a request that has come far, as a screen reader meets it."""
    with Journey("request-parts") as j:
        j.create_sample()
        open_request(j, "ANT-1003")
        problems = []
        for part in ("Work", "Facts", "Gates", "Approvals", "Map", "Timeline", "People", "Deadlines"):
            press(j, part)
            j.screenshot(part.lower())
            problems += j.lint(part)
        press(j, "Approvals")
        press(j, "Show|Compare")
        j.find("Compare Versions", None)
        j.screenshot("compare")
        j.key("Escape")
        j.check(not problems, "\n".join(sorted(set(problems))))
        j.resize(360, 640)
        j.screenshot("360")
        j.stop()


if __name__ == "__main__":
    main([fill_and_complete, typed_text_survives, gate_leads_to_the_field, decide_and_undo, versions, parts])
