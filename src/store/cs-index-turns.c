/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-index-private.h"

#include <string.h>

/* Whose move it is, and who had a hand in it: the tables that inboxes are read from. */

static gboolean
remove_rows (CsStore *store, const char *sql, gint64 ref, GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (store), error, sql, "i", ref);
}

/* |p-1|p-2|: authors of what a level decides on; they are not asked to decide. */
static char *
dup_excepted (const CsSummary *summary, const CsTurn *turn)
{
  const GPtrArray *entries = cs_request_get_entries (summary->request);
  GString *people = g_string_new ("|");

  for (guint i = 0; turn->level != NULL && i < entries->len; i++) {
    const char *by = cs_entry_get_by (entries->pdata[i]);
    g_autofree char *marked = g_strdup_printf ("|%s|", by);

    if (strstr (people->str, marked) == NULL &&
        cs_request_is_own_work (summary->request, turn->step, turn->level, by))
      g_string_append_printf (people, "%s|", by);
  }
  return g_string_free (people, FALSE);
}

/* The last amount that a level decides on; what it does not decide on it is not shown (AA-04).
 * Returns FALSE where no offer is asked about. */
static gboolean
find_level_amount (const CsSummary *summary, const CsTurn *turn, CsMoney *money)
{
  const CsOffer *offer = turn->level != NULL ? cs_request_get_offer (summary->request, turn->step)
                                             : NULL;
  const GPtrArray *fields;

  *money = (CsMoney){0};
  if (offer == NULL)
    return FALSE;
  fields = turn->step->approval->document->fields;
  for (guint i = fields->len; i > 0; i--) {
    const CsField *field = fields->pdata[i - 1];

    if (field->type == CS_FIELD_MONEY && !g_ptr_array_find (turn->level->except, field, NULL) &&
        cs_money_from_json (json_object_get (offer->values, field->id), money, NULL))
      return TRUE;
  }
  return TRUE;
}

static gboolean
write_turn (CsStore *store,
            const CsSummary *summary,
            const CsTurn *turn,
            const char *key,
            int kind,
            const char *excepted,
            GError **error)
{
  CsMoney money;
  gboolean has_own = find_level_amount (summary, turn, &money);

  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "INSERT OR IGNORE INTO turn VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        "siiiisssis",
                        key,
                        (gint64)kind,
                        (gint64)summary->bucket,
                        summary->due,
                        summary->ref,
                        turn->step->id,
                        turn->level != NULL ? turn->level->id : NULL,
                        excepted,
                        money.minor,
                        has_own ? money.currency : NULL);
}

/* While a question is open the ball is with whoever prepared the offer. */
static gboolean
write_asked (CsStore *store, const CsSummary *summary, const CsTurn *turn, GError **error)
{
  const CsOffer *offer = cs_request_get_offer (summary->request, turn->step);
  g_autofree char *key = NULL;

  if (offer == NULL)
    return TRUE;
  key = g_strdup_printf ("person:%s", cs_entry_get_by (offer->entry));
  return write_turn (store, summary, turn, key, CS_TURN_WAITING, "|", error);
}

static gboolean
holds_a_turn (const CsSummary *summary, const char *person)
{
  for (guint i = 0; i < summary->turns->len; i++) {
    const CsTurn *turn = summary->turns->pdata[i];
    g_autoptr (GPtrArray) holders =
        cs_rules_list_people (summary->request,
                              turn->level != NULL ? turn->level->who : turn->step->who,
                              summary->context);

    for (guint j = 0; j < holders->len; j++) {
      if (strcmp (((const CsHolder *)holders->pdata[j])->person->id, person) == 0)
        return TRUE;
    }
  }
  return FALSE;
}

/* Those whom the ladder names besides the responsible, from the breach until the clock stops or
 * gets a new end: the request is in their inbox too (PH-30). */
static gboolean
write_told (CsStore *store,
            const CsSummary *summary,
            const CsClockRun *run,
            const CsRungState *rung,
            GError **error)
{
  const CsTurn *first = summary->turns->pdata[0];
  const CsTurn told = {.step = run->step != NULL ? run->step : first->step};

  for (guint i = 0; rung->tell != NULL && rung->tell[i] != NULL; i++) {
    g_autofree char *key = g_strdup_printf ("person:%s", rung->tell[i]);

    if (!holds_a_turn (summary, rung->tell[i]) &&
        !write_turn (store, summary, &told, key, CS_TURN_WAITING, "|", error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_escalations (CsStore *store, const CsSummary *summary, GError **error)
{
  for (guint i = 0; summary->turns->len > 0 && i < summary->runs->len; i++) {
    const CsClockRun *run = summary->runs->pdata[i];

    if (run->stopped != CS_INSTANT_NONE || run->due == CS_INSTANT_NONE)
      continue;
    for (guint j = 0; j < run->rungs->len; j++) {
      const CsRungState *rung = run->rungs->pdata[j];

      if (rung->fired != NULL && rung->rung->tell->len > 0 && rung->at >= run->due &&
          !write_told (store, summary, run, rung, error))
        return FALSE;
    }
  }
  return TRUE;
}

/**
 * cs_index_write_turns:
 *
 * Returns: whether the request's turns were written anew
 */
gboolean
cs_index_write_turns (CsStore *store, const CsSummary *summary, GError **error)
{
  if (!remove_rows (store, "DELETE FROM turn WHERE ref = ?", summary->ref, error))
    return FALSE;
  for (guint i = 0; i < summary->turns->len; i++) {
    const CsTurn *turn = summary->turns->pdata[i];
    g_autofree char *excepted = dup_excepted (summary, turn);
    const CsEntry *question = NULL;
    gboolean is_asked = turn->level != NULL &&
                        cs_request_has_open_question (summary->request, turn->step, &question);

    for (guint j = 0; j < turn->keys->len; j++) {
      if (!write_turn (store,
                       summary,
                       turn,
                       turn->keys->pdata[j],
                       is_asked ? CS_TURN_ASKED : CS_TURN_WAITING,
                       excepted,
                       error))
        return FALSE;
    }
    if (is_asked && !write_asked (store, summary, turn, error))
      return FALSE;
  }
  return write_escalations (store, summary, error);
}

static gboolean
is_sent (const CsEntry *entry)
{
  return cs_entry_get_kind (entry) == CS_KIND_OPEN || cs_entry_get_kind (entry) == CS_KIND_OFFER;
}

/* person -> newest instant (gint64, owned) of what they did. */
static GHashTable *
list_involved (const CsSummary *summary, int what)
{
  const GPtrArray *entries = cs_request_get_entries (summary->request);
  GHashTable *people = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  CsInstant since = summary->context->now - CS_DONE_WINDOW;

  for (guint i = 0; i < entries->len; i++) {
    const CsEntry *entry = entries->pdata[i];
    gint64 at = cs_entry_get_received (entry);

    if (what == CS_INVOLVED_SENT ? !is_sent (entry)
                                 : at < since || cs_entry_get_kind (entry) == CS_KIND_RUNG)
      continue;
    if (what == CS_INVOLVED_SENT)
      at = cs_request_get_changed (summary->request);
    g_hash_table_replace (people, (char *)cs_entry_get_by (entry), g_memdup2 (&at, sizeof at));
  }
  return people;
}

/**
 * cs_index_write_involved:
 *
 * Returns: whether the people involved were written anew
 */
gboolean
cs_index_write_involved (CsStore *store, const CsSummary *summary, GError **error)
{
  if (!remove_rows (store, "DELETE FROM involved WHERE ref = ?", summary->ref, error))
    return FALSE;
  for (int what = CS_INVOLVED_SENT; what <= CS_INVOLVED_ACTED; what++) {
    g_autoptr (GHashTable) people = list_involved (summary, what);
    GHashTableIter iter;
    gpointer person, at;

    g_hash_table_iter_init (&iter, people);
    while (g_hash_table_iter_next (&iter, &person, &at)) {
      if (!cs_sqlite_run (cs_store_get_sqlite (store),
                          error,
                          "INSERT INTO involved VALUES (?, ?, ?, ?)",
                          "siii",
                          person,
                          (gint64)what,
                          *(gint64 *)at,
                          summary->ref))
        return FALSE;
    }
  }
  return TRUE;
}
