#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The onboarding of a new client from the first-run page to its end, through the windows: six prerequisites, commercial
approval, kick-off, UAT, production, and at least seven and at most ten days of monitoring (PH-40 … PH-57)."""
from journey import Journey, main
from phonon_walk import ProjectWalk
from request_walk import first_run

VALUES = {
    "High-level client requirement": "Dealers are called when a payment failed, and told why.",
    "Needs confirmation from Product": "Yes",
    "What Product confirmed": "The voice is licensed.",
    "Feasibility": "Confirmed",
    "Effort for deployment": "12",
    "Deliverables": "One calling flow, one dashboard.",
    "Rate plan": "Per connected minute.",
    "Client API document": "file",
    "Jira ticket of the project": "ONB-77",
    "Flow in UAT by": "2026-12-01",
    "Version of the flow": "1",
    "UAT with the client": {"": "2026-11-19", "Time": "11:00"},
    "First kick-off call": {"": "2026-11-19", "Time": "11:00"},
    "Support handover call": {"": "2026-11-30", "Time": "11:00"},
    "Live on": "2026-11-19",
    "Confluence page of flow and configuration": "https://pages.example/dilmun",
}


class Onboarding(ProjectWalk):
    def watch(self):
        """PH-51: before the seventh day the page says when it may be completed, after the tenth it is late."""
        self.complete(self.look())
        self.complete(self.look())
        self.picture("too-early")
        self.j.check(self.step().startswith("Monitor after go-live"), "monitoring ended on its first day")
        self.part("Deadlines")
        self.picture("monitoring")
        self.later(days=11, where=f"countersign:request/{self.number}")
        self.part("Deadlines")
        self.open_lines("Who is told", "How the deadline comes about")
        self.picture("handover-overdue")
        self.part("Work")


def onboarding():
    with Journey("phonon-onboarding") as j:
        first_run(j, "phonon")
        person = Onboarding(j, VALUES, "Dilmun Motors", "Payment reminders by voice")
        person.begin("New client onboarding", "S3 Medium", "A standard project.")
        person.number = person.read_number()
        person.play(until="Monitor after go-live")
        person.watch()
        person.play(until="Completed")
        person.picture("completed")
        j.stop()


if __name__ == "__main__":
    main([onboarding])
