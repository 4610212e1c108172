/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sidebar.h"

#include "cs-person-menu.h"
#include "cs-sync-foot.h"
#include "cs-views.h"

#include <glib/gi18n-lib.h>

#define N_COUNTS        8
#define COUNT_WAIT_MSEC 150

/**
 * CsSidebar:
 *
 * The first pane.
 */
struct _CsSidebar {
  CsPage parent_instance;

  CsSession *session;     /* (owned) (nullable) */
  CsWorkspace *workspace; /* (owned) (nullable) whose counts are shown */
  guint count_source;     /* a count that is about to be asked for */
  gboolean is_counting;
  gboolean is_selecting; /* the selection is set from outside */

  GtkListBox *list;          /* template */
  GtkMenuButton *menu;       /* template */
  CsPersonMenu *person_menu; /* template */
  CsSyncFoot *place;         /* template */
};

enum { SIGNAL_VIEW_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsSidebar, cs_sidebar, CS_TYPE_PAGE)

static GtkWidget *
row_new (const CsViewDef *view)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name (view->icon);
  GtkWidget *title = gtk_label_new (_ (view->title));
  GtkWidget *count = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (count, "cs-count");
  gtk_widget_add_css_class (count, "numeric");
  gtk_widget_set_valign (count, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (count, FALSE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), count);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "view", (gpointer)view);
  g_object_set_data (G_OBJECT (row), "count", count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (view->title),
                                  -1);
  return row;
}

static void
show_count (CsSidebar *self, GtkWidget *row, guint count, guint overdue)
{
  const CsViewDef *view = g_object_get_data (G_OBJECT (row), "view");
  GtkWidget *label = g_object_get_data (G_OBJECT (row), "count");
  g_autofree char *text = cs_format_number (cs_session_get_format (self->session), count);
  g_autofree char *name = NULL;

  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_widget_set_visible (label, count > 0);
  if (overdue > 0) {
    gtk_widget_add_css_class (label, "overdue");
    /* Translators: a view, how many it holds, and how many of these are late */
    name = g_strdup_printf (_ ("%1$s, %2$u, %3$u overdue"), _ (view->title), count, overdue);
    gtk_widget_set_tooltip_text (row, name);
  } else {
    gtk_widget_remove_css_class (label, "overdue");
    name = count > 0 ? g_strdup_printf (_ ("%1$s, %2$u"), _ (view->title), count)
                     : g_strdup (_ (view->title));
    gtk_widget_set_tooltip_text (row, NULL);
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsSidebar) self = data;
  guint counts[N_COUNTS] = {0};
  guint overdue[N_COUNTS] = {0};
  g_autoptr (GError) error = NULL;
  gboolean has_counts =
      cs_workspace_count_finish (CS_WORKSPACE (source), result, counts, overdue, &error);

  self->is_counting = FALSE;
  if (!has_counts || self->workspace != CS_WORKSPACE (source))
    return;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    const CsViewDef *view = g_object_get_data (G_OBJECT (row), "view");
    if (view != NULL && view->count >= 0)
      show_count (self, row, counts[view->count], overdue[view->count]);
  }
}

static gboolean
count_cb (gpointer data)
{
  CsSidebar *self = data;

  if (self->is_counting)
    return G_SOURCE_CONTINUE;
  self->count_source = 0;
  if (self->workspace != NULL) {
    self->is_counting = TRUE;
    cs_workspace_count_async (self->workspace, counted_cb, g_object_ref (self));
  }
  return G_SOURCE_REMOVE;
}

static void
count_soon (CsSidebar *self)
{
  if (self->count_source == 0)
    self->count_source = g_timeout_add (COUNT_WAIT_MSEC, count_cb, self);
}

static void
workspace_cb (CsSidebar *self)
{
  CsWorkspace *workspace = cs_session_get_workspace (self->session);

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_func (self->workspace, count_soon, self);
  g_set_object (&self->workspace, workspace);
  if (workspace == NULL)
    return;
  g_signal_connect_object (workspace, "changed", G_CALLBACK (count_soon), self, G_CONNECT_SWAPPED);
  count_soon (self);
}

static void
row_activated_cb (CsSidebar *self, GtkListBoxRow *row)
{
  const CsViewDef *view = g_object_get_data (G_OBJECT (row), "view");

  g_signal_emit (self, signals[SIGNAL_VIEW_CHOSEN], 0, view->id);
}

static void
row_selected_cb (CsSidebar *self, GtkListBoxRow *row)
{
  if (row != NULL && !self->is_selecting)
    row_activated_cb (self, row);
}

static void
cs_sidebar_dispose (GObject *object)
{
  CsSidebar *self = CS_SIDEBAR (object);

  g_clear_handle_id (&self->count_source, g_source_remove);
  g_clear_object (&self->workspace);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_sidebar_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_SIDEBAR);
}

static void
cs_sidebar_class_init (CsSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_sidebar_dispose;
  signals[SIGNAL_VIEW_CHOSEN] = g_signal_new ("view-chosen",
                                              CS_TYPE_SIDEBAR,
                                              G_SIGNAL_RUN_LAST,
                                              0,
                                              NULL,
                                              NULL,
                                              NULL,
                                              G_TYPE_NONE,
                                              1,
                                              G_TYPE_STRING);
  g_type_ensure (CS_TYPE_PERSON_MENU);
  g_type_ensure (CS_TYPE_SYNC_FOOT);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/cs-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, CsSidebar, list);
  gtk_widget_class_bind_template_child (widget_class, CsSidebar, menu);
  gtk_widget_class_bind_template_child (widget_class, CsSidebar, person_menu);
  gtk_widget_class_bind_template_child (widget_class, CsSidebar, place);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
}

static void
cs_sidebar_init (CsSidebar *self)
{
  guint n_views;
  const CsViewDef *views = cs_views_get (&n_views);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_selecting = TRUE;
  for (guint i = 0; i < n_views; i++)
    gtk_list_box_append (self->list, row_new (&views[i]));
  self->is_selecting = FALSE;
}

/**
 * cs_sidebar_set_session:
 *
 * Once, before the sidebar is shown.
 */
void
cs_sidebar_set_session (CsSidebar *self, CsSession *session)
{
  g_return_if_fail (CS_IS_SIDEBAR (self) && self->session == NULL);

  self->session = g_object_ref (session);
  cs_person_menu_set_session (self->person_menu, session);
  cs_sync_foot_set_session (self->place, session);
  g_signal_connect_object (session,
                           "notify::workspace",
                           G_CALLBACK (workspace_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session,
                           "notify::person",
                           G_CALLBACK (count_soon),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "minute", G_CALLBACK (count_soon), self, G_CONNECT_SWAPPED);
  workspace_cb (self);
}

/**
 * cs_sidebar_select:
 * @view: id of the view that is shown now
 */
void
cs_sidebar_select (CsSidebar *self, const char *view)
{
  g_return_if_fail (CS_IS_SIDEBAR (self));

  self->is_selecting = TRUE;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    const CsViewDef *def = g_object_get_data (G_OBJECT (row), "view");
    if (def != NULL && g_strcmp0 (def->id, view) == 0)
      gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
  }
  self->is_selecting = FALSE;
}

void
cs_sidebar_open_menu (CsSidebar *self)
{
  g_return_if_fail (CS_IS_SIDEBAR (self));
  gtk_menu_button_popup (self->menu);
}
