/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-calendar-season-dialog.h"

#include "cs-calendar-edit.h"
#include "cs-calendar.h"
#include "cs-hours-row.h"

/**
 * CsCalendarSeasonDialog:
 *
 * A span of dates whose working days have other hours, such as Ramadan.
 */
struct _CsCalendarSeasonDialog {
  CsDialog parent_instance;

  json_t *calendar; /* (owned) (nullable) a copy, to try the season out */

  GtkEditable *name;  /* template */
  GtkEditable *from;  /* template */
  GtkEditable *to;    /* template */
  GtkEditable *hours; /* template */
  GtkLabel *problem;  /* template */
};

G_DEFINE_FINAL_TYPE (CsCalendarSeasonDialog, cs_calendar_season_dialog, CS_TYPE_DIALOG)

static gboolean
add_season (CsCalendarSeasonDialog *self, json_t *calendar, GError **error)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name)));
  g_autofree char *title = g_utf8_normalize (name, -1, G_NORMALIZE_NFC);
  g_autoptr (CsCalendar) tried = NULL;

  if (cs_calendar_add_season (calendar,
                              title,
                              gtk_editable_get_text (self->from),
                              gtk_editable_get_text (self->to),
                              gtk_editable_get_text (self->hours),
                              error) == NULL)
    return FALSE;
  tried = cs_calendar_new_from_json (calendar, error);
  return tried != NULL;
}

static void
update (CsCalendarSeasonDialog *self)
{
  g_autoptr (json_t) scratch = self->calendar != NULL ? json_deep_copy (self->calendar) : NULL;
  gboolean is_filled = *gtk_editable_get_text (self->from) != '\0' &&
                       *gtk_editable_get_text (self->to) != '\0' &&
                       *gtk_editable_get_text (self->hours) != '\0';
  g_autoptr (GError) error = NULL;
  gboolean is_whole = is_filled && scratch != NULL && add_season (self, scratch, &error);

  cs_dialog_set_can_accept (CS_DIALOG (self), is_whole);
  gtk_label_set_label (self->problem, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), error != NULL);
}

static void
cs_calendar_season_dialog_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_calendar_season_dialog_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_CALENDAR_SEASON_DIALOG);
}

static void
cs_calendar_season_dialog_finalize (GObject *object)
{
  json_decref (CS_CALENDAR_SEASON_DIALOG (object)->calendar);
  G_OBJECT_CLASS (cs_calendar_season_dialog_parent_class)->finalize (object);
}

static void
cs_calendar_season_dialog_class_init (CsCalendarSeasonDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_calendar_season_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_calendar_season_dialog_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/calendars/cs-calendar-season-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsCalendarSeasonDialog, name);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarSeasonDialog, from);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarSeasonDialog, to);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarSeasonDialog, hours);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarSeasonDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
cs_calendar_season_dialog_init (CsCalendarSeasonDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_hours_row_turn (GTK_WIDGET (self->hours));
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->name));
  update (self);
}

/**
 * cs_calendar_season_dialog_new:
 * @calendar: (transfer none): to which the season is to be added
 *
 * Returns: (transfer floating): the dialog
 */
CsCalendarSeasonDialog *
cs_calendar_season_dialog_new (json_t *calendar)
{
  CsCalendarSeasonDialog *self = g_object_new (CS_TYPE_CALENDAR_SEASON_DIALOG, NULL);

  self->calendar = json_deep_copy (calendar);
  return self;
}

/**
 * cs_calendar_season_dialog_apply:
 * @calendar: which gets the season
 */
void
cs_calendar_season_dialog_apply (CsCalendarSeasonDialog *self, json_t *calendar)
{
  g_return_if_fail (CS_IS_CALENDAR_SEASON_DIALOG (self));

  add_season (self, calendar, NULL);
}
