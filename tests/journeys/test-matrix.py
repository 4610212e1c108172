#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every screen in schemes, text sizes, languages and widths (ux: Matrix): nothing may be cut off.

CS_MATRIX=all takes all combinations; without it a few that differ most."""
import itertools
import os

from journey import BUTTONS, main, pump
from look import SCHEMES, SIZES, Look, combinations

VIEWS = ["inbox", "sent", "requests", "scopes", "payments", "reports", "people", "calendars", "packs"]
# The chip of the map on the page of a request.
MAP = {"en": "Map", "ar": "خريطة", "fr": "Carte", "pseudo": r"\[Måp.*"}
# Scheme, text in percent, language.
FEW = [("light", 100, "en"), ("dark", 200, "en"), ("light", 100, "ar"), ("contrast", 100, "pseudo")]
ALL = list(itertools.product(SCHEMES, (100, 200), ("en", "ar", "pseudo"))) + [("light", 100, "fr")]


def walk(scheme, percent, language):
    with Look(scheme, percent, language) as j:
        j.create_sample()
        j.start("--view=inbox")
        for view in VIEWS:
            j.activate_remote("show-view", view)
            j.look(view)
            if view == "requests":
                j.focus_window()
                j.key("ctrl+shift+b")
                pump(0.8)
                j.look("board")
                j.key("ctrl+shift+b")
        j.activate_remote("show-request", "ANT-1003")
        j.look("request")
        j.activate(j.find(MAP[language], BUTTONS))
        j.look("map")
        j.activate_remote("new-sow")
        j.look("new-sow")
        j.resize(*SIZES[1260])
        j.activate_remote("preferences")
        j.judge("preferences", 1260)
        j.screenshot("preferences")
        j.key("Escape")
        j.end()


if __name__ == "__main__":
    main(combinations(walk, FEW, ALL))
