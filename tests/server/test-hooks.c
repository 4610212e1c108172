/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "house.h"

#include "cs-hooks.h"
#include "cs-reach.h"
#include "cs-server-tables.h"

static const CsLetters *const letters = &cs_letters_sqlite;
static const char *const people[] = {"person", NULL};

static void
open_all (House *house)
{
  g_autoptr (GError) error = NULL;

  house_open (house);
  g_assert_true (cs_server_tables_prepare (cs_ledger_get_store (house->ledger), &error));
  g_assert_no_error (error);
}

static CsHook *
add_hook (House *house, const char *const *kinds, gboolean has_values)
{
  g_autoptr (GError) error = NULL;
  CsHook *hook = cs_hook_new (house->ledger, "https://example.org/hook", kinds, has_values, &error);

  g_assert_no_error (error);
  g_assert_true (letters->class->add_hook (NULL, house->ledger, hook, &error));
  return hook;
}

static void
add_person (House *house, const char *id)
{
  g_autofree char *text = g_strdup_printf ("{\"id\": \"%s\", \"name\": \"Nina Secret\"}", id);
  g_autoptr (GError) error = NULL;

  house_say (house, "person", CS_KEEPER, text);
  g_assert_true (cs_hooks_catch_up (letters, house->ledger, &error));
  g_assert_no_error (error);
}

static GPtrArray *
list_waiting (House *house)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *list = letters->class->list (NULL, house->ledger, CS_LETTER_WAITING, 100, &error);

  g_assert_no_error (error);
  return list;
}

/* Only what comes after, only what was asked for, each once. */
static void
test_wanted (void)
{
  House house = {0};
  g_autoptr (CsHook) all = NULL, some = NULL;
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GError) error = NULL;

  open_all (&house);
  all = add_hook (&house, NULL, FALSE);
  some = add_hook (&house, people, FALSE);
  add_person (&house, "nina");
  g_assert_true (cs_hooks_catch_up (letters, house.ledger, &error));
  waiting = list_waiting (&house);
  g_assert_cmpuint (waiting->len, ==, 1);
  g_assert_cmpstr (((CsLetter *)waiting->pdata[0])->target, ==, some->id);
  house_close (&house);
}

static void
test_refused (void)
{
  static const char *const wrong[] = {"nothing", NULL};
  House house = {0};
  g_autoptr (GError) error = NULL;

  open_all (&house);
  g_assert_null (cs_hook_new (house.ledger, "https://example.org/", wrong, FALSE, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (cs_hook_new (house.ledger, "http://example.org/", NULL, FALSE, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (cs_hooks_find (letters, house.ledger, "hook-0", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
  house_close (&house);
}

/* Ids and kinds; what an entry says only where that was asked for. */
static void
test_says (void)
{
  House house = {0};
  g_autoptr (CsHook) plain = NULL, full = NULL;
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *little = NULL;
  g_autofree char *much = NULL;
  g_autoptr (json_t) body = NULL;

  open_all (&house);
  plain = add_hook (&house, people, FALSE);
  full = add_hook (&house, people, TRUE);
  add_person (&house, "nina");
  waiting = list_waiting (&house);
  g_assert_cmpuint (waiting->len, ==, 2);
  little = cs_hooks_compose (house.ledger, plain, waiting->pdata[0], "workspace-1", &error);
  g_assert_no_error (error);
  much = cs_hooks_compose (house.ledger, full, waiting->pdata[0], "workspace-1", &error);
  g_assert_no_error (error);
  g_assert_null (strstr (little, "Secret"));
  g_assert_nonnull (strstr (much, "Secret"));
  body = cs_json_load (little, strlen (little), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cs_json_get_string (body, "type"), ==, "entry.person");
  g_assert_nonnull (cs_json_get_string (body, "timestamp"));
  g_assert_cmpstr (cs_json_get_string (json_object_get (body, "data"), "workspace"),
                   ==,
                   "workspace-1");
  house_close (&house);
}

static CsHook *
find (House *house, const char *id)
{
  g_autoptr (GError) error = NULL;
  CsHook *hook = cs_hooks_find (letters, house->ledger, id, &error);

  g_assert_no_error (error);
  return hook;
}

static void
note (House *house, const char *id, const char *failure, gboolean is_gone)
{
  g_autoptr (CsHook) hook = find (house, id);
  g_autoptr (GError) error = NULL;

  g_assert_true (
      cs_hooks_note (letters, house->ledger, hook, failure, is_gone, 5 * G_TIME_SPAN_DAY, &error));
  g_assert_no_error (error);
}

static gboolean
is_disabled (House *house, const char *id)
{
  g_autoptr (CsHook) hook = find (house, id);

  return hook->disabled != CS_INSTANT_NONE;
}

/* Days of failure without one success end it; it begins anew for what comes after. */
static void
test_disabled (void)
{
  House house = {0};
  g_autoptr (CsHook) hook = NULL, again = NULL;
  g_autoptr (GPtrArray) none = NULL, one = NULL, dead = NULL;
  g_autoptr (GError) error = NULL;

  open_all (&house);
  hook = add_hook (&house, people, FALSE);
  add_person (&house, "nina");
  note (&house, hook->id, "It answered 500.", FALSE);
  house_wait (&house, 4 * G_TIME_SPAN_DAY);
  note (&house, hook->id, "It answered 500.", FALSE);
  note (&house, hook->id, NULL, FALSE);
  house_wait (&house, 2 * G_TIME_SPAN_DAY);
  note (&house, hook->id, "It answered 500.", FALSE);
  house_wait (&house, 4 * G_TIME_SPAN_DAY);
  note (&house, hook->id, "It answered 500.", FALSE);
  g_assert_false (is_disabled (&house, hook->id));
  house_wait (&house, G_TIME_SPAN_DAY);
  g_test_expect_message (NULL, G_LOG_LEVEL_WARNING, "*called no more*500*");
  note (&house, hook->id, "It answered 500.", FALSE);
  g_test_assert_expected_messages ();
  g_assert_true (is_disabled (&house, hook->id));
  dead = letters->class->list (NULL, house.ledger, CS_LETTER_DEAD, 10, &error);
  g_assert_cmpuint (dead->len, ==, 1);
  add_person (&house, "olga");
  none = list_waiting (&house);
  g_assert_cmpuint (none->len, ==, 0);
  again = find (&house, hook->id);
  g_assert_true (cs_hooks_enable (letters, house.ledger, again, &error));
  add_person (&house, "petra");
  one = list_waiting (&house);
  g_assert_cmpuint (one->len, ==, 1);
  house_close (&house);
}

/* A receiver that says 410 wants no more. */
static void
test_gone (void)
{
  House house = {0};
  g_autoptr (CsHook) hook = NULL;
  g_autoptr (GError) error = NULL;

  open_all (&house);
  hook = add_hook (&house, people, FALSE);
  g_test_expect_message (NULL, G_LOG_LEVEL_WARNING, "*called no more*");
  note (&house, hook->id, "It answered 410.", TRUE);
  g_test_assert_expected_messages ();
  g_assert_true (is_disabled (&house, hook->id));
  g_assert_true (letters->class->remove_hook (NULL, house.ledger, hook->id, &error));
  g_assert_null (cs_hooks_find (letters, house.ledger, hook->id, &error));
  house_close (&house);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv (CS_REACH_ENVIRONMENT);
  g_test_add_func ("/server/hooks/wanted", test_wanted);
  g_test_add_func ("/server/hooks/refused", test_refused);
  g_test_add_func ("/server/hooks/says", test_says);
  g_test_add_func ("/server/hooks/disabled", test_disabled);
  g_test_add_func ("/server/hooks/gone", test_gone);
  return g_test_run ();
}
