/* SPDX-License-Identifier: GPL-3.0-or-later */
const char *cs_dots = N_ ("Open...");
const char *cs_quotes = N_ ("The \"good\" one");
const char *cs_apostrophe = N_ ("It isn't");
const char *cs_icon = "countersign-nowhere-symbolic";
const char *cs_internal = "not read... by anybody";
const char *cs_glued = N_ ("%" G_GINT64_FORMAT " requests");
