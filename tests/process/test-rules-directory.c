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

#define KEY     "0000000000000000000000000000000000000000000"
#define ANOTHER "1111111111111111111111111111111111111111111"

static void
say (const char *by, const char *kind, const char *data)
{
  g_autoptr (CsEntry) entry = make_entry (FIRST, by, kind, data);
  g_autoptr (GError) error = NULL;

  cs_directory_apply (directory, entry, &error);
  g_assert_no_error (error);
}

typedef struct {
  const char *by, *kind, *data, *rule;
} Saying;

static void
check_sayings (const Saying *sayings, gsize n_sayings)
{
  for (gsize i = 0; i < n_sayings; i++) {
    g_autoptr (CsEntry) entry =
        make_entry (SECOND, sayings[i].by, sayings[i].kind, sayings[i].data);
    g_autoptr (CsReason) reason = NULL;
    gboolean may = cs_rules_check_directory (directory, entry, &reason);

    g_test_message ("%s %s", sayings[i].by, sayings[i].data);
    g_assert_cmpstr (reason != NULL ? reason->rule : NULL, ==, sayings[i].rule);
    g_assert_true (may == (sayings[i].rule == NULL));
  }
}

#define ROLE(pack, role, person, held)                                                             \
  "{\"pack\": \"" pack "\", \"role\": \"" role "\", \"person\": \"" person "\", \"held\": " held "}"
#define ADMINISTRATOR(person, held) ROLE ("workspace", "administrator", person, held)

/* Without administrators everybody writes the directory, as ever; the first one that is named makes
 * it theirs (ASVS 8.2.1), and somebody always stays. */
static void
test_administrators (void)
{
  static const Saying before[] = {
      {"omar", "person", "{\"id\": \"new\", \"name\": \"New\"}", NULL},
      {"omar", "role", ROLE ("p", "r", "rita", "true"), NULL},
      {"omar", "role", ROLE ("workspace", "owner", "rita", "true"), "role"},
      {"omar", "role", ADMINISTRATOR ("desk", "true"), "person"},
      {"omar", "role", ADMINISTRATOR ("rita", "true"), NULL},
  };
  static const Saying after[] = {
      {"omar", "person", "{\"id\": \"new\", \"name\": \"New\"}", "administrator"},
      {"omar", "role", ROLE ("p", "r", "omar", "true"), "administrator"},
      {"omar", "role", ADMINISTRATOR ("omar", "true"), "administrator"},
      {"omar", "client", "{\"id\": \"c\", \"name\": \"C\"}", "administrator"},
      {"omar",
       "device",
       "{\"id\": \"d-rita\", \"person\": \"rita\", \"revoked\": true}",
       "administrator"},
      {"omar",
       "device",
       "{\"id\": \"d-other\", \"person\": \"omar\", \"key\": \"" KEY "\"}",
       "administrator"},
      {"omar", "device", "{\"id\": \"d-omar\", \"name\": \"Laptop\"}", NULL},
      {"omar", "device", "{\"id\": \"d-omar\", \"revoked\": true}", NULL},
      {"omar", "delegation", "{\"from\": \"omar\", \"to\": \"rita\", " WEEK "}", NULL},
      {CS_KEEPER,
       "device",
       "{\"id\": \"d-other\", \"person\": \"omar\", \"key\": \"" KEY "\"}",
       NULL},
      {"rita", "person", "{\"id\": \"new\", \"name\": \"New\"}", NULL},
      {"rita", "role", ADMINISTRATOR ("omar", "true"), NULL},
      {"rita", "role", ADMINISTRATOR ("rita", "false"), "administrator"},
      {"rita",
       "person",
       "{\"id\": \"rita\", \"name\": \"Rita\", \"can_act\": false}",
       "administrator"},
      {"rita", "device", "{\"id\": \"d-omar\", \"person\": \"omar\", \"revoked\": true}", NULL},
  };

  check_sayings (before, G_N_ELEMENTS (before));
  say ("rita", "role", ADMINISTRATOR ("rita", "true"));
  say ("omar", "device", "{\"id\": \"d-omar\", \"key\": \"" KEY "\"}");
  say ("rita", "device", "{\"id\": \"d-rita\", \"key\": \"" KEY "\"}");
  check_sayings (after, G_N_ELEMENTS (after));
  say ("rita", "role", ADMINISTRATOR ("rita", "false"));
  check_sayings (before, 2);
}

/* K-21: a device has one key, belongs to one person, and what was removed stays removed. */
static void
test_devices (void)
{
  static const Saying cases[] = {
      {"omar", "device", "{\"id\": \"d-a\", \"key\": \"" KEY "\"}", NULL},
      {"omar", "device", "{\"id\": \"d-a\", \"key\": \"" ANOTHER "\"}", "K-21"},
      {"rita", "device", "{\"id\": \"d-a\", \"key\": \"" KEY "\"}", "K-21"},
      {"omar", "device", "{\"id\": \"d-b\", \"key\": \"" KEY "\"}", "K-21"},
      {"omar", "device", "{\"id\": \"d-b\", \"revoked\": true}", NULL},
      {"omar", "device", "{\"id\": \"d-c\", \"key\": \"short\"}", "K-21"},
  };
  static const Saying removed[] = {
      {"omar", "delegation", "{\"from\": \"omar\", \"to\": \"rita\", " WEEK "}", "K-21"},
      {"omar", "person", "{\"id\": \"omar\", \"name\": \"Omar\"}", "K-21"},
  };
  g_autoptr (GPtrArray) devices = NULL;

  say ("omar", "device", "{\"id\": \"d-a\", \"key\": \"" KEY "\", \"name\": \"Laptop\"}");
  say ("omar", "device", "{\"id\": \"d-b\", \"key\": \"" KEY "\"}");
  say ("omar", "device", "{\"id\": \"d-b\", \"revoked\": true}");
  check_sayings (cases, G_N_ELEMENTS (cases));
  g_assert_null (cs_directory_get_device_key (directory, "d-b"));
  say ("omar", "device", "{\"id\": \"d-1\", \"revoked\": true}");
  check_sayings (removed, G_N_ELEMENTS (removed));
  devices = cs_directory_list_devices (directory, "omar");
  g_assert_cmpuint (devices->len, >=, 3);
  g_assert_cmpstr (((CsDevice *)devices->pdata[1])->name, ==, "Laptop");
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
  g_test_add_func ("/rules-directory/administrators", test_administrators);
  g_test_add_func ("/rules-directory/K-21", test_devices);
  status = g_test_run ();
  cs_directory_free (directory);
  return status;
}
