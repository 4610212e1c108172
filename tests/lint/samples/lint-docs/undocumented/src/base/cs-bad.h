/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
int cs_bad_be (void);
char *cs_bad_do (const char *what,
                 int times);
