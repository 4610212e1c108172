#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A change request from the requirement to its beginning, through the windows: severity and why, feasibility, effort
and the client’s answer, both tickets (PH-10 … PH-13, PH-28, PH-60 … PH-64); and a deadline that stands still and is
extended with the client’s agreement (PH-26, PH-27)."""
from journey import BUTTONS, Journey, main, pump, role, wait
from request_walk import CHOICES, ENTRIES, RequestWalk

VALUES = {
    "Needs confirmation from Product": "No",
    "Feasibility": "Confirmed",
    "Effort for deployment": "4.5",
    "Client API document": "file",
    "Client ID": "KF-0091",
    "Jira ticket of the project": "CR-2041",
}


class ChangeRequest(RequestWalk):
    def __init__(self, journey):
        super().__init__(journey, VALUES)

    def sign(self, look):
        if not self.press(look, "Record Answer…"):
            return False
        self.settle(2)
        self.j.fill("Which one", "As they wrote on 19 November")
        self.picture("answer")
        self.j.key("ctrl+Return")
        self.settle()
        return True

    def begin(self):
        j = self.j
        self.act_as("Nisha")
        j.focus_window()
        j.key("ctrl+n")
        pump(0.5)
        j.find("The process document is not final: IN PROGRESS.*", {"label"})
        j.activate("Client", {"push button"})
        pump(0.5)
        j.type("kutch")
        pump(0.5)
        j.key("Return")
        j.find("Client: Kutch Foods")
        j.fill("Title", "Order confirmation in Gujarati")
        j.activate("Change request", CHOICES)
        self.choose_person("Sales")
        j.fill("High-level client requirement", "Orders are confirmed by voice in a second language.")
        j.fill("Jira ticket of feasibility", "FEAS-2041")
        self.picture("client")
        self.page("Severity")
        j.activate("S2 High", CHOICES)
        j.fill("Why this severity", "The festival season begins in three weeks.")
        self.picture("severity")
        j.click(".*Review.*", roles={"list item"})
        pump(0.5)
        self.picture("review")
        j.key("ctrl+Return")
        pump(1)


class Deadlines(RequestWalk):
    def become(self, who):
        """Typing begins when the list of people is there."""
        self.j.focus_window()
        self.j.activate("Acting as .*")
        wait(lambda: self.j.focused() is not None and role(self.j.focused()) in ENTRIES, "the search for a person")
        self.j.type(who)
        pump(0.6)
        self.j.key("Return")
        self.j.find(f"Acting as {who}.*")
        pump(0.5)

    def do(self, label):
        self.j.activate(self.j.find(label, BUTTONS))
        self.settle(2)

    def deadlines(self):
        self.j.activate(self.j.find("Deadlines", BUTTONS))
        pump(0.5)
        self.picture("deadlines")

    def stop_and_go_on(self):
        """PH-27: the reasons that are the reader’s to give."""
        self.do("Pause…")
        self.picture("pause")
        self.j.key("ctrl+Return")
        self.settle()
        self.j.find("Paused: Awaiting Product confirmation")
        self.picture("paused")
        self.j.activate(self.j.find("Resume", BUTTONS))
        self.j.wait_gone("Paused: .*")

    def deviate(self):
        """PH-26: a reason and the client’s agreement."""
        self.do("Extend…")
        self.j.fill("New end", "2026-12-04")
        self.j.fill("Reason", "Product has to add a voice.")
        self.j.fill("Which one", "Their message of this morning")
        self.picture("extend")
        self.j.key("ctrl+Return")
        self.settle()
        self.j.find("Limit .*")
        self.picture("extended")


def change():
    with Journey("phonon") as j:
        j.command("workspace", "create", "--sample", "--pack=phonon", j.workspace)
        j.start("--view=scopes")
        person = ChangeRequest(j)
        person.begin()
        person.play(until="Begin the change")
        j.stop()


def deadlines():
    with Journey("phonon-deadlines") as j:
        j.command("workspace", "create", "--sample", "--pack=phonon", j.workspace)
        j.start("countersign:request/PHO-1021")
        person = Deadlines(j, {})
        person.become("Tara")
        person.deadlines()
        person.stop_and_go_on()
        person.deviate()
        j.stop()


if __name__ == "__main__":
    main([change, deadlines])
