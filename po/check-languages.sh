#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Each language of LINGUAS: plural forms, directives and access keys are those of the program.
set -u
cd "$(dirname "$(readlink -f "$0")")" || exit 1
status=0
for language in $(grep -v '^#' LINGUAS); do
  echo "$language: $(LC_ALL=C.UTF-8 msgfmt --check --check-accelerators=_ --statistics --output-file=/dev/null "$language.po" 2>&1)"
  LC_ALL=C.UTF-8 msgfmt --check --check-accelerators=_ --output-file=/dev/null "$language.po" 2>/dev/null || status=1
done
exit $status
