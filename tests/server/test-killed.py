#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""SG-01, I-1: a server killed at any moment has everything that it ever answered (CS_KILLS says how often)."""
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM, PUSHER = os.environ["COUNTERSIGN_SERVER"], os.environ["PUSH_FOREVER"]
KILLS = int(os.environ.get("CS_KILLS", "20"))


class Killed(unittest.TestCase):
    def test_killed(self):
        seed = int(os.environ.get("CS_SEED", time.time()))
        print(f"# seed {seed}")
        rand = random.Random(seed)
        answered = {}
        with tempfile.TemporaryDirectory() as place:
            subprocess.run([PROGRAM, "init", f"{place}/srv", "--pack", "anantya"], check=True, capture_output=True)
            # With the journal in PostgreSQL another process works on while this one is killed (SG-22).
            beside = None
            if "COUNTERSIGN_SERVER_JOURNAL" in os.environ:
                others = open(f"{place}/others", "w+b")  # pylint: disable=consider-using-with
                self.addCleanup(others.close)
                beside = subprocess.Popen([PUSHER, place, "800000001"], stdout=others)
                self.addCleanup(beside.wait)
                self.addCleanup(beside.kill)
            for kill in range(KILLS):
                with open(f"{place}/said", "w+b") as said:
                    process = subprocess.Popen([PUSHER, place, str(kill * 1000000 + 1)], stdout=said)
                    time.sleep(rand.uniform(0.15, 0.6) * (3 if beside else 1))
                    self.assertIsNone(process.poll(), "it does not end by itself")
                    process.kill()
                    process.wait()
                    said.seek(0)
                    whole = [line for line in said.read().decode().splitlines(True) if line.endswith("\n")]
                answered.update(line.split() for line in whole)
            if beside:
                self.assertIsNone(beside.poll(), "the other one goes on")
                beside.kill()
                beside.wait()
                others.seek(0)
                theirs = [line for line in others.read().decode().splitlines(True) if line.endswith("\n")]
                self.assertGreater(len(theirs), 0)
                answered.update(line.split() for line in theirs)
                subprocess.run([PROGRAM, "status", f"{place}/srv"], check=True, capture_output=True)  # catches up
            base = sqlite3.connect(f"{place}/srv/workspace.db")
            stored = {row[0]: str(row[1]) for row in base.execute("SELECT id, seq FROM entry")}
            gaps = base.execute("SELECT count(*), max(seq) FROM entry").fetchone()
            base.close()
            lost = [name for name, seq in answered.items() if stored.get(name) != seq]
            print(f"# {len(answered)} answered, {len(stored)} stored, {len(lost)} lost in {KILLS} kills")
            self.assertEqual(lost, [])
            self.assertGreater(len(answered), 0)
            self.assertEqual(gaps[0], gaps[1])
            # Stamped or not when it was killed: the next start does the rest.
            process = subprocess.Popen([PUSHER, place, "900000001"], stdout=subprocess.PIPE)
            process.stdout.readline()
            process.kill()
            process.wait()
            process.stdout.close()
            verified = subprocess.run([PROGRAM, "verify", f"{place}/srv"], capture_output=True, text=True, check=False)
            self.assertEqual(verified.returncode, 0, verified.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=0)
