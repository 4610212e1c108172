/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-calendar-private.h"

#include <glib/gi18n-lib.h>

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const CsSpan *left = a, *right = b;

  return (left->from > right->from) - (left->from < right->from);
}

/**
 * cs_pauses_tidy:
 * @pauses: (array length=n_pauses) (nullable): pauses in any order
 * @n_pauses: how many pauses
 * @tidy: (out) (transfer full) (nullable) (element-type CsSpan): the same without overlaps, in
 * order; %NULL when there are none
 * @error: `CS_ERROR_INVALID` when one ends before it begins
 *
 * Sorts and merges pauses, with %G_MAXINT64 as the end of those that have none.
 *
 * Returns: whether @tidy was set
 */
gboolean
cs_pauses_tidy (const CsSpan *pauses, gsize n_pauses, GArray **tidy, GError **error)
{
  g_autoptr (GArray) sorted = NULL;
  guint kept = 0;

  *tidy = NULL;
  if (n_pauses == 0)
    return TRUE;
  sorted = g_array_sized_new (FALSE, FALSE, sizeof (CsSpan), (guint)n_pauses);
  for (gsize i = 0; i < n_pauses; i++) {
    CsSpan span = {pauses[i].from, pauses[i].to == CS_INSTANT_NONE ? G_MAXINT64 : pauses[i].to};

    if (span.to < span.from) {
      g_set_error_literal (error,
                           CS_ERROR,
                           CS_ERROR_INVALID,
                           _ ("A pause ends before it begins: expected the earlier moment first"));
      return FALSE;
    }
    if (span.to > span.from)
      g_array_append_val (sorted, span);
  }
  g_array_sort (sorted, compare_spans);
  for (guint i = 0; i < sorted->len; i++) {
    CsSpan *spans = (CsSpan *)(gpointer)sorted->data;

    if (kept > 0 && spans[i].from <= spans[kept - 1].to)
      spans[kept - 1].to = MAX (spans[kept - 1].to, spans[i].to);
    else
      spans[kept++] = spans[i];
  }
  g_array_set_size (sorted, kept);
  *tidy = g_steal_pointer (&sorted);
  return TRUE;
}

/**
 * cs_pauses_cover:
 * @pauses: (array length=n_pauses): tidy pauses
 * @n_pauses: how many pauses
 * @instant: a moment
 *
 * Returns: whether a clock stands still at that moment
 */
gboolean
cs_pauses_cover (const CsSpan *pauses, gsize n_pauses, CsInstant instant)
{
  for (gsize i = 0; i < n_pauses; i++) {
    if (pauses[i].from <= instant && instant < pauses[i].to)
      return TRUE;
  }
  return FALSE;
}
