/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-file-opener.h"

#include "cs-alert.h"
#include "cs-file-dialog.h"

#include <glib/gi18n-lib.h>

/* Opening a file of a request: at once, or, if it is confidential, after a word for what (CX-21).
 */

typedef struct {
  GtkWidget *widget;  /* (owned) */
  CsSession *session; /* (owned) */
  char *request, *field, *sha256, *name;
  GtkEditable *purpose; /* (borrowed) of the question */
} Opening;

static void
opening_free (Opening *self)
{
  g_object_unref (self->widget);
  g_object_unref (self->session);
  g_free (self->request);
  g_free (self->field);
  g_free (self->sha256);
  g_free (self->name);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

/* The name under which a value holds a file. */
static const char *
find_name (const json_t *value, const char *sha256)
{
  const char *name = NULL;
  const char *key;
  json_t *member;
  gsize index;

  if (g_strcmp0 (cs_json_get_string (value, "sha256"), sha256) == 0)
    return cs_json_get_string (value, "name");
  json_object_foreach ((json_t *)value, key, member)
  {
    if (name == NULL)
      name = find_name (member, sha256);
  }
  json_array_foreach (value, index, member)
  {
    if (name == NULL)
      name = find_name (member, sha256);
  }
  return name;
}

/* The field of a sealed scope that holds or held the file. */
static const CsField *
find_confidential (const CsRequest *request, const char *sha256, const char **name)
{
  const GPtrArray *entries = cs_request_get_entries (request);
  const CsProcess *process = cs_request_get_process (request);

  for (guint i = 0; i < entries->len; i++) {
    json_t *values = json_object_get (cs_entry_get_data (entries->pdata[i]), "values");
    const char *id;
    json_t *value;

    json_object_foreach (values, id, value)
    {
      const CsField *field = cs_process_get_field (process, id);

      *name = find_name (value, sha256);
      if (*name != NULL && field != NULL && cs_scope_is_sealed (field->scope))
        return field;
    }
  }
  return NULL;
}

static void
show (GtkWidget *widget, GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);

  cs_open_uri (widget, uri);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file =
      cs_workspace_open_confidential_finish (CS_WORKSPACE (source), result, &error);

  if (file != NULL)
    show (self->widget, file);
  else
    cs_session_toast (self->session, error->message);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opening *self = user_data;
  g_autofree char *purpose = NULL;

  if (!cs_alert_run_finish (result)) {
    g_object_unref (self->purpose);
    opening_free (self);
    return;
  }
  purpose = g_strstrip (g_strdup (gtk_editable_get_text (self->purpose)));
  g_object_unref (self->purpose);
  if (g_utf8_strlen (purpose, -1) < 3) {
    cs_session_toast (self->session, _ ("Not opened: say in a few words what it is looked at for"));
    opening_free (self);
    return;
  }
  cs_workspace_open_confidential_async (cs_session_get_workspace (self->session),
                                        self->request,
                                        self->field,
                                        self->sha256,
                                        self->name,
                                        purpose,
                                        opened_cb,
                                        self);
}

static void
ask_purpose (GtkWidget *widget,
             CsSession *session,
             const CsRequest *request,
             const CsField *field,
             const char *sha256,
             const char *name)
{
  GtkWidget *entry = gtk_entry_new ();
  Opening *self = g_new0 (Opening, 1);
  CsAlert alert = {.heading = _ ("Open a Confidential File?"),
                   .body = _ ("Who opens it, when and for what is written into the history of the "
                              "request, where others can read it."),
                   .accept = _ ("_Open"),
                   .extra = entry,
                   .extra_label = _ ("For what")};

  self->widget = g_object_ref (widget);
  self->session = g_object_ref (session);
  self->request = g_strdup (cs_request_get_id (request));
  self->field = g_strdup (field->id);
  self->sha256 = g_strdup (sha256);
  self->name = g_strdup (name);
  self->purpose = GTK_EDITABLE (g_object_ref_sink (entry));
  gtk_entry_set_max_length (GTK_ENTRY (entry), 200);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  cs_alert_run_async (widget, &alert, answered_cb, self);
}

/**
 * cs_file_opener_can_open:
 * @request: (nullable): that names the file
 * @sha256: of its contents
 *
 * Returns: whether the file is here, or is confidential and may be had of the server
 */
gboolean
cs_file_opener_can_open (CsWorkspace *workspace, const CsRequest *request, const char *sha256)
{
  const char *name;

  return cs_workspace_has_file (workspace, sha256) ||
         (request != NULL && cs_workspace_can_fetch (workspace) &&
          find_confidential (request, sha256, &name) != NULL);
}

/**
 * cs_file_opener_open:
 * @widget: in the window that asks
 * @request: that names the file
 * @sha256: of its contents
 *
 * Shows a file in the program of the desktop that is for it. What is confidential is opened with a
 * word for what, which stands in the request's history.
 */
void
cs_file_opener_open (GtkWidget *widget,
                     CsSession *session,
                     const CsRequest *request,
                     const char *sha256)
{
  CsWorkspace *workspace = cs_session_get_workspace (session);
  g_autoptr (GFile) file = cs_workspace_get_file (workspace, sha256);
  const char *name = NULL;
  const CsField *field = request != NULL ? find_confidential (request, sha256, &name) : NULL;

  if (field != NULL && cs_request_is_erased (request, field))
    cs_session_toast (session, _ ("The file was erased when its time was over"));
  else if (field != NULL && cs_file_opener_can_open (workspace, request, sha256))
    ask_purpose (widget, session, request, field, sha256, name);
  else if (file != NULL)
    show (widget, file);
  else
    cs_session_toast (session, _ ("The file is not on this computer"));
}
