/* SPDX-License-Identifier: GPL-3.0-or-later */
int cs_bad(void) {
    return 1; }
