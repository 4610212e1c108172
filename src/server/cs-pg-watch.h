/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pg.h"

G_BEGIN_DECLS

/*
 * Knows how far a process's mirror has come, and hears how far PostgreSQL has. Told by hints that
 * may be lost, and by looking once a second (K-09). Any thread.
 */
typedef struct _CsPgWatch CsPgWatch;

/* The mirror is behind: somebody should open a transaction, which catches up. */
typedef void (*CsPgWatchBehind) (gpointer user_data);

CsPgWatch *cs_pg_watch_new (const char *url,
                            const char *workspace,
                            CsPgWatchBehind behind,
                            gpointer user_data,
                            GError **error);
void cs_pg_watch_start (CsPgWatch *self);
void cs_pg_watch_stop (CsPgWatch *self);
void cs_pg_watch_free (CsPgWatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPgWatch, cs_pg_watch_free)

void cs_pg_watch_moved (gint64 n, gboolean has_changed, gpointer watch);
gboolean cs_pg_watch_ensure_fresh (CsPgWatch *self, CsPg *pg, GError **error);
gint64 cs_pg_watch_get_place (CsPgWatch *self);

G_END_DECLS
