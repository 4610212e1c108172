#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A change request from the first-run page to the go-live sign-off, with a failed test on its way (FT-01 … FT-21)."""
from journey import Journey, main, pump
from request_walk import CHOICES, ENTRIES, RequestWalk, first_run

COST = {"Effort at the agreed rates", "Effort in the cost", "Effort not in the cost", "Cost"}
DAYS = ["10", "2.5"]
VALUES = {
    "Requirement": "Customers ask where their cargo is and are told by message.",
    "This is a change request": "Yes",
    "Cost borne by": "Customer",
    "Change Request Document": "https://pages.example/CR-12",
    "Effort": "12.5",
    "Tentative due date": "2026-12-11",
    "Change request in Jira": "FTCR-12",
    "Firm due date": "2026-12-18",
    "API document": "New",
    "Version": "1.0",
    "Interface document": "file",
    "Live since": "2026-11-19",
}


class ChangeRequest(RequestWalk):
    def __init__(self, journey):
        super().__init__(journey, VALUES)
        self.told = set()
        self.is_priced = False
        self.builds = 0

    def turn(self, look):
        """Two are asked side by side (FT-03): one does one’s own first."""
        if look.buttons("Approve") or look.buttons("Record Answer…"):
            return False
        return super().turn(look)

    def mail(self, look):
        """FT-07, FT-08: what goes with an approval goes once."""
        now = look.step()
        if now in self.told or not super().mail(look):
            return False
        self.told.add(now)
        return True

    def begin(self):
        """FT-01: through a CSM; the wizard’s pages are the pack’s."""
        j = self.j
        self.act_as("Radhika")
        self.picture("inbox")
        j.focus_window()
        j.key("ctrl+n")
        j.activate("Client", {"push button"})
        pump(0.5)
        j.type("harbor")
        pump(0.5)
        j.key("Return")
        j.find("Client: Harborline Shipping")
        j.fill("Title", "Cargo status by message")
        j.activate("Through a CSM or Sales Rep", CHOICES)
        self.choose_person("CSM")
        self.choose_person("Customer’s representative")
        self.picture("request")
        self.page("Requirement")
        j.fill("Requirement", VALUES["Requirement"])
        self.page("Determination")
        self.page("Recipients")
        self.picture("recipients")
        self.page("Review")
        self.picture("review")
        j.key("ctrl+Return")

    def fill(self, look, field):
        """FT-06: the rate card of the client stands in the form, the person-days are said. Q-25: each time that
        work comes back there is another build."""
        if field == "Build":
            self.builds += 1
            self.picture("build")
            self.j.fill(look.find(field, ENTRIES)[0], f"2026.12.{self.builds}")
            return True
        if field not in COST:
            return super().fill(look, field)
        if self.is_priced:
            return True
        self.is_priced = True
        for entry, days in zip(look.find("Effort", ENTRIES), DAYS):
            self.j.fill(entry, days)
        self.picture("rates")
        return True

    def sign(self, look):
        """FT-08, FT-13, FT-18, FT-20: what the customer said, with the message or the comment in Jira."""
        if not self.press(look, "Record Answer…"):
            return False
        self.settle(2)
        self.j.fill("Which one", "As they wrote on 19 November")
        self.picture("answer")
        self.j.key("ctrl+Return")
        self.settle()
        return True

    def fails_at_qa(self):
        """FT-16: back to the developers."""
        RequestWalk.turn(self, self.look())
        self.answer("Send Back…", Reason="The message is sent twice.")
        self.play(until="Develop")

    def fails_at_the_customer(self):
        """FT-18, Q-25: the customer’s word, with its comment in Jira, leads back to the developers, too."""
        RequestWalk.turn(self, self.look())
        self.answer("Record Answer…", Answer="Wants a change", Back_to="Develop",
                    What_was_said="Some ports are missing.", Which_one="FTCR-12, comment 3")
        self.play(until="Develop")


def change_request():
    with Journey("ft") as j:
        first_run(j, "ft")
        person = ChangeRequest(j)
        person.begin()
        person.play(until="Internal testing · FT QA")
        person.fails_at_qa()
        person.play(until="UAT sign-off on the Jira issue · ")
        person.fails_at_the_customer()
        person.play(until="Completed")
        person.part("Facts")
        j.find("Tentative due date", {"label"})
        j.find("Firm due date", {"label"})
        j.stop()


if __name__ == "__main__":
    main([change_request])
