#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls that have one place, or none: the clock, ending the program, what newer toolkits do otherwise;
and what every GObject does: chain up, name its tasks."""
import re

from tree import functions, line_of, open_tree, without_comments

# pattern, files where it may stand, what to do instead
CALLS = [
    (r"\b(?:g_get_real_time|g_date_time_new_now\w*|time|gettimeofday|clock_gettime|g_get_current_time) \(",
     r"src/base/cs-time-source\.c|src/core/cs-authority-submit\.c", "the time comes from CsTimeSource"),
    (r"\b(?:exit|_exit|abort|g_error|g_abort) \(", r"src/(?:app|cli|server)/main\.c",
     "only main ends the program: give back a GError"),
    (r"\b(?:strcpy|strcat|sprintf|vsprintf|gets|alloca) \(", r"$^", "has no bound: use g_strdup_printf or GString"),
    (r"\bg_time_zone_new \(", r"$^", "takes unknown zones for UTC: use g_time_zone_new_identifier"),
    (r"\b(?:adw_leaflet|adw_message_dialog|adw_about_window|gtk_file_chooser_native|gtk_show_uri)\w* \(",
     r"src/app/compat/.*", "belongs into a wrapper in src/app/compat"),
    (r"\bnotify_notification_show \(", r"src/app/notify/.*", "blocks: only the thread of src/app/notify may call it"),
    (r"\b(?:system|popen) \(", r"$^", "starts a shell: use GSubprocess"),
]
CHAINED = re.compile(r"(\w+)_(dispose|finalize|constructed)$")


def check_calls(tree, name, text):
    bare = re.sub(r'"(?:\\.|[^"\\\n])*"', '""', text)
    for pattern, allowed, advice in CALLS:
        if re.fullmatch(allowed, name):
            continue
        for match in re.finditer(pattern, bare):
            tree.fail(name, line_of(bare, match.start()), f"{match.group(0)[:-2]} () {advice}")


def check_functions(tree, name, text):
    lines = text.split("\n")
    for function, first, last in functions(text):
        body = "\n".join(lines[first - 1:last])
        chained = CHAINED.match(function)
        if chained and f"_{chained.group(2)} = {function}" in re.sub(r"\s+", " ", text).replace("->", "_") \
                and f"->{chained.group(2)} (" not in body:
            tree.fail(name, first, f"{function} () does not chain up to its parent's {chained.group(2)}")
        if "g_task_new (" in body and "_async" in function and "g_task_set_source_tag (" not in body:
            tree.fail(name, first, f"{function} () makes a task without g_task_set_source_tag ()")


tree = open_tree()
for name in tree.under("src", ends=".c"):
    text = without_comments(tree.read(name))
    check_calls(tree, name, text)
    check_functions(tree, name, text)
tree.finish()
