/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-what-if.h"

#include "cs-intent.h"
#include "cs-uuid.h"

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
