/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-finder.h"

#include "cs-commands.h"

#include <glib/gi18n-lib.h>

#define N_FOUND_LIMIT 20

/**
 * CsFinder:
 *
 * The command palette and Go to Request: a search field over a list, worked with the keyboard.
 */
struct _CsFinder {
  AdwWindow parent_instance;

  CsSession *session; /* (owned) (nullable) of requests; NULL: commands */
  GListModel *found;  /* (owned) (nullable) CsRow */

  GtkSearchEntry *search; /* template */
  GtkListBox *list;       /* template */
};

G_DEFINE_FINAL_TYPE (CsFinder, cs_finder, ADW_TYPE_WINDOW)

static gboolean
matches (GtkListBoxRow *row, gpointer data)
{
  CsFinder *self = data;
  const char *words = g_object_get_data (G_OBJECT (row), "words");
  g_autofree char *wanted = NULL;

  if (words == NULL)
    return TRUE;
  wanted = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  return *wanted == '\0' || strstr (words, wanted) != NULL;
}

static gboolean
is_enabled (GtkWidget *window, GSimpleActionGroup *decisions, const char *detailed)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  GApplication *application = g_application_get_default ();

  if (!g_action_parse_detailed_name (detailed, &name, &target, NULL))
    return FALSE;
  if (g_str_has_prefix (name, "app."))
    return application != NULL &&
           g_action_group_get_action_enabled (G_ACTION_GROUP (application), name + 4);
  if (g_str_has_prefix (name, "decide."))
    return g_action_group_has_action (G_ACTION_GROUP (decisions), name + 7) &&
           g_action_group_get_action_enabled (G_ACTION_GROUP (decisions), name + 7);
  return TRUE;
}

static GtkWidget *
line_new (GtkWidget **title, GtkWidget **end)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  *title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (*title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (*title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (*title, TRUE);
  *end = gtk_label_new (NULL);
  gtk_widget_add_css_class (*end, "secondary");
  gtk_widget_add_css_class (*end, "numeric");
  gtk_box_append (GTK_BOX (box), *title);
  gtk_box_append (GTK_BOX (box), *end);
  return box;
}

static char *
accel_text (const char *accels)
{
  g_auto (GStrv) parts = NULL;
  guint keyval;
  GdkModifierType modifiers;

  if (accels == NULL)
    return g_strdup ("");
  parts = g_strsplit (accels, " ", 2);
  if (!gtk_accelerator_parse (parts[0], &keyval, &modifiers))
    return g_strdup ("");
  return gtk_accelerator_get_label (keyval, modifiers);
}

static void
add_command (CsFinder *self, const CsCommand *command)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *title, *end;
  GtkWidget *line = line_new (&title, &end);
  g_autofree char *accel = accel_text (command->accels);

  gtk_label_set_label (GTK_LABEL (title), _ (command->title));
  gtk_label_set_label (GTK_LABEL (end), accel);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  g_object_set_data (G_OBJECT (row), "action", (gpointer)command->action);
  g_object_set_data_full (G_OBJECT (row),
                          "words",
                          g_utf8_casefold (_ (command->title), -1),
                          g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (command->title),
                                  -1);
  gtk_list_box_append (self->list, row);
}

static void
show_request (GtkWidget *list_row)
{
  CsRow *row = g_object_get_data (G_OBJECT (list_row), "row");
  g_autofree char *number = NULL;
  g_autofree char *title = NULL;
  g_autofree char *client = NULL;
  g_autofree char *text = NULL;
  g_autofree char *iso_title = NULL;
  g_autofree char *iso_client = NULL;

  g_object_get (row, "number", &number, "title", &title, "client", &client, NULL);
  iso_title = cs_iso (title);
  iso_client = cs_iso (client);
  text = g_strdup_printf ("%s · %s", iso_title, iso_client);
  gtk_label_set_label (g_object_get_data (G_OBJECT (list_row), "title"), text);
  gtk_label_set_label (g_object_get_data (G_OBJECT (list_row), "end"), number ? number : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list_row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text,
                                  -1);
}

static void
add_request (CsFinder *self, CsRow *item)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *title, *end;
  GtkWidget *line = line_new (&title, &end);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  g_object_set_data_full (G_OBJECT (row), "row", g_object_ref (item), g_object_unref);
  g_object_set_data (G_OBJECT (row), "title", title);
  g_object_set_data (G_OBJECT (row), "end", end);
  g_signal_connect_object (item,
                           "notify::loaded",
                           G_CALLBACK (show_request),
                           row,
                           G_CONNECT_SWAPPED);
  show_request (row);
  gtk_list_box_append (self->list, row);
}

static void
fill_requests (CsFinder *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < MIN (N_FOUND_LIMIT, g_list_model_get_n_items (self->found)); i++) {
    g_autoptr (CsRow) row = g_list_model_get_item (self->found, i);
    add_request (self, row);
  }
  child = gtk_widget_get_first_child (GTK_WIDGET (self->list));
  if (child != NULL)
    gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (child));
}

static void
find_requests (CsFinder *self)
{
  CsListFilter filter = {.text = gtk_editable_get_text (GTK_EDITABLE (self->search)),
                         .order = "updated"};
  CsWorkspace *workspace = cs_session_get_workspace (self->session);

  g_clear_object (&self->found);
  if (workspace == NULL)
    return;
  self->found = cs_workspace_list (workspace, CS_LIST_REQUESTS, &filter);
  g_signal_connect_object (self->found,
                           "items-changed",
                           G_CALLBACK (fill_requests),
                           self,
                           G_CONNECT_SWAPPED);
  fill_requests (self);
}

static GtkListBoxRow *
next_shown (GtkWidget *row, gboolean forward)
{
  while (row != NULL && !gtk_widget_get_child_visible (row))
    row = forward ? gtk_widget_get_next_sibling (row) : gtk_widget_get_prev_sibling (row);
  return row != NULL ? GTK_LIST_BOX_ROW (row) : NULL;
}

static void
search_cb (CsFinder *self)
{
  if (self->session != NULL) {
    find_requests (self);
    return;
  }
  gtk_list_box_invalidate_filter (self->list);
  gtk_list_box_select_row (self->list,
                           next_shown (gtk_widget_get_first_child (GTK_WIDGET (self->list)), TRUE));
}

static void
choose (CsFinder *self, GtkListBoxRow *row)
{
  const char *action = g_object_get_data (G_OBJECT (row), "action");
  CsRow *item = g_object_get_data (G_OBJECT (row), "row");
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  g_autofree char *request = NULL;
  g_autoptr (CsSession) session = self->session != NULL ? g_object_ref (self->session) : NULL;

  if (item != NULL)
    g_object_get (item, "request", &request, NULL);
  gtk_window_close (GTK_WINDOW (self));
  if (request != NULL)
    cs_session_go_to_request (session, request);
  else if (action != NULL && window != NULL &&
           g_action_parse_detailed_name (action, &name, &target, NULL))
    gtk_widget_activate_action_variant (GTK_WIDGET (window), name, target);
}

static void
row_activated_cb (CsFinder *self, GtkListBoxRow *row)
{
  choose (self, row);
}

static void
activate_cb (CsFinder *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row == NULL)
    row = next_shown (gtk_widget_get_first_child (GTK_WIDGET (self->list)), TRUE);
  if (row != NULL)
    choose (self, row);
}

static gboolean
key_pressed_cb (CsFinder *self, guint keyval, guint keycode, GdkModifierType state)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  GtkListBoxRow *next = NULL;

  if (keyval == GDK_KEY_Escape) {
    gtk_window_close (GTK_WINDOW (self));
    return GDK_EVENT_STOP;
  }
  if (row == NULL || (keyval != GDK_KEY_Down && keyval != GDK_KEY_Up))
    return GDK_EVENT_PROPAGATE;
  next = keyval == GDK_KEY_Down
             ? next_shown (gtk_widget_get_next_sibling (GTK_WIDGET (row)), TRUE)
             : next_shown (gtk_widget_get_prev_sibling (GTK_WIDGET (row)), FALSE);
  if (next != NULL)
    gtk_list_box_select_row (self->list, next);
  return GDK_EVENT_STOP;
}

static void
cs_finder_dispose (GObject *object)
{
  CsFinder *self = CS_FINDER (object);

  g_clear_object (&self->found);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_finder_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_FINDER);
}

static void
cs_finder_class_init (CsFinderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_finder_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/cs-finder.ui");
  gtk_widget_class_bind_template_child (widget_class, CsFinder, search);
  gtk_widget_class_bind_template_child (widget_class, CsFinder, list);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
cs_finder_init (CsFinder *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list, matches, self, NULL);
}

static void
present (CsFinder *self, CsWindow *window, const char *title)
{
  gtk_window_set_title (GTK_WINDOW (self), title);
  g_object_set (self->search, "placeholder-text", title, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  -1);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (window));
  search_cb (self);
  gtk_window_present (GTK_WINDOW (self));
}

/**
 * cs_finder_present_commands:
 * @decisions: the window's group "decide"
 *
 * Opens the command palette.
 */
void
cs_finder_present_commands (CsWindow *window, GSimpleActionGroup *decisions)
{
  CsFinder *self = g_object_new (CS_TYPE_FINDER, NULL);
  guint n_commands;
  const CsCommand *commands = cs_commands_get (&n_commands);

  for (guint i = 0; i < n_commands; i++)
    if (commands[i].kind != CS_COMMAND_PLAIN &&
        g_strcmp0 (commands[i].action, "win.palette") != 0 &&
        (commands[i].accels == NULL || strcmp (commands[i].accels, "slash") != 0) &&
        is_enabled (GTK_WIDGET (window), decisions, commands[i].action))
      add_command (self, &commands[i]);
  present (self, window, _ ("Type a command"));
}

/**
 * cs_finder_present_requests:
 *
 * Opens Go to Request.
 */
void
cs_finder_present_requests (CsWindow *window, CsSession *session)
{
  CsFinder *self = g_object_new (CS_TYPE_FINDER, NULL);

  self->session = g_object_ref (session);
  present (self, window, _ ("Request number, title or client"));
}
