# SPDX-License-Identifier: GPL-3.0-or-later
"""The program in one scheme, text size and language, and whether anything is cut off there (ux: Matrix)."""
import gettext
import os
import re
import subprocess

from journey import ROOT, Failure, Journey, pump, samples, wait

SCHEMES = {
    "light": {"ADW_DEBUG_COLOR_SCHEME": "prefer-light"},
    "dark": {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"},
    "contrast": {"ADW_DEBUG_COLOR_SCHEME": "prefer-light", "ADW_DEBUG_HIGH_CONTRAST": "1"},
    "dark-contrast": {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark", "ADW_DEBUG_HIGH_CONTRAST": "1"},
}
LANGUAGES = {"en": "en_GB", "ar": "ar_EG", "fr": "fr_FR", "pseudo": "en_GB"}
# At 200 % text a window is asked to fit a small screen, not a narrow one. Arabic deadlines are long,
# and the language that does not exist is longer than any.
SIZES = {360: (360, 640), 400: (400, 640), 430: (430, 640), 700: (700, 768), 1020: (1020, 740), 1260: (1260, 780)}


def locales():
    """A folder of compiled locales, made once."""
    folder = os.path.join(samples(), "locales")
    os.makedirs(folder, exist_ok=True)
    for name in set(LANGUAGES.values()):
        made = os.path.join(folder, f"{name}.UTF-8")
        if not os.path.exists(made):
            subprocess.run(["localedef", "-i", name, "-f", "UTF-8", made], capture_output=True)
            if not os.path.exists(made):
                raise Failure(f"no locale {name}: is the package “locales” installed?")
    return folder


def texts_of(language):
    """Environment in which the program speaks a language."""
    environment = {"LC_ALL": LANGUAGES[language] + ".UTF-8", "LOCPATH": locales()}
    if language == "pseudo":
        folder = os.path.join(samples(), "pseudo")
        subprocess.run(["/usr/bin/python3", "-B", os.path.join(ROOT, "po", "pseudo.py"), folder], check=True,
                       capture_output=True)
        return environment | {"COUNTERSIGN_LOCALEDIR": folder, "LANGUAGE": "en_XA"}
    return environment | {"COUNTERSIGN_LOCALEDIR": os.environ["CS_TEST_LOCALEDIR"], "LANGUAGE": language}


class Look(Journey):
    """The program in one scheme, text size and language."""

    def __init__(self, scheme, percent, language, title="matrix"):
        super().__init__(f"{title}-{scheme}-{percent}-{language}", size=SIZES[1260])
        self.ask = os.path.join(self.folder, "ask")
        self.percent, self.language, self.problems = percent, language, []
        self.environment |= SCHEMES[scheme] | texts_of(language)

    def __enter__(self):
        super().__enter__()
        resources = f"Xft.dpi: {96 * self.percent // 100}\n"
        subprocess.run(["xrdb", "-merge"], input=resources, text=True, check=True)
        return self

    def __exit__(self, *what):
        super().__exit__(*what)
        subprocess.run(["xrdb", "-merge"], input="Xft.dpi: 96\n", text=True)

    def launch(self, *arguments, **options):
        """What watches for cut texts is the program's alone: a server that is started later would answer for it."""
        others = self.environment
        self.environment = others | {"LD_PRELOAD": os.environ["CS_CLIP_WATCH"], "CS_CLIP_ASK": self.ask}
        try:
            super().launch(*arguments, **options)
        finally:
            self.environment = others

    def activate_remote(self, action, parameter=None):
        """Leads somewhere, over the session bus."""
        names = subprocess.run(["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path",
                                "/org/freedesktop/DBus", "--method", "org.freedesktop.DBus.ListNames"],
                               capture_output=True, text=True).stdout
        bus = re.search(r"'(io\.github\.countersign\.Countersign[^']*)'", names).group(1)
        parameters = "[]" if parameter is None else f"[<'{parameter}'>]"
        subprocess.run(["gdbus", "call", "--session", "--dest", bus, "--object-path", "/" + bus.replace(".", "/"),
                        "--method", "org.gtk.Actions.Activate", action, parameters, "{}"], check=True,
                       capture_output=True)
        pump(0.9)

    def ask_what_is_cut(self, width):
        with open(self.ask + ".new", "w") as question:
            question.write(str(width))
        os.rename(self.ask + ".new", self.ask)
        answer = self.ask + ".answer"
        wait(lambda: not os.path.exists(self.ask) and os.path.exists(answer), "the answer of clip-watch")
        lines = open(answer, encoding="utf-8", errors="replace").read().splitlines()
        os.remove(answer)
        return lines

    def judge(self, screen, width):
        """What is cut off while a pane still slides in is not cut off a moment later."""
        lines = self.ask_what_is_cut(width)
        if len(lines) > 1:
            pump(1.5)
            lines = self.ask_what_is_cut(width)
        direction = lines.pop()
        if (direction == "direction rtl") != (self.language == "ar"):
            self.problems.append(f"{screen}: {direction}")
        where = f"{self.title}-{screen}-{width}"
        self.problems += [f"{where}: {line}" for line in dict.fromkeys(lines)]

    def widths(self):
        if self.percent > 100:
            return (1020, 1260) if self.language == "pseudo" else (700, 1020)
        return ({"pseudo": 430, "ar": 400}.get(self.language, 360), 700, 1260)

    def look(self, screen):
        for width in self.widths():
            self.resize(*SIZES[width])
            self.judge(screen, width)
            self.screenshot(f"{screen}-{width}")

    def say(self, words):
        """What the program says for these English words, as a pattern."""
        folder = self.environment["COUNTERSIGN_LOCALEDIR"]
        texts = gettext.translation("countersign", folder, [self.environment["LANGUAGE"]], fallback=True)
        return re.escape(texts.gettext(words).replace("_", "")).replace("%s", ".*")

    def end(self):
        self.stop(quiet=True)
        if self.problems:
            raise Failure("\n".join(self.problems))


def combinations(walk, few, every):
    """Journeys of scheme, percent and language; CS_MATRIX is “all” or names one, without it only a few are taken."""
    wanted = os.environ.get("CS_MATRIX", "")
    chosen = every if wanted == "all" else few
    if wanted not in ("", "all"):
        chosen = [c for c in every if "-".join(map(str, c)) == wanted]
    journeys = []
    for combination in chosen:
        def journey(combination=combination):
            walk(*combination)

        journey.__name__ = "-".join(map(str, combination))
        journeys.append(journey)
    return journeys
