/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-stamp.h"

G_BEGIN_DECLS

/* Rows of several scopes, merged in the order they came. */
typedef struct _CsPageRows CsPageRows;

typedef struct {
  gint64 at;    /* position that brought it */
  gint64 seq;   /* of the entry */
  gint64 index; /* in its scope */
  guint scope;  /* number of the scope, as it was added */
  CsRowKind what;
} CsPageRow;

CsPageRows *cs_page_rows_new (CsStore *store, guint limit);
void cs_page_rows_free (CsPageRows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPageRows, cs_page_rows_free)

gboolean cs_page_rows_count (CsPageRows *self, const char *key, gint64 *count, GError **error);
gboolean cs_page_rows_add (CsPageRows *self,
                           guint number,
                           const char *key,
                           gint64 after,
                           gint64 *last,
                           GError **error);
const GArray *cs_page_rows_take (CsPageRows *self, guint limit, gboolean *more, GError **error);

G_END_DECLS
