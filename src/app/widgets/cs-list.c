/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-list.h"

static GtkWidget *
inner_list (GtkWidget *list)
{
  return GTK_IS_COLUMN_VIEW (list) ? gtk_widget_get_last_child (list) : list;
}

static GtkWidget *
selected_row (GtkWidget *list)
{
  /* Rows have no position of their own in GTK 4.8, but ours is the selected one. */
  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if ((gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED) != 0)
      return row;
  return NULL;
}

/**
 * cs_list_go_to:
 * @list: a GtkListView or GtkColumnView with a selection model
 * @position: of the item
 *
 * Scrolls to an item, selects it and gives it the keyboard focus; on GTK 4.8 and 4.18 alike a
 * change of the selection alone leaves the focus behind.
 *
 * Returns: FALSE if there is no such item
 */
gboolean
cs_list_go_to (GtkWidget *list, guint position)
{
  GtkWidget *inner = inner_list (list);
  GtkWidget *row;
  g_autoptr (GtkSelectionModel) model = NULL;

  g_object_get (list, "model", &model, NULL);
  if (model == NULL || position >= g_list_model_get_n_items (G_LIST_MODEL (model)))
    return FALSE;
  gtk_widget_activate_action (inner, "list.scroll-to-item", "u", position);
  gtk_widget_activate_action (inner, "list.select-item", "(ubb)", position, FALSE, FALSE);
  row = selected_row (inner);
  return row != NULL && gtk_widget_grab_focus (row);
}

/**
 * cs_list_name_row:
 * @child: the widget a list item factory made
 * @name: one sentence
 *
 * Names the row (or cell) around @child for the screen reader; call it when binding.
 */
void
cs_list_name_row (GtkWidget *child, const char *name)
{
  GtkWidget *row = gtk_widget_get_parent (child);

  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/**
 * cs_is_typing:
 * @widget: any widget of a window
 *
 * Returns: whether the keyboard writes into a text field of @widget's window now
 */
gboolean
cs_is_typing (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL &&
         (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus) || GTK_IS_TEXT (focus));
}

/**
 * cs_list_follow:
 * @list: (inout) (nullable): what a view shows
 * @next: (transfer full): a lazy list that has “loaded”, and is shown from now on
 * @changed: called with @view when rows came or went, and when they are there
 * @view: an object
 *
 * The list that was followed before is let go.
 */
void
cs_list_follow (GListModel **list, GListModel *next, GCallback changed, gpointer view)
{
  if (*list != NULL)
    g_signal_handlers_disconnect_by_func (*list, changed, view);
  g_clear_object (list);
  *list = next;
  g_signal_connect_object (next, "notify::loaded", changed, view, G_CONNECT_SWAPPED);
  g_signal_connect_object (next, "items-changed", changed, view, G_CONNECT_SWAPPED);
}
