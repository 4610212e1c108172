/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-clone.h"

#include "cs-wizard-draft.h"

#include <glib/gi18n-lib.h>

/* A closed request is final; what it says can begin a new draft that remembers it. */

#define DRAFT_KIND "sow" /* of the wizard */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsSession) session = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = cs_workspace_save_draft_finish (CS_WORKSPACE (source), result, &error);

  if (id != NULL)
    cs_session_open_page (session, "scope", id);
  else
    cs_session_toast_error (session, _ ("The draft was not made"), error);
}

static CsWizardDraft *
make_draft (CsReader *reader)
{
  const CsRequest *request = cs_reader_get_request (reader);
  const CsProcess *process = cs_reader_get_process (reader);
  g_autoptr (json_t) values = cs_request_dup_clone_values (request);
  CsWizardDraft *draft = cs_wizard_draft_new (NULL);
  const char *id;
  json_t *value;

  draft->pack = g_strdup (process->pack->id);
  draft->process = g_strdup (process->id);
  draft->client = g_strdup (cs_request_get_client (request));
  draft->region = g_strdup (cs_request_get_region (request));
  draft->title = g_strdup (cs_request_get_title (request));
  draft->from = g_strdup (cs_request_get_id (request));
  json_object_foreach (values, id, value)
  {
    cs_wizard_draft_set_value (draft, cs_process_get_field (process, id), value);
  }
  return draft;
}

/**
 * cs_clone_request:
 * @reader: of the request
 *
 * Opens a draft of a new request that begins with what this one said.
 */
void
cs_clone_request (CsReader *reader)
{
  CsSession *session = cs_reader_get_session (reader);
  g_autoptr (CsWizardDraft) draft = make_draft (reader);
  g_autofree char *client = cs_reader_dup_client (reader);
  g_autofree char *region = cs_reader_dup_region (reader);
  g_autoptr (json_t) content = cs_wizard_draft_dup_json (draft, client, region);

  cs_workspace_save_draft_async (cs_session_get_workspace (session),
                                 NULL,
                                 DRAFT_KIND,
                                 NULL,
                                 content,
                                 saved_cb,
                                 g_object_ref (session));
}
