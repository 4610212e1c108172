#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The payment tracker (U-03, Q-42): groups, one payment, what is recorded of it, the message that escalates it."""
import json

from journey import BUTTONS, Journey, main, pump, wait


def act_as(j, words, shown):
    j.focus_window()
    j.activate("Acting as .*")
    j.find("Name or role|Search.*", {"text", "entry"})
    j.type(words)
    pump(0.4)
    j.key("Return")
    j.find("Acting as " + shown, BUTTONS)


def open_payment(j, client):
    j.click(j.find(client, "label"), 2)
    j.find("Open Request", BUTTONS)
    pump(0.3)


def payments_of(j):
    return {p["number"]: p for p in (json.loads(line) for line in j.command("--json", "payments").splitlines())}


def groups():
    with Journey("payments") as j:
        j.create_sample()
        j.start("--view=payments")
        j.find("Saffron Foods", "label")
        j.screenshot("all")
        problems = j.lint("payments")
        j.activate("Confirmed, .*", BUTTONS)
        j.wait_gone("Saffron Foods", "label")
        j.screenshot("confirmed")
        j.activate("Late, .*", BUTTONS)
        j.find("Saffron Foods", "label")
        j.check(not problems, "\n".join(problems))
        for width in (700, 360):
            j.resize(width, 720)
            j.screenshot(str(width))
        j.stop()


def from_promise_to_confirmation():
    with Journey("payment") as j:
        j.create_sample()
        j.start("--view=payments")
        act_as(j, "rohan", "Rohan.*")
        open_payment(j, "Saffron Foods")
        j.screenshot("page")
        problems = j.lint("payment")
        j.activate("Note a Promise…")
        date = j.find("Promised for", {"text", "entry"})
        j.fill(date, "2026-11-30")
        j.screenshot("promise")
        j.activate("Note Promise")
        j.find("Promised .*", "label")
        j.activate("Confirm Payment…")
        accept = j.find("Confirm Payment", BUTTONS)
        problems += j.lint("confirm")
        j.click(j.find("Bank advice"))
        j.fill("Reference", "UTR 4711")
        j.screenshot("confirm")
        pump(0.3)
        j.activate(accept)
        j.find("Confirmed", "label")
        wait(lambda: payments_of(j)["ANT-1005"]["state"] == "confirmed", "the payment to be confirmed")
        j.screenshot("confirmed")
        j.check(not problems, "\n".join(problems))
        j.stop()


def escalated_by_mail():
    with Journey("payment-mail") as j:
        j.create_sample()
        j.start("--view=payments")
        act_as(j, "rohan", "Rohan.*")
        open_payment(j, "Ganga Travel")
        j.activate("Escalate to .*")
        j.find("Record as Sent", BUTTONS)
        problems = j.lint("mail")
        j.screenshot("draft")
        j.check(j.has("Internal", "label"), "the recipients are not marked")
        j.activate("Record as Sent")
        j.find("Handed over mail .*", "label")
        j.screenshot("history")
        j.check(not problems, "\n".join(problems))
        j.stop()


def others_are_told_why_not():
    """Only who the process names records a payment; the reason stands where the buttons would."""
    with Journey("payment-not-mine") as j:
        j.create_sample()
        j.start("--view=payments")
        open_payment(j, "Saffron Foods")
        j.screenshot("blocked")
        j.check(not j.has("Confirm Payment…", BUTTONS), "somebody else could confirm the payment")
        j.check(any("is recorded by" in text for text in j.texts()), "nothing says why not")
        j.stop()


if __name__ == "__main__":
    main([groups, from_promise_to_confirmation, escalated_by_mail, others_are_told_why_not])
