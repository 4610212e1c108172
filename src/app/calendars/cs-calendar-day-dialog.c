/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-calendar-day-dialog.h"

#include "cs-hours-row.h"

#include <glib/gi18n-lib.h>

/**
 * CsCalendarDayDialog:
 *
 * A holiday, a short day or a special day: its date, what it is called, its hours if it has any,
 * and whether somebody has confirmed it.
 */
struct _CsCalendarDayDialog {
  CsDialog parent_instance;

  char *known; /* (nullable) the date that is changed */

  GtkEditable *date;    /* template */
  GtkEditable *name;    /* template */
  GtkEditable *hours;   /* template */
  GtkSwitch *estimated; /* template */
  GtkLabel *problem;    /* template */
  GtkWidget *removal;   /* template */
};

G_DEFINE_FINAL_TYPE (CsCalendarDayDialog, cs_calendar_day_dialog, CS_TYPE_DIALOG)

enum { SIGNAL_REMOVE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
update (CsCalendarDayDialog *self)
{
  g_autoptr (CsCalendarDay) day = cs_calendar_day_dialog_make_day (self);
  g_autoptr (json_t) scratch = json_object ();
  g_autoptr (GError) error = NULL;
  gboolean is_whole = cs_calendar_set_day (scratch, day, &error);

  cs_dialog_set_can_accept (CS_DIALOG (self), is_whole);
  gtk_label_set_label (self->problem, is_whole || *day->date == '\0' ? "" : error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), *gtk_label_get_label (self->problem) != '\0');
}

static void
remove_cb (CsCalendarDayDialog *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVE], 0);
}

static void
cs_calendar_day_dialog_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_calendar_day_dialog_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_CALENDAR_DAY_DIALOG);
}

static void
cs_calendar_day_dialog_finalize (GObject *object)
{
  g_free (CS_CALENDAR_DAY_DIALOG (object)->known);
  G_OBJECT_CLASS (cs_calendar_day_dialog_parent_class)->finalize (object);
}

static void
cs_calendar_day_dialog_class_init (CsCalendarDayDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_calendar_day_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_calendar_day_dialog_finalize;
  signals[SIGNAL_REMOVE] = g_signal_new ("remove",
                                         G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/calendars/cs-calendar-day-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsCalendarDayDialog, date);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarDayDialog, name);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarDayDialog, hours);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarDayDialog, estimated);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarDayDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarDayDialog, removal);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
cs_calendar_day_dialog_init (CsCalendarDayDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_hours_row_turn (GTK_WIDGET (self->hours));
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->date));
  update (self);
}

/**
 * cs_calendar_day_dialog_new:
 * @day: (nullable): what is known of the date; %NULL for a new one
 *
 * Returns: (transfer floating): the dialog
 */
CsCalendarDayDialog *
cs_calendar_day_dialog_new (const CsCalendarDay *day)
{
  CsCalendarDayDialog *self = g_object_new (CS_TYPE_CALENDAR_DAY_DIALOG, NULL);

  if (day == NULL)
    return self;
  self->known = g_strdup (day->date);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Special Date"));
  cs_dialog_set_accept_label (CS_DIALOG (self), _ ("_Change"));
  gtk_editable_set_text (self->date, day->date);
  gtk_editable_set_text (self->name, day->title != NULL ? day->title : "");
  gtk_editable_set_text (self->hours, day->hours != NULL ? day->hours : "");
  gtk_switch_set_active (self->estimated, day->is_estimated);
  gtk_widget_set_visible (self->removal, TRUE);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->name));
  return self;
}

/**
 * cs_calendar_day_dialog_make_day:
 *
 * Returns: (transfer full): the date as it is filled in
 */
CsCalendarDay *
cs_calendar_day_dialog_make_day (CsCalendarDayDialog *self)
{
  CsCalendarDay *day;
  g_autofree char *title = NULL;

  g_return_val_if_fail (CS_IS_CALENDAR_DAY_DIALOG (self), NULL);

  day = g_new0 (CsCalendarDay, 1);
  title = g_strstrip (g_strdup (gtk_editable_get_text (self->name)));
  day->date = g_strstrip (g_strdup (gtk_editable_get_text (self->date)));
  day->title = *title != '\0' ? g_utf8_normalize (title, -1, G_NORMALIZE_NFC) : NULL;
  day->hours = g_strdup (gtk_editable_get_text (self->hours));
  day->is_estimated = gtk_switch_get_active (self->estimated);
  return day;
}

/**
 * cs_calendar_day_dialog_get_known:
 *
 * Returns: (transfer none) (nullable): the date that is changed, before it was
 */
const char *
cs_calendar_day_dialog_get_known (CsCalendarDayDialog *self)
{
  g_return_val_if_fail (CS_IS_CALENDAR_DAY_DIALOG (self), NULL);

  return self->known;
}
