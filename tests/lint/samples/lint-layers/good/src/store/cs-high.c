/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-low.h"
/* #include <gtk/gtk.h> */
#include <jansson.h>
#include <sqlite3.h>
