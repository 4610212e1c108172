/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-index.h"

#include "cs-index-private.h"
#include "cs-store-resources.h"

#include <gio/gio.h>

#define SCRIPT   "/io/github/countersign/Countersign/store/lists.sql"
#define FORM     "7" /* of what is written; a new one makes everything anew */
#define MAX_NOTE 200

/* A server has only what it asks itself: which requests there are, whose move it is, and when a
 * clock says something next. Counts that nobody reads are not kept either. */
#define SERVER_FORM FORM "-server"
#define NO_COUNTS                                                                                  \
  "DROP TRIGGER request_added; DROP TRIGGER request_removed; DROP TRIGGER request_ended"

static gboolean
run_script (CsStore *store, GError **error)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (cs_store_get_resource (), SCRIPT, 0, error);
  g_autofree char *script = NULL;

  if (bytes == NULL)
    return FALSE;
  script = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return cs_sqlite_exec (cs_store_get_sqlite (store), script, error) &&
         (!cs_store_is_server (store) ||
          cs_sqlite_exec (cs_store_get_sqlite (store), NO_COUNTS, error)) &&
         cs_store_set_meta (store, "lists", "", error);
}

static const char *
form_of (CsStore *store)
{
  return cs_store_is_server (store) ? SERVER_FORM : FORM;
}

/**
 * cs_index_clear:
 *
 * Drops the read models and makes empty ones. To be called inside a transaction.
 *
 * Returns: whether that was done
 */
gboolean
cs_index_clear (CsStore *store, GError **error)
{
  return run_script (store, error);
}

/**
 * cs_index_mark_whole:
 *
 * Says that every request of the journal is in the read models.
 *
 * Returns: whether that was kept
 */
gboolean
cs_index_mark_whole (CsStore *store, GError **error)
{
  return cs_store_set_meta (store, "lists", form_of (store), error);
}

/**
 * cs_index_prepare:
 * @is_empty: (out): whether they must be filled from the journal, because they were just made
 *
 * Makes the read models where they are not there or have another form.
 *
 * Returns: whether they are there
 */
gboolean
cs_index_prepare (CsStore *store, gboolean *is_empty, GError **error)
{
  GError *failure = NULL;
  g_autofree char *form = cs_store_dup_meta (store, "lists", &failure);

  *is_empty = g_strcmp0 (form, form_of (store)) != 0;
  if (failure != NULL) {
    g_propagate_error (error, failure);
    return FALSE;
  }
  if (!*is_empty)
    return TRUE;
  if (!cs_sqlite_begin (cs_store_get_sqlite (store), error))
    return FALSE;
  if (!run_script (store, error)) {
    cs_sqlite_rollback (cs_store_get_sqlite (store));
    return FALSE;
  }
  return cs_sqlite_commit (cs_store_get_sqlite (store), error);
}

static void
bind_clock (CsStatement *statement, const CsSummary *summary)
{
  const CsClockRun *clock = summary->clock;
  gboolean is_closed = cs_request_get_end (summary->request) != CS_END_NONE;
  CsInstant next = CS_INSTANT_NONE;

  if (is_closed)
    cs_request_find_erasure (summary->request, &next);
  else
    next = cs_clock_next_event (summary->runs, summary->context->now);
  cs_statement_bind_int (statement, 18, summary->bucket);
  cs_statement_bind_int (statement, 19, summary->due);
  if (clock != NULL && clock->target != CS_INSTANT_NONE)
    cs_statement_bind_int (statement, 20, clock->target);
  cs_statement_bind_text (statement, 21, clock != NULL ? clock->clock->id : NULL);
  cs_statement_bind_int (statement, 22, clock != NULL ? (gint64)clock->state : -1);
  cs_statement_bind_text (statement, 23, clock != NULL ? clock->calendar : NULL);
  if (next != CS_INSTANT_NONE)
    cs_statement_bind_int (statement, 24, next);
}

static void
bind_amount (CsStatement *statement, const CsSummary *summary)
{
  gint64 thousandths = summary->amount.minor;

  if (!summary->has_amount)
    return;
  for (int i = cs_money_exponent (summary->amount.currency); i < 3; i++)
    thousandths *= 10;
  for (int i = cs_money_exponent (summary->amount.currency); i > 3; i--)
    thousandths /= 10;
  cs_statement_bind_int (statement, 11, summary->amount.minor);
  cs_statement_bind_text (statement, 12, summary->amount.currency);
  cs_statement_bind_int (statement, 13, thousandths);
}

static char *
dup_keys (const CsSummary *summary)
{
  GString *keys = g_string_new (NULL);

  for (guint i = 0; i < summary->turns->len; i++) {
    const CsTurn *turn = summary->turns->pdata[i];

    for (guint j = 0; j < turn->keys->len; j++) {
      if (strstr (keys->str, turn->keys->pdata[j]) == NULL)
        g_string_append_printf (keys,
                                "%s%s",
                                keys->len > 0 ? "\n" : "",
                                (char *)turn->keys->pdata[j]);
    }
  }
  return g_string_free (keys, FALSE);
}

/* The search is written before the request, while its old words can still be read. */
static gboolean
write_search (CsStore *store, gint64 ref, const char *words, GError **error)
{
  CsSqlite *sqlite = cs_store_get_sqlite (store);
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (sqlite, error, "SELECT words FROM request WHERE ref = ?", "i", ref);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  if (has_row && g_strcmp0 (cs_statement_get_text (statement, 0), words) == 0)
    return TRUE;
  if (has_row &&
      !cs_sqlite_run (sqlite,
                      error,
                      "INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)",
                      "is",
                      ref,
                      cs_statement_get_text (statement, 0)))
    return FALSE;
  return cs_sqlite_run (sqlite,
                        error,
                        "INSERT INTO search (rowid, words) VALUES (?, ?)",
                        "is",
                        ref,
                        words);
}

/* What waits for an answer has no number yet. */
static gint64
find_last_number (const GPtrArray *entries)
{
  gint64 number = 0;

  for (guint i = entries->len; i > 0 && number == 0; i--)
    number = cs_entry_get_number (entries->pdata[i - 1]);
  return number;
}

static gboolean
write_request (CsStore *store, const CsSummary *summary, GError **error)
{
  const CsRequest *request = summary->request;
  const CsProcess *process = cs_request_get_process (request);
  const CsStage *stage = cs_request_get_stage (request);
  const CsClient *client =
      cs_directory_get_client (summary->context->directory, cs_request_get_client (request));
  gboolean is_server = cs_store_is_server (store);
  g_autofree char *keys = dup_keys (summary);
  g_autofree char *words = is_server ? g_strdup ("") : cs_summary_dup_words (summary);
  g_autofree char *note =
      summary->note != NULL
          ? g_utf8_substring (summary->note, 0, MIN (MAX_NOTE, g_utf8_strlen (summary->note, -1)))
          : NULL;
  const GPtrArray *entries = cs_request_get_entries (request);
  g_autoptr (CsStatement) statement = cs_sqlite_prepare (
      cs_store_get_sqlite (store),
      "INSERT INTO request VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, "
      "?15,"
      " ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30)"
      " ON CONFLICT (ref) DO UPDATE SET number = ?3, title = ?4, client = ?5, region = ?6,"
      " pack = ?7, process = ?8, stage = ?9, keys = ?10, amount = ?11, currency = ?12,"
      " thousandths = ?13, opened = ?14, updated = ?15, last = ?16, end = ?17, bucket = ?18, due = "
      "?19,"
      " target = ?20, clock = ?21, clock_state = ?22, calendar = ?23, next_event = ?24,"
      " invoice = ?25, owner = ?26, note = ?27, question = ?28, attachment = ?29, words = ?30",
      error);

  if (statement == NULL || (!is_server && !write_search (store, summary->ref, words, error)))
    return FALSE;
  cs_statement_bind_int (statement, 1, summary->ref);
  cs_statement_bind_text (statement, 2, cs_request_get_id (request));
  cs_statement_bind_text (statement, 3, cs_request_get_number (request));
  cs_statement_bind_text (statement, 4, cs_request_get_title (request));
  cs_statement_bind_text (statement,
                          5,
                          client != NULL ? client->name : cs_request_get_client (request));
  cs_statement_bind_text (statement, 6, cs_request_get_region (request));
  cs_statement_bind_text (statement, 7, process->pack->digest);
  cs_statement_bind_text (statement, 8, process->id);
  cs_statement_bind_text (statement, 9, stage != NULL ? stage->id : NULL);
  cs_statement_bind_text (statement, 10, keys);
  bind_amount (statement, summary);
  cs_statement_bind_int (statement, 14, cs_request_get_opened (request));
  cs_statement_bind_int (statement, 15, cs_request_get_changed (request));
  cs_statement_bind_int (statement, 16, find_last_number (entries));
  cs_statement_bind_int (statement, 17, cs_request_get_end (request));
  bind_clock (statement, summary);
  cs_statement_bind_text (statement, 25, summary->invoice);
  cs_statement_bind_text (statement, 26, summary->owner);
  cs_statement_bind_text (statement, 27, note);
  cs_statement_bind_int (statement, 28, summary->has_question);
  cs_statement_bind_int (statement, 29, summary->has_attachment);
  cs_statement_bind_text (statement, 30, words);
  return cs_statement_run (statement, error);
}

static GPtrArray *
take_ids (CsStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  while (has_row) {
    g_ptr_array_add (list, g_strdup (cs_statement_get_text (statement, 0)));
    if (!cs_statement_next (statement, &has_row, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}

/**
 * cs_index_remove:
 * @ref: of a request
 *
 * Takes it out of the read models and the search. To be called inside a transaction.
 *
 * Returns: whether it is gone
 */
gboolean
cs_index_remove (CsStore *store, gint64 ref, GError **error)
{
  CsSqlite *sqlite = cs_store_get_sqlite (store);

  return cs_sqlite_run (sqlite,
                        error,
                        "INSERT INTO search (search, rowid, words)"
                        " SELECT 'delete', ref, words FROM request WHERE ref = ?",
                        "i",
                        ref) &&
         cs_sqlite_run (sqlite, error, "DELETE FROM request WHERE ref = ?", "i", ref);
}

/**
 * cs_index_list_events:
 * @until: requests whose clocks have something to say by this instant
 * @limit: at most so many
 *
 * Returns: (transfer full) (element-type utf8): ids, the longest due first; %NULL on error
 */
GPtrArray *
cs_index_list_events (CsStore *store, CsInstant until, guint limit, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT id FROM request WHERE next_event <= ? ORDER BY next_event LIMIT ?",
                       "ii",
                       (gint64)until,
                       (gint64)limit);

  return take_ids (statement, error);
}

/**
 * cs_index_list_open:
 * @after: (nullable): the last id of the page before
 * @limit: at most so many
 *
 * Returns: (transfer full) (element-type utf8): ids of requests with clocks that may still move, in
 *   order; %NULL on error
 */
GPtrArray *
cs_index_list_open (CsStore *store, const char *after, guint limit, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT id FROM request WHERE id > ? AND (bucket <> 3 OR next_event IS NOT"
                       " NULL) ORDER BY id LIMIT ?",
                       "si",
                       after != NULL ? after : "",
                       (gint64)limit);

  return take_ids (statement, error);
}

/**
 * cs_index_list_open_of:
 * @pack: id of a pack, of any version
 * @after: (nullable): the last id of the page before
 * @limit: at most so many
 *
 * Returns: (transfer full) (element-type utf8): ids of its requests that are not closed, in order;
 *   %NULL on error
 */
GPtrArray *
cs_index_list_open_of (CsStore *store,
                       const char *pack,
                       const char *after,
                       guint limit,
                       GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT id FROM request WHERE id > ? AND bucket <> 3 AND pack IN (SELECT"
                       " digest FROM pack WHERE name = ?) ORDER BY id LIMIT ?",
                       "ssi",
                       after != NULL ? after : "",
                       pack,
                       (gint64)limit);

  return take_ids (statement, error);
}

/**
 * cs_index_next_event:
 * @next: (out): when a clock has something to say next; %CS_INSTANT_NONE: never
 *
 * Returns: whether it could be read
 */
gboolean
cs_index_next_event (CsStore *store, CsInstant *next, GError **error)
{
  *next = CS_INSTANT_NONE;
  return cs_sqlite_get_int (cs_store_get_sqlite (store),
                            "SELECT min(next_event) FROM request WHERE next_event IS NOT NULL",
                            next,
                            error);
}

/**
 * cs_index_update:
 * @ref: of the request's head
 * @request: folded to its end
 * @context: whose directory and now it is judged by
 *
 * Writes what lists show of a request. To be called inside the transaction that appended.
 *
 * Returns: whether it was written
 */
gboolean
cs_index_update (CsStore *store,
                 gint64 ref,
                 const CsRequest *request,
                 const CsRuleContext *context,
                 GError **error)
{
  CsSummary summary;
  gboolean is_done;

  g_assert (cs_sqlite_is_in_transaction (cs_store_get_sqlite (store)));
  cs_summary_init (&summary, ref, request, context);
  if (cs_store_is_server (store)) {
    is_done = write_request (store, &summary, error);
    cs_summary_clear (&summary);
    return is_done;
  }
  is_done = write_request (store, &summary, error) &&
            cs_index_write_turns (store, &summary, error) &&
            cs_index_write_involved (store, &summary, error) &&
            cs_index_write_payments (store, &summary, error) &&
            cs_index_write_reports (store, &summary, error);
  cs_summary_clear (&summary);
  return is_done;
}
