#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the catalogue of a language that does not exist: pseudo.py FOLDER

Every string is put in brackets, written with accents and made 40 % longer, so that text which is not
translatable, cut off or glued together shows at a glance. The catalogue is written to
FOLDER/en_XA/LC_MESSAGES/countersign.mo; LANGUAGE=en_XA chooses it.
"""
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
LANGUAGE = "en_XA"
ACCENTS = str.maketrans("AaCcEeGgIiLlNnOoRrSsTtUuYyZz", "ÅåÇçÉéĜĝÎîĻļÑñÖöŘřŠšŢţÛûÝýŽž")
# What must stay as it is: printf directives, markup, entities, placeholders, access keys.
FIXED = re.compile(r"%(?:\d+\$)?[-+ #0'I]*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?:hh|h|ll|l|z|j|t|q)?[a-zA-Z%]|%|"
                   r"<[^<>]+>|&\w+;|\{[^{}]*\}|\\.|_\w")
PADDING = " ~lorem~ipsum~dolor~sit~amet~consectetur~adipiscing~elit~sed~do~eiusmod"
KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "ngettext:1,2", "g_dngettext:2,3", "g_dpgettext2:2c,3"]


def template():
    """The template of all strings of the tree, as xgettext writes it."""
    with open(os.path.join(ROOT, "po/POTFILES"), encoding="utf-8") as file:
        names = [line for line in file.read().splitlines() if line and not line.startswith("#")]
    command = ["xgettext", "--directory=" + ROOT, "--from-code=UTF-8", "--no-wrap", "--output=-",
               *("--keyword=" + k for k in KEYWORDS), *names]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


def longer(text):
    """The text with accents and in brackets; what a program reads in it is left alone."""
    if not re.search(r"[^\W\d_]", FIXED.sub("", text)):
        return text
    parts, end = [], 0
    for match in FIXED.finditer(text):
        parts += [text[end:match.start()].translate(ACCENTS), match.group(0)]
        end = match.end()
    parts.append(text[end:].translate(ACCENTS))
    stripped = "".join(parts)
    tail = "\\n" if stripped.endswith("\\n") else ""
    body = stripped[:len(stripped) - len(tail)]
    return "[" + body + PADDING[:max(2, round(len(body) * 0.4))] + "]" + tail


def translate(pot):
    """The template with each empty msgstr filled in."""
    header, *entries = pot.split("\n\n")
    header = header.replace("Language: \\n", f"Language: {LANGUAGE}\\n").replace("charset=CHARSET", "charset=UTF-8")
    header = re.sub(r'\n"Plural-Forms: .*', "", header) + '\n"Plural-Forms: nplurals=2; plural=n != 1;\\n"'
    header = re.sub(r"^#, fuzzy\n", "", header, flags=re.M)
    return "\n\n".join([header] + [entry_with(e) for e in entries])


def field(entry, name):
    match = re.search(rf'^{name} ((?:"(?:\\.|[^"\\])*"\n?)+)', entry, re.M)
    return "".join(re.findall(r'"((?:\\.|[^"\\])*)"', match.group(1))) if match else None


def entry_with(entry):
    one, many = field(entry, "msgid"), field(entry, "msgid_plural")
    if one is None:
        return entry
    head = entry[:re.search(r"^msgstr", entry, re.M).start()]
    if many is None:
        return f'{head}msgstr "{longer(one)}"'
    return f'{head}msgstr[0] "{longer(one)}"\nmsgstr[1] "{longer(many)}"'


def main():
    folder = os.path.join(sys.argv[1], LANGUAGE, "LC_MESSAGES")
    os.makedirs(folder, exist_ok=True)
    catalogue = translate(template())
    # msgfmt refuses a catalogue whose directives differ from the program's.
    subprocess.run(["msgfmt", "--check-format", "--output-file=" + os.path.join(folder, "countersign.mo"), "-"],
                   input=catalogue.encode(), check=True)


main()
