/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-sqlite.h"

G_BEGIN_DECLS

/* A workspace's folder opened on one thread: its database and its files. */
typedef struct _CsStore CsStore;

CsStore *cs_store_create (const char *folder, GError **error);
CsStore *cs_store_open (const char *folder, GError **error);
CsStore *cs_store_new_in_memory (GError **error);
void cs_store_close (CsStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsStore, cs_store_close)

const char *cs_store_get_folder (CsStore *self);
CsSqlite *cs_store_get_sqlite (CsStore *self);
gboolean cs_store_is_server (CsStore *self);

char *cs_store_dup_meta (CsStore *self, const char *name, GError **error);
gboolean cs_store_set_meta (CsStore *self, const char *name, const char *value, GError **error);
gboolean cs_store_count (CsStore *self, const char *counter, gint64 *value, GError **error);
gboolean cs_store_next_count (CsStore *self,
                              const char *counter,
                              gint64 first,
                              gint64 *value,
                              GError **error);

/* Changes when another connection, of this or another process, has committed. */
gboolean cs_store_get_data_version (CsStore *self, gint64 *version, GError **error);

G_END_DECLS
