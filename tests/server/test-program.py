#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program countersign-server as a whole: made, served, asked, stopped, killed."""
import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

PROGRAM = os.environ["COUNTERSIGN_SERVER"]


def run(*words, **more):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, timeout=60, check=False, **more)


def contents(folder):
    """All that lies in a folder, file for file."""
    for root, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(root, name), "rb") as file:
                yield file.read()


class Served:
    """A server on loopback for the length of a with block."""

    def __init__(self, folder, *words, **more):
        self.port_file = folder + ".ports"
        if os.path.exists(self.port_file):
            os.unlink(self.port_file)
        self.process = subprocess.Popen(
            [PROGRAM, "serve", folder, "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0",
             "--port-file", self.port_file, *words], stderr=subprocess.PIPE, text=True, **more)

    def __enter__(self):
        for _ in range(1000):
            if os.path.exists(self.port_file):
                break
            if self.process.poll() is not None:
                raise RuntimeError(self.process.stderr.read())
            time.sleep(0.01)
        with open(self.port_file, encoding="utf-8") as lines:
            self.address, self.watched = lines.read().split()
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(30)
        self.process.stderr.close()

    def get(self, path, address=None, data=None):
        url = f"http://{address or self.address}{path}"
        try:
            with urllib.request.urlopen(urllib.request.Request(url, data), timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


class Program(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.folder = os.path.join(self.place.name, "srv")
        made = run("init", self.folder, "--pack", "anantya", "--name", "Everybody")
        self.assertEqual(made.returncode, 0, made.stderr)

    def tearDown(self):
        self.place.cleanup()

    def test_init_only_once(self):
        again = run("init", self.folder)
        self.assertEqual(again.returncode, 1)
        self.assertIn("not empty", again.stderr)

    def test_init_whole_or_not(self):
        other = self.folder + ".other"
        self.assertEqual(run("init", other, "--pack", "nothing").returncode, 3)
        self.assertEqual([n for n in os.listdir(self.place.name) if "other" in n], [])

    def test_key_is_the_owners(self):
        for root, _, names in os.walk(self.folder):
            self.assertEqual(os.stat(root).st_mode & 0o77, 0, root)
            for name in names:
                if name.endswith(".key"):
                    self.assertEqual(os.stat(os.path.join(root, name)).st_mode & 0o77, 0, name)

    def test_serves(self):
        with Served(self.folder) as server:
            status, text = server.get("/v1")
            self.assertEqual(status, 200)
            self.assertEqual(json.loads(text)["name"], "Everybody")
            self.assertEqual(server.get("/v1/wait", data=b'{"protocol":1,"size":0}')[0], 401)
            self.assertEqual(server.get("/healthz", server.watched)[0], 200)
            status, text = server.get("/metrics", server.watched)
            self.assertIn("countersign_log_size 3\n", text)
            self.assertTrue(text.endswith("# EOF\n"))
            self.assertEqual(server.get("/metrics")[0], 404, "not where everybody comes")

    def test_journal_of_commands(self):
        """Every command goes where it is told that the journal is (hooks and letters too)."""
        journal = os.environ.get("COUNTERSIGN_SERVER_JOURNAL")
        bare = {name: value for name, value in os.environ.items() if name != "COUNTERSIGN_SERVER_JOURNAL"}
        for command in ["hooks", "list"], ["letters", "list"], ["people", "list"], ["scopes"], ["status"]:
            wrong = run(*command, self.folder, "--journal", "mysql://x", env=bare)
            self.assertEqual(wrong.returncode, 4, command)
            self.assertIn("postgresql://", wrong.stderr, command)
        if not journal:
            return
        made = run("hooks", "add", self.folder, "https://ledger.example/in", "--journal", journal, env=bare)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertIn("ledger.example", run("hooks", "list", self.folder, f"--journal={journal}", env=bare).stdout)
        self.assertIn("ledger.example", run("hooks", "list", self.folder).stdout)

    @unittest.skipIf("COUNTERSIGN_SERVER_JOURNAL" in os.environ, "with PostgreSQL there may be several")
    def test_one_process(self):
        with Served(self.folder):
            second = run("serve", self.folder, "--listen", "127.0.0.1:0")
            self.assertEqual(second.returncode, 5)
            self.assertIn("serves", second.stderr)

    def test_killed_and_started(self):
        with Served(self.folder) as server:
            first = json.loads(server.get("/v1")[1])
            server.process.send_signal(signal.SIGKILL)
            server.process.wait()
        with Served(self.folder) as server:
            again = json.loads(server.get("/v1")[1])
        for name in ("log", "incarnation", "key", "workspace"):
            self.assertEqual(first[name], again[name])

    def test_stops(self):
        with Served(self.folder) as server:
            server.process.terminate()
            self.assertEqual(server.process.wait(20), 0)

    def test_plain_refused(self):
        refused = run("serve", self.folder, "--listen", "0.0.0.0:0")
        self.assertEqual(refused.returncode, 4)
        self.assertIn("certificate", refused.stderr)

    def test_precedence(self):
        with open(os.path.join(self.folder, "server.conf"), "w", encoding="utf-8") as conf:
            conf.write("[server]\nreaders=3\nwaiters=11\nthreads=2\n")
        environment = dict(os.environ, COUNTERSIGN_SERVER_READERS="4", COUNTERSIGN_SERVER_WAITERS="12")
        shown = run("serve", self.folder, "--show", "--waiters", "13", env=environment).stdout
        for line in ("threads=2", "readers=4", "waiters=13", "idle-secs=60"):
            self.assertIn(line + "\n", shown)

    def test_wrong_settings(self):
        for words, told in ((["--readers", "0"], "from 1 to 16"), (["--listen", "nowhere"], "listen"),
                            (["--journal", "mysql://x"], "postgresql://")):
            refused = run("serve", self.folder, "--metrics", "none", *words)
            self.assertEqual(refused.returncode, 4, refused.stderr)
            self.assertIn(told, refused.stderr)
        with open(os.path.join(self.folder, "server.conf"), "w", encoding="utf-8") as conf:
            conf.write("[server]\nreader=3\n")
        self.assertIn("no setting", run("serve", self.folder).stderr)

    def say(self, *words):
        done = run(*words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_people_and_roles(self):
        self.assertIn("p-admin", self.say("people", "list", self.folder))
        self.assertEqual(self.say("people", "add", self.folder, "Ann Other", "--id", "p-ann"), "p-ann\n")
        self.assertEqual(self.say("scopes", self.folder, "p-ann"), "all\n")
        role = json.load(open(os.path.join(os.environ["COUNTERSIGN_DATADIR"], "packs/anantya/pack.json"),
                              encoding="utf-8"))["roles"]
        name = "anantya/" + next(iter(role))
        self.say("roles", "give", self.folder, "p-ann", name)
        self.assertIn(name, self.say("roles", "list", self.folder, "p-ann"))
        self.assertIn("in:anantya/", self.say("scopes", self.folder, "p-ann"))
        self.say("roles", "take", self.folder, "p-ann", name)
        self.assertEqual(self.say("scopes", self.folder, "p-ann"), "all\n")
        for wrong, code in (("anantya/nothing", 3), ("nothing", 4), ("x/y", 3)):
            self.assertEqual(run("roles", "give", self.folder, "p-ann", wrong).returncode, code)

    def test_last_administrator_stays(self):
        self.assertEqual(run("roles", "take", self.folder, "p-admin", "administrator").returncode, 1)

    def test_told_while_served(self):
        with Served(self.folder) as server:
            self.say("people", "add", self.folder, "Ann Other")
            for _ in range(100):
                if "countersign_log_size 4\n" in server.get("/metrics", server.watched)[1]:
                    return
                time.sleep(0.1)
            self.fail("the server did not notice")

    def test_backup_and_restore(self):
        copy, again = self.folder + ".copy", self.folder + ".again"
        with Served(self.folder):
            self.say("backup", self.folder, copy)
            self.assertEqual(json.loads(self.say("--json", "status", self.folder))["served"], True)
        self.say("people", "add", self.folder, "Too late")
        self.say("restore", copy, again)
        before, after = (json.loads(self.say("--json", "status", f)) for f in (self.folder, again))
        self.assertEqual(before["log"], after["log"])
        self.assertEqual(before["key"], after["key"])
        self.assertNotEqual(before["incarnation"], after["incarnation"])
        self.assertEqual(before["size"], after["size"] + 1)
        self.assertEqual(run("restore", copy, again).returncode, 1)

    def test_file_key(self):
        """CX-21: the key of the files outside of the folder is in no copy, and is asked for in words."""
        key, folder = os.path.join(self.place.name, "away.key"), self.folder + ".keyed"
        copy, again = folder + ".copy", folder + ".again"
        self.say("init", folder, "--pack", "anantya", "--file-key", key)
        self.assertEqual(os.stat(key).st_mode & 0o777, 0o600)
        self.assertEqual(sorted(os.listdir(folder + "/keys")), ["d-server.key", "d-server.pub", "files.pub"])
        without = run("verify", folder)
        self.assertEqual(without.returncode, 3, without.stderr)
        self.assertIn("file-key", without.stderr)
        self.assertFalse(os.path.exists(folder + "/keys/files.key"), "no other key is made")
        self.say("verify", folder, "--file-key", key)
        self.assertEqual(run("serve", folder, "--listen", "127.0.0.1:0", "--metrics", "none").returncode, 3)
        told = run("backup", folder, copy, env=os.environ | {"COUNTERSIGN_SERVER_FILE_KEY": key})
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertIn(key, told.stderr)
        told = run("restore", copy, again)
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertIn("file-key", told.stderr)
        with open(key, encoding="ascii") as line:
            self.assertNotIn(line.read().strip().encode(), b"".join(contents(copy)) + b"".join(contents(again)))
        with open(again + "/server.conf", "w", encoding="utf-8") as settings:
            settings.write(f"[server]\nfile-key={key}\n")
        self.say("verify", again)
        with Served(again):
            pass
        other = os.path.join(self.folder, "keys", "files.key")
        self.assertEqual(run("verify", again, "--file-key", other).returncode, 6, "the key of another server")

    def test_key_in_the_folder_is_copied(self):
        copy = self.folder + ".copy"
        self.assertEqual(run("backup", self.folder, copy).stderr, "")
        self.say("verify", copy)
        os.unlink(os.path.join(copy, "keys", "files.key"))
        self.assertEqual(run("verify", copy).returncode, 3)

    def test_import_seals(self):
        """CX-21: what comes with a workspace of one computer does not lie in the clear on its server."""
        plain = b"Passport of Ada Example, 123456789"
        digest = hashlib.sha256(plain).hexdigest()
        house, made = self.folder + ".house", self.folder + ".made"
        self.say("backup", self.folder, house)
        os.makedirs(f"{house}/files/{digest[:2]}")
        with open(f"{house}/files/{digest[:2]}/{digest}", "wb") as file:
            file.write(plain)
        self.say("import", house, made, "--admin", "p-admin")
        self.assertEqual(os.listdir(f"{made}/files/{digest[:2]}"), [digest])
        self.assertFalse([True for text in contents(made) if plain in text])
        self.assertTrue([True for text in contents(house) if plain in text])

    def test_verify_finds_what_was_changed(self):
        self.assertIn("3 entries", self.say("verify", self.folder))
        for wrong in ("UPDATE entry SET received = received + 1000 WHERE seq = 2",
                      "UPDATE tree SET hash = zeroblob (32) WHERE level = 1",
                      "DELETE FROM scope_row WHERE idx = 2"):
            copy = self.folder + ".changed"
            subprocess.run(["rm", "-rf", copy], check=True)
            self.say("backup", self.folder, copy)
            base = sqlite3.connect(os.path.join(copy, "workspace.db"))
            base.execute(wrong)
            base.commit()
            base.close()
            self.assertEqual(run("verify", copy).returncode, 6, wrong)

    def test_export(self):
        lines = self.say("export", self.folder).splitlines()
        self.assertEqual([json.loads(line)["seq"] for line in lines], [1, 2, 3])

    def test_invitations(self):
        first = json.loads(self.say("--json", "invitations", "list", self.folder))
        self.assertEqual(first["person"], "p-admin")
        self.assertNotIn("used", first)
        self.say("invitations", "withdraw", self.folder, first["id"])
        self.assertEqual(self.say("invitations", "list", self.folder), "")

    def test_log(self):
        with Served(self.folder, "--log", "json") as server:
            server.get("/v1")
            server.get("/v1/wait", data=b'{"protocol":1,"size":0}')
            server.process.terminate()
            lines = [json.loads(line) for line in server.process.stderr]
        calls = [line for line in lines if line.get("event") == "call"]
        self.assertEqual([(c["route"], c["status"]) for c in calls], [("/v1/wait", "401")])

    def test_no_server(self):
        for words in (["status", "/nowhere"], ["verify", self.place.name], ["serve", "/nowhere"]):
            self.assertEqual(run(*words).returncode, 3, words)
        self.assertEqual(run("nothing").returncode, 2)
        self.assertEqual(run("--help").returncode, 0)
        self.assertEqual(run("people", "add", "--help").returncode, 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=0)
