/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-what-if.h"

#include "cs-intent.h"
#include "cs-uuid.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
say_fill (CsReader *reader, CsRequest *request, const CsStep *step, json_t *values)
{
  CsInstant now = cs_session_get_now (cs_reader_get_session (reader));
  g_autofree char *id = cs_uuid_new (now);
  CsEntryHead head = {.id = id,
                      .request = cs_request_get_id (request),
                      .kind = "fill",
                      .by = cs_reader_get_me (reader),
                      .device = "form",
                      .n = 1,
                      .at = now};
  g_autoptr (json_t) data = json_pack ("{s:s, s:O}", "step", step->id, "values", values);
  g_autoptr (CsEntry) entry = cs_entry_build (&head, data, NULL);

  if (entry != NULL)
    cs_request_apply (request, entry, NULL);
}

/**
 * cs_what_if_filled:
 * @step: whose form it is
 * @values: field id -> value
 *
 * Returns: (transfer full): the request as it would be if that were said
 */
CsRequest *
cs_what_if_filled (CsReader *reader, const CsStep *step, json_t *values)
{
  const CsRequest *request = cs_reader_get_request (reader);
  const GPtrArray *entries = cs_request_get_entries (request);
  CsRequest *guess =
      cs_request_new (cs_request_get_process (request), cs_request_get_settings (request));
  g_autoptr (GPtrArray) parts = cs_intent_split_values (cs_request_get_process (request), values);

  for (guint i = 0; i < entries->len; i++)
    cs_request_apply (guess, entries->pdata[i], NULL);
  for (guint i = 0; i < parts->len; i++)
    say_fill (reader, guess, step, parts->pdata[i]);
  return guess;
}

static gboolean
sets_a_clock (const CsProcess *process, const CsStep *step)
{
  for (guint i = 0; i < process->clocks->len; i++) {
    const CsClockDef *clock = process->clocks->pdata[i];

    if ((clock->by != NULL && g_ptr_array_find (step->form, clock->by, NULL)) ||
        (clock->time.field != NULL && g_ptr_array_find (step->form, clock->time.field, NULL)))
      return TRUE;
  }
  return FALSE;
}

static char *
format_end (CsReader *reader, CsInstant end)
{
  const CsFormat *format = cs_session_get_format (cs_reader_get_session (reader));

  return end != CS_INSTANT_NONE ? cs_format_exact (format, end) : g_strdup (_ ("no limit"));
}

/* A deadline is what cannot be passed; where nothing is late, the moment it is looked at again. */
static CsInstant
end_of (const CsClockRun *run)
{
  return run->due != CS_INSTANT_NONE ? run->due : run->target;
}

static void
add_move (GString *out, CsReader *reader, const CsClockRun *is, const CsClockRun *would)
{
  g_autofree char *title = cs_reader_dup_text (reader, would->clock->title, would->clock->id);
  g_autofree char *from = format_end (reader, end_of (is));
  g_autofree char *to = format_end (reader, end_of (would));

  if (is->clock == would->clock && end_of (is) == end_of (would))
    return;
  g_string_append_c (out, '\n');
  /* Translators: a deadline, when it is now, when it would be */
  g_string_append_printf (out, _ ("“%1$s”: %2$s becomes %3$s"), title, from, to);
  if (would->due == CS_INSTANT_NONE)
    g_string_append (out, _ (", a day to look at it again, without a limit"));
  else if (would->state == CS_CLOCK_BREACHED)
    g_string_append (out, _ (", which has passed"));
}

/**
 * cs_what_if_dup_moves:
 * @step: whose form is filled
 * @guess: the request as it would be
 *
 * Returns: (transfer full) (nullable): which deadlines would move, and where to (PH-28); %NULL if
 *   none
 */
char *
cs_what_if_dup_moves (CsReader *reader, const CsStep *step, const CsRequest *guess)
{
  const GPtrArray *runs = cs_request_view_get_clocks (cs_reader_get_view (reader));
  CsInstant now = cs_session_get_now (cs_reader_get_session (reader));
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GPtrArray) guessed = NULL;

  if (!sets_a_clock (cs_reader_get_process (reader), step))
    return NULL;
  guessed = cs_clock_list_runs (guess, cs_reader_get_directory (reader), now);
  for (guint i = 0; i < runs->len; i++) {
    const CsClockRun *is = runs->pdata[i];

    for (guint j = 0; is->stopped == CS_INSTANT_NONE && j < guessed->len; j++) {
      const CsClockRun *would = guessed->pdata[j];

      if (strcmp (is->id, would->id) == 0)
        add_move (out, reader, is, would);
    }
  }
  return out->len > 0 ? g_strconcat (_ ("Deadlines that move:"), out->str, NULL) : NULL;
}
