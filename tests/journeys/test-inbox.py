#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inbox: deciding with the keyboard alone, undoing, and what must never decide anything."""
import json
import re
import subprocess

from journey import BUTTONS, Journey, extents, has_state, main, name, plain, pump, wait
from gi.repository import Atspi

FIELDS = {"text", "entry"}


def waiting(j):
    """Numbers of the requests that wait, as the command line lists them."""
    return [row["number"] for row in map(json.loads, j.command("--json", "inbox").splitlines())]


def shown(j):
    """Number of the request that the detail shows."""
    numbers = j.texts(pattern=r"ANT-\d+")
    return numbers[-1] if numbers else None


def begin(j, *arguments):
    j.create_sample()
    before = waiting(j)
    j.start("--view=inbox", *arguments)
    wait(lambda: shown(j), "a request")
    j.focus_window()
    return before


def five_approvals():
    """Five requests approved one after the other, no pointer, no dialog (U-02)."""
    with Journey("inbox-approvals") as j:
        before = begin(j)
        decided = []
        for _ in range(5):
            number = shown(j)
            decided.append(number)
            j.key("ctrl+Return")
            wait(lambda: shown(j) not in decided, "the next request")
        j.find("Sending in .*", "label")
        j.screenshot("held")
        j.stop()
        after = waiting(j)
        j.check(len(set(decided)) == 5, f"decided {decided}")
        j.check(len(after) == len(before) - 5, f"{len(before)} waited, now {len(after)}")
        j.check(not set(decided) & set(after), f"{decided} still wait: {after}")


def reject_and_undo():
    """A rejection needs words; undone it never happened, and the words are still there (X-10)."""
    with Journey("inbox-reject") as j:
        before = begin(j)
        number = shown(j)
        j.key("alt+r")
        wait(lambda: len(j.frames()) == 2, "the dialog")
        j.find("Reason", "label")
        button = j.find("Reject", "push button")
        j.type("  a ")
        j.key("ctrl+Return")
        j.check(len(j.frames()) == 2, "a rejection without words was taken")
        j.check(not has_state(button, Atspi.StateType.SENSITIVE), "Reject can be pressed without words")
        j.type("too costly for this client")
        j.screenshot("dialog")
        j.key("ctrl+Return")
        wait(lambda: len(j.frames()) == 1, "the dialog to close")
        j.find(f"{number} rejected", "label")
        wait(lambda: shown(j) != number, "the next request")
        j.focus_window()
        j.key("ctrl+z")
        wait(lambda: shown(j) == number, "the request to come back")
        j.wait_gone("Sending in .*", "label")
        j.key("alt+r")
        wait(lambda: len(j.frames()) == 2, "the dialog again")
        wait(lambda: [n for n in j.find_all(".*", FIELDS, within=j.top())
                      if n.get_text_iface().get_character_count() > 20], "what was typed")
        j.key("Escape")
        wait(lambda: len(j.frames()) == 1, "the dialog to close")
        j.stop()
        j.check(waiting(j) == before, "an undone rejection changed something")


def reject():
    with Journey("inbox-reject-for-good") as j:
        j.setting("undo-seconds", "0")
        begin(j)
        number = shown(j)
        j.key("alt+r")
        wait(lambda: len(j.frames()) == 2, "the dialog")
        j.type("not this year")
        j.key("ctrl+Return")
        wait(lambda: number not in waiting(j), "the request to leave the inbox")
        j.stop()
        j.check("not this year" in j.command("export"), "the journal lacks the reason")


def changed_meanwhile():
    """What was decided on changes before the decision is sent: it is not counted, in words (X-11)."""
    with Journey("inbox-changed") as j:
        begin(j)
        number = shown(j)
        before = next(row for row in map(json.loads, j.command("--json", "inbox").splitlines())
                      if row["number"] == number)
        author = "p-ananya"
        cost = {"currency": before["amount"]["currency"], "minor": before["amount"]["minor"] + 100000}
        j.key("ctrl+Return")
        wait(lambda: shown(j) != number, "the next request")
        entries = [{"request": number, "kind": "fill", "by": author,
                    "data": {"step": "price", "reason": "The supplier raised the price", "values": {"cost": cost}}},
                   {"request": number, "kind": "offer", "by": author, "data": {"step": "approve"}}]
        answers = j.command("act", text="".join(json.dumps(entry) + "\n" for entry in entries))
        j.check(answers.count("accepted") == 2, f"the price was not changed: {answers}")
        j.find("Not counted: .*", "label", seconds=20)
        j.focus_window()
        j.key("ctrl+f")
        j.find("Search in the inbox", FIELDS)
        j.type(number)
        row = j.find(f"{before['title']}, .*", "list item")
        j.click(row)
        wait(lambda: shown(j) == number, "the request")
        j.find("Not counted: .*", "label")
        j.find("Changed Since Version 1", "label")
        j.screenshot("refused")
        j.stop()
        j.check(number in waiting(j), "the request no longer waits")


def review(j):
    """Opens the first requests, then the page that approves them together."""
    for _ in range(3):
        pump(1.4)
        last = shown(j)
        j.key("j")
        wait(lambda: shown(j) != last, "the next request")
    j.click(j.find("List", {"push button", "toggle button"}))
    j.find("Approve Several…", "menu item")
    j.key("Return")
    button = j.find("Approve [34] Requests", "push button")
    j.find("Not opened yet", "label")
    j.screenshot("review")
    j.activate(button)
    j.find("[34] requests approved", "label")


def approve_several():
    """What was opened is approved together after a look (ux 3.4)."""
    with Journey("inbox-several") as j:
        before = begin(j)
        review(j)
        j.stop()
        after = waiting(j)
        j.check(len(after) in (len(before) - 3, len(before) - 4), f"{len(before)} waited, now {len(after)}")


def undo_several():
    """… and undone together."""
    with Journey("inbox-several-undone") as j:
        before = begin(j)
        review(j)
        j.focus_window()
        j.key("ctrl+z")
        j.wait_gone("Sending in .*", "label")
        j.stop()
        j.check(waiting(j) == before, "not all were undone")


def typing_decides_nothing():
    """In a text field every key is a letter, also where letters may decide."""
    with Journey("inbox-typing") as j:
        j.setting("single-key", "['navigation', 'decisions']")
        before = begin(j)
        number = shown(j)
        letters = "jkarbqxzu/?o"
        j.key("ctrl+f")
        field = j.find("Search in the inbox", FIELDS)
        j.type(letters)
        j.check(field.get_text_iface().get_character_count() == len(letters), "the search lost letters")
        j.key("ctrl+a", "BackSpace", "Escape")
        wait(lambda: shown(j) == number, "the request again")
        j.key("ctrl+shift+m")
        field = j.find("Comment for the approval", FIELDS)
        j.type(letters)
        j.check(field.get_text_iface().get_character_count() == len(letters), "the comment lost letters")
        j.key("ctrl+a", "BackSpace")
        for keys in ("alt+r", "alt+b", "alt+q"):
            j.key(keys)
            wait(lambda: len(j.frames()) == 2, "the dialog")
            j.type(letters)
            j.key("ctrl+a", "BackSpace", "Escape")
            wait(lambda: len(j.frames()) == 1, "the dialog to close")
            j.focus_window()
        j.check(shown(j) == number, "typing chose another request")
        j.stop()
        j.check(waiting(j) == before, "typing decided something")


def letters_move():
    """j and k move; a letter does not decide unless that was asked for."""
    with Journey("inbox-letters") as j:
        before = begin(j)
        first = shown(j)
        j.key("j")
        second = wait(lambda: shown(j) != first and shown(j), "the second request")
        j.key("k")
        wait(lambda: shown(j) == first, "the first request")
        pump(1.2)
        j.key("a", "r", "b", "q")
        j.check(len(j.frames()) == 1 and shown(j) == first, "a letter decided")
        j.check(second != first, "j did not move")
        j.stop()
        j.check(waiting(j) == before, "a letter decided something")


def nothing_on_the_bus():
    """No other program can decide (ux 7a)."""
    with Journey("inbox-bus") as j:
        begin(j)
        names = subprocess.run(["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path",
                                "/org/freedesktop/DBus", "--method", "org.freedesktop.DBus.ListNames"],
                               capture_output=True, text=True).stdout
        bus = re.findall(r"'(io\.github\.countersign\.Countersign[^']*)'", names)[0]
        path = "/" + bus.replace(".", "/")
        for place in (path, path + "/window/1"):
            answer = subprocess.run(["gdbus", "call", "--session", "--dest", bus, "--object-path", place,
                                     "--method", "org.gtk.Actions.List"], capture_output=True, text=True).stdout
            actions = re.findall(r"'([^']+)'", answer)
            bad = [a for a in actions if re.search("approve|reject|send-back|ask|hand-over|carry|undo|decide", a)]
            j.check(not bad, f"{place} offers {bad}")
        j.stop()


def narrow():
    """One pane at a time, nothing cut off; every control has a name."""
    with Journey("inbox-narrow") as j:
        begin(j)
        problems = j.lint("inbox")
        j.resize(360, 640)
        box = extents(j.top())
        j.check(box.width <= 360, f"the window is {box.width} px wide")
        j.screenshot("list")
        problems += j.lint("list")
        j.focus_window()
        j.key("Down", "Return")
        button = j.find("Approve .*", "push button")
        place = extents(button)
        j.check(place.x >= 0 and place.x + place.width <= 362, f"“{plain(name(button))}” is cut off")
        j.screenshot("detail")
        problems += j.lint("detail")
        j.check(not problems, "\n".join(sorted(set(problems))))
        j.stop()


def levels():
    """What one level is asked (ux: Inbox)."""
    with Journey("inbox-levels") as j:
        before = begin(j)
        j.click(j.find("Level", BUTTONS))
        j.activate("Base cost and timeline", {"radio menu item", "menu item"})
        wait(lambda: shown(j) is None or j.has("Base cost and timeline", "label"), "the list to be narrowed")
        j.screenshot("base")
        j.check(len(before) > 0, "nothing waited")
        j.stop()


def another_day():
    """A reminder on any day; it stops no clock."""
    with Journey("inbox-day") as j:
        begin(j)
        j.activate("More")
        j.activate(j.find("Remind Me", "menu item"))
        j.activate(j.find("On…", "menu item"))
        j.find("Comes back .*", "label")
        problems = j.lint("dialog")
        j.screenshot("dialog")
        j.activate("Remind", "push button")
        j.find("Reminder set for .*", "label")
        j.check(not problems, "\n".join(problems))
        j.stop()


def take_back():
    """A decision that nothing rests on yet can be taken back, with a reason (ux: Taking a decision)."""
    with Journey("inbox-take-back") as j:
        j.setting("undo-seconds", "0")
        before = begin(j)
        number = shown(j)
        j.key("ctrl+Return")
        wait(lambda: number not in waiting(j), "the decision to be counted")
        j.activate("Done", {"push button", "toggle button"})
        wait(lambda: shown(j) == number, "the request among those done")
        pump(0.5)
        j.activate("More")
        j.activate(j.find("Withdraw Decision…", "menu item"))
        j.find("Reason", "label")
        j.screenshot("dialog")
        j.type("read the wrong amount")
        j.key("ctrl+Return")
        wait(lambda: sorted(waiting(j)) == sorted(before), "the request to wait again")
        j.stop()


if __name__ == "__main__":
    main([five_approvals, reject_and_undo, reject, changed_meanwhile, approve_several, undo_several,
          typing_decides_nothing, letters_move, nothing_on_the_bus, narrow, levels, another_day, take_back])
