#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first start: what there is to do without a workspace."""
from journey import BUTTONS, Journey, extents, main, name, pump, wait

CHOICES = ["Look Around With Sample Data", "Start on This Computer…"]


def first_start():
    with Journey("welcome") as j:
        j.start(workspace=False)
        for label in CHOICES:
            j.find(label, BUTTONS)
        problems = j.lint("welcome")
        j.check(not problems, "\n".join(problems))
        for width in (1260, 700, 360):
            j.resize(width, 640)
            j.screenshot(str(width))
            box = extents(j.top())
            j.check(box.width <= width, f"the window is {box.width} px wide where {width} were asked for")
            for label in CHOICES:
                inner = extents(j.find(label, BUTTONS))
                j.check(inner.x >= 0 and inner.x + inner.width <= box.width, f"“{label}” is cut off at {width} px")
        j.stop()


if __name__ == "__main__":
    main([first_start])
