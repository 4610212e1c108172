#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# check-settings.sh PAGE SERVER: the page names every setting of the server, and no other.
set -u
page=$1 program=$2
[ -x "$program" ] || exit 77
own='config|port-file|show'
offered=$(LC_ALL=C.UTF-8 "$program" serve --help | sed -n 's/^  --\([a-z-]*\).*/\1/p' | grep -vxE "$own" | sort)
named=$(sed 's/\\-/-/g' "$page" | awk '/^\.SH/ { inside = ($2 == "SETTINGS") } inside && /^\.B [a-z-]+$/ && tp { print $2 }
  { tp = /^\.TP/ }' | sort)
diff <(echo "$offered") <(echo "$named") ||
  { echo "“<” is a setting that $page does not name, “>” one that $program does not have"; exit 1; }
