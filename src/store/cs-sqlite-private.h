/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-sqlite.h"

#include <sqlite3.h>

G_BEGIN_DECLS

sqlite3 *cs_sqlite_get_handle (CsSqlite *self);

G_END_DECLS
