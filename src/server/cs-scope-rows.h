/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-stamp.h"

G_BEGIN_DECLS

/* Rows of several scopes, merged in the order they came. */
typedef struct _CsScopeRows CsScopeRows;

typedef struct {
  gint64 at;    /* position that brought it */
  gint64 seq;   /* of the entry */
  gint64 index; /* in its scope */
  guint scope;  /* number of the scope, as it was added */
  CsRowKind what;
} CsScopeRow;

CsScopeRows *cs_scope_rows_new (CsStore *store, guint limit);
void cs_scope_rows_free (CsScopeRows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsScopeRows, cs_scope_rows_free)

gboolean cs_scope_rows_add (CsScopeRows *self,
                            guint number,
                            const char *key,
                            gint64 after,
                            gint64 *last,
                            GError **error);
const GArray *cs_scope_rows_take (CsScopeRows *self, guint limit, gboolean *more, GError **error);

G_END_DECLS
