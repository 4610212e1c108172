/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiled once for the whole of src/app: reading the toolkit’s headers takes most of the time of
 * every file here. Sources include what they use all the same (lint-includes). */
#include <adwaita.h>
#include <jansson.h>
