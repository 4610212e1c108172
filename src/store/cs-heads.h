/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-instant.h"
#include "cs-json.h"
#include "cs-signed-head.h"
#include "cs-store.h"

G_BEGIN_DECLS

/* A head of the server's log as it signed it (K-07); all are kept, so that one that contradicts
 * another is noticed. */
typedef struct {
  char *log;
  char *incarnation;
  gint64 size;
  char *root; /* hex */
  CsInstant time;
  char *signature;
} CsKnownHead;
void cs_known_head_free (CsKnownHead *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsKnownHead, cs_known_head_free)
CsSignedHead *cs_known_head_dup_signed (const CsKnownHead *self);

gboolean cs_heads_add (CsStore *store, const CsKnownHead *head, GError **error);
GPtrArray *cs_heads_list (CsStore *store, GError **error);
CsKnownHead *cs_heads_get_last (CsStore *store, GError **error);
char *cs_heads_dup_last_mark (CsStore *store);
gboolean cs_heads_forget (CsStore *store, GError **error);

/* How far each scope has been read (K-05). */
gboolean
cs_scopes_add_row (CsStore *store, const char *scope, gint64 place, gint64 seq, GError **error);
gboolean cs_scopes_drop_rows (CsStore *store,
                              const char *scope,
                              gint64 ref,
                              gint64 before,
                              gboolean *is_held,
                              GError **error);
gboolean cs_scopes_set (CsStore *store, const char *scope, gint64 last, GError **error);
gboolean cs_scopes_remove (CsStore *store, const char *scope, GError **error);
json_t *cs_scopes_to_json (CsStore *store, GError **error);

G_END_DECLS
