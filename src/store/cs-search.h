/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CsSearchTerm:
 * @is_not: whether the term excludes (-paused)
 * @key: "over", "under", "cur", "region", "due", "with", "stage", "client", "process" or "is"
 * @value: folded, never empty
 *
 * One operator of the search language (ux: Saved filters, search).
 */
typedef struct {
  gboolean is_not;
  const char *key; /* static */
  char *value;
} CsSearchTerm;

/* A search as it was typed, taken apart. */
typedef struct {
  char *match;      /* (nullable) for FTS5: every word, as a prefix */
  GPtrArray *terms; /* CsSearchTerm */
} CsSearch;

CsSearch *cs_search_parse (const char *text);
void cs_search_free (CsSearch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSearch, cs_search_free)

char *cs_search_fold (const char *text);

G_END_DECLS
