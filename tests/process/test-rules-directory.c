/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-rules.h"

#include <string.h>

static const char pack_text[] =
    "{\"people\": {\"rita\": {}, \"omar\": {}, \"desk\": {\"mailbox\": true}}}";

static CsDirectory *directory; /* (owned) */

static CsEntry *
make_entry (const char *id, const char *by, const char *kind, const char *data_text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) data = cs_json_load (data_text, strlen (data_text), &error);
  const CsEntryHead head = {.id = id, .kind = kind, .by = by, .device = "d-1", .n = 1, .at = 0};
  CsEntry *entry;

  g_assert_no_error (error);
  entry = cs_entry_build (&head, data, &error);
  g_assert_no_error (error);
  return entry;
}

#define FIRST  "019b8d71-b073-7000-8000-000000000001"
#define SECOND "019b8d71-b073-7000-8000-000000000002"
#define WEEK   "\"since\": \"2026-11-23T00:00:00Z\", \"until\": \"2026-11-28T00:00:00Z\""

/* everybody hands over their own mandate, to somebody who can act, from one moment to a later
 * one, and may take it back before its time. */
static void
test_delegations (void)
{
  static const struct {
    const char *by, *data, *rule;
  } cases[] = {
      {"rita", "{\"from\": \"rita\", \"to\": \"omar\", " WEEK "}", NULL},
      {"omar", "{\"from\": \"rita\", \"to\": \"omar\", " WEEK "}", "X-14"},
      {"rita", "{\"from\": \"rita\", \"to\": \"rita\", " WEEK "}", "X-14"},
      {"rita", "{\"from\": \"rita\", \"to\": \"desk\", " WEEK "}", "X-14"},
      {"rita", "{\"from\": \"rita\", \"to\": \"nobody\", " WEEK "}", "X-14"},
      {"rita", "{\"from\": \"rita\", \"to\": \"omar\"}", "X-14"},
      {"rita",
       "{\"from\": \"rita\", \"to\": \"omar\", \"since\": \"2026-11-28T00:00:00Z\", \"until\": "
       "\"2026-11-23T00:00:00Z\"}",
       "X-14"},
      {"rita", "{\"from\": \"rita\", \"to\": \"omar\", \"up_to\": [5], " WEEK "}", "X-14"},
      {"rita",
       "{\"id\": \"" FIRST "\", \"from\": \"rita\", \"to\": \"omar\", \"ended\": true}",
       NULL},
      {"rita", "{\"from\": \"rita\", \"to\": \"omar\", \"ended\": true}", "X-14"},
      {"rita",
       "{\"id\": \"" SECOND "\", \"from\": \"rita\", \"to\": \"omar\", \"ended\": true}",
       "X-14"},
      {"omar",
       "{\"id\": \"" FIRST "\", \"from\": \"omar\", \"to\": \"rita\", \"ended\": true}",
       "X-14"},
  };
  g_autoptr (CsEntry) first = make_entry (FIRST, "rita", "delegation", cases[0].data);
  g_autoptr (GError) error = NULL;

  cs_directory_apply (directory, first, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CsEntry) entry = make_entry (SECOND, cases[i].by, "delegation", cases[i].data);
    g_autoptr (CsReason) reason = NULL;
    gboolean may = cs_rules_check_directory (directory, entry, &reason);

    g_test_message ("%s", cases[i].data);
    g_assert_cmpstr (reason != NULL ? reason->rule : NULL, ==, cases[i].rule);
    g_assert_true (may == (cases[i].rule == NULL));
  }
}

int
main (int argc, char **argv)
{
  g_autoptr (json_t) root = cs_json_load (pack_text, strlen (pack_text), NULL);
  int status;

  g_test_init (&argc, &argv, NULL);
  directory = cs_directory_new ();
  cs_directory_add_pack (directory, "p", root);
  g_test_add_func ("/rules-directory/X-14", test_delegations);
  status = g_test_run ();
  cs_directory_free (directory);
  return status;
}
