#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# check-example.sh PAGE PROGRAM: the pack that a manual page shows is one the program can read.
set -u
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
sed -n '/^\.SH EXAMPLE/,/^\.fi/p' "$1" | grep -v '^\.' | sed 's/\\-/-/g' >"$folder/pack.json"
"$2" pack check "$folder/pack.json"
