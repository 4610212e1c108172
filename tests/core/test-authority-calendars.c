/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#define KEPT                                                                                       \
  "{\"title\":\"As it was\",\"revision\":1,\"zone\":\"Asia/Kolkata\","                             \
  "\"hours\":{\"mon\":[\"10:00-16:00\"]}}"

/* D-C4: a program with other calendars does not change those a workspace has seen. */
static void
test_kept (void)
{
  Stage stage;
  g_autoptr (CsAuthority) later = NULL;
  g_autofree char *kept = NULL;
  const CsDirectory *directory;
  g_autoptr (GError) error = NULL;
  CsStore *store;

  stage_open (&stage);
  store = cs_ledger_get_store (stage.ledger);
  kept = cs_store_dup_meta (store, "calendar/india", &error);
  g_assert_no_error (error);
  g_assert_nonnull (kept);
  g_assert_true (cs_store_set_meta (store, "calendar/india", KEPT, &error));
  later = cs_authority_new (store, stage.time_source, &error);
  g_assert_no_error (error);
  directory = cs_authority_get_directory (later, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cs_calendar_get_title (cs_directory_get_calendar (directory, "india")),
                   ==,
                   "As it was");
  g_assert_cmpstr (cs_calendar_get_title (cs_directory_get_calendar (directory, "hong-kong")),
                   ==,
                   "Hong Kong");
  g_clear_pointer (&later, cs_authority_free);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/authority-calendars/D-C4/kept", test_kept);
  return g_test_run ();
}
