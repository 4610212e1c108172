/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-scope-picker.h"

#include "cs-search-leave.h"

#include <glib/gi18n-lib.h>

/* More than these are found by typing. */
#define SHOWN_AT_MOST 40

/**
 * CsScopePicker:
 *
 * Nobody has to write again what stood in the last scope of work.
 */
struct _CsScopePicker {
  AdwBin parent_instance;

  CsSession *session; /* (owned) (nullable) */

  GtkMenuButton *button; /* template */
  GtkEditable *search;   /* template */
  GtkListBox *list;      /* template */
};

enum { SIGNAL_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsScopePicker, cs_scope_picker, ADW_TYPE_BIN)

static GtkWidget *
new_line (CsRow *row, const char *property, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (style != NULL) {
    gtk_widget_add_css_class (label, "caption");
    gtk_widget_add_css_class (label, style);
  }
  g_object_bind_property (row, property, label, "label", G_BINDING_SYNC_CREATE);
  return label;
}

static GtkWidget *
new_row (gpointer item, gpointer user_data)
{
  CsRow *row = item;
  GtkWidget *widget = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);

  gtk_box_append (GTK_BOX (box), new_line (row, "title", NULL));
  gtk_box_append (GTK_BOX (box), new_line (row, "client", "secondary"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), box);
  g_object_set_data_full (G_OBJECT (widget), "row", g_object_ref (row), g_object_unref);
  return widget;
}

static void
search_cb (CsScopePicker *self)
{
  CsWorkspace *workspace = self->session != NULL ? cs_session_get_workspace (self->session) : NULL;
  CsListFilter filter = {.text = gtk_editable_get_text (self->search), .order = "-updated"};
  GListModel *list;
  g_autoptr (GtkSliceListModel) first = NULL;

  if (workspace == NULL)
    return;
  list = cs_workspace_list (workspace, CS_LIST_REQUESTS, &filter);
  first = gtk_slice_list_model_new (list, 0, SHOWN_AT_MOST);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (first), new_row, NULL, NULL);
}

static void
opened_cb (CsScopePicker *self)
{
  gtk_editable_set_text (self->search, "");
  search_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
row_activated_cb (CsScopePicker *self, GtkListBoxRow *row)
{
  const CsRowData *data = cs_row_get_data (g_object_get_data (G_OBJECT (row), "row"));
  g_autofree char *request = data != NULL ? g_strdup (data->request) : NULL;

  gtk_menu_button_popdown (self->button);
  if (request != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, request);
}

static void
search_activate_cb (CsScopePicker *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (row != NULL)
    row_activated_cb (self, row);
}

/**
 * cs_scope_picker_set_session:
 * @session: whose requests can be found
 */
void
cs_scope_picker_set_session (CsScopePicker *self, CsSession *session)
{
  g_set_object (&self->session, session);
}

static void
cs_scope_picker_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_scope_picker_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_SCOPE_PICKER);
  g_clear_object (&CS_SCOPE_PICKER (object)->session);
}

static void
cs_scope_picker_class_init (CsScopePickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_scope_picker_dispose;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen",
                                         CS_TYPE_SCOPE_PICKER,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/wizard/cs-scope-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, CsScopePicker, button);
  gtk_widget_class_bind_template_child (widget_class, CsScopePicker, search);
  gtk_widget_class_bind_template_child (widget_class, CsScopePicker, list);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, cs_search_leave);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
cs_scope_picker_init (CsScopePicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
