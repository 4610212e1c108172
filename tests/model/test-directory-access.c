/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-directory.h"
#include "cs-json.h"

#include <string.h>

static void
apply (CsDirectory *directory, const char *kind, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) data = cs_json_load (text, strlen (text), &error);
  const CsEntryHead head = {.id = "019b8d71-b073-7000-8000-000000000001",
                            .kind = kind,
                            .by = "a",
                            .device = "d",
                            .n = 1,
                            .at = 0};
  g_autoptr (CsEntry) entry = cs_entry_build (&head, data, &error);

  g_assert_no_error (error);
  g_assert_true (cs_directory_apply (directory, entry, &error));
  g_assert_no_error (error);
}

static void
make_administrator (CsDirectory *directory, const char *person, gboolean held)
{
  g_autofree char *text = g_strdup_printf (
      "{\"pack\": \"workspace\", \"role\": \"administrator\", \"person\": \"%s\", \"held\": %s}",
      person,
      held ? "true" : "false");

  apply (directory, "role", text);
}

static void
test_administrators (void)
{
  g_autoptr (CsDirectory) directory = cs_directory_new ();
  g_autoptr (GPtrArray) list = NULL;

  apply (directory, "person", "{\"id\": \"a\", \"name\": \"Asha\"}");
  apply (directory, "person", "{\"id\": \"b\", \"name\": \"Bilal\"}");
  g_assert_false (cs_directory_has_administrators (directory));
  g_assert_false (cs_directory_is_administrator (directory, "a"));
  g_assert_false (cs_directory_is_administrator (directory, NULL));
  make_administrator (directory, "a", TRUE);
  make_administrator (directory, "b", TRUE);
  g_assert_true (cs_directory_has_administrators (directory));
  g_assert_true (cs_directory_is_administrator (directory, "a"));
  apply (directory, "person", "{\"id\": \"a\", \"name\": \"Asha\", \"can_act\": false}");
  make_administrator (directory, "b", FALSE);
  g_assert_false (cs_directory_is_administrator (directory, "a"));
  g_assert_false (cs_directory_is_administrator (directory, "b"));
  g_assert_true (cs_directory_has_administrators (directory)); /* nobody else takes it over */
  list = cs_directory_list_administrators (directory);
  g_assert_cmpuint (list->len, ==, 0);
}

/* K-21: what an entry does not say of a device stays. */
static void
test_devices (void)
{
  g_autoptr (CsDirectory) directory = cs_directory_new ();
  g_autoptr (GPtrArray) all = NULL, own = NULL;
  const CsDevice *device;

  apply (directory, "device", "{\"id\": \"d-2\", \"person\": \"b\", \"key\": \"k2\"}");
  apply (directory, "device", "{\"id\": \"d-1\", \"key\": \"k1\", \"name\": \"Laptop\"}");
  apply (directory, "device", "{\"id\": \"d-1\", \"revoked\": true}");
  all = cs_directory_list_devices (directory, NULL);
  g_assert_cmpuint (all->len, ==, 2);
  own = cs_directory_list_devices (directory, "a");
  g_assert_cmpuint (own->len, ==, 1);
  device = own->pdata[0];
  g_assert_cmpstr (device->id, ==, "d-1");
  g_assert_cmpstr (device->name, ==, "Laptop");
  g_assert_cmpstr (device->key, ==, "k1");
  g_assert_true (device->revoked);
  g_assert_null (cs_directory_get_device_key (directory, "d-1"));
  g_assert_true (cs_directory_is_device_revoked (directory, "d-1"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory-access/administrators", test_administrators);
  g_test_add_func ("/directory-access/K-21", test_devices);
  return g_test_run ();
}
