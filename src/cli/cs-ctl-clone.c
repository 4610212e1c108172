/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ctl-commands.h"
#include "cs-ctl-place.h"

#include "cs-intent.h"

#include <glib/gi18n-lib.h>

/* A new request that begins with what a closed one says. */

typedef struct {
  CsLedger *ledger; /* (owned) */
  const char *by;
  char *request; /* (nullable) id of the new one */
  char *number;
} Clone;

static gboolean
say (Clone *self, const char *kind, json_t *data, GError **error)
{
  g_autoptr (json_t) owned = data;
  g_autoptr (CsOutcome) outcome = NULL;
  CsIntent intent = {.request = self->request, .kind = kind, .by = self->by, .data = owned};

  if (!cs_ledger_submit (self->ledger, &intent, &outcome, error))
    return FALSE;
  if (!outcome->is_accepted) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_INVALID, outcome->reason->text);
    return FALSE;
  }
  if (self->request == NULL) {
    self->request = g_strdup (cs_entry_get_request (outcome->entry));
    self->number = g_strdup (outcome->number);
  }
  return TRUE;
}

static json_t *
make_open (const CsRequest *request)
{
  const CsProcess *process = cs_request_get_process (request);

  return json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s}",
                    "pack",
                    process->pack->id,
                    "process",
                    process->id,
                    "client",
                    cs_request_get_client (request),
                    "region",
                    cs_request_get_region (request),
                    "title",
                    cs_request_get_title (request),
                    "from",
                    cs_request_get_id (request));
}

static gboolean
begin_again (Clone *self, const CsRequest *request, GError **error)
{
  const CsStep *first = cs_request_find_clone_step (request);
  g_autofree char *step = first != NULL ? g_strdup (first->id) : NULL;
  g_autoptr (json_t) values = cs_request_dup_clone_values (request);
  g_autoptr (GPtrArray) parts = cs_intent_split_values (cs_request_get_process (request), values);

  if (!say (self, "open", make_open (request), error)) /* the request is not there any more */
    return FALSE;
  for (guint i = 0; step != NULL && i < parts->len; i++) {
    if (!say (self,
              "fill",
              json_pack ("{s:s, s:O}", "step", step, "values", parts->pdata[i]),
              error))
      return FALSE;
  }
  return TRUE;
}

static const CsRequest *
find_closed (CsLedger *ledger, const char *name, GError **error)
{
  g_autofree char *id = cs_ctl_find_request (ledger, name, error);
  const CsRequest *request =
      id != NULL ? cs_authority_get_request (cs_ledger_get_authority (ledger), id, NULL, error)
                 : NULL;

  if (request != NULL && cs_request_get_end (request) == CS_END_NONE) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("%s is still open; only a closed request is cloned"),
                 name);
    return NULL;
  }
  return request;
}

/**
 * cs_ctl_request_clone:
 * @ctl: the command line
 * @arguments: the request
 * @error: `G_OPTION_ERROR`; INVALID for a request that is open; what was refused
 *
 * Opens a draft that begins with what a closed request says and remembers it, and prints
 * its number.
 *
 * Returns: whether it is open
 */
gboolean
cs_ctl_request_clone (CsCtl *ctl, char **arguments, GError **error)
{
  g_autofree char *by = NULL;
  const GOptionEntry options[] = {
      {"by", 0, 0, G_OPTION_ARG_STRING, &by, N_ ("Who opens it"), "PERSON"},
      {NULL},
  };
  Clone self = {0};
  const CsRequest *request = NULL;
  gboolean is_done;

  if (!cs_ctl_parse (ctl, arguments, options, 1, 1, error))
    return FALSE;
  self.ledger = cs_ctl_open (ctl, error);
  if (self.ledger != NULL)
    self.by = cs_ctl_find_person (self.ledger, by, error);
  if (self.by != NULL)
    request = find_closed (self.ledger, arguments[1], error);
  is_done = request != NULL && begin_again (&self, request, error);
  if (is_done && ctl->json)
    cs_ctl_print_json (ctl,
                       json_pack ("{s:s, s:s*}", "request", self.request, "number", self.number));
  else if (is_done)
    fprintf (ctl->output, "%s\n", self.number != NULL ? self.number : self.request);
  cs_ledger_close (self.ledger);
  g_free (self.request);
  g_free (self.number);
  return is_done;
}
