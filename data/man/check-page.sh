#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Formats a manual page and fails on any warning.
set -u
warnings=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$1" 2>&1 >/dev/null)
[ -z "$warnings" ] || { echo "$warnings"; exit 1; }
