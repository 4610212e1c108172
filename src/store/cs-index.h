/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-rules.h"
#include "cs-store.h"

G_BEGIN_DECLS

/*
 * The read models: what lists show, derived from folded requests in the transaction that appends,
 * disposable and made again from the journal when their form changes.
 */
gboolean cs_index_prepare (CsStore *store, gboolean *is_empty, GError **error);
gboolean cs_index_clear (CsStore *store, GError **error);
gboolean cs_index_mark_whole (CsStore *store, GError **error);
gboolean cs_index_update (CsStore *store,
                          gint64 ref,
                          const CsRequest *request,
                          const CsRuleContext *context,
                          GError **error);
gboolean cs_index_remove (CsStore *store, gint64 ref, GError **error);
GPtrArray *cs_index_list_events (CsStore *store, CsInstant until, guint limit, GError **error);
GPtrArray *cs_index_list_open (CsStore *store, const char *after, guint limit, GError **error);
GPtrArray *cs_index_list_open_of (CsStore *store,
                                  const char *pack,
                                  const char *after,
                                  guint limit,
                                  GError **error);
gboolean cs_index_next_event (CsStore *store, CsInstant *next, GError **error);

G_END_DECLS
