/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-calendar-review.h"

#include "cs-calendar-change.h"

#include <glib/gi18n-lib.h>

#define MOST_ROWS 200

/**
 * CsCalendarReview:
 *
 * What a changed calendar would do, before it does it: the open deadlines that move, from when to
 * when, and which become late; to be applied to them, or only to what begins later (D-C4).
 */
struct _CsCalendarReview {
  CsDialog parent_instance;

  CsSession *session; /* (owned) (nullable) */
  char *id;
  json_t *calendar; /* (owned) (nullable) */
  GCancellable *cancellable;

  GtkLabel *summary;   /* template */
  GtkWidget *spinner;  /* template */
  GtkListBox *moves;   /* template */
  GtkWidget *options;  /* template */
  GtkSwitch *keep;     /* template */
  GtkEditable *reason; /* template */
};

G_DEFINE_FINAL_TYPE (CsCalendarReview, cs_calendar_review, CS_TYPE_DIALOG)

static char *
format_due (CsCalendarReview *self, CsInstant due)
{
  return due != CS_INSTANT_NONE ? cs_format_day_time (cs_session_get_format (self->session),
                                                      due,
                                                      cs_session_get_now (self->session))
                                : g_strdup ("–");
}

static char *
describe_move (CsCalendarReview *self, const CsClockMove *move)
{
  gboolean is_target = move->old_due == move->new_due;
  g_autofree char *before = format_due (self, is_target ? move->old_target : move->old_due);
  g_autofree char *after = format_due (self, is_target ? move->new_target : move->new_due);
  g_autofree char *clock = cs_iso (move->clock_title);
  g_autofree char *first = cs_iso (before);
  g_autofree char *then = cs_iso (after);

  if (move->becomes_late)
    /* Translators: a deadline, when it was due and when it would be */
    return g_strdup_printf (_ ("%1$s: %2$s, now %3$s, late"), clock, first, then);
  if (move->was_late)
    return g_strdup_printf (_ ("%1$s: %2$s, now %3$s, late no more"), clock, first, then);
  return g_strdup_printf (_ ("%1$s: %2$s, now %3$s"), clock, first, then);
}

static void
add_move (CsCalendarReview *self, const CsClockMove *move)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *number = cs_ltr (move->number);
  g_autofree char *client = cs_iso (move->client);
  g_autofree char *title = g_strdup_printf ("%s · %s", number, client);
  g_autofree char *detail = describe_move (self, move);
  GtkWidget *icon = gtk_image_new_from_icon_name (
      move->becomes_late ? "countersign-overdue-symbolic" : "countersign-clock-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
  if (move->becomes_late)
    gtk_widget_add_css_class (icon, "error");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_list_box_append (self->moves, row);
}

static char *
summarise (const CsCalendarChange *change)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (change->moves->len == 0)
    return g_strdup (_ ("No open deadline moves."));
  g_string_append_printf (
      text,
      ngettext ("%u open deadline moves", "%u open deadlines move", change->moves->len),
      change->moves->len);
  if (change->n_late > 0) {
    g_string_append (text, " · ");
    g_string_append_printf (text,
                            ngettext ("%u becomes late", "%u become late", change->n_late),
                            change->n_late);
  }
  if (change->n_relieved > 0) {
    g_string_append (text, " · ");
    g_string_append_printf (
        text,
        ngettext ("%u is late no more", "%u are late no more", change->n_relieved),
        change->n_relieved);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
show_change (CsCalendarReview *self, const CsCalendarChange *change)
{
  g_autofree char *summary = summarise (change);

  gtk_label_set_label (self->summary, summary);
  for (guint i = 0; i < MIN (change->moves->len, MOST_ROWS); i++)
    add_move (self, change->moves->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->moves), change->moves->len > 0);
  gtk_widget_set_visible (self->options, TRUE);
  cs_dialog_set_can_accept (CS_DIALOG (self), TRUE);
}

static void
previewed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsCalendarReview) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsCalendarChange) change =
      cs_workspace_preview_calendar_finish (CS_WORKSPACE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_visible (self->spinner, FALSE);
  if (change != NULL)
    show_change (self, change);
  else
    gtk_label_set_label (self->summary, error->message);
}

static void
cs_calendar_review_dispose (GObject *object)
{
  CsCalendarReview *self = CS_CALENDAR_REVIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_calendar_review_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_CALENDAR_REVIEW);
}

static void
cs_calendar_review_finalize (GObject *object)
{
  CsCalendarReview *self = CS_CALENDAR_REVIEW (object);

  g_object_unref (self->cancellable);
  json_decref (self->calendar);
  g_free (self->id);
  G_OBJECT_CLASS (cs_calendar_review_parent_class)->finalize (object);
}

static void
cs_calendar_review_class_init (CsCalendarReviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_calendar_review_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_calendar_review_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/calendars/cs-calendar-review.ui");
  gtk_widget_class_bind_template_child (widget_class, CsCalendarReview, summary);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarReview, spinner);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarReview, moves);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarReview, options);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarReview, keep);
  gtk_widget_class_bind_template_child (widget_class, CsCalendarReview, reason);
}

static void
cs_calendar_review_init (CsCalendarReview *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_dialog_set_can_accept (CS_DIALOG (self), FALSE);
}

/**
 * cs_calendar_review_new:
 * @session: whose workspace is looked at
 * @id: what packs call the calendar
 * @calendar: (transfer none): as it would be, with its revision
 *
 * Returns: (transfer floating): the dialog, which finds out what would move
 */
CsCalendarReview *
cs_calendar_review_new (CsSession *session, const char *id, json_t *calendar)
{
  CsCalendarReview *self = g_object_new (CS_TYPE_CALENDAR_REVIEW, NULL);

  self->session = g_object_ref (session);
  self->id = g_strdup (id);
  self->calendar = json_deep_copy (calendar);
  cs_workspace_preview_calendar_async (cs_session_get_workspace (session),
                                       id,
                                       calendar,
                                       self->cancellable,
                                       previewed_cb,
                                       g_object_ref (self));
  return self;
}

/**
 * cs_calendar_review_make_entry:
 *
 * Returns: (transfer full): data of an entry of the kind `calendar`
 */
json_t *
cs_calendar_review_make_entry (CsCalendarReview *self)
{
  g_autofree char *reason = NULL;
  g_autofree char *normal = NULL;

  g_return_val_if_fail (CS_IS_CALENDAR_REVIEW (self), NULL);

  reason = g_strstrip (g_strdup (gtk_editable_get_text (self->reason)));
  normal = *reason != '\0' ? g_utf8_normalize (reason, -1, G_NORMALIZE_NFC) : NULL;
  return json_pack ("{s:s, s:O, s:s*, s:b}",
                    "id",
                    self->id,
                    "calendar",
                    self->calendar,
                    "reason",
                    normal,
                    "keep_open",
                    gtk_switch_get_active (self->keep));
}
