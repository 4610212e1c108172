/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-calendar.h"

#include <string.h>

/* The calendars in data/calendars: what each must say about itself (D-C4, design §7). */
static const struct {
  const char *id;
  const char *zone;
  const char *weekend; /* the two days without hours */
} shipped[] = {
    {"india", "Asia/Kolkata", "sat sun"},
    {"saudi-arabia", "Asia/Riyadh", "fri sat"},
    {"bahrain", "Asia/Bahrain", "fri sat"},
    {"egypt", "Africa/Cairo", "fri sat"},
    {"drc-kinshasa", "Africa/Kinshasa", "sat sun"},
    {"drc-lubumbashi", "Africa/Lubumbashi", "sat sun"},
    {"kenya", "Africa/Nairobi", "sat sun"},
    {"zambia", "Africa/Lusaka", "sat sun"},
    {"tanzania", "Africa/Dar_es_Salaam", "sat sun"},
    {"hong-kong", "Asia/Hong_Kong", "sat sun"},
    {"new-zealand", "Pacific/Auckland", "sat sun"},
    {"australia", "Australia/Sydney", "sat sun"},
};

static char *
path_of (const char *id)
{
  g_autofree char *name = g_strconcat (id, ".json", NULL);

  return g_build_filename (g_getenv ("CS_SOURCE_ROOT"), "data", "calendars", name, NULL);
}

static void
check_members (const json_t *root)
{
  const char *known[] = {"title",
                         "revision",
                         "zone",
                         "note",
                         "source",
                         "license",
                         "hours",
                         "holidays",
                         "special",
                         NULL};
  const char *key;
  json_t *value;

  json_object_foreach ((json_t *)root, key, value) g_assert_true (g_strv_contains (known, key));
  g_assert_nonnull (json_string_value (json_object_get (root, "title")));
  g_assert_nonnull (strstr (json_string_value (json_object_get (root, "note")), "estimated"));
  g_assert_nonnull (json_string_value (json_object_get (root, "source")));
  g_assert_nonnull (json_string_value (json_object_get (root, "license")));
  g_assert_cmpint (json_integer_value (json_object_get (root, "revision")), >=, 1);
}

static void
check_holidays (const json_t *holidays)
{
  const char *before = "2026";
  gsize i;
  json_t *item;

  g_assert_cmpuint (json_array_size (holidays), >, 5);
  json_array_foreach (holidays, i, item)
  {
    const char *date = json_string_value (json_object_get (item, "date"));

    g_assert_cmpstr (date, >, before);
    g_assert_cmpstr (date, <, "2028");
    g_assert_nonnull (json_string_value (json_object_get (item, "title")));
    g_assert_true (json_is_true (json_object_get (item, "estimated")));
    before = date;
  }
}

static void
test_files (void)
{
  const char *days[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

  for (gsize i = 0; i < G_N_ELEMENTS (shipped); i++) {
    g_autofree char *path = path_of (shipped[i].id);
    g_autoptr (GError) error = NULL;
    g_autoptr (CsJson) json = cs_json_parse_file (path, 1024 * 1024, &error);
    g_autoptr (CsCalendar) calendar = NULL;
    json_t *root;

    g_assert_no_error (error);
    root = cs_json_get_root (json);
    check_members (root);
    check_holidays (json_object_get (root, "holidays"));
    for (gsize day = 0; day < 7; day++)
      g_assert_cmpint (json_object_get (json_object_get (root, "hours"), days[day]) == NULL,
                       ==,
                       strstr (shipped[i].weekend, days[day]) != NULL);
    calendar = cs_calendar_new_from_file (path, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (cs_calendar_get_zone (calendar), ==, shipped[i].zone);
  }
}

static void
test_all_are_listed (void)
{
  g_autofree char *folder =
      g_build_filename (g_getenv ("CS_SOURCE_ROOT"), "data", "calendars", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gsize count = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    count++;
  g_assert_cmpuint (count, ==, G_N_ELEMENTS (shipped));
}

static void
check_is_shipped (const char *pack, const char *id)
{
  g_autofree char *path = path_of (id);

  g_test_message ("%s names %s", pack, id);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

/* Every calendar that a shipped pack names is there. */
static void
test_packs (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("CS_SOURCE_ROOT"), "data", "packs", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, "pack.json", NULL);
    g_autoptr (CsJson) json = cs_json_parse_file (path, 8 * 1024 * 1024, NULL);
    const json_t *root = json != NULL ? cs_json_get_root (json) : NULL;
    const char *region;
    json_t *value;

    if (root == NULL)
      continue;
    check_is_shipped (name, cs_json_get_string (root, "calendar"));
    json_object_foreach (json_object_get (root, "regions"), region, value)
    {
      const char *id = cs_json_get_string (value, "calendar");

      if (id != NULL)
        check_is_shipped (name, id);
    }
  }
}

/* E10 with the shipped Bahrain calendar; and the two zones of one country. */
static void
test_examples (void)
{
  const struct {
    const char *id;
    const char *start;
    gint64 amount;
    CsDurationUnit unit;
    const char *due;
  } cases[] = {
      {"bahrain", "2026-01-08T15:00:00+03:00", 7, CS_DURATION_DAYS, "2026-01-15T17:00:00+03:00"},
      {"india", "2026-01-02T16:00:00+05:30", 4, CS_DURATION_HOURS, "2026-01-05T11:00:00+05:30"},
      {"saudi-arabia",
       "2026-03-18T17:00:00+03:00",
       4,
       CS_DURATION_HOURS,
       "2026-03-23T12:00:00+03:00"},
      {"drc-kinshasa",
       "2026-02-02T08:00:00+01:00",
       1,
       CS_DURATION_HOURS,
       "2026-02-02T09:00:00+01:00"},
      {"drc-lubumbashi",
       "2026-02-02T08:00:00+01:00",
       1,
       CS_DURATION_HOURS,
       "2026-02-02T10:00:00+02:00"},
      {"hong-kong", "2026-02-16T16:00:00+08:00", 4, CS_DURATION_HOURS, "2026-02-20T11:00:00+08:00"},
      /* Summer time ends on Sunday 5 April 2026, within the Easter days. */
      {"new-zealand",
       "2026-04-02T16:00:00+13:00",
       2,
       CS_DURATION_HOURS,
       "2026-04-07T10:00:00+12:00"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = path_of (cases[i].id);
    g_autoptr (CsCalendar) calendar = cs_calendar_new_from_file (path, NULL);
    g_autofree char *text = NULL;
    CsInstant start, due = 0;

    g_assert_true (cs_instant_parse (cases[i].start, &start, NULL));
    g_assert_true (cs_calendar_due (calendar,
                                    start,
                                    cases[i].amount,
                                    cases[i].unit,
                                    NULL,
                                    0,
                                    &due,
                                    NULL,
                                    NULL));
    text = cs_calendar_format_instant (calendar, due);
    g_assert_cmpstr (text, ==, cases[i].due);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shipped-calendars/files", test_files);
  g_test_add_func ("/shipped-calendars/all-are-listed", test_all_are_listed);
  g_test_add_func ("/shipped-calendars/packs", test_packs);
  g_test_add_func ("/shipped-calendars/examples", test_examples);
  return g_test_run ();
}
