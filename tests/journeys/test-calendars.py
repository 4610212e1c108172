#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calendars (D-C4): look, change hours and dates, see which deadlines would move, apply; seasons; what is not applied."""
import datetime
import json

from journey import BUTTONS, Journey, main, pump, wait

FIELDS = {"text", "entry"}


def next_working_days(j, count):
    """The first dates from tomorrow on that are neither Saturday nor Sunday."""
    days, day = [], datetime.date.fromisoformat(j.now()[:10])
    while len(days) < count:
        day += datetime.timedelta(days=1)
        if day.weekday() < 5:
            days.append(day)
    return days


def calendar(j, name):
    return next(c for c in map(json.loads, j.command("--json", "calendar", "list").splitlines())
                if c["calendar"] == name)


def add_date(j, date, name, hours=""):
    j.activate("Add a Special Date…")
    j.fill(j.find("Date .*", FIELDS), date)
    j.fill(j.find("Name", FIELDS), name)
    if hours:
        j.fill(j.find("Hours .*empty.*", FIELDS), hours)
    pump(0.3)


def edit_preview_apply():
    with Journey("calendars") as j:
        j.create_sample()
        j.start("--view=calendars")
        j.click(j.find("India", "label"))
        j.find("Asia/Kolkata.*revision 1", "label")
        j.screenshot("list")
        problems = j.lint("calendars")
        for number, day in enumerate(next_working_days(j, 3)):
            add_date(j, day.isoformat(), f"Founders’ Day {number + 1}")
            if number == 0:
                problems += j.lint("date")
                j.screenshot("date")
            j.activate("Add")
            wait(lambda: j.has(f"Founders.*{number + 1}.*", "label"), "the new date")
        j.activate("Confirm All")
        j.find("Changes are not applied yet", "label")
        j.screenshot("changed")
        j.activate("Review…")
        j.find(r"\d+ open deadlines? moves?.*", "label")
        problems += j.lint("review")
        j.fill(j.find("Reason, for the record", FIELDS), "Told by the office")
        j.screenshot("preview")
        j.activate("Apply")
        j.find("Asia/Kolkata.*revision 2", "label")
        wait(lambda: calendar(j, "india")["revision"] == 2, "the new revision")
        j.check("Founders" in j.command("calendar", "show", "india"), "the new dates are not in the calendar")
        j.screenshot("applied")
        j.check(not problems, "\n".join(problems))
        for width in (700, 360):
            j.resize(width, 720)
            j.screenshot(str(width))
        j.find("Asia/Kolkata.*", "label")
        j.find("Monday", FIELDS)
        j.stop()


def seasons_and_what_is_discarded():
    with Journey("calendars-season") as j:
        j.create_sample()
        j.start("--view=calendars")
        j.click(j.find("Bahrain", "label"))
        j.activate("Add a Season…")
        j.fill(j.find("Name", FIELDS), "Ramadan")
        j.fill(j.find("First date.*", FIELDS), "2027-02-08")
        j.fill(j.find("Last date.*", FIELDS), "2027-03-09")
        j.fill(j.find("Hours of working days", FIELDS), "9-15-16")
        j.find(".*not an interval.*", "label")
        j.screenshot("problem")
        j.fill(j.find("Hours of working days", FIELDS), "9-15")
        pump(0.3)
        j.activate("Add")
        j.find("Ramadan", "label")
        j.screenshot("season")
        problems = j.lint("season")
        j.fill(j.find("Thursday", FIELDS), "late")
        j.find("“late” is not an interval.*", "label")
        j.screenshot("hours")
        j.fill(j.find("Thursday", FIELDS), "8-12:30, 13:30–17")
        j.activate("Discard")
        j.wait_gone("Ramadan", "label")
        j.check(calendar(j, "bahrain")["revision"] == 1, "a change was applied that was discarded")
        j.check(not problems, "\n".join(problems))
        j.stop()


def new_calendar_and_two_dates():
    """D-C4: a calendar the program does not come with, and a holiday that a moon decides about."""
    with Journey("calendars-new") as j:
        j.create_sample()
        j.start("--view=calendars")
        j.click(j.find("Bahrain", "label"))
        j.find("Asia/Bahrain.*revision 1", "label")
        j.activate("New Calendar…")
        j.fill(j.find("Name", FIELDS), "Qatar, Doha")
        j.fill(j.find("Time zone.*", FIELDS), "Asia/Nowhere")
        j.find("^.*Asia/Nowhere.*", "label")
        j.fill(j.find("Time zone.*", FIELDS), "Asia/Qatar")
        j.screenshot("dialog")
        problems = j.lint("new")
        j.activate("Add")
        j.find("Asia/Qatar.*revision 1", "label")
        j.screenshot("added")
        wait(lambda: calendar(j, "qatar-doha")["revision"] == 1, "the new calendar")
        j.click(j.find("Bahrain", "label"))
        j.find("^.*New Year, if a day later than .*", "label")
        j.screenshot("candidates")
        j.activate(j.find("Confirm .*17 Jun.*", BUTTONS))
        j.find("Changes are not applied yet", "label")
        j.wait_gone("^.*New Year, if a day later than .*", "label")
        j.screenshot("confirmed")
        j.activate("Discard")
        j.check(not problems, "\n".join(problems))
        j.stop()


main([new_calendar_and_two_dates, edit_preview_apply, seasons_and_what_is_discarded])
