/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-index-private.h"
#include "cs-report-private.h"

#include <stdlib.h>
#include <string.h>

/* The requests behind a row of a report, found by what the report counts them by. */

/**
 * cs_report_place_copy:
 * @self: (nullable): a row of a report
 *
 * Returns: (transfer full) (nullable): a copy with strings of its own
 */
CsReportPlace *
cs_report_place_copy (const CsReportPlace *self)
{
  CsReportPlace *copy;
  g_autofree CsReportFilter *filter = NULL;

  if (self == NULL)
    return NULL;
  copy = g_new0 (CsReportPlace, 1);
  filter = cs_report_filter_copy (&self->filter);
  *copy = (CsReportPlace){self->kind, g_strdup (self->key), g_strdup (self->group), *filter};
  return copy;
}

/**
 * cs_report_place_free:
 * @self: (transfer full) (nullable): a copy
 */
void
cs_report_place_free (CsReportPlace *self)
{
  if (self == NULL)
    return;
  g_free ((char *)self->key);
  g_free ((char *)self->group);
  g_free ((char *)self->filter.process);
  g_free ((char *)self->filter.region);
  g_free ((char *)self->filter.client);
  g_free (self);
}

static void
add_from (CsReportReader *reader, CsQuery *query, const char *from)
{
  cs_query_add (query, "SELECT r.ref FROM ", "");
  cs_query_add (query, from, "");
  cs_report_add_conditions (reader, query);
}

static void
add_ageing (CsReportReader *reader, CsQuery *query, const CsReportPlace *place)
{
  add_from (reader, query, "request r");
  cs_query_add (query, " AND r.end = 0 AND ", "");
  cs_query_add (query, cs_report_age, "");
  cs_query_add (query, " = ?", "i", g_ascii_strtoll (place->key, NULL, 10));
}

/* Local midnight of a date, and of the first one of the next week or month. */
static void
find_span (const CsReportPlace *place, gint64 *from, gint64 *to)
{
  g_auto (GStrv) parts = g_strsplit (place->key, "-", 3);
  g_autoptr (GDateTime) first = NULL, next = NULL;

  *from = *to = 0;
  if (g_strv_length (parts) == 3)
    first = g_date_time_new_local (atoi (parts[0]), atoi (parts[1]), atoi (parts[2]), 0, 0, 0);
  if (first == NULL)
    return;
  next = place->filter.by_month ? g_date_time_add_months (first, 1)
                                : g_date_time_add_days (first, 7);
  *from = g_date_time_to_unix (first) * CS_SECOND;
  *to = g_date_time_to_unix (next) * CS_SECOND;
}

static void
add_sla (CsReportReader *reader, CsQuery *query, const CsReportPlace *place)
{
  gint64 from, to;

  find_span (place, &from, &to);
  add_from (reader, query, "report_run u JOIN request r ON r.ref = u.ref");
  cs_query_add (query,
                " AND u.started >= ? AND u.started < ?",
                "ii",
                MAX (from, (gint64)place->filter.since),
                to);
}

static void
add_turnaround (CsReportReader *reader, CsQuery *query, const CsReportPlace *place)
{
  add_from (reader, query, "report_pass s JOIN request r ON r.ref = s.ref");
  cs_query_add (query,
                " AND s.done >= ? AND k.pack || '/' || r.process || '/' || s.step = ?",
                "is",
                (gint64)place->filter.since,
                place->key);
}

/* Several processes may count by fields of one title. */
static void
add_fields (CsReportReader *reader, CsQuery *query, const char *title)
{
  const char *language = reader->context->language;

  cs_query_add (query, " AND (FALSE", "");
  for (guint i = 0; i < reader->packs->len; i++) {
    const CsPack *pack = reader->packs->pdata[i];

    for (guint j = 0; j < pack->processes->len; j++) {
      const CsProcess *process = pack->processes->pdata[j];

      for (guint k = 0; k < process->mix->len; k++) {
        const CsField *field = process->mix->pdata[k];
        g_autofree char *group = cs_text_dup (field->title, language);

        if (g_strcmp0 (group, title) == 0)
          cs_query_add (query,
                        " OR (k.pack = ? AND r.process = ? AND m.field = ?)",
                        "sss",
                        pack->id,
                        process->id,
                        field->id);
      }
    }
  }
  cs_query_add (query, ")", "");
}

static void
add_mix (CsReportReader *reader, CsQuery *query, const CsReportPlace *place)
{
  add_from (reader, query, "report_mix m JOIN request r ON r.ref = m.ref");
  cs_query_add (query,
                " AND r.opened >= ? AND m.option = ?",
                "is",
                (gint64)place->filter.since,
                place->key);
  add_fields (reader, query, place->group);
}

static void
add_payments (CsReportReader *reader, CsQuery *query, const CsReportPlace *place, gint64 until)
{
  add_from (reader, query, "payment p JOIN request r ON r.ref = p.ref");
  cs_query_add (query,
                " AND p.state <> ? AND (p.bucket < 2 OR p.due <= ?)"
                " AND iif (p.bucket = 2, 'received', iif (p.bucket = 0 AND p.due < ?, 'late',"
                " 'awaited')) = ?",
                "iiis",
                (gint64)CS_PAYMENT_WRITTEN_OFF,
                until,
                (gint64)reader->context->now,
                place->key);
}

static void
add_totals (CsReportReader *reader, CsQuery *query, const CsReportPlace *place)
{
  static const struct {
    const char *key;
    CsEnd end;
  } ends[] = {{"open", CS_END_NONE},
              {"completed", CS_END_COMPLETED},
              {"rejected", CS_END_REJECTED},
              {"withdrawn", CS_END_WITHDRAWN}};
  gint64 until = place->filter.since == CS_INSTANT_NONE ? G_MAXINT64 : -place->filter.since;

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++) {
    if (strcmp (ends[i].key, place->key) != 0)
      continue;
    add_from (reader, query, "request r");
    cs_query_add (query,
                  " AND r.end = ? AND (r.end = 0 OR r.due <= ?)",
                  "ii",
                  (gint64)ends[i].end,
                  until);
    return;
  }
  add_payments (reader, query, place, until);
}

/**
 * cs_report_add_behind:
 * @context: who looks
 * @place: a row of a report
 *
 * Adds a condition on request r, with " AND " before it.
 */
void
cs_report_add_behind (CsQuery *query, const CsListContext *context, const CsReportPlace *place)
{
  static void (*const adders[CS_N_REPORTS]) (CsReportReader *, CsQuery *, const CsReportPlace *) = {
      add_ageing,
      add_sla,
      add_turnaround,
      add_mix,
      add_totals,
  };
  g_autoptr (GPtrArray) packs = g_ptr_array_new ();
  CsReportReader reader = {context, &place->filter, packs, NULL};

  cs_report_list_packs (&reader, NULL);
  cs_query_add (query, " AND r.ref IN (", "");
  cs_report_begin (&reader, query);
  adders[place->kind](&reader, query, place);
  cs_query_add (query, ")", "");
}
