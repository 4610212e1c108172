/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reception.h"

#include <glib/gstdio.h>

/* A call as the sync engine makes it. */
static guint
call (CsCredentials *session, const char *path, GError **error)
{
  g_autoptr (CsChannel) channel = cs_channel_new (cs_credentials_get_server (session),
                                                  &cs_credentials_auth,
                                                  session,
                                                  10,
                                                  error);
  const CsCallRequest request = {.method = "GET", .path = path, .limit = 65536};
  g_auto (CsReply) reply = {0};

  return cs_channel_call (channel, &request, &reply, NULL, error) ? reply.status : 0;
}

static void
assert_me (CsCredentials *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsWireMe) me = cs_sign_in_ask_me (session, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (me->person, ==, CS_SERVER_FOUNDER);
}

/* Signed in, it stays so from run to run, and says who it is. */
static void
test_kept (void)
{
  Reception reception;
  g_autoptr (GError) error = NULL;

  reception_open (&reception, NULL);
  {
    g_autoptr (CsCredentials) session = reception_session (&reception, "a");

    g_assert_cmpint (cs_credentials_get_state (session), ==, CS_CREDENTIALS_SIGNED_OUT);
    g_assert_cmpuint (call (session, "/v1/me", &error), ==, 0);
    g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
    g_clear_error (&error);
  }
  {
    g_autoptr (CsCredentials) session = reception_sign_in (&reception, "a");
    g_autofree char *device = cs_credentials_dup_device (session);

    g_assert_cmpint (cs_credentials_get_state (session), ==, CS_CREDENTIALS_SIGNED_IN);
    g_assert_cmpstr (device, ==, "d-1." CS_SERVER_FOUNDER);
    g_assert_cmpint (cs_credentials_get_place (session), ==, CS_KEYS_PLACE_FILE);
    assert_me (session);
  }
  {
    g_autoptr (CsCredentials) session = reception_session (&reception, "a");
    g_autofree char *person = cs_credentials_dup_person (session);

    g_assert_cmpint (cs_credentials_get_state (session), ==, CS_CREDENTIALS_SIGNED_IN);
    g_assert_cmpstr (person, ==, CS_SERVER_FOUNDER);
    g_assert_cmpuint (call (session, "/v1/me", &error), ==, 200);
    g_assert_no_error (error);
    g_assert_true (cs_sign_out (session, FALSE, NULL, &error));
    g_assert_cmpuint (call (session, "/v1/me", NULL), ==, 0);
  }
  {
    g_autoptr (CsCredentials) session = reception_session (&reception, "a");

    g_assert_cmpint (cs_credentials_get_state (session), ==, CS_CREDENTIALS_SIGNED_OUT);
  }
  reception_close (&reception);
}

static gpointer
call_thread (gpointer session)
{
  return GUINT_TO_POINTER (call (session, "/v1/me", NULL));
}

/* Ten minutes later many calls wait for one renewal. */
static void
test_renewed_once (void)
{
  Reception reception;
  g_autoptr (CsCredentials) session = NULL;
  GThread *threads[16];
  CsInstant later;

  reception_open (&reception, NULL);
  session = reception_sign_in (&reception, "a");
  later = cs_time_source_get_now (reception.time_source) + 601 * CS_SECOND;
  cs_time_source_set_fixed (reception.time_source, later);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("call", call_thread, session);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_cmpuint (GPOINTER_TO_UINT (g_thread_join (threads[i])), ==, 200);
  g_assert_cmpint (g_atomic_int_get (&reception.refreshes), <=, 2); /* one, and one for a nonce */
  reception_close (&reception);
}

/* Two programs share what is kept: what one renewed the other takes. */
static void
test_shared (void)
{
  Reception reception;
  g_autoptr (CsCredentials) first = NULL, second = NULL;
  CsInstant later;
  gint refreshes;

  reception_open (&reception, NULL);
  first = reception_sign_in (&reception, "a");
  second = reception_session (&reception, "a");
  later = cs_time_source_get_now (reception.time_source) + 601 * CS_SECOND;
  cs_time_source_set_fixed (reception.time_source, later);
  g_assert_cmpuint (call (first, "/v1/me", NULL), ==, 200);
  refreshes = g_atomic_int_get (&reception.refreshes);
  g_assert_cmpuint (call (second, "/v1/me", NULL), ==, 200);
  g_assert_cmpint (g_atomic_int_get (&reception.refreshes), ==, refreshes);
  g_assert_cmpuint (call (first, "/v1/me", NULL), ==, 200);
  reception_close (&reception);
}

/* A clock that is hours off keeps nobody out (K-14). */
static void
test_clock (void)
{
  static const gint64 off_secs[] = {86400, -86400, 90, -600};

  for (gsize i = 0; i < G_N_ELEMENTS (off_secs); i++) {
    Reception reception;
    g_autoptr (CsCredentials) session = NULL;
    GTimeSpan offset;

    reception_open (&reception, NULL);
    cs_time_source_set_fixed (reception.time_source,
                              cs_time_source_get_now (reception.stage.time_source) +
                                  off_secs[i] * CS_SECOND);
    session = reception_sign_in (&reception, "a");
    assert_me (session);
    offset = cs_credentials_get_clock_offset (session) / CS_SECOND;
    g_assert_cmpint (ABS (offset + off_secs[i]), <=, 5);
    reception_close (&reception);
  }
}

static void
count_cb (CsCredentials *session, gpointer count)
{
  g_atomic_int_inc ((gint *)count);
}

/* Ended at the server: signed out here, and nothing is touched. */
static void
test_ended (void)
{
  Reception reception;
  g_autoptr (CsCredentials) session = NULL, elsewhere = NULL;
  g_autoptr (GError) error = NULL;
  gint changes = 0;

  reception_open (&reception, NULL);
  session = reception_sign_in (&reception, "a");
  elsewhere = reception_sign_in (&reception, "b");
  cs_credentials_set_changed (session, count_cb, &changes);
  g_assert_true (cs_sign_out (elsewhere, TRUE, NULL, &error));
  g_assert_cmpuint (call (session, "/v1/me", &error), ==, 401);
  g_assert_cmpint (cs_credentials_get_state (session), ==, CS_CREDENTIALS_ENDED);
  g_assert_cmpint (changes, ==, 1);
  g_assert_cmpuint (call (session, "/v1/me", &error), ==, 0);
  g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
  reception_close (&reception);
}

/* K-21: a computer that was removed knows it, whether it asks or renews. */
static void
test_removed (void)
{
  for (guint renews = 0; renews < 2; renews++) {
    Reception reception;
    g_autoptr (CsCredentials) session = NULL, other = NULL;
    g_autofree char *device = NULL;
    g_autoptr (GError) error = NULL;

    reception_open (&reception, NULL);
    session = reception_sign_in (&reception, "a");
    device = cs_credentials_dup_device (session);
    {
      g_autofree char *folder = g_build_filename (reception.place, "b", NULL);

      other = cs_credentials_new (folder, reception.url, "d-2", reception.time_source, &error);
    }
    {
      g_autofree char *code = visitor_make_code (&reception.stage, CS_SERVER_FOUNDER);

      g_assert_true (cs_sign_in_with_invitation (other, code, reception_device (), NULL, &error));
    }
    g_assert_true (cs_sign_in_remove_device (other, device, NULL, &error));
    if (renews > 0)
      cs_time_source_set_fixed (reception.time_source,
                                cs_time_source_get_now (reception.time_source) + 601 * CS_SECOND);
    call (session, "/v1/me", NULL);
    g_assert_cmpint (cs_credentials_get_state (session), !=, CS_CREDENTIALS_SIGNED_IN);
    g_assert_cmpuint (call (other, "/v1/me", NULL), ==, 200);
    reception_close (&reception);
  }
}

static void
test_addresses (void)
{
  static const struct {
    const char *address;
    gboolean may;
  } cases[] = {
      {"https://server.house.example/", TRUE},
      {"http://127.0.0.1:1", TRUE},
      {"http://server.house.example", FALSE},
      {"server.house.example", FALSE},
      {"", FALSE},
  };
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsTimeSource) time_source = cs_time_source_new ();

  g_setenv ("CS_KEYS", "file", TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CsCredentials) session =
        cs_credentials_new (folder, cases[i].address, "d-1", time_source, NULL);

    g_assert_true ((session != NULL) == cases[i].may);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/credentials/kept", test_kept);
  g_test_add_func ("/credentials/renewed-once", test_renewed_once);
  g_test_add_func ("/credentials/shared", test_shared);
  g_test_add_func ("/credentials/K-14", test_clock);
  g_test_add_func ("/credentials/ended", test_ended);
  g_test_add_func ("/credentials/K-21", test_removed);
  g_test_add_func ("/credentials/addresses", test_addresses);
  return g_test_run ();
}
