# SPDX-License-Identifier: GPL-3.0-or-later
"""A server on loopback, and a desktop that shares its workspace."""
import datetime
import glob
import json
import os
import re
import signal
import sqlite3
import subprocess

from journey import BUTTONS, Journey, pump, run, wait

SERVER = os.environ["COUNTERSIGN_SERVER"]
ONE = "p-sunita"  # who runs it


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

    def start(self, *flags):
        ports = os.path.join(self.journey.folder, "ports")
        if os.path.exists(ports):
            os.unlink(ports)
        self.process = subprocess.Popen(
            [SERVER, "serve", self.folder, "--listen", f"127.0.0.1:{self.port}", "--metrics", "none", "--port-file",
             ports, *flags], stderr=subprocess.DEVNULL, env=self.journey.environment)
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

    def connect(self, person=ONE):
        """From the first page to the inbox, with an address and a code."""
        self.start(workspace=False)
        self.activate("Connect to Server…")
        self.fill("Address of the server", self.desk.address)
        self.activate("Next")
        self.find("Invitation code", {"text", "entry"})
        self.fill("Invitation code", self.desk.invite(person))
        self.screenshot("code")
        problems = self.lint("code")
        self.activate("Connect")
        self.find("Activity: Synced .*", BUTTONS, seconds=60)
        self.check(not problems, "\n".join(problems))

    def own_folder(self):
        """The folder that connecting made."""
        return os.path.dirname(glob.glob(os.path.join(self.folder, "data", "countersign", "*", "workspace.db"))[0])

    def begin_again(self):
        """The program on the folder of before: two of them are two programs."""
        self.workspace = self.own_folder()
        self.start()

    def front(self):
        """In front of the other desktop, with the keyboard."""
        for wid in run("xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)).split():
            # Not waited for: a tooltip is among them, and never becomes active.
            subprocess.run(["xdotool", "windowactivate", wid], capture_output=True, timeout=5, check=False)
        pump(0.5)

    def find_words(self, words):
        """In a field, as typed."""
        wait(lambda: any(node.get_text_iface().get_text(0, -1) == words for node in self.find_all(".*", {"text"})),
             f"“{words}”")

    def go_to(self, number):
        self.front()
        self.key("ctrl+l")
        pump(0.4)
        self.type(number)
        pump(0.4)
        self.key("Return")
        self.find(number, "label")

    def approve(self, number, comment):
        """In the inbox, where one can say something with it; then the request as it stands."""
        title, = query(self.own_folder(), "SELECT title FROM request WHERE number = ?", number)[0]
        self.front()
        self.key("ctrl+1")
        self.click(self.find(re.escape(title), "label"))
        self.find(number, "label")
        self.key("ctrl+shift+m")
        self.fill("Comment for the approval", comment)
        self.key("ctrl+Return")
        self.find("Activity: Offline, 1 waiting", BUTTONS, seconds=20)
        self.go_to(number)
        self.find("Approved, not sent yet|Approved, waiting for the server", "label", seconds=20)

    def may_approve(self, folder, request, person):
        return any(action["action"] == "approve" and action["open"] for action in map(
            json.loads, self.ctl_at(folder, "request", "actions", request, "--by", person).splitlines()))

    def approvable(self, folder, person):
        """A decision that this person may take now: request, number, step and level."""
        for request, number in query(folder, "SELECT DISTINCT request.id, request.number FROM turn JOIN request"
                                     " USING (ref) WHERE request.end = 0 AND turn.kind = 0 ORDER BY request.id"):
            for line in self.ctl_at(folder, "request", "actions", request, "--by", person).splitlines():
                action = json.loads(line)
                if action["action"] == "approve" and action["open"]:
                    return request, number, action["step"], action["level"]
        self.check(False, "the sample has no decision for " + person)
