/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reception.h"

/* A code that is not good says so in the server's words, and changes nothing. */
static void
test_bad_codes (void)
{
  static const char *const codes[] = {"", "nonsense", "0000-0000-0000-0000"};
  Reception reception;
  g_autoptr (CsCredentials) session = NULL;

  reception_open (&reception, NULL);
  session = reception_session (&reception, "a");
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (
        cs_sign_in_with_invitation (session, codes[i], reception_device (), NULL, &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
    g_assert_cmpuint (strlen (error->message), >, 10);
    g_assert_cmpint (cs_credentials_get_state (session), ==, CS_CREDENTIALS_SIGNED_OUT);
  }
  reception_close (&reception);
}

/* A second computer comes with a code that the first one made. */
static void
test_second_computer (void)
{
  Reception reception;
  g_autoptr (CsCredentials) first = NULL, second = NULL;
  g_autoptr (CsWireInvited) invited = NULL;
  g_autoptr (CsWireMe) me = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;

  reception_open (&reception, NULL);
  first = reception_sign_in (&reception, "a");
  invited = cs_sign_in_invite (first, NULL, NULL, &error);
  g_assert_no_error (error);
  folder = g_build_filename (reception.place, "b", NULL);
  second = cs_credentials_new (folder, reception.url, "d-2", reception.time_source, &error);
  g_assert_true (
      cs_sign_in_with_invitation (second, invited->code, reception_device (), NULL, &error));
  me = cs_sign_in_ask_me (first, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (me->devices->len, ==, 2);
  reception_close (&reception);
}

/* ASVS 7.5.3 */
static void
test_confirm (void)
{
  Reception reception;
  g_autoptr (CsCredentials) session = NULL;
  g_autoptr (GError) error = NULL;
  const CsConfirmation right = {.passphrase = "long enough"}, wrong = {.passphrase = "another"};

  reception_open (&reception, NULL);
  session = reception_sign_in (&reception, "a");
  g_assert_true (cs_sign_in_set_passphrase (session, "long enough", NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (cs_sign_in_confirm (session, &right, NULL, &error));
  g_assert_false (cs_sign_in_confirm (session, &wrong, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
  reception_close (&reception);
}

/* Without a server one can sign out, and not in. */
static void
test_unreachable (void)
{
  Reception reception;
  g_autoptr (CsCredentials) session = NULL, other = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;

  reception_open (&reception, NULL);
  session = reception_sign_in (&reception, "a");
  cs_http_engine_stop (reception.engine, 2000);
  folder = g_build_filename (reception.place, "b", NULL);
  other = cs_credentials_new (folder, "http://127.0.0.1:1", "d-2", reception.time_source, &error);
  g_assert_false (cs_sign_in_with_invitation (other, "x", reception_device (), NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_UNREACHABLE);
  g_clear_error (&error);
  g_assert_true (cs_sign_out (session, FALSE, NULL, &error));
  g_assert_cmpint (cs_credentials_get_state (session), ==, CS_CREDENTIALS_SIGNED_OUT);
  reception_close (&reception);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sign-in/bad-codes", test_bad_codes);
  g_test_add_func ("/sign-in/second-computer", test_second_computer);
  g_test_add_func ("/sign-in/7.5.3", test_confirm);
  g_test_add_func ("/sign-in/unreachable", test_unreachable);
  return g_test_run ();
}
