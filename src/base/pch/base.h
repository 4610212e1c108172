/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiled once for each layer below src/app. Sources include what they use all the same
 * (lint-includes). */
#include <gio/gio.h>
#include <jansson.h>
