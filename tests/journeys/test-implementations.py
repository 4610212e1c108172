#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Implementations from the first-run page to their ends: an existing customer by Web API with rounds of the estimate
and secrets, a new one by files (AF-01 … AF-34)."""
import os

from journey import Journey, main
from request_walk import ENTRIES, RequestWalk, first_run

MEETING = {"": "2026-11-19", "Time": "09:30"}
HANDED = {"": "Ben Hollis", "How it was handed over": "By telephone", "Date": "2026-11-19", "Time": "09:30"}
SECRET = "hmac-4711-kauri"
VALUES = {
    "Customer": "Existing customer",
    "Customer type": "FMS",
    "Kind of integration": "Web API",
    "Consulted: Customer Team Lead": MEETING,
    "Consulted: Integrations & Solutions Manager": MEETING,
    "Meeting with the customer": MEETING,
    "Zoho ticket": "#4711",
    "Salesforce opportunity": "0065g00000AbCdE",
    "Work": [{"Work": "API client", "Days": "3", "Rate per day": "1,600"}],
    "Hive card": "kT9xQ2",
    "Customer asked for keys and credentials on": "2026-11-19",
    "API keys and authentication credentials": HANDED,
    "Target URL": "https://hooks.kauri.example/in",
    "HMAC secret": HANDED,
    "SFTP credentials": HANDED,
    "Customer has audited their data, from our extracts": "Not applicable",
    "Live since": "2026-11-19",
    "Transaction volumes": [{"Up to": "2026-11-19", "Transactions": "61000",
                             "Allowed by the fair use policy": "50000"}],
    "Fair use policy": "Exceeded",
    "What was agreed with the customer": "Calls are bundled from April on.",
}


class Implementation(RequestWalk):
    def __init__(self, journey, **values):
        super().__init__(journey, {**VALUES, **values})
        self.told = set()

    def mail(self, look):
        """What goes with an approval goes once."""
        now = look.step()
        if now in self.told or not super().mail(look):
            return False
        self.told.add(now)
        return True

    def sign(self, look):
        """AF-10, Q-30: the customer’s answer came by mail."""
        if not self.press(look, "Record Answer…"):
            return False
        self.settle(2)
        self.j.fill("Which one", "As Ben wrote on 19 November")
        self.picture("answer")
        self.j.key("ctrl+Return")
        self.settle()
        return True

    def begin_existing(self):
        self.new_request("kauri", "Leavers into payroll")
        self.fill_page(["Customer", "Customer type", "Kind of integration", "First contact for the customer",
                        "Contact at the customer"])
        self.picture("customer")
        self.page("Discovery")
        self.fill_page(["Business needs", "Required outcomes"])
        self.picture("discovery")
        self.page("Review")
        self.picture("review")
        self.j.key("ctrl+Return")

    def review_rounds(self):
        """AF-07: any number of rounds, each a version; the approvals show them."""
        self.play(until="Review of the estimate · Finalised")
        self.turn(self.look())
        self.answer("Send Back…", Reason="Tests are ours to bear this time.")
        self.play(until="Prepare the work estimate")
        self.turn(self.look())
        self.picture("refine")
        look = self.look()
        self.j.fill(look.find("Days", ENTRIES)[0], "2.5")
        self.j.fill(look.find("Why it was adjusted", ENTRIES)[0], "A customer of ten years.")
        self.play(until="Send the estimate to the customer")
        self.part("Approvals")
        self.part("Work")

    def keep_and_show_secret(self):
        """AF-21: what was handed over is typed once, kept encrypted, and shown after a word for what."""
        j = self.j
        self.part("Facts")
        j.activate(self.look().buttons("Keep or Show Secret…")[-1])
        self.settle(2)
        j.fill("Secret", SECRET)
        self.picture("keep")
        j.key("Return")
        j.find("Kept: only this computer can read it", {"label"}, seconds=20)
        self.settle()
        j.activate(self.look().buttons("Keep or Show Secret…")[-1])
        self.settle(2)
        j.fill("For what", "The customer lost it")
        self.picture("purpose")
        j.key("Return")
        j.find(SECRET, {"label"}, seconds=20)
        self.picture("shown")
        j.key("Escape")
        self.settle()
        self.part("Work")


def existing_customer():
    """AF-01 … AF-10, AF-20 … AF-26."""
    with Journey("implementation") as j:
        first_run(j, "affinity")
        person = Implementation(j)
        person.begin_existing()
        person.review_rounds()
        person.play(until="Customer’s set-up")
        person.keep_and_show_secret()
        person.play(until="Completed")
        person.part("Timeline")
        j.stop()


def new_customer():
    """AF-11, AF-12, AF-30 … AF-34: out of scope of the onboarding project, by files."""
    with Journey("files") as j:
        j.create_sample("affinity")
        j.start()
        person = Implementation(j, **{"Customer": "New customer", "Kind of integration": "File-based transfer",
                                      "In scope of the onboarding project": "No", "Change request": "CM-88"})
        person.act_as("Jonas")
        person.new_request("outback", "Hours file")
        person.fill_page(["Customer", "Customer type", "Kind of integration", "Lead Consultant",
                          "Contact at the customer"])
        person.picture("customer")
        person.page("Review")
        person.picture("review")
        j.key("ctrl+Return")
        person.play(until="Completed")
        person.picture("completed")
        j.stop()


if __name__ == "__main__":
    only = os.environ.get("CS_WALK")
    main([walk for walk in (existing_customer, new_customer) if only in (None, walk.__name__)])
