/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-notifier.h"

#include "cs-bell.h"
#include "cs-notice.h"
#include "cs-payment-reminder.h"
#include "cs-reader.h"

#include <glib/gi18n-lib.h>

/* So many at once become one; so few when they are what was missed while nothing ran. */
#define MANY         4
#define MANY_MISSED  2
#define MISSED_USECS (60 * G_TIME_SPAN_SECOND)

/* A deadline often ends with the working day; so long after it one may still be told. */
#define AFTER_HOURS (30 * G_TIME_SPAN_MINUTE)

#define SUMMARY_ID "inbox"

/* A rung of a clock that the person is told of. */
typedef struct {
  char *entry;   /* (nullable): of the rung, until the person was told */
  char *request; /* (nullable): the summary */
  char *run;     /* (nullable): the summary */
  char *amount;  /* (nullable) that the client knows too */
  CsNoticeKind kind;
  CsInstant due;
  CsInstant until; /* while it waits: when it is looked at again */
  guint remind_minutes;
  gboolean is_urgent, is_told_onward;
  gboolean is_my_turn; /* when it was shown */
} Told;

/**
 * CsNotifier:
 *
 * Hears from the workspace’s keeper, which writes each rung once, ever. Everything goes through the
 * bell, which no daemon can hold up.
 */
struct _CsNotifier {
  GObject parent_instance;

  CsSession *session;        /* (owned) */
  GApplication *application; /* (borrowed) owns this */
  CsBell *bell;              /* (owned) */
  CsWorkspace *workspace;    /* (owned) (nullable) that is listened to */
  GCancellable *cancellable; /* (owned) of the present workspace and person */
  GPtrArray *batch;          /* Told, heard in this round */
  GPtrArray *waiting;        /* Told, for working hours or reminders */
  GHashTable *shown;         /* id -> Told */
  guint batch_source, waiting_source;
  gint64 opened_usecs; /* monotonic */
};

G_DEFINE_FINAL_TYPE (CsNotifier, cs_notifier, G_TYPE_OBJECT)

static void
told_free (gpointer data)
{
  Told *told = data;

  g_free (told->entry);
  g_free (told->request);
  g_free (told->run);
  g_free (told->amount);
  g_free (told);
}

/* The person was told of it, or need not be any more; what is not settled is told after a restart.
 */
static void
settle (CsNotifier *self, Told *told)
{
  if (told->entry != NULL && self->workspace != NULL)
    cs_workspace_drop_notice (self->workspace, told->entry);
  g_clear_pointer (&told->entry, g_free);
}

static void
ring (CsNotifier *self, const CsNotice *notice, Told *told)
{
  told->remind_minutes = notice->remind_minutes;
  g_hash_table_replace (self->shown, g_strdup (notice->id), told);
  cs_bell_ring (self->bell, notice);
  settle (self, told);
}

/* --- one request --- */

typedef struct {
  CsNotifier *self; /* (owned) */
  Told *told;       /* (owned) (nullable): to be told; else looked at again */
  char *id;         /* (nullable) of what is looked at again */
  char *run;
} Look;

static void
look_free (Look *look)
{
  g_object_unref (look->self);
  g_clear_pointer (&look->told, told_free);
  g_free (look->id);
  g_free (look->run);
  g_free (look);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

static const CsClockRun *
find_running (CsRequestView *view, const char *id)
{
  const GPtrArray *runs = cs_request_view_get_clocks (view);

  for (guint i = 0; i < runs->len; i++) {
    const CsClockRun *run = runs->pdata[i];
    if (g_strcmp0 (run->id, id) == 0)
      return run->stopped == CS_INSTANT_NONE ? run : NULL;
  }
  return NULL;
}

static gboolean
is_my_turn (CsReader *reader, const CsClockRun *run)
{
  const GPtrArray *turns = cs_request_view_get_turns (cs_reader_get_view (reader));

  for (guint i = 0; i < turns->len; i++) {
    const CsTurn *turn = turns->pdata[i];
    if (turn->step == run->step && (run->level == NULL || turn->level == run->level) &&
        cs_reader_is_my_turn (reader, turn))
      return TRUE;
  }
  return FALSE;
}

static const CsPayment *
find_payment (CsReader *reader, const CsClockRun *run)
{
  const GPtrArray *payments = cs_request_get_payments (cs_reader_get_request (reader));

  for (guint i = 0; i < payments->len; i++) {
    const CsPayment *payment = payments->pdata[i];
    if (payment->step == run->step)
      return payment;
  }
  return NULL;
}

static CsNoticeFacts *
make_facts (CsReader *reader, const CsClockRun *run, const Told *told)
{
  const CsRequest *request = cs_reader_get_request (reader);
  const CsPayment *payment = find_payment (reader, run);
  const CsText *what = run->level != NULL  ? run->level->title
                       : run->step != NULL ? run->step->title
                                           : run->clock->title;
  CsNoticeFacts *facts = g_new0 (CsNoticeFacts, 1);

  facts->request = g_strdup (told->request);
  facts->run = g_strdup (told->run);
  facts->title = g_strdup (cs_request_get_title (request));
  facts->client = cs_reader_dup_client (reader);
  facts->what = cs_reader_dup_text (reader, what, run->clock->id);
  facts->kind = told->kind;
  facts->due = run->due;
  facts->since = run->started;
  facts->is_decision = run->level != NULL;
  facts->is_payment = payment != NULL;
  facts->is_my_turn = is_my_turn (reader, run);
  facts->is_told_onward = told->is_told_onward;
  facts->is_urgent = told->is_urgent;
  if (payment != NULL) {
    facts->invoice = cs_payment_dup_invoice (reader, payment);
    facts->amount = cs_payment_dup_outstanding (payment);
  }
  if (facts->amount == NULL)
    facts->amount = g_strdup (told->amount);
  return facts;
}

/* Whether the person is at work by the calendar of the deadline; if not, from when on. */
static gboolean
is_working_time (CsNotifier *self, CsReader *reader, const CsClockRun *run, CsInstant *from)
{
  CsInstant now = cs_session_get_now (self->session);
  CsCalendar *calendar =
      cs_directory_get_calendar (cs_reader_get_directory (reader), run->calendar);

  if (calendar == NULL ||
      !g_settings_get_boolean (cs_session_get_settings (self->session), "quiet-outside-hours") ||
      cs_calendar_is_open (calendar, now) || cs_calendar_is_open (calendar, now - AFTER_HOURS))
    return TRUE;
  *from = cs_calendar_next_open (calendar, now);
  return *from == CS_INSTANT_NONE;
}

static void wait_for (CsNotifier *self, Told *told);

static void
tell (CsNotifier *self, CsReader *reader, const CsClockRun *run, Told *told)
{
  GSettings *settings = cs_session_get_settings (self->session);
  g_autoptr (CsNoticeFacts) facts = NULL;
  g_autoptr (CsNotice) notice = NULL;

  if (!told->is_urgent && !is_working_time (self, reader, run, &told->until)) {
    wait_for (self, told);
    return;
  }
  facts = make_facts (reader, run, told);
  told->is_my_turn = facts->is_my_turn;
  notice = cs_notice_new_for_rung (facts,
                                   cs_session_get_format (self->session),
                                   g_settings_get_boolean (settings, "notify-amounts"),
                                   cs_session_get_now (self->session));
  ring (self, notice, told);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Look) look = data;
  CsNotifier *self = look->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsRequestView) view =
      cs_workspace_load_request_finish (CS_WORKSPACE (source), result, &error);
  g_autoptr (CsReader) reader = NULL;
  const CsClockRun *run;
  const Told *shown;

  if (view == NULL)
    return;
  reader = cs_reader_new (self->session, view);
  run = find_running (view, look->run);
  if (look->told != NULL) {
    if (run != NULL)
      tell (self, reader, run, g_steal_pointer (&look->told));
    else
      settle (self, look->told);
    return;
  }
  shown = g_hash_table_lookup (self->shown, look->id);
  if (shown != NULL && (run == NULL || (shown->is_my_turn && !is_my_turn (reader, run)))) {
    g_hash_table_remove (self->shown, look->id);
    cs_bell_withdraw (self->bell, look->id);
  }
}

static void
look_at (CsNotifier *self, const char *request, const char *run, Told *told, const char *id)
{
  Look *look = g_new0 (Look, 1);

  look->self = g_object_ref (self);
  look->told = told;
  look->run = g_strdup (run);
  look->id = g_strdup (id);
  cs_workspace_load_request_async (self->workspace, request, self->cancellable, looked_cb, look);
}

/* --- waiting --- */

static gboolean
waiting_cb (gpointer data)
{
  CsNotifier *self = data;
  CsInstant now = cs_session_get_now (self->session);

  for (guint i = self->waiting->len; i > 0; i--) {
    Told *told = self->waiting->pdata[i - 1];
    if (told->until > now)
      continue;
    g_ptr_array_steal_index_fast (self->waiting, i - 1);
    look_at (self, told->request, told->run, told, NULL);
  }
  if (self->waiting->len > 0)
    return G_SOURCE_CONTINUE;
  self->waiting_source = 0;
  return G_SOURCE_REMOVE;
}

static void
wait_for (CsNotifier *self, Told *told)
{
  g_ptr_array_add (self->waiting, told);
  if (self->waiting_source == 0)
    self->waiting_source = g_timeout_add_seconds (20, waiting_cb, self);
}

/* --- rungs --- */

static void
tell_summary (CsNotifier *self)
{
  guint n_late = 0, n_soon = 0;
  CsInstant earliest = CS_INSTANT_NONE;
  g_autoptr (CsNotice) notice = NULL;

  for (guint i = 0; i < self->batch->len; i++) {
    Told *told = self->batch->pdata[i];

    settle (self, told);
    if (told->kind != CS_NOTICE_WARNING)
      n_late++;
    else
      n_soon++;
    if (told->kind == CS_NOTICE_WARNING && (earliest == CS_INSTANT_NONE || told->due < earliest))
      earliest = told->due;
  }
  notice = cs_notice_new_summary (n_late,
                                  n_soon,
                                  earliest,
                                  cs_session_get_format (self->session),
                                  cs_session_get_now (self->session));
  ring (self, notice, g_new0 (Told, 1));
  g_ptr_array_set_size (self->batch, 0);
}

static gboolean
batch_cb (gpointer data)
{
  CsNotifier *self = data;
  gboolean is_missed = g_get_monotonic_time () - self->opened_usecs < MISSED_USECS;

  self->batch_source = 0;
  if (self->batch->len >= (is_missed ? MANY_MISSED : MANY))
    tell_summary (self);
  while (self->batch->len > 0) {
    Told *told = g_ptr_array_steal_index (self->batch, 0);
    look_at (self, told->request, told->run, told, NULL);
  }
  return G_SOURCE_REMOVE;
}

/* A later rung of the same run takes the place of an earlier one. */
static void
forget_run (CsNotifier *self, GPtrArray *list, const char *request, const char *run)
{
  for (guint i = list->len; i > 0; i--) {
    Told *told = list->pdata[i - 1];

    if (g_strcmp0 (told->request, request) != 0 || (run != NULL && g_strcmp0 (told->run, run) != 0))
      continue;
    settle (self, told);
    g_ptr_array_remove_index (list, i - 1);
  }
}

static void
rung_cb (CsNotifier *self, const CsRungNotice *notice)
{
  GSettings *settings = cs_session_get_settings (self->session);
  g_autofree char *level = g_settings_get_string (settings, "notify-level");
  Told *told;

  if (!notice->is_mine)
    return;
  if (g_strcmp0 (level, "none") == 0) {
    cs_workspace_drop_notice (self->workspace, notice->entry);
    return;
  }
  told = g_new0 (Told, 1);
  told->entry = g_strdup (notice->entry);
  told->request = g_strdup (notice->request);
  told->run = g_strdup (notice->run);
  told->amount = g_strdup (notice->amount);
  told->due = notice->due;
  told->is_urgent = notice->is_urgent;
  told->is_told_onward = g_strv_length (notice->told) > 1;
  if (g_strcmp0 (notice->kind, "warning") == 0)
    told->kind = CS_NOTICE_WARNING;
  else if (g_strcmp0 (notice->kind, "breach") == 0)
    told->kind = CS_NOTICE_BREACH;
  else
    told->kind = CS_NOTICE_ESCALATION;
  forget_run (self, self->batch, told->request, told->run);
  forget_run (self, self->waiting, told->request, told->run);
  g_ptr_array_add (self->batch, told);
  if (self->batch_source == 0)
    self->batch_source = g_idle_add (batch_cb, self);
}

/* --- what makes them go --- */

static void
changed_cb (CsNotifier *self, const char *request)
{
  GHashTableIter iter;
  const char *id;
  const Told *told;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, (gpointer *)&id, (gpointer *)&told))
    if (told->request != NULL && (request == NULL || g_strcmp0 (request, told->request) == 0))
      look_at (self, told->request, told->run, NULL, id);
}

static void
withdraw (CsNotifier *self, const char *request)
{
  GHashTableIter iter;
  const char *id;
  const Told *told;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, (gpointer *)&id, (gpointer *)&told)) {
    if (request != NULL && g_strcmp0 (told->request, request) != 0)
      continue;
    cs_bell_withdraw (self->bell, id);
    g_hash_table_iter_remove (&iter);
  }
}

static void
navigate_cb (CsNotifier *self, const char *view, const char *page, const char *key)
{
  if (key != NULL && (g_strcmp0 (page, "request") == 0 || g_strcmp0 (page, "payment") == 0))
    withdraw (self, key);
  if (g_strcmp0 (view, "inbox") == 0) {
    g_hash_table_remove (self->shown, SUMMARY_ID);
    cs_bell_withdraw (self->bell, SUMMARY_ID);
  }
}

static void
remind (CsNotifier *self, const char *id, const Told *shown)
{
  Told *told = g_memdup2 (shown, sizeof *shown);

  told->entry = NULL;
  told->request = g_strdup (shown->request);
  told->run = g_strdup (shown->run);
  told->amount = g_strdup (shown->amount);
  told->until = cs_session_get_now (self->session) + shown->remind_minutes * G_TIME_SPAN_MINUTE;
  cs_workspace_snooze (self->workspace, told->request, told->until);
  wait_for (self, told);
  g_hash_table_remove (self->shown, id);
  cs_bell_withdraw (self->bell, id);
}

/* A click opens; nothing is ever decided from a notification. */
static void
activated_cb (CsNotifier *self, const char *id, gboolean is_remind, const char *token)
{
  const Told *told = g_hash_table_lookup (self->shown, id);
  g_autofree char *request = told != NULL ? g_strdup (told->request) : NULL;

  if (told == NULL)
    return;
  if (is_remind && request != NULL) {
    remind (self, id, told);
    return;
  }
  g_hash_table_remove (self->shown, id);
  cs_bell_withdraw (self->bell, id);
  if (request != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (self->application),
                                    "show-request",
                                    g_variant_new_string (request));
  else
    g_action_group_activate_action (G_ACTION_GROUP (self->application),
                                    "show-view",
                                    g_variant_new_string ("inbox"));
}

/* What is shown belongs to one person in one workspace. */
static void
forget_all (CsNotifier *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_handle_id (&self->batch_source, g_source_remove);
  g_clear_handle_id (&self->waiting_source, g_source_remove);
  g_ptr_array_set_size (self->batch, 0);
  g_ptr_array_set_size (self->waiting, 0);
  withdraw (self, NULL);
}

static void
workspace_cb (CsNotifier *self)
{
  CsWorkspace *workspace = cs_session_get_workspace (self->session);

  if (workspace == self->workspace)
    return;
  forget_all (self);
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_set_object (&self->workspace, workspace);
  if (workspace == NULL)
    return;
  self->opened_usecs = g_get_monotonic_time ();
  g_signal_connect_object (workspace, "rung", G_CALLBACK (rung_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

/* --- life --- */

static void
cs_notifier_dispose (GObject *object)
{
  CsNotifier *self = CS_NOTIFIER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->batch_source, g_source_remove);
  g_clear_handle_id (&self->waiting_source, g_source_remove);
  g_clear_object (&self->bell);
  g_clear_object (&self->workspace);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_notifier_parent_class)->dispose (object);
}

static void
cs_notifier_finalize (GObject *object)
{
  CsNotifier *self = CS_NOTIFIER (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->batch);
  g_ptr_array_unref (self->waiting);
  g_hash_table_unref (self->shown);
  G_OBJECT_CLASS (cs_notifier_parent_class)->finalize (object);
}

static void
cs_notifier_class_init (CsNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cs_notifier_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_notifier_finalize;
}

static void
cs_notifier_init (CsNotifier *self)
{
  self->cancellable = g_cancellable_new ();
  self->batch = g_ptr_array_new_with_free_func (told_free);
  self->waiting = g_ptr_array_new_with_free_func (told_free);
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, told_free);
}

/**
 * cs_notifier_new:
 * @session: whose workspace is listened to
 * @application: (transfer none): outlives the notifier; opens what is clicked
 *
 * Returns: (transfer full): a notifier
 */
CsNotifier *
cs_notifier_new (CsSession *session, GApplication *application)
{
  CsNotifier *self = g_object_new (CS_TYPE_NOTIFIER, NULL);

  self->session = g_object_ref (session);
  self->application = application;
  self->bell = cs_bell_new (CS_APPLICATION_ID);
  g_signal_connect_object (self->bell,
                           "activated",
                           G_CALLBACK (activated_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session,
                           "notify::workspace",
                           G_CALLBACK (workspace_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session,
                           "notify::person",
                           G_CALLBACK (forget_all),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "navigate", G_CALLBACK (navigate_cb), self, G_CONNECT_SWAPPED);
  workspace_cb (self);
  return self;
}

/**
 * cs_notifier_close:
 * @wait_msecs: for the notification daemon, at most
 *
 * Closes what is shown; from now on nothing is told.
 */
void
cs_notifier_close (CsNotifier *self, guint wait_msecs)
{
  g_return_if_fail (CS_IS_NOTIFIER (self));

  if (self->bell == NULL)
    return;
  forget_all (self);
  cs_bell_close (self->bell, wait_msecs);
}
