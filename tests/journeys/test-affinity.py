#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A new user chooses the organisation on the first-run page and begins an implementation: what the first stage and the
discovery ask for is enough, the meetings follow (AF-01, AF-02)."""
import json

from journey import ROOT, Journey, main, pump
from request_walk import RequestWalk

VALUES = {
    "Customer": "Existing customer",
    "Customer type": "FMS",
    "Kind of integration": "Web API",
}


class Implementation(RequestWalk):
    def __init__(self, journey):
        super().__init__(journey, VALUES)

    def fill_page(self, *fields):
        for field in fields:
            self.j.check(self.fill(self.look(), field), f"“{field}” is not on the page")

    def begin(self):
        j = self.j
        j.focus_window()
        j.key("ctrl+n")
        pump(1)
        j.activate("Client", {"push button"})
        pump(0.5)
        j.type("kauri")
        pump(0.5)
        j.key("Return")
        j.find("Client: Kauri Timber")
        j.fill("Title", "Leavers into payroll")
        self.fill_page("Customer", "Customer type", "Kind of integration", "First contact for the customer")
        j.key("Tab")  # comes into sight
        self.fill_page("Contact at the customer")
        self.picture("customer")
        self.page("Discovery")
        self.fill_page("Business needs", "Required outcomes")
        self.picture("discovery")
        j.click("8 of 8.*", roles={"list item"})
        pump(0.5)
        self.picture("review")
        j.key("ctrl+Return")
        self.j.find("Next step", {"list"}, seconds=30)
        self.picture("begun")


def choose_organisation(j, pack):
    """On the first-run page, whose list has the order of the samples."""
    with open(ROOT + "/data/sample/order.json", encoding="utf-8") as file:
        below = json.load(file).index(pack)
    j.activate("Organisation.*", {"combo box", "list item"})
    pump(0.8)
    for _ in range(below):
        j.key("Down")
        pump(0.2)
    j.screenshot("organisations")
    j.key("Return")
    pump(0.4)


def implementation():
    with Journey("affinity") as j:
        j.start(workspace=False)
        choose_organisation(j, "affinity")
        j.screenshot("welcome")
        j.activate("Look Around With Sample Data")
        j.find("Sample data, nothing is sent", seconds=60)
        pump(1)
        j.resize(1260, 890)  # all places of a page are in sight
        person = Implementation(j)
        person.picture("inbox")
        person.begin()
        step = person.step()
        j.check(step == "Consult with the business", f"the next step is “{step}”")
        j.stop()


if __name__ == "__main__":
    main([implementation])
