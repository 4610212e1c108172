#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The scope of work wizard: nothing that was saved is lost, and a request's first half goes through it."""
import json
import sqlite3

from journey import BUTTONS, Journey, main, pump, wait

NEED = "Customers ask where their order is; the shop wants to answer by itself."
FIELDS = {"text", "entry"}
CHOICES = {"check box", "radio button"}


def act_as(j, who):
    """Sample only: another person of the menu below the views."""
    j.activate("Acting as .*")
    pump(0.4)
    j.type(who)
    pump(0.3)
    j.key("Return")
    j.find(f"Acting as {who}.*")
    pump(0.3)


def saved(j):
    return j.find("Saved .*", {"label"}, seconds=3)


def text_of(node):
    text = node.get_text_iface()
    return text.get_text(0, text.get_character_count())


def begin(j, who="Fatima"):
    """A new scope of work for a client in Saudi Arabia, by who sells there."""
    j.create_sample()
    j.start("--view=scopes")
    act_as(j, who)
    j.focus_window()
    j.key("ctrl+n")
    j.activate("Client", {"push button"})
    pump(0.5)
    j.type("riyadh")
    pump(0.5)
    j.key("Return")
    j.find("Client: Riyadh Retail Group")
    j.fill("Title", "Order status in WhatsApp")
    saved(j)


def choose_person(j, field):
    j.activate(field, {"push button"})
    pump(0.6)
    j.key("Tab", "Return")
    pump(0.3)


def fill_first_page(j):
    j.activate("Pre-sales", CHOICES)
    choose_person(j, "Account manager")
    choose_person(j, "Contact at the client")
    saved(j)


def next_page(j, page):
    j.key("ctrl+Page_Down")
    j.find(page, {"label", "heading"})
    pump(0.2)


def killed_after_saved():
    """What the header calls saved is there after a kill, on the same page (U-01)."""
    with Journey("wizard-killed") as j:
        begin(j)
        next_page(j, "Need")
        for number in range(3):
            j.fill("Use case", f"{NEED} {number}")
            saved(j)
            j.kill()
            j.start("--view=scopes")
            act_as(j, "Fatima")
            row = j.find("Order status in WhatsApp.*", {"table row"})
            j.screenshot("drafts")
            j.click(row, count=2)
            field = j.find("Use case", FIELDS)
            j.check(text_of(field) == f"{NEED} {number}", f"after the kill the field has “{text_of(field)}”")
            j.check(bool(j.find_all("2 of .*: Need.*", {"list item"})), "the list of pages is not there")
            j.find("Client: Riyadh Retail Group" if j.has("Client: .*") else "Use case")
        j.stop()


def not_saved():
    """What cannot be written is not left without a question, and is written as soon as it can be (U-01)."""
    with Journey("wizard-not-saved") as j:
        begin(j)
        other = sqlite3.connect(j.workspace + "/workspace.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        j.fill("Title", "Typed while another program writes")
        j.find("Not saved", {"label"}, seconds=20)
        j.focus_window()
        j.key("ctrl+1")
        j.find("Leave Without Saving.", {"label", "heading"})
        j.screenshot("asked")
        j.key("Escape")
        j.wait_gone("Leave Without Saving.", {"label", "heading"})
        j.check(j.has("Title", {"text", "entry"}), "the page was left")
        other.execute("ROLLBACK")
        other.close()
        j.find("Saved .*", {"label"}, seconds=30)
        j.focus_window()
        j.key("ctrl+1")
        j.find("Waiting", BUTTONS)
        j.stop()


def deleted_and_back():
    """A draft that is deleted can be brought back."""
    with Journey("wizard-deleted") as j:
        begin(j)
        j.key("alt+Left")
        row = j.find("Order status in WhatsApp.*", {"table row"})
        j.click(row)
        j.activate("Delete Draft")
        j.wait_gone("Order status in WhatsApp.*", {"table row"})
        j.activate("Undo.*")
        j.find("Order status in WhatsApp.*", {"table row"})
        j.stop()


def first_half():
    """From a new scope of work to the decision, by the two people who write it (AG-01 … AG-07)."""
    with Journey("wizard-first-half") as j:
        begin(j)
        j.screenshot("1-client")
        fill_first_page(j)
        next_page(j, "Need")
        j.fill("Use case", NEED)
        j.fill("Business need", "Fewer calls.")
        j.screenshot("2-need")
        next_page(j, "Objective")
        j.find("This page is filled in by.*", {"label"})
        j.screenshot("3-locked")
        j.click("8 of 9.*", roles={"list item"})
        j.find("External", {"label"})
        j.screenshot("4-recipients")
        next_page(j, "Review")
        j.check(not j.has("Missing", {"label", "heading"}), "something is missing")
        j.screenshot("5-review")
        j.key("ctrl+Return")
        wait(lambda: len(j.frames()) == 2, "the message")
        j.screenshot("6-message")
        j.activate("Record as Sent")
        wait(lambda: len(j.frames()) == 1, "the message to close")
        j.screenshot("7-request")
        second_part(j)
        j.stop()
        numbers = [row["number"] for row in map(json.loads, j.command("--json", "inbox").splitlines())
                   if row["title"] == "Order status in WhatsApp"]
        j.check(len(numbers) == 1, f"it waits for a decision {len(numbers)} times")


def second_part(j):
    """Central support writes the scope, evaluates it and puts it to decision."""
    act_as(j, "Ananya")
    j.activate("More")
    j.activate("Fill In Page by Page")
    j.find("Objective", {"label", "heading"})
    j.fill("Objective of integration", "The state of an order is answered within a minute.")
    next_page(j, "Requirements")
    j.fill("Key technical or workflow requirements", "The shop’s order service, one call a question.")
    next_page(j, "Dependencies")
    j.activate("None or not applicable", CHOICES)
    j.fill("Reason why it is not applicable", "Only the shop’s own service.")
    j.screenshot("8-dependencies")
    next_page(j, "Feasibility request")
    j.fill("Feasibility ticket", "FEAS-2041")
    j.activate("Yes", CHOICES)
    j.screenshot("9-feasibility")
    next_page(j, "Cost and timeline")
    j.fill("Estimated timeline", "12")
    j.fill("Cost for the client", "12,500.5")
    j.key("Tab")
    j.screenshot("10-cost")
    next_page(j, "Review")
    wait(lambda: not j.has("Missing", {"label", "heading"}), "nothing to be missing")
    j.screenshot("11-review")
    j.activate("Send for Approval")
    j.find("Approve cost and timeline", {"label", "heading"})
    j.screenshot("12-at-approval")


def looks():
    with Journey("wizard-looks") as j:
        begin(j)
        problems = j.lint("client")
        j.resize(700, 720)
        j.screenshot("700")
        j.resize(360, 720)
        j.screenshot("360")
        j.key("ctrl+Page_Down")
        j.screenshot("360-need")
        problems += j.lint("need")
        j.check(not problems, "\n".join(sorted(set(problems))))
        j.stop()


if __name__ == "__main__":
    main([killed_after_saved, not_saved, deleted_and_back, first_half, looks])
