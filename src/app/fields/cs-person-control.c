/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-person-control.h"

#include "cs-person-line.h"
#include "cs-search-leave.h"

#include <glib/gi18n-lib.h>

/**
 * CsPersonControl:
 *
 * A button that shows who is chosen and opens a list to search in.
 */
struct _CsPersonControl {
  CsFieldControl parent_instance;

  GtkMenuButton *button; /* template */
  CsPersonLine *shown;   /* template */
  GtkEditable *search;   /* template */
  GtkListBox *list;      /* template */
  GtkLabel *nobody;      /* template */
  char *person;          /* (nullable) id */
};

G_DEFINE_FINAL_TYPE (CsPersonControl, cs_person_control, CS_TYPE_FIELD_CONTROL)

static void
show_person (CsPersonControl *self)
{
  CsFieldContext *context = cs_field_control_get_context (CS_FIELD_CONTROL (self));
  const CsDirectory *directory = context != NULL ? cs_field_context_get_directory (context) : NULL;
  const CsPerson *person = directory != NULL && self->person != NULL
                               ? cs_directory_get_person (directory, self->person)
                               : NULL;

  if (person != NULL)
    cs_person_line_set (self->shown, person->name, person->mail);
  else if (self->person != NULL)
    cs_person_line_set (self->shown, self->person, NULL);
  else
    cs_person_line_set_empty (self->shown, _ ("Choose a Person…"));
}

static void
choose (CsPersonControl *self, const char *person)
{
  g_autofree char *chosen = g_strdup (person);

  g_free (self->person);
  self->person = g_steal_pointer (&chosen);
  show_person (self);
}

static gboolean
filter_cb (GtkListBoxRow *row, gpointer user_data)
{
  CsPersonControl *self = user_data;
  const char *name = g_object_get_data (G_OBJECT (row), "name");
  g_autofree char *wanted = g_utf8_casefold (gtk_editable_get_text (self->search), -1);
  g_autofree char *folded = g_utf8_casefold (name, -1);

  return strstr (folded, wanted) != NULL || g_str_match_string (wanted, name, TRUE);
}

static void
add_person (CsPersonControl *self, const CsPerson *person)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = cs_person_line_new ();

  cs_person_line_set (CS_PERSON_LINE (line), person->name, person->mail);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  person->name,
                                  -1);
  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (person->id), g_free);
  g_object_set_data_full (
      G_OBJECT (row),
      "name",
      g_strdup_printf ("%s %s", person->name, person->mail != NULL ? person->mail : ""),
      g_free);
  gtk_list_box_append (self->list, row);
}

static void
opened_cb (CsPersonControl *self)
{
  CsFieldContext *context = cs_field_control_get_context (CS_FIELD_CONTROL (self));
  const CsField *field = cs_field_control_get_field (CS_FIELD_CONTROL (self));
  g_autoptr (GPtrArray) people = NULL;
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  gtk_editable_set_text (self->search, "");
  if (context == NULL)
    return;
  people = cs_field_context_list_people (context, field);
  for (guint i = 0; i < people->len; i++)
    add_person (self, people->pdata[i]);
  gtk_label_set_label (self->nobody,
                       people->len > 0       ? _ ("Nobody of that name can be chosen here.")
                       : field->among_client ? _ ("No contact of this client is known yet.")
                                             : _ ("Nobody holds this role in this region."));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
search_cb (CsPersonControl *self)
{
  gtk_list_box_invalidate_filter (self->list);
}

static void
row_activated_cb (CsPersonControl *self, GtkListBoxRow *row)
{
  choose (self, g_object_get_data (G_OBJECT (row), "id"));
  gtk_menu_button_popdown (self->button);
  cs_field_control_changed (CS_FIELD_CONTROL (self));
  cs_field_control_left (CS_FIELD_CONTROL (self));
}

/* Return in the search takes the first person that is found. */
static void
search_activate_cb (CsPersonControl *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++) {
    if (gtk_widget_get_child_visible (GTK_WIDGET (row))) {
      row_activated_cb (self, row);
      return;
    }
  }
}

static void
cs_person_control_bind (CsFieldControl *control)
{
  show_person (CS_PERSON_CONTROL (control));
}

static json_t *
cs_person_control_dup_value (CsFieldControl *control, GError **error)
{
  CsPersonControl *self = CS_PERSON_CONTROL (control);

  return self->person != NULL ? json_string (self->person) : NULL;
}

static void
cs_person_control_set_value (CsFieldControl *control, const json_t *value)
{
  choose (CS_PERSON_CONTROL (control), json_is_string (value) ? json_string_value (value) : NULL);
}

static GtkWidget *
cs_person_control_get_entry (CsFieldControl *control)
{
  return GTK_WIDGET (CS_PERSON_CONTROL (control)->button);
}

static void
cs_person_control_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_person_control_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_PERSON_CONTROL);
}

static void
cs_person_control_finalize (GObject *object)
{
  g_free (CS_PERSON_CONTROL (object)->person);
  G_OBJECT_CLASS (cs_person_control_parent_class)->finalize (object);
}

static void
cs_person_control_class_init (CsPersonControlClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CsFieldControlClass *control_class = CS_FIELD_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_person_control_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_person_control_finalize;
  control_class->bind = cs_person_control_bind;
  control_class->dup_value = cs_person_control_dup_value;
  control_class->set_value = cs_person_control_set_value;
  control_class->get_entry = cs_person_control_get_entry;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/fields/cs-person-control.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPersonControl, button);
  gtk_widget_class_bind_template_child (widget_class, CsPersonControl, shown);
  gtk_widget_class_bind_template_child (widget_class, CsPersonControl, search);
  gtk_widget_class_bind_template_child (widget_class, CsPersonControl, list);
  gtk_widget_class_bind_template_child (widget_class, CsPersonControl, nobody);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, cs_search_leave);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
cs_person_control_init (CsPersonControl *self)
{
  g_type_ensure (CS_TYPE_PERSON_LINE);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_filter_func (self->list, filter_cb, self, NULL);
}
