/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-bell.h"
#include "notification-daemon.h"

typedef struct {
  char *id;
  gboolean is_remind;
} Pressed;

static void
activated_cb (CsBell *bell, const char *id, gboolean is_remind, const char *token, Pressed *pressed)
{
  g_free (pressed->id);
  pressed->id = g_strdup (id);
  pressed->is_remind = is_remind;
}

static void
await (Pressed *pressed)
{
  for (guint i = 0; i < 500 && pressed->id == NULL; i++) {
    while (g_main_context_iteration (NULL, FALSE))
      ;
    g_usleep (10000);
  }
  g_assert_nonnull (pressed->id);
}

static const CsNotice overdue = {.id = (char *)"req-1",
                                 .request = (char *)"1",
                                 .title = (char *)"Overdue: Sync & Push",
                                 .body = (char *)"Sales < cost & so on.",
                                 .remind_minutes = 60};

static void
test_ring (void)
{
  NotificationDaemon *desktop = daemon_new (DAEMON_MOCK);
  CsBell *bell = cs_bell_new ("io.github.countersign.Countersign");
  g_autoptr (GPtrArray) calls = NULL;
  g_autofree char *title = NULL, *body = NULL, *actions = NULL, *replaces = NULL;

  cs_bell_ring (bell, &overdue);
  calls = daemon_await_calls (desktop, "Notify", 1);
  replaces = daemon_dup_argument (calls, 0, 1);
  title = daemon_dup_argument (calls, 0, 3);
  body = daemon_dup_argument (calls, 0, 4);
  actions = daemon_dup_argument (calls, 0, 5);
  g_assert_cmpstr (replaces, ==, "0");
  g_assert_cmpstr (title, ==, "Overdue: Sync & Push");
  g_assert_cmpstr (body, ==, "Sales &lt; cost &amp; so on.");
  g_assert_cmpstr (actions, ==, "['default', 'Open', 'remind', 'Remind in 1 Hour']");
  cs_bell_close (bell, 2000);
  g_assert_finalize_object (bell);
  daemon_free (desktop);
}

static void
test_replace (void)
{
  NotificationDaemon *desktop = daemon_new (DAEMON_MOCK);
  CsBell *bell = cs_bell_new ("io.github.countersign.Countersign");
  g_autoptr (GPtrArray) calls = NULL;
  g_autofree char *first = NULL, *second = NULL, *third = NULL;
  CsNotice other = overdue;

  other.id = (char *)"req-2";
  cs_bell_ring (bell, &overdue);
  cs_bell_ring (bell, &overdue);
  cs_bell_ring (bell, &other);
  calls = daemon_await_calls (desktop, "Notify", 3);
  first = daemon_dup_argument (calls, 0, 1);
  second = daemon_dup_argument (calls, 1, 1);
  third = daemon_dup_argument (calls, 2, 1);
  g_assert_cmpstr (first, ==, "0");
  g_assert_cmpstr (second, ==, "1");
  g_assert_cmpstr (third, ==, "0");
  cs_bell_close (bell, 2000);
  g_assert_finalize_object (bell);
  daemon_free (desktop);
}

static void
test_withdraw (void)
{
  NotificationDaemon *desktop = daemon_new (DAEMON_MOCK);
  CsBell *bell = cs_bell_new ("io.github.countersign.Countersign");
  g_autoptr (GPtrArray) shown = NULL;
  g_autoptr (GPtrArray) closed = NULL;
  g_autoptr (GPtrArray) rest = NULL;
  CsNotice other = overdue;

  other.id = (char *)"req-2";
  cs_bell_ring (bell, &overdue);
  cs_bell_ring (bell, &other);
  shown = daemon_await_calls (desktop, "Notify", 2);
  cs_bell_withdraw (bell, "req-1");
  cs_bell_withdraw (bell, "req-1");
  cs_bell_withdraw (bell, "never-shown");
  closed = daemon_await_calls (desktop, "CloseNotification", 1);
  /* What is still shown when the program ends could not be answered any more. */
  cs_bell_close (bell, 5000);
  rest = daemon_await_calls (desktop, "CloseNotification", 2);
  g_assert_finalize_object (bell);
  daemon_free (desktop);
}

static void
test_press (void)
{
  NotificationDaemon *desktop = daemon_new (DAEMON_MOCK);
  CsBell *bell = cs_bell_new ("io.github.countersign.Countersign");
  g_autoptr (GPtrArray) calls = NULL;
  Pressed pressed = {NULL, FALSE};

  g_signal_connect (bell, "activated", G_CALLBACK (activated_cb), &pressed);
  cs_bell_ring (bell, &overdue);
  calls = daemon_await_calls (desktop, "Notify", 1);
  daemon_emit (desktop, "ActionInvoked", "us", g_variant_new_parsed ("[<uint32 1>, <'remind'>]"));
  await (&pressed);
  g_assert_cmpstr (pressed.id, ==, "req-1");
  g_assert_true (pressed.is_remind);
  g_clear_pointer (&pressed.id, g_free);
  daemon_emit (desktop, "ActionInvoked", "us", g_variant_new_parsed ("[<uint32 1>, <'default'>]"));
  await (&pressed);
  g_assert_false (pressed.is_remind);
  g_free (pressed.id);
  cs_bell_close (bell, 2000);
  g_assert_finalize_object (bell);
  daemon_free (desktop);
}

static void
test_no_daemon (void)
{
  NotificationDaemon *desktop = daemon_new (DAEMON_NONE);
  CsBell *bell = cs_bell_new ("io.github.countersign.Countersign");

  cs_bell_ring (bell, &overdue);
  cs_bell_ring (bell, &overdue);
  cs_bell_close (bell, 5000);
  g_assert_finalize_object (bell);
  daemon_free (desktop);
}

/* U-06: a daemon that hangs delays neither the caller nor the end of the program. */
static void
test_hung_daemon (void)
{
  NotificationDaemon *desktop = daemon_new (DAEMON_HUNG);
  CsBell *bell = cs_bell_new ("io.github.countersign.Countersign");
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < 100; i++)
    cs_bell_ring (bell, &overdue);
  cs_bell_withdraw (bell, overdue.id);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_TIME_SPAN_SECOND);
  cs_bell_close (bell, 200);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_TIME_SPAN_SECOND);
  g_assert_finalize_object (bell);
  daemon_free (desktop);
}

static void
test_unused (void)
{
  CsBell *bell = cs_bell_new ("io.github.countersign.Countersign");

  cs_bell_withdraw (bell, "nothing");
  g_assert_finalize_object (bell);
}

/* libnotify keeps one connection for a process, so each case has a process of its own. */
static const struct {
  const char *name;
  void (*func) (void);
} cases[] = {{"/bell/U-06/ring", test_ring},
             {"/bell/D-C10/replace", test_replace},
             {"/bell/D-C10/withdraw", test_withdraw},
             {"/bell/U-06/press", test_press},
             {"/bell/U-06/no-daemon", test_no_daemon},
             {"/bell/U-06/hung-daemon", test_hung_daemon},
             {"/bell/U-06/unused", test_unused}};

static void
test_case (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);

  if (g_test_subprocess ()) {
    /* libnotify says in the log when it finds no daemon. */
    g_log_set_always_fatal (G_LOG_FATAL_MASK);
    cases[i].func ();
    return;
  }
  g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].name, GUINT_TO_POINTER (i), test_case);
  return g_test_run ();
}
