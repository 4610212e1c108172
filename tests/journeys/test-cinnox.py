#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Service orders in the windows: the checklist with its cross-checks, confidential files, a rejected order cloned."""
import json

from journey import BUTTONS, Journey, main, pump
from request_walk import RequestWalk


def open_order(j, number):
    j.create_sample("cinnox")
    j.start(f"countersign:request/{number}")
    j.find("Checklist", BUTTONS)
    pump(0.5)


def cross_check():
    """CX-05, CX-20: an item is found in order by the second person, and the count says so."""
    with Journey("cinnox-checklist") as j:
        open_order(j, "CNX-1012")
        j.activate("Checklist")
        j.find(".*0 of 10 cross-checked", {"label", "heading"})
        j.activate("In Order")
        j.find(".*1 of 10 cross-checked", {"label", "heading"}, seconds=20)
        j.screenshot("checked")
        j.stop()


def again():
    """CX-01, CX-05: what comes back is gone through anew; the page says what was said before, and what
    is found in order again."""
    with Journey("cinnox-again") as j:
        j.create_sample("cinnox")
        request = json.loads(j.command("--json", "request", "show", "CNX-1012"))["request"]

        def act(by, kind, **data):
            line = {"by": by, "request": request, "kind": kind, "data": data}
            answer = json.loads(j.command("act", text=json.dumps(line) + "\n"))
            j.check(answer["verdict"] == "accepted", f"{line} {answer}")

        j.start("countersign:request/CNX-1012")
        j.activate("Checklist")
        j.activate("In Order")
        j.find(".*1 of 10 cross-checked", {"label", "heading"}, seconds=20)
        j.stop()
        act("p-grace", "return", step="cross-check", to="prepare", reason="It is another package now")
        j.start("countersign:request/CNX-1012")
        j.activate("Checklist")
        j.find("Asked again, earlier: Done.*", {"label"}, seconds=20)
        j.find("To be cross-checked again.*", {"label"})
        j.find(".*0 of 10 cross-checked", {"label", "heading"})
        j.screenshot("returned")
        j.stop()


def confidential():
    """CX-21: a confidential file asks for what it is opened."""
    with Journey("cinnox-confidential") as j:
        open_order(j, "CNX-1012")
        j.activate("Checklist")
        j.activate("Open signed-scope.pdf")
        j.find("Open a Confidential File.*", {"label", "heading"})
        j.screenshot("purpose")
        j.key("Escape")
        j.wait_gone("Open a Confidential File.*")
        j.stop()


def clone():
    """Q-40: a rejected order is final, and says who rejected it and why; it begins a new draft of those who may."""
    with Journey("cinnox-clone") as j:
        open_order(j, "CNX-1004")
        j.find("Edmund Siu: We do not serve this customer.", {"label"})
        j.screenshot("rejected")
        RequestWalk(j, {}).act_as("Winnie")
        j.activate("More")
        j.activate("Clone.*")
        j.find("Kind of order", {"label", "panel", "grouping"}, seconds=20)
        j.screenshot("draft")
        j.stop()


if __name__ == "__main__":
    main([cross_check, again, confidential, clone])
