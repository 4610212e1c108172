/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-secret-control.h"

#include "cs-date-control.h"
#include "cs-field-text.h"

#include <glib/gi18n-lib.h>

/**
 * CsSecretControl:
 *
 * Says that a secret was handed over. The secret itself is typed nowhere.
 */
struct _CsSecretControl {
  CsFieldControl parent_instance;

  GtkEditable *given_to; /* template */
  GtkEditable *how;      /* template */
  CsDateControl *date;   /* template */
  GtkEditable *time;     /* template */
};

G_DEFINE_FINAL_TYPE (CsSecretControl, cs_secret_control, CS_TYPE_FIELD_CONTROL)

static void
cs_secret_control_bind (CsFieldControl *control)
{
  cs_field_control_bind (CS_FIELD_CONTROL (CS_SECRET_CONTROL (control)->date),
                         cs_field_control_get_context (control),
                         cs_field_control_get_field (control));
  gtk_accessible_update_property (GTK_ACCESSIBLE (cs_field_control_get_entry (
                                      CS_FIELD_CONTROL (CS_SECRET_CONTROL (control)->date))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Date"),
                                  -1);
}

static json_t *
cs_secret_control_dup_value (CsFieldControl *control, GError **error)
{
  CsSecretControl *self = CS_SECRET_CONTROL (control);
  g_autofree char *given_to = cs_field_text_clean (gtk_editable_get_text (self->given_to), FALSE);
  g_autofree char *how = cs_field_text_clean (gtk_editable_get_text (self->how), FALSE);
  g_autoptr (json_t) date = cs_field_control_dup_value (CS_FIELD_CONTROL (self->date), NULL);
  g_autofree char *time = NULL;
  g_autofree char *at = NULL;

  if (*given_to == '\0' && *how == '\0' && date == NULL)
    return NULL;
  if (*given_to == '\0' || *how == '\0' || date == NULL) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_INVALID,
                         _ ("To whom, how and when it was handed over are needed"));
    return NULL;
  }
  time = cs_field_text_read_time (gtk_editable_get_text (self->time), error);
  at = time != NULL ? cs_field_text_join_moment (json_string_value (date), time, error) : NULL;
  return at != NULL ? json_pack ("{s:s, s:s, s:s}", "given_to", given_to, "how", how, "at", at)
                    : NULL;
}

static void
cs_secret_control_set_value (CsFieldControl *control, const json_t *value)
{
  CsSecretControl *self = CS_SECRET_CONTROL (control);
  const char *given_to = cs_json_get_string (value, "given_to");
  const char *how = cs_json_get_string (value, "how");
  g_autofree char *date = NULL;
  g_autofree char *time = NULL;
  g_autoptr (json_t) day = NULL;

  cs_field_text_split_moment (cs_json_get_string (value, "at"), &date, &time);
  day = date != NULL ? json_string (date) : NULL;
  gtk_editable_set_text (self->given_to, given_to != NULL ? given_to : "");
  gtk_editable_set_text (self->how, how != NULL ? how : "");
  cs_field_control_set_value (CS_FIELD_CONTROL (self->date), day);
  gtk_editable_set_text (self->time, time != NULL ? time : "");
}

static GtkWidget *
cs_secret_control_get_entry (CsFieldControl *control)
{
  return GTK_WIDGET (CS_SECRET_CONTROL (control)->given_to);
}

static void
changed_cb (CsSecretControl *self)
{
  cs_field_control_changed (CS_FIELD_CONTROL (self));
}

static void
cs_secret_control_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_secret_control_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_SECRET_CONTROL);
}

static void
cs_secret_control_class_init (CsSecretControlClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CsFieldControlClass *control_class = CS_FIELD_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_secret_control_dispose;
  control_class->bind = cs_secret_control_bind;
  control_class->dup_value = cs_secret_control_dup_value;
  control_class->set_value = cs_secret_control_set_value;
  control_class->get_entry = cs_secret_control_get_entry;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/fields/cs-secret-control.ui");
  gtk_widget_class_bind_template_child (widget_class, CsSecretControl, given_to);
  gtk_widget_class_bind_template_child (widget_class, CsSecretControl, how);
  gtk_widget_class_bind_template_child (widget_class, CsSecretControl, date);
  gtk_widget_class_bind_template_child (widget_class, CsSecretControl, time);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, cs_field_control_left);
}

static void
cs_secret_control_init (CsSecretControl *self)
{
  g_type_ensure (CS_TYPE_DATE_CONTROL);
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_field_control_watch_focus (CS_FIELD_CONTROL (self), GTK_WIDGET (self->time));
}
