/* SPDX-License-Identifier: GPL-3.0-or-later */
const char *cs_bad = N_ ("Bad");
/* only _("a comment") */
