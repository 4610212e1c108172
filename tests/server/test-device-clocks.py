#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""SG-20, K-14: a desktop whose clock is a day off starts no clock of a request earlier or later, and the server's
keeper raises the same rungs, each once."""
import calendar
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

SERVER = os.environ["COUNTERSIGN_SERVER"]
CTL = os.environ["COUNTERSIGNCTL"]
WHO = "p-sunita"  # decides on the base cost in Africa; the sales price is asked next
OFFSETS = {"right": None, "ahead": "+24h", "behind": "-24h"}


def seconds(text):
    return calendar.timegm(time.strptime(text[:19], "%Y-%m-%dT%H:%M:%S"))


class Clocks(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.place = self.temporary.name
        self.folder, self.ports = os.path.join(self.place, "server"), os.path.join(self.place, "ports")
        local = os.path.join(self.place, "local")
        self.process = None
        self.must(CTL, "workspace", "create", "--sample", "--pack", "anantya", "--seed", "7", local)
        self.must(SERVER, "import", local, self.folder, "--admin", WHO)

    def tearDown(self):
        self.stop()
        self.temporary.cleanup()

    def must(self, *words, offset=None, fine=(0,), **more):
        words = ["faketime", "-f", offset, *words] if offset else words
        done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False, **more)
        if done.returncode not in fine:
            raise AssertionError(f"{words}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def serve(self, offset=None):
        environment = dict(os.environ, FAKETIME_DONT_FAKE_MONOTONIC="1")
        if offset:
            shown = self.must("env", offset=offset)
            environment |= dict(line.split("=", 1) for line in shown.splitlines()
                                if line.startswith(("LD_PRELOAD=", "FAKETIME")))
        if os.path.exists(self.ports):
            os.unlink(self.ports)
        self.process = subprocess.Popen([SERVER, "serve", self.folder, "--listen", "127.0.0.1:0", "--metrics", "none",
                                         "--port-file", self.ports], stderr=subprocess.DEVNULL, env=environment)
        for _ in range(1000):
            if os.path.exists(self.ports):
                break
            time.sleep(0.02)
        with open(self.ports, encoding="utf-8") as lines:
            self.address = f"http://{lines.read().split()[0]}"

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(60)
        self.process = None

    def query(self, sql, *values):
        base = sqlite3.connect(os.path.join(self.folder, "workspace.db"), timeout=30)
        try:
            return base.execute(sql, values).fetchall()
        finally:
            base.close()

    def ctl(self, folder, *words, **more):
        return self.must(CTL, "--json", "--workspace", folder, *words, **more)

    def approvable(self, folder, level):
        """Requests on which this person may decide at a level now, with the step."""
        requests = [request for request, in self.query("SELECT request.id FROM request WHERE request.end = 0 ORDER BY id")]
        for request in requests:
            for line in self.ctl(folder, "request", "actions", request, "--by", WHO).splitlines():
                action = json.loads(line)
                if action["action"] == "approve" and action["open"] and action["level"] == level:
                    yield request, action["step"]

    def approve_on(self, name, offset, request, step):
        """Decides on a device with a clock of its own; returns the entry."""
        folder = os.path.join(self.place, name)
        code = self.must(SERVER, "invite", self.folder, WHO).split()[-1]
        self.must(CTL, "connect", self.address, folder, "--invitation", code, offset=offset)
        line = {"request": request, "kind": "approve", "data": {"step": step, "level": "base"}}
        said = json.loads(self.ctl(folder, "act", input=json.dumps(line) + "\n", offset=offset,
                                   fine=(0, 1)))  # 1: it waits for the server
        self.assertEqual(said["verdict"], "waiting", said)
        self.ctl(folder, "sync", offset=offset)
        return said["entry"]

    def test_device_clocks(self):
        self.serve()
        first = os.path.join(self.place, "first")
        self.must(CTL, "connect", self.address, first, "--invitation",
                  self.must(SERVER, "invite", self.folder, WHO).split()[-1])
        cases = dict(zip(OFFSETS, self.approvable(first, "base")))
        self.assertEqual(len(cases), 3, "the sample has three such decisions")
        due = {}
        for name, (request, step) in cases.items():
            entry = self.approve_on(name, OFFSETS[name], request, step)
            (at, received), = self.query("SELECT at, received FROM entry WHERE id = ?", entry)
            off = {"right": 0, "ahead": 86400, "behind": -86400}[name]
            self.assertLess(abs((at - received) / 1e6 - off), 30, "the device’s clock was off")
            self.ctl(first, "sync")
            for folder, offset in ((first, None), (os.path.join(self.place, name), OFFSETS[name])):
                runs = [json.loads(line) for line in self.ctl(folder, "clocks", request, offset=offset).splitlines()]
                run, = [one for one in runs if "sales" in one["run"] and one.get("stopped") is None]
                self.assertLess(abs(seconds(run["started"]) - received / 1e6), 2, f"{name}: server time starts it")
                self.assertEqual(due.setdefault(request, run["due"]), run["due"], "the same to everybody")
        self.stop()
        self.serve("+20d")
        requests = list(due)
        marks = ",".join("?" * len(requests))
        rungs = []
        for _ in range(300):
            rungs = self.query("SELECT head.request, json_extract (bytes, '$.data.due'), count(*) FROM entry"
                               f" JOIN head USING (ref) WHERE kind = 'rung' AND head.request IN ({marks})"
                               " AND json_extract (bytes, '$.data.run') LIKE '%sales%' GROUP BY 1, 2", *requests)
            if len(rungs) == 3:
                break
            time.sleep(0.1)
        self.assertEqual({request: (seconds(told), n) for request, told, n in rungs},
                         {request: (seconds(text), 1) for request, text in due.items()})

    def rungs(self):
        """Every one that is written at the very deadline: (request, run, deadline, received), in seconds."""
        return [(request, run, seconds(due), received / 1e6) for request, run, due, received in self.query(
            "SELECT head.request, json_extract (bytes, '$.data.run'), json_extract (bytes, '$.data.due'), received"
            " FROM entry JOIN head USING (ref) WHERE kind = 'rung' AND json_extract (bytes, '$.data.rung') = 'limit'")]

    def test_in_time(self):
        """I-12: never before its time by the server's clock, and within 60 seconds after it."""
        fresh = os.path.join(self.place, "fresh")
        shutil.copytree(self.folder, fresh)
        begun = time.time()
        self.serve("+20d")
        for _ in range(300):
            to_come = [rung for rung in self.rungs() if rung[2] > begun + 3600]
            if len(to_come) > 3:
                break
            time.sleep(0.1)
        self.stop()
        shutil.rmtree(self.folder)
        shutil.move(fresh, self.folder)
        request, run, due, _ = min(to_come, key=lambda rung: rung[2])
        self.serve(f"+{due - time.time() - 5:.0f}s")
        for _ in range(200):
            found = [rung for rung in self.rungs() if rung[:3] == (request, run, due)]
            if found:
                break
            time.sleep(0.1)
        self.assertEqual(len(found), 1)
        late = found[0][3] - due
        self.assertGreaterEqual(late, 0)
        self.assertLess(late, 60)


if __name__ == "__main__":
    if not shutil.which("faketime"):
        print("1..0 # SKIP there is no faketime here")
        sys.exit(0)
    unittest.main(argv=sys.argv[:1], verbosity=0)
