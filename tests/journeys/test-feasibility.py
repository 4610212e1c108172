#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What cannot be done is said with its reason, and the request ends there (PH-11)."""
from journey import Journey, main
from phonon_walk import ProjectWalk

VALUES = {
    "High-level client requirement": "Calls in a language that no voice speaks.",
    "Needs confirmation from Product": "No",
    "Feasibility": "Not feasible",
    "What was found": "There is no voice for it.",
    "Effort for deployment": "0",
}


class NotFeasible(ProjectWalk):
    def refuse(self):
        """The assessment cannot be completed: it goes to what ends the request, with a reason."""
        self.turn(self.look())
        self.complete(self.look())
        self.fill_missing(self.look())
        self.picture("assessed")
        self.press(self.look(), "Complete")
        self.picture("held-back")
        self.answer("Send To…", Send_to="Not feasible", Reason="No voice speaks it.")


def feasibility():
    with Journey("feasibility") as j:
        j.create_sample("phonon")
        j.start("--view=scopes")
        person = NotFeasible(j, VALUES, "Kutch Foods", "Calls in Kutchi")
        person.begin("Change request", "S4 Low", "Only a question so far.")
        person.refuse()
        person.play(until="Rejected")
        person.picture("ended")
        j.stop()


if __name__ == "__main__":
    main([feasibility])
