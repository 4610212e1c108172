# SPDX-License-Identifier: GPL-3.0-or-later
"""One request from its first requirement to the confirmed payment, through the windows alone: the
people of the sample take turns by “Act as”, nothing goes round the screens."""
import re
import shutil

from journey import ROOT, Atspi, has_state, name, on_screen, plain, pump, wait, walk

CHOICES = {"check box", "radio button"}
FIELDS = {"text", "entry"}
LIMIT = 80
VALUES = {
    "Invoice number": "INV-2041",
    "Invoice date": "2026-11-19",
    "Invoice amount": "12,500.50",
    "Account Related Requirement ticket": "ARR-2041",
}


class Walk:
    """Answers what the request page asks for, whoever’s turn it is."""

    def __init__(self, journey, signed):
        self.j = journey
        self.signed = signed
        self.pictures = 0
        self.known = None  # buttons of the page while nothing was done; looking at all of it takes a second

    def picture(self, label):
        self.pictures += 1
        self.j.screenshot(f"{self.pictures:02}-{label}")

    # --- small moves ---

    def buttons(self, label):
        nodes = self.known if self.known is not None else self.all_buttons()
        return [node for text, node in nodes if re.fullmatch(label, text)]

    def all_buttons(self):
        return [(plain(name(n)), n) for n in self.j.find_all(".+", {"push button"}, limit=LIMIT)
                if has_state(n, Atspi.StateType.SENSITIVE)]

    def press(self, label):
        node = self.buttons(label)[0]
        self.known = None
        self.j.activate(node)

    def settle(self, windows=1):
        wait(lambda: len(self.j.frames()) == windows, f"{windows} windows", 15)
        pump(1)

    def act_as(self, who):
        self.j.activate("Acting as .*")
        pump(0.4)
        self.j.type(who)
        pump(0.3)
        self.j.key("Return")
        self.j.find(f"Acting as {who}.*")
        pump(0.3)

    def choose_person(self, field):
        search = "Search for a person"

        def at_search():
            focused = self.j.focused()
            return name(focused) == search if focused is not None else None

        for _ in range(4):  # a press while the last popover still closes only closes it
            self.press(field)
            pump(1.2)
            if at_search():
                break
        wait(at_search, "the search for a person")
        pump(0.3)
        self.j.key("Tab")
        wait(lambda: at_search() is False, "a person to choose", 20)
        self.j.key("Return")
        wait(lambda: not self.j.has(search), "the person to be chosen", 20)
        pump(0.4)

    def choose_file(self, label):
        windows = len(self.j.frames())
        self.j.activate(self.buttons(label)[-1])
        wait(lambda: len(self.j.frames()) > windows, "the file chooser")
        pump(0.8)
        self.j.type(self.signed)
        pump(0.8)
        self.j.key("Return")
        self.settle(windows)

    def missing(self):
        found = []
        for frame in self.j.frames():
            for node in walk(frame, limit=LIMIT):
                match = re.match(r"“(.*)” is missing$", plain(name(node)))
                if match and on_screen(node) and match[1] not in found:
                    found.append(match[1])
        return found

    def fill_missing(self):
        for field in self.missing():
            texts = self.j.find_all(re.escape(field), FIELDS, limit=LIMIT)
            if texts:
                self.j.fill(texts[0], VALUES.get(field, "As agreed."))
            elif self.j.find_all(re.escape(field), {"push button"}, limit=LIMIT):
                self.choose_person(re.escape(field))
        self.j.key("Tab")
        pump(0.4)

    # --- moves of the page ---

    def turn(self):
        if not self.buttons("Act as .*"):
            return False
        self.press("Act as .*")
        pump(1)
        return True

    def mail(self):
        if not self.buttons("Send Mail…"):
            return False
        self.press("Send Mail…")
        self.settle(2)
        self.picture("message")
        self.j.activate("Record as Sent")
        self.settle()
        return True

    def approve(self):
        if not self.buttons("Approve"):
            return False
        self.picture("decision")
        self.press("Approve")
        pump(0.5)
        wait(lambda: not self.buttons("Approve"), "the decision to be sent", 30)
        pump(1)
        return True

    def offer(self):
        for label in ("Offer for Approval…", "Put to the Client…"):
            if self.buttons(label):
                self.press(label)
                self.settle(2)
                self.picture("offer")
                self.j.key("ctrl+Return")
                self.settle()
                return True
        return False

    def sign(self):
        if not self.buttons("Record Signature…"):
            return False
        self.press("Record Signature…")
        self.settle(2)
        self.j.fill("Given on", "2026-11-19")
        self.choose_file("File")
        self.picture("signature")
        self.j.key("ctrl+Return")
        self.settle()
        return True

    def test(self):
        done = self.j.find_all("Done", CHOICES, limit=LIMIT)
        if not done or has_state(done[0], Atspi.StateType.CHECKED):
            return False
        self.known = None
        self.j.activate(done[0])
        pump(0.6)
        self.choose_file("Choose File…")
        return True

    def pay(self):
        """The walkthrough can wait; the payment is what all this was for."""
        if not self.buttons("Confirm Payment…"):
            return False
        self.press("Confirm Payment…")
        self.settle(2)
        self.j.fill("Date of payment", "2026-11-19")
        self.j.fill("Amount", VALUES["Invoice amount"])
        self.j.activate("Bank advice", CHOICES)
        self.choose_file("File")
        self.picture("payment")
        self.j.key("ctrl+Return")
        self.settle()
        return True

    def complete(self):
        if self.missing():
            self.known = None
            self.fill_missing()
        if not self.buttons("Complete"):
            return False
        self.press("Complete")
        pump(1.2)
        return True

    def title(self):
        """What the page says is next."""
        lists = self.j.find_all("Next step", {"list"}, limit=LIMIT)
        rows = [n for n in walk(lists[0]) if name(n) and n is not lists[0]] if lists else []
        return plain(name(rows[0])).split(".")[0] if rows else ""

    def play(self, until, turns=60):
        """Takes turns until the next step is `until`; True when it is."""
        seen = ""
        for _ in range(turns):
            now = wait(self.title, "the next step", 20)
            self.known = self.all_buttons()
            if re.match(until, now):
                self.known = None
                return True
            if now != seen:
                self.picture(re.sub(r"[^a-z]+", "-", now.lower()).strip("-")[:30] or "page")
                seen = now
            if not (self.turn() or self.approve() or self.mail() or self.sign() or self.offer() or self.test()
                    or self.complete()):
                return False
        return False

    # --- the scope of work ---

    def page(self, title):
        self.j.key("ctrl+Page_Down")
        self.j.find(title, {"label", "heading"})
        pump(0.2)

    def begin(self):
        j = self.j
        self.act_as("Fatima")
        self.picture("scopes")
        j.focus_window()
        j.key("ctrl+n")
        j.activate("Client", {"push button"})
        pump(0.5)
        j.type("riyadh")
        pump(0.5)
        j.key("Return")
        j.find("Client: Riyadh Retail Group")
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
        j.find("External", {"label"})
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
        j.fill("Cost for the client", "12,500.5")
        j.key("Tab")
        self.picture("cost")
        self.page("Review")
        wait(lambda: not j.has("Missing", {"label", "heading"}), "nothing to be missing")
        j.activate("Send for Approval")
        j.find("Approve cost and timeline", {"label", "heading"})


def whole_request(j):
    j.create_sample()
    signed = j.folder + "/signed-scope.pdf"
    shutil.copy(ROOT + "/data/sample/signed-scope.pdf", signed)
    j.start("--view=scopes")
    person = Walk(j, signed)
    person.begin()
    person.evaluate()
    return person
