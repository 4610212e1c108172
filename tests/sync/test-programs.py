#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people, their folders and a server, with the real programs: what is killed when loses nothing."""
import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

SERVER = os.environ["COUNTERSIGN_SERVER"]
CTL = os.environ["COUNTERSIGNCTL"]
KILLS = int(os.environ.get("CS_KILLS", "50"))
SEED = int(os.environ.get("CS_SEED", str(random.randrange(1 << 30))))
ONE, TWO = "p-sunita", "p-fatima"
SAMIR, IMRAN = "p-samir", "p-imran"  # either approves the final cost in Africa


def run(*words, **more):
    return subprocess.run(words, capture_output=True, text=True, timeout=120, check=False, **more)


def query(folder, sql, *values):
    # only to be read: whoever looks too early makes no file that a client then meets
    database = sqlite3.connect(f"file:{folder}/workspace.db?mode=ro", uri=True, timeout=30)
    try:
        return database.execute(sql, values).fetchall()
    finally:
        database.close()


class Desk:
    """A server made of the sample workspace, on a port that stays the same."""

    def __init__(self, place):
        self.place, self.process, self.port = place, None, 0
        self.local, self.folder = os.path.join(place, "local"), os.path.join(place, "server")
        self.must(CTL, "workspace", "create", "--sample", "--pack", "anantya", "--seed", "7", self.local)
        self.must(SERVER, "import", self.local, self.folder, "--admin", ONE)

    def must(self, *words, **more):
        done = run(*words, **more)
        if done.returncode != 0:
            raise AssertionError(f"{words}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def start(self):
        ports = os.path.join(self.place, "ports")
        if os.path.exists(ports):
            os.unlink(ports)
        self.process = subprocess.Popen(
            [SERVER, "serve", self.folder, "--listen", f"127.0.0.1:{self.port}", "--metrics", "none",
             "--port-file", ports], stderr=subprocess.DEVNULL)
        words = []
        while not words:
            if self.process.poll() is not None:
                raise AssertionError("the server ended")
            time.sleep(0.01)
            if os.path.exists(ports):
                with open(ports, encoding="utf-8") as lines:
                    words = lines.read().split()
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
        return self.must(SERVER, "invite", self.folder, person).split()[-1]

    def connect(self, person, name=None):
        folder = os.path.join(self.place, name or person)
        self.must(CTL, "connect", self.address, folder, "--invitation", self.invite(person))
        return folder


def ctl(folder, *words, **more):
    return run(CTL, "--json", "--workspace", folder, *words, **more)


def say(folder, **line):
    done = ctl(folder, "act", input=json.dumps(line) + "\n")
    return json.loads(done.stdout)


def sync(folder):
    return ctl(folder, "sync")


def activity(folder):
    return json.loads(ctl(folder, "activity").stdout)


class Programs(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.desk = Desk(self.temporary.name)
        self.desk.start()

    def tearDown(self):
        self.desk.stop()
        self.temporary.cleanup()

    def approvable(self, folder, person):
        """A decision that this person may take now: request, step and level."""
        for request, in query(folder, "SELECT DISTINCT request.id FROM turn JOIN request USING (ref)"
                              " WHERE request.end = 0 AND turn.kind = 0 ORDER BY request.id"):
            for line in ctl(folder, "request", "actions", request, "--by", person).stdout.splitlines():
                action = json.loads(line)
                if action["action"] == "approve" and action["open"]:
                    return request, action["step"], action["level"]
        raise AssertionError("the sample has no decision for " + person)

    def test_says_and_hears(self):
        one, two = self.desk.connect(ONE), self.desk.connect(TWO)
        request, = query(two, "SELECT id FROM request ORDER BY id LIMIT 1")[0]
        answer = say(two, request=request, kind="note", data={"text": "On its way"})
        self.assertEqual(answer["verdict"], "waiting")
        self.assertEqual([line["state"] for line in activity(two)], ["waiting"])
        self.assertEqual(sync(two).returncode, 0)
        self.assertEqual(activity(two), [])
        self.assertEqual(sync(one).returncode, 0)
        self.assertTrue(query(self.desk.folder, "SELECT 1 FROM entry WHERE id = ?", answer["entry"]))

    def test_offline_and_recall(self):
        two = self.desk.connect(TWO)
        request, = query(two, "SELECT id FROM request ORDER BY id LIMIT 1")[0]
        self.desk.stop()
        say(two, request=request, kind="note", data={"text": "Kept"})
        unsaid = say(two, request=request, kind="note", data={"text": "Not kept"})
        self.assertEqual(ctl(two, "activity", "--recall", unsaid["entry"]).returncode, 0)
        self.assertEqual(sync(two).returncode, 5)
        self.assertEqual(len(activity(two)), 1)
        self.desk.start()
        self.assertEqual(sync(two).returncode, 0)
        self.assertEqual(activity(two), [])
        self.assertFalse(query(self.desk.folder, "SELECT 1 FROM entry WHERE id = ?", unsaid["entry"]))

    def test_files(self):
        """K-19: a file that an entry names is sent before it, and fetched by who sees the entry."""
        one, two = self.desk.connect(ONE), self.desk.connect(TWO)
        request, = query(two, "SELECT id FROM request ORDER BY id LIMIT 1")[0]
        contents = os.urandom(3 * 1024 * 1024 + 17)
        digest = hashlib.sha256(contents).hexdigest()
        paths = [os.path.join(folder, "files", digest[:2], digest) for folder in (one, two)]
        os.makedirs(os.path.dirname(paths[1]), exist_ok=True)
        with open(paths[1], "wb") as file:
            file.write(contents)
        said = say(two, request=request, kind="note", data={
            "text": "See the plan", "files": [{"sha256": digest, "name": "plan.pdf", "size": len(contents)}]})
        self.assertEqual(said["verdict"], "waiting", said)
        done = sync(two)
        self.assertEqual(done.returncode, 0, done.stderr + str(activity(two)))
        done = sync(one)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(paths[0], "rb") as file:
            self.assertEqual(file.read(), contents)
        self.assertEqual(query(one, "SELECT count(*) FROM sync_file WHERE sha256 = ?", digest), [(0,)])

    def test_begins_with_what_waits(self):
        """K-18, SG-15: what needs the person is here after the first stage, and everything after the last; cut
        anywhere, it goes on, and is never taken for whole."""
        whole = self.desk.connect(SAMIR, "whole")
        meta = "SELECT value FROM meta WHERE name = 'shared/stage'"
        waits = ("SELECT request.number FROM turn JOIN request USING (ref) WHERE turn.kind = 0 AND request.end = 0"
                 " AND turn.key LIKE 'role:anantya/final-approver%' ORDER BY 1")
        contents = "SELECT seq, id, bytes FROM entry ORDER BY seq"
        everything = query(whole, contents)
        self.assertEqual(query(whole, meta), [("whole",)])
        self.assertTrue(query(whole, waits))
        self.assertEqual(query(whole, "SELECT 1 FROM sync_scope WHERE scope LIKE 'need:%'"), [])
        folder, stages = os.path.join(self.temporary.name, "cut"), set()
        client = subprocess.Popen([CTL, "connect", self.desk.address, folder, "--invitation",
                                   self.desk.invite(SAMIR)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while client.poll() is None:
            time.sleep(0.002)
            try:
                stage = query(folder, meta)
            except sqlite3.Error:
                continue
            if stage == [("rest",)]:
                client.kill()
                client.wait(60)
                self.assertEqual(query(folder, waits), query(whole, waits))
            stages.update(stage)
        client.wait(60)
        self.assertIn(("rest",), stages)
        self.assertLess(len(query(folder, contents)), len(everything))
        self.assertNotEqual(query(folder, meta), [("whole",)])
        for _ in range(30):
            client = subprocess.Popen([CTL, "--workspace", folder, "sync"], stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL)
            time.sleep(random.random() * 0.3)
            client.kill()
            client.wait(60)
        self.assertEqual(sync(folder).returncode, 0)
        self.assertEqual(query(folder, meta), [("whole",)])
        self.assertEqual(sync(whole).returncode, 0)
        self.assertEqual(query(folder, contents), query(whole, contents))
        self.assertEqual(query(folder, waits), query(whole, waits))
        self.assertEqual(query(folder, "SELECT 1 FROM sync_scope WHERE scope LIKE 'need:%'"), [])
        self.assertEqual(query(folder, "SELECT 1 FROM sync_row WHERE scope LIKE 'need:%'"), [])

    def test_marks_stay(self):
        """K-15: a copy that is fetched anew still knows what was read and what was put off; no more than there is."""
        folder = self.desk.connect(ONE)
        refs = [ref for ref, in query(folder, "SELECT ref FROM request ORDER BY ref LIMIT 2")]
        ids = [query(folder, "SELECT request FROM head WHERE ref = ?", ref)[0][0] for ref in refs]
        database = sqlite3.connect(os.path.join(folder, "workspace.db"))
        with database:
            database.execute("DELETE FROM seen")
            database.execute("INSERT INTO seen VALUES (?, ?, 3)", (ONE, refs[0]))
            database.execute("INSERT INTO seen VALUES (?, ?, 9999)", (ONE, refs[1]))
            database.execute("INSERT INTO snooze VALUES (?, ?, 4102444800000000)", (ONE, refs[1]))
            database.execute("INSERT INTO head (request, last, hash) VALUES ('gone', 0, x'')")
            database.execute("INSERT INTO seen SELECT ?, ref, 1 FROM head WHERE request = 'gone'", (ONE,))
            database.execute("UPDATE sync_scope SET last = last + 1000")  # a cursor beyond what there is
        database.close()
        before = query(folder, "SELECT id, bytes FROM entry ORDER BY seq")
        self.assertEqual(sync(folder).returncode, 0)
        self.assertEqual(query(folder, "SELECT id, bytes FROM entry ORDER BY seq"), before)
        seen = dict(query(folder, "SELECT request, number FROM seen JOIN head USING (ref)"))
        last, = query(folder, "SELECT last FROM head WHERE request = ?", ids[1])[0]
        self.assertEqual(seen, {ids[0]: 3, ids[1]: last})
        self.assertEqual(query(folder, "SELECT request FROM snooze JOIN head USING (ref)"), [(ids[1],)])

    def test_two_computers_one_decision(self):
        """SG-05, SG-06: the same decision from two computers counts once; the other is told."""
        first, second = self.desk.connect(ONE, "desk"), self.desk.connect(ONE, "laptop")
        request, step, level = self.approvable(first, ONE)
        for folder in (first, second):
            answer = say(folder, request=request, kind="approve", data={"step": step, "level": level})
            self.assertEqual(answer["verdict"], "waiting", answer)
        self.assertEqual(sync(first).returncode, 0)
        self.assertEqual(sync(second).returncode, 1)
        line, = activity(second)
        self.assertIn(line["state"], ("conflict", "refused"))
        self.assertTrue(line["reason"])
        self.assertEqual(len(query(self.desk.folder, "SELECT 1 FROM entry JOIN head USING (ref) WHERE"
                                   " request = ? AND kind = 'decision' AND author = ? AND"
                                   " received > (SELECT max(received) - 600000000 FROM entry)",
                                   request, ONE)), 1)
        self.assertEqual(len(query(second, "SELECT 1 FROM draft WHERE id = ?", line["id"])), 1)
        self.assertEqual(ctl(second, "activity", "--dismiss", line["id"]).returncode, 0)
        self.assertEqual(activity(second), [])

    def test_two_approvers(self):
        """SG-05, I-3: any one of two may approve; who was offline is told who was faster, and keeps the words."""
        samir, imran = self.desk.connect(SAMIR), self.desk.connect(IMRAN)
        request, step, level = self.approvable(samir, SAMIR)
        for folder, comment in ((samir, "Agreed on the phone"), (imran, "Fine by me")):
            answer = say(folder, request=request, kind="approve",
                         data={"step": step, "level": level, "comment": comment})
            self.assertEqual(answer["verdict"], "waiting", answer)
        self.assertEqual(sync(samir).returncode, 0)
        self.assertEqual(sync(imran).returncode, 1)
        line, = activity(imran)
        self.assertEqual((line["state"], line["verdict"], line["data"]["comment"]),
                         ("conflict", "already_settled", "Fine by me"))
        self.assertEqual(line["settled"]["by"], "Samir Haddad")
        self.assertEqual(line["settled"]["answer"], "approve")
        self.assertEqual(len(query(self.desk.folder, "SELECT 1 FROM entry JOIN head USING (ref) WHERE request = ?"
                                   " AND kind = 'decision' AND author IN (?, ?)", request, SAMIR, IMRAN)), 1)

    def test_content_changed(self):
        """SG-06, K-08: approved offline while the cost became another: refused with the difference, and again
        the same when it is sent again."""
        samir, vikram = self.desk.connect(SAMIR), self.desk.connect("p-vikram")
        request, step, level = self.approvable(samir, SAMIR)
        self.assertEqual(say(samir, request=request, kind="approve", data={"step": step, "level": level})["verdict"],
                         "waiting")
        filled = [json.loads(line)["data"]["values"] for line, in query(
            samir, "SELECT bytes FROM entry JOIN head USING (ref) WHERE request = ? AND kind = 'fill'", request)]
        was, = (values["cost"] for values in filled if "cost" in values)
        cost = dict(was, minor=was["minor"] + 100000)
        changed = say(vikram, request=request, kind="fill",
                      data={"step": "price", "reason": "Two more days", "values": {"cost": cost}})
        self.assertEqual(changed["verdict"], "waiting", changed)
        self.assertEqual(sync(vikram).returncode, 0)
        self.assertEqual(sync(samir).returncode, 1)
        line, = activity(samir)
        self.assertEqual(line["verdict"], "content_changed", line)
        change, = line["changes"]
        self.assertEqual(change["title"], "Cost for the client")
        self.assertNotEqual(change["was"], change["is"])
        self.assertFalse(query(self.desk.folder, "SELECT 1 FROM entry WHERE kind = 'decision' AND id = ?", line["id"]))
        database = sqlite3.connect(os.path.join(samir, "workspace.db"))
        with database:
            database.execute("UPDATE outbox SET verdict = NULL, answer = NULL")
        database.close()
        sync(samir)
        again, = activity(samir)
        self.assertEqual((again["verdict"], again["changes"]), ("content_changed", line["changes"]))

    def test_revoked(self):
        """SG-08: what was said offline before a computer was removed is not taken after it."""
        two = self.desk.connect(TWO)
        request, = query(two, "SELECT id FROM request ORDER BY id LIMIT 1")[0]
        said = say(two, request=request, kind="note", data={"text": "Too late"})
        device = query(two, "SELECT value FROM meta WHERE name = 'device'")[0][0] + "." + TWO
        self.desk.must(SERVER, "devices", "revoke", self.desk.folder, device)
        done = sync(two)
        self.assertNotEqual(done.returncode, 0)
        self.assertFalse(query(self.desk.folder, "SELECT 1 FROM entry WHERE id = ?", said["entry"]))
        self.assertEqual(len(activity(two)), 1, "the text is kept")

    def test_shared_later(self):
        """A workspace of one's own moves to a server with its history, and what was said since."""
        request, = query(self.desk.local, "SELECT id FROM request ORDER BY id LIMIT 1")[0]
        person, = query(self.desk.local, "SELECT value FROM meta WHERE name = 'person'")[0]
        since = say(self.desk.local, request=request, kind="note", data={"text": "Since the copy"})
        self.assertEqual(since["verdict"], "accepted", since)
        before = query(self.desk.local, "SELECT id, bytes FROM entry ORDER BY seq")
        shared = ctl(self.desk.local, "share", self.desk.address, "--invitation",
                     self.desk.invite(person))
        self.assertEqual(shared.returncode, 0, shared.stderr)
        there = dict(query(self.desk.folder, "SELECT id, bytes FROM entry"))
        here = dict(query(self.desk.local, "SELECT id, bytes FROM entry"))
        for entry, contents in before:
            self.assertEqual(there.get(entry), contents)
            self.assertEqual(here.get(entry), contents)

    def test_shared_elsewhere(self):
        """A server that does not hold the history changes nothing."""
        other = os.path.join(self.temporary.name, "other")
        self.desk.must(CTL, "workspace", "create", "--sample", "--pack", "anantya", "--seed", "8", other)
        person, = query(other, "SELECT value FROM meta WHERE name = 'person'")[0]
        before = query(other, "SELECT id, bytes, hash FROM entry ORDER BY seq")
        shared = ctl(other, "share", self.desk.address, "--invitation", self.desk.invite(person))
        self.assertEqual(shared.returncode, 1, shared.stderr)
        self.assertEqual(before, query(other, "SELECT id, bytes, hash FROM entry ORDER BY seq"))
        self.assertEqual(say(other, request=query(other, "SELECT id FROM request LIMIT 1")[0][0],
                             kind="note", data={"text": "Local"})["verdict"], "accepted")

    def test_killed(self):
        """SG-01, SG-02: killed again and again on both sides; nothing acknowledged is lost or doubled."""
        dice = random.Random(SEED)
        print(f"CS_SEED={SEED} CS_KILLS={KILLS}", file=sys.stderr)
        two = self.desk.connect(TWO)
        request, = query(two, "SELECT id FROM request ORDER BY id LIMIT 1")[0]
        said, kills = [], 0
        while kills < KILLS:
            lines = "".join(json.dumps({"request": request, "kind": "note", "data": {"text": f"{kills}/{i}"}})
                            + "\n" for i in range(dice.randrange(1, 12)))
            said += [json.loads(line)["entry"] for line in ctl(two, "act", input=lines).stdout.splitlines()]
            client = subprocess.Popen([CTL, "--workspace", two, "sync"], stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL)
            time.sleep(dice.random() * 0.25)
            if dice.random() < 0.6:
                client.kill()
                kills += 1
            if dice.random() < 0.6:
                self.desk.stop(signal.SIGKILL)
                kills += 1
                self.desk.start()
            client.wait(60)
        for _ in range(20):
            if sync(two).returncode == 0:
                break
        self.assertEqual(activity(two), [])
        there = [entry for entry, in query(self.desk.folder, "SELECT id FROM entry ORDER BY seq")]
        self.assertEqual(len(there), len(set(there)))
        self.assertEqual([entry for entry in there if entry in set(said)], said, "in order, each once")
        for sql in ("SELECT seq, id, hex(hash) FROM entry WHERE id IN (SELECT id FROM outbox) ORDER BY seq",):
            self.assertEqual(query(two, sql),
                             [row for row in query(self.desk.folder, "SELECT seq, id, hex(hash) FROM entry"
                                                   " ORDER BY seq") if row[1] in set(said)])
        length = len(there)
        database = sqlite3.connect(os.path.join(two, "workspace.db"))
        database.execute("UPDATE outbox SET verdict = NULL")
        database.commit()
        database.close()
        self.assertEqual(sync(two).returncode, 0)
        self.assertEqual(len(query(self.desk.folder, "SELECT 1 FROM entry")), length, "a replay adds nothing")
        self.assertEqual(run(SERVER, "verify", self.desk.folder).returncode, 0)
        self.assertEqual(query(two, "PRAGMA integrity_check"), [("ok",)])


if __name__ == "__main__":
    unittest.main(verbosity=2)
