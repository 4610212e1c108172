#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Each language of LINGUAS is complete, and its plural forms, directives and access keys are those
# of the program.
set -u
cd "$(dirname "$(readlink -f "$0")")" || exit 1
status=0
template=$(mktemp) || exit 1
merged=$(mktemp) || exit 1
trap 'rm -f "$template" "$merged"' EXIT
xgettext --from-code=UTF-8 --directory=.. --files-from=POTFILES --output="$template" \
  --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=ngettext:1,2 2>/dev/null || exit 1
for language in $(grep -v '^#' LINGUAS); do
  echo "$language: $(LC_ALL=C.UTF-8 msgfmt --check --check-accelerators=_ --statistics --output-file=/dev/null "$language.po" 2>&1)"
  LC_ALL=C.UTF-8 msgfmt --check --check-accelerators=_ --output-file=/dev/null "$language.po" 2>/dev/null || status=1
  msgmerge --quiet --no-fuzzy-matching --output-file="$merged" "$language.po" "$template"
  missing=$(msgattrib --untranslated --no-obsolete --no-location "$merged" | sed -n 's/^msgid "\(..*\)"$/  \1/p')
  [ -z "$missing" ] || { printf '%s: not translated:\n%s\n' "$language" "$missing"; status=1; }
done
exit $status
