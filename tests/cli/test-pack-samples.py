#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A bad and a good sample for every code of the linter, as “pack check” tells them (L-01 … L-52)."""
import copy
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.environ["CS_SOURCE_ROOT"]
CTL = sys.argv[1]
BASE = {
    "format": 1, "pack": "small", "prefix": "S", "version": 1, "languages": ["en", "ar"], "calendar": "india",
    "regions": {"IN": {"calendar": "india", "currency": "INR"}, "KE": {"calendar": "kenya", "currency": "KES"}},
    "people": {"a": {"mail": "a@x.example"}, "b": {"mail": "b@x.example"}},
    "roles": {"desk": {}, "boss": {"holders": [{"person": "a"}]}},
    "scopes": {"margin": {"who": "desk"}},
    "processes": [{
        "id": "one", "fields": {"f": {"type": "text"}, "m": {"type": "money", "scope": "margin"}},
        "documents": {"d": {"fields": ["f", "m"]}}, "gates": {}, "clocks": {}, "mails": {},
        "stages": [
            {"id": "work", "who": "desk", "steps": [{"id": "do", "form": ["f", "m"]}]},
            {"id": "closed", "steps": [{"id": "no", "opens": "on-return", "end": "rejected"},
                                       {"id": "done", "end": "completed"}]}]}],
}


def pack(*changes):
    made = copy.deepcopy(BASE)
    for change in changes:
        change(made)
    return made


def top(**members):
    return lambda made: made.update(members)


def process(kind, **members):
    return lambda made: made["processes"][0].setdefault(kind, {}).update(members)


def do(**members):
    return lambda made: made["processes"][0]["stages"][0]["steps"][0].update(members)


def then(**step):
    return lambda made: made["processes"][0]["stages"][0]["steps"].append(step)


def ends(how):
    return lambda made: made["processes"][0]["stages"][1]["steps"][1].update(end=how)


def approval(again=None, **level):
    levels = [{"id": "l", "who": "boss", "except": ["m"]} | level]
    steps = [then(id="ok", rejects="no", approval={"of": "d", "levels": levels})]
    if again is not None:
        steps.append(then(id="again", rejects="no",
                          approval={"of": "d", "levels": [{"id": "k", "who": again, "except": ["m"]}]}))
    return lambda made: [step(made) for step in steps]


def clock(**members):
    return lambda made: (process("clocks", c={"time": "1bd"} | members)(made), do(clock="c")(made))


def mail(field=None, **members):
    return lambda made: (process("fields", n={"type": "text", "scope": "client"} | (field or {}))(made),
                         process("mails", m={"to": "boss", "subject": "{n}"} | members)(made))


def text(**members):
    return lambda made: (process("fields", t={"type": "text"} | members)(made), do(form=["f", "m", "t"])(made))


def numbered(*ids):
    return lambda made: (process("fields", **{id: {"type": "check"} for id in ids})(made),
                         do(form=["f", "m", *ids])(made))


def over(*limits):
    return approval(when={"field": "m", "over": list(limits)})


MAILED = do(form=["f", "m", "n"], mail=["m"])
GATE = process("gates", G={"facts": [{"field": "f"}]})
LOOSER = process("gates", G={"facts": [{"field": "title"}]})

# code: a bad and a good sample, and for comparisons the version before.
SAMPLES = {
    "L-01": (pack(top(version=1.5)), pack()),
    "L-02": (pack(text(titel="x")), pack(text(title="x"))),
    "L-03": (pack(mail(subject="{nobody}"), MAILED), pack(mail(subject="{client}"), MAILED)),
    "L-04": (pack(text(type="choice", options=["a", "a"])), pack(text(type="choice", options=["a", "b"]))),
    "L-05": (pack(top(title={"en": "Work"})), pack(top(title={"en": "Work", "ar": "عمل"}))),
    "L-10": (pack(do(after=["do"])), pack(then(id="next", after=["do"]))),
    "L-11": (pack(approval(), then(id="lost", opens="on-return")),
             pack(approval(), do(returns=["lost"]), then(id="lost", opens="on-return"))),
    "L-12": (pack(ends("rejected")), pack()),
    "L-13": (pack(do(returns=["next"]), then(id="next")), pack(then(id="next", returns=["do"]))),
    "L-14": (pack(GATE, do(enter=["G"])), pack(GATE, do(leave=["G"]))),
    "L-15": (pack(then(id="ok", approval={"of": "d", "levels": [{"id": "l", "who": "boss", "except": ["m"]}]})),
             pack(approval())),
    "L-16": (pack(GATE, approval()), pack(GATE, approval(), do(leave=["G"]))),
    "L-20": (pack(approval(who="boss"), top(roles={"desk": {}, "boss": {}})), pack(approval())),
    "L-21": (pack(approval(take=2)), pack(approval(take=1))),
    "L-22": (pack(approval(), do(who="boss")), pack(approval())),
    "L-23": (pack(approval(again="desk")), pack(approval(again="boss"))),
    "L-24": (pack(top(people={"a": {"mail": "a@x.example"}, "b": {"mail": "A@x.example"}})), pack()),
    "L-25": (pack(approval(**{"except": []})), pack(approval())),
    "L-30": (pack(process("clocks", c={"time": "1bd"})), pack(clock())),
    "L-31": (pack(top(calendar=None), top(regions={"IN": {"calendar": "india", "currency": "INR"},
                                                   "KE": {"currency": "KES"}})), pack()),
    "L-32": (pack(over("INR 5.00")), pack(over("INR 5.00", "KES 5.00"))),
    "L-35": (pack(mail({"scope": "internal"}, audience="client"), MAILED), pack(mail(audience="client"), MAILED)),
    "L-36": (pack(mail(), do(mail=["m"]), then(id="next", form=["n"])), pack(mail(), MAILED)),
    "L-37": (pack(mail(subject=None), MAILED), pack(mail(), MAILED)),
    "L-40": (pack(LOOSER, do(leave=["G"])), pack(GATE, do(leave=["G"])), pack(GATE, do(leave=["G"]))),
    "L-41": (pack(text(title="API key")), pack(text(title="Spinning"))),
    "L-50": (pack(top(settings={"Q-1": {"type": "text", "default": "x", "unclear": "Nobody says."}})),
             pack(top(settings={"Q-1": {"type": "text", "default": "x"}}))),
    "L-51": (pack(numbered("K1", "K2", "K4")), pack(numbered("K1", "K2", "K3"))),
    "L-52": (pack(top(document={"status": "in progress"})), pack(top(document={"status": "Final"}))),
}


def codes_of(folder, sample, before=None):
    """What is said of a pack: its codes, and everything in words."""
    paths = []
    for number, made in enumerate([sample] + ([before] if before else [])):
        paths.append(os.path.join(folder, f"{number}.json"))
        with open(paths[-1], "w", encoding="utf-8") as out:
            json.dump(without_nothing(made), out, ensure_ascii=False)
    said = subprocess.run([CTL, "pack", "check", *(f"--before={p}" for p in paths[1:]), paths[0]],
                          capture_output=True, text=True)
    words = said.stdout + said.stderr
    return set(re.findall(r"\((L-\d\d)\)", words)), words


def without_nothing(made):
    if isinstance(made, dict):
        return {key: without_nothing(value) for key, value in made.items() if value is not None}
    return [without_nothing(value) for value in made] if isinstance(made, list) else made


def codes_of_source():
    folder = os.path.join(ROOT, "src", "process")
    found = set()
    for name in sorted(os.listdir(folder)):
        if name.startswith("cs-pack") and name.endswith(".c"):
            found |= set(re.findall(r"L-\d\d", open(os.path.join(folder, name), encoding="utf-8").read()))
    return found


def codes_of_manual():
    """Single ones, and those of ranges."""
    path = os.path.join(ROOT, "data", "man", "countersign-pack.5")
    words = open(path, encoding="utf-8").read().replace("\\-", "-")
    found = set(re.findall(r"L-\d\d", words))
    for first, last in re.findall(r"L-(\d\d) \\\(en L-(\d\d)", words):
        found |= {f"L-{number:02}" for number in range(int(first), int(last) + 1)}
    return found


def main():
    problems = 0
    print(f"1..{2 * len(SAMPLES) + 2}")
    number = 0

    def tell(is_fine, what, words=""):
        nonlocal number, problems
        number += 1
        problems += not is_fine
        print(f"{'ok' if is_fine else 'not ok'} {number} {what}")
        for line in words.splitlines() if not is_fine else []:
            print("# " + line)

    with tempfile.TemporaryDirectory() as folder:
        for code, (bad, good, *before) in SAMPLES.items():
            codes, words = codes_of(folder, bad, *before)
            tell(code in codes, f"{code} is told of a bad pack", words)
            codes, words = codes_of(folder, good, *before)
            tell(code not in codes, f"{code} is not told of a good one", words)
    known = codes_of_source()
    tell(known == set(SAMPLES), "every code has its samples", "\n".join(sorted(known ^ set(SAMPLES))))
    missing = known - codes_of_manual()
    tell(not missing, "the manual page names every code", "\n".join(sorted(missing)))
    return problems > 0


if __name__ == "__main__":
    sys.exit(main())
