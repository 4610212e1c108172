#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people behind bad networks, with the real programs (SG-17): nothing is lost, and all is well again soon after
the network is. CS_SEED repeats a run; CS_NETWORKS=all tries every combination."""
import importlib.util
import itertools
import os
import random
import sqlite3
import tempfile
import time
import unittest

from fault_proxy import FaultProxy

_spec = importlib.util.spec_from_file_location(
    "programs", os.path.join(os.path.dirname(os.path.abspath(__file__)), "test-programs.py"))
programs = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(programs)

SEED = int(os.environ.get("CS_SEED", str(random.randrange(1 << 30))))
ALL = [dict(delay=delay, lost=lost, cut=cut, rate=rate) for delay, lost, cut, rate in itertools.product(
    (0, 0.25, 1), (0, 0.05, 0.2), (0, 0.3), (None, 16000))]
SOME = [dict(), dict(lost=0.2, cut=0.5), dict(delay=0.25, cut=0.3), dict(rate=16000, lost=0.05)]
NOTES = 12
HEALED_SECS = 60


def point_at(folder, port):
    """The same server, by another way."""
    database = sqlite3.connect(os.path.join(folder, "workspace.db"))
    with database:
        database.execute("UPDATE meta SET value = ? WHERE name = 'shared/address'", (f"http://127.0.0.1:{port}",))
    database.close()


class Network(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.desk = programs.Desk(self.temporary.name)
        self.desk.start()
        self.one, self.two = self.desk.connect(programs.ONE), self.desk.connect(programs.TWO)
        self.request, = programs.query(self.two, "SELECT id FROM request ORDER BY id LIMIT 1")[0]
        self.proxy = FaultProxy(self.desk.port, SEED)
        for folder in (self.one, self.two):
            point_at(folder, self.proxy.port)

    def tearDown(self):
        self.proxy.close()
        self.desk.stop()
        self.temporary.cleanup()

    def say(self, text):
        said = programs.say(self.two, request=self.request, kind="note", data={"text": text})
        self.assertEqual(said["verdict"], "waiting", said)
        return said["entry"]

    def assert_arrived(self, entries):
        for folder in (self.desk.folder, self.one):
            there = [entry for entry, in programs.query(folder, "SELECT id FROM entry")]
            self.assertEqual([entry for entry in entries if there.count(entry) != 1], [], f"seed {SEED}")

    def try_network(self, network):
        self.proxy.set(**network)
        entries = [self.say(f"Note {i} of {network}") for i in range(NOTES)]
        for _ in range(4):
            programs.sync(self.two)
            programs.sync(self.one)
        self.proxy.set()
        began = time.monotonic()
        for folder in (self.two, self.one):
            done = programs.sync(folder)
            self.assertEqual(done.returncode, 0, f"seed {SEED}: {network}: {done.stderr}")
        self.assertLess(time.monotonic() - began, HEALED_SECS)
        self.assertEqual(programs.activity(self.two), [])
        self.assert_arrived(entries)

    def test_bad_networks(self):
        """Delay, loss, cuts after any byte and slow links; what is said arrives, once."""
        for network in ALL if os.environ.get("CS_NETWORKS") == "all" else SOME:
            with self.subTest(network=network):
                self.try_network(network)
        self.assertGreater(self.proxy.troubled, 0)

    def test_captive_portal(self):
        """A page of somebody else is no answer of the server: everything stays as it was, and says so."""
        before = programs.query(self.two, "SELECT id FROM entry ORDER BY seq")
        self.proxy.set(captive=True)
        entry = self.say("In a hotel")
        done = programs.sync(self.two)
        self.assertEqual(done.returncode, 5, done.stderr)
        self.assertEqual([line["state"] for line in programs.activity(self.two)], ["waiting"])
        self.assertEqual(programs.query(self.two, "SELECT id FROM entry ORDER BY seq"), before)
        self.proxy.set()
        for folder in (self.two, self.one):
            self.assertEqual(programs.sync(folder).returncode, 0)
        self.assert_arrived([entry])


if __name__ == "__main__":
    unittest.main()
