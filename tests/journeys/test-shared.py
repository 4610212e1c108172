#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A workspace that several people share: a real server on loopback, a desktop and another computer."""
import datetime
import json
import os
import signal
import sqlite3
import subprocess

from journey import BUTTONS, Journey, main, pump, run, wait

SERVER = os.environ["COUNTERSIGN_SERVER"]
ONE = "p-sunita"


def query(folder, sql, *values):
    database = sqlite3.connect(os.path.join(folder, "workspace.db"), timeout=30)
    try:
        return database.execute(sql, values).fetchall()
    finally:
        database.close()


class Desk:
    """A server made of the sample workspace, on a port that stays the same."""

    def __init__(self, journey):
        self.journey, self.process, self.port = journey, None, 0
        self.folder = os.path.join(journey.folder, "server")
        local = os.path.join(journey.folder, "local")
        run(journey.ctl, "workspace", "create", "--sample", "--pack", "anantya", "--seed", "7", local,
            env=journey.environment)
        run(SERVER, "import", local, self.folder, "--admin", ONE, env=journey.environment)

    def start(self):
        ports = os.path.join(self.journey.folder, "ports")
        if os.path.exists(ports):
            os.unlink(ports)
        self.process = subprocess.Popen(
            [SERVER, "serve", self.folder, "--listen", f"127.0.0.1:{self.port}", "--metrics", "none", "--port-file",
             ports], stderr=subprocess.DEVNULL, env=self.journey.environment)
        words = wait(lambda: os.path.exists(ports) and open(ports, encoding="utf-8").read().split(), "the server", 30)
        self.port = int(words[0].rsplit(":", 1)[1])

    def stop(self, how=signal.SIGTERM):
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(60)
        self.process = None

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def invite(self, person):
        return run(SERVER, "invite", self.folder, person, env=self.journey.environment).split()[-1]


class Shared(Journey):
    """The server’s clock is this computer’s, so the desktop’s is too."""

    def __enter__(self):
        super().__enter__()
        self.desk = Desk(self)
        self.desk.start()
        return self

    def __exit__(self, *how):
        try:
            return super().__exit__(*how)
        finally:
            self.desk.stop()

    def now(self):
        return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    def ctl_at(self, folder, *words, text=None, good=(0,)):
        done = subprocess.run([self.ctl, "--json", "--workspace", folder, *words], capture_output=True, text=True,
                              input=text, timeout=120, check=False, env=self.environment)
        self.check(done.returncode in good, f"{words}: {done.returncode} {done.stdout} {done.stderr}")
        return done.stdout

    def other_computer(self, person):
        folder = os.path.join(self.folder, "other")
        run(self.ctl, "connect", self.desk.address, folder, "--invitation", self.desk.invite(person),
            env=self.environment)
        return folder

    def connect(self):
        """From the first page to the inbox, with an address and a code."""
        self.start(workspace=False)
        self.activate("Connect to Server…")
        self.fill("Address of the server", self.desk.address)
        self.activate("Next")
        self.find("Invitation code", {"text", "entry"})
        self.fill("Invitation code", self.desk.invite(ONE))
        self.screenshot("code")
        problems = self.lint("code")
        self.activate("Connect")
        self.find("Activity: Synced .*", BUTTONS, seconds=60)
        self.check(not problems, "\n".join(problems))

    def approvable(self, folder, person):
        """A decision that this person may take now: request, number, step and level."""
        for request, number in query(folder, "SELECT DISTINCT request.id, request.number FROM turn JOIN request"
                                     " USING (ref) WHERE request.end = 0 AND turn.kind = 0 ORDER BY request.id"):
            for line in self.ctl_at(folder, "request", "actions", request, "--by", person).splitlines():
                action = json.loads(line)
                if action["action"] == "approve" and action["open"]:
                    return request, number, action["step"], action["level"]
        self.check(False, "the sample has no decision for " + person)


def bad_addresses():
    """What is wrong is said in a sentence that says what to do; what was typed stays."""
    with Shared("shared-bad") as j:
        j.start(workspace=False)
        j.activate("Connect to Server…")
        for address, sentence in (("ftp://desk.example", ".*is not the address of a server.*"),
                                  ("http://desk.example", ".*in the clear.*https.*"),
                                  ("http://127.0.0.1:9", ".*Check the address and the network.*")):
            j.fill("Address of the server", address)
            j.activate("Next")
            j.find(sentence, "label", seconds=30)
            j.screenshot(address.split(":")[0])
        j.fill("Address of the server", j.desk.address)
        j.activate("Next")
        j.fill("Invitation code", "ABCD-EFGH-JKMN-PQRS")
        j.activate("Connect")
        j.find(".*Ask for a new invitation.*", "label", seconds=30)
        j.screenshot("wrong-code")
        problems = j.lint("wrong code")
        j.check(not problems, "\n".join(problems))
        j.stop()


def decided_twice():
    """Approved offline, and meanwhile by another computer: not counted, said where it belongs, and the words
    are kept (SG-05, D-C1)."""
    with Shared("shared-twice") as j:
        other = j.other_computer(ONE)
        j.setting("undo-seconds", "0")
        j.connect()
        j.screenshot("connected")
        request, number, step, level = j.approvable(other, ONE)
        j.desk.stop(signal.SIGKILL)
        j.find("Activity: Offline.*", BUTTONS, seconds=60)
        j.key("ctrl+l")
        pump(0.4)
        j.type(number)
        pump(0.4)
        j.key("Return")
        j.find(number, "label")
        j.key("ctrl+Return")
        j.find("Approved, not sent yet", "label", seconds=20)
        j.find("Activity: Offline, 1 waiting", BUTTONS, seconds=20)
        j.screenshot("waits")
        problems = j.lint("waits")
        said = {"request": request, "kind": "approve", "data": {"step": step, "level": level}}
        j.ctl_at(other, "act", text=json.dumps(said) + "\n", good=(0, 1))  # 1: waits for the server
        j.desk.start()
        j.ctl_at(other, "sync")
        j.activate("Activity: .*")
        j.activate("Sync Now")
        j.find("Not Counted", seconds=90)
        j.find(".* was settled by Sunita Rangan at today .*", "label")
        j.screenshot("activity")
        problems += j.lint("activity")
        j.check(not problems, "\n".join(problems))
        j.activate("Dismiss")
        j.find("Nothing waits.*", "label")
        j.find("Activity: Synced .*", BUTTONS, seconds=30)
        j.stop()


def waits_and_goes():
    """A decision waits while the server is away, and is sent when it answers again (SG-01)."""
    with Shared("shared-waits") as j:
        other = j.other_computer(ONE)
        j.setting("undo-seconds", "0")
        j.connect()
        request, number, _, _ = j.approvable(other, ONE)
        j.desk.stop(signal.SIGKILL)
        j.key("ctrl+l")
        pump(0.4)
        j.type(number)
        pump(0.4)
        j.key("Return")
        j.find(number, "label")
        j.key("ctrl+Return")
        j.find("Approved, not sent yet|Approved, waiting for the server", "label", seconds=20)
        j.desk.start()
        j.find("Activity: Synced [0-9:]+", BUTTONS, seconds=120)
        j.wait_gone("Approved, .*", "label")
        j.screenshot("sent")
        j.ctl_at(other, "sync")
        kinds = [k for k, in query(other, "SELECT kind FROM entry JOIN head USING (ref) WHERE request = ?"
                                   " ORDER BY seq DESC LIMIT 5", request)]
        j.check("decision" in kinds, f"the decision did not come: {kinds}")
        j.stop()


def signs_out():
    """Signing out says what happens to what is here; a new code lets one go on."""
    with Shared("shared-out") as j:
        j.connect()
        j.activate("Main Menu")
        pump(0.4)
        j.screenshot("menu")
        j.activate("Sign Out…", BUTTONS)
        wait(lambda: len(j.frames()) == 2, "the question")
        j.screenshot("question")
        j.activate("Sign Out")
        j.find("Activity: Signed out", BUTTONS, seconds=30)
        j.find("Sign in again to sync.*", "label")
        j.screenshot("out")
        problems = j.lint("signed out")
        j.activate("Sign In…")
        wait(lambda: len(j.frames()) == 2, "the dialog")
        j.fill("Invitation code", j.desk.invite(ONE))
        j.activate("Sign In")
        j.find("Activity: Synced .*", BUTTONS, seconds=60)
        j.check(not problems, "\n".join(problems))
        j.stop()


if __name__ == "__main__":
    main([bad_addresses, decided_twice, waits_and_goes, signs_out])
