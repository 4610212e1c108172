# SPDX-License-Identifier: GPL-3.0-or-later
"""Carries a request of any process through its windows alone: the people of the sample take turns by
“Act as”, nothing goes round the screens."""
import json
import os
import re
import shutil

from journey import ROOT, Atspi, Failure, ancestors, has_state, name, plain, pump, role, wait
from tree import Tree

CHOICES = {"check box", "radio button"}
ENTRIES = {"text", "entry"}
LIMIT = 80
TODAY = "2026-11-19"


def editor_of(node):
    """What surrounds all of a field."""
    return next((above for above in ancestors(node) if name(above) == "CsFieldEditor"), None)


class Look:
    """All that is on the screen at one moment."""

    def __init__(self, roots):
        self.items = list(Tree(roots, LIMIT).walk())

    def find(self, label, roles):
        return [item.node for item in self.items
                if item.name and re.fullmatch(label, item.name) and item.role in roles and item.on_screen]

    def buttons(self, label):
        return [node for node in self.find(label, {"push button"}) if has_state(node, Atspi.StateType.SENSITIVE)]

    def missing(self):
        """What the page says is missing for the next step, in its order."""
        found = [(re.match(r"“(.*)” (?:is missing$|was found wrong|still says)", item.name), item)
                 for item in self.items]
        return list(dict.fromkeys(match[1] for match, item in found if match and item.on_screen))

    def step(self):
        """What the page says is next."""
        for number, item in enumerate(self.items):
            if item.name == "Next step" and item.role == "list" and item.on_screen:
                return next((after.name for after in self.items[number + 1:] if after.name), "").split(".")[0]
        return ""


def first_run(j, pack):
    """A new user chooses an organisation on the first-run page, whose list has the order of the samples."""
    with open(ROOT + "/data/sample/order.json", encoding="utf-8") as file:
        below = json.load(file).index(pack)
    j.start(workspace=False)
    j.activate("Organisation.*", {"combo box", "list item"})
    pump(0.8)
    for _ in range(below):
        j.key("Down")
        pump(0.2)
    j.screenshot("organisations")
    j.key("Return")
    pump(0.4)
    j.screenshot("welcome")
    j.activate("Look Around With Sample Data")
    j.find("Sample data, nothing is sent", seconds=60)
    pump(1)


class RequestWalk:
    """Answers what the request page asks for, whoever’s turn it is. A field that is not in `values` (by its
    title) gets a few words, its first choice or the first person that can be chosen. A dictionary is for a field of
    several entries ("": the first of them), a list of such is for a table."""

    def __init__(self, journey, values):
        self.j = journey
        self.values = values
        self.file = journey.folder + "/signed-scope.pdf"
        self.pictures = 0
        shutil.copy(ROOT + "/data/sample/signed-scope.pdf", self.file)

    def picture(self, label):
        self.pictures += 1
        self.j.screenshot(f"{self.pictures:02}-{label}")

    # --- another day ---

    def later(self, days, where="--view=inbox"):
        """The program ends and is started again some days on, with the workspace it had."""
        self.j.stop()
        self.j.began -= days * 86400
        self.j.start(where, workspace=os.path.exists(self.j.workspace))
        pump(1)

    # --- small moves ---

    def look(self):
        return Look(self.j.frames())

    def settle(self, windows=1):
        wait(lambda: len(self.j.frames()) == windows, f"{windows} windows", 15)
        pump(0.5)

    def act_as(self, who):
        """Typing begins when the list of people is there; a press while another one closes only closes it."""
        def at_search():
            focused = self.j.focused()
            return focused is not None and role(focused) in ENTRIES and name(focused) == "Name or role"

        self.j.focus_window()
        for _ in range(4):
            self.j.activate("Acting as .*")
            pump(0.5)
            if at_search():
                break
        wait(at_search, "the search for a person")
        self.j.type(who)
        pump(0.6)
        self.j.key("Return")
        self.j.find(f"Acting as {who}.*")
        pump(0.3)

    def open_search(self, field):
        """What surrounds the place for a name, once that has the focus. A press while the last popover still closes
        only closes it."""
        for _ in range(4):
            button = wait(lambda: self.look().buttons(re.escape(field)), f"“{field}”")[0]
            self.j.activate(button)
            for _ in range(6):
                pump(0.3)
                if self.search_has_focus(button.get_parent()):
                    return button.get_parent()
        raise Failure("the search for a person does not open")

    def search_has_focus(self, home):
        """None: it is not there."""
        found = next(self.j.search("Search for a person", within=home), None)
        return None if found is None else has_state(found, Atspi.StateType.FOCUSED)

    def choose_person(self, field):
        home = self.open_search(field)
        pump(0.3)
        self.j.key("Tab")
        wait(lambda: self.search_has_focus(home) is False, "a person to choose", 20)
        self.j.key("Return")
        wait(lambda: self.search_has_focus(home) is None, "the person to be chosen", 20)
        pump(0.3)

    def choose_file(self, label, within=None):
        """Of several such buttons the last one is the place for another file."""
        windows = len(self.j.frames())
        roots = [within] if within is not None else self.j.frames()
        self.j.choose_file(wait(lambda: Look(roots).buttons(label), f"“{label}”")[-1], self.file)
        self.settle(windows)

    # --- fields ---

    def choose(self, group, value):
        """One of a group of choices: the named one, or the first."""
        options = self.j.find_all(".*", CHOICES, within=group, limit=LIMIT)
        wanted = [node for node in options if plain(name(node)) == value] or options
        if not wanted:
            raise Failure(f"“{name(group)}” has nothing to choose from")
        self.j.activate(wanted[0])
        pump(0.4)

    def choose_of_list(self, node, value):
        """One of a list that drops down."""
        if any(item.name == value for item in self.j.tree(node).walk()):
            return
        self.j.click(node)
        pump(0.5)
        self.j.click(self.j.find(re.escape(value), {"label"}, within=node))
        pump(0.3)

    def fill_parts(self, node, parts):
        """A field of several entries, such as a meeting, and the newest row of a table."""
        editor = editor_of(node)
        for title, value in parts.items():
            if title:
                self.j.fill(Look([editor]).find(re.escape(title), ENTRIES)[-1], value)

    def explain(self, item):
        """What a choice of a checklist asks for besides: a reason or a file."""
        seen = Look([item])
        for reason in seen.find("Reason", ENTRIES):
            self.j.fill(reason, "Nothing of the kind is due.")
        if seen.find("Evidence", {"label"}):
            self.choose_file("Choose File…", within=item)

    def fill(self, look, field):
        """Whether there was a place for it."""
        label = re.escape(field)
        value = self.values.get(field)
        entries = look.find(label, ENTRIES)
        groups = look.find(label, {"panel", "grouping"})
        buttons = [node for node in look.buttons(label) if editor_of(node) is not None]
        if isinstance(value, list) and buttons:
            for row in value:
                self.j.activate(buttons[0])
                self.fill_parts(buttons[0], row)
        elif isinstance(value, dict) and entries:
            self.fill_parts(entries[0], {field: value.get(""), **value})
        elif entries:
            self.j.fill(entries[0], value or "As agreed.")
        elif groups:
            self.choose(groups[0], value)
            self.explain(groups[0].get_parent())
        elif buttons and value == "file":
            self.choose_file(label)
        elif buttons:
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

    def part(self, chip):
        """Another part of the page."""
        self.j.activate(chip)
        pump(0.6)
        self.picture(chip.lower())

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

    def cross_check(self, look):
        """CX-05: every item that is not found to be in order yet."""
        found = look.buttons("In Order")
        is_any = bool(found)
        while found:
            left = len(found)
            self.j.activate(found[0])
            for _ in range(20):
                found = self.look().buttons("In Order")
                if len(found) < left:
                    break
            self.j.check(len(found) < left, "the item was not found in order")
        return is_any

    def answer(self, label, **fields):
        """A button that asks something first: choices and texts by their titles."""
        self.j.activate(wait(lambda: self.look().buttons(label), f"“{label}”", 20)[0])
        self.settle(2)
        for title, value in fields.items():
            look = self.look()
            title = title.replace("_", " ")
            lists = look.find(re.escape(title), {"combo box"})
            if lists:
                self.choose_of_list(lists[0], value)
            else:
                self.j.fill(look.find(re.escape(title), ENTRIES)[0], value)
        self.picture(re.sub(r"[^a-z]+", "-", label.lower()).strip("-"))
        self.j.key("ctrl+Return")
        self.settle()

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
                    or self.offer(look) or self.cross_check(look) or self.complete(look)):
                pump(1)  # the page may be on its way
        raise Failure(f"stands still at “{seen}”, where is missing: {', '.join(self.look().missing())}")

    # --- the wizard ---

    def new_request(self, client, title):
        j = self.j
        j.focus_window()
        j.key("ctrl+n")
        j.activate(j.find("Client", {"push button"}))
        pump(0.5)
        j.type(client)
        pump(0.5)
        j.key("Return")
        j.find(f"Client: (?i:{client}).*")
        j.fill("Title", title)

    def fill_page(self, fields):
        for field in fields:
            self.j.check(self.fill(self.look(), field), f"“{field}” is not on the page")

    def page(self, title):
        """Turns to the page that has this heading; the list beside it has all titles."""
        def is_here():
            headings = self.j.find_all(re.escape(title), {"label", "heading"})
            return any(all(role(above) != "list item" for above in ancestors(node)) for node in headings)

        for _ in range(6):
            self.j.key("ctrl+Page_Down")
            for _ in range(4):
                pump(0.3)
                if is_here():
                    return
        raise Failure(f"no page is called “{title}”")
