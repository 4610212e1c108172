/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ctl-commands.h"
#include "cs-ctl-place.h"

#include "cs-activity.h"
#include "cs-authority-shared.h"
#include "cs-connect.h"
#include "cs-ledger-sync.h"
#include "cs-outbox.h"
#include "cs-sync.h"

#include <glib/gi18n-lib.h>

/* Shared workspaces: connecting, keeping in step, and what became of what was said. */

static gboolean
refuse_usage (GError **error, const char *text)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, text);
  return FALSE;
}

static void
tell_state (CsCtl *ctl, CsSync *sync)
{
  if (ctl->json) {
    cs_ctl_print_json (ctl,
                       json_pack ("{s:s, s:I, s:I, s:I, s:I, s:o}",
                                  "state",
                                  cs_sync_state_get_name (cs_sync_get_state (sync)),
                                  "received",
                                  (json_int_t)cs_sync_get_received (sync),
                                  "waiting",
                                  (json_int_t)cs_sync_get_waiting (sync),
                                  "refused",
                                  (json_int_t)cs_sync_get_refused (sync),
                                  "clock_offset_secs",
                                  (json_int_t)cs_sync_get_clock_offset (sync),
                                  "history_changed",
                                  cs_ctl_instant_to_json (cs_sync_get_history_changed (sync))));
    return;
  }
  fprintf (ctl->output,
           _ ("In step with the server: %d received, %d waiting, %d refused\n"),
           (int)cs_sync_get_received (sync),
           (int)cs_sync_get_waiting (sync),
           (int)cs_sync_get_refused (sync));
  if (cs_sync_get_clock_offset (sync) != 0)
    fprintf (ctl->errors,
             _ ("The clock of this computer is %d seconds off the server’s.\n"),
             (int)cs_sync_get_clock_offset (sync));
}

static gboolean
exchange (CsCtl *ctl, CsLedger *ledger, GError **error)
{
  g_autoptr (CsCredentials) session = cs_connect_open_credentials (ledger, error);
  g_autoptr (CsSync) sync = NULL;

  if (session == NULL)
    return FALSE;
  sync = cs_sync_new (cs_store_get_folder (cs_ledger_get_store (ledger)),
                      &cs_credentials_auth,
                      session,
                      cs_ledger_sync,
                      ledger,
                      ctl->time_source);
  if (!cs_sync_run_once (sync, NULL, error))
    return FALSE;
  if (cs_sync_get_refused (sync) > 0)
    ctl->exit_status = CS_CTL_FAILED;
  tell_state (ctl, sync);
  return TRUE;
}

static gboolean
open_and_exchange (CsCtl *ctl, const char *folder, GError **error)
{
  g_autoptr (CsLedger) ledger = cs_ledger_open (folder, ctl->time_source, error);

  return ledger != NULL && exchange (ctl, ledger, error);
}

/* The code is read from the input where it is “-”, so that it stands in no list of processes. */
static char *
read_code (CsCtl *ctl, const char *code)
{
  g_autoptr (GString) line = g_string_new (NULL);
  gboolean is_too_long;

  if (g_strcmp0 (code, "-") != 0)
    return g_strdup (code);
  cs_ctl_read_line (ctl->input, 1024, line, &is_too_long);
  return g_strstrip (g_strdup (line->str));
}

static gboolean
sign_in_again (CsCtl *ctl, const char *folder, const CsConnectOptions *options, GError **error)
{
  g_autoptr (CsLedger) ledger = cs_ledger_open (folder, ctl->time_source, error);
  g_autoptr (CsCredentials) session = ledger != NULL ? cs_connect_open_credentials (ledger, error)
                                                     : NULL;
  g_autoptr (CsConnectOwn) own = session != NULL ? cs_connect_read_own (ledger, error) : NULL;

  return own != NULL && cs_connect_again (own, session, options, NULL, error) &&
         exchange (ctl, ledger, error);
}

/**
 * cs_ctl_connect:
 * @ctl: the command line
 * @arguments: the server's address, `--invitation`, and the folder where `--workspace` does not
 *   name it
 * @error: `CS_ERROR_UNREACHABLE`, `CS_ERROR_UNAUTHORISED` with the server's words
 *
 * Makes a folder of a shared workspace and fetches it; signs in again where the folder is there.
 *
 * Returns: whether it ran
 */
gboolean
cs_ctl_connect (CsCtl *ctl, char **arguments, GError **error)
{
  g_autofree char *invitation = NULL, *name = NULL, *code = NULL, *existing = NULL;
  const GOptionEntry options[] = {
      {"invitation",
       0,
       0,
       G_OPTION_ARG_STRING,
       &invitation,
       N_ ("The code that an administrator gave; “-” reads it from the input"),
       N_ ("CODE")},
      {"device",
       0,
       0,
       G_OPTION_ARG_STRING,
       &name,
       N_ ("What this computer is called"),
       N_ ("NAME")},
      {NULL},
  };
  CsConnectOptions connect = {0};
  const char *folder;

  if (!cs_ctl_parse (ctl, arguments, options, 1, 2, error))
    return FALSE;
  folder = arguments[2] != NULL ? arguments[2] : ctl->workspace;
  if (folder == NULL || invitation == NULL)
    return refuse_usage (error,
                         _ ("“connect” expects --invitation and the folder of the new workspace"));
  code = read_code (ctl, invitation);
  connect = (CsConnectOptions){.address = arguments[1], .code = code, .device_name = name};
  existing = g_build_filename (folder, "workspace.db", NULL);
  if (g_file_test (existing, G_FILE_TEST_EXISTS))
    return sign_in_again (ctl, folder, &connect, error);
  return cs_connect (folder, &connect, ctl->time_source, NULL, error) &&
         open_and_exchange (ctl, folder, error);
}

/**
 * cs_ctl_share:
 * @ctl: the command line, whose `--workspace` says which
 * @arguments: the server's address and `--invitation`
 * @error: `CS_ERROR_CONFLICT` where the server does not hold the workspace's history
 *
 * Moves a workspace to a server that was made from a copy of it.
 *
 * Returns: whether it ran
 */
gboolean
cs_ctl_share (CsCtl *ctl, char **arguments, GError **error)
{
  g_autofree char *invitation = NULL, *code = NULL;
  const GOptionEntry options[] = {
      {"invitation",
       0,
       0,
       G_OPTION_ARG_STRING,
       &invitation,
       N_ ("The code that an administrator gave; “-” reads it from the input"),
       N_ ("CODE")},
      {NULL},
  };
  CsConnectOptions connect = {0};

  if (!cs_ctl_parse (ctl, arguments, options, 1, 1, error))
    return FALSE;
  if (ctl->workspace == NULL || invitation == NULL)
    return refuse_usage (error, _ ("“share” expects --workspace and --invitation"));
  code = read_code (ctl, invitation);
  connect = (CsConnectOptions){.address = arguments[1], .code = code};
  return cs_connect_share (ctl->workspace, &connect, ctl->time_source, NULL, error) &&
         open_and_exchange (ctl, ctl->workspace, error);
}

/**
 * cs_ctl_sync:
 * @ctl: the command line, whose `--workspace` says which
 * @arguments: none
 * @error: `CS_ERROR_UNREACHABLE`: nothing is lost, try again; `CS_ERROR_BUSY` where a window does
 * it
 *
 * Returns: whether everything was sent and received
 */
gboolean
cs_ctl_sync (CsCtl *ctl, char **arguments, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_autoptr (CsLedger) ledger = NULL;

  if (!cs_ctl_parse (ctl, arguments, options, 0, 0, error))
    return FALSE;
  ledger = cs_ctl_open (ctl, error);
  return ledger != NULL && exchange (ctl, ledger, error);
}

/* What stood in the way (SG-06), as a person reads it. */
static void
add_difference (json_t *line, const CsActivity *activity)
{
  static const char *const answers[] = {"approve", "reject", "send-back", "ask", "hand-over"};
  json_t *changes = json_array ();

  for (guint i = 0; i < activity->changes->len; i++) {
    const CsActivityChange *change = activity->changes->pdata[i];

    json_array_append_new (changes,
                           json_pack ("{s:s, s:s?, s:s?}",
                                      "title",
                                      change->title,
                                      "was",
                                      change->was,
                                      "is",
                                      change->is));
  }
  if (json_array_size (changes) > 0)
    json_object_set (line, "changes", changes);
  json_decref (changes);
  if (activity->settled_by != NULL)
    json_object_set_new (line,
                         "settled",
                         json_pack ("{s:s, s:s, s:o}",
                                    "by",
                                    activity->settled_by,
                                    "answer",
                                    answers[activity->settled],
                                    "at",
                                    cs_ctl_instant_to_json (activity->settled_at)));
}

static json_t *
activity_to_json (const CsActivity *activity)
{
  json_t *line = json_pack ("{s:s, s:s, s:s, s:o}",
                            "state",
                            cs_activity_state_get_name (activity->state),
                            "id",
                            activity->id,
                            "kind",
                            activity->kind,
                            "made",
                            cs_ctl_instant_to_json (activity->made));

  cs_ctl_set_string (line, "request", activity->request);
  cs_ctl_set_string (line, "number", activity->number);
  cs_ctl_set_string (line, "title", activity->title);
  cs_ctl_set_string (line, "verdict", activity->verdict);
  cs_ctl_set_string (line, "rule", activity->rule);
  cs_ctl_set_string (line, "reason", activity->reason);
  json_object_set (line, "data", activity->data);
  add_difference (line, activity);
  return line;
}

static gboolean
list_activity (CsCtl *ctl, CsLedger *ledger, GError **error)
{
  g_autoptr (GPtrArray) list = cs_activity_list (ledger, error);
  json_t *lines = json_array ();

  for (guint i = 0; list != NULL && i < list->len; i++) {
    const CsActivity *line = list->pdata[i];

    if (ctl->json)
      json_array_append_new (lines, activity_to_json (line));
    else
      fprintf (ctl->output,
               "%-9s %s  %-9s %s%s%s\n",
               cs_activity_state_get_name (line->state),
               line->id,
               line->kind,
               line->number != NULL ? line->number : "",
               line->reason != NULL ? "  " : "",
               line->reason != NULL ? line->reason : "");
  }
  if (ctl->json && list != NULL)
    cs_ctl_print_json (ctl, lines);
  else
    json_decref (lines);
  return list != NULL;
}

/**
 * cs_ctl_activity:
 * @ctl: the command line, whose `--workspace` says which
 * @arguments: `--recall` or `--dismiss`, with the id of a line
 * @error: `CS_ERROR_NOT_FOUND` where there is nothing to recall or dismiss
 *
 * Lists what was refused and what waits, or takes a line away.
 *
 * Returns: whether it ran
 */
gboolean
cs_ctl_activity (CsCtl *ctl, char **arguments, GError **error)
{
  g_autofree char *recall = NULL, *dismiss = NULL;
  const GOptionEntry options[] = {
      {"recall",
       0,
       0,
       G_OPTION_ARG_STRING,
       &recall,
       N_ ("Take back what was not sent yet"),
       N_ ("ID")},
      {"dismiss",
       0,
       0,
       G_OPTION_ARG_STRING,
       &dismiss,
       N_ ("List what was refused no more"),
       N_ ("ID")},
      {NULL},
  };
  g_autoptr (CsLedger) ledger = NULL;

  if (!cs_ctl_parse (ctl, arguments, options, 0, 0, error))
    return FALSE;
  ledger = cs_ctl_open (ctl, error);
  if (ledger == NULL)
    return FALSE;
  if (recall != NULL)
    return cs_authority_recall (cs_ledger_get_authority (ledger), recall, error);
  if (dismiss != NULL)
    return cs_outbox_dismiss (cs_ledger_get_store (ledger), dismiss, error);
  return list_activity (ctl, ledger, error);
}
