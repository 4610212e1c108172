/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include "cs-calendar.h"

/* What was recorded once is accepted again: for another client, at other times, with the money of
 * its region. */
static void
test_play (void)
{
  Stage stage, place;
  CsCast cast;
  g_autoptr (CsStory) story = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  const CsRequest *request;
  const GPtrArray *entries;

  stage_open (&stage);
  stage_open (&place);
  cast = stage_make_cast (&stage, "c-riyadhretail", "SA");
  story = stage_record (&stage, json_pack ("{s:[s]}", "payments", "confirmed"), &cast, &error);
  g_assert_no_error (error);
  cast.client = "c-tamkeen";
  cast.contact = "p-tamkeen-1";
  cs_time_source_set_fixed (place.time_source,
                            cast.end - G_GINT64_CONSTANT (200) * 86400 * CS_SECOND);
  id = cs_story_play (story, place.stories, place.authority, &cast, rand, NULL, NULL, &error);
  g_assert_no_error (error);
  request = cs_authority_get_request (place.authority, id, NULL, NULL);
  g_assert_cmpstr (cs_request_get_client (request), ==, "c-tamkeen");
  g_assert_true (g_str_has_suffix (cs_request_get_title (request), ", pilot"));
  g_assert_cmpint (cs_request_get_end (request), !=, CS_END_NONE);
  g_assert_cmpint (cs_request_get_ended (request), <=, cast.end);
  entries = cs_request_get_entries (request);
  g_assert_cmpuint (entries->len, >, 20);
  for (guint i = 1; i < entries->len; i++)
    g_assert_cmpint (cs_entry_get_at (entries->pdata[i - 1]),
                     <=,
                     cs_entry_get_at (entries->pdata[i]));
  stage_close (&place);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/story/play", test_play);
  return g_test_run ();
}
