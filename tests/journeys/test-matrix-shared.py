#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The screens of a shared workspace in schemes, text sizes, languages and widths (ux: Matrix): nothing may be cut
off. CS_MATRIX=all takes all languages and text sizes; without it the one that differs most."""
import itertools
import json
import signal

from desk import SERVER, Shared
from journey import BUTTONS, main, pump, run, wait
from look import SIZES, Look, combinations

FEW = [("light", 100, "ar")]
ALL = list(itertools.product(("light",), (100, 200), ("en", "ar", "fr", "pseudo"))) + [("dark-contrast", 100, "en")]
WHO = "p-samir"


class SharedLook(Look, Shared):
    def __init__(self, scheme, percent, language):
        super().__init__(scheme, percent, language, "matrix-shared")

    def press(self, words):
        self.activate(self.find(self.say(words), BUTTONS))

    def write(self, field, text):
        self.fill(self.say(field), text)


def connect(j):
    """With a wrong address and a wrong code first: what is said of them is looked at too."""
    j.start(workspace=False)
    j.look("welcome")
    j.press("_Connect to Server…")
    j.look("address")
    for address in ("http://desk.example", j.desk.address):
        j.resize(*SIZES[1260])
        j.write("Address of the server", address)
        j.press("_Next")
        pump(1)
        j.look("refused" if "example" in address else "code")
    for code in ("ABCD-EFGH-JKMN-PQRS", j.desk.invite(WHO)):
        j.resize(*SIZES[1260])
        j.write("Invitation code", code)
        j.press("_Connect")
        pump(1)
        if code.startswith("ABCD"):
            j.look("refused-code")
    j.find(j.say("Activity: %s"), BUTTONS, seconds=60)


def decide_offline(j):
    """A decision that waits for a server that is gone."""
    _, number, _, _ = j.approvable(j.own_folder(), WHO)
    j.desk.stop(signal.SIGKILL)
    j.find(j.say("Activity: %s").replace(".*", j.say("Offline")), BUTTONS, seconds=60)
    j.activate_remote("show-request", number)
    j.find(number, "label")
    j.key("ctrl+Return")
    j.find(j.say("Activity: %s").replace(".*", j.say("Offline") + ".+"), BUTTONS, seconds=20)  # and one waits
    j.activate_remote("show-request", number)
    j.find(j.say("%s, not sent yet").replace(".*", j.say("Approved")), "label", seconds=20)
    j.look("waits")
    j.resize(*SIZES[1260])
    j.press("Activity: %s")
    j.look("activity")


def sign_in_again(j):
    """His devices were removed meanwhile: the banner, and the dialog that it opens."""
    for line in run(SERVER, "--json", "devices", "list", j.desk.folder, WHO, env=j.environment).splitlines():
        run(SERVER, "devices", "revoke", j.desk.folder, json.loads(line)["id"], env=j.environment)
    j.desk.start()
    j.resize(*SIZES[1260])
    j.find(j.say("Sign _In…"), BUTTONS, seconds=60)
    j.look("signed-out")
    j.resize(*SIZES[1260])
    j.press("Sign _In…")
    wait(lambda: len(j.frames()) == 2, "the dialog")
    pump(1)
    j.judge("sign-in", 1260)
    j.screenshot("sign-in")
    j.key("Escape")


def walk(scheme, percent, language):
    with SharedLook(scheme, percent, language) as j:
        j.setting("undo-seconds", "0")
        connect(j)
        decide_offline(j)
        sign_in_again(j)
        j.end()


if __name__ == "__main__":
    main(combinations(walk, FEW, ALL))
