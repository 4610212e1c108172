#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Away (X-14, ux: Away), roles with their holders, and clients with what the packs keep of them."""
import json

from journey import BUTTONS, Atspi, Journey, has_state, main, pump, wait

CHOICES = {"check box", "radio button"}


def act_as(j, words, shown):
    j.focus_window()
    j.activate("Acting as .*")
    j.find("Name or role|Search.*", {"text", "entry"})
    j.type(words)
    pump(0.4)
    j.key("Return")
    j.find("Acting as " + shown, BUTTONS)


def waiting(j, person):
    return [json.loads(line) for line in j.command("--json", "inbox", "--by", person).splitlines()]


def hand_over_and_end():
    with Journey("away") as j:
        j.create_sample()
        before = len(waiting(j, "Sunita Rangan"))
        j.start("--view=people")
        j.click(j.find("Away", "page tab"))
        j.find("Nobody Is Away", "label")
        j.screenshot("nobody")
        j.activate("Away…", {"push button"})
        j.find("Who decides")
        pump(0.5)
        problems = j.lint("dialog")
        j.screenshot("dialog")
        chosen = [t for t in j.texts() if "decides what waits for" in t]
        j.check(chosen, "nothing says what will happen")
        j.activate("Hand Over", {"push button"})
        j.find("Away until .*, .* decides", "label")
        j.find(".* for Sunita Rangan", "label")
        pump(0.5)
        j.screenshot("banner")
        problems += j.lint("people")
        stand_in = chosen[0].split(": ", 1)[1].split(" decides", 1)[0]
        stand_in = "".join(c for c in stand_in if ord(c) < 0x2000)
        theirs = waiting(j, stand_in)
        j.check(any(row.get("for") for row in theirs) or before == 0, "nothing came to who stands in")
        j.activate("End Now", {"push button"})
        j.find("Over", "label")
        wait(lambda: not any(row.get("for") == "Sunita Rangan" for row in waiting(j, stand_in)), "the end to be kept")
        j.screenshot("over")
        j.check(not problems, "\n".join(problems))
        j.stop()


def roles():
    with Journey("roles") as j:
        j.create_sample()
        j.start("--view=people")
        j.click(j.find("Roles", "page tab"))
        j.find("Coordination")
        pump(0.5)
        j.screenshot("roles")
        problems = j.lint("roles")
        j.resize(360, 720)
        pump(0.5)
        j.screenshot("roles-360")
        j.check(not problems, "\n".join(problems))
        j.stop()


def is_chosen(j, choice):
    return has_state(j.find(choice, CHOICES), Atspi.StateType.CHECKED)


def client_record():
    """FT-06, AF-02: what a pack keeps of a client is written down once; a request of the client begins with it."""
    with Journey("client") as j:
        j.create_sample("affinity")
        j.start("--view=people")
        j.click(j.find("Clients", "page tab"))
        j.click(j.find("Kauri Timber", "label"), count=2)
        j.find("Customer type", "label")
        pump(0.5)
        j.click("SaaS", roles=CHOICES)
        problems = j.lint("client")
        j.screenshot("record")
        j.key("ctrl+Return")
        wait(lambda: len(j.frames()) == 1, "the record to close")
        j.click(j.find("Kauri Timber", "label"), count=2)
        j.check(is_chosen(j, "SaaS"), "the customer type was not kept")
        j.key("Escape")
        wait(lambda: len(j.frames()) == 1, "the record to close")
        j.key("ctrl+n")
        j.activate(j.find("Client", {"push button"}))
        pump(0.5)
        j.type("kauri")
        pump(0.5)
        j.key("Return")
        j.find("Client: Kauri Timber")
        j.check(is_chosen(j, "SaaS"), "the request does not begin with the customer type")
        j.screenshot("request")
        j.check(not problems, "\n".join(problems))
        j.stop()


if __name__ == "__main__":
    main([hand_over_and_end, roles, client_record])
