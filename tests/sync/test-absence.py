#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Back after a long absence (SG-16): much was said offline, and much more elsewhere. CS_ABSENCE=1000 20000 says how
much of each."""
import importlib.util
import json
import os
import tempfile
import time
import unittest

_spec = importlib.util.spec_from_file_location(
    "programs", os.path.join(os.path.dirname(os.path.abspath(__file__)), "test-programs.py"))
programs = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(programs)

QUEUED, MISSED = (int(word) for word in os.environ.get("CS_ABSENCE", "150 600").split())


def say_many(folder, request, first, texts):
    """One approval and then notes, in one go; the ids of what waits."""
    lines = first + [{"request": request, "kind": "note", "data": {"text": text}} for text in texts]
    done = programs.ctl(folder, "act", input="".join(json.dumps(line) + "\n" for line in lines))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return [answer["entry"] for answer in answers if answer["verdict"] == "waiting"]


class Absence(unittest.TestCase):
    def test_back(self):
        with tempfile.TemporaryDirectory() as place:
            desk = programs.Desk(place)
            desk.start()
            try:
                self.play(desk)
            finally:
                desk.stop()

    def play(self, desk):
        here, away = desk.connect(programs.ONE, "here"), desk.connect(programs.ONE, "away")
        helper = programs.Programs()
        request, step, level = helper.approvable(here, programs.ONE)
        approval = [{"request": request, "kind": "approve",
                     "data": {"step": step, "level": level, "comment": "From the train"}}]
        said = say_many(away, request, approval, [f"Away {i}" for i in range(QUEUED)])
        there = []
        for begin in range(0, MISSED, 1000):  # who is there sends as they go
            texts = [f"Here {i}" for i in range(begin, min(begin + 1000, MISSED))]
            there += say_many(here, request, [] if there else approval, texts)
            self.assertEqual(programs.sync(here).returncode, 0)
        self.assertEqual((len(said), len(there)), (QUEUED + 1, MISSED + 1))
        began = time.monotonic()
        self.assertEqual(programs.sync(away).returncode, 1)
        print(f"caught up with {MISSED} and sent {QUEUED} in {time.monotonic() - began:.1f} s")
        line, = programs.activity(away)
        self.assertEqual((line["id"], line["data"]["comment"]), (said[0], "From the train"))
        self.assertTrue(line["reason"])
        journal = [entry for entry, in programs.query(desk.folder, "SELECT id FROM entry")]
        for entry in said[1:] + there:
            self.assertEqual(journal.count(entry), 1)
        self.assertEqual(programs.sync(here).returncode, 0)
        contents = "SELECT seq, id, hex (hash) FROM entry ORDER BY seq"
        self.assertEqual(programs.query(here, contents), programs.query(away, contents))


if __name__ == "__main__":
    unittest.main()
