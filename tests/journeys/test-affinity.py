#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A new user chooses the organisation on the first-run page and begins an implementation: what the first stage and the
discovery ask for is enough, the meetings follow (AF-01, AF-02)."""
from journey import Journey, main
from request_walk import RequestWalk, first_run

VALUES = {
    "Customer": "Existing customer",
    "Customer type": "FMS",
    "Kind of integration": "Web API",
}


class Implementation(RequestWalk):
    def __init__(self, journey):
        super().__init__(journey, VALUES)

    def begin(self):
        j = self.j
        self.new_request("kauri", "Leavers into payroll")
        self.fill_page(["Customer", "Customer type", "Kind of integration", "First contact for the customer",
                        "Contact at the customer"])
        self.picture("customer")
        self.page("Discovery")
        self.fill_page(["Business needs", "Required outcomes"])
        self.picture("discovery")
        self.page("Review")
        self.picture("review")
        j.key("ctrl+Return")
        self.j.find("Next step", {"list"}, seconds=30)
        self.picture("begun")


def implementation():
    with Journey("affinity") as j:
        first_run(j, "affinity")
        person = Implementation(j)
        person.picture("inbox")
        person.begin()
        step = person.step()
        j.check(step == "Consult with the business", f"the next step is “{step}”")
        j.stop()


if __name__ == "__main__":
    main([implementation])
