/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-remind-dialog.h"

#include "cs-button.h"
#include "cs-remind.h"

#include <glib/gi18n-lib.h>

/**
 * CsRemindDialog:
 *
 * A day from tomorrow on; the request comes back at nine in the morning, or when it is late.
 */
struct _CsRemindDialog {
  CsDialog parent_instance;

  CsSession *session; /* (owned) (nullable) */

  GtkCalendar *day; /* template */
  GtkLabel *words;  /* template */
};

enum { SIGNAL_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsRemindDialog, cs_remind_dialog, CS_TYPE_DIALOG)

static CsInstant
chosen (CsRemindDialog *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->day);

  return cs_remind_on (day, cs_session_get_format (self->session)->zone);
}

static void
update (CsRemindDialog *self)
{
  CsInstant now, at;
  g_autofree char *text = NULL, *moment = NULL;

  if (self->session == NULL)
    return;
  now = cs_session_get_now (self->session);
  at = chosen (self);
  cs_dialog_set_can_accept (CS_DIALOG (self), at > now);
  moment = cs_format_day_time (cs_session_get_format (self->session), at, now);
  text = at > now ? g_strdup_printf (_ ("Comes back %s, or when it is late."), moment)
                  : g_strdup (_ ("Choose a day that is to come."));
  gtk_label_set_label (self->words, text);
}

static void
cs_remind_dialog_accept (CsDialog *dialog)
{
  CsRemindDialog *self = CS_REMIND_DIALOG (dialog);

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, (gint64)chosen (self));
  cs_dialog_close (dialog);
}

static void
cs_remind_dialog_dispose (GObject *object)
{
  CsRemindDialog *self = CS_REMIND_DIALOG (object);

  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_remind_dialog_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_REMIND_DIALOG);
}

static void
cs_remind_dialog_class_init (CsRemindDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_remind_dialog_dispose;
  CS_DIALOG_CLASS (klass)->accept = cs_remind_dialog_accept;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen",
                                         CS_TYPE_REMIND_DIALOG,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_INT64);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/inbox/cs-remind-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsRemindDialog, day);
  gtk_widget_class_bind_template_child (widget_class, CsRemindDialog, words);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
cs_remind_dialog_init (CsRemindDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_calendar_name_arrows (self->day);
}

/**
 * cs_remind_dialog_new:
 *
 * Returns: (transfer floating): the dialog, with tomorrow chosen
 */
CsRemindDialog *
cs_remind_dialog_new (CsSession *session)
{
  CsRemindDialog *self = g_object_new (CS_TYPE_REMIND_DIALOG, NULL);
  g_autoptr (GDateTime) today =
      g_date_time_new_from_unix_local (cs_session_get_now (session) / CS_SECOND);
  g_autoptr (GDateTime) tomorrow = g_date_time_add_days (today, 1);

  self->session = g_object_ref (session);
  gtk_calendar_select_day (self->day, tomorrow);
  update (self);
  return self;
}
