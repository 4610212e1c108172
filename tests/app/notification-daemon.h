/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A session bus of a test's own, with a notification daemon that notes what it is told
 * (python-dbusmock), one that never answers, or none. */
typedef struct {
  GTestDBus *bus;
  GSubprocess *process;
  GDBusConnection *connection; /* (nullable) when there is no daemon that answers */
} NotificationDaemon;

typedef enum { DAEMON_NONE, DAEMON_MOCK, DAEMON_HUNG } DaemonKind;

static inline gboolean
daemon_is_up (NotificationDaemon *self)
{
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_sync (self->connection,
                                   "org.freedesktop.DBus",
                                   "/",
                                   "org.freedesktop.DBus",
                                   "NameHasOwner",
                                   g_variant_new ("(s)", "org.freedesktop.Notifications"),
                                   G_VARIANT_TYPE ("(b)"),
                                   0,
                                   -1,
                                   NULL,
                                   NULL);
  gboolean has_owner = FALSE;

  if (answer != NULL)
    g_variant_get (answer, "(b)", &has_owner);
  return has_owner;
}

static inline NotificationDaemon *
daemon_new (DaemonKind kind)
{
  NotificationDaemon *self = g_new0 (NotificationDaemon, 1);
  GError *error = NULL;
  const char *const mock[] = {"/usr/bin/python3",
                              "-m",
                              "dbusmock",
                              "--template",
                              "notification_daemon",
                              "-p",
                              "{\"capabilities\": \"actions body body-markup\"}",
                              NULL};
  const char *const hung[] = {"/usr/bin/python3",
                              "-c",
                              "import dbus, time\n"
                              "bus = dbus.SessionBus()\n"
                              "bus.request_name('org.freedesktop.Notifications')\n"
                              "time.sleep(120)",
                              NULL};

  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  self->connection =
      g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (self->bus),
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL,
                                              NULL,
                                              &error);
  g_assert_no_error (error);
  if (kind == DAEMON_NONE)
    return self;
  self->process = g_subprocess_newv (kind == DAEMON_MOCK ? mock : hung,
                                     G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                                     &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 500 && !daemon_is_up (self); i++)
    g_usleep (20000);
  g_assert_true (daemon_is_up (self));
  return self;
}

static inline void
daemon_free (NotificationDaemon *self)
{
  if (self->process != NULL) {
    g_subprocess_force_exit (self->process);
    g_subprocess_wait (self->process, NULL, NULL);
    g_object_unref (self->process);
  }
  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  g_object_unref (self->connection);
  /* Its last reference would wait half a minute for the connection that libnotify keeps. */
  g_test_dbus_stop (self->bus);
  g_free (self);
}

/* Returns: (element-type av): the arguments of each call of @method so far */
static inline GPtrArray *
daemon_list_calls (NotificationDaemon *self, const char *method)
{
  GError *error = NULL;
  GPtrArray *calls = g_ptr_array_new_with_free_func ((GDestroyNotify)g_variant_unref);
  g_autoptr (GVariantIter) iter = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (self->connection,
                                                             "org.freedesktop.Notifications",
                                                             "/org/freedesktop/Notifications",
                                                             "org.freedesktop.DBus.Mock",
                                                             "GetMethodCalls",
                                                             g_variant_new ("(s)", method),
                                                             G_VARIANT_TYPE ("(a(tav))"),
                                                             0,
                                                             -1,
                                                             NULL,
                                                             &error);
  GVariant *call;
  guint64 when;

  g_assert_no_error (error);
  g_variant_get (answer, "(a(tav))", &iter);
  while (g_variant_iter_next (iter, "(t@av)", &when, &call))
    g_ptr_array_add (calls, call);
  return calls;
}

static inline char *
daemon_dup_argument (GPtrArray *calls, guint call, guint argument)
{
  g_autoptr (GVariant) boxed = g_variant_get_child_value (calls->pdata[call], argument);
  g_autoptr (GVariant) value = g_variant_get_variant (boxed);

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return g_variant_dup_string (value, NULL);
  return g_variant_print (value, FALSE);
}

/* Runs the main loop until the daemon was called so often, at most ten seconds. */
static inline GPtrArray *
daemon_await_calls (NotificationDaemon *self, const char *method, guint n)
{
  GPtrArray *calls = daemon_list_calls (self, method);

  for (guint i = 0; i < 500 && calls->len < n; i++) {
    g_ptr_array_unref (calls);
    while (g_main_context_iteration (NULL, FALSE))
      ;
    g_usleep (20000);
    calls = daemon_list_calls (self, method);
  }
  g_assert_cmpuint (calls->len, ==, n);
  return calls;
}

static inline void
daemon_emit (NotificationDaemon *self,
             const char *signal,
             const char *signature,
             GVariant *arguments)
{
  GError *error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
      self->connection,
      "org.freedesktop.Notifications",
      "/org/freedesktop/Notifications",
      "org.freedesktop.DBus.Mock",
      "EmitSignal",
      g_variant_new ("(sss@av)", "org.freedesktop.Notifications", signal, signature, arguments),
      NULL,
      0,
      -1,
      NULL,
      &error);

  g_assert_no_error (error);
}

G_END_DECLS
