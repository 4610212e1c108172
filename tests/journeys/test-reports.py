#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports (ux: Reports): every chart with its table, filters, keys, and what is said when there is too little."""
import re

from journey import BUTTONS, Journey, extents, main, pump, run

KINDS = ("Ageing", "Deadlines", "Turnaround", "Mix", "Totals")


def charts_and_tables():
    with Journey("reports") as j:
        j.create_sample()
        j.start("--view=inbox")
        j.focus_window()
        j.key("ctrl+6")
        problems = []
        for kind in KINDS:
            j.activate(kind)
            chart = j.find("Deadlines: .* met, .*" if kind == "Deadlines" else kind + ": .*", {"image", "icon"})
            j.check(re.search(r"\d", chart.get_name()), "the chart says no figures: " + chart.get_name())
            j.screenshot(kind.lower())
            if kind == "Ageing":
                problems += j.lint("chart")
            j.focus_window()
            j.key("ctrl+t")
            heads = {"Ageing": "Working days since opened", "Deadlines": "Week of", "Turnaround": "Step", "Mix": "Question",
                     "Totals": "What"}
            j.find(heads[kind])
            pump(0.3)
            j.screenshot(kind.lower() + "-table")
            if kind == "Turnaround":
                problems += j.lint("table")
            j.key("ctrl+t")
            j.find(".*n = [0-9]+", "label")
        for width in (700, 360):
            j.resize(width, 720)
            for kind in ("Deadlines", "Turnaround"):
                j.activate(kind)
                pump(0.6)
                j.screenshot(f"{kind.lower()}-{width}")
        j.check(not problems, "\n".join(problems))
        j.stop()


def figures():
    """What the screen says is what the command line says."""
    with Journey("reports-figures") as j:
        j.create_sample()
        j.start("--view=reports")
        said = j.command("report", "ageing")
        number = re.search(r"n = (\d+)", said).group(1)
        j.find(f".*n = {number}", "label")
        chart = j.find("Ageing: .*", {"image", "icon"}).get_name()
        for label, count in re.findall(r"^(\d[^ ]* days(?: and more)?) +(\d+)", said, re.M):
            j.check(f"{label} {count}" in chart, f"“{label} {count}” is not in “{chart}”")
        j.stop()


def what_is_behind():
    """A row of the table, and a bar, lead to the requests that they count."""
    with Journey("reports-behind") as j:
        j.create_sample()
        j.start("--view=reports")
        row = re.search(r"^(\d[^ ]* days?(?: and more)?) +(\d+)", j.command("report", "ageing"), re.M)
        chart = j.find("Ageing: .*", {"image", "icon"})
        _, x, y = j.window_of(chart)
        box = extents(chart)
        run("xdotool", "mousemove", "--sync", str(x + box.x + box.width // 2), str(y + box.y + 20), "click", "1")
        j.find(f"Ageing: {re.escape(row[1])}.*show all requests again", BUTTONS)
        j.find(f"{row[2]} requests?", "label")
        j.screenshot("bar")
        problems = j.lint("behind")
        j.activate("Ageing: .*show all requests again")
        j.wait_gone("Ageing: .*show all requests again")
        j.focus_window()
        j.key("ctrl+6")
        j.activate("Totals")
        j.key("ctrl+t")
        j.find("What")
        j.click(j.find("Rejected|Requests rejected|.*ejected.*", "label"))
        j.find("Totals: .*show all requests again", BUTTONS)
        j.screenshot("row")
        j.check(not problems, "\n".join(problems))
        j.stop()


if __name__ == "__main__":
    main([charts_and_tables, figures, what_is_behind])
