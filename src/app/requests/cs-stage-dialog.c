/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-stage-dialog.h"

#include "cs-detail-row.h"
#include "cs-dialog.h"
#include "cs-reader.h"

#include <glib/gi18n-lib.h>

/* The first step of a later stage that is still to come. */
static const CsStep *
find_next (CsReader *reader)
{
  const CsRequest *request = cs_reader_get_request (reader);
  const CsStage *stage = cs_request_get_stage (request);
  const GPtrArray *steps = cs_reader_get_process (reader)->steps;

  for (guint i = 0; stage != NULL && i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];

    if (step->stage->index > stage->index && step->opens == CS_OPENS_IN_ORDER &&
        cs_request_get_step_state (request, step) == CS_STEP_WAITING)
      return step;
  }
  return NULL;
}

static void
add_missing (GtkListBox *list, CsReader *reader, const CsStep *step)
{
  CsRuleContext context;
  g_autoptr (GPtrArray) missing = NULL;

  cs_request_view_get_context (cs_reader_get_view (reader), &context);
  missing = cs_rules_missing_for_step (cs_reader_get_request (reader), step, &context);
  for (guint i = 0; i < missing->len; i++) {
    const CsMissing *item = missing->pdata[i];
    g_autofree char *who = item->who != NULL && *item->who != '\0'
                               ? g_strdup_printf (_ ("Can be supplied by %s"), item->who)
                               : NULL;
    CsDetailRow *row = cs_detail_row_new ("countersign-gate-symbolic", item->text, who);

    cs_detail_row_set_tint (row, "warning");
    gtk_list_box_append (list, GTK_WIDGET (row));
  }
}

static GtkWidget *
make_content (CsReader *reader, const CsStep *step)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  g_autofree char *heading = NULL;

  gtk_widget_add_css_class (box, "cs-padded");
  if (step != NULL) {
    g_autofree char *stage = cs_reader_dup_text (reader, step->stage->title, step->stage->id);

    /* Translators: a stage of the process; what it waits for follows */
    heading = g_strdup_printf (_ ("“%s” waits for"), stage);
    add_missing (cs_detail_list_add (GTK_BOX (box), heading, NULL), reader, step);
  } else {
    gtk_box_append (GTK_BOX (box), cs_caption_new (_ ("There is no further stage.")));
  }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  return scrolled;
}

/* What the dialog is made for, while the request is read. */
typedef struct {
  GtkWidget *parent;  /* (owned) */
  CsSession *session; /* (owned) */
  char *request;
} Wish;

static void
wish_free (gpointer data, GClosure *closure)
{
  Wish *wish = data;

  g_object_unref (wish->parent);
  g_object_unref (wish->session);
  g_free (wish->request);
  g_free (wish);
}

static void
accept_cb (CsDialog *dialog, gpointer data)
{
  const Wish *wish = data;
  g_autoptr (CsSession) session = g_object_ref (wish->session);
  g_autofree char *request = g_strdup (wish->request);

  cs_dialog_close (dialog);
  cs_session_go_to_request (session, request);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wish *wish = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsRequestView) view =
      cs_workspace_load_request_finish (CS_WORKSPACE (source), result, &error);
  g_autoptr (CsReader) reader = NULL;
  CsDialog *dialog;

  if (view == NULL || gtk_widget_get_root (wish->parent) == NULL) {
    if (view == NULL)
      cs_session_toast_error (wish->session, _ ("The request could not be read"), error);
    wish_free (wish, NULL);
    return;
  }
  reader = cs_reader_new (wish->session, view);
  dialog = g_object_new (CS_TYPE_DIALOG,
                         "title",
                         cs_request_get_title (cs_reader_get_request (reader)),
                         "default-width",
                         480,
                         "default-height",
                         420,
                         NULL);
  cs_dialog_set_accept_label (dialog, _ ("_Open Request"));
  cs_dialog_set_can_accept (dialog, TRUE);
  cs_dialog_set_content (dialog, make_content (reader, find_next (reader)));
  g_signal_connect_data (dialog, "accept", G_CALLBACK (accept_cb), wish, wish_free, 0);
  cs_dialog_present (dialog, wish->parent);
}

/**
 * cs_stage_dialog_present:
 * @parent: over whose window it stands
 * @row: a request of a list
 *
 * Reads the request, then says what the next stage waits for and who can supply it.
 */
void
cs_stage_dialog_present (GtkWidget *parent, CsSession *session, CsRow *row)
{
  CsWorkspace *workspace = cs_session_get_workspace (session);
  const CsRowData *data = cs_row_get_data (row);
  Wish *wish;

  if (workspace == NULL || data == NULL || data->request == NULL)
    return;
  wish = g_new0 (Wish, 1);
  wish->parent = g_object_ref (parent);
  wish->session = g_object_ref (session);
  wish->request = g_strdup (data->request);
  cs_workspace_load_request_async (workspace, wish->request, NULL, loaded_cb, wish);
}
