/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include <string.h>

/* Each pack with people and stories has a sample; the first is meant where none is named. */
static void
test_list (void)
{
  g_auto (GStrv) packs = cs_stories_list_packs ();

  g_assert_cmpstr (packs[0], ==, "anantya");
  for (gsize i = 0; packs[i] != NULL; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (CsStories) stories = cs_stories_load (i == 0 ? NULL : packs[i], &error);

    g_assert_no_error (error);
    g_assert_cmpstr (json_string_value (cs_stories_get (stories, "pack")), ==, packs[i]);
    g_assert_cmpstr (cs_json_get_string (cs_stories_get_people (stories), "pack"), ==, packs[i]);
  }
}

static void
test_load (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsStories) stories = cs_stories_load ("anantya", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (json_array_size (cs_stories_get (stories, "requests")), >=, 40);
  g_assert_cmpuint (json_object_size (json_object_get (cs_stories_get_people (stories), "people")),
                    >,
                    20);
  g_assert_true (memcmp (g_bytes_get_data (cs_stories_get_evidence (stories), NULL), "%PDF", 4) ==
                 0);
  g_assert_null (cs_stories_load ("nobody", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
}

/* Nobody in the sample can be reached: every address is one that cannot exist. */
static void
test_addresses (void)
{
  g_autoptr (CsStories) stories = cs_stories_load ("anantya", NULL);
  g_autofree char *text = json_dumps (cs_stories_get_people (stories), JSON_COMPACT);
  guint n_addresses = 0;

  for (const char *at = strstr (text, "\"mail\":\""); at != NULL;
       at = strstr (at + 1, "\"mail\":\"")) {
    const char *start = at + strlen ("\"mail\":\"");
    g_autofree char *mail = g_strndup (start, strcspn (start, "\""));

    g_assert_true (g_str_has_suffix (mail, ".example"));
    n_addresses++;
  }
  g_assert_cmpuint (n_addresses, >, 30);
}

static void
test_placeholders (void)
{
  Stage stage;
  const char *digest;
  const CsPack *pack;
  CsCast cast = {.region = "SA", .contact = "p-1", .usd = 1000, .serial = 7};
  g_autoptr (json_t) topic = json_pack ("{s:s}", "title", "Topic");
  const struct {
    const char *template;
    const char *value;
  } cases[] = {
      {"as it is", "\"as it is\""},
      {"$topic:title", "\"Topic\""},
      {"$contact", "\"p-1\""},
      {"$invoice", "\"INV-7\""},
      {"$ticket:ARR", "{\"key\": \"ARR-7\"}"},
      {"$today", "\"2026-11-23\""},
      {"$today:-3", "\"2026-11-20\""},
      {"$money:100", "{\"currency\": \"SAR\", \"minor\": 375000}"},
      {"$amount:200", "{\"currency\": \"SAR\", \"minor\": 75000}"},
      {"$serial:#", "\"#7\""},
      {"$handed-over",
       "{\"at\": \"2026-11-23T12:00:00Z\", \"given_to\": \"IT desk\", \"how\": \"Phone\"}"},
      {"$money:40", "{\"currency\": \"SAR\", \"minor\": 150000}"},
  };

  stage_open (&stage);
  digest =
      cs_directory_get_activation (cs_authority_get_directory (stage.authority, NULL), "anantya")
          ->digest;
  pack = cs_pack_cache_get (cs_authority_get_packs (stage.authority), digest, NULL);
  cast.topic = topic;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (json_t) template = json_string (cases[i].template);
    g_autoptr (json_t) value = cs_stories_resolve (stage.stories,
                                                   template,
                                                   &cast,
                                                   pack,
                                                   G_GINT64_CONSTANT (1795435200000000));
    char *text = json_dumps (value, JSON_ENCODE_ANY | JSON_SORT_KEYS);

    g_assert_cmpstr (text, ==, cases[i].value);
    free (text);
  }
  g_assert_nonnull (cs_stories_find_calendar (stage.stories, stage.authority, "SA"));
  g_assert_null (cs_stories_find_calendar (stage.stories, stage.authority, "nowhere"));
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stories/list", test_list);
  g_test_add_func ("/stories/load", test_load);
  g_test_add_func ("/stories/addresses", test_addresses);
  g_test_add_func ("/stories/placeholders", test_placeholders);
  return g_test_run ();
}
