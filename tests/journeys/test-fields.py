#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A new request of any process: which one is asked first, and every type of field has its editor. What is
referred to in another system opens in the browser (T-20)."""
import json
import os
import shutil

from journey import BUTTONS, ROOT, Journey, main, pump, wait

FIELDS = {"text", "entry"}
TYPES = {"Words": ["Short text", "Account code", "Long text", "Kind", "Colours", "Sure"],
         "Figures": ["Seats", "Price", "Begins on", "Takes", "Rate lines"],
         "People and things": ["Colleague", "Contact at the client", "Paper", "Ticket of the desk", "Pages", "Talk",
                               "Room is ready", "Key to the room"]}


class Fields(Journey):
    """A workspace of one's own with the pack of these journeys, and a browser that only writes down."""

    def __enter__(self):
        super().__enter__()
        data = os.path.join(self.folder, "shipped")
        shutil.copytree(os.path.join(ROOT, "tests", "journeys", "packs"), os.path.join(data, "packs"))
        os.symlink(os.path.join(ROOT, "data", "calendars"), os.path.join(data, "calendars"))
        self.environment["COUNTERSIGN_DATADIR"] = data
        self.opened = os.path.join(self.folder, "opened")
        browser = os.path.join(self.folder, "browser")
        with open(browser, "w") as script:
            script.write(f'#!/bin/sh\necho "$1" >> {self.opened}\n')
        os.chmod(browser, 0o755)
        applications = os.path.join(self.environment["XDG_DATA_HOME"], "applications")
        os.makedirs(applications)
        with open(os.path.join(applications, "browser.desktop"), "w") as entry:
            entry.write(f"[Desktop Entry]\nType=Application\nName=Browser\nExec={browser} %u\n"
                        "MimeType=x-scheme-handler/https;\n")
        os.makedirs(self.environment["XDG_CONFIG_HOME"], exist_ok=True)
        with open(os.path.join(self.environment["XDG_CONFIG_HOME"], "mimeapps.list"), "w") as types:
            types.write("[Default Applications]\nx-scheme-handler/https=browser.desktop\n")
        self.command("workspace", "create", "--empty", "--pack=fields", "--name=Sara Lindqvist",
                     "--mail=sara@desk.example", self.workspace)
        self.say("client", {"id": "c-north", "name": "Northwind Trading", "region": "IN", "contacts": [
            {"id": "c-omar", "name": "Omar Haddad", "mail": "omar@northwind.example"}]})
        return self

    def say(self, kind, data, request=None):
        line = {"kind": kind, "by": "p-me", "data": data} | ({"request": request} if request else {})
        answer = json.loads(self.command("act", text=json.dumps(line) + "\n"))
        self.check(answer.get("verdict") == "accepted", str(answer))
        return answer


def a_request(j, ticket):
    opened = j.say("open", {"pack": "fields", "process": "survey", "client": "c-north", "region": "IN",
                            "title": "Survey of the north"})
    request = opened.get("request") or opened["entry"]
    j.say("fill", {"step": "fill", "values": {"short": "words", "ticket": {"key": ticket},
                                              "pages": [{"key": "https://pages.example/north"}]}}, request)
    return request


def choose_and_fill():
    """Ctrl+N asks which process; its pages come from the pack, with an editor for each type."""
    with Fields("fields") as j:
        j.start("--view=requests")
        j.focus_window()
        j.key("ctrl+n")
        j.find("What is to be begun.*", "label")
        j.find("Short way.*", "list item")
        j.screenshot("choose")
        problems = j.lint("choose")
        j.activate(j.find("Survey of fields.*", "list item"))
        j.activate("Client", {"push button"})
        pump(0.5)
        j.type("north")
        pump(0.4)
        j.key("Return")
        j.fill("Title", "Every kind of field")
        for page, titles in TYPES.items():
            j.activate(j.find(f".*: {page}.*", "list item"))
            for title in titles:
                j.find(title, None)
            problems += j.lint(page)
            j.screenshot(page.split()[0].lower())
            if page == "Words":
                j.click("Account code", roles=FIELDS)
                j.type("12")
                j.key("Tab")
                j.find("“12” does not have the expected form: Three letters and three digits", None)
                j.fill("Account code", "ABC123")
            if page == "Figures":
                j.activate(j.find("Rate lines", BUTTONS))
                j.screenshot("row")
        j.activate(j.find(".*: Review.*", "list item"))
        j.screenshot("review")
        j.check(not problems, "\n".join(sorted(set(problems))))
        j.resize(360, 640)
        j.screenshot("360")
        j.stop()


def references():
    """A reference opens in the browser, and its link can be copied; a key that is not allowed does neither."""
    with Fields("references") as j:
        request = a_request(j, "DESK-12")
        j.start(f"countersign:request/{request}")
        j.activate(j.find("Open Ticket DESK-12 in the browser", BUTTONS))
        wait(lambda: os.path.exists(j.opened), "the browser")
        j.check(open(j.opened).read().strip() == "https://tickets.example/browse/DESK-12", open(j.opened).read())
        j.screenshot("1260")
        j.activate(j.find("Copy the link of Ticket DESK-12", BUTTONS))
        j.find("Link copied", None)
        problems = j.lint("references")
        j.check(not problems, "\n".join(problems))
        j.stop()


if __name__ == "__main__":
    main([choose_and_fill, references])
