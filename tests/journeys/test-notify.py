#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deadlines are told once, with the window closed too (U-06, D-C10); no daemon can hold a window up."""
import datetime
import json
import re
import subprocess
import sys
import time

from journey import BEGINNING, Journey, main, pump, wait
from request_walk import RequestWalk

BUS = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
HUNG = """import dbus, time
bus = dbus.SessionBus()
bus.request_name("org.freedesktop.Notifications")
time.sleep(600)"""
MISSING, MOCK, DEAF = "missing", "mock", "deaf"


class Desktop:
    """A notification daemon: one that notes what it is told, one that never answers, or none."""

    def __init__(self, kind):
        commands = {MOCK: ["-m", "dbusmock", "--template", "notification_daemon", "-p",
                           json.dumps({"capabilities": "actions body body-markup"})],
                    DEAF: ["-c", HUNG]}
        self.process = None
        if kind in commands:
            self.process = subprocess.Popen([sys.executable, *commands[kind]], stdout=subprocess.DEVNULL,
                                            stderr=subprocess.DEVNULL)
            wait(self.is_up, "the notification daemon", 20)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    @staticmethod
    def call(destination, path, method, *arguments):
        return subprocess.run(["gdbus", "call", "--session", "--timeout", "5", "--dest", destination, "--object-path",
                               path, "--method", method, *arguments], capture_output=True, text=True).stdout

    def is_up(self):
        return "true" in self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner",
                                   BUS)

    def calls(self, method):
        """What the daemon was told; one text for each call."""
        text = self.call(BUS, PATH, "org.freedesktop.DBus.Mock.GetMethodCalls", method)
        return re.findall(r"\((?:uint64 )?\d+, \[(.*?)\]\)(?:, |\])", text, re.S)

    def press(self, action):
        self.call(BUS, PATH, "org.freedesktop.DBus.Mock.EmitSignal", BUS, "ActionInvoked", "us", f"[<uint32 1>, <'{action}'>]")


def begin(j, text):
    """The journey goes on at another time."""
    target = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
    j.began = time.monotonic() - (target - BEGINNING).total_seconds()


def deadlines(j, person):
    """The rungs that are told to a person, the next one first: when, of which request and run."""
    rungs = []
    for line in j.command("--json", "clocks").splitlines():
        clock = json.loads(line)
        if clock["state"] not in ("paused", "met", "missed"):
            rungs += [(rung["at"], clock["number"], clock["run"]) for rung in clock["rungs"]
                      if not rung["fired"] and rung.get("at") and person in rung["tell"]]
    return sorted(rungs)


def shift(instant, seconds):
    return (datetime.datetime.strptime(instant, "%Y-%m-%dT%H:%M:%SZ") +
            datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def end(j):
    j.process.terminate()
    j.process.wait(10)
    j.process = None


def told_once_with_the_window_closed():
    with Desktop(MOCK) as desktop, Journey("notify-closed") as j:
        j.create_sample()
        at, number, _ = deadlines(j, "p-sunita")[0]
        begin(j, shift(at, 1))
        j.launch("--background")
        wait(lambda: desktop.calls("Notify"), "a notification", 60)
        pump(3)
        calls = desktop.calls("Notify")
        j.check(len(calls) == 1, f"{len(calls)} notifications: {calls}")
        j.check("Overdue: " in calls[0], calls[0])
        j.check("pprove" not in calls[0].split("[", 1)[-1], f"something to decide with: {calls[0]}")
        j.check(not j.frames(), "a window is open")
        desktop.press("default")
        wait(j.frames, "the window of the request", 20)
        wait(lambda: desktop.calls("CloseNotification"), "the notification to go")
        wait(lambda: any(number in text for text in j.texts()), f"{number} on the screen")
        j.focus_window()
        j.screenshot("opened")
        j.stop()


def taken_away_when_settled():
    with Desktop(MOCK) as desktop, Journey("notify-settled") as j:
        j.create_sample()
        at, number, run = deadlines(j, "p-sunita")[0]
        begin(j, shift(at, 1))
        j.launch("--background")
        wait(lambda: desktop.calls("Notify"), "a notification", 60)
        step, level = run.split("/")[1].split(".")
        line = {"request": number, "kind": "decision", "by": "p-sunita",
                "data": {"step": step, "level": level, "answer": "approve"}}
        answer = json.loads(j.command("act", text=json.dumps(line) + "\n"))
        j.check(answer["verdict"] == "accepted", f"{answer}")
        wait(lambda: desktop.calls("CloseNotification"), "the notification to go", 60)
        j.check(len(desktop.calls("Notify")) == 1, "told twice")
        end(j)


def missed_ones_come_as_one():
    with Desktop(MOCK) as desktop, Journey("notify-missed") as j:
        j.create_sample()
        rungs = deadlines(j, "p-sunita")
        begin(j, shift(rungs[3][0], 60))
        j.launch("--background")
        wait(lambda: desktop.calls("Notify"), "a notification", 60)
        pump(3)
        calls = desktop.calls("Notify")
        j.check(len(calls) == 1 and "Need Attention" in calls[0], f"{calls}")
        end(j)
        j.launch("--background")
        pump(6)
        j.check(len(desktop.calls("Notify")) == 1, "what was told is told again")
        end(j)


def payment(j):
    """The next deadline of a payment that somebody is told of: when, of which request, whom."""
    rungs = []
    for line in j.command("--json", "clocks").splitlines():
        clock = json.loads(line)
        if clock["run"].startswith("D-08/") and clock["state"] not in ("paused", "met", "missed"):
            rungs += [(rung["at"], clock["number"], rung["tell"][0]) for rung in clock["rungs"]
                      if not rung["fired"] and rung.get("at") and rung["tell"]]
    return sorted(rungs)[0]


def a_payment_is_told():
    """AG-24: whoever follows the payment hears of it while they work, and a press leads to it."""
    with Desktop(MOCK) as desktop, Journey("notify-payment") as j:
        j.create_sample()
        at, number, person = payment(j)
        begin(j, shift(at, -30))
        j.start("--view=requests")
        RequestWalk(j, {}).act_as(person.removeprefix("p-").capitalize())
        wait(lambda: any("ayment" in call for call in desktop.calls("Notify")), "a notification of a payment", 90)
        desktop.press("default")
        wait(lambda: any(number in text for text in j.texts()), f"{number} on the screen", 20)
        j.screenshot("opened")
        j.stop()


def no_daemon_holds_a_window_up():
    for kind in (DEAF, MISSING):
        with Desktop(kind), Journey(f"notify-{kind}") as j:
            j.create_sample()
            at, _, _ = deadlines(j, "p-sunita")[0]
            begin(j, shift(at, 1))
            j.start("--view=requests")
            pump(4)
            j.focus_window()
            began = time.monotonic()
            j.key("ctrl+5")
            j.find("Promised", {"label"}, seconds=15)
            # Who waits for a daemon waits for 25 s; a busy machine takes some seconds by itself.
            j.check(time.monotonic() - began < 12, "the window was held up")
            began = time.monotonic()
            j.stop()
            j.check(time.monotonic() - began < 12, "the program was held up when it was to end")


if __name__ == "__main__":
    main([told_once_with_the_window_closed, taken_away_when_settled, missed_ones_come_as_one,
          a_payment_is_told, no_daemon_holds_a_window_up])
