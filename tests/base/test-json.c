/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-json.h"

#include <string.h>

static void
test_positions (void)
{
  const char *text = "{\"a\": [1,\n  {\"é\\\"\": true, \"c\": \"x,y\"}],\n \"b\": null}";
  g_autoptr (GError) error = NULL;
  g_autoptr (CsJson) json = cs_json_parse ("t.json", text, strlen (text), &error);
  json_t *list, *inner;
  guint line, column;

  g_assert_no_error (error);
  list = json_object_get (cs_json_get_root (json), "a");
  inner = json_array_get (list, 1);
  cs_json_locate (json, list, NULL, 1, &line, &column);
  g_assert_cmpuint (line, ==, 2);
  g_assert_cmpuint (column, ==, 3);
  cs_json_locate (json, inner, "c", 0, &line, &column);
  g_assert_cmpuint (line, ==, 2);
  g_assert_cmpuint (column, ==, 17);
  cs_json_set_error (json, cs_json_get_root (json), "b", 0, &error, "expected %s", "text");
  g_assert_cmpstr (error->message, ==, "t.json:3:2: expected text");
}

static void
test_refused (void)
{
  const char *bad[] = {"", "{", "{\"a\":1,\"a\":2}", "[1,]", "\xff"};

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    CsJson *json = cs_json_parse ("bad", bad[i], strlen (bad[i]), &error);

    g_assert_null (json);
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
    g_assert_true (g_str_has_prefix (error->message, "bad:"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/positions", test_positions);
  g_test_add_func ("/json/refused", test_refused);
  return g_test_run ();
}
