/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-open-again.h"

#include "cs-offer-text.h"

#include <glib/gi18n-lib.h>

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

static const CsProcess *
find_process (CsWorkspace *workspace, const char *pack, const char *process)
{
  g_autoptr (GPtrArray) packs = cs_workspace_list_packs (workspace);

  for (guint i = 0; process != NULL && i < packs->len; i++) {
    const CsPack *found = packs->pdata[i];

    if (g_strcmp0 (found->id, pack) == 0)
      return cs_pack_get_process (found, process);
  }
  return NULL;
}

/**
 * cs_open_again_make_draft:
 * @process: as it is now
 * @opened: data of the entry “open” that was not counted
 * @values: field id -> value, of all that was filled in on top of it
 *
 * Returns: (transfer full): what the wizard begins with; a field that the process has no more is
 *   left out
 */
CsWizardDraft *
cs_open_again_make_draft (const CsProcess *process, const json_t *opened, const json_t *values)
{
  CsWizardDraft *draft = cs_wizard_draft_new (NULL);
  const char *id;
  json_t *value;

  draft->pack = g_strdup (process->pack->id);
  draft->process = g_strdup (process->id);
  draft->client = g_strdup (cs_json_get_string (opened, "client"));
  draft->region = g_strdup (cs_json_get_string (opened, "region"));
  draft->title = g_strdup (cs_json_get_string (opened, "title"));
  draft->from = g_strdup (cs_json_get_string (opened, "from"));
  json_object_foreach ((json_t *)values, id, value)
  {
    const CsField *field = cs_process_get_field (process, id);

    if (field != NULL)
      cs_wizard_draft_set_value (draft, field, value);
  }
  return draft;
}

/**
 * cs_open_again:
 * @opened: data of the entry “open” that was not counted
 * @values: field id -> value, of all that was filled in on top of it
 *
 * Opens the wizard with a draft of the same request.
 */
void
cs_open_again (CsSession *session, const json_t *opened, const json_t *values)
{
  CsWorkspace *workspace = cs_session_get_workspace (session);
  const CsProcess *process = find_process (workspace,
                                           cs_json_get_string (opened, "pack"),
                                           cs_json_get_string (opened, "process"));
  const CsClient *client;
  const CsRegion *region;
  g_autofree char *region_title = NULL;
  g_autoptr (CsWizardDraft) draft = NULL;
  g_autoptr (json_t) content = NULL;

  if (process == NULL) {
    cs_session_toast (session, _ ("This process is no longer here"));
    return;
  }
  draft = cs_open_again_make_draft (process, opened, values);
  client = draft->client != NULL
               ? cs_directory_get_client (cs_workspace_get_directory (workspace), draft->client)
               : NULL;
  region = draft->region != NULL ? cs_pack_get_region (process->pack, draft->region) : NULL;
  region_title = region != NULL ? cs_offer_text_dup_title (region->title) : NULL;
  content = cs_wizard_draft_dup_json (draft, client != NULL ? client->name : NULL, region_title);
  cs_workspace_save_draft_async (workspace,
                                 NULL,
                                 DRAFT_KIND,
                                 NULL,
                                 content,
                                 saved_cb,
                                 g_object_ref (session));
}
