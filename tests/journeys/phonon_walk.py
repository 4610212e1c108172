# SPDX-License-Identifier: GPL-3.0-or-later
"""What the walks of the process with severities and deadlines share."""
import re

from journey import BUTTONS, pump, wait
from request_walk import CHOICES, RequestWalk


class ProjectWalk(RequestWalk):
    def __init__(self, journey, values, client, title):
        super().__init__(journey, values)
        self.client = client
        self.title = title
        self.told = set()

    def begin(self, kind, severity, why):
        """PH-10, PH-13, PH-28: the requirement with its ticket, how severe it is and why."""
        j = self.j
        self.act_as("Nisha")
        j.focus_window()
        j.key("ctrl+n")
        pump(0.5)
        j.find("The process document is not final: IN PROGRESS.*", {"label"})
        j.activate("Client", {"push button"})
        pump(0.5)
        j.type(self.client.lower())
        pump(0.5)
        j.key("Return")
        j.find(f"Client: {self.client}")
        j.fill("Title", self.title)
        j.activate(kind, CHOICES)
        self.choose_person("Sales")
        j.fill("High-level client requirement", self.values["High-level client requirement"])
        j.fill("Jira ticket of feasibility", "FEAS-2041")
        self.picture("client")
        self.page("Severity")
        j.activate(severity, CHOICES)
        j.fill("Why this severity", why)
        self.picture("severity")
        j.click(".*Review.*", roles={"list item"})
        pump(0.5)
        self.picture("review")
        j.key("ctrl+Return")
        j.find("Next step", {"list"}, seconds=30)

    def read_number(self):
        """Of the request that has just begun: the newest number there is, for lists stand behind the page."""
        return max(item.name for item in self.look().items if re.fullmatch("[A-Z]+-[0-9]{4}", item.name))

    def mail(self, look):
        """A message may be sent again; what goes with a form goes once."""
        now = look.step()
        if now in self.told or not super().mail(look):
            return False
        self.told.add(now)
        return True

    def sign(self, look):
        if not self.press(look, "Record Answer…|Record Signature…"):
            return False
        self.settle(2)
        if self.j.has("Which one"):
            self.j.fill("Which one", "As they wrote on 19 November")
        else:
            self.choose_file("File")
        self.picture("answer")
        self.j.key("ctrl+Return")
        self.settle()
        return True

    # --- deadlines ---

    def part(self, name):
        self.j.activate(self.j.find(name, BUTTONS))
        pump(0.5)

    def dialog(self, label):
        self.j.activate(self.j.find(label, BUTTONS))
        self.settle(2)

    def stop_and_go_on(self):
        """PH-27: the reasons that are the reader’s to give."""
        self.dialog("Pause…")
        self.picture("pause")
        self.j.key("ctrl+Return")
        self.settle()
        self.j.find("Paused: Awaiting Product confirmation")
        self.picture("paused")
        self.j.activate(self.j.find("Resume", BUTTONS))
        self.j.wait_gone("Paused: .*")

    def deviate(self, until):
        """PH-26: a reason and the client’s agreement."""
        self.dialog("Extend…")
        self.j.fill("New end", until)
        self.j.fill("Reason", "Product has to add a voice.")
        self.j.fill("Which one", "Their message of this morning")
        self.picture("extend")
        self.j.key("ctrl+Return")
        self.settle()
        self.j.find("Extended to .*Product has to add a voice.*")
        self.picture("extended")

    def open_lines(self, *titles):
        for title in titles:
            for node in self.j.find_all(title):
                self.j.activate(node)
                pump(0.3)
                break

    def change_severity(self, severity):
        """PH-28: what moves is seen before it is said; the reason is asked for."""
        self.j.activate("Change “Severity”…")
        choice = self.j.find(severity, CHOICES)
        pump(0.6)
        self.picture("severity-asked")
        self.j.activate(choice)
        self.j.find("(?s:Deadlines that move:.*)", {"label"})
        self.j.fill("Why it changes", "The campaign was put off.")
        self.j.key("Tab")
        pump(0.4)
        self.picture("severity-moves")
        self.j.activate("Save Changes")
        self.j.wait_gone("(?s:Deadlines that move:.*)", seconds=20)
        wait(lambda: not self.j.has("Why it changes"), "the new severity", 20)
