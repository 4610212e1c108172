/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-row.h"
#include "cs-worker.h"

G_BEGIN_DECLS

#define CS_PAGED_LIST_PAGE 50

/* One page as the worker read it. */
typedef struct {
  GPtrArray *rows; /* (owned) CsRowData */
  guint total;     /* rows of the whole list; asked for with wants_total */
} CsRowPage;
void cs_row_page_free (CsRowPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsRowPage, cs_row_page_free)

/**
 * CsPageFunc:
 * @offset: of the first row wanted
 * @limit: how many
 * @wants_total: whether the page must say how many rows there are
 *
 * Reads a page. Runs on the worker.
 */
typedef CsRowPage *(
    *CsPageFunc) (gpointer data, guint offset, guint limit, gboolean wants_total, GError **error);

#define CS_TYPE_PAGED_LIST (cs_paged_list_get_type ())
G_DECLARE_FINAL_TYPE (CsPagedList, cs_paged_list, CS, PAGED_LIST, GObject)

CsPagedList *cs_paged_list_new (CsWorker *worker,
                                int priority,
                                CsPageFunc func,
                                gpointer data,
                                GDestroyNotify destroy);
void cs_paged_list_refresh (CsPagedList *self);

G_END_DECLS
