/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-index-private.h"
#include "cs-lists-private.h"
#include "cs-money-format.h"

#include <string.h>

/* A row from its columns: ids become titles in the reader's language, states what they are now. */

enum {
  COL_REF,
  COL_ID,
  COL_NUMBER,
  COL_TITLE,
  COL_CLIENT,
  COL_REGION,
  COL_PACK,
  COL_PROCESS,
  COL_STAGE,
  COL_KEYS,
  COL_AMOUNT,
  COL_CURRENCY,
  COL_UPDATED,
  COL_LAST,
  COL_BUCKET,
  COL_DUE,
  COL_TARGET,
  COL_CLOCK,
  COL_CLOCK_STATE,
  COL_CALENDAR,
  COL_INVOICE,
  COL_OWNER,
  COL_NOTE,
  COL_QUESTION,
  COL_ATTACHMENT,
  COL_KEY,
  COL_STEP,
  COL_LEVEL,
  COL_SEEN,
  COL_HELD,
  COL_P_BUCKET,
  COL_P_DUE,
  COL_P_STATE,
  COL_P_ESCALATED,
  COL_P_AMOUNT,
  COL_P_RECEIVED,
  COL_P_CURRENCY,
  COL_P_DELIVERED,
  COL_P_PROMISED,
  COL_P_NOTE,
  COL_T_AMOUNT,
  COL_T_CURRENCY,
};

const char cs_list_columns[] =
    "r.ref, r.id, r.number, r.title, r.client, r.region, r.pack, r.process, r.stage, r.keys,"
    " r.amount, r.currency, r.updated, r.last, r.bucket, r.due, r.target, r.clock, r.clock_state,"
    " r.calendar, r.invoice, r.owner, r.note, r.question, r.attachment, h.key, h.step, h.level,"
    " (SELECT number FROM seen WHERE person = ? AND ref = r.ref),"
    " (SELECT max (until) FROM hold WHERE person = ? AND request = r.id),"
    " p.bucket, p.due, p.state, p.escalated, p.amount, p.received, p.currency, p.delivered,"
    " p.promised_on, p.note,"
    " (SELECT amount FROM turn WHERE ref = r.ref AND key = h.key AND level = h.level LIMIT 1),"
    " (SELECT currency FROM turn WHERE ref = r.ref AND key = h.key AND level = h.level LIMIT 1)";

static char *
dup_column (CsStatement *statement, int column)
{
  return g_strdup (cs_statement_get_text (statement, column));
}

static CsInstant
get_instant (CsStatement *statement, int column)
{
  gint64 value = cs_statement_get_int (statement, column);

  return cs_statement_is_null (statement, column) || value == CS_DUE_NEVER ? CS_INSTANT_NONE
                                                                           : value;
}

static char *
dup_person_name (const CsListContext *context, const char *id)
{
  const CsPerson *person = id != NULL ? cs_directory_get_person (context->directory, id) : NULL;

  return person != NULL ? g_strdup (person->name) : NULL;
}

static GPtrArray *
list_holders (const CsListContext *context, const char *key)
{
  const char *slash = strchr (key, '/'), *at = slash != NULL ? strchr (slash, '@') : NULL;
  g_autofree char *pack = NULL, *role = NULL;

  if (at == NULL)
    return NULL;
  pack = g_strndup (key + strlen ("role:"), (gsize)(slash - key) - strlen ("role:"));
  role = g_strndup (slash + 1, (gsize)(at - slash) - 1);
  return cs_directory_list_holders (context->directory,
                                    pack,
                                    role,
                                    at + 1,
                                    TRUE,
                                    NULL,
                                    NULL,
                                    context->now);
}

static char *
make_names (const CsListContext *context, const char *key)
{
  g_autoptr (GPtrArray) holders = NULL;
  GString *names;

  if (g_str_has_prefix (key, "person:")) {
    char *name = dup_person_name (context, key + strlen ("person:"));

    return name != NULL ? name : g_strdup ("");
  }
  names = g_string_new (NULL);
  holders = list_holders (context, key);
  for (guint i = 0; holders != NULL && i < holders->len; i++) {
    const CsHolder *holder = holders->pdata[i];

    if (holder->for_person == NULL)
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", holder->person->name);
  }
  return g_string_free (names, FALSE);
}

static const char *
names_of (const CsListContext *context, const char *key)
{
  char *names = g_hash_table_lookup (context->names, key);

  if (names == NULL) {
    names = make_names (context, key);
    g_hash_table_insert (context->names, g_strdup (key), names);
  }
  return names;
}

static char *
dup_with (const CsListContext *context, const char *keys)
{
  g_auto (GStrv) list = g_strsplit (keys != NULL ? keys : "", "\n", -1);
  GString *with = g_string_new (NULL);

  for (guint i = 0; list[i] != NULL && list[i][0] != '\0'; i++) {
    const char *names = names_of (context, list[i]);

    if (names[0] != '\0' && strstr (with->str, names) == NULL)
      g_string_append_printf (with, "%s%s", with->len > 0 ? ", " : "", names);
  }
  return g_string_free (with, FALSE);
}

/* Whose place the person takes, where the move is theirs as a deputy or delegate. */
static char *
dup_for_whom (const CsListContext *context, const char *key)
{
  g_autoptr (GPtrArray) holders = NULL;
  char *principal = NULL;

  if (key == NULL)
    return NULL;
  if (g_str_has_prefix (key, "person:"))
    return g_strcmp0 (key + strlen ("person:"), context->person) != 0
               ? dup_person_name (context, key + strlen ("person:"))
               : NULL;
  holders = list_holders (context, key);
  for (guint i = 0; holders != NULL && i < holders->len; i++) {
    const CsHolder *holder = holders->pdata[i];

    if (g_strcmp0 (holder->person->id, context->person) != 0)
      continue;
    if (holder->for_person == NULL) {
      g_free (principal);
      return NULL;
    }
    if (principal == NULL)
      principal = g_strdup (holder->for_person->name);
  }
  return principal;
}

static char *
dup_money (const CsListContext *context, gint64 minor, const char *currency)
{
  CsMoney money;

  if (currency == NULL || !cs_money_init (&money, minor, currency, NULL))
    return NULL;
  return cs_money_to_display (money, context->locale, context->digits);
}

static void
set_titles (CsRowData *row, const CsListContext *context, CsStatement *statement)
{
  const CsProcess *process =
      cs_pack_cache_get_process (context->packs,
                                 cs_statement_get_text (statement, COL_PACK),
                                 cs_statement_get_text (statement, COL_PROCESS),
                                 NULL);
  const char *stage = cs_statement_get_text (statement, COL_STAGE);
  const char *step_id = cs_statement_get_text (statement, COL_STEP);
  const char *level_id = cs_statement_get_text (statement, COL_LEVEL);
  const char *clock_id = cs_statement_get_text (statement, COL_CLOCK);
  const CsRegion *region;
  const CsStep *step;
  const CsLevel *level;
  const CsClockDef *clock;

  if (process == NULL)
    return;
  region = cs_pack_get_region (process->pack, cs_statement_get_text (statement, COL_REGION));
  row->region = region != NULL ? cs_text_dup (region->title, context->language)
                               : dup_column (statement, COL_REGION);
  row->process = cs_text_dup (process->title, context->language);
  for (guint i = 0; stage != NULL && i < process->stages->len; i++) {
    const CsStage *candidate = process->stages->pdata[i];

    if (strcmp (candidate->id, stage) == 0)
      row->stage = cs_text_dup (candidate->title, context->language);
  }
  step = step_id != NULL ? cs_process_get_step (process, step_id) : NULL;
  row->step = step != NULL ? cs_text_dup (step->title, context->language) : NULL;
  level = step != NULL && level_id != NULL && step->approval != NULL
              ? cs_approval_get_level (step->approval, level_id)
              : NULL;
  row->level = level != NULL ? cs_text_dup (level->title, context->language) : NULL;
  row->decision = level != NULL && !level->is_consent;
  clock = clock_id != NULL ? cs_process_get_clock (process, clock_id) : NULL;
  row->clock_title = clock != NULL ? cs_text_dup (clock->title, context->language) : NULL;
}

static void
set_clock (CsRowData *row, const CsListContext *context, CsStatement *statement)
{
  const char *calendar_id = cs_statement_get_text (statement, COL_CALENDAR);
  CsCalendar *calendar =
      calendar_id != NULL ? cs_directory_get_calendar (context->directory, calendar_id) : NULL;
  CsInstant now = context->now;

  row->clock_state = (int)cs_statement_get_int (statement, COL_CLOCK_STATE);
  if (cs_statement_get_int (statement, COL_BUCKET) == CS_BUCKET_CLOSED)
    return;
  row->due = get_instant (statement, COL_DUE);
  row->target = get_instant (statement, COL_TARGET);
  if (row->clock_state == CS_CLOCK_RUNNING && row->target != CS_INSTANT_NONE && row->target < now)
    row->clock_state = CS_CLOCK_AMBER;
  if ((row->clock_state == CS_CLOCK_RUNNING || row->clock_state == CS_CLOCK_AMBER) &&
      row->due != CS_INSTANT_NONE && row->due < now)
    row->clock_state = CS_CLOCK_BREACHED;
  row->day_secs = calendar != NULL ? cs_calendar_get_day_secs (calendar) : 0;
  if (row->due == CS_INSTANT_NONE)
    return;
  if (calendar == NULL)
    row->left_secs = (row->due - now) / CS_SECOND;
  else if (row->due >= now)
    row->left_secs = cs_calendar_elapsed (calendar, now, row->due, NULL, 0);
  else
    row->left_secs = -cs_calendar_elapsed (calendar, row->due, now, NULL, 0);
}

static const char *
group_of (gint64 bucket, CsInstant due, const CsGroupTimes *times)
{
  if (bucket == CS_BUCKET_PAUSED)
    return "paused";
  if (bucket != CS_BUCKET_RUNNING || due == CS_INSTANT_NONE)
    return "none";
  if (due < times->now)
    return "overdue";
  if (due < times->today_end)
    return "today";
  return due < times->week_end ? "week" : "later";
}

static const char *
payment_state_name (CsPaymentState state,
                    gboolean is_escalated,
                    CsInstant due,
                    const CsGroupTimes *times)
{
  switch (state) {
    case CS_PAYMENT_PROMISED:
      return "promised";
    case CS_PAYMENT_PART:
      return "part";
    case CS_PAYMENT_DISPUTED:
      return "disputed";
    case CS_PAYMENT_CONFIRMED:
      return "confirmed";
    case CS_PAYMENT_WRITTEN_OFF:
      return "written-off";
    case CS_PAYMENT_NONE:
    case CS_PAYMENT_DUE:
    default:
      break;
  }
  if (due != CS_INSTANT_NONE && due < times->now)
    return is_escalated ? "escalated" : "late";
  return due != CS_INSTANT_NONE && due < times->today_end ? "today" : "due";
}

static const char *
payment_group (gint64 bucket, CsInstant due, const CsGroupTimes *times)
{
  if (bucket == CS_PAYMENT_BUCKET_PROMISED)
    return "promised";
  if (bucket == CS_PAYMENT_BUCKET_SETTLED)
    return "confirmed";
  if (due != CS_INSTANT_NONE && due < times->now)
    return "late";
  return due != CS_INSTANT_NONE && due < times->week_end ? "week" : "later";
}

static void
set_payment (CsRowData *row,
             const CsListContext *context,
             const CsGroupTimes *times,
             CsStatement *statement)
{
  gint64 bucket = cs_statement_get_int (statement, COL_P_BUCKET);
  gint64 amount = cs_statement_get_int (statement, COL_P_AMOUNT);
  gint64 received = cs_statement_get_int (statement, COL_P_RECEIVED);
  const char *currency = cs_statement_get_text (statement, COL_P_CURRENCY);

  row->due = bucket == CS_PAYMENT_BUCKET_SETTLED ? CS_INSTANT_NONE
                                                 : get_instant (statement, COL_P_DUE);
  if (currency != NULL) {
    g_free (row->amount);
    g_free (row->currency);
    row->amount = dup_money (context, amount, currency);
    row->currency = g_strdup (currency);
    row->amount_minor = amount;
    row->outstanding =
        dup_money (context, bucket == CS_PAYMENT_BUCKET_SETTLED ? 0 : amount - received, currency);
  }
  row->state =
      g_strdup (payment_state_name ((CsPaymentState)cs_statement_get_int (statement, COL_P_STATE),
                                    cs_statement_get_int (statement, COL_P_ESCALATED) != 0,
                                    row->due,
                                    times));
  row->group = g_strdup (payment_group (bucket, row->due, times));
  row->delivered = get_instant (statement, COL_P_DELIVERED);
  row->promised_on = dup_column (statement, COL_P_PROMISED);
  g_free (row->last_note);
  row->last_note = dup_column (statement, COL_P_NOTE);
}

/* Whoever is asked sees what they are asked about, the others what the client is to pay. */
static void
set_amount (CsRowData *row, const CsListContext *context, CsStatement *statement)
{
  gboolean is_asked = !cs_statement_is_null (statement, COL_T_CURRENCY);
  const char *currency =
      cs_statement_get_text (statement, is_asked ? COL_T_CURRENCY : COL_CURRENCY);

  row->currency = currency != NULL && *currency != '\0' ? g_strdup (currency) : NULL;
  row->amount_minor = cs_statement_get_int (statement, is_asked ? COL_T_AMOUNT : COL_AMOUNT);
  row->amount = dup_money (context, row->amount_minor, row->currency);
}

/**
 * cs_list_make_row:
 * @statement: on a row of cs_list_columns
 *
 * Returns: (transfer full): what the row shows
 */
CsRowData *
cs_list_make_row (const CsListContext *context,
                  CsListKind kind,
                  const CsGroupTimes *times,
                  CsStatement *statement)
{
  CsRowData *row = cs_row_data_new ();
  gint64 last = cs_statement_get_int (statement, COL_LAST);
  gint64 seen = cs_statement_get_int (statement, COL_SEEN);

  row->ref = cs_statement_get_int (statement, COL_REF);
  row->request = dup_column (statement, COL_ID);
  row->number = dup_column (statement, COL_NUMBER);
  row->title = dup_column (statement, COL_TITLE);
  row->client = dup_column (statement, COL_CLIENT);
  set_amount (row, context, statement);
  row->invoice = dup_column (statement, COL_INVOICE);
  row->owner = dup_person_name (context, cs_statement_get_text (statement, COL_OWNER));
  row->last_note = dup_column (statement, COL_NOTE);
  row->updated = get_instant (statement, COL_UPDATED);
  row->held_until = get_instant (statement, COL_HELD);
  row->unread = seen == 0;
  row->changed = seen > 0 && seen < last;
  row->question = cs_statement_get_int (statement, COL_QUESTION) != 0;
  row->attachment = cs_statement_get_int (statement, COL_ATTACHMENT) != 0;
  row->with = dup_with (context, cs_statement_get_text (statement, COL_KEYS));
  row->for_whom = dup_for_whom (context, cs_statement_get_text (statement, COL_KEY));
  set_titles (row, context, statement);
  set_clock (row, context, statement);
  if (kind == CS_LIST_PAYMENTS)
    set_payment (row, context, times, statement);
  else
    row->group =
        g_strdup (group_of (cs_statement_get_int (statement, COL_BUCKET), row->due, times));
  return row;
}
