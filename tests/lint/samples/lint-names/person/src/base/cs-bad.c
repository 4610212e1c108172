/* SPDX-License-Identifier: GPL-3.0-or-later */
const char *cs_bad = "Imke@Vandersloot-Trading.biz";
const char *cs_good = "head@own.example";
