/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-index-private.h"
#include "cs-lists-private.h"
#include "cs-money-format.h"

/* What stands in the stages of the processes: the columns of the board. */

enum { COL_PACK, COL_PROCESS, COL_STAGE, COL_CURRENCY, COL_COUNT, COL_OVERDUE, COL_MINOR };

/**
 * cs_stage_total_free:
 * @self: (transfer full) (nullable): a total
 */
void
cs_stage_total_free (CsStageTotal *self)
{
  if (self == NULL)
    return;
  g_free (self->pack);
  g_free (self->process);
  g_free (self->stage);
  g_free (self->currency);
  g_free (self->amount);
  g_free (self);
}

/* Versions of a pack are one pack here. */
static CsStageTotal *
find_total (GPtrArray *totals, const char *pack, CsStatement *statement)
{
  const char *process = cs_statement_get_text (statement, COL_PROCESS);
  const char *stage = cs_statement_get_text (statement, COL_STAGE);
  const char *currency = cs_statement_get_text (statement, COL_CURRENCY);
  CsStageTotal *total;

  for (guint i = 0; i < totals->len; i++) {
    total = totals->pdata[i];
    if (g_str_equal (total->pack, pack) && g_str_equal (total->process, process) &&
        g_str_equal (total->stage, stage) && g_strcmp0 (total->currency, currency) == 0)
      return total;
  }
  total = g_new0 (CsStageTotal, 1);
  total->pack = g_strdup (pack);
  total->process = g_strdup (process);
  total->stage = g_strdup (stage);
  total->currency = g_strdup (currency);
  g_ptr_array_add (totals, total);
  return total;
}

static void
add_row (GPtrArray *totals, const CsListContext *context, CsStatement *statement)
{
  const char *digest = cs_statement_get_text (statement, COL_PACK);
  const CsPack *pack = cs_pack_cache_get (context->packs, digest, NULL);
  CsStageTotal *total = find_total (totals, pack != NULL ? pack->id : digest, statement);
  gint64 minor = cs_statement_get_int (statement, COL_MINOR);

  total->count += (guint)cs_statement_get_int (statement, COL_COUNT);
  total->overdue += (guint)cs_statement_get_int (statement, COL_OVERDUE);
  if (__builtin_add_overflow (total->minor, minor, &total->minor))
    total->minor = G_MAXINT64;
}

/**
 * cs_list_total_stages:
 * @filter: what narrows the requests; its stage is better not set
 *
 * Returns: (transfer full) (nullable) (element-type CsStageTotal): one for each stage and currency
 *   with a request in it, the largest number of requests first
 */
GPtrArray *
cs_list_total_stages (const CsListContext *context, const CsListFilter *filter, GError **error)
{
  g_autoptr (GPtrArray) totals =
      g_ptr_array_new_with_free_func ((GDestroyNotify)cs_stage_total_free);
  g_autoptr (CsStatement) statement = NULL;
  g_auto (CsQuery) query;
  CsGroupTimes times;
  gboolean has_row;

  cs_query_init (&query);
  cs_group_times_init (&times, context->now);
  cs_query_add (&query,
                "SELECT r.pack, r.process, coalesce (r.stage, '') AS place, r.currency, count (*),"
                " sum (r.bucket = 0 AND r.due < ?), coalesce (sum (r.amount), 0)"
                " FROM request r WHERE TRUE",
                "i",
                (gint64)times.now);
  cs_list_add_conditions (&query, context, CS_LIST_REQUESTS, filter, &times);
  cs_query_add (&query,
                " GROUP BY r.pack, r.process, place, r.currency ORDER BY count (*) DESC, place, 4",
                "");
  statement = cs_query_run (&query, context->store, error);
  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  while (has_row) {
    add_row (totals, context, statement);
    if (!cs_statement_next (statement, &has_row, error))
      return NULL;
  }
  for (guint i = 0; i < totals->len; i++) {
    CsStageTotal *total = totals->pdata[i];
    CsMoney money;

    if (total->currency != NULL && cs_money_init (&money, total->minor, total->currency, NULL))
      total->amount = cs_money_to_display (money, context->locale, context->digits);
  }
  return g_steal_pointer (&totals);
}
