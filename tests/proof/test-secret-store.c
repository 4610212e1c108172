/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-secret-store.h"

#include "cs-keys.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

/* Each case runs in a process of its own, because libsecret chooses its way to a store once. */
static gboolean
ran_in_subprocess (void)
{
  if (g_test_subprocess ())
    return FALSE;
  g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  return TRUE;
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);

    g_unlink (file);
  }
  g_rmdir (path);
}

static void
test_store_answers (void)
{
  g_autofree char *dir = NULL;
  g_autofree char *file = NULL;
  g_autofree char *key_file = NULL;
  g_autoptr (CsKeys) first = NULL;
  g_autoptr (CsKeys) again = NULL;
  g_autoptr (GError) error = NULL;

  if (ran_in_subprocess ())
    return;
  dir = g_dir_make_tmp ("cs-secret-store-XXXXXX", NULL);
  file = g_build_filename (dir, "store", NULL);
  key_file = g_build_filename (dir, "d-1.key", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", file, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "for this test", TRUE);

  g_assert_null (cs_secret_store_lookup ("d-1", 5000, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (cs_keys_load_or_create (dir, "d-1", &first, &error));
  g_assert_no_error (error);
  g_assert_cmpint (cs_keys_get_place (first), ==, CS_KEYS_PLACE_SECRET_STORE);
  g_assert_false (g_file_test (key_file, G_FILE_TEST_EXISTS));
  g_assert_true (cs_keys_load_or_create (dir, "d-1", &again, &error));
  g_assert_cmpstr (cs_keys_get_public_key (first), ==, cs_keys_get_public_key (again));
  remove_folder (dir);
}

/* A store that does not answer never makes the device look like another one. */
static void
test_known_key_out_of_reach (void)
{
  g_autofree char *dir = NULL;
  g_autofree char *pub = NULL;
  g_autoptr (CsKeys) keys = NULL;
  g_autoptr (GError) error = NULL;

  if (ran_in_subprocess ())
    return;
  dir = g_dir_make_tmp ("cs-secret-store-XXXXXX", NULL);
  pub = g_build_filename (dir, "d-1.pub", NULL);
  g_assert_true (
      g_file_set_contents (pub, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\n", -1, NULL));
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_assert_false (cs_keys_load_or_create_within (dir, "d-1", 2000, &keys, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_UNREACHABLE);
  remove_folder (dir);
}

static void
test_no_bus (void)
{
  g_autofree char *dir = NULL;
  g_autoptr (CsKeys) keys = NULL;
  g_autoptr (GError) error = NULL;

  if (ran_in_subprocess ())
    return;
  dir = g_dir_make_tmp ("cs-secret-store-XXXXXX", NULL);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_assert_true (cs_keys_load_or_create_within (dir, "d-1", 2000, &keys, &error));
  g_assert_no_error (error);
  g_assert_cmpint (cs_keys_get_place (keys), ==, CS_KEYS_PLACE_FILE);
  remove_folder (dir);
}

static GDBusMessage *
swallow_calls_cb (GDBusConnection *connection,
                  GDBusMessage *message,
                  gboolean is_incoming,
                  gpointer data)
{
  if (is_incoming && g_dbus_message_get_message_type (message) == G_DBUS_MESSAGE_TYPE_METHOD_CALL) {
    g_object_unref (message);
    return NULL;
  }
  return message;
}

static GDBusConnection *
start_silent_store (const char *address)
{
  g_autoptr (GVariant) reply = NULL;
  GDBusConnection *connection =
      g_dbus_connection_new_for_address_sync (address,
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL,
                                              NULL,
                                              NULL);

  g_assert_nonnull (connection);
  g_dbus_connection_add_filter (connection, swallow_calls_cb, NULL, NULL);
  reply = g_dbus_connection_call_sync (connection,
                                       "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus",
                                       "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.secrets", 0),
                                       NULL,
                                       G_DBUS_CALL_FLAGS_NONE,
                                       5000,
                                       NULL,
                                       NULL);
  g_assert_nonnull (reply);
  return connection;
}

static void
test_store_that_hangs (void)
{
  g_autoptr (GTestDBus) bus = NULL;
  g_autoptr (GDBusConnection) store = NULL;
  g_autofree char *dir = NULL;
  g_autoptr (CsKeys) keys = NULL;
  g_autoptr (GError) error = NULL;
  gint64 begin_usec;

  if (ran_in_subprocess ())
    return;
  dir = g_dir_make_tmp ("cs-secret-store-XXXXXX", NULL);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  store = start_silent_store (g_test_dbus_get_bus_address (bus));
  begin_usec = g_get_monotonic_time ();
  g_assert_true (cs_keys_load_or_create_within (dir, "d-1", 300, &keys, &error));
  g_assert_no_error (error);
  g_assert_cmpint (cs_keys_get_place (keys), ==, CS_KEYS_PLACE_FILE);
  g_assert_cmpint (g_get_monotonic_time () - begin_usec, <, 10 * G_USEC_PER_SEC);
  remove_folder (dir);
  g_clear_object (&store);
  g_test_dbus_stop (bus);
}

int
main (int argc, char **argv)
{
  g_unsetenv ("CS_KEYS");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret-store/store-answers", test_store_answers);
  g_test_add_func ("/secret-store/known-key-out-of-reach", test_known_key_out_of_reach);
  g_test_add_func ("/secret-store/no-bus", test_no_bus);
  g_test_add_func ("/secret-store/store-that-hangs", test_store_that_hangs);
  return g_test_run ();
}
