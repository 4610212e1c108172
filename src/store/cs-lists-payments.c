/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-index-private.h"
#include "cs-lists-private.h"
#include "cs-money-format.h"

/* What the groups of the payments come to (U-03). */

enum { COL_GROUP, COL_CURRENCY, COL_COUNT, COL_MINOR };

/**
 * cs_payment_total_free:
 * @self: (transfer full) (nullable): a total
 */
void
cs_payment_total_free (CsPaymentTotal *self)
{
  if (self == NULL)
    return;
  g_free (self->group);
  g_free (self->currency);
  g_free (self->amount);
  g_free (self);
}

static CsPaymentTotal *
make_total (const CsListContext *context, CsStatement *statement)
{
  CsPaymentTotal *total = g_new0 (CsPaymentTotal, 1);
  CsMoney money;

  total->group = g_strdup (cs_statement_get_text (statement, COL_GROUP));
  total->currency = g_strdup (cs_statement_get_text (statement, COL_CURRENCY));
  total->count = (guint)cs_statement_get_int (statement, COL_COUNT);
  total->minor = cs_statement_get_int (statement, COL_MINOR);
  if (total->currency != NULL && cs_money_init (&money, total->minor, total->currency, NULL))
    total->amount = cs_money_to_display (money, context->locale, context->digits);
  return total;
}

/**
 * cs_list_total_payments:
 *
 * Returns: (transfer full) (nullable) (element-type CsPaymentTotal): one for each group and
 *   currency, the largest number of payments first
 */
GPtrArray *
cs_list_total_payments (const CsListContext *context, GError **error)
{
  g_autoptr (GPtrArray) totals =
      g_ptr_array_new_with_free_func ((GDestroyNotify)cs_payment_total_free);
  g_autoptr (CsStatement) statement = NULL;
  g_auto (CsQuery) query;
  CsGroupTimes times;
  gboolean has_row;

  cs_query_init (&query);
  cs_group_times_init (&times, context->now);
  cs_query_add (&query,
                "SELECT CASE p.bucket WHEN 2 THEN 'confirmed' WHEN 1 THEN 'promised'"
                " ELSE iif (p.due < ?, 'late', iif (p.due < ?, 'week', 'later')) END AS what,"
                " p.currency, count (*), sum (CASE WHEN p.state = ? THEN 0 WHEN p.bucket = 2"
                " THEN p.amount ELSE max (p.amount - p.received, 0) END)"
                " FROM payment p GROUP BY what, p.currency ORDER BY what, count (*) DESC, 2",
                "iii",
                (gint64)times.now,
                (gint64)times.week_end,
                (gint64)CS_PAYMENT_WRITTEN_OFF);
  statement = cs_query_run (&query, context->store, error);
  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  while (has_row) {
    g_ptr_array_add (totals, make_total (context, statement));
    if (!cs_statement_next (statement, &has_row, error))
      return NULL;
  }
  return g_steal_pointer (&totals);
}
