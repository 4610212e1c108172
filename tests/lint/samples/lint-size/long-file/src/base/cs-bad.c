/* SPDX-License-Identifier: GPL-3.0-or-later */
@repeat 1001 int cs_bad;
