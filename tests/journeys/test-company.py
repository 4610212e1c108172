#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Connect page and the company's own accounts: through the system's browser, and with a code for another
machine's where there is none. The provider is npm's oidc-provider."""
import importlib.util
import os
import re
import tempfile

from journey import BUTTONS, Journey, main, wait

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

    def install_browser(self):
        """What the system opens web pages with: a person who signs in and agrees."""
        places = self.environment["XDG_DATA_HOME"] + "/applications", self.environment["XDG_CONFIG_HOME"]
        for place in places:
            os.makedirs(place, exist_ok=True)
        with open(places[0] + "/stand-in.desktop", "w", encoding="utf-8") as out:
            out.write("[Desktop Entry]\nType=Application\nName=Stand-in\nMimeType=x-scheme-handler/http;\n"
                      f"Exec=/usr/bin/python3 -B {HERE}/test-provider.py --visit %u\n")
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

    def end(self):
        self.find("Activity: Synced .*", BUTTONS, seconds=60)
        self.find("Ada", "label")
        self.screenshot("connected")
        self.check(not self.problems, "\n".join(self.problems))
        self.stop()


def in_the_browser():
    with Company("company-browser") as j:
        j.install_browser()
        j.begin()
        j.end()


def on_another_machine():
    with Company("company-code") as j:
        j.begin()
        words = wait(lambda: [text for text in j.texts() if text.startswith("Type ")], "the code", 30)[0]
        said = wait(lambda: [text for text in j.texts() if "type this code" in text], "where to type it")[0]
        j.screenshot("code")
        j.problems += j.lint("code")
        address = re.search(r"http://\S+", said).group(0)
        provider.Browser("ada").visit(address, user_code=words.split(" ", 1)[1])
        j.end()


if __name__ == "__main__":
    NODE = provider.install(FOLDER.name)
    with FOLDER:
        main([in_the_browser, on_another_machine])
