/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "house.h"

static CsGrant *
refresh (House *house, const char *token, const char *thumbprint, GError **error)
{
  CsAccess access;
  GError *failure = NULL;
  CsGrant *grant;

  house_begin (house);
  grant = cs_accounts_refresh (house->accounts, token, thumbprint, "192.0.2.1", &access, &failure);
  house_end (house, failure);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return grant;
}

static void
remove_device (House *house, const char *by, const char *device, const char *rule)
{
  g_autoptr (CsOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  const CsSignedIn who = {.person = (char *)by, .device = (char *)"d-any"};

  house_begin (house);
  cs_accounts_revoke_device (house->accounts, &who, device, &outcome, &error);
  g_assert_no_error (error);
  house_end (house, NULL);
  g_assert_cmpstr (outcome->is_accepted ? NULL : outcome->reason->rule, ==, rule);
}

/* RFC 9449: a token is good with its key and no other, and not for long. */
static void
test_tokens (void)
{
  House house;
  g_autoptr (CsGrant) grant = NULL;
  g_autoptr (GPtrArray) devices = NULL;

  house_open (&house);
  grant = house_sign_in (&house, "omar", "d-1");
  g_assert_cmpstr (grant->person, ==, "omar");
  g_assert_cmpuint (grant->expires_in_secs, <=, 600);
  g_assert_cmpint (house_ask (&house, grant->access, HOUSE_THUMB), ==, CS_ACCESS_GRANTED);
  g_assert_cmpint (house_ask (&house, grant->access, "another"), ==, CS_ACCESS_OTHER_KEY);
  g_assert_cmpint (house_ask (&house, grant->refresh, HOUSE_THUMB), ==, CS_ACCESS_UNKNOWN);
  g_assert_cmpint (house_ask (&house, "", HOUSE_THUMB), ==, CS_ACCESS_UNKNOWN);
  house_wait (&house, 599 * CS_SECOND);
  g_assert_cmpint (house_ask (&house, grant->access, HOUSE_THUMB), ==, CS_ACCESS_GRANTED);
  house_wait (&house, CS_SECOND);
  g_assert_cmpint (house_ask (&house, grant->access, HOUSE_THUMB), ==, CS_ACCESS_EXPIRED);
  devices = cs_directory_list_devices (cs_authority_get_directory (house.authority, NULL), "omar");
  g_assert_cmpuint (devices->len, ==, 1);
  g_assert_cmpstr (((CsDevice *)devices->pdata[0])->key, ==, HOUSE_KEY);
  house_close (&house);
}

/* Neither codes nor tokens stand in the database, not even in what was deleted. */
static void
test_nothing_in_clear (void)
{
  House house;
  g_autofree char *code = NULL;
  g_autoptr (CsGrant) grant = NULL;
  g_autoptr (CsStatement) row = NULL;
  gboolean has_row;

  house_open (&house);
  code = house_invite (&house, "omar", NULL);
  grant = house_accept (&house, code, "d-1", HOUSE_THUMB, NULL);
  row = cs_sqlite_query (cs_store_get_sqlite (cs_ledger_get_store (house.ledger)),
                         NULL,
                         "SELECT count(*) FROM account_token t, account_session s, "
                         "account_invitation i WHERE instr(hex(t.hash) || hex(s.refresh) || "
                         "hex(i.hash) || i.id || i.roles, ?) OR instr(s.id, ?) OR t.hash = ?",
                         "sss",
                         code,
                         grant->refresh,
                         grant->access);
  g_assert_true (cs_statement_next (row, &has_row, NULL) && has_row);
  g_assert_cmpint (cs_statement_get_int (row, 0), ==, 0);
  g_clear_pointer (&row, cs_statement_release);
  house_close (&house);
}

/* One at a time; the last one stays good until the next is used, because an answer can get lost. */
static void
test_refresh (void)
{
  House house;
  g_autoptr (CsGrant) first = NULL, lost = NULL, second = NULL, third = NULL, nothing = NULL;
  g_autoptr (GError) error = NULL;

  house_open (&house);
  first = house_sign_in (&house, "omar", "d-1");
  lost = refresh (&house, first->refresh, HOUSE_THUMB, &error);
  g_assert_no_error (error);
  second = refresh (&house, first->refresh, HOUSE_THUMB, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (second->refresh, !=, lost->refresh);
  nothing = refresh (&house, lost->refresh, HOUSE_THUMB, &error);
  g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
  g_clear_error (&error);
  third = refresh (&house, second->refresh, HOUSE_THUMB, &error);
  g_assert_no_error (error);
  nothing = refresh (&house, first->refresh, HOUSE_THUMB, &error);
  g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
  g_clear_error (&error);
  nothing = refresh (&house, third->refresh, "another", &error);
  g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
  g_clear_error (&error);
  house_wait (&house, CS_REFRESH_DAYS * G_TIME_SPAN_DAY);
  nothing = refresh (&house, third->refresh, HOUSE_THUMB, &error);
  g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
  g_assert_null (nothing);
  house_close (&house);
}

/* ASVS 2.4.1: who guesses has to wait; others need not. */
static void
test_attempts (void)
{
  House house;
  g_autoptr (CsGrant) grant = NULL;
  guint tried = 0;

  house_open (&house);
  for (; tried < 100; tried++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (CsGrant) none = refresh (&house, "guess", HOUSE_THUMB, &error);

    if (g_error_matches (error, CS_ERROR, CS_ERROR_BUSY))
      break;
    g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
  }
  g_assert_cmpuint (tried, ==, 20);
  house_wait (&house, 11 * G_TIME_SPAN_MINUTE);
  grant = house_sign_in (&house, "omar", "d-1");
  g_assert_nonnull (grant);
  house_close (&house);
}

/* SG-08, K-21: one entry ends it, whichever way the entry came. */
static void
test_revocation (void)
{
  House house;
  g_autoptr (CsGrant) lost = NULL, kept = NULL, none = NULL;
  g_autoptr (GError) error = NULL;

  house_open (&house);
  lost = house_sign_in (&house, "omar", "d-lost");
  kept = house_sign_in (&house, "omar", "d-kept");
  remove_device (&house, "omar", "d-nowhere", "device");
  remove_device (&house, "omar", "d-lost.omar", NULL);
  g_assert_cmpint (house_ask (&house, lost->access, HOUSE_THUMB), ==, CS_ACCESS_UNKNOWN);
  g_assert_cmpint (house_ask (&house, kept->access, HOUSE_THUMB), ==, CS_ACCESS_GRANTED);
  none = refresh (&house, lost->refresh, HOUSE_THUMB, &error);
  g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
  g_clear_error (&error);
  house_say (&house,
             "device",
             "rita",
             "{\"id\": \"d-kept.omar\", \"person\": \"omar\", \"revoked\": true}");
  g_assert_cmpint (house_ask (&house, kept->access, HOUSE_THUMB), ==, CS_ACCESS_DEVICE_REMOVED);
  none = refresh (&house, kept->refresh, HOUSE_THUMB, &error);
  g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
  g_assert_null (none);
  house_close (&house);
}

/* Others' devices are the administrators' to remove. */
static void
test_who_revokes (void)
{
  House house;
  g_autoptr (CsGrant) rita = NULL, omar = NULL;

  house_open (&house);
  rita = house_sign_in (&house, "rita", "d-rita");
  omar = house_sign_in (&house, "omar", "d-omar");
  remove_device (&house, "omar", "d-rita.rita", "administrator");
  g_assert_cmpint (house_ask (&house, rita->access, HOUSE_THUMB), ==, CS_ACCESS_GRANTED);
  remove_device (&house, "rita", "d-omar.omar", NULL);
  g_assert_cmpint (house_ask (&house, omar->access, HOUSE_THUMB), ==, CS_ACCESS_UNKNOWN);
  house_close (&house);
}

/* ASVS 7.4.2: who cannot act any more is out at once. */
static void
test_closed_person (void)
{
  House house;
  g_autoptr (CsGrant) grant = NULL;

  house_open (&house);
  grant = house_sign_in (&house, "omar", "d-1");
  house_say (&house,
             "person",
             "rita",
             "{\"id\": \"omar\", \"name\": \"Omar\", \"can_act\": false}");
  g_assert_cmpint (house_ask (&house, grant->access, HOUSE_THUMB), ==, CS_ACCESS_PERSON_CLOSED);
  house_close (&house);
}

/* I-6: whatever a removed device made, signed or not, is refused from that position on. */
static void
test_entries_of_removed (void)
{
  House house;
  g_autoptr (CsGrant) grant = NULL;
  g_autoptr (json_t) data = json_pack ("{s:s, s:s}", "id", "d-1.omar", "name", "Mine");
  guint accepted = 0;

  house_open (&house);
  grant = house_sign_in (&house, "omar", "d-1");
  remove_device (&house, "omar", "d-1.omar", NULL);
  for (guint i = 0; i < 50; i++) {
    g_autofree char *id = g_strdup_printf ("01890000-0000-7000-8000-0000000000%02u", i);
    const CsEntryHead head = {.id = id,
                              .kind = "device",
                              .by = "omar",
                              .device = "d-1.omar",
                              .at = HOUSE_START - CS_SECOND,
                              .n = 1 + (gint64)i};
    g_autoptr (CsEntry) entry = cs_entry_build (&head, data, NULL);
    g_autoptr (CsOutcome) outcome = NULL;

    g_assert_true (
        cs_authority_accept (house.authority, cs_entry_get_bytes (entry), NULL, &outcome, NULL));
    accepted += outcome->is_accepted;
    g_assert_cmpint (outcome->reason->verdict, ==, CS_VERDICT_MANDATE_ENDED);
  }
  g_assert_cmpuint (accepted, ==, 0);
  house_close (&house);
}

/* ASVS 7.5.3 */
static void
test_confirm (void)
{
  House house;
  g_autoptr (CsGrant) grant = NULL;
  g_autoptr (CsSignedIn) before = NULL, after = NULL;
  CsAccess access;

  house_open (&house);
  grant = house_sign_in (&house, "omar", "d-1");
  house_wait (&house, 300 * CS_SECOND);
  cs_accounts_authorise (house.accounts, grant->access, HOUSE_THUMB, &access, &before, NULL);
  g_assert_cmpint (before->authenticated, ==, HOUSE_START);
  g_assert_true (cs_accounts_confirm (house.accounts, before, HOUSE_START * 2, NULL));
  cs_accounts_authorise (house.accounts, grant->access, HOUSE_THUMB, &access, &after, NULL);
  g_assert_cmpint (after->authenticated, ==, HOUSE_START + 300 * CS_SECOND);
  house_close (&house);
}

/* What somebody remembers shows who they are, where there is no provider; it signs nobody in. */
static void
test_passphrase (void)
{
  House house;
  g_autoptr (CsGrant) grant = NULL;
  g_autoptr (CsSignedIn) who = NULL, later = NULL;
  g_autoptr (GError) error = NULL;
  CsAccess access;

  house_open (&house);
  grant = house_sign_in (&house, "omar", "d-1");
  cs_accounts_authorise (house.accounts, grant->access, HOUSE_THUMB, &access, &who, NULL);
  g_assert_false (cs_accounts_confirm_with_passphrase (house.accounts, who, "a secret", &error));
  g_clear_error (&error);
  g_assert_false (cs_accounts_set_passphrase (house.accounts, who, "short", NULL, &error));
  g_clear_error (&error);
  g_assert_true (cs_accounts_set_passphrase (house.accounts, who, "long enough", NULL, &error));
  house_wait (&house, 500 * CS_SECOND);
  for (guint i = 0; i < 20; i++) {
    g_assert_false (cs_accounts_confirm_with_passphrase (house.accounts, who, "guess", &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
    g_clear_error (&error);
  }
  g_assert_false (cs_accounts_confirm_with_passphrase (house.accounts, who, "long enough", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_BUSY);
  g_clear_error (&error);
  house_wait (&house, 601 * CS_SECOND);
  g_assert_false (cs_accounts_set_passphrase (house.accounts, who, "another one", NULL, &error));
  g_clear_error (&error);
  g_assert_false (cs_accounts_set_passphrase (house.accounts, who, "another one", "guess", &error));
  g_clear_error (&error);
  g_assert_true (
      cs_accounts_set_passphrase (house.accounts, who, "another one", "long enough", &error));
  g_assert_true (cs_accounts_confirm_with_passphrase (house.accounts, who, "another one", &error));
  house_close (&house);
}

/* One provider's name for one person: the first sign-in binds them. */
static void
test_subjects (void)
{
  static const char *const issuer = "https://id.house.example";
  House house;
  g_autofree char *by_mail = NULL, *by_name = NULL, *nobody = NULL, *none = NULL;
  g_autoptr (GError) error = NULL;

  house_open (&house);
  by_mail = cs_accounts_find_subject (house.accounts, issuer, "s-1", "omar@house.example", &error);
  g_assert_cmpstr (by_mail, ==, "omar");
  g_assert_true (cs_accounts_keep_subject (house.accounts, issuer, "s-1", "omar", &error));
  g_assert_true (cs_accounts_keep_subject (house.accounts, issuer, "s-1", "omar", &error));
  by_name = cs_accounts_find_subject (house.accounts, issuer, "s-1", NULL, &error);
  g_assert_cmpstr (by_name, ==, "omar");
  nobody = cs_accounts_find_subject (house.accounts, issuer, "s-2", "x@house.example", &error);
  g_assert_null (nobody);
  g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
  g_clear_error (&error);
  none = cs_accounts_find_subject (house.accounts, issuer, "s-2", NULL, &error);
  g_assert_null (none);
  g_clear_error (&error);
  g_assert_false (cs_accounts_keep_subject (house.accounts, issuer, "s-2", "omar", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_CONFLICT);
  house_close (&house);
}

/* An invitation for oneself confirms too, once, and makes no device. */
static void
test_confirm_with_code (void)
{
  House house;
  g_autoptr (CsGrant) grant = NULL;
  g_autoptr (CsSignedIn) who = NULL;
  g_autofree char *own = NULL, *foreign = NULL;
  CsAccess access;

  house_open (&house);
  grant = house_sign_in (&house, "omar", "d-1");
  cs_accounts_authorise (house.accounts, grant->access, HOUSE_THUMB, &access, &who, NULL);
  own = house_invite (&house, "omar", NULL);
  foreign = house_invite (&house, "rita", NULL);
  g_assert_false (cs_accounts_confirm_with_code (house.accounts, who, foreign, NULL));
  g_assert_false (cs_accounts_confirm_with_code (house.accounts, who, "?", NULL));
  g_assert_true (cs_accounts_confirm_with_code (house.accounts, who, own, NULL));
  g_assert_false (cs_accounts_confirm_with_code (house.accounts, who, own, NULL));
  house_close (&house);
}

static void
test_sessions (void)
{
  House house;
  g_autoptr (CsGrant) first = NULL, second = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) rest = NULL;

  house_open (&house);
  first = house_sign_in (&house, "omar", "d-1");
  house_wait (&house, CS_SECOND);
  second = house_sign_in (&house, "omar", "d-2");
  list = cs_accounts_list_sessions (house.accounts, "omar", NULL);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpstr (((CsSessionRow *)list->pdata[0])->device, ==, "d-2.omar");
  g_assert_true (cs_accounts_end_session (house.accounts, second->session, NULL));
  g_assert_cmpint (house_ask (&house, second->access, HOUSE_THUMB), ==, CS_ACCESS_UNKNOWN);
  g_assert_cmpint (house_ask (&house, first->access, HOUSE_THUMB), ==, CS_ACCESS_GRANTED);
  house_wait (&house, 61 * G_TIME_SPAN_DAY);
  g_assert_true (cs_accounts_sweep (house.accounts, NULL));
  rest = cs_accounts_list_sessions (house.accounts, "omar", NULL);
  g_assert_cmpuint (rest->len, ==, 0);
  house_close (&house);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/accounts/tokens", test_tokens);
  g_test_add_func ("/accounts/nothing-in-clear", test_nothing_in_clear);
  g_test_add_func ("/accounts/refresh", test_refresh);
  g_test_add_func ("/accounts/attempts", test_attempts);
  g_test_add_func ("/accounts/SG-08", test_revocation);
  g_test_add_func ("/accounts/who-revokes", test_who_revokes);
  g_test_add_func ("/accounts/7.4.2", test_closed_person);
  g_test_add_func ("/accounts/I-6", test_entries_of_removed);
  g_test_add_func ("/accounts/7.5.3", test_confirm);
  g_test_add_func ("/accounts/passphrase", test_passphrase);
  g_test_add_func ("/accounts/subjects", test_subjects);
  g_test_add_func ("/accounts/code", test_confirm_with_code);
  g_test_add_func ("/accounts/sessions", test_sessions);
  return g_test_run ();
}
