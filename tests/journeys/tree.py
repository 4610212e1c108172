# SPDX-License-Identifier: GPL-3.0-or-later
"""All that a program shows, asked of the accessibility bus level by level, each level at once. Asked node by node
and in turn, a page of a thousand nodes takes seconds and slows the program that is being watched."""
import functools
import re

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

CONTAINERS = {"panel", "filler", "grouping", "list", "list item", "scroll pane"}
LISTS = {"list", "table", "tree table", "list box"}


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


class Item:
    """One node as it was when the tree was read."""

    def __init__(self, path, name, role, states, count):
        self.path = path
        self.name = plain(name)
        self.role = role
        self.states = states
        self.count = count
        self.above = None
        self.index = 0
        self.inside = []

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

    @functools.cached_property
    def box(self):
        return extents(self.node) if self.node is not None else None

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
            level = self.read_below([item for item in level if item.count and not self.is_hidden_page(item)])

    def read_items(self):
        """What the program tells of by itself: all that was asked for before. Which of it is inside what is not
        told rightly: what is hidden stands beside what is shown, and the pages of a stack are somebody else's."""
        reply = bus().call_sync(self.name, "/org/a11y/atspi/cache", "org.a11y.atspi.Cache", "GetItems", None, None, 0,
                                -1, None).get_child_value(0)
        for number in range(reply.n_children()):
            fields = [reply.get_child_value(number).get_child_value(i) for i in (0, 4, 6, 7, 9)]
            path = fields[0].get_child_value(1).get_string()
            self.items[path] = Item(path, fields[2].get_string(), roles(fields[3].get_uint32()), fields[4].unpack(),
                                    fields[1].get_int32())

    def item_of(self, node):
        if node.path not in self.items:
            states = sum(1 << int(state) for state in node.get_state_set().get_states())
            self.items[node.path] = Item(node.path, node.get_name() or "", role_name(node.get_role()),
                                         (states & 0xffffffff, states >> 32), node.get_child_count())
        self.items[node.path].node = node
        return self.items[node.path]

    def is_hidden_page(self, item):
        """The only place where looking first saves work: a whole page that is not shown."""
        return item.above is not None and item.above.name == "GtkStackPage" and item.is_folded_away

    def read_below(self, level):
        """The children of a level, asked for at once. (GetChildren tells of what a stack shows in place of the page
        that holds it.)"""
        asked = [(item, index) for item in level
                 for index in range(min(item.count, self.limit) if item.role in LISTS else item.count)]
        answers = {}

        def take(connection, result, question):
            try:
                answers[question] = connection.call_finish(result).get_child_value(0).get_child_value(1).get_string()
            except GLib.Error:
                answers[question] = None

        for number, (item, index) in enumerate(asked):
            bus().call(self.name, item.path, "org.a11y.atspi.Accessible", "GetChildAtIndex",
                       GLib.Variant("(i)", (index,)), None, 0, 5000, None, take, number)
        context = GLib.MainContext.default()
        while len(answers) < len(asked):
            context.iteration(True)
        below = []
        for number, (item, index) in enumerate(asked):
            child = self.items.get(answers[number]) or self.new_item(item, index)
            if child is not None:
                child.above, child.index = item, index
                item.inside.append(child)
                below.append(child)
        return below

    def new_item(self, above, index):
        try:
            node = above.node and above.node.get_child_at_index(index)
            return self.item_of(node) if node is not None else None
        except GLib.Error:
            return None

    def walk(self):
        """All items in reading order."""
        waiting = list(reversed(self.roots))
        while waiting:
            item = waiting.pop()
            yield item
            waiting += reversed(item.inside)

    def search(self, pattern, wanted=None):
        """The items on the screen whose whole name matches."""
        match = re.compile(pattern if pattern.startswith("^") else f"^(?:{pattern})$")
        for item in self.walk():
            if (wanted is None or item.role in wanted) and match.search(item.name) and item.on_screen:
                yield item
