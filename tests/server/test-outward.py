#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the server tells others: mail through npm's smtp-server, which fails as it is told, and webhooks that npm's
standardwebhooks believes; test-outward.py LOOPBACK-WATCH [TEST…]."""
import copy
import email
import email.policy
import json
import os
import queue
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import types
import unittest
import urllib.request

SERVER = os.environ["COUNTERSIGN_SERVER"]
CTL = os.environ["COUNTERSIGNCTL"]
WATCH = sys.argv[1]
HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "outward")
LATER = ["faketime", "-f", "+20d"]  # when the sample's clocks have run out
tools = None


def skip(reason):
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


def set_up_tools(place):
    """npm's packages as the lock names them, in a folder of this run; returns the folder."""
    for program in ("npm", "node", "faketime", "openssl"):
        if not shutil.which(program):
            skip(f"there is no {program} here")
    folder = os.path.join(place, "tools")
    os.mkdir(folder)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(os.path.join(HERE, name), folder)
    try:
        done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--prefix", folder], timeout=150,
                              capture_output=True, text=True, check=False)
    except subprocess.TimeoutExpired:
        skip("npm cannot be reached in time")
    if done.returncode != 0:
        skip("npm cannot be reached")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", f"{folder}/key.pem",
                    "-out", f"{folder}/certificate.pem"], check=True, capture_output=True)
    return folder


def must(*words, **more):
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False, **more)
    if done.returncode != 0:
        raise AssertionError(f"{words}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Sink:
    """A program of Node's that says what happens, one JSON object a line."""

    def __init__(self, script, argument):
        self.process = subprocess.Popen(["node", os.path.join(HERE, script), argument], cwd=tools, text=True,
                                        stdout=subprocess.PIPE)
        self.events, self.seen = queue.Queue(), []
        threading.Thread(target=self.read, daemon=True).start()
        self.port = self.wait(lambda e: e["event"] == "ready")["port"]

    def read(self):
        for line in self.process.stdout:
            self.events.put(json.loads(line))

    def drain(self):
        while not self.events.empty():
            self.seen.append(self.events.get())
        return self.seen

    def wait(self, fits, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for event in self.drain():
                if fits(event):
                    return event
            time.sleep(0.05)
        raise AssertionError(f"nothing came; seen: {[e['event'] for e in self.seen]}")

    def mails(self):
        return [e for e in self.drain() if e["event"] == "mail"]

    def calls(self, path):
        return [e for e in self.drain() if e["event"] == "call" and e["path"] == path]

    def close(self):
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()


class House:
    """A server's folder, and the server while it serves."""

    sample = None

    def __init__(self, place, is_sample=True):
        self.folder, self.ports = os.path.join(place, "srv"), os.path.join(place, "ports")
        self.place, self.process, self.log_path = place, None, os.path.join(place, "log")
        if is_sample:
            shutil.copytree(House.sample, self.folder)
        else:
            must(SERVER, "init", self.folder, "--pack", "anantya", "--mail", "ada@house.example")

    def serve(self, *words, later=True, **more):
        if os.path.exists(self.ports):
            os.unlink(self.ports)
        environment = dict(os.environ, FAKETIME_DONT_FAKE_MONOTONIC="1", **more)
        if later:
            # The library itself, so that signals reach the server and not a shell before it.
            shown = subprocess.run([*LATER, "env"], capture_output=True, text=True, check=True).stdout
            environment |= dict(line.split("=", 1) for line in shown.splitlines()
                                if line.startswith(("LD_PRELOAD=", "FAKETIME")))
        self.log = open(self.log_path, "a", encoding="utf-8")
        self.process = subprocess.Popen(
            [SERVER, "serve", self.folder, "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0", "--port-file", self.ports,
             "--retry-secs", "1", *words], env=environment, stderr=self.log)
        for _ in range(1000):
            if os.path.exists(self.ports):
                break
            if self.process.poll() is not None:
                raise AssertionError(self.read_log())
            time.sleep(0.02)
        with open(self.ports, encoding="utf-8") as lines:
            self.address, self.watched = lines.read().split()

    def serve_mail(self, sink, *words, **more):
        if "--mail-few" not in words:
            words = ("--mail-few", "1000000", *words)  # each by itself, so that each can be followed
        self.serve("--mail-server", f"smtp://localhost:{sink.port}", "--mail-from", "Desk <desk@house.example>",
                   "--mail-delay-secs", "0", "--trust", f"{tools}/certificate.pem", *words, **more)

    def twin(self, n):
        """Another process of the same folder, where the journal is elsewhere."""
        other = copy.copy(self)
        other.ports, other.log_path, other.process = f"{self.ports}-{n}", f"{self.log_path}-{n}", None
        return other

    def read_log(self):
        with open(self.log_path, encoding="utf-8") as lines:
            return lines.read()

    def stop(self, kills=False):
        if self.process is not None:
            (self.process.kill if kills else self.process.terminate)()
            self.process.wait(60)
            self.process = None
            self.log.close()

    def query(self, sql):
        base = sqlite3.connect(os.path.join(self.folder, "workspace.db"), timeout=30)
        try:
            rows = base.execute(sql).fetchall()
            base.commit()
            return rows
        finally:
            base.close()

    def letters(self, kind=0):
        return dict(self.query(f"SELECT state, count(*) FROM letter WHERE kind = {kind} GROUP BY state"))

    def wait_for(self, fits, seconds=90):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if fits():
                return
            time.sleep(0.1)
        raise AssertionError(f"{self.letters(0)} {self.letters(1)}\n{self.read_log()[-2000:]}")

    def metrics(self):
        with urllib.request.urlopen(f"http://{self.watched}/metrics", timeout=10) as answer:
            return answer.read().decode()

    def add_hook(self, url, *words):
        return json.loads(must(SERVER, "--json", "hooks", "add", self.folder, url, *words))


WAITING, CLAIMED, SENT, DEAD, NEEDLESS = range(5)


class Outward(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.house, self.sinks = None, []

    def tearDown(self):
        if self.house:
            self.house.stop()
        for sink in self.sinks:
            sink.close()
        self.temporary.cleanup()

    def open_house(self, **more):
        self.house = House(self.temporary.name, **more)
        return self.house

    def mail_sink(self, **options):
        if options.pop("tls", True):
            options |= {"key": f"{tools}/key.pem", "certificate": f"{tools}/certificate.pem"}
        self.sinks.append(Sink("mail-sink.mjs", json.dumps(options)))
        return self.sinks[-1]

    def all_settled(self):
        return not {WAITING, CLAIMED} & set(self.house.letters()) and self.house.letters()

    def test_each_once(self):
        """One mail to one person about one rung, over STARTTLS, signed in (SG-20, RC-23)."""
        sink = self.mail_sink(user="countersign", password="a word")
        house = self.open_house()
        with open(os.path.join(house.place, "password"), "w", encoding="utf-8") as file:
            file.write("a word\n")
        house.serve_mail(sink, "--mail-user", "countersign", "--mail-password-file", file.name)
        house.wait_for(self.all_settled)
        house.wait_for(lambda: len(sink.mails()) == house.letters()[SENT])
        mails = sink.mails()
        self.assertGreater(len(mails), 10)
        self.assertTrue(all(one["secure"] and one["user"] == "countersign" for one in mails))
        self.assertEqual(len({one["id"] for one in mails}), len(mails))
        self.assertEqual([c for c, in house.query("SELECT count(*) FROM letter GROUP BY kind, entry, target")],
                         [1] * sum(house.letters().values()))
        for one in mails:
            message = email.message_from_string(one["text"], policy=email.policy.default)
            self.assertEqual(message["Auto-Submitted"], "auto-generated")
            self.assertEqual(message["List-Id"], "<countersign.house.example>")
            self.assertEqual(message["From"], "Desk <desk@house.example>")
            self.assertEqual(one["from"], "desk@house.example")
            self.assertEqual(len(one["to"]), 1)
            self.assertRegex(message["Subject"], r"ANT-\d+")
        rungs = house.query("SELECT count(*), count(DISTINCT ref || json_extract (bytes, '$.data.run') ||"
                            " json_extract (bytes, '$.data.rung') || json_extract (bytes, '$.data.due'))"
                            " FROM entry WHERE kind = 'rung'")[0]
        self.assertEqual(rungs[0], rungs[1])
        told = re.search(r"countersign_letters_sent_total\{kind=\"mail\"\} (\d+)", house.metrics())
        self.assertEqual(int(told[1]), len(mails))
        before = len(mails)
        house.stop()
        house.serve_mail(sink, "--mail-user", "countersign", "--mail-password-file", file.name)
        time.sleep(3)
        self.assertEqual(len(sink.mails()), before, "nothing is told again after a restart")

    @unittest.skipUnless("CS_TEST_JOURNAL" in os.environ, "the journal is the folder's own")
    def test_three_processes(self):
        """SG-20, K-14: with three processes and one killed, each rung is written once and told once."""
        journal = os.environ["CS_TEST_JOURNAL"]
        sink = self.mail_sink()
        house = self.open_house()
        houses = [house, house.twin(1), house.twin(2)]

        def ask(what):
            return must("psql", "-At", journal, "-c", f"SELECT {what}").strip()

        def numbers(name):
            return [int(n) for one in houses if one.process
                    for n in re.findall(name + r' (\d+)', one.metrics())]

        try:
            for one in houses:
                one.serve_mail(sink, "--journal", journal)
            house.wait_for(lambda: len(sink.mails()) > 3)
            houses[2].stop(kills=True)
            house.wait_for(lambda: ask("count(*) FROM countersign.letter WHERE state < 2 AND"
                                       " (state = 0 OR attempts > 0)") == "0")
            rungs = ask("count(*), count(DISTINCT (ref, d->>'run', d->>'rung', d->>'due')) FROM (SELECT ref,"
                        " convert_from(bytes, 'UTF8')::json->'data' AS d FROM countersign.entry WHERE kind = 'rung') AS r")
            all_of, different = rungs.split("|")
            self.assertGreater(int(all_of), 20)
            self.assertEqual(all_of, different)
            self.assertEqual(ask("count(*) FROM (SELECT 1 FROM countersign.letter GROUP BY kind, entry, target"
                                 " HAVING count(*) > 1) AS twice"), "0")
            taken = [one["id"] for one in sink.mails()]
            self.assertEqual(len(taken), len(set(taken)), "none is told twice")
            self.assertLessEqual(int(ask("count(*) FROM countersign.letter WHERE state = 2")), len(taken))
            self.assertTrue(all(numbers("countersign_log_size")), "both that are left serve")
        finally:
            for one in houses[1:]:
                one.stop()

    def test_failures(self):
        """What is refused for now, cut or slow comes again under its id; what is refused for good is dead."""
        plan = ["rcpt-450", "data-451", "cut-early", "cut-late", "slow", "rcpt-421", "data-552", "rcpt-550", "ok", "cut-late",
                "data-452", "rcpt-553"]
        sink = self.mail_sink(plan=plan)
        house = self.open_house()
        house.serve_mail(sink, "--mail-timeout-secs", "3")
        house.wait_for(self.all_settled)
        house.wait_for(lambda: len(sink.mails()) >= house.letters()[SENT])
        mails, letters = sink.mails(), house.letters()
        self.assertEqual(letters[DEAD], 3, letters)
        self.assertEqual(len({one["id"] for one in mails}), letters[SENT], "none is lost")
        failed = {e["id"] for e in sink.seen if e["event"] in ("data-451", "cut-late", "slow", "data-452")}
        self.assertEqual(failed - {one["id"] for one in mails}, set(), "they came again under their id")
        tried = house.query("SELECT max(attempts) FROM letter WHERE state = 2")[0][0]
        self.assertGreater(tried, 1)
        said = must(SERVER, "status", house.folder)
        self.assertRegex(said, r"dead +3\n")
        for code in ("550", "552", "553"):
            self.assertIn(f"The mail server answered {code}", said)
        status = [json.loads(line) for line in must(SERVER, "--json", "status", house.folder).splitlines()]
        self.assertEqual([status[0]["dead"], len(status)], [3, 4])
        self.assertIn('countersign_letters_failed_total{kind="mail"}', house.metrics())
        self.assertEqual(must(SERVER, "letters", "retry", house.folder), "3\n")
        house.wait_for(self.all_settled)
        self.assertEqual(DEAD in house.letters(), False)

    def assert_told_once(self, house, mails, most):
        """Each letter in one mail, and nobody has more mails than @most, nor two where one would have done."""
        letters = dict(house.query("SELECT target, count(*) FROM letter WHERE state = 2 GROUP BY target"))
        told = {}
        for one in mails:
            text = email.message_from_string(one["text"], policy=email.policy.default)
            found = re.findall(r"countersign:request/\S+", text.get_content())
            self.assertTrue(found)
            self.assertEqual(len(found) > 1, "Deadlines" in text["Subject"], text["Subject"])
            self.assertEqual(text["Auto-Submitted"], "auto-generated")
            told.setdefault(one["to"][0], []).append(len(found))
        self.assertEqual(sorted(map(sum, told.values())), sorted(letters.values()), told)
        self.assertEqual(len({one["id"] for one in mails}), len(mails))
        self.assertGreater(max(letters.values()), 6, "nobody has so much to be told of")
        for numbers in told.values():
            self.assertLessEqual(len(numbers), most if sum(numbers) > 5 else 5, told)

    def test_mail_server_was_away(self):
        """SG-20: after it was away long enough for everything to be tried, who has more than five has one mail."""
        house = self.open_house()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        house.serve_mail(types.SimpleNamespace(port=port), "--mail-few", "5")
        house.wait_for(lambda: house.letters().get(WAITING) and not house.query(
            "SELECT 1 FROM letter WHERE attempts = 0"))
        sink = self.mail_sink(port=port)
        house.wait_for(self.all_settled)
        told = re.search(r"countersign_letters_sent_total\{kind=\"mail\"\} (\d+)", house.metrics())
        self.assertEqual(int(told[1]), house.letters()[SENT])
        self.assert_told_once(house, sink.mails(), 1)
        before = len(sink.mails())
        house.stop()
        house.serve_mail(sink, "--mail-few", "5")
        time.sleep(3)
        self.assertEqual(len(sink.mails()), before, "nothing is told again after a restart")

    def test_server_was_away(self):
        """Who finds twenty days of rungs when it starts again does not write a mail about each."""
        sink = self.mail_sink()
        house = self.open_house()
        house.serve_mail(sink, "--mail-few", "5", "--mail-delay-secs", "3")
        house.wait_for(self.all_settled)
        self.assert_told_once(house, sink.mails(), 2)

    def test_never_in_the_clear(self):
        """A mail server without TLS, or with another's certificate, gets nothing."""
        for options, words, said in (({"disabled": ["STARTTLS"]}, [], "SSL"), ({}, ["--trust", "/etc/ssl/certs/ca-certificates.crt"], "")):
            with self.subTest(options):
                sink = self.mail_sink(**options)
                house = self.open_house()
                house.serve_mail(sink, *words)
                house.wait_for(lambda: house.query("SELECT count(*) FROM letter WHERE attempts > 0")[0][0] > 3)
                self.assertEqual(sink.mails(), [])
                self.assertEqual([e for e in sink.seen if e["event"] == "auth"], [])
                self.assertNotIn(SENT, house.letters())
                self.assertIn(said, house.query("SELECT reason FROM letter WHERE attempts > 0 LIMIT 1")[0][0])
                house.stop()
                shutil.rmtree(house.folder)

    def test_wrong_password(self):
        """A password that is refused is the house's trouble, not the letter's: all wait."""
        sink = self.mail_sink(user="countersign", password="a word")
        house = self.open_house()
        house.serve_mail(sink, "--mail-user", "countersign")
        house.wait_for(lambda: house.query("SELECT count(*) FROM letter WHERE attempts > 0")[0][0] > 3)
        self.assertEqual(sink.mails(), [])
        self.assertEqual(set(house.letters()) & {SENT, DEAD}, set())

    def test_killed(self):
        """A server that is killed while it writes, and started, has lost no letter (I-1)."""
        sink = self.mail_sink()
        house = self.open_house()
        for _ in range(3):
            house.serve_mail(sink)
            count = len(sink.mails())
            house.wait_for(lambda: len(sink.mails()) > count + 2 or self.all_settled())
            house.stop(kills=True)
        house.serve_mail(sink)
        house.wait_for(self.all_settled)
        house.wait_for(lambda: len({one["id"] for one in sink.mails()}) >= house.letters()[SENT])
        self.assertEqual(len({one["id"] for one in sink.mails()}), house.letters()[SENT])
        house.stop()
        self.assertIn("entries", must(SERVER, "verify", house.folder))

    def test_settled_meanwhile(self):
        """Nobody is told what somebody with an open desktop did in time: letters wait a while first."""
        sink = self.mail_sink()
        house = self.open_house()
        house.serve_mail(sink, "--mail-delay-secs", "3600")
        house.wait_for(lambda: house.letters().get(WAITING, 0) > 5)
        time.sleep(2)
        self.assertEqual(sink.mails(), [])

    def hook_house(self, *paths, words=("--kind", "person"), serve=()):
        house = self.open_house(is_sample=False)
        secrets = os.path.join(house.place, "hooks.json")
        with open(secrets, "w", encoding="utf-8") as file:
            json.dump({}, file)
        sink = Sink("hook-sink.mjs", secrets)
        self.sinks.append(sink)
        hooks = {path: house.add_hook(f"http://127.0.0.1:{sink.port}{path}", *words) for path in paths}
        with open(secrets, "w", encoding="utf-8") as file:
            json.dump(hooks, file)
        house.serve("--hook-timeout-secs", "2", *serve, later=False)
        return house, sink, hooks

    def test_hooks(self):
        """Each call is believed by both signatures, once, and says ids and kinds alone."""
        house, sink, _ = self.hook_house("/ok")
        for name in ("Nina Secret", "Olga Secret"):
            must(SERVER, "people", "add", house.folder, name)
        house.wait_for(lambda: house.letters(1).get(SENT) == 2)
        calls = sink.calls("/ok")
        self.assertEqual(len(calls), 2)
        for call in calls:
            self.assertTrue(call["v1"] and call["v1a"] and not call["forged"], call)
            self.assertEqual(call["type"], "application/json")
            self.assertNotIn("Secret", call["body"])
            body = json.loads(call["body"])
            self.assertEqual(body["type"], "entry.person")
            self.assertEqual(set(body["data"]), {"workspace", "entry", "seq", "kind", "by"})
        self.assertEqual(len({call["id"] for call in calls}), 2)
        self.assertTrue(all(call["id"].startswith("msg_") for call in calls))

    def test_hooks_with_values(self):
        house, sink, _ = self.hook_house("/ok", words=("--kind", "person", "--values"))
        must(SERVER, "people", "add", house.folder, "Nina Secret")
        call = sink.wait(lambda e: e["event"] == "call")
        self.assertEqual(json.loads(call["body"])["data"]["values"]["name"], "Nina Secret")

    def test_hooks_fail(self):
        """Retries have the same id; nothing is followed; who is slow or large holds up nobody."""
        paths = ("/flaky", "/500", "/redirect", "/slow", "/cut", "/big", "/429", "/ok")
        house, sink, hooks = self.hook_house(*paths)
        begun = time.monotonic()
        must(SERVER, "people", "add", house.folder, "Nina Secret")
        sink.wait(lambda e: e.get("path") == "/ok", 30)
        self.assertLess(time.monotonic() - begun, 15)
        sink.wait(lambda e: e.get("path") == "/flaky" and e["n"] == 3, 30)
        for path in ("/500", "/redirect", "/slow", "/cut", "/429"):
            sink.wait(lambda e, path=path: e.get("path") == path and e["n"] == 2, 60)
            self.assertEqual(len({c["id"] for c in sink.calls(path)}), 1, path)
        self.assertEqual(len({c["id"] for c in sink.calls("/flaky")}), 1)
        self.assertEqual(len(sink.calls("/ok")), 1, "no redirect is followed")
        taken = [hooks[path]["id"] for path in ("/flaky", "/big", "/ok")]
        house.wait_for(lambda: {dict(house.query("SELECT target, state FROM letter"))[i] for i in taken} == {SENT})
        states = dict(house.query("SELECT target, state FROM letter"))
        for path in ("/500", "/redirect", "/slow", "/cut"):
            self.assertIn(states[hooks[path]["id"]], (WAITING, CLAIMED), path)
        listed = [json.loads(line) for line in must(SERVER, "--json", "hooks", "list", house.folder).splitlines()]
        failing = {hook["id"] for hook in listed if "failing" in hook}
        self.assertIn(hooks["/redirect"]["id"], failing)
        self.assertNotIn(hooks["/flaky"]["id"], failing)

    def test_hooks_given_up(self):
        """After days of failure, or at once where the receiver says so, a hook is called no more."""
        house, sink, hooks = self.hook_house("/500", "/410", "/ok")
        must(SERVER, "people", "add", house.folder, "Nina Secret")
        sink.wait(lambda e: e.get("path") == "/500")
        house.wait_for(lambda: house.query("SELECT count(*) FROM hook WHERE failing IS NOT NULL")[0][0] >= 1)
        house.query("UPDATE hook SET failing = failing - 6 * 86400000000 WHERE failing IS NOT NULL AND disabled IS NULL")
        house.wait_for(lambda: house.query("SELECT count(*) FROM hook WHERE disabled IS NOT NULL")[0][0] == 2)
        said = must(SERVER, "status", house.folder)
        for path in ("/500", "/410"):
            self.assertRegex(said, rf"{hooks[path]['id']} +off")
        n = len(sink.calls("/500"))
        must(SERVER, "people", "add", house.folder, "Olga Secret")
        house.wait_for(lambda: len(sink.calls("/ok")) == 2)
        time.sleep(1.5)
        self.assertEqual(len(sink.calls("/500")), n)
        must(SERVER, "hooks", "enable", house.folder, hooks["/500"]["id"])
        must(SERVER, "people", "add", house.folder, "Petra Secret")
        house.wait_for(lambda: len(sink.calls("/500")) > n)
        must(SERVER, "hooks", "remove", house.folder, hooks["/500"]["id"])
        self.assertNotIn(hooks["/500"]["id"], must(SERVER, "hooks", "list", house.folder))

    def watched(self, house, *words, **more):
        """What would have left this computer in some seconds of a server."""
        trace = os.path.join(house.place, "trace")
        house.serve(*words, LD_PRELOAD=WATCH, LOOPBACK_WATCH=trace, **more)
        house.wait_for(lambda: house.query("SELECT count(*) FROM letter WHERE attempts > 0")[0][0] > 0)
        time.sleep(2)
        house.stop()
        if not os.path.exists(trace):
            return ""
        with open(trace, encoding="utf-8") as lines:
            return lines.read()

    def test_nothing_leaves(self):
        """From a sample, and with the tests' word, not even a name is looked up elsewhere."""
        urls = ("https://example.org/hook", "https://8.8.8.8/hook", "https://[2600::1]/hook", "https://localhost.example/")
        without = {k: v for k, v in os.environ.items() if k != "COUNTERSIGN_LOOPBACK"}
        for is_sample in (True, False):
            with self.subTest(is_sample=is_sample):
                house = self.open_house(is_sample=is_sample)
                for url in urls:
                    house.add_hook(url, "--kind", "person")
                must(SERVER, "people", "add", house.folder, "Nina")
                environment = {"COUNTERSIGN_LOOPBACK": ""} if not is_sample else {}
                kept = dict(os.environ)
                if is_sample:
                    os.environ.pop("COUNTERSIGN_LOOPBACK", None)
                try:
                    self.assertEqual(self.watched(house, later=False, **environment), "")
                finally:
                    os.environ.update(kept)
                refused = subprocess.run([SERVER, "serve", house.folder, "--mail-server", "smtp://192.0.2.1",
                                          "--mail-from", "desk@house.example"],
                                         env=without if is_sample else dict(os.environ), capture_output=True, text=True,
                                         timeout=60, check=False)
                self.assertEqual(refused.returncode, 4, refused.stderr)
                self.assertIn("nothing is sent", refused.stderr)
                shutil.rmtree(house.folder)

    def test_watch_sees(self):
        """The watch would have seen it; and a hook never reaches what is not public, whatever it is called."""
        house = self.open_house(is_sample=False)
        kept = os.environ.pop("COUNTERSIGN_LOOPBACK", None)
        try:
            for url in ("https://8.8.8.8/", "https://127.0.0.1/", "https://localhost/", "https://10.0.0.1/", "https://[::1]/",
                        "https://169.254.169.254/", "https://2130706433/", "https://0x7f.1/", "https://[::ffff:10.0.0.1]/"):
                house.add_hook(url, "--kind", "person")
            must(SERVER, "people", "add", house.folder, "Nina")
            seen = self.watched(house, later=False)
        finally:
            if kept is not None:
                os.environ["COUNTERSIGN_LOOPBACK"] = kept
        self.assertEqual(set(re.findall(r"connect (\S+)", seen)), {"8.8.8.8"}, seen)
        reasons = dict(house.query("SELECT hook.url, letter.reason FROM letter JOIN hook ON hook.id = letter.target"))
        for url, reason in reasons.items():
            if "8.8.8.8" not in url:
                self.assertRegex(reason or "", "not public|not found", url)


def main():
    global tools
    with tempfile.TemporaryDirectory() as place:
        tools = set_up_tools(place)
        local = os.path.join(place, "local")
        House.sample = os.path.join(place, "sample")
        must(CTL, "workspace", "create", "--sample", "--pack", "anantya", "--seed", "7", local)
        must(SERVER, "import", local, House.sample)
        unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2, exit=False).result.wasSuccessful() or sys.exit(1)


main()
