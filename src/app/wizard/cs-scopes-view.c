/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-scopes-view.h"

#include "cs-list.h"
#include "cs-plain-keys.h"
#include "cs-row-table.h"

#include <glib/gi18n-lib.h>

/**
 * CsScopesView:
 *
 * Scopes of work: drafts first, then those of one's requests. A draft goes on in the wizard, a
 * request opens. A draft that is deleted can be brought back.
 */
struct _CsScopesView {
  CsScreen parent_instance;

  GListModel *list;  /* (owned) (nullable) */
  char *deleted;     /* (nullable) id of the draft that can be brought back … */
  char *deleted_for; /* … (nullable) its request … */
  json_t *content;   /* … (owned) (nullable) and what was in it */

  CsPage *page;      /* template */
  GtkStack *stack;   /* template: "table", "empty" */
  CsRowTable *table; /* template */
};

G_DEFINE_FINAL_TYPE (CsScopesView, cs_scopes_view, CS_TYPE_SCREEN)

static void
describe (CsRow *row, CsCellState *state, CsSession *session)
{
  const CsRowData *data = cs_row_get_data (row);

  if (data != NULL && data->draft != NULL)
    *state = (CsCellState){.icon = "countersign-scope-symbolic", .text = g_strdup (_ ("Draft"))};
  else if (data != NULL && data->stage != NULL)
    *state = (CsCellState){.icon = "countersign-requests-symbolic", .text = g_strdup (data->stage)};
}

static const CsRowColumn columns[] = {
    {"number", N_ ("Request"), CS_CELL_REFERENCE, "number", NULL, 560, FALSE, NULL},
    {"title", N_ ("Title"), CS_CELL_TEXT, "title", NULL, 0, TRUE, NULL},
    {"client", N_ ("Client"), CS_CELL_TEXT, "client", NULL, 480, TRUE, NULL},
    {"region", N_ ("Region"), CS_CELL_SECONDARY, "region", NULL, 780, FALSE, NULL},
    {"state", N_ ("State"), CS_CELL_STATE, NULL, NULL, 0, FALSE, describe},
    {"with", N_ ("With"), CS_CELL_SECONDARY, "with", NULL, 980, TRUE, NULL},
    {"updated", N_ ("Updated"), CS_CELL_DAY, "updated", NULL, 640, FALSE, NULL},
};

static const CsPlainKey keys[] = {
    {GDK_KEY_j, "list.next", FALSE},
    {GDK_KEY_k, "list.previous", FALSE},
    {GDK_KEY_o, "list.open", FALSE},
    {GDK_KEY_Delete, "scopes.delete", FALSE},
};

static const char *
selected_draft (CsScopesView *self)
{
  CsRow *row = cs_row_table_get_selected (self->table);
  const CsRowData *data = row != NULL ? cs_row_get_data (row) : NULL;

  return data != NULL ? data->draft : NULL;
}

static void
selection_cb (CsScopesView *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "scopes.delete", selected_draft (self) != NULL);
}

static void
show_state (CsScopesView *self)
{
  gboolean is_loaded;

  g_object_get (self->list, "loaded", &is_loaded, NULL);
  if (is_loaded)
    gtk_stack_set_visible_child_name (self->stack,
                                      g_list_model_get_n_items (self->list) > 0 ? "table"
                                                                                : "empty");
  selection_cb (self);
}

static void
load (CsScopesView *self)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));

  cs_list_follow (&self->list,
                  cs_workspace_list (workspace, CS_LIST_SCOPES, NULL),
                  G_CALLBACK (show_state),
                  self);
  cs_row_table_set_model (self->table, self->list);
  g_signal_connect_object (cs_row_table_get_selection (self->table),
                           "selection-changed",
                           G_CALLBACK (selection_cb),
                           self,
                           G_CONNECT_SWAPPED);
  show_state (self);
}

static void
open_row (CsScopesView *self, CsRow *row)
{
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  const CsRowData *data = row != NULL ? cs_row_get_data (row) : NULL;
  g_autofree char *draft = data != NULL ? g_strdup (data->draft) : NULL;
  g_autofree char *request = data != NULL ? g_strdup (data->request) : NULL;

  if (draft != NULL)
    cs_session_open_page (session, "scope", draft);
  else if (request != NULL)
    cs_session_go_to_request (session, request);
}

/* --- deleting, and bringing back --- */

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsScopesView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = cs_workspace_save_draft_finish (CS_WORKSPACE (source), result, &error);

  if (id == NULL)
    cs_session_toast_error (cs_screen_get_session (CS_SCREEN (self)),
                            _ ("The draft could not be brought back"),
                            error);
}

static void
restore_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsScopesView *self = CS_SCOPES_VIEW (widget);

  if (self->content == NULL)
    return;
  cs_workspace_save_draft_async (cs_screen_get_workspace (CS_SCREEN (self)),
                                 self->deleted,
                                 "sow",
                                 self->deleted_for,
                                 self->content,
                                 restored_cb,
                                 g_object_ref (self));
  g_clear_pointer (&self->content, json_decref);
  cs_session_dismiss_toast (cs_screen_get_session (CS_SCREEN (self)), _ ("Draft deleted"));
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsScopesView) self = user_data;
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  g_autoptr (GError) error = NULL;

  if (!cs_workspace_delete_draft_finish (CS_WORKSPACE (source), result, &error)) {
    cs_session_toast_error (session, _ ("The draft could not be deleted"), error);
    return;
  }
  cs_session_toast_action (session, _ ("Draft deleted"), _ ("Undo"), "scopes.restore");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsScopesView) self = user_data;
  g_autoptr (GError) error = NULL;
  json_t *content = cs_workspace_load_draft_finish (CS_WORKSPACE (source), result, &error);

  if (content == NULL) {
    cs_session_toast_error (cs_screen_get_session (CS_SCREEN (self)),
                            _ ("The draft could not be deleted"),
                            error);
    return;
  }
  g_clear_pointer (&self->content, json_decref);
  self->content = content;
  cs_workspace_delete_draft_async (CS_WORKSPACE (source),
                                   self->deleted,
                                   deleted_cb,
                                   g_object_ref (self));
}

/* What was in it is kept until the next one is deleted. */
static void
delete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsScopesView *self = CS_SCOPES_VIEW (widget);
  const char *draft = selected_draft (self);

  if (draft == NULL)
    return;
  g_free (self->deleted);
  self->deleted = g_strdup (draft);
  g_free (self->deleted_for);
  self->deleted_for = g_strdup (cs_row_get_data (cs_row_table_get_selected (self->table))->request);
  cs_workspace_load_draft_async (cs_screen_get_workspace (CS_SCREEN (self)),
                                 self->deleted,
                                 read_cb,
                                 g_object_ref (self));
}

/* --- keys --- */

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_row_table_move (CS_SCOPES_VIEW (widget)->table, g_strcmp0 (name, "list.next") == 0 ? 1 : -1);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsScopesView *self = CS_SCOPES_VIEW (widget);

  open_row (self, cs_row_table_get_selected (self->table));
}

/* --- life --- */

static void
cs_scopes_view_constructed (GObject *object)
{
  CsScopesView *self = CS_SCOPES_VIEW (object);
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));

  G_OBJECT_CLASS (cs_scopes_view_parent_class)->constructed (object);
  if (session == NULL || cs_session_get_workspace (session) == NULL)
    return;
  cs_row_table_set_columns (self->table, session, "scopes", columns, G_N_ELEMENTS (columns));
  cs_plain_keys_attach (GTK_WIDGET (self->table), session, keys, G_N_ELEMENTS (keys));
  load (self);
}

static void
cs_scopes_view_dispose (GObject *object)
{
  CsScopesView *self = CS_SCOPES_VIEW (object);

  g_clear_object (&self->list);
  G_OBJECT_CLASS (cs_scopes_view_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_SCOPES_VIEW);
}

static void
cs_scopes_view_finalize (GObject *object)
{
  CsScopesView *self = CS_SCOPES_VIEW (object);

  g_free (self->deleted);
  g_free (self->deleted_for);
  g_clear_pointer (&self->content, json_decref);
  G_OBJECT_CLASS (cs_scopes_view_parent_class)->finalize (object);
}

static void
cs_scopes_view_class_init (CsScopesViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = cs_scopes_view_constructed;
  G_OBJECT_CLASS (klass)->dispose = cs_scopes_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_scopes_view_finalize;
  g_type_ensure (CS_TYPE_PAGE);
  g_type_ensure (CS_TYPE_ROW_TABLE);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/wizard/cs-scopes-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsScopesView, page);
  gtk_widget_class_bind_template_child (widget_class, CsScopesView, stack);
  gtk_widget_class_bind_template_child (widget_class, CsScopesView, table);
  gtk_widget_class_bind_template_callback (widget_class, open_row);
  gtk_widget_class_install_action (widget_class, "scopes.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "scopes.restore", NULL, restore_action);
  gtk_widget_class_install_action (widget_class, "list.next", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "list.previous", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "list.open", NULL, open_action);
}

static void
cs_scopes_view_init (CsScopesView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
