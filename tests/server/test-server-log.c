/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-server-log.h"

#include "cs-json.h"

#include <string.h>

static char *
format (gboolean is_json, GLogLevelFlags level, const char *message)
{
  const GLogField fields[] = {{"MESSAGE", message, -1},
                              {"CODE_FILE", "secret.c", -1},
                              {"STATUS", "401", -1}};

  return cs_server_log_format (is_json, level, fields, G_N_ELEMENTS (fields), 0);
}

static void
test_json (void)
{
  g_autofree char *line = format (TRUE, G_LOG_LEVEL_WARNING, "two\nlines \xff");
  g_autoptr (json_t) object = cs_json_load (line, strlen (line), NULL);

  g_assert_null (strchr (line, '\n'));
  g_assert_null (strstr (line, "secret.c"));
  g_assert_cmpstr (cs_json_get_string (object, "level"), ==, "warning");
  g_assert_cmpstr (cs_json_get_string (object, "status"), ==, "401");
  g_assert_true (g_str_has_prefix (cs_json_get_string (object, "message"), "two\nlines"));
}

/* ASVS 16.4.1: whoever is heard cannot make a line of their own. */
static void
test_text (void)
{
  g_autofree char *line = format (FALSE, G_LOG_LEVEL_MESSAGE, "one\r\ntwo");

  g_assert_cmpstr (line, ==, "1970-01-01T00:00:00Z info: one  two");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-log/json", test_json);
  g_test_add_func ("/server-log/text", test_text);
  return g_test_run ();
}
