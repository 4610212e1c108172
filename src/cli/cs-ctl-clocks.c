/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ctl-commands.h"
#include "cs-ctl-place.h"

#include "cs-clock.h"
#include "cs-journal.h"

#include <glib/gi18n-lib.h>

static const char *
get_state_name (CsClockState state)
{
  static const char *const names[] =
      {"running", "amber", "breached", "paused", "met", "missed", "no-limit"};

  return names[state];
}

static json_t *
rungs_to_json (const CsClockRun *run)
{
  json_t *rungs = json_array ();

  for (guint i = 0; i < run->rungs->len; i++) {
    const CsRungState *rung = run->rungs->pdata[i];

    json_array_append_new (rungs,
                           json_pack ("{s:s, s:o, s:b, s:o}",
                                      "rung",
                                      rung->rung->id,
                                      "at",
                                      cs_ctl_instant_to_json (rung->at),
                                      "fired",
                                      rung->fired != NULL,
                                      "tell",
                                      cs_ctl_strings_to_json (rung->tell)));
  }
  return rungs;
}

static json_t *
explain_to_json (const CsRequest *request, const CsClockRun *run, const CsRuleContext *context)
{
  g_autoptr (GPtrArray) lines = cs_clock_explain (request, run, context->directory, NULL);
  json_t *list = json_array ();

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    json_array_append_new (list, json_string (lines->pdata[i]));
  return list;
}

static void
print_run (CsCtl *ctl,
           const CsRequest *request,
           const CsClockRun *run,
           const CsRuleContext *context)
{
  g_autofree char *due = run->due != CS_INSTANT_NONE ? cs_instant_format (run->due) : NULL;
  json_t *object;

  if (!ctl->json) {
    fprintf (ctl->output,
             "%-10s %-24s %-9s %s\n",
             cs_request_get_number (request),
             run->id,
             get_state_name (run->state),
             due != NULL ? due : "–");
    return;
  }
  object = json_pack ("{s:s, s:s, s:s, s:s}",
                      "request",
                      cs_request_get_id (request),
                      "clock",
                      run->clock->id,
                      "run",
                      run->id,
                      "state",
                      get_state_name (run->state));
  cs_ctl_set_string (object, "number", cs_request_get_number (request));
  cs_ctl_set_string (object, "calendar", run->calendar);
  cs_ctl_set_string (object, "pause", run->pause_reason);
  json_object_set_new (object, "started", cs_ctl_instant_to_json (run->started));
  json_object_set_new (object, "stopped", cs_ctl_instant_to_json (run->stopped));
  json_object_set_new (object, "target", cs_ctl_instant_to_json (run->target));
  json_object_set_new (object, "due", cs_ctl_instant_to_json (run->due));
  json_object_set_new (object, "left_seconds", json_integer (run->left_secs));
  json_object_set_new (object, "rungs", rungs_to_json (run));
  json_object_set_new (object, "explain", explain_to_json (request, run, context));
  cs_ctl_print_json (ctl, object);
}

static gboolean
print_request (CsCtl *ctl, CsLedger *ledger, const char *id, gboolean all, GError **error)
{
  const CsRequest *request =
      cs_authority_get_request (cs_ledger_get_authority (ledger), id, NULL, error);
  CsRuleContext context;
  g_autoptr (GPtrArray) runs = NULL;

  if (request == NULL)
    return FALSE;
  context = cs_ctl_get_context (ledger);
  runs = cs_clock_list_runs (request, context.directory, context.now);
  for (guint i = 0; i < runs->len; i++) {
    const CsClockRun *run = runs->pdata[i];

    if (all || run->stopped == CS_INSTANT_NONE)
      print_run (ctl, request, run, &context);
  }
  return TRUE;
}

static gboolean
print_everything (CsCtl *ctl, CsLedger *ledger, GError **error)
{
  gint64 after = 0;

  for (;;) {
    g_autoptr (GPtrArray) ids =
        cs_journal_list_requests (cs_ledger_get_store (ledger), after, 500, error);

    if (ids == NULL)
      return FALSE;
    if (ids->len == 0)
      return TRUE;
    for (guint i = 0; i < ids->len; i++) {
      CsHead head;

      if (!print_request (ctl, ledger, ids->pdata[i], FALSE, error) ||
          !cs_journal_read_head (cs_ledger_get_store (ledger), ids->pdata[i], &head, error))
        return FALSE;
      after = head.ref;
    }
  }
}

/**
 * cs_ctl_clocks:
 * @ctl: the command line
 * @arguments: a request, or none
 * @error: as opening and reading
 *
 * Lists the clocks of one request, ended ones too, or every clock that runs; as JSON with the
 * lines that explain each due instant (D-C4).
 *
 * Returns: whether it was printed
 */
gboolean
cs_ctl_clocks (CsCtl *ctl, char **arguments, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_autoptr (CsLedger) ledger = NULL;
  g_autofree char *id = NULL;

  if (!cs_ctl_parse (ctl, arguments, options, 0, 1, error))
    return FALSE;
  ledger = cs_ctl_open (ctl, error);
  if (ledger == NULL)
    return FALSE;
  if (arguments[1] == NULL)
    return print_everything (ctl, ledger, error);
  id = cs_ctl_find_request (ledger, arguments[1], error);
  return id != NULL && print_request (ctl, ledger, id, TRUE, error);
}
