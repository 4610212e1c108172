#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# check-options.sh PAGE PROGRAM [WRAPPER]: the page names every long option of the program's --help, and no other.
set -u
page=$1 program=$2
shift
[ -x "$program" ] || exit 77
help () {
  LC_ALL=C.UTF-8 ${2:+"$2"} "$1" --help-all || LC_ALL=C.UTF-8 "$1" --help
}
# Options of the toolkit itself, which change with it.
others='help-all|help-gapplication|help-gtk|gapplication-app-id|gapplication-replace|display'
offered=$(help "$@" 2>/dev/null |
  grep -oE -- '--[a-z][a-z-]*' | grep -vE -- "--($others)$" | sort -u)
named=$(sed 's/\\-/-/g' "$page" | awk '/^\.SH/ { inside = ($2 == "OPTIONS") } inside' |
  grep -oE -- '--[a-z][a-z-]*' | sort -u)
diff <(echo "$offered") <(echo "$named") ||
  { echo "“<” is an option that $page does not name, “>” one that $program does not have"; exit 1; }
