#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A change request from the first-run page to its end, through the windows: severity and why, feasibility that is late
and told, effort and the client’s answer, both tickets, UAT, production and the page (PH-10 … PH-13, PH-24 … PH-30,
PH-60 … PH-67)."""
from journey import Journey, main
from phonon_walk import ProjectWalk
from request_walk import first_run

VALUES = {
    "High-level client requirement": "Orders are confirmed by voice in a second language.",
    "Needs confirmation from Product": "No",
    "Feasibility": "Confirmed",
    "Effort for deployment": "4.5",
    "Client API document": "file",
    "Client ID": "KF-0091",
    "Jira ticket of the project": "CR-2041",
    "Version of the flow": "7",
    "UAT with the client": {"": "2026-11-19", "Time": "11:00"},
    "Live on": "2026-11-19",
    "Confluence page of flow and configuration": "https://pages.example/kutchfoods",
}


class ChangeRequest(ProjectWalk):
    def be_late(self):
        """PH-30: when the limit passes both of level 1 are told, and level 2 two days later."""
        self.later(days=6)
        self.act_as("Asha")
        self.j.activate(self.j.find(".*Order confirmation in Gujarati.*", {"list item"}))
        self.picture("inbox-of-level-1")
        self.j.activate("Open Request")
        self.j.find("Next step", {"list"}, seconds=20)
        self.part("Deadlines")
        self.open_lines("Who is told", "How the deadline comes about")
        self.j.find("(?s:.*told .*Mohan Pillai.*)", {"label"})
        self.j.find("(?s:.*told .*Gita Varma.*)", {"label"})
        self.picture("escalated")


def change():
    with Journey("phonon") as j:
        first_run(j, "phonon")
        person = ChangeRequest(j, VALUES, "Kutch Foods", "Order confirmation in Gujarati")
        person.begin("Change request", "S2 High", "The festival season begins in three weeks.")
        person.number = person.read_number()
        person.turn(person.look())
        person.part("Deadlines")
        person.stop_and_go_on()
        person.be_late()
        person.act_as("Nisha")
        person.part("Deadlines")
        person.change_severity("S3 Medium")
        person.act_as("Tara")
        person.part("Deadlines")
        person.deviate("2026-12-04")
        person.part("Work")
        person.play(until="Completed")
        person.picture("completed")
        person.part("Deadlines")
        person.picture("stopped")
        j.stop()


if __name__ == "__main__":
    main([change])
