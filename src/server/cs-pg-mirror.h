/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pg.h"
#include "cs-store.h"

G_BEGIN_DECLS

/*
 * A folder's database as a mirror of a journal of record that PostgreSQL keeps. From
 * cs_pg_mirror_attach() on, every transaction that writes through the store's connection is one of
 * PostgreSQL's too; to be used on the store's thread.
 */
typedef struct _CsPgMirror CsPgMirror;

/* Told after each transaction that was kept: up to which one the mirror has come, and whether it
 * changed something. */
typedef void (*CsPgMirrorMoved) (gint64 n, gboolean has_changed, gpointer user_data);

gboolean cs_pg_mirror_attach (const char *url,
                              CsStore *store,
                              gboolean may_begin,
                              CsPgMirrorMoved moved,
                              gpointer user_data,
                              GError **error);

char *cs_pg_mirror_dup_key (const char *workspace, const char *incarnation);
gboolean cs_pg_mirror_is_one (CsStore *store, gboolean *is_one, GError **error);

G_END_DECLS
