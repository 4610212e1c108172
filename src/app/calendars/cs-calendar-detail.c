/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-calendar-detail.h"

#include "cs-button.h"
#include "cs-calendar-day-dialog.h"
#include "cs-calendar-edit.h"
#include "cs-calendar-season-dialog.h"
#include "cs-hours-row.h"

#include <glib/gi18n-lib.h>

#define N_WEEKDAYS 7

/**
 * CsCalendarDetail:
 *
 * Hours of the week, seasons, and the special dates of a year. It changes the JSON it was given and
 * says so; nothing is applied here.
 */
struct _CsCalendarDetail {
  AdwBin parent_instance;

  CsSession *session; /* (owned) (nullable) */
  json_t *calendar;   /* (owned) (nullable) shared with whoever gave it, and changed */
  gboolean is_loading;
  GtkWidget *hours[N_WEEKDAYS]; /* AdwEntryRow, from Monday */
  GPtrArray *rows[2];           /* GtkWidget, of seasons and of days */

  AdwPreferencesGroup *week;    /* template */
  AdwPreferencesGroup *seasons; /* template */
  AdwPreferencesGroup *days;    /* template */
  GtkDropDown *years;           /* template */
};

G_DEFINE_FINAL_TYPE (CsCalendarDetail, cs_calendar_detail, ADW_TYPE_BIN)

enum { SEASONS, DAYS };
enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static const struct {
  const char *id;
  const char *title;
} weekdays[N_WEEKDAYS] = {
    {"mon", N_ ("Monday")},
    {"tue", N_ ("Tuesday")},
    {"wed", N_ ("Wednesday")},
    {"thu", N_ ("Thursday")},
    {"fri", N_ ("Friday")},
    {"sat", N_ ("Saturday")},
    {"sun", N_ ("Sunday")},
};

static const char *
get_year (CsCalendarDetail *self)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (self->years);

  return item != NULL ? gtk_string_object_get_string (item) : NULL;
}

static char *
format_date (CsCalendarDetail *self, const char *date)
{
  return cs_format_iso_date (cs_session_get_format (self->session),
                             date,
                             cs_session_get_now (self->session));
}

static void
clear_rows (CsCalendarDetail *self, guint which)
{
  AdwPreferencesGroup *group = which == SEASONS ? self->seasons : self->days;

  for (guint i = 0; i < self->rows[which]->len; i++)
    adw_preferences_group_remove (group, self->rows[which]->pdata[i]);
  g_ptr_array_set_size (self->rows[which], 0);
}

static GtkWidget *
add_row (CsCalendarDetail *self, guint which, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_preferences_group_add (which == SEASONS ? self->seasons : self->days, row);
  g_ptr_array_add (self->rows[which], row);
  return row;
}

static void
add_suffix (GtkWidget *row, GtkWidget *button)
{
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

/* --- the week --- */

static void
show_week (CsCalendarDetail *self)
{
  for (guint i = 0; i < N_WEEKDAYS; i++) {
    g_autofree char *hours = cs_calendar_format_hours (self->calendar, weekdays[i].id);

    gtk_editable_set_text (GTK_EDITABLE (self->hours[i]), hours);
    gtk_widget_remove_css_class (self->hours[i], "error");
    gtk_widget_set_tooltip_text (self->hours[i], NULL);
  }
}

static void
hours_cb (CsCalendarDetail *self, GtkWidget *row)
{
  g_autoptr (GError) error = NULL;
  guint at = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "weekday"));

  if (self->is_loading || self->calendar == NULL)
    return;
  if (cs_calendar_set_hours (self->calendar,
                             weekdays[at].id,
                             gtk_editable_get_text (GTK_EDITABLE (row)),
                             &error))
    gtk_widget_remove_css_class (row, "error");
  else
    gtk_widget_add_css_class (row, "error");
  gtk_widget_set_tooltip_text (row, error != NULL ? error->message : NULL);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
add_week (CsCalendarDetail *self)
{
  for (guint i = 0; i < N_WEEKDAYS; i++) {
    self->hours[i] = adw_entry_row_new ();
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->hours[i]), _ (weekdays[i].title));
    g_object_set_data (G_OBJECT (self->hours[i]), "weekday", GUINT_TO_POINTER (i));
    g_signal_connect_object (self->hours[i],
                             "changed",
                             G_CALLBACK (hours_cb),
                             self,
                             G_CONNECT_SWAPPED);
    cs_hours_row_turn (self->hours[i]);
    adw_preferences_group_add (self->week, self->hours[i]);
  }
}

/* --- special dates --- */

static char *
describe_day (const CsCalendarDay *day)
{
  const char *hours = day->hours != NULL ? day->hours : _ ("closed");
  g_autofree char *title = day->title != NULL ? cs_iso (day->title) : NULL;
  g_autofree char *times = cs_ltr (hours);

  if (day->hours == NULL)
    return g_strdup (title != NULL ? title : hours);
  return title != NULL ? g_strdup_printf ("%s · %s", title, times) : g_steal_pointer (&times);
}

static void
confirm_cb (CsCalendarDetail *self, GtkWidget *button)
{
  const char *date = g_object_get_data (G_OBJECT (button), "date");
  gboolean takes_other = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "takes-other"));
  g_autoptr (GPtrArray) days = cs_calendar_list_days (self->calendar, get_year (self));

  if (cs_calendar_settle (self->calendar, date, takes_other))
    g_ptr_array_set_size (days, 0);
  for (guint i = 0; i < days->len; i++) {
    CsCalendarDay *day = days->pdata[i];

    if (!g_str_equal (day->date, date))
      continue;
    day->is_estimated = FALSE;
    cs_calendar_set_day (self->calendar, day, NULL);
  }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
confirm_all_cb (CsCalendarDetail *self)
{
  cs_calendar_confirm (self->calendar, get_year (self));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* The other candidate of a date is not typed, and stays while the date does. */
static void
keep_other (CsCalendarDetail *self, CsCalendarDay *day)
{
  g_autoptr (GPtrArray) days = cs_calendar_list_days (self->calendar, NULL);

  for (guint i = 0; i < days->len && day->is_estimated; i++) {
    const CsCalendarDay *known = days->pdata[i];

    if (g_str_equal (known->date, day->date) && day->other == NULL)
      day->other = g_strdup (known->other);
  }
}

static void
day_accept_cb (CsCalendarDetail *self, CsCalendarDayDialog *dialog)
{
  g_autoptr (CsCalendarDay) day = cs_calendar_day_dialog_make_day (dialog);
  const char *known = cs_calendar_day_dialog_get_known (dialog);
  g_autofree char *year = g_strndup (day->date, 4);

  keep_other (self, day);
  if (known != NULL)
    cs_calendar_remove_day (self->calendar, known);
  cs_calendar_set_day (self->calendar, day, NULL);
  cs_dialog_close (CS_DIALOG (dialog));
  cs_calendar_detail_choose_year (self, year);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
day_remove_cb (CsCalendarDetail *self, CsCalendarDayDialog *dialog)
{
  cs_calendar_remove_day (self->calendar, cs_calendar_day_dialog_get_known (dialog));
  cs_dialog_close (CS_DIALOG (dialog));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
present_day (CsCalendarDetail *self, const CsCalendarDay *day)
{
  CsCalendarDayDialog *dialog = cs_calendar_day_dialog_new (day);

  g_signal_connect_object (dialog, "accept", G_CALLBACK (day_accept_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "remove", G_CALLBACK (day_remove_cb), self, G_CONNECT_SWAPPED);
  cs_dialog_present (CS_DIALOG (dialog), GTK_WIDGET (self));
}

static void
add_day_cb (CsCalendarDetail *self)
{
  present_day (self, NULL);
}

static void
day_activated_cb (CsCalendarDetail *self, GtkWidget *row)
{
  present_day (self, g_object_get_data (G_OBJECT (row), "day"));
}

static void
add_confirm_button (CsCalendarDetail *self,
                    GtkWidget *row,
                    const char *shown,
                    const char *date,
                    gboolean takes_other)
{
  GtkWidget *mark = gtk_label_new (_ ("Estimated"));
  /* Translators: a date that was estimated */
  g_autofree char *name = g_strdup_printf (_ ("Confirm %s"), shown);
  GtkWidget *button = cs_icon_button ("countersign-tick-symbolic", name);

  gtk_widget_add_css_class (mark, "caption");
  gtk_widget_add_css_class (mark, "secondary");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), mark);
  g_object_set_data_full (G_OBJECT (button), "date", g_strdup (date), g_free);
  g_object_set_data (G_OBJECT (button), "takes-other", GINT_TO_POINTER (takes_other));
  g_signal_connect_object (button, "clicked", G_CALLBACK (confirm_cb), self, G_CONNECT_SWAPPED);
  add_suffix (row, button);
}

static void
add_day_row (CsCalendarDetail *self, CsCalendarDay *day)
{
  g_autofree char *shown = format_date (self, day->date);
  g_autofree char *detail = describe_day (day);
  GtkWidget *row = add_row (self, DAYS, shown, detail);

  g_object_set_data_full (G_OBJECT (row), "day", day, (GDestroyNotify)cs_calendar_day_free);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_object (row,
                           "activated",
                           G_CALLBACK (day_activated_cb),
                           self,
                           G_CONNECT_SWAPPED);
  if (day->is_estimated)
    add_confirm_button (self, row, shown, day->date, FALSE);
}

static gboolean
has_date (const GPtrArray *days, const char *date)
{
  for (guint i = 0; i < days->len; i++) {
    if (g_str_equal (((const CsCalendarDay *)days->pdata[i])->date, date))
      return TRUE;
  }
  return FALSE;
}

/* D-C4: until a moon was seen a holiday has two dates; of a feast of several days, the one that is
 * not in both. */
static void
add_other_row (CsCalendarDetail *self, const CsCalendarDay *day)
{
  g_autofree char *shown = format_date (self, day->other);
  g_autofree char *first = format_date (self, day->date);
  g_autofree char *title = cs_iso (day->title != NULL ? day->title : _ ("closed"));
  /* Translators: a holiday of a lunar calendar, and the date on which it is estimated to fall */
  g_autofree char *detail = g_strdup_printf (_ ("%1$s, if a day later than %2$s"), title, first);

  add_confirm_button (self, add_row (self, DAYS, shown, detail), shown, day->date, TRUE);
}

static void
add_estimated_row (CsCalendarDetail *self, guint count)
{
  g_autofree char *title =
      g_strdup_printf (ngettext ("%u date is estimated", "%u dates are estimated", count), count);
  GtkWidget *row =
      add_row (self, DAYS, title, _ ("Compare them with an official list, or import one."));
  GtkWidget *button = cs_label_button (_ ("Confirm _All"));

  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("countersign-question-symbolic"));
  g_signal_connect_object (button, "clicked", G_CALLBACK (confirm_all_cb), self, G_CONNECT_SWAPPED);
  add_suffix (row, button);
}

static void
show_days (CsCalendarDetail *self)
{
  const char *year = get_year (self);
  g_autoptr (GPtrArray) days = NULL;
  guint n_estimated;

  clear_rows (self, DAYS);
  if (self->calendar == NULL || year == NULL)
    return;
  n_estimated = cs_calendar_count_estimated (self->calendar, year);
  if (n_estimated > 0)
    add_estimated_row (self, n_estimated);
  days = cs_calendar_list_days (self->calendar, year);
  while (days->len > 0) {
    CsCalendarDay *day = g_ptr_array_steal_index (days, 0);

    add_day_row (self, day);
    if (day->other != NULL && !has_date (days, day->other))
      add_other_row (self, day);
  }
}

static void
year_cb (CsCalendarDetail *self)
{
  if (!self->is_loading)
    show_days (self);
}

static void
show_years (CsCalendarDetail *self)
{
  g_auto (GStrv) years = cs_calendar_list_years (self->calendar);
  g_autofree char *chosen = g_strdup (get_year (self));
  g_autoptr (GtkStringList) list = gtk_string_list_new ((const char *const *)years);
  g_autofree char *today = cs_instant_format (cs_session_get_now (self->session));
  g_autofree char *this_year = g_strndup (today, 4);

  gtk_drop_down_set_model (self->years, G_LIST_MODEL (list));
  gtk_widget_set_visible (GTK_WIDGET (self->years), g_strv_length (years) > 0);
  cs_calendar_detail_choose_year (self, chosen != NULL ? chosen : this_year);
}

/* --- seasons --- */

static void
remove_season_cb (CsCalendarDetail *self, GtkWidget *button)
{
  guint at = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "season"));

  json_array_remove (json_object_get (self->calendar, "seasons"), at);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
add_season_row (CsCalendarDetail *self, guint at, const json_t *season)
{
  const char *given = cs_json_get_string (season, "title");
  g_autofree char *title = g_strdup (given != NULL ? given : _ ("Season"));
  g_autofree char *from = format_date (self, cs_json_get_string (season, "from"));
  g_autofree char *to = format_date (self, cs_json_get_string (season, "to"));
  json_t *hours = json_object_get (season, "hours");
  void *first = json_object_iter (hours);
  g_autofree char *times = cs_hours_format (first != NULL ? json_object_iter_value (first) : NULL);
  g_autofree char *isolated = cs_ltr (times);
  g_autofree char *detail =
      /* Translators: the first and the last date of a season, and its hours */
      g_strdup_printf (_ ("%1$s to %2$s · %3$s"), from, to, isolated);
  GtkWidget *row = add_row (self, SEASONS, title, detail);
  /* Translators: a span of dates with hours of its own, such as Ramadan */
  g_autofree char *name = g_strdup_printf (_ ("Remove %s"), title);
  GtkWidget *button = cs_icon_button ("countersign-cross-symbolic", name);

  g_object_set_data (G_OBJECT (button), "season", GUINT_TO_POINTER (at));
  g_signal_connect_object (button,
                           "clicked",
                           G_CALLBACK (remove_season_cb),
                           self,
                           G_CONNECT_SWAPPED);
  add_suffix (row, button);
}

static void
show_seasons (CsCalendarDetail *self)
{
  json_t *season;
  gsize i;

  clear_rows (self, SEASONS);
  json_array_foreach (json_object_get (self->calendar, "seasons"), i, season)
      add_season_row (self, (guint)i, season);
}

static void
season_accept_cb (CsCalendarDetail *self, CsCalendarSeasonDialog *dialog)
{
  cs_calendar_season_dialog_apply (dialog, self->calendar);
  cs_dialog_close (CS_DIALOG (dialog));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
add_season_cb (CsCalendarDetail *self)
{
  CsCalendarSeasonDialog *dialog = cs_calendar_season_dialog_new (self->calendar);

  g_signal_connect_object (dialog,
                           "accept",
                           G_CALLBACK (season_accept_cb),
                           self,
                           G_CONNECT_SWAPPED);
  cs_dialog_present (CS_DIALOG (dialog), GTK_WIDGET (self));
}

/* --- life --- */

static void
cs_calendar_detail_dispose (GObject *object)
{
  CsCalendarDetail *self = CS_CALENDAR_DETAIL (object);

  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_calendar_detail_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_CALENDAR_DETAIL);
}

static void
cs_calendar_detail_finalize (GObject *object)
{
  CsCalendarDetail *self = CS_CALENDAR_DETAIL (object);

  json_decref (self->calendar);
  for (guint i = 0; i < G_N_ELEMENTS (self->rows); i++)
    g_ptr_array_unref (self->rows[i]);
  G_OBJECT_CLASS (cs_calendar_detail_parent_class)->finalize (object);
}

static void
cs_calendar_detail_class_init (CsCalendarDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_calendar_detail_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_calendar_detail_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
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
      "/io/github/countersign/Countersign/ui/calendars/cs-calendar-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, CsCalendarDetail, week);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarDetail, seasons);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarDetail, days);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarDetail, years);
  gtk_widget_class_bind_template_callback (widget_class, add_day_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_season_cb);
  gtk_widget_class_bind_template_callback (widget_class, year_cb);
}

static void
cs_calendar_detail_init (CsCalendarDetail *self)
{
  self->rows[SEASONS] = g_ptr_array_new ();
  self->rows[DAYS] = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_week (self);
}

/**
 * cs_calendar_detail_show:
 * @session: how dates are shown
 * @calendar: (transfer none): what to show, and to change
 *
 * Shows a calendar, or what has become of it.
 */
void
cs_calendar_detail_show (CsCalendarDetail *self, CsSession *session, json_t *calendar)
{
  gboolean is_other;

  g_return_if_fail (CS_IS_CALENDAR_DETAIL (self));

  is_other = calendar != self->calendar;
  g_set_object (&self->session, session);
  json_incref (calendar);
  json_decref (self->calendar);
  self->calendar = calendar;
  self->is_loading = TRUE;
  if (is_other)
    show_week (self);
  show_seasons (self);
  show_years (self);
  self->is_loading = FALSE;
  show_days (self);
}

/**
 * cs_calendar_detail_choose_year:
 * @year: four digits; the last year there is where it has no dates
 */
void
cs_calendar_detail_choose_year (CsCalendarDetail *self, const char *year)
{
  GListModel *list;
  guint n, at = GTK_INVALID_LIST_POSITION;

  g_return_if_fail (CS_IS_CALENDAR_DETAIL (self));

  list = gtk_drop_down_get_model (self->years);
  n = list != NULL ? g_list_model_get_n_items (list) : 0;
  for (guint i = 0; i < n; i++) {
    const char *candidate = gtk_string_list_get_string (GTK_STRING_LIST (list), i);

    if (at == GTK_INVALID_LIST_POSITION || g_strcmp0 (candidate, year) <= 0)
      at = i;
  }
  gtk_drop_down_set_selected (self->years, at);
}

/**
 * cs_calendar_detail_get_problem:
 *
 * Returns: (transfer none) (nullable): what is wrong with something that was typed
 */
const char *
cs_calendar_detail_get_problem (CsCalendarDetail *self)
{
  g_return_val_if_fail (CS_IS_CALENDAR_DETAIL (self), NULL);

  for (guint i = 0; i < N_WEEKDAYS; i++)
    if (gtk_widget_has_css_class (self->hours[i], "error"))
      return gtk_widget_get_tooltip_text (self->hours[i]);
  return NULL;
}
