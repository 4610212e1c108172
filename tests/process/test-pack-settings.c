/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-pack-settings.h"

#include "pack-support.h"

#define SETTINGS                                                                                   \
  "\"settings\": {\"Q-1\": {\"type\": \"choice\", \"options\": [{\"id\": \"a\", \"title\": "       \
  "\"First\"}, \"b\"], \"default\": \"a\"}, \"Q-2\": {\"type\": \"duration\", \"default\": "       \
  "\"5bd\"}, \"Q-34\": {\"type\": \"text\", \"many\": true, \"default\": [\"Name\", "              \
  "\"Number\"]}},"

/* what is typed becomes a value, or is told what was expected. */
static void
test_parse (void)
{
  const struct {
    const char *setting, *text, *value, *words;
  } cases[] = {
      {"Q-1", "b", "\"b\"", NULL},
      {"Q-1", "c", NULL, "one of “a”, “b”"},
      {"Q-2", " 7d ", "\"7d\"", NULL},
      {"Q-2", "soon", NULL, "a time such as"},
      {"Q-34", "Name\n\n Address \n", "[\"Name\",\"Address\"]", NULL},
      {"Q-34", "\n", NULL, "at least one line"},
      {"Q-1", "", NULL, "a few words"},
  };
  g_autoptr (CsPack) pack = load_small (SETTINGS, "", "");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (json_t) value =
        cs_setting_parse (cs_pack_get_setting (pack, cases[i].setting), cases[i].text, &error);
    g_autofree char *text = value != NULL ? cs_json_dump (value) : NULL;

    g_assert_cmpstr (text, ==, cases[i].value);
    if (cases[i].words == NULL) {
      g_assert_no_error (error);
    } else {
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
  }
}

static void
test_format (void)
{
  g_autoptr (CsPack) pack = load_small (SETTINGS, "", "");
  g_autoptr (json_t) chosen = json_string ("b");
  g_autofree char *first = cs_setting_format (cs_pack_get_setting (pack, "Q-1"), NULL, "en");
  g_autofree char *second = cs_setting_format (cs_pack_get_setting (pack, "Q-1"), chosen, "en");
  g_autofree char *lines = cs_setting_format (cs_pack_get_setting (pack, "Q-34"), NULL, "en");

  g_assert_cmpstr (first, ==, "First");
  g_assert_cmpstr (second, ==, "B");
  g_assert_cmpstr (lines, ==, "Name\nNumber");
}

/* Another version keeps the answers that still are answers. */
static void
test_keep (void)
{
  g_autoptr (CsPack) pack = load_small (SETTINGS, "", "");
  g_autoptr (json_t) old = json_pack ("{s:s, s:s, s:s}", "Q-1", "b", "Q-2", "never", "gone", "x");
  g_autoptr (json_t) kept = cs_pack_keep_settings (pack, old);
  g_autofree char *text = cs_json_dump (kept);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (text, ==, "{\"Q-1\":\"b\"}");
  g_assert_true (cs_pack_check_settings (pack, kept, &error));
  g_assert_no_error (error);
  g_assert_false (cs_pack_check_settings (pack, old, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-settings/Q-34-parse", test_parse);
  g_test_add_func ("/pack-settings/format", test_format);
  g_test_add_func ("/pack-settings/keep", test_keep);
  return g_test_run ();
}
