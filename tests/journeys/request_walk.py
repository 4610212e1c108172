# SPDX-License-Identifier: GPL-3.0-or-later
"""Carries a request of any process through its windows alone: the people of the sample take turns by
“Act as”, nothing goes round the screens."""
import re
import shutil

from journey import ROOT, Atspi, Failure, has_state, name, on_screen, plain, pump, role, wait, walk

CHOICES = {"check box", "radio button"}
ENTRIES = {"text", "entry"}
LIMIT = 80
TODAY = "2026-11-19"


class Look:
    """All that is on the screen at one moment: looking at a page takes a second, so it is done once a turn."""

    def __init__(self, frames):
        self.nodes = [(plain(name(node)), node) for frame in frames for node in walk(frame, limit=LIMIT)]

    def find(self, label, roles):
        return [node for text, node in self.nodes
                if text and re.fullmatch(label, text) and role(node) in roles and on_screen(node)]

    def buttons(self, label):
        return [node for node in self.find(label, {"push button"}) if has_state(node, Atspi.StateType.SENSITIVE)]

    def missing(self):
        """What the page says is missing for the next step, in its order."""
        found = [(re.match(r"“(.*)” is missing$", text), node) for text, node in self.nodes]
        return list(dict.fromkeys(match[1] for match, node in found if match and on_screen(node)))

    def step(self):
        """What the page says is next."""
        for number, (text, node) in enumerate(self.nodes):
            if text == "Next step" and role(node) == "list" and on_screen(node):
                return next((text for text, _ in self.nodes[number + 1:] if text), "").split(".")[0]
        return ""


class RequestWalk:
    """Answers what the request page asks for, whoever’s turn it is. A field that is not in `values` (by its
    title) gets a few words, its first choice or the first person that can be chosen."""

    def __init__(self, journey, values):
        self.j = journey
        self.values = values
        self.file = journey.folder + "/signed-scope.pdf"
        self.pictures = 0
        shutil.copy(ROOT + "/data/sample/signed-scope.pdf", self.file)

    def picture(self, label):
        self.pictures += 1
        self.j.screenshot(f"{self.pictures:02}-{label}")

    # --- small moves ---

    def look(self):
        return Look(self.j.frames())

    def settle(self, windows=1):
        wait(lambda: len(self.j.frames()) == windows, f"{windows} windows", 15)
        pump(0.5)

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
            self.j.activate(wait(lambda: self.look().buttons(re.escape(field)), f"“{field}”")[0])
            for _ in range(6):
                pump(0.5)
                if at_search():
                    break
            if at_search():
                break
        wait(at_search, "the search for a person")
        pump(0.3)
        self.j.key("Tab")
        wait(lambda: at_search() is False, "a person to choose", 20)
        self.j.key("Return")
        wait(lambda: not self.j.has(search), "the person to be chosen", 20)
        pump(0.3)

    def choose_file(self, label):
        """Of several such buttons the last one is the place for another file."""
        windows = len(self.j.frames())
        self.j.choose_file(wait(lambda: self.look().buttons(label), f"“{label}”")[-1], self.file)
        self.settle(windows)

    # --- fields ---

    def choose(self, group, value):
        """One of a group of choices: the named one, or the first."""
        options = [node for node in walk(group, limit=LIMIT) if role(node) in CHOICES and on_screen(node)]
        wanted = [node for node in options if plain(name(node)) == value] or options
        if not wanted:
            raise Failure(f"“{name(group)}” has nothing to choose from")
        self.j.activate(wanted[0])
        pump(0.4)

    def fill(self, look, field):
        """Whether there was a place for it."""
        label = re.escape(field)
        value = self.values.get(field)
        entries = look.find(label, ENTRIES)
        groups = look.find(label, {"panel", "grouping"})
        if entries:
            self.j.fill(entries[0], value or "As agreed.")
        elif groups:
            self.choose(groups[0], value)
            if any(name(node) == "Evidence" and on_screen(node) for node in walk(groups[0].get_parent())):
                self.choose_file("Choose File…")
        elif look.buttons(label) and value == "file":
            self.choose_file(label)
        elif look.buttons(label):
            self.choose_person(field)
        else:
            return False
        return True

    def fill_missing(self, look):
        filled = [self.fill(look, field) for field in look.missing()]
        if any(filled):
            self.j.key("Tab")
            pump(0.4)
        return any(filled)

    # --- moves of the page ---

    def turn(self, look):
        return self.press(look, "Act as .*")

    def press(self, look, label):
        buttons = look.buttons(label)
        if buttons:
            self.j.activate(buttons[0])
            pump(0.7)
        return bool(buttons)

    def mail(self, look):
        if not self.press(look, "Send Mail…"):
            return False
        self.settle(2)
        self.picture("message")
        self.j.activate("Record as Sent")
        self.settle()
        return True

    def approve(self, look):
        if not look.buttons("Approve"):
            return False
        self.picture("decision")
        self.press(look, "Approve")
        wait(lambda: not self.look().buttons("Approve"), "the decision to be sent", 30)
        return True

    def offer(self, look):
        if not self.press(look, "Offer for Approval…|Put to the Client…"):
            return False
        self.settle(2)
        self.picture("offer")
        self.j.key("ctrl+Return")
        self.settle()
        return True

    def sign(self, look):
        if not self.press(look, "Record Signature…"):
            return False
        self.settle(2)
        self.j.fill("Given on", TODAY)
        self.choose_file("File")
        self.picture("signature")
        self.j.key("ctrl+Return")
        self.settle()
        return True

    def pay(self, amount):
        look = self.look()
        if not self.press(look, "Confirm Payment…"):
            return False
        self.settle(2)
        self.j.fill("Date of payment", TODAY)
        self.j.fill("Amount", amount)
        self.j.activate("Bank advice", CHOICES)
        self.choose_file("File")
        self.picture("payment")
        self.j.key("ctrl+Return")
        self.settle()
        return True

    def complete(self, look):
        if self.fill_missing(look):
            look = self.look()
        return self.press(look, "Complete")

    def step(self):
        return wait(lambda: self.look().step(), "the next step", 20)

    def play(self, until, turns=80):
        """Takes turns until the next step is `until`; Failure where it comes no further."""
        seen, stays = "", 0
        for _ in range(turns):
            look = wait(lambda: (lambda seen: seen.step() and seen)(self.look()), "the next step", 20)
            now = look.step()
            if re.match(until, now):
                return
            stays = stays + 1 if now == seen else 0
            if stays > 6:
                break
            if now != seen:
                self.picture(re.sub(r"[^a-z0-9]+", "-", now.lower()).strip("-")[:30] or "page")
                seen = now
            if not (self.turn(look) or self.approve(look) or self.mail(look) or self.sign(look)
                    or self.offer(look) or self.complete(look)):
                break
        raise Failure(f"stands still at “{seen}”, where is missing: {', '.join(self.look().missing())}")

    # --- the wizard ---

    def page(self, title):
        self.j.key("ctrl+Page_Down")
        self.j.find(title, {"label", "heading"})
        pump(0.2)
