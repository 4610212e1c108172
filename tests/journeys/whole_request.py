# SPDX-License-Identifier: GPL-3.0-or-later
"""One request from the first-run page and its first requirement to the confirmed payment, through the windows alone."""
from journey import pump, wait
from request_walk import CHOICES, RequestWalk, first_run

VALUES = {
    "Invoice number": "INV-2041",
    "Invoice date": "2026-11-19",
    "Invoice amount": "12,500.50",
    "Account Related Requirement ticket": "ARR-2041",
}


class WholeRequest(RequestWalk):
    """In another region of the pack: another `sales` person, another `client`, and where it is Africa’s
    process a base cost besides the client’s price (AA-04)."""

    def __init__(self, journey, sales="Fatima", client="Riyadh Retail Group", base_cost=None):
        super().__init__(journey, VALUES)
        self.sales = sales
        self.client = client
        self.base_cost = base_cost

    def begin(self):
        j = self.j
        self.act_as(self.sales)
        self.picture("inbox")
        j.focus_window()
        j.key("ctrl+n")
        j.activate("Client", {"push button"})
        pump(0.5)
        j.type(self.client)
        pump(0.5)
        j.key("Return")
        j.find(f"Client: {self.client}")
        j.fill("Title", "Order status in WhatsApp")
        j.activate("Pre-sales", CHOICES)
        self.choose_person("Account manager")
        self.choose_person("Contact at the client")
        self.picture("client")
        self.page("Need")
        j.fill("Use case", "Customers ask where their order is; the shop wants to answer by itself.")
        j.fill("Business need", "Fewer calls.")
        self.picture("need")
        j.click("8 of 9.*", roles={"list item"})
        j.find("External|Internal", {"label"})
        self.picture("recipients")
        self.page("Review")
        self.picture("review")
        j.key("ctrl+Return")
        self.settle(2)
        self.picture("first-message")
        j.activate("Record as Sent")
        self.settle()

    def evaluate(self):
        j = self.j
        self.act_as("Ananya")
        j.activate("More")
        j.activate("Fill In Page by Page")
        j.find("Objective", {"label", "heading"})
        j.fill("Objective of integration", "The state of an order is answered within a minute.")
        self.page("Requirements")
        j.fill("Key technical or workflow requirements", "The shop’s order service, one call a question.")
        self.page("Dependencies")
        j.activate("None or not applicable", CHOICES)
        j.fill("Reason why it is not applicable", "Only the shop’s own service.")
        self.page("Feasibility request")
        j.fill("Feasibility ticket", "FEAS-2041")
        j.activate("Yes", CHOICES)
        self.picture("feasibility")
        self.page("Cost and timeline")
        j.fill("Estimated timeline", "12")
        if self.base_cost:
            j.fill("Base cost", self.base_cost)
        j.fill("Cost for the client", "12,500.5")
        j.key("Tab")
        self.picture("cost")
        self.page("Review")
        wait(lambda: not j.has("Missing", {"label", "heading"}), "nothing to be missing")
        j.activate("Send for Approval")
        j.find("Approve .*cost.*", {"label", "heading"})

    def deliver_and_confirm(self):
        """The walkthrough with the client can wait; the payment is what all this was for."""
        self.play(until="Walk through it with the client|Payment confirmation")
        while self.turn(self.look()):
            pass
        self.j.check(self.pay(VALUES["Invoice amount"]), "the payment cannot be confirmed")
        self.j.find("Payment confirmation. Done.*", {"list item"})
        self.picture("confirmed")


def whole_request(j, **where):
    first_run(j, "anantya")
    person = WholeRequest(j, **where)
    person.begin()
    person.evaluate()
    person.deliver_and_confirm()
