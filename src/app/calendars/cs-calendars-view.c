/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-calendars-view.h"

#include "cs-alert.h"
#include "cs-calendar-detail.h"
#include "cs-calendar-edit.h"
#include "cs-calendar-new-dialog.h"
#include "cs-calendar-review.h"
#include "cs-file-dialog.h"
#include "cs-ics.h"
#include "cs-pane.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define YEARS_AHEAD 2
#define LIMIT_BYTES (1024 * 1024)

/**
 * CsCalendarsView:
 *
 * The calendars that deadlines are reckoned with (D-C4): hours, holidays, short and special days.
 * What is changed here is a draft until it has been reviewed; then it is the calendar's next
 * revision.
 */
struct _CsCalendarsView {
  CsScreen parent_instance;

  char *id;           /* (nullable) of the calendar that is shown */
  GHashTable *drafts; /* (owned) id -> json_t: what was changed and not applied */
  json_t *shown;      /* (owned) (nullable) the draft, or a copy of the calendar */
  gboolean is_loading;

  CsPane *pane;             /* template */
  GtkListBox *list;         /* template */
  CsPage *page;             /* template */
  GtkStack *stack;          /* template: "detail", "nothing" */
  CsCalendarDetail *detail; /* template */
  GtkActionBar *bar;        /* template */
  GtkLabel *state;          /* template */
  GtkWidget *review;        /* template */
};

G_DEFINE_FINAL_TYPE (CsCalendarsView, cs_calendars_view, CS_TYPE_SCREEN)

static const CsDirectory *
directory_of (CsCalendarsView *self)
{
  return cs_workspace_get_directory (cs_screen_get_workspace (CS_SCREEN (self)));
}

static CsCalendar *
calendar_of (CsCalendarsView *self, const char *id)
{
  return cs_directory_get_calendar (directory_of (self), id);
}

/* --- the list --- */

static char *
describe (CsCalendarsView *self, const char *id, CsCalendar *calendar)
{
  guint n_estimated = cs_calendar_count_estimated (cs_calendar_get_json (calendar), NULL);
  g_autofree char *revision =
      g_strdup_printf (_ ("Revision %d"), (int)cs_calendar_get_revision (calendar));
  g_autofree char *estimated =
      g_strdup_printf (ngettext ("%u estimated date", "%u estimated dates", n_estimated),
                       n_estimated);
  const char *last = g_hash_table_contains (self->drafts, id) ? _ ("changes not applied")
                     : n_estimated > 0                        ? estimated
                                                              : _ ("all dates confirmed");

  return g_strdup_printf ("%s · %s", revision, last);
}

static void
add_row (CsCalendarsView *self, const char *id)
{
  CsCalendar *calendar = calendar_of (self, id);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *detail = describe (self, id, calendar);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), cs_calendar_get_title (calendar));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "calendar", g_strdup (id), g_free);
  gtk_list_box_append (self->list, row);
  if (g_strcmp0 (id, self->id) == 0)
    gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
}

static void
show_list (CsCalendarsView *self)
{
  g_auto (GStrv) ids = cs_directory_list_calendars (directory_of (self));
  GtkListBoxRow *row;

  self->is_loading = TRUE;
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (gsize i = 0; ids[i] != NULL; i++)
    add_row (self, ids[i]);
  self->is_loading = FALSE;
}

static void
refresh_row (CsCalendarsView *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  g_autofree char *detail = NULL;

  if (row == NULL || self->id == NULL)
    return;
  detail = describe (self, self->id, calendar_of (self, self->id));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
}

/* --- the calendar that is shown --- */

static void
show_bar (CsCalendarsView *self)
{
  gboolean is_draft = self->id != NULL && g_hash_table_contains (self->drafts, self->id);
  const char *problem = cs_calendar_detail_get_problem (self->detail);
  const char *text = problem != NULL ? problem : _ ("Changes are not applied yet");

  gtk_label_set_label (self->state, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state), problem);
  gtk_action_bar_set_revealed (self->bar, is_draft);
  gtk_widget_set_sensitive (self->review, is_draft && problem == NULL);
}

static void
show_calendar (CsCalendarsView *self)
{
  CsCalendar *calendar = self->id != NULL ? calendar_of (self, self->id) : NULL;
  g_autofree char *subtitle = NULL;

  gtk_stack_set_visible_child_name (self->stack, calendar != NULL ? "detail" : "nothing");
  g_clear_pointer (&self->shown, json_decref);
  if (calendar == NULL) {
    show_bar (self);
    return;
  }
  self->shown = json_incref (g_hash_table_lookup (self->drafts, self->id));
  if (self->shown == NULL)
    self->shown = json_deep_copy (cs_calendar_get_json (calendar));
  subtitle = g_strdup_printf (_ ("%1$s · revision %2$d"),
                              cs_calendar_get_zone (calendar),
                              (int)cs_calendar_get_revision (calendar));
  cs_page_set_title (self->page, cs_calendar_get_title (calendar));
  cs_page_set_subtitle (self->page, subtitle);
  cs_calendar_detail_show (self->detail, cs_screen_get_session (CS_SCREEN (self)), self->shown);
  show_bar (self);
}

static void
changed_here_cb (CsCalendarsView *self)
{
  CsCalendar *calendar = calendar_of (self, self->id);

  if (json_equal (self->shown, cs_calendar_get_json (calendar)) &&
      cs_calendar_detail_get_problem (self->detail) == NULL)
    g_hash_table_remove (self->drafts, self->id);
  else
    g_hash_table_replace (self->drafts, g_strdup (self->id), json_incref (self->shown));
  cs_calendar_detail_show (self->detail, cs_screen_get_session (CS_SCREEN (self)), self->shown);
  refresh_row (self);
  show_bar (self);
}

static void
row_selected_cb (CsCalendarsView *self, GtkListBoxRow *row)
{
  const char *id = row != NULL ? g_object_get_data (G_OBJECT (row), "calendar") : NULL;

  if (self->is_loading || id == NULL || g_strcmp0 (id, self->id) == 0)
    return;
  g_free (self->id);
  self->id = g_strdup (id);
  show_calendar (self);
}

static void
row_activated_cb (CsCalendarsView *self)
{
  cs_pane_set_show_end (self->pane, TRUE);
}

static void
changed_cb (CsCalendarsView *self, const char *request)
{
  if (request != NULL)
    return;
  show_list (self);
  if (self->id != NULL && !g_hash_table_contains (self->drafts, self->id))
    show_calendar (self);
}

static void
discard_cb (CsCalendarsView *self)
{
  g_hash_table_remove (self->drafts, self->id);
  refresh_row (self);
  show_calendar (self);
}

/* --- applying --- */

typedef struct {
  CsCalendarsView *view; /* (owned) */
  char *id;
  gboolean is_new;
} Said;

static void
said_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Said *said = data;
  g_autoptr (CsCalendarsView) self = said->view;
  g_autofree char *id = said->id;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsOutcome) outcome =
      cs_workspace_submit_finish (CS_WORKSPACE (source), result, &error);
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));

  if (session == NULL)
    return;
  if (outcome == NULL) {
    cs_session_toast_error (session, _ ("This was not saved"), error);
  } else if (!outcome->is_accepted) {
    cs_session_toast (session, outcome->reason->text);
  } else {
    g_hash_table_remove (self->drafts, id);
    if (said->is_new) {
      g_free (self->id);
      self->id = g_strdup (id);
      cs_pane_set_show_end (self->pane, TRUE);
    }
    show_list (self);
    show_calendar (self);
    cs_session_toast (session,
                      said->is_new ? _ ("The calendar has been added")
                                   : _ ("The calendar has been changed"));
  }
}

static void
submit (CsCalendarsView *self, json_t *data, gboolean is_new)
{
  Said *said = g_new0 (Said, 1);

  said->view = g_object_ref (self);
  said->id = g_strdup (cs_json_get_string (data, "id"));
  said->is_new = is_new;
  cs_workspace_submit_async (cs_screen_get_workspace (CS_SCREEN (self)),
                             NULL,
                             "calendar",
                             data,
                             NULL,
                             said_cb,
                             said);
}

static void
accept_cb (CsCalendarsView *self, CsCalendarReview *dialog)
{
  g_autoptr (json_t) data = cs_calendar_review_make_entry (dialog);

  submit (self, data, FALSE);
  cs_dialog_close (CS_DIALOG (dialog));
}

static void
new_accept_cb (CsCalendarsView *self, CsCalendarNewDialog *dialog)
{
  g_autoptr (json_t) data = cs_calendar_new_dialog_make_entry (dialog);

  submit (self, data, TRUE);
  cs_dialog_close (CS_DIALOG (dialog));
}

static void
new_cb (CsCalendarsView *self)
{
  CsCalendar *like = self->id != NULL ? calendar_of (self, self->id) : NULL;
  CsCalendarNewDialog *dialog = cs_calendar_new_dialog_new (directory_of (self), like);

  g_signal_connect_object (dialog, "accept", G_CALLBACK (new_accept_cb), self, G_CONNECT_SWAPPED);
  cs_dialog_present (CS_DIALOG (dialog), GTK_WIDGET (self));
}

static void
review_cb (CsCalendarsView *self)
{
  g_autoptr (json_t) next = json_deep_copy (self->shown);
  gint64 revision = cs_json_get_int (next, "revision", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsCalendar) calendar = cs_calendar_new_from_json (next, &error);
  CsCalendarReview *dialog;

  if (calendar == NULL) {
    cs_session_toast (cs_screen_get_session (CS_SCREEN (self)), error->message);
    return;
  }
  json_object_set_new (next, "revision", json_integer (revision + 1));
  dialog = cs_calendar_review_new (cs_screen_get_session (CS_SCREEN (self)), self->id, next);
  g_signal_connect_object (dialog, "accept", G_CALLBACK (accept_cb), self, G_CONNECT_SWAPPED);
  cs_dialog_present (CS_DIALOG (dialog), GTK_WIDGET (self));
}

/* --- import --- */

static void
tell_import (CsCalendarsView *self, const CsCalendarImport *counts, guint n_left_out)
{
  g_autofree char *text =
      g_strdup_printf (_ ("New: %1$u · confirmed: %2$u · dropped: %3$u · with a time of day, left "
                          "out: %4$u"),
                       counts->n_new,
                       counts->n_confirmed,
                       counts->n_dropped,
                       n_left_out);

  cs_session_toast (cs_screen_get_session (CS_SCREEN (self)), text);
}

/* A whole calendar, such as one that a later version of the program came with. */
static gboolean
take_calendar (CsCalendarsView *self, const char *path, GError **error)
{
  g_autoptr (CsJson) json = cs_json_parse_file (path, LIMIT_BYTES, error);
  json_t *root = json != NULL ? cs_json_get_root (json) : NULL;
  g_autoptr (CsCalendar) calendar = root != NULL ? cs_calendar_new_from_json (root, error) : NULL;
  json_t *revision = json_object_get (self->shown, "revision");

  if (calendar == NULL)
    return FALSE;
  root = json_deep_copy (root);
  json_object_set (root, "revision", revision);
  json_decref (self->shown);
  self->shown = root;
  changed_here_cb (self);
  return TRUE;
}

static gboolean
take_holidays (CsCalendarsView *self, const char *path, GError **error)
{
  g_autofree char *today =
      cs_instant_format (cs_session_get_now (cs_screen_get_session (CS_SCREEN (self))));
  int year = (int)g_ascii_strtoll (today, NULL, 10);
  guint n_left_out = 0;
  g_autoptr (json_t) days = cs_ics_read_file (path, year, year + YEARS_AHEAD, &n_left_out, error);
  CsCalendarImport counts;

  if (days == NULL)
    return FALSE;
  cs_calendar_import (self->shown, days, &counts);
  changed_here_cb (self);
  tell_import (self, &counts, n_left_out);
  return TRUE;
}

static void
import_file (CsCalendarsView *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GError) error = NULL;
  gboolean is_taken;

  if (path == NULL || self->shown == NULL)
    return;
  is_taken = g_str_has_suffix (path, ".json") ? take_calendar (self, path, &error)
                                              : take_holidays (self, path, &error);
  if (!is_taken)
    cs_alert_tell (GTK_WIDGET (self), _ ("This File Was Not Imported"), error->message);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GFile) file = cs_file_open_finish (result);

  if (file != NULL)
    import_file (CS_CALENDARS_VIEW (source), file);
}

static void
import_cb (CsCalendarsView *self)
{
  cs_file_open_async (GTK_WIDGET (self),
                      _ ("Import Holidays (.ics) or a Calendar (.json)"),
                      chosen_cb,
                      NULL);
}

/* --- life --- */

static void
discarded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CsCalendarsView *self = CS_CALENDARS_VIEW (source);

  if (!cs_alert_run_finish (result))
    return;
  g_hash_table_remove_all (self->drafts);
  show_list (self);
  show_calendar (self);
}

static gboolean
cs_calendars_view_may_leave (CsScreen *screen)
{
  CsCalendarsView *self = CS_CALENDARS_VIEW (screen);
  const CsAlert alert = {
      .heading = _ ("Discard Changes to Calendars?"),
      .body = _ ("They have not been applied. Review them first to keep them."),
      .accept = _ ("_Discard"),
      .is_dangerous = TRUE,
  };

  if (g_hash_table_size (self->drafts) == 0)
    return TRUE;
  cs_alert_run_async (GTK_WIDGET (self), &alert, discarded_cb, NULL);
  return FALSE;
}

static void
cs_calendars_view_constructed (GObject *object)
{
  CsCalendarsView *self = CS_CALENDARS_VIEW (object);
  GtkListBoxRow *first;

  G_OBJECT_CLASS (cs_calendars_view_parent_class)->constructed (object);
  if (cs_screen_get_session (CS_SCREEN (self)) == NULL)
    return;
  g_signal_connect_object (cs_screen_get_workspace (CS_SCREEN (self)),
                           "changed",
                           G_CALLBACK (changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  show_list (self);
  first = gtk_list_box_get_row_at_index (self->list, 0);
  if (first != NULL)
    gtk_list_box_select_row (self->list, first);
  else
    show_calendar (self);
}

static void
cs_calendars_view_dispose (GObject *object)
{
  CsCalendarsView *self = CS_CALENDARS_VIEW (object);

  self->is_loading = TRUE;
  G_OBJECT_CLASS (cs_calendars_view_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_CALENDARS_VIEW);
}

static void
cs_calendars_view_finalize (GObject *object)
{
  CsCalendarsView *self = CS_CALENDARS_VIEW (object);

  g_hash_table_unref (self->drafts);
  json_decref (self->shown);
  g_free (self->id);
  G_OBJECT_CLASS (cs_calendars_view_parent_class)->finalize (object);
}

static void
cs_calendars_view_class_init (CsCalendarsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = cs_calendars_view_constructed;
  G_OBJECT_CLASS (klass)->dispose = cs_calendars_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_calendars_view_finalize;
  CS_SCREEN_CLASS (klass)->may_leave = cs_calendars_view_may_leave;
  g_type_ensure (CS_TYPE_PAGE);
  g_type_ensure (CS_TYPE_PANE);
  g_type_ensure (CS_TYPE_CALENDAR_DETAIL);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/calendars/cs-calendars-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsCalendarsView, pane);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarsView, list);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarsView, page);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarsView, stack);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarsView, detail);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarsView, bar);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarsView, state);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarsView, review);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_here_cb);
  gtk_widget_class_bind_template_callback (widget_class, discard_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_cb);
  gtk_widget_class_bind_template_callback (widget_class, review_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
}

static void
cs_calendars_view_init (CsCalendarsView *self)
{
  self->drafts =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)json_decref);
  gtk_widget_init_template (GTK_WIDGET (self));
}
