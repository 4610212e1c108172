/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-index-private.h"
#include "cs-search.h"

#include <string.h>

static gboolean
is_pressing (const CsClockRun *run)
{
  return run->state == CS_CLOCK_RUNNING || run->state == CS_CLOCK_AMBER ||
         run->state == CS_CLOCK_BREACHED || run->state == CS_CLOCK_PAUSED;
}

/**
 * cs_summary_is_superseded:
 * @index: of one of its runs
 *
 * A clock that was begun anew, as of a level that is asked about another version, has let go of its
 * earlier run.
 *
 * Returns: whether a later run of the same clock stands in for it
 */
gboolean
cs_summary_is_superseded (const CsSummary *self, guint index)
{
  const GPtrArray *runs = self->runs;
  const CsClockRun *run = runs->pdata[index];

  for (guint i = 0; i < runs->len; i++) {
    const CsClockRun *other = runs->pdata[i];

    if (other->clock == run->clock && other->step == run->step && other->level == run->level &&
        other->run > run->run)
      return TRUE;
  }
  return FALSE;
}

/* Running before paused, then the earliest limit. */
static gboolean
presses_more (const CsClockRun *run, const CsClockRun *than)
{
  gboolean is_paused = run->state == CS_CLOCK_PAUSED;

  if (than == NULL)
    return TRUE;
  if (is_paused != (than->state == CS_CLOCK_PAUSED))
    return !is_paused;
  if ((run->due == CS_INSTANT_NONE) != (than->due == CS_INSTANT_NONE))
    return run->due != CS_INSTANT_NONE;
  return run->due < than->due;
}

static void
find_clock (CsSummary *self)
{
  self->bucket = CS_BUCKET_NO_DEADLINE;
  self->due = CS_DUE_NEVER;
  if (cs_request_get_end (self->request) != CS_END_NONE) {
    self->bucket = CS_BUCKET_CLOSED;
    self->due = -cs_request_get_ended (self->request);
    return;
  }
  for (guint i = 0; i < self->runs->len; i++) {
    const CsClockRun *run = self->runs->pdata[i];

    if (is_pressing (run) && presses_more (run, self->clock) && !cs_summary_is_superseded (self, i))
      self->clock = run;
  }
  if (self->clock != NULL && self->clock->state == CS_CLOCK_PAUSED)
    self->bucket = CS_BUCKET_PAUSED;
  else if (self->clock != NULL && self->clock->due != CS_INSTANT_NONE)
    self->bucket = CS_BUCKET_RUNNING;
  if (self->clock != NULL && self->clock->due != CS_INSTANT_NONE)
    self->due = self->clock->due;
}

static gboolean
read_money (const CsRequest *request, const CsField *field, CsMoney *money)
{
  const CsValue *value = cs_request_get_value (request, field);

  return value != NULL && value->value != NULL && !value->is_na &&
         cs_money_from_json (value->value, money, NULL);
}

/* What the client is to pay, as far as it is known: the last amount of a document that the client
 * may see, else the last amount of any. */
static void
find_amount (CsSummary *self)
{
  const CsProcess *process = cs_request_get_process (self->request);

  for (int pass = 0; pass < 2 && !self->has_amount; pass++) {
    for (guint i = 0; i < process->fields->len; i++) {
      const CsField *field = process->fields->pdata[i];
      CsMoney money;

      if (field->type == CS_FIELD_MONEY && (pass == 1 || field->client_visible) &&
          read_money (self->request, field, &money)) {
        self->amount = money;
        self->has_amount = TRUE;
      }
    }
  }
}

static void
find_values (CsSummary *self)
{
  const CsProcess *process = cs_request_get_process (self->request);

  for (guint i = 0; i < process->fields->len; i++) {
    const CsField *field = process->fields->pdata[i];
    const CsValue *value = cs_request_get_value (self->request, field);

    if (value == NULL || value->value == NULL || value->is_na)
      continue;
    if (field->type == CS_FIELD_FILE)
      self->has_attachment = TRUE;
    if (self->invoice == NULL && field->type == CS_FIELD_TEXT &&
        g_str_has_prefix (field->id, "invoice") && json_is_string (value->value))
      self->invoice = g_strdup (json_string_value (value->value));
    if (field == process->owner && json_is_string (value->value))
      self->owner = json_string_value (value->value);
  }
  if (self->owner == NULL)
    self->owner = cs_request_get_opener (self->request);
}

static void
find_marks (CsSummary *self)
{
  const CsProcess *process = cs_request_get_process (self->request);
  const GPtrArray *entries = cs_request_get_entries (self->request);

  for (guint i = 0; i < process->steps->len; i++) {
    const CsEntry *question = NULL;

    if (cs_request_has_open_question (self->request, process->steps->pdata[i], &question))
      self->has_question = TRUE;
  }
  for (guint i = entries->len; self->note == NULL && i > 0; i--) {
    if (cs_entry_get_kind (entries->pdata[i - 1]) == CS_KIND_NOTE)
      self->note = cs_entry_get_text (entries->pdata[i - 1], "text");
  }
}

/**
 * cs_summary_init:
 * @request: must outlive the summary
 * @context: must outlive the summary
 *
 * Works out what lists show of a request.
 */
void
cs_summary_init (CsSummary *self,
                 gint64 ref,
                 const CsRequest *request,
                 const CsRuleContext *context)
{
  memset (self, 0, sizeof *self);
  self->ref = ref;
  self->request = request;
  self->context = context;
  self->turns = cs_rules_list_turns (request, context);
  self->runs = cs_clock_list_runs (request, context->directory, context->now);
  find_clock (self);
  find_amount (self);
  find_values (self);
  find_marks (self);
}

/**
 * cs_summary_clear:
 *
 * Lets go of what it holds.
 */
void
cs_summary_clear (CsSummary *self)
{
  g_clear_pointer (&self->turns, g_ptr_array_unref);
  g_clear_pointer (&self->runs, g_ptr_array_unref);
  g_clear_pointer (&self->invoice, g_free);
}

/**
 * cs_summary_find_clock:
 * @step: of the request's process
 *
 * Returns: (transfer none) (nullable): the newest run of the step's own clock
 */
const CsClockRun *
cs_summary_find_clock (const CsSummary *self, const CsStep *step)
{
  for (guint i = self->runs->len; i > 0; i--) {
    const CsClockRun *run = self->runs->pdata[i - 1];

    if (run->step == step)
      return run;
  }
  return NULL;
}

static void
append_word (GString *words, const char *text)
{
  if (text != NULL)
    g_string_append_printf (words, "%s ", text);
}

static void
append_person (GString *words, const CsSummary *self, const char *person)
{
  const CsPerson *found =
      person != NULL ? cs_directory_get_person (self->context->directory, person) : NULL;

  append_word (words, found != NULL ? found->name : NULL);
}

/**
 * cs_summary_dup_words:
 *
 * Returns: (transfer full): what a search finds the request by, folded
 */
char *
cs_summary_dup_words (const CsSummary *self)
{
  const CsClient *client =
      cs_directory_get_client (self->context->directory, cs_request_get_client (self->request));
  const CsRegion *region = cs_pack_get_region (cs_request_get_process (self->request)->pack,
                                               cs_request_get_region (self->request));
  g_autofree char *region_title = region != NULL ? cs_text_dup (region->title, "en") : NULL;
  g_autofree char *amount = self->has_amount ? cs_money_to_decimal (self->amount) : NULL;
  GString *words = g_string_new (NULL);
  char *folded;

  append_word (words, cs_request_get_number (self->request));
  append_word (words, cs_request_get_title (self->request));
  append_word (words, client != NULL ? client->name : cs_request_get_client (self->request));
  append_word (words, region_title);
  append_word (words, amount);
  append_word (words, self->has_amount ? self->amount.currency : NULL);
  append_word (words, self->invoice);
  append_person (words, self, self->owner);
  if (g_strcmp0 (self->owner, cs_request_get_opener (self->request)) != 0)
    append_person (words, self, cs_request_get_opener (self->request));
  folded = cs_search_fold (words->str);
  g_string_free (words, TRUE);
  return folded;
}
