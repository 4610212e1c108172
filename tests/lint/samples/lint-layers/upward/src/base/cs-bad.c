/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-high.h"
#include <sqlite3.h>
#include <strange.h>
#include <string.h>
