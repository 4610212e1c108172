/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-index-private.h"
#include "cs-lists-private.h"
#include "cs-report-private.h"
#include "cs-search.h"

#include <stdarg.h>

/* What narrows a list: the filter's members and the operators of the search language, as SQL over
 * request r (and payment p). */

/**
 * cs_query_init:
 *
 * Begins an empty query.
 */
void
cs_query_init (CsQuery *self)
{
  *self = (CsQuery){0};
  self->sql = g_string_new (NULL);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/**
 * cs_query_clear:
 *
 * Lets go of what it holds.
 */
void
cs_query_clear (CsQuery *self)
{
  g_string_free (self->sql, TRUE);
  g_ptr_array_unref (self->texts);
  g_array_unref (self->numbers);
}

static void
add_value (CsQuery *self, const char *text, gint64 number)
{
  g_ptr_array_add (self->texts, g_strdup (text));
  g_array_append_val (self->numbers, number);
}

/**
 * cs_query_add:
 * @sql: text with a "?" for each of @types
 * @types: "s" for a string, "i" for a gint64
 */
void
cs_query_add (CsQuery *self, const char *sql, const char *types, ...)
{
  va_list arguments;

  g_string_append (self->sql, sql);
  va_start (arguments, types);
  for (; *types != '\0'; types++) {
    if (*types == 's')
      add_value (self, va_arg (arguments, const char *), 0);
    else
      add_value (self, NULL, va_arg (arguments, gint64));
  }
  va_end (arguments);
}

/**
 * cs_query_add_list:
 * @texts: (element-type utf8): what an IN may find
 */
void
cs_query_add_list (CsQuery *self, const GPtrArray *texts)
{
  g_string_append_c (self->sql, '(');
  for (guint i = 0; i < texts->len; i++)
    cs_query_add (self, i > 0 ? ", ?" : "?", "s", texts->pdata[i]);
  g_string_append_c (self->sql, ')');
}

/**
 * cs_query_run:
 *
 * Returns: (transfer full): the statement before its first row, or %NULL
 */
CsStatement *
cs_query_run (CsQuery *self, CsStore *store, GError **error)
{
  CsStatement *statement = cs_sqlite_prepare (cs_store_get_sqlite (store), self->sql->str, error);

  for (guint i = 0; statement != NULL && i < self->texts->len; i++) {
    if (self->texts->pdata[i] != NULL)
      cs_statement_bind_text (statement, (int)i + 1, self->texts->pdata[i]);
    else
      cs_statement_bind_int (statement, (int)i + 1, g_array_index (self->numbers, gint64, i));
  }
  return statement;
}

/**
 * cs_group_times_init:
 * @now: the present
 *
 * Works out where today and the week end on the clock of the computer.
 */
void
cs_group_times_init (CsGroupTimes *self, CsInstant now)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / CS_SECOND);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autoptr (GDateTime) midnight = g_date_time_new_local (g_date_time_get_year (local),
                                                          g_date_time_get_month (local),
                                                          g_date_time_get_day_of_month (local),
                                                          0,
                                                          0,
                                                          0);
  g_autoptr (GDateTime) tomorrow = g_date_time_add_days (midnight, 1);
  g_autoptr (GDateTime) next_week = g_date_time_add_days (midnight, 7);

  self->now = now;
  self->today_end = g_date_time_to_unix (tomorrow) * CS_SECOND;
  self->week_end = g_date_time_to_unix (next_week) * CS_SECOND;
}

static gboolean
is_on_behalf (const CsListContext *context, const char *key)
{
  g_autofree char *pack = NULL, *role = NULL;
  g_autoptr (GPtrArray) holders = NULL;
  const char *slash, *at;

  if (g_str_has_prefix (key, "person:"))
    return g_strcmp0 (key + strlen ("person:"), context->person) != 0;
  slash = strchr (key, '/');
  at = slash != NULL ? strchr (slash, '@') : NULL;
  if (at == NULL)
    return FALSE;
  pack = g_strndup (key + strlen ("role:"), (gsize)(slash - key) - strlen ("role:"));
  role = g_strndup (slash + 1, (gsize)(at - slash) - 1);
  holders = cs_directory_list_holders (context->directory,
                                       pack,
                                       role,
                                       at + 1,
                                       TRUE,
                                       NULL,
                                       NULL,
                                       context->now);
  for (guint i = 0; i < holders->len; i++) {
    const CsHolder *holder = holders->pdata[i];

    if (holder->for_person == NULL && g_strcmp0 (holder->person->id, context->person) == 0)
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_list_keys:
 *
 * Returns: (transfer full) (element-type utf8): whose moves the person sees as theirs
 */
GPtrArray *
cs_list_keys (const CsListContext *context, const CsListFilter *filter)
{
  g_autoptr (GPtrArray) all =
      cs_directory_list_role_keys (context->directory, context->person, context->now);
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < all->len; i++) {
    const char *key = all->pdata[i];

    if ((filter->on_behalf_only && !is_on_behalf (context, key)) ||
        (filter->mine_only && is_on_behalf (context, key)))
      continue;
    g_ptr_array_add (keys, g_strdup (key));
  }
  return keys;
}

static void
add_group (CsQuery *query, const char *group, const char *table, const CsGroupTimes *times)
{
  const struct {
    const char *name;
    int bucket;
    gint64 from, to;
  } groups[] = {{"overdue", CS_BUCKET_RUNNING, G_MININT64, times->now},
                {"late", CS_BUCKET_RUNNING, G_MININT64, times->now},
                {"today", CS_BUCKET_RUNNING, times->now, times->today_end},
                {"week", CS_BUCKET_RUNNING, times->now, times->week_end},
                {"later", CS_BUCKET_RUNNING, times->week_end, G_MAXINT64},
                {"paused", CS_BUCKET_PAUSED, G_MININT64, G_MAXINT64},
                {"none", CS_BUCKET_NO_DEADLINE, G_MININT64, G_MAXINT64},
                {"promised", CS_PAYMENT_BUCKET_PROMISED, G_MININT64, G_MAXINT64},
                {"confirmed", CS_PAYMENT_BUCKET_SETTLED, G_MININT64, G_MAXINT64}};

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++) {
    g_autofree char *sql = NULL;

    if (g_strcmp0 (groups[i].name, group) != 0)
      continue;
    sql = g_strdup_printf ("(%s.bucket = ? AND %s.due >= ? AND %s.due <= ?)", table, table, table);
    cs_query_add (query,
                  sql,
                  "iii",
                  (gint64)groups[i].bucket,
                  groups[i].from,
                  groups[i].to - (groups[i].to < G_MAXINT64));
    return;
  }
  cs_query_add (query, "FALSE", "");
}

static void
add_is (CsQuery *query, const CsListContext *context, const char *value, const CsGroupTimes *times)
{
  if (strcmp (value, "open") == 0)
    cs_query_add (query, "r.end = 0", "");
  else if (strcmp (value, "closed") == 0)
    cs_query_add (query, "r.end <> 0", "");
  else if (strcmp (value, "question") == 0)
    cs_query_add (query, "r.question", "");
  else if (strcmp (value, "unread") == 0)
    cs_query_add (query,
                  "NOT EXISTS (SELECT 1 FROM seen n WHERE n.person = ? AND n.ref = r.ref"
                  " AND n.number >= r.last)",
                  "s",
                  context->person);
  else
    add_group (query, value, "r", times);
}

static gboolean
parse_thousandths (const char *text, gint64 *thousandths)
{
  g_auto (GStrv) parts = g_strsplit (text, ".", 2);
  gint64 whole = 0, rest = 0, scale = 100;

  if (parts[0] == NULL ||
      !g_ascii_string_to_signed (parts[0], 10, 0, G_MAXINT64 / 2000, &whole, NULL))
    return FALSE;
  for (const char *p = parts[1] != NULL ? parts[1] : ""; g_ascii_isdigit (*p); p++, scale /= 10)
    rest += (*p - '0') * scale;
  *thousandths = whole * 1000 + rest;
  return TRUE;
}

static void
add_amount (CsQuery *query, const char *comparison, const char *value)
{
  g_autofree char *sql = g_strdup_printf ("r.thousandths %s ?", comparison);
  gint64 thousandths;

  if (parse_thousandths (value, &thousandths))
    cs_query_add (query, sql, "i", thousandths);
  else
    cs_query_add (query, "FALSE", "");
}

static void
add_with (CsQuery *query, const CsListContext *context, const char *value)
{
  g_autoptr (GPtrArray) people = cs_directory_list_people (context->directory);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < people->len; i++) {
    const CsPerson *person = people->pdata[i];
    g_autofree char *name = cs_search_fold (person->name);
    gboolean is_me = strcmp (value, "me") == 0 && g_strcmp0 (person->id, context->person) == 0;

    if (is_me || (strcmp (value, "me") != 0 && strstr (name, value) != NULL)) {
      GPtrArray *more = cs_directory_list_role_keys (context->directory, person->id, context->now);

      for (guint j = 0; j < more->len; j++)
        g_ptr_array_add (keys, g_strdup (more->pdata[j]));
      g_ptr_array_unref (more);
    }
  }
  cs_query_add (query, "EXISTS (SELECT 1 FROM turn w WHERE w.ref = r.ref AND w.key IN ", "");
  cs_query_add_list (query, keys);
  cs_query_add (query, ")", "");
}

static void
add_stage (CsQuery *query, const CsListContext *context, const char *value)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) activations = cs_directory_list_activations (context->directory);

  for (guint i = 0; i < activations->len; i++) {
    const CsActivation *activation = activations->pdata[i];
    const CsPack *pack = cs_pack_cache_get (context->packs, activation->digest, NULL);

    for (guint j = 0; pack != NULL && j < pack->processes->len; j++) {
      const CsProcess *process = pack->processes->pdata[j];

      for (guint k = 0; k < process->stages->len; k++) {
        const CsStage *stage = process->stages->pdata[k];
        g_autofree char *title = cs_text_dup (stage->title, context->language);
        g_autofree char *folded = cs_search_fold (title);

        if (strstr (stage->id, value) != NULL || strstr (folded, value) != NULL)
          g_ptr_array_add (ids, g_strdup (stage->id));
      }
    }
  }
  cs_query_add (query, "r.stage IN ", "");
  cs_query_add_list (query, ids);
}

static void
add_term (CsQuery *query,
          const CsListContext *context,
          const CsSearchTerm *term,
          const CsGroupTimes *times)
{
  g_autofree char *like = g_strdup_printf ("%%%s%%", term->value);

  cs_query_add (query, term->is_not ? " AND NOT coalesce ((" : " AND (", "");
  if (strcmp (term->key, "over") == 0)
    add_amount (query, ">", term->value);
  else if (strcmp (term->key, "under") == 0)
    add_amount (query, "<", term->value);
  else if (strcmp (term->key, "cur") == 0)
    cs_query_add (query, "r.currency = upper (?)", "s", term->value);
  else if (strcmp (term->key, "region") == 0)
    cs_query_add (query, "lower (r.region) = ?", "s", term->value);
  else if (strcmp (term->key, "due") == 0)
    add_group (query, term->value, "r", times);
  else if (strcmp (term->key, "with") == 0)
    add_with (query, context, term->value);
  else if (strcmp (term->key, "stage") == 0)
    add_stage (query, context, term->value);
  else if (strcmp (term->key, "client") == 0)
    cs_query_add (query, "r.words LIKE ?", "s", like);
  else if (strcmp (term->key, "process") == 0)
    cs_query_add (query, "r.process LIKE ?", "s", like);
  else
    add_is (query, context, term->value, times);
  cs_query_add (query, term->is_not ? "), FALSE)" : ")", "");
}

static void
add_payment_state (CsQuery *query, const char *state, const CsGroupTimes *times)
{
  const struct {
    const char *name;
    CsPaymentState state;
  } states[] = {{"due", CS_PAYMENT_DUE},
                {"promised", CS_PAYMENT_PROMISED},
                {"part", CS_PAYMENT_PART},
                {"disputed", CS_PAYMENT_DISPUTED},
                {"confirmed", CS_PAYMENT_CONFIRMED},
                {"written-off", CS_PAYMENT_WRITTEN_OFF}};

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++) {
    if (strcmp (states[i].name, state) == 0) {
      cs_query_add (query, "p.state = ?", "i", (gint64)states[i].state);
      return;
    }
  }
  if (strcmp (state, "open") == 0)
    cs_query_add (query, "(p.bucket < ?)", "i", (gint64)CS_PAYMENT_BUCKET_SETTLED);
  else if (strcmp (state, "escalated") == 0)
    cs_query_add (query, "(p.bucket = 0 AND p.escalated)", "");
  else
    add_group (query, state, "p", times);
}

/* Requests keep the version they began with, so a pack is several digests. */
static void
add_pack (CsQuery *query, const CsListContext *context, const char *id)
{
  g_autoptr (GPtrArray) digests = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CsStatement) statement =
      cs_sqlite_prepare (cs_store_get_sqlite (context->store), "SELECT digest FROM pack", NULL);
  gboolean has_row = FALSE;

  while (statement != NULL && cs_statement_next (statement, &has_row, NULL) && has_row) {
    const char *digest = cs_statement_get_text (statement, 0);
    const CsPack *pack = cs_pack_cache_get (context->packs, digest, NULL);

    if (pack != NULL && g_strcmp0 (pack->id, id) == 0)
      g_ptr_array_add (digests, g_strdup (digest));
  }
  cs_query_add (query, " AND r.pack IN ", "");
  cs_query_add_list (query, digests);
}

static void
add_place (CsQuery *query, const CsListContext *context, const CsListFilter *filter)
{
  if (filter->pack != NULL)
    add_pack (query, context, filter->pack);
  if (filter->process != NULL)
    cs_query_add (query, " AND r.process = ?", "s", filter->process);
  if (filter->stage != NULL)
    cs_query_add (query, " AND coalesce (r.stage, '') = ?", "s", filter->stage);
}

/* To count the open ones among all that were found, the few open ones are walked by their index:
 * the “+” keeps SQLite from looking up every request that was found. */
static void
add_match (CsQuery *query, const char *match, gboolean is_walk)
{
  if (is_walk)
    cs_query_add (query, " AND r.bucket < 3 AND +r.ref IN ", "");
  else if (match != NULL)
    cs_query_add (query, " AND r.ref IN ", "");
  if (match != NULL)
    cs_query_add (query, "(SELECT rowid FROM search WHERE search MATCH ?)", "s", match);
}

/**
 * cs_list_add_conditions:
 *
 * Adds everything that the filter asks for, each with " AND " before it.
 */
void
cs_list_add_conditions (CsQuery *query,
                        const CsListContext *context,
                        CsListKind kind,
                        const CsListFilter *filter,
                        const CsGroupTimes *times)
{
  g_autoptr (CsSearch) search = cs_search_parse (filter->text);
  gboolean is_payments = kind == CS_LIST_PAYMENTS;
  gboolean is_walk = query->is_count && kind == CS_LIST_REQUESTS && search->match != NULL &&
                     g_strcmp0 (filter->state, "open") == 0;

  add_match (query, search->match, is_walk);
  for (guint i = 0; i < search->terms->len; i++)
    add_term (query, context, search->terms->pdata[i], times);
  if (filter->group != NULL) {
    cs_query_add (query, " AND ", "");
    add_group (query, filter->group, is_payments ? "p" : "r", times);
  }
  if (filter->state != NULL && !is_walk) {
    cs_query_add (query, " AND ", "");
    if (is_payments)
      add_payment_state (query, filter->state, times);
    else
      add_is (query, context, filter->state, times);
  }
  if (filter->region != NULL)
    cs_query_add (query, " AND r.region = ?", "s", filter->region);
  if (filter->currency != NULL)
    cs_query_add (query, " AND r.currency = ?", "s", filter->currency);
  add_place (query, context, filter);
  if (filter->level != NULL)
    cs_query_add (query,
                  " AND EXISTS (SELECT 1 FROM turn l WHERE l.ref = r.ref AND l.level = ?)",
                  "s",
                  filter->level);
  if (filter->behind != NULL)
    cs_report_add_behind (query, context, filter->behind);
  if (filter->changed_only)
    cs_query_add (query,
                  " AND EXISTS (SELECT 1 FROM seen c WHERE c.person = ? AND c.ref = r.ref"
                  " AND c.number > 0 AND c.number < r.last)",
                  "s",
                  context->person);
}

/**
 * cs_list_filter_copy:
 * @self: (nullable): a filter
 *
 * Returns: (transfer full): a copy with strings of its own; an empty one for %NULL
 */
CsListFilter *
cs_list_filter_copy (const CsListFilter *self)
{
  CsListFilter *copy = g_new0 (CsListFilter, 1);

  if (self == NULL)
    return copy;
  *copy = *self;
  copy->text = g_strdup (self->text);
  copy->order = g_strdup (self->order);
  copy->group = g_strdup (self->group);
  copy->state = g_strdup (self->state);
  copy->region = g_strdup (self->region);
  copy->currency = g_strdup (self->currency);
  copy->pack = g_strdup (self->pack);
  copy->process = g_strdup (self->process);
  copy->stage = g_strdup (self->stage);
  copy->level = g_strdup (self->level);
  copy->behind = cs_report_place_copy (self->behind);
  return copy;
}

/**
 * cs_list_filter_free:
 * @self: (transfer full) (nullable): a copy
 */
void
cs_list_filter_free (CsListFilter *self)
{
  if (self == NULL)
    return;
  g_free ((char *)self->text);
  g_free ((char *)self->order);
  g_free ((char *)self->group);
  g_free ((char *)self->state);
  g_free ((char *)self->region);
  g_free ((char *)self->currency);
  g_free ((char *)self->pack);
  g_free ((char *)self->process);
  g_free ((char *)self->stage);
  g_free ((char *)self->level);
  cs_report_place_free ((CsReportPlace *)self->behind);
  g_free (self);
}
