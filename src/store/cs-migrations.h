/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-sqlite.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CS_APPLICATION_ID_NUMBER 0x43734731 /* "CsG1", PRAGMA application_id */

gboolean cs_migrations_run (CsSqlite *sqlite, GError **error);
gboolean cs_migrations_run_steps (CsSqlite *sqlite,
                                  const char *const *steps, /* SQL, NULL-terminated */
                                  GError **error);
char **cs_migrations_list (GError **error);

G_END_DECLS
