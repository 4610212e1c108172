#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Connect page and the company's own accounts: through the system's browser, and with a code for another
machine's where there is none. The provider is npm's oidc-provider."""
import glob
import importlib.util
import os
import re
import sqlite3
import subprocess
import tempfile

from journey import BUTTONS, Journey, main, pump, wait

HERE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "identity")


def load():
    spec = importlib.util.spec_from_file_location("provider", os.path.join(HERE, "test-provider.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.SERVER = os.environ["COUNTERSIGN_SERVER"]
    return module


provider = load()
FOLDER = tempfile.TemporaryDirectory()


class Company(Journey):
    """A server whose people sign in at their company."""

    def __enter__(self):
        super().__enter__()
        self.place = provider.Place(FOLDER.name, NODE, "EdDSA")
        self.place.__enter__()
        return self

    def __exit__(self, *how):
        try:
            return super().__exit__(*how)
        finally:
            self.place.__exit__()

    def now(self):
        return provider.time.strftime("%Y-%m-%dT%H:%M:%SZ", provider.time.gmtime())

    def install_browser(self, command=f"/usr/bin/python3 -B {HERE}/test-provider.py --visit %u"):
        """What the system opens web pages with: a person who signs in and agrees, or somebody else."""
        places = self.environment["XDG_DATA_HOME"] + "/applications", self.environment["XDG_CONFIG_HOME"]
        for place in places:
            os.makedirs(place, exist_ok=True)
        with open(places[0] + "/stand-in.desktop", "w", encoding="utf-8") as out:
            out.write("[Desktop Entry]\nType=Application\nName=Stand-in\nMimeType=x-scheme-handler/http;\n"
                      f"Exec={command}\n")
        with open(places[1] + "/mimeapps.list", "w", encoding="utf-8") as out:
            out.write("[Default Applications]\nx-scheme-handler/http=stand-in.desktop\n")

    def begin(self):
        self.start(workspace=False)
        self.activate("Connect to Server…")
        self.fill("Address of the server", self.place.url)
        self.activate("Next")
        self.find("Sign In With the Company Account", BUTTONS)
        self.screenshot("ways")
        self.problems = self.lint("ways")
        self.activate("Sign In With the Company Account")

    def connected(self):
        self.find("Activity: Synced .*", BUTTONS, seconds=60)
        self.find("Ada", "label")
        self.screenshot("connected")

    def own(self, sql):
        place = glob.glob(os.path.join(self.folder, "data", "countersign", "*", "workspace.db"))[0]
        database = sqlite3.connect(place, timeout=30)
        try:
            return database.execute(sql).fetchone()[0]
        finally:
            database.close()

    def unsent(self):
        return self.own("SELECT count(*) FROM outbox WHERE verdict IS NULL")

    def sign_out(self):
        self.choose("Main Menu", "Sign Out…")
        wait(lambda: len(self.frames()) == 2, "the question")
        self.activate("Sign Out")
        self.find("Activity: Signed out", BUTTONS, seconds=30)

    def add_person(self, name):
        self.focus_window()
        self.key("ctrl+7")
        self.activate("People", {"radio button", "toggle button", "page tab"})
        self.activate("Add")
        pump(0.3)
        self.activate("New Person…")
        wait(lambda: len(self.frames()) == 2, "the dialog")
        self.focus_window()
        self.type(name)
        self.key("ctrl+Return")
        wait(lambda: len(self.frames()) == 1, "the dialog to close")
        self.focus_window()
        self.key("ctrl+1")
        self.find("All Caught Up")

    def ask_to_sign_in(self):
        """The dialog of “Sign In…”, when the server has said what it offers."""
        self.activate("Sign In…")
        wait(lambda: len(self.frames()) == 2, "the dialog")
        self.find("Sign In With the Company Account", BUTTONS)
        self.find("Invitation code", {"text", "entry"})

    def type_elsewhere(self, label):
        """The code that is shown, at the provider's page on another machine."""
        words = wait(lambda: [text for text in self.texts() if text.startswith("Type ")], "the code", 30)[0]
        said = wait(lambda: [text for text in self.texts() if "type this code" in text], "where to type it")[0]
        self.screenshot(label)
        self.problems += self.lint(label)
        address = re.search(r"http://\S+", said).group(0)
        provider.Browser("ada").visit(address, user_code=words.split(" ", 1)[1])

    def end(self):
        self.connected()
        self.check(not self.problems, "\n".join(self.problems))
        self.stop()


def in_the_browser():
    with Company("company-browser") as j:
        j.install_browser()
        j.begin()
        j.end()


def on_another_machine():
    """Without a browser, when connecting and when signing in again."""
    with Company("company-code") as j:
        j.begin()
        j.type_elsewhere("code")
        j.connected()
        j.sign_out()
        j.ask_to_sign_in()
        j.activate("Sign In With the Company Account")
        j.type_elsewhere("code-again")
        wait(lambda: len(j.frames()) == 1, "the dialog to close", 30)
        j.end()


def signs_in_again():
    """Sign In Again offers what the server does: nobody comes back, somebody else comes back, the person does; what
    was said meanwhile is kept all along and is sent at the end (SG-01, K-21)."""
    with Company("company-again") as j:
        subprocess.run([provider.SERVER, "people", "add", j.place.srv, "Lena", "--mail", "lena@house.example"],
                       check=True, capture_output=True)
        j.install_browser()
        j.begin()
        j.connected()
        j.sign_out()
        j.add_person("Nils Berg")
        wait(lambda: j.unsent() == 1, "what waits", 20)
        j.install_browser("/bin/true %u")
        j.ask_to_sign_in()
        j.screenshot("ways-again")
        j.problems += j.lint("ways again")
        j.focus_window()
        j.key("Tab", "Return")  # from the code to the company's account, without a pointer
        j.find("Sign In in the Browser", "label")
        j.screenshot("waits")
        j.problems += j.lint("waits")
        j.key("Escape")
        wait(lambda: len(j.frames()) == 1, "the dialog to close")
        j.install_browser(f"/usr/bin/python3 -B {HERE}/test-provider.py --visit %u lena")
        j.ask_to_sign_in()
        j.activate("Sign In With the Company Account")
        j.find("This folder belongs to somebody else.*", "label", seconds=30)
        j.screenshot("somebody-else")
        j.problems += j.lint("somebody else")
        j.check(j.unsent() == 1, "what waited is gone")
        j.install_browser()
        j.activate("Sign In With the Company Account")
        wait(lambda: len(j.frames()) == 1, "the dialog to close", 30)
        j.find("Activity: Synced .*", BUTTONS, seconds=60)
        wait(lambda: j.unsent() == 0, "what waited to be sent", 30)
        said = subprocess.run([provider.SERVER, "people", "list", j.place.srv], check=True, capture_output=True,
                              text=True).stdout
        j.check("Nils Berg" in said, said)
        j.screenshot("sent")
        j.sign_out()
        j.stop()
        j.workspace = os.path.dirname(glob.glob(os.path.join(j.folder, "data", "countersign", "*", "workspace.db"))[0])
        j.start()  # signed out as before, and asked to sign in as before
        j.find("Activity: Signed out", BUTTONS, seconds=30)
        j.place.processes[-1].terminate()
        j.place.processes[-1].wait(20)
        j.activate("Sign In…")
        j.find(".*Check the address and the network.*", "label", seconds=30)
        j.find("Try Again", BUTTONS)
        j.screenshot("away")
        j.problems += j.lint("away")
        j.key("Escape")
        j.check(not j.problems, "\n".join(j.problems))
        j.stop()


if __name__ == "__main__":
    NODE = provider.install(FOLDER.name)
    with FOLDER:
        main([in_the_browser, on_another_machine, signs_in_again])
