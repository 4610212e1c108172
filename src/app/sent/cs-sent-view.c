/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sent-view.h"

#include "cs-plain-keys.h"
#include "cs-row-table.h"

#include <glib/gi18n-lib.h>

/**
 * CsSentView:
 *
 * Requests that the person who acts has sent on their way: where each stands, and with whom.
 */
struct _CsSentView {
  CsScreen parent_instance;

  GListModel *list; /* (owned) (nullable) */

  CsPage *page;             /* template */
  GtkStack *stack;          /* template: "table", "empty" */
  CsRowTable *table;        /* template */
  GtkSearchBar *search_bar; /* template */
  GtkSearchEntry *search;   /* template */
  AdwStatusPage *empty;     /* template */
};

G_DEFINE_FINAL_TYPE (CsSentView, cs_sent_view, CS_TYPE_SCREEN)

static const CsRowColumn columns[] = {
    {"number", N_ ("Request"), CS_CELL_REFERENCE, "number", "number", 560, FALSE, NULL},
    {"title", N_ ("Title"), CS_CELL_TEXT, "title", "title", 0, TRUE, NULL},
    {"client", N_ ("Client"), CS_CELL_TEXT, "client", "client", 640, TRUE, NULL},
    {"step", N_ ("Waits For"), CS_CELL_TEXT, "step", NULL, 480, TRUE, NULL},
    {"with", N_ ("With"), CS_CELL_SECONDARY, "with", NULL, 860, TRUE, NULL},
    {"sla", N_ ("Deadline"), CS_CELL_BADGE, NULL, "due", 0, FALSE, NULL},
    {"cost", N_ ("Cost"), CS_CELL_NUMBER, "amount", "amount", 960, FALSE, NULL},
    {"updated", N_ ("Updated"), CS_CELL_DAY, "updated", "updated", 1080, FALSE, NULL},
};

static const CsPlainKey keys[] = {
    {GDK_KEY_j, "list.next", FALSE},
    {GDK_KEY_k, "list.previous", FALSE},
    {GDK_KEY_o, "list.open", FALSE},
};

static void
show_state (CsSentView *self)
{
  guint n = g_list_model_get_n_items (self->list);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *title = NULL;
  gboolean is_loaded;

  g_object_get (self->list, "loaded", &is_loaded, NULL);
  if (!is_loaded)
    return;
  title = *text != '\0' ? g_strdup_printf (_ ("No Results for “%s”"), text)
                        : g_strdup (_ ("Nothing Sent"));
  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty,
                                   *text != '\0'
                                       ? _ ("Try a client name, request number or amount.")
                                       : _ ("What is sent for approval stands here."));
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "table" : "empty");
}

static void
reload (CsSentView *self)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));
  CsListFilter filter = {0};

  if (workspace == NULL)
    return;
  filter.text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  filter.order = cs_row_table_get_order (self->table);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_func (self->list, show_state, self);
  g_clear_object (&self->list);
  self->list = cs_workspace_list (workspace, CS_LIST_SENT, &filter);
  g_signal_connect_object (self->list,
                           "notify::loaded",
                           G_CALLBACK (show_state),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list,
                           "items-changed",
                           G_CALLBACK (show_state),
                           self,
                           G_CONNECT_SWAPPED);
  cs_row_table_set_model (self->table, self->list);
  show_state (self);
}

static void
open_row (CsSentView *self, CsRow *row)
{
  g_autofree char *request = NULL;

  if (row != NULL)
    g_object_get (row, "request", &request, NULL);
  if (request != NULL)
    cs_session_go_to_request (cs_screen_get_session (CS_SCREEN (self)), request);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsSentView *self = CS_SENT_VIEW (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsSentView *self = CS_SENT_VIEW (widget);

  cs_row_table_move (self->table, g_strcmp0 (name, "list.next") == 0 ? 1 : -1);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsSentView *self = CS_SENT_VIEW (widget);

  open_row (self, cs_row_table_get_selected (self->table));
}

static void
cs_sent_view_constructed (GObject *object)
{
  CsSentView *self = CS_SENT_VIEW (object);
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));

  G_OBJECT_CLASS (cs_sent_view_parent_class)->constructed (object);
  if (session == NULL)
    return;
  cs_row_table_set_columns (self->table, session, "sent", columns, G_N_ELEMENTS (columns));
  cs_plain_keys_attach (GTK_WIDGET (self->table), session, keys, G_N_ELEMENTS (keys));
  reload (self);
}

static void
cs_sent_view_dispose (GObject *object)
{
  CsSentView *self = CS_SENT_VIEW (object);

  g_clear_object (&self->list);
  G_OBJECT_CLASS (cs_sent_view_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_SENT_VIEW);
}

static void
cs_sent_view_class_init (CsSentViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = cs_sent_view_constructed;
  G_OBJECT_CLASS (klass)->dispose = cs_sent_view_dispose;
  g_type_ensure (CS_TYPE_PAGE);
  g_type_ensure (CS_TYPE_ROW_TABLE);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/sent/cs-sent-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsSentView, page);
  gtk_widget_class_bind_template_child (widget_class, CsSentView, stack);
  gtk_widget_class_bind_template_child (widget_class, CsSentView, table);
  gtk_widget_class_bind_template_child (widget_class, CsSentView, search_bar);
  gtk_widget_class_bind_template_child (widget_class, CsSentView, search);
  gtk_widget_class_bind_template_child (widget_class, CsSentView, empty);
  gtk_widget_class_bind_template_callback (widget_class, reload);
  gtk_widget_class_bind_template_callback (widget_class, open_row);
  gtk_widget_class_install_action (widget_class, "screen.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "list.next", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "list.previous", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "list.open", NULL, open_action);
}

static void
cs_sent_view_init (CsSentView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search));
}
