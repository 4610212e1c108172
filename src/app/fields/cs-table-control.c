/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-table-control.h"

#include "cs-field-editor.h"
#include "cs-formula.h"

#include <glib/gi18n-lib.h>

/**
 * CsTableControl:
 *
 * A card with the columns' editors for each row. What is worked out of a row's other cells is shown
 * in it and follows them.
 */
struct _CsTableControl {
  CsFieldControl parent_instance;

  GtkBox *rows;   /* template */
  GtkWidget *add; /* template */
};

G_DEFINE_FINAL_TYPE (CsTableControl, cs_table_control, CS_TYPE_FIELD_CONTROL)

/* What is worked out is never said. */
static json_t *
dup_cell (CsFieldEditor *editor, GError **error)
{
  if (cs_field_editor_get_field (editor)->formula != CS_FORMULA_NONE)
    return NULL;
  return cs_field_editor_dup_value (editor, error);
}

/* What of the row is understood. */
static json_t *
guess_row (GtkWidget *row)
{
  json_t *values = json_object ();

  for (GtkWidget *child = gtk_widget_get_first_child (row); CS_IS_FIELD_EDITOR (child);
       child = gtk_widget_get_next_sibling (child)) {
    CsFieldEditor *editor = CS_FIELD_EDITOR (child);
    json_t *value = dup_cell (editor, NULL);

    if (value != NULL)
      json_object_set_new (values, cs_field_editor_get_field (editor)->id, value);
  }
  return values;
}

static void
show_worked_out (CsTableControl *self, GtkWidget *row)
{
  CsFieldContext *context = cs_field_control_get_context (CS_FIELD_CONTROL (self));
  g_autoptr (json_t) values = guess_row (row);

  for (GtkWidget *child = gtk_widget_get_first_child (row); CS_IS_FIELD_EDITOR (child);
       child = gtk_widget_get_next_sibling (child)) {
    const CsField *column = cs_field_editor_get_field (CS_FIELD_EDITOR (child));
    g_autoptr (json_t) value = NULL;
    g_autofree char *text = NULL;

    if (column->formula == CS_FORMULA_NONE)
      continue;
    value = cs_formula_compute_cell (column, values);
    text = cs_value_dup_text (cs_field_context_get_process (context)->pack,
                              column,
                              value,
                              NULL,
                              cs_field_context_get_locale ());
    cs_field_editor_set_locked (CS_FIELD_EDITOR (child), text != NULL ? text : "–", NULL);
  }
}

static void
changed_cb (CsTableControl *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    show_worked_out (self, row);
  cs_field_control_changed (CS_FIELD_CONTROL (self));
}

static void
remove_cb (GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_parent (button);
  GtkWidget *self = gtk_widget_get_ancestor (button, CS_TYPE_TABLE_CONTROL);

  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (row)), row);
  changed_cb (CS_TABLE_CONTROL (self));
}

static GtkWidget *
remove_button (void)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Remove Row"));

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), NULL);
  return button;
}

static void
add_row (CsTableControl *self, const json_t *value)
{
  CsFieldControl *control = CS_FIELD_CONTROL (self);
  CsFieldContext *context = cs_field_control_get_context (control);
  const GPtrArray *columns = cs_field_control_get_field (control)->columns;
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_add_css_class (row, "card");
  gtk_widget_add_css_class (row, "cs-row-card");
  for (guint i = 0; i < columns->len; i++) {
    const CsField *column = columns->pdata[i];
    GtkWidget *editor = cs_field_editor_new (context, column);

    if (column->formula == CS_FORMULA_NONE)
      cs_field_editor_set_value (CS_FIELD_EDITOR (editor), json_object_get (value, column->id));
    g_signal_connect_object (editor, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
    gtk_box_append (GTK_BOX (row), editor);
  }
  gtk_box_append (GTK_BOX (row), remove_button ());
  gtk_box_append (self->rows, row);
  show_worked_out (self, row);
}

static void
add_cb (CsTableControl *self)
{
  add_row (self, NULL);
  changed_cb (self);
  gtk_widget_child_focus (gtk_widget_get_last_child (GTK_WIDGET (self->rows)), GTK_DIR_TAB_FORWARD);
}

static json_t *
dup_row (GtkWidget *row, GError **error)
{
  g_autoptr (json_t) values = json_object ();

  for (GtkWidget *child = gtk_widget_get_first_child (row); CS_IS_FIELD_EDITOR (child);
       child = gtk_widget_get_next_sibling (child)) {
    CsFieldEditor *editor = CS_FIELD_EDITOR (child);
    GError *problem = NULL;
    json_t *value = dup_cell (editor, &problem);

    if (problem != NULL) {
      g_propagate_error (error, problem);
      return NULL;
    }
    if (value != NULL)
      json_object_set_new (values, cs_field_editor_get_field (editor)->id, value);
  }
  return g_steal_pointer (&values);
}

static json_t *
cs_table_control_dup_value (CsFieldControl *control, GError **error)
{
  CsTableControl *self = CS_TABLE_CONTROL (control);
  g_autoptr (json_t) rows = json_array ();

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    json_t *values = dup_row (row, error);

    if (values == NULL)
      return NULL;
    json_array_append_new (rows, values);
  }
  return json_array_size (rows) > 0 ? g_steal_pointer (&rows) : NULL;
}

static void
cs_table_control_set_value (CsFieldControl *control, const json_t *value)
{
  CsTableControl *self = CS_TABLE_CONTROL (control);
  GtkWidget *row;
  gsize index;
  json_t *values;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_box_remove (self->rows, row);
  json_array_foreach (value, index, values) add_row (self, values);
}

static GtkWidget *
cs_table_control_get_entry (CsFieldControl *control)
{
  return GTK_WIDGET (CS_TABLE_CONTROL (control)->add);
}

static void
cs_table_control_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_table_control_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_TABLE_CONTROL);
}

static void
cs_table_control_class_init (CsTableControlClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CsFieldControlClass *control_class = CS_FIELD_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_table_control_dispose;
  control_class->dup_value = cs_table_control_dup_value;
  control_class->set_value = cs_table_control_set_value;
  control_class->get_entry = cs_table_control_get_entry;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/fields/cs-table-control.ui");
  gtk_widget_class_bind_template_child (widget_class, CsTableControl, rows);
  gtk_widget_class_bind_template_child (widget_class, CsTableControl, add);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
cs_table_control_init (CsTableControl *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
