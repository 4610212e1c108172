/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-calendar-new-dialog.h"

#include "cs-zone.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * CsCalendarNewDialog:
 *
 * Its name, what packs call it and its time zone; the week begins as that of the calendar which was
 * looked at, and the rest is changed like that of any other.
 */
struct _CsCalendarNewDialog {
  CsDialog parent_instance;

  char **known;   /* (owned) (nullable) ids that are taken */
  json_t *hours;  /* (owned) (nullable) of the calendar to begin with */
  char *proposed; /* (owned) (nullable) id made of the name */

  GtkEditable *name; /* template */
  GtkEditable *id;   /* template */
  GtkEditable *zone; /* template */
  GtkLabel *problem; /* template */
};

G_DEFINE_FINAL_TYPE (CsCalendarNewDialog, cs_calendar_new_dialog, CS_TYPE_DIALOG)

static char *
dup_text (GtkEditable *entry)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  return g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
}

static gboolean
is_id (const char *text)
{
  return g_ascii_isalnum (*text) && strlen (text) <= 80 &&
         strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") ==
             strlen (text);
}

/* “DRC, Kinshasa” is called “drc-kinshasa”. */
static char *
make_id (const char *name)
{
  g_autofree char *ascii = g_str_to_ascii (name, "C");
  GString *id = g_string_new (NULL);

  for (const char *c = ascii; *c != '\0'; c++) {
    if (g_ascii_isalnum (*c))
      g_string_append_c (id, g_ascii_tolower (*c));
    else if (id->len > 0 && id->str[id->len - 1] != '-')
      g_string_append_c (id, '-');
  }
  while (id->len > 0 && id->str[id->len - 1] == '-')
    g_string_truncate (id, id->len - 1);
  return g_string_free (id, FALSE);
}

static char *
dup_problem (CsCalendarNewDialog *self)
{
  g_autofree char *id = dup_text (self->id);
  g_autofree char *zone = dup_text (self->zone);
  g_autoptr (GError) error = NULL;

  if (*id != '\0' && !is_id (id))
    return g_strdup (_ ("An identifier is letters, digits, “-”, “_” and “.”"));
  if (self->known != NULL && g_strv_contains ((const char *const *)self->known, id))
    return g_strdup_printf (_ ("There is a calendar “%s” already"), id);
  if (*zone != '\0' && cs_zone_get (zone, &error) == NULL)
    return g_strdup (error->message);
  return NULL;
}

static void
update (CsCalendarNewDialog *self)
{
  g_autofree char *name = dup_text (self->name);
  g_autofree char *id = dup_text (self->id);
  g_autofree char *zone = dup_text (self->zone);
  g_autofree char *problem = dup_problem (self);

  cs_dialog_set_can_accept (CS_DIALOG (self),
                            problem == NULL && *name != '\0' && *id != '\0' && *zone != '\0');
  gtk_label_set_label (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

/* The identifier follows the name until somebody types another. */
static void
name_cb (CsCalendarNewDialog *self)
{
  g_autofree char *name = dup_text (self->name);
  g_autofree char *id = make_id (name);

  if (g_strcmp0 (gtk_editable_get_text (self->id), self->proposed != NULL ? self->proposed : "") ==
      0) {
    g_free (self->proposed);
    self->proposed = g_strdup (id);
    gtk_editable_set_text (self->id, id);
  }
  update (self);
}

static void
cs_calendar_new_dialog_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_calendar_new_dialog_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_CALENDAR_NEW_DIALOG);
}

static void
cs_calendar_new_dialog_finalize (GObject *object)
{
  CsCalendarNewDialog *self = CS_CALENDAR_NEW_DIALOG (object);

  g_strfreev (self->known);
  json_decref (self->hours);
  g_free (self->proposed);
  G_OBJECT_CLASS (cs_calendar_new_dialog_parent_class)->finalize (object);
}

static void
cs_calendar_new_dialog_class_init (CsCalendarNewDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_calendar_new_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_calendar_new_dialog_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/calendars/cs-calendar-new-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsCalendarNewDialog, name);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarNewDialog, id);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarNewDialog, zone);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarNewDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, name_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
cs_calendar_new_dialog_init (CsCalendarNewDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->name));
  update (self);
}

/**
 * cs_calendar_new_dialog_new:
 * @directory: knows which calendars there are
 * @like: (nullable): whose week and zone it begins with
 *
 * Returns: (transfer floating): the dialog
 */
CsCalendarNewDialog *
cs_calendar_new_dialog_new (const CsDirectory *directory, CsCalendar *like)
{
  CsCalendarNewDialog *self = g_object_new (CS_TYPE_CALENDAR_NEW_DIALOG, NULL);

  self->known = cs_directory_list_calendars (directory);
  if (like != NULL) {
    self->hours = json_deep_copy (json_object_get (cs_calendar_get_json (like), "hours"));
    gtk_editable_set_text (self->zone, cs_calendar_get_zone (like));
  }
  return self;
}

/**
 * cs_calendar_new_dialog_make_entry:
 *
 * Returns: (transfer full): data of a `calendar` entry
 */
json_t *
cs_calendar_new_dialog_make_entry (CsCalendarNewDialog *self)
{
  g_autofree char *name = NULL;
  g_autofree char *id = NULL;
  g_autofree char *zone = NULL;
  json_t *hours;

  g_return_val_if_fail (CS_IS_CALENDAR_NEW_DIALOG (self), NULL);

  name = dup_text (self->name);
  id = dup_text (self->id);
  zone = dup_text (self->zone);
  hours = self->hours != NULL ? json_incref (self->hours)
                              : json_pack ("{s:[s]}", "mon", "09:00-17:00");
  return json_pack ("{s:s, s:{s:s, s:s, s:o, s:i}}",
                    "id",
                    id,
                    "calendar",
                    "title",
                    name,
                    "zone",
                    zone,
                    "hours",
                    hours,
                    "revision",
                    1);
}
