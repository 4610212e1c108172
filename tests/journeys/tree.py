# SPDX-License-Identifier: GPL-3.0-or-later
"""All that a program shows, asked of the accessibility bus level by level, each level at once. Asked node by node
and in turn, a page of a thousand nodes takes seconds and slows the program that is being watched."""
import collections
import functools
import re

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

CONTAINERS = {"panel", "filler", "grouping", "list", "list item", "scroll pane"}
LISTS = {"list", "table", "tree table", "list box"}
ACCESSIBLE = "org.a11y.atspi.Accessible"
NOBODY = "/org/a11y/atspi/null"
WINDOW = int(Atspi.CoordType.WINDOW)
Box = collections.namedtuple("Box", "x y width height")


def role_name(role):
    name = Atspi.role_get_name(role)
    return "push button" if name == "button" else name


roles = functools.cache(lambda number: role_name(Atspi.Role(number)))


def plain(text):
    """Without the marks that turn the direction."""
    return re.sub("[\u2066-\u2069\u200e\u200f]", "", text)


def extents(node):
    try:
        return node.get_extents(Atspi.CoordType.WINDOW)
    except GLib.Error:
        return None


def has_size(box):
    return box is not None and box.width > 0 and box.height > 0


@functools.cache
def bus():
    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, 0, -1, None)
    flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    return Gio.DBusConnection.new_for_address_sync(address.unpack()[0], flags, None, None)


def ask(name, questions):
    """The answers to (path, method, arguments), asked at once; None for what has gone."""
    answers = {}

    def take(connection, result, number):
        try:
            answers[number] = connection.call_finish(result)
        except GLib.Error:
            answers[number] = None

    for number, (path, method, arguments) in enumerate(questions):
        bus().call(name, path, method[0], method[1], arguments, None, 0, 5000, None, take, number)
    context = GLib.MainContext.default()
    while len(answers) < len(questions):
        context.iteration(True)
    return [answers[number] for number in range(len(questions))]


class Item:
    """One node as it was when the tree was read."""

    def __init__(self, tree, path, name, role, states, count):
        self.tree = tree
        self.path = path
        self.name = plain(name)
        self.role = role
        self.states = states
        self.count = count
        self.above = None
        self.index = 0
        self.inside = []
        self.measured = None
        self.is_measured = False

    def has_state(self, state):
        return bool(self.states[int(state) // 32] >> int(state) % 32 & 1)

    @functools.cached_property
    def node(self):
        """What can be acted on; None when it has gone since."""
        try:
            node = self.above.node.get_child_at_index(self.index) if self.above and self.above.node else None
            return node if node is not None and node.path == self.path else None
        except GLib.Error:
            return None

    @property
    def box(self):
        if not self.is_measured:
            self.tree.measure([self])
        return self.measured

    @functools.cached_property
    def is_folded_away(self):
        """In a page of a stack that is not shown: half of a window, and nobody sees it."""
        return (self.above is not None and self.above.is_folded_away) or (
            self.role in CONTAINERS and self.box is not None and not has_size(self.box))

    @property
    def on_screen(self):
        return has_size(self.box) and not self.is_folded_away


class Tree:
    """What is inside some windows, or nodes, of one program. Long lists are cut."""

    def __init__(self, roots, limit=60):
        self.items = {}
        self.limit = limit
        if roots:
            self.name = roots[0].app.bus_name
            self.read_items()
        level = [self.item_of(root) for root in roots]
        self.roots = level
        while level:
            # The only place where looking first saves work: a whole page that is not shown.
            pages = [item for item in level if item.above is not None and item.above.name == "GtkStackPage"]
            self.measure(pages)
            hidden = {id(item) for item in pages if item.is_folded_away}
            level = self.read_below([item for item in level if item.count and id(item) not in hidden])

    def read_items(self):
        """What the program tells of by itself: all that was asked for before. Which of it is inside what is not
        told rightly: what was hidden stands in the place of what is shown instead, and the pages of a stack are
        somebody else's."""
        reply = bus().call_sync(self.name, "/org/a11y/atspi/cache", "org.a11y.atspi.Cache", "GetItems", None, None, 0,
                                -1, None).get_child_value(0)
        for number in range(reply.n_children()):
            fields = [reply.get_child_value(number).get_child_value(i) for i in (0, 4, 6, 7, 9)]
            path = fields[0].get_child_value(1).get_string()
            self.items[path] = Item(self, path, fields[2].get_string(), roles(fields[3].get_uint32()),
                                    fields[4].unpack(), fields[1].get_int32())

    def item_of(self, node):
        if node.path not in self.items:
            states = sum(1 << int(state) for state in node.get_state_set().get_states())
            self.items[node.path] = Item(self, node.path, node.get_name() or "", role_name(node.get_role()),
                                         (states & 0xffffffff, states >> 32), node.get_child_count())
        self.items[node.path].node = node
        return self.items[node.path]

    def read_below(self, level):
        """The children of a level, asked for at once. (GetChildren tells of what a stack shows in place of the page
        that holds it.)"""
        asked = [(item, index) for item in level
                 for index in range(min(item.count, self.limit) if item.role in LISTS else item.count)]
        answers = ask(self.name, [(item.path, (ACCESSIBLE, "GetChildAtIndex"), GLib.Variant("(i)", (index,)))
                                  for item, index in asked])
        found = [(item, index, answer and answer.get_child_value(0).get_child_value(1).get_string())
                 for (item, index), answer in zip(asked, answers)]
        self.read_new({path for _, _, path in found} - set(self.items) - {NOBODY, None})
        below = []
        for item, index, path in found:
            child = self.items.get(path)
            if child is not None:
                child.above, child.index = item, index
                item.inside.append(child)
                below.append(child)
        return below

    def read_new(self, paths):
        """What the program has not told of yet."""
        paths = sorted(paths)
        questions = [((ACCESSIBLE, "GetRole"), None), ((ACCESSIBLE, "GetState"), None),
                     (("org.freedesktop.DBus.Properties", "GetAll"), GLib.Variant("(s)", (ACCESSIBLE,)))]
        answers = ask(self.name, [(path, *question) for path in paths for question in questions])
        for number, path in enumerate(paths):
            role, states, rest = answers[3 * number:3 * number + 3]
            if role and states and rest:
                rest, = rest.unpack()
                self.items[path] = Item(self, path, rest["Name"], roles(role.unpack()[0]), tuple(states.unpack()[0]),
                                        rest["ChildCount"])

    def measure(self, items):
        """Asks at once where items are, and what holds them and could be folded away."""
        wanted = []
        for item in items:
            while item is not None and not item.is_measured:
                item.is_measured = True
                wanted.append(item)
                item = item.above
                while item is not None and item.role not in CONTAINERS:
                    item = item.above
        answers = ask(self.name, [(item.path, ("org.a11y.atspi.Component", "GetExtents"), GLib.Variant("(u)", (WINDOW,)))
                                  for item in wanted])
        for item, answer in zip(wanted, answers):
            item.measured = answer and Box(*answer.get_child_value(0).unpack())

    def walk(self):
        """All items in reading order."""
        waiting = list(reversed(self.roots))
        while waiting:
            item = waiting.pop()
            yield item
            waiting += reversed(item.inside)

    def walk_measured(self):
        """All items in reading order, and where they are."""
        items = list(self.walk())
        self.measure(items)
        return items

    def search(self, pattern, wanted=None):
        """The items on the screen whose whole name matches."""
        match = re.compile(pattern if pattern.startswith("^") else f"^(?:{pattern})$")
        found = [item for item in self.walk() if (wanted is None or item.role in wanted) and match.search(item.name)]
        self.measure(found)
        return (item for item in found if item.on_screen)
