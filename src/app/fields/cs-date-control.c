/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-date-control.h"

#include "cs-button.h"
#include "cs-field-text.h"

/**
 * CsDateControl:
 *
 * Takes dates as they are typed, shows them with their weekday once they are left.
 */
struct _CsDateControl {
  CsFieldControl parent_instance;

  GtkEditable *entry;    /* template */
  GtkCalendar *calendar; /* template */
  char *date;            /* (nullable) that the entry shows, as an entry of the journal holds it */
  gboolean is_opening;   /* the calendar is being set, not used */
};

G_DEFINE_FINAL_TYPE (CsDateControl, cs_date_control, CS_TYPE_FIELD_CONTROL)

static void
show (CsDateControl *self, const char *date)
{
  g_autofree char *shown = date != NULL ? cs_field_text_show_date (date) : g_strdup ("");

  gtk_editable_set_text (self->entry, shown);
  g_free (self->date);
  self->date = g_strdup (date);
}

static char *
read_date (CsDateControl *self, GError **error)
{
  const char *text = gtk_editable_get_text (self->entry);

  if (self->date != NULL)
    return g_strdup (self->date);
  return *text != '\0' ? cs_field_text_read_date (text, error) : NULL;
}

static json_t *
cs_date_control_dup_value (CsFieldControl *control, GError **error)
{
  g_autofree char *date = read_date (CS_DATE_CONTROL (control), error);

  return date != NULL ? json_string (date) : NULL;
}

static void
cs_date_control_set_value (CsFieldControl *control, const json_t *value)
{
  show (CS_DATE_CONTROL (control), json_is_string (value) ? json_string_value (value) : NULL);
}

static json_t *
cs_date_control_dup_typed (CsFieldControl *control)
{
  const char *text = gtk_editable_get_text (CS_DATE_CONTROL (control)->entry);

  return *text != '\0' ? json_string (text) : NULL;
}

static void
cs_date_control_set_typed (CsFieldControl *control, const json_t *typed)
{
  gtk_editable_set_text (CS_DATE_CONTROL (control)->entry,
                         json_is_string (typed) ? json_string_value (typed) : "");
}

static GtkWidget *
cs_date_control_get_entry (CsFieldControl *control)
{
  return GTK_WIDGET (CS_DATE_CONTROL (control)->entry);
}

static void
changed_cb (CsDateControl *self)
{
  g_clear_pointer (&self->date, g_free);
  cs_field_control_changed (CS_FIELD_CONTROL (self));
}

static void
left_cb (CsDateControl *self)
{
  g_autofree char *date = read_date (self, NULL);

  if (date != NULL && self->date == NULL)
    show (self, date);
}

static void
picked_cb (CsDateControl *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  g_autofree char *date = g_date_time_format (day, "%Y-%m-%d");

  if (self->is_opening)
    return;
  show (self, date);
  cs_field_control_changed (CS_FIELD_CONTROL (self));
  cs_field_control_left (CS_FIELD_CONTROL (self));
}

/* The calendar opens on the date that is there, else on today. */
static void
opened_cb (CsDateControl *self)
{
  CsFieldContext *context = cs_field_control_get_context (CS_FIELD_CONTROL (self));
  CsSession *session = context != NULL ? cs_field_context_get_session (context) : NULL;
  g_autofree char *date = read_date (self, NULL);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *midnight = date != NULL ? g_strconcat (date, "T00:00:00Z", NULL) : NULL;
  g_autoptr (GDateTime) day = NULL;

  if (midnight != NULL)
    day = g_date_time_new_from_iso8601 (midnight, utc);
  else if (session != NULL)
    day = g_date_time_new_from_unix_local (cs_session_get_now (session) / CS_SECOND);
  self->is_opening = TRUE;
  if (day != NULL)
    gtk_calendar_select_day (self->calendar, day);
  self->is_opening = FALSE;
}

static void
cs_date_control_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_date_control_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_DATE_CONTROL);
}

static void
cs_date_control_finalize (GObject *object)
{
  g_free (CS_DATE_CONTROL (object)->date);
  G_OBJECT_CLASS (cs_date_control_parent_class)->finalize (object);
}

static void
cs_date_control_class_init (CsDateControlClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CsFieldControlClass *control_class = CS_FIELD_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_date_control_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_date_control_finalize;
  control_class->dup_value = cs_date_control_dup_value;
  control_class->set_value = cs_date_control_set_value;
  control_class->dup_typed = cs_date_control_dup_typed;
  control_class->set_typed = cs_date_control_set_typed;
  control_class->get_entry = cs_date_control_get_entry;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/fields/cs-date-control.ui");
  gtk_widget_class_bind_template_child (widget_class, CsDateControl, entry);
  gtk_widget_class_bind_template_child (widget_class, CsDateControl, calendar);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, cs_field_control_left);
}

static void
cs_date_control_init (CsDateControl *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_calendar_name_arrows (self->calendar);
  g_signal_connect (self, "left", G_CALLBACK (left_cb), NULL);
  cs_field_control_watch_focus (CS_FIELD_CONTROL (self), GTK_WIDGET (self->entry));
}
