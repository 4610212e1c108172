/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "house.h"

static void
assert_not_accepted (House *house, const char *code, const char *device, int error_code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsGrant) grant = house_accept (house, code, device, HOUSE_THUMB, &error);

  g_assert_null (grant);
  g_assert_error (error, CS_ERROR, error_code);
}

/* A code is good once, for one device, however it was typed. */
static void
test_once (void)
{
  House house;
  g_autofree char *code = NULL, *typed = NULL;
  g_autoptr (CsGrant) grant = NULL, again = NULL;
  g_autoptr (GError) error = NULL;

  house_open (&house);
  code = house_invite (&house, "omar", NULL);
  g_assert_cmpuint (strlen (code), ==, 19);
  typed = g_ascii_strdown (code, -1);
  g_strdelimit (typed, "-", ' ');
  grant = house_accept (&house, typed, "d-1", HOUSE_THUMB, &error);
  g_assert_no_error (error);
  assert_not_accepted (&house, code, "d-2", CS_ERROR_UNAUTHORISED);
  again = house_accept (&house, code, "d-1", HOUSE_THUMB, &error); /* the answer got lost */
  g_assert_no_error (error);
  g_assert_cmpint (house_ask (&house, grant->access, HOUSE_THUMB), ==, CS_ACCESS_UNKNOWN);
  g_assert_cmpint (house_ask (&house, again->access, HOUSE_THUMB), ==, CS_ACCESS_GRANTED);
  house_wait (&house, 11 * G_TIME_SPAN_MINUTE);
  assert_not_accepted (&house, code, "d-1", CS_ERROR_UNAUTHORISED);
  house_close (&house);
}

/* Typed as people type: nothing but the code itself is it. */
static void
test_not_a_code (void)
{
  static const char *const codes[] = {"",
                                      "-",
                                      "0000-0000-0000-000",
                                      "0000-0000-0000-0000",
                                      "0000-0000-0000-00000",
                                      "ééééééééééééééé",
                                      "UUUU-UUUU-UUUU-UUUU",
                                      "' OR 1=1 --"};
  House house;

  house_open (&house);
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    assert_not_accepted (&house, codes[i], "d-1", CS_ERROR_UNAUTHORISED);
  house_close (&house);
}

/* Every single letter counts. */
static void
test_each_letter (void)
{
  House house;
  g_autofree char *code = NULL;

  house_open (&house);
  code = house_invite (&house, "omar", NULL);
  for (gsize i = 0; code[i] != '\0'; i++) {
    g_autofree char *wrong = g_strdup (code);

    if (wrong[i] == '-')
      continue;
    wrong[i] = wrong[i] == '7' ? '8' : '7';
    assert_not_accepted (&house, wrong, "d-1", CS_ERROR_UNAUTHORISED);
  }
  house_close (&house);
}

static void
test_runs_out (void)
{
  House house;
  g_autofree char *code = NULL, *other = NULL;
  g_autoptr (GPtrArray) list = NULL;

  house_open (&house);
  code = house_invite (&house, "omar", NULL);
  house_wait (&house, G_TIME_SPAN_DAY);
  assert_not_accepted (&house, code, "d-1", CS_ERROR_UNAUTHORISED);
  other = house_invite (&house, "omar", NULL);
  list = cs_accounts_list_invitations (house.accounts, NULL);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_true (
      cs_accounts_withdraw_invitation (house.accounts, ((CsInvitation *)list->pdata[0])->id, NULL));
  assert_not_accepted (&house, other, "d-1", CS_ERROR_UNAUTHORISED);
  house_close (&house);
}

/* ASVS 8.2.1: who may invite whom. */
static void
test_who_invites (void)
{
  static const struct {
    const char *by, *person;
    gboolean may;
  } cases[] = {
      {"rita", "omar", TRUE},
      {"omar", "omar", TRUE}, /* a further device */
      {"omar", "rita", FALSE},
      {CS_KEEPER, "rita", TRUE},
      {"rita", "nobody", FALSE},
      {"nobody", "omar", FALSE},
  };
  House house;

  house_open (&house);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *code = cs_accounts_invite (house.accounts,
                                                cases[i].person,
                                                NULL,
                                                cases[i].by,
                                                G_TIME_SPAN_DAY,
                                                &error);

    g_test_message ("%s invites %s", cases[i].by, cases[i].person);
    g_assert_true ((code != NULL) == cases[i].may);
  }
  house_close (&house);
}

#define ADMINISTRATOR "[{\"pack\": \"workspace\", \"role\": \"administrator\"}]"

/* Roles come with it, in the name of who wrote it, if they may still give them. */
static void
test_roles (void)
{
  House house;
  g_autofree char *code = NULL, *late = NULL;
  g_autoptr (CsGrant) grant = NULL;
  g_autoptr (GError) error = NULL;

  house_open (&house);
  house_say (&house, "person", "rita", "{\"id\": \"mona\", \"name\": \"Mona\"}");
  code = house_invite (&house, "omar", ADMINISTRATOR);
  late = house_invite (&house, "mona", ADMINISTRATOR);
  grant = house_accept (&house, code, "d-1", HOUSE_THUMB, &error);
  g_assert_no_error (error);
  g_assert_true (
      cs_directory_is_administrator (cs_authority_get_directory (house.authority, NULL), "omar"));
  house_say (&house,
             "role",
             "omar",
             "{\"pack\": \"workspace\", \"role\": \"administrator\", \"person\": \"rita\", "
             "\"held\": false}");
  assert_not_accepted (&house, late, "d-2", CS_ERROR_CONFLICT);
  g_assert_null (
      cs_directory_get_device_person (cs_authority_get_directory (house.authority, NULL), "d-2"));
  house_close (&house);
}

/* K-21: people who share a computer have a device each; one device has one key, and what is refused
 * leaves the code unused. */
static void
test_devices (void)
{
  House house;
  g_autofree char *code = NULL;
  g_autoptr (CsGrant) rita = NULL, omar = NULL, next = NULL;
  g_autoptr (GError) error = NULL;
  CsNewDevice other_key = {"d-1",
                           "Laptop",
                           "1111111111111111111111111111111111111111111",
                           HOUSE_THUMB};

  house_open (&house);
  rita = house_sign_in (&house, "rita", "d-1");
  omar = house_sign_in (&house, "omar", "d-1");
  g_assert_cmpstr (rita->device, ==, "d-1.rita");
  g_assert_cmpstr (omar->device, ==, "d-1.omar");
  code = house_invite (&house, "omar", NULL);
  house_begin (&house);
  g_assert_null (
      cs_accounts_accept_invitation (house.accounts, code, &other_key, "192.0.2.1", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_CONFLICT);
  house_end (&house, error);
  g_clear_error (&error);
  g_assert_cmpint (house_ask (&house, omar->access, HOUSE_THUMB), ==, CS_ACCESS_GRANTED);
  next = house_accept (&house, code, "d-2", HOUSE_THUMB, &error);
  g_assert_no_error (error);
  house_close (&house);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/invitations/once", test_once);
  g_test_add_func ("/invitations/not-a-code", test_not_a_code);
  g_test_add_func ("/invitations/each-letter", test_each_letter);
  g_test_add_func ("/invitations/runs-out", test_runs_out);
  g_test_add_func ("/invitations/8.2.1", test_who_invites);
  g_test_add_func ("/invitations/roles", test_roles);
  g_test_add_func ("/invitations/K-21", test_devices);
  return g_test_run ();
}
