# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real program as a person does: AT-SPI finds what is on the screen, real pointer and
key events act on it. Run by Debian's own Python inside a screen and a session bus (see `walk`)."""
import atexit
import datetime
import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

from tree import Tree, extents, has_size, plain, role_name  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUTTONS = {"push button", "toggle button", "button", "menu item", "check menu item", "radio menu item", "link",
           "page tab"}
TYPE_NAME = re.compile(r"^(Gtk|Adw|Cs)[A-Z]\w+$")
BEGINNING = datetime.datetime(2026, 11, 19, 7, 30)
# Others' troubles; the last two are GTK 4.8's own: empty labels of its shortcuts window, and a cursor that
# still blinks in an entry whose window has just lost the focus.
QUIET = re.compile(r"fd limit|GetItems|SpiRegistry|dconf|AT-SPI|at-spi|portal|Vulkan|MESA|"
                   r"GtkLabel \S+ \(label\) reported min width -4|"
                   r"GtkText - did not receive a focus-out event", re.I)


class Failure(Exception):
    pass


def pump(seconds=0.0):
    """Lets events of the accessibility bus arrive."""
    end = time.monotonic() + seconds
    context = GLib.MainContext.default()
    while True:
        while context.iteration(False):
            pass
        if time.monotonic() >= end:
            return
        time.sleep(0.01)


def wait(condition, what, seconds=10.0):
    """The first true value of condition(); Failure when it does not come. Who is looked at has as long to go on as the
    looking took."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.monotonic()
        try:
            value = condition()
        except GLib.Error:
            value = None
        if value:
            return value
        pump(min(0.4, max(0.05, time.monotonic() - began)))
    raise Failure(f"waited {seconds:g} s for {what}")


def run(*arguments, **options):
    return subprocess.run(arguments, check=True, capture_output=True, text=True, **options).stdout


def geometry_of(wid):
    lines = run("xdotool", "getwindowgeometry", "--shell", wid).splitlines()
    return dict(line.split("=") for line in lines if "=" in line)


def children(node):
    try:
        return [c for c in (node.get_child_at_index(i) for i in range(node.get_child_count())) if c is not None]
    except GLib.Error:
        return []


def role(node):
    try:
        return role_name(node.get_role())
    except GLib.Error:
        return ""


def name(node):
    try:
        return node.get_name() or ""
    except GLib.Error:
        return ""


def has_state(node, state):
    try:
        return node.get_state_set().contains(state)
    except GLib.Error:
        return False


def on_screen(node):
    return has_size(extents(node))


@functools.cache
def samples():
    folder = tempfile.mkdtemp(prefix="countersign-samples-")
    atexit.register(shutil.rmtree, folder, True)
    return folder


def ancestors(node):
    """From the innermost."""
    node = node.get_parent()
    while node is not None and role(node) not in ("application", "desktop frame"):
        yield node
        node = node.get_parent()


def toplevel_of(node):
    """The window that a node stands in; None while the tree is being rebuilt. GTK 4.8 says only of the
    main window that it is one, so it is what the application holds."""
    while node is not None:
        parent = node.get_parent()
        if parent is not None and role(parent) == "application":
            return node
        node = parent
    return None


class Journey:
    def __init__(self, title, artefacts=None, size=(1260, 780)):
        self.title = title
        self.artefacts = artefacts or os.environ.get("CS_ARTEFACTS") or os.path.join(ROOT, "artefacts")
        self.size = size
        self.folder = tempfile.mkdtemp(prefix="countersign-journey-")
        self.workspace = os.path.join(self.folder, "workspace")
        self.program = os.environ["COUNTERSIGN"]
        self.ctl = os.environ.get("COUNTERSIGNCTL")
        self.process = self.manager = None
        self.began = time.monotonic()
        self.errors = os.path.join(self.folder, "stderr")
        self.environment = dict(os.environ, HOME=self.folder, XDG_DATA_HOME=self.folder + "/data",
                                XDG_CONFIG_HOME=self.folder + "/config", XDG_CACHE_HOME=self.folder + "/cache",
                                GSK_RENDERER="cairo", GDK_DEBUG="gl-disable", GDK_BACKEND="x11", GTK_A11Y="atspi",
                                ADW_DISABLE_PORTAL="1", GSETTINGS_BACKEND="keyfile", NO_AT_BRIDGE="0",
                                CS_KEYS="file")
        self.environment.setdefault("LC_ALL", "C.UTF-8")
        self.environment.setdefault("CS_WATCH_LOOP", os.path.join(self.folder, "stalls"))
        os.makedirs(self.artefacts, exist_ok=True)

    # --- life ---

    def __enter__(self):
        self.manager = subprocess.Popen(["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Asked before the program starts, or both start the accessibility bus and miss each other.
        Atspi.set_timeout(3000, 15000)
        Atspi.get_desktop(0).get_child_count()
        pump(0.3)
        return self

    def __exit__(self, kind, value, trace):
        try:
            if kind is not None and self.process is not None:
                self.screenshot("failure")
        finally:
            self.stop(quiet=True)
            if self.manager is not None:
                self.manager.terminate()
                self.manager.wait()
        self.tell_stalls()
        if kind is None:
            self.check_errors()
        shutil.rmtree(self.folder, ignore_errors=True)

    def tell_stalls(self):
        """How often the main loop was at work for longer than 50 ms: told and not judged."""
        path = self.environment["CS_WATCH_LOOP"]
        text = open(path).read() if os.path.exists(path) else ""
        times = [int(line.split()[5]) for line in text.splitlines() if line.startswith("stall ")]
        long = sum(time > 50 for time in times)
        print(f"# {self.title}: {long} stalls of the main loop over 50 ms, the worst {max(times, default=0)} ms")

    def command(self, *arguments, text=None):
        """countersignctl on this journey's workspace."""
        return run(self.ctl, "--workspace", self.workspace, "--now", self.now(), *arguments, env=self.environment,
                   input=text)

    def create_sample(self, pack=None):
        """A copy of the sample workspace, of the first pack or another, made once for all journeys of a process."""
        made = os.path.join(samples(), pack or "sample")
        if not os.path.exists(made):
            self.command("workspace", "create", "--sample", *(["--pack", pack] if pack else []), made)
        shutil.copytree(made, self.workspace)

    def now(self):
        """Every journey begins on the same Thursday morning; time goes on from there."""
        return (BEGINNING + datetime.timedelta(seconds=time.monotonic() - self.began)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def setting(self, key, value):
        """Before start(): a setting of the program, as GVariant text."""
        path = os.path.join(self.environment["XDG_CONFIG_HOME"], "glib-2.0", "settings")
        os.makedirs(path, exist_ok=True)
        file = os.path.join(path, "keyfile")
        section = "[io/github/countersign/Countersign]"
        old = open(file).read() if os.path.exists(file) else section + "\n"
        with open(file, "w") as out:
            out.write(old + f"{key}={value}\n")

    def launch(self, *arguments, workspace=True):
        where = ["--workspace", self.workspace] if workspace else []
        self.process = subprocess.Popen([self.program, "--now", self.now(), *where, *arguments], env=self.environment,
                                        stdout=subprocess.DEVNULL, stderr=open(self.errors, "a"))

    def start(self, *arguments, workspace=True):
        """Starts the program and waits for its window."""
        self.launch(*arguments, workspace=workspace)
        wait(self.frames, "the window", 30)
        self.resize(*self.size)
        pump(0.3)

    def stop(self, quiet=False):
        """Closes the windows as a person does; held decisions are sent before the process ends."""
        if self.process is None:
            return
        if self.process.poll() is None:
            try:
                self.focus_window()
                self.key("ctrl+q")
                self.process.wait(45)
            except (subprocess.SubprocessError, Failure):
                self.screenshot("not-ended")
                self.process.kill()
                self.process.wait()
                if not quiet:
                    raise Failure("the program did not end")
        code, self.process = self.process.returncode, None
        if code not in (0, -9) and not quiet:
            raise Failure(f"the program ended with {code}")

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process = None
        pump(0.3)

    def check_errors(self):
        if not os.path.exists(self.errors):
            return
        bad = [line for line in open(self.errors, errors="replace")
               if re.search(r"CRITICAL|WARNING", line) and not QUIET.search(line)]
        if bad:
            raise Failure("the program complained: " + " ".join(bad[:5]))

    # --- finding ---

    def application(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            app = desktop.get_child_at_index(i)
            try:
                if app is not None and app.get_process_id() == self.process.pid:
                    return app
            except GLib.Error:
                continue
        return None

    def frames(self):
        if self.process.poll() is not None:
            raise Failure("the program is gone: " + open(self.errors, errors="replace").read()[-2000:])
        app = self.application()
        return children(app) if app is not None else []

    def top(self):
        """The window that is in front."""
        frames = self.frames()
        for frame in reversed(frames):
            if has_state(frame, Atspi.StateType.ACTIVE):
                return frame
        return frames[-1] if frames else None

    def tree(self, within=None, limit=60):
        return Tree([within] if within is not None else list(reversed(self.frames())), limit)

    def search(self, pattern, roles=None, within=None, limit=60):
        wanted = {roles} if isinstance(roles, str) else roles
        return (item.node for item in self.tree(within, limit).search(pattern, wanted) if item.node is not None)

    def find_all(self, pattern, roles=None, within=None, limit=60):
        return list(self.search(pattern, roles, within, limit))

    def find(self, pattern, roles=None, within=None, seconds=10.0):
        """The first node on the screen whose whole name matches."""
        return wait(lambda: next(self.search(pattern, roles, within), None), f"“{pattern}”", seconds)

    def has(self, pattern, roles=None, within=None):
        return next(self.search(pattern, roles, within), None) is not None

    def wait_gone(self, pattern, roles=None, seconds=10.0):
        wait(lambda: not self.has(pattern, roles), f"“{pattern}” to go", seconds)

    def texts(self, within=None, pattern=".*"):
        return [item.name for item in self.tree(within).search(pattern, {"label"})]

    # --- acting ---

    def window_of(self, node):
        """X window and origin of the toplevel that a node stands in."""
        frame = wait(lambda: toplevel_of(node), "the window of a node", 5)
        ids = wait(lambda: subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
                                          capture_output=True, text=True).stdout.split(), "a window on the screen")
        box = extents(frame)
        best = None
        for wid in ids:
            geometry = geometry_of(wid)
            width, height = int(geometry["WIDTH"]), int(geometry["HEIGHT"])
            title = run("xdotool", "getwindowname", wid).strip()
            badness = abs(width - box.width) + abs(height - box.height) + (0 if title == name(frame) else 40)
            x = int(geometry["X"]) + (width - box.width) // 2
            y = int(geometry["Y"]) + (height - box.height) // 2
            if best is None or badness < best[0]:
                best = (badness, wid, x, y)
        return best[1:]

    def point_at(self, x, y):
        # Not waited for with --sync: where the pointer is there already, that takes 15 s. What is asked of
        # the screen next comes after it anyhow.
        run("xdotool", "mousemove", str(x), str(y))

    def reach(self, node):
        """Turns the wheel, over its margin, of what scrolls until the middle of the node is in sight."""
        _, x, y = self.window_of(node)
        for pane in reversed([above for above in ancestors(node) if role(above) == "scroll pane"]):
            for _ in range(60):
                seen, box = extents(pane), extents(node)
                middle = box.y + box.height // 2
                margin = min(box.height // 2 + 2, seen.height // 3)
                below = middle > seen.y + seen.height - margin
                if not below and middle >= seen.y + margin:
                    break
                self.point_at(x + seen.x + seen.width - 4, y + seen.y + seen.height // 2)
                run("xdotool", "click", "5" if below else "4")
                pump(0.1)
                if extents(node).y == box.y:
                    break

    def click(self, target, count=1, roles=None):
        """A real click in the middle of a node (or of what find() finds), scrolled into sight. The pointer goes to the
        corner of the screen then: over what it clicked a tooltip would open, and GTK 4.8 complains when a window that
        no key and no button opened comes under a tooltip."""
        node = self.find(target, roles) if isinstance(target, str) else target
        self.reach(node)
        _, x, y = self.window_of(node)
        box = extents(node)
        self.point_at(x + box.x + box.width // 2, y + box.y + box.height // 2)
        run("xdotool", "click", "--repeat", str(count), "--delay", "60", "1", "mousemove", "9999", "9999")
        pump(0.25)
        return node

    def activate(self, target, roles=None):
        """What a screen reader does: the node's own action; where there is none, a real click."""
        node = self.find(target, roles or BUTTONS) if isinstance(target, str) else target
        action = node.get_action_iface()
        if action is None or action.get_n_actions() == 0:
            return self.click(node)
        action.do_action(0)
        pump(0.35)
        return node

    def choose(self, menu, entry, picture=None):
        """From a menu that a button opens; opened again where the window got the focus only then, which closes it."""
        for _ in range(3):
            self.activate(menu)
            try:
                node = self.find(entry, BUTTONS, seconds=4)
                break
            except Failure:
                continue
        else:
            raise Failure(f"“{entry}” is not in “{menu}”")
        if picture:
            self.screenshot(picture)
        return self.activate(node)

    def focus_window(self):
        frame = wait(self.top, "a window")
        wid, _, _ = self.window_of(frame)
        subprocess.run(["xdotool", "windowfocus", "--sync", wid], capture_output=True, timeout=5)

    def key(self, *keys):
        for combination in keys:
            run("xdotool", "key", "--clearmodifiers", combination)
            pump(0.12)

    def type(self, text):
        """Into what has the focus; real keys, so ASCII only."""
        run("xdotool", "type", "--delay", "12", text)
        pump(0.2)

    def fill(self, target, text, roles=None):
        """Puts text of any script into a field."""
        node = self.find(target, roles or {"text", "entry", "password text"}) if isinstance(target, str) else target
        editable = node.get_editable_text_iface()
        if editable is None:
            raise Failure(f"“{name(node)}” cannot be written into")
        editable.set_text_contents(text)
        pump(0.15)
        return node

    def choose_file(self, opens, path):
        """Opens a file chooser by a button and types a path into it; the first letter opens its location field."""
        before = len(self.frames())
        self.activate(opens)
        chooser = wait(lambda: len(self.frames()) > before and self.top(), "the file chooser")
        pump(0.5)
        self.type("/")
        field = wait(lambda: (self.find_all(".*", {"text", "entry"}, chooser) or [None])[0], "its location field")
        self.fill(field, path)
        pump(0.3)
        self.key("Return")
        wait(lambda: len(self.frames()) <= before, "the file chooser to close")

    def focused(self):
        for item in self.tree(limit=400).walk():
            if item.has_state(Atspi.StateType.FOCUSED) and item.role not in ("frame", "dialog", "window"):
                return item.node
        return None

    def resize(self, width, height):
        """Asked for again where it stopped on the way: a wide window needs more than it does once its panes are
        folded."""
        frame = wait(self.top, "a window")
        wid, _, _ = self.window_of(frame)
        for _ in range(5):
            run("xdotool", "windowsize", wid, str(width), str(height))
            run("xdotool", "windowmove", wid, "0", "0")
            pump(0.4)
            if int(geometry_of(wid)["WIDTH"]) == width:
                break

    def screenshot(self, label):
        path = os.path.join(self.artefacts, f"{self.title}-{label}.png")
        subprocess.run(["import", "-window", "root", path], capture_output=True)
        return path

    # --- judging ---

    def lint(self, where):
        """What a screen reader meets on the screen that is shown; a list of complaints."""
        found = []
        for item in self.tree(wait(self.top, "a window"), 6).walk_measured():
            if item.on_screen:
                found += [f"{where}: {complaint}" for complaint in complaints(item)]
        return found

    def check(self, condition, what):
        if not condition:
            raise Failure(what)


def complaints(item):
    """Rules of ux.md: every interactive thing has a name of its own that is no type name."""
    acting = item.role in BUTTONS or item.role in ("text", "entry", "check box", "radio button", "combo box",
                                                   "spin button")
    inner = item.role in ("toggle button", "push button") and (item.above or item).role in (
        "toggle button", "combo box", "push button", "spin button", "filler")
    if acting and not inner and item.has_state(Atspi.StateType.FOCUSABLE):
        if not item.name.strip():
            yield f"a {item.role} without a name in “{path_of(item)}”"
        elif TYPE_NAME.match(item.name):
            yield f"a {item.role} is named {item.name} in “{path_of(item)}”"
        elif "_" in item.name:
            yield f"the name “{item.name}” has an underscore"
        elif doubled(item.name):
            yield f"the name “{item.name}” is doubled"
    seen = set()
    for child in item.inside[:60]:
        if child.role in BUTTONS and child.name and child.has_state(Atspi.StateType.FOCUSABLE) and child.on_screen:
            key = (child.role, child.name)
            if key in seen and not inner:
                yield f"two of “{child.name}” side by side"
            seen.add(key)


def doubled(text):
    words = text.split()
    half = len(words) // 2
    return len(words) >= 2 and len(words) % 2 == 0 and words[:half] == words[half:]


def path_of(item):
    names = []
    while item is not None:
        if item.name and not TYPE_NAME.match(item.name):
            names.append(item.name[:30])
        item = item.above
    return " › ".join(reversed(names[:4]))


def attempt(journey):
    """The error of a journey, or None."""
    try:
        journey()
        return None
    except Exception as error:  # a journey that breaks is a journey that failed
        for line in f"{type(error).__name__}: {error}".splitlines():
            print("# " + line, flush=True)
            print(line, file=sys.stderr, flush=True)  # what a test run shows of a failure
        if not isinstance(error, Failure):
            traceback.print_exc(file=sys.stderr)
        return error


def main(journeys):
    """Runs functions that take artefacts=…, as TAP; exit 1 if one fails. One that lost its way on a
    busy machine may try once more, and says so; a complaint of the program fails at once."""
    print(f"1..{len(journeys)}")
    failed = 0
    for number, journey in enumerate(journeys, 1):
        started = time.monotonic()
        error = attempt(journey)
        if error is not None and "the program" not in str(error):
            print("# once more", flush=True)
            error = attempt(journey)
        failed += error is not None
        print(f"{'ok' if error is None else 'not ok'} {number} {journey.__name__} # {time.monotonic() - started:.1f} s",
              flush=True)
    sys.exit(1 if failed else 0)
