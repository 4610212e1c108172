/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-meeting-control.h"

#include "cs-date-control.h"
#include "cs-field-text.h"
#include "cs-person-control.h"

#include <glib/gi18n-lib.h>

/**
 * CsMeetingControl:
 *
 * Date and time on this computer's clock; the value holds the instant.
 */
struct _CsMeetingControl {
  CsFieldControl parent_instance;

  CsDateControl *date;    /* template */
  GtkEditable *time;      /* template */
  GtkSpinButton *minutes; /* template */
  GtkBox *people;         /* template */
  CsPersonControl *add;   /* template */
};

G_DEFINE_FINAL_TYPE (CsMeetingControl, cs_meeting_control, CS_TYPE_FIELD_CONTROL)

static void
changed_cb (CsMeetingControl *self)
{
  cs_field_control_changed (CS_FIELD_CONTROL (self));
}

static void
remove_cb (GtkWidget *button)
{
  GtkWidget *line = gtk_widget_get_parent (button);
  GtkWidget *self = gtk_widget_get_ancestor (button, CS_TYPE_MEETING_CONTROL);

  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (line)), line);
  changed_cb (CS_MEETING_CONTROL (self));
}

static void
add_person (CsMeetingControl *self, const char *id)
{
  const CsDirectory *directory =
      cs_field_context_get_directory (cs_field_control_get_context (CS_FIELD_CONTROL (self)));
  const CsPerson *person = directory != NULL ? cs_directory_get_person (directory, id) : NULL;
  const char *name = person != NULL ? person->name : id;
  g_autofree char *remove = g_strdup_printf (_ ("Remove %s"), name);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-delete-symbolic");

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  remove,
                                  -1);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), NULL);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), button);
  g_object_set_data_full (G_OBJECT (line), "id", g_strdup (id), g_free);
  gtk_box_append (self->people, line);
}

static void
added_cb (CsMeetingControl *self)
{
  g_autoptr (json_t) person = cs_field_control_dup_value (CS_FIELD_CONTROL (self->add), NULL);

  if (person == NULL)
    return;
  add_person (self, json_string_value (person));
  cs_field_control_set_value (CS_FIELD_CONTROL (self->add), NULL);
  changed_cb (self);
}

static void
cs_meeting_control_bind (CsFieldControl *control)
{
  CsMeetingControl *self = CS_MEETING_CONTROL (control);
  CsFieldContext *context = cs_field_control_get_context (control);
  const CsField *field = cs_field_control_get_field (control);

  cs_field_control_bind (CS_FIELD_CONTROL (self->date), context, field);
  cs_field_control_bind (CS_FIELD_CONTROL (self->add), context, field);
  g_signal_connect_object (self->add, "changed", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
}

static json_t *
dup_people (CsMeetingControl *self)
{
  json_t *people = json_array ();

  for (GtkWidget *line = gtk_widget_get_first_child (GTK_WIDGET (self->people)); line != NULL;
       line = gtk_widget_get_next_sibling (line))
    json_array_append_new (people, json_string (g_object_get_data (G_OBJECT (line), "id")));
  return people;
}

static json_t *
cs_meeting_control_dup_value (CsFieldControl *control, GError **error)
{
  CsMeetingControl *self = CS_MEETING_CONTROL (control);
  const char *typed = gtk_editable_get_text (self->time);
  g_autoptr (GError) problem = NULL;
  g_autoptr (json_t) date = cs_field_control_dup_value (CS_FIELD_CONTROL (self->date), &problem);
  g_autofree char *time = NULL;
  g_autofree char *at = NULL;

  if (problem != NULL) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  if (date == NULL && *typed == '\0')
    return NULL;
  time = cs_field_text_read_time (typed, error);
  at = time != NULL ? cs_field_text_join_moment (json_string_value (date), time, error) : NULL;
  if (at == NULL)
    return NULL;
  return json_pack ("{s:s, s:o, s:i}",
                    "at",
                    at,
                    "people",
                    dup_people (self),
                    "minutes",
                    gtk_spin_button_get_value_as_int (self->minutes));
}

static void
cs_meeting_control_set_value (CsFieldControl *control, const json_t *value)
{
  CsMeetingControl *self = CS_MEETING_CONTROL (control);
  g_autofree char *date = NULL;
  g_autofree char *time = NULL;
  g_autoptr (json_t) day = NULL;
  GtkWidget *line;
  gsize index;
  json_t *person;

  cs_field_text_split_moment (cs_json_get_string (value, "at"), &date, &time);
  day = date != NULL ? json_string (date) : NULL;
  cs_field_control_set_value (CS_FIELD_CONTROL (self->date), day);
  gtk_editable_set_text (self->time, time != NULL ? time : "");
  gtk_spin_button_set_value (self->minutes, (double)cs_json_get_int (value, "minutes", 60));
  while ((line = gtk_widget_get_first_child (GTK_WIDGET (self->people))) != NULL)
    gtk_box_remove (self->people, line);
  json_array_foreach (json_object_get (value, "people"), index, person)
      add_person (self, json_string_value (person));
}

static GtkWidget *
cs_meeting_control_get_entry (CsFieldControl *control)
{
  return cs_field_control_get_entry (CS_FIELD_CONTROL (CS_MEETING_CONTROL (control)->date));
}

static void
cs_meeting_control_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_meeting_control_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_MEETING_CONTROL);
}

static void
cs_meeting_control_class_init (CsMeetingControlClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CsFieldControlClass *control_class = CS_FIELD_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_meeting_control_dispose;
  control_class->bind = cs_meeting_control_bind;
  control_class->dup_value = cs_meeting_control_dup_value;
  control_class->set_value = cs_meeting_control_set_value;
  control_class->get_entry = cs_meeting_control_get_entry;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/fields/cs-meeting-control.ui");
  gtk_widget_class_bind_template_child (widget_class, CsMeetingControl, date);
  gtk_widget_class_bind_template_child (widget_class, CsMeetingControl, time);
  gtk_widget_class_bind_template_child (widget_class, CsMeetingControl, minutes);
  gtk_widget_class_bind_template_child (widget_class, CsMeetingControl, people);
  gtk_widget_class_bind_template_child (widget_class, CsMeetingControl, add);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, cs_field_control_left);
}

static void
cs_meeting_control_init (CsMeetingControl *self)
{
  g_type_ensure (CS_TYPE_DATE_CONTROL);
  g_type_ensure (CS_TYPE_PERSON_CONTROL);
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_field_control_watch_focus (CS_FIELD_CONTROL (self), GTK_WIDGET (self->time));
}
