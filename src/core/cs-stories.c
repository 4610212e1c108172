/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-stories.h"

#include "cs-digest.h"
#include "cs-installation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LIMIT_BYTES (1024 * 1024)
#define DAY         (24 * 3600 * CS_SECOND)

struct _CsStories {
  CsJson *json;     /* (owned) NAME-stories.json */
  CsJson *people;   /* (owned) NAME-people.json */
  GBytes *evidence; /* (owned) what every file in the samples holds */
  json_t *file;     /* (owned) value of a file field for it */
};

static CsJson *
load (const char *pack, const char *suffix, GError **error)
{
  g_autofree char *name = g_strconcat (pack, "-", suffix, ".json", NULL);
  g_autofree char *path =
      g_build_filename (cs_installation_get_data_folder (), "sample", name, NULL);

  return cs_json_parse_file (path, LIMIT_BYTES, error);
}

static gboolean
load_evidence (CsStories *self, GError **error)
{
  const json_t *file = cs_stories_get (self, "file");
  g_autofree char *path = g_build_filename (cs_installation_get_data_folder (),
                                            "sample",
                                            cs_json_get_string (file, "name"),
                                            NULL);
  g_autofree char *digest = NULL;
  char *contents;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, NULL)) {
    g_set_error (error, CS_ERROR, CS_ERROR_NOT_FOUND, "The sample's file %s is missing.", path);
    return FALSE;
  }
  self->evidence = g_bytes_new_take (contents, length);
  digest = cs_digest_hex (contents, length);
  self->file = json_pack ("{s:s, s:s, s:I, s:s}",
                          "name",
                          cs_json_get_string (file, "name"),
                          "type",
                          cs_json_get_string (file, "type"),
                          "size",
                          (json_int_t)length,
                          "sha256",
                          digest);
  return TRUE;
}

static gboolean
has_sample (const char *pack)
{
  static const char *const parts[] = {"people", "stories"};
  const char *data = cs_installation_get_data_folder ();
  g_autofree char *shipped = g_build_filename (data, "packs", pack, "pack.json", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *name = g_strconcat (pack, "-", parts[i], ".json", NULL);
    g_autofree char *path = g_build_filename (data, "sample", name, NULL);

    if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
      return FALSE;
  }
  return g_file_test (shipped, G_FILE_TEST_IS_REGULAR);
}

/**
 * cs_stories_list_packs:
 *
 * Returns: (transfer full): ids of the shipped packs that have a sample, in the order in which they
 *   are offered (`sample/order.json`); the first is the one meant where none is named
 */
GStrv
cs_stories_list_packs (void)
{
  g_autofree char *path =
      g_build_filename (cs_installation_get_data_folder (), "sample", "order.json", NULL);
  g_autoptr (CsJson) order = cs_json_parse_file (path, LIMIT_BYTES, NULL);
  g_autoptr (GStrvBuilder) found = g_strv_builder_new ();
  json_t *pack;
  gsize index;

  if (order == NULL)
    return g_strv_builder_end (found);
  json_array_foreach (cs_json_get_root (order), index, pack)
  {
    if (json_is_string (pack) && has_sample (json_string_value (pack)))
      g_strv_builder_add (found, json_string_value (pack));
  }
  return g_strv_builder_end (found);
}

/**
 * cs_stories_load:
 * @pack: (nullable): whose stories; %NULL for the first that has some
 * @error: NOT_FOUND, INVALID
 *
 * Reads the files of `sample` in the program's data.
 *
 * Returns: (transfer full): the stories, or %NULL
 */
CsStories *
cs_stories_load (const char *pack, GError **error)
{
  g_autoptr (CsStories) self = g_new0 (CsStories, 1);
  g_auto (GStrv) packs = pack == NULL ? cs_stories_list_packs () : NULL;

  if (packs != NULL)
    pack = packs[0];
  if (pack == NULL) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_NOT_FOUND, _ ("There is no sample here."));
    return NULL;
  }
  if (!has_sample (pack)) {
    g_set_error (error, CS_ERROR, CS_ERROR_NOT_FOUND, _ ("There is no sample of “%s”"), pack);
    return NULL;
  }
  self->json = load (pack, "stories", error);
  if (self->json == NULL)
    return NULL;
  self->people = load (pack, "people", error);
  if (self->people == NULL || !load_evidence (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * cs_stories_free:
 * @self: (transfer full) (nullable): stories
 */
void
cs_stories_free (CsStories *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->json, cs_json_free);
  g_clear_pointer (&self->people, cs_json_free);
  g_clear_pointer (&self->evidence, g_bytes_unref);
  json_decref (self->file);
  g_free (self);
}

/**
 * cs_stories_get:
 *
 * Returns: (transfer none) (nullable): a member of the stories file
 */
const json_t *
cs_stories_get (CsStories *self, const char *member)
{
  return json_object_get (cs_json_get_root (self->json), member);
}

/**
 * cs_stories_get_people:
 *
 * Returns: (transfer none): the people file: people, holders, clients
 */
const json_t *
cs_stories_get_people (CsStories *self)
{
  return cs_json_get_root (self->people);
}

/**
 * cs_stories_get_evidence:
 *
 * Returns: (transfer none): what the files in the samples hold
 */
GBytes *
cs_stories_get_evidence (CsStories *self)
{
  return self->evidence;
}

/**
 * cs_stories_find_calendar:
 * @authority: of a workspace in which the pack is in force
 * @region_id: of the pack
 *
 * Returns: (transfer none) (nullable): by what time goes in that region
 */
CsCalendar *
cs_stories_find_calendar (CsStories *self, CsAuthority *authority, const char *region_id)
{
  const CsDirectory *directory = cs_authority_get_directory (authority, NULL);
  const CsActivation *activation =
      directory != NULL
          ? cs_directory_get_activation (directory,
                                         json_string_value (cs_stories_get (self, "pack")))
          : NULL;
  const CsPack *pack =
      activation != NULL
          ? cs_pack_cache_get (cs_authority_get_packs (authority), activation->digest, NULL)
          : NULL;
  const CsRegion *region = pack != NULL ? cs_pack_get_region (pack, region_id) : NULL;

  return region != NULL && region->calendar != NULL
             ? cs_directory_get_calendar (directory, region->calendar)
             : NULL;
}

static json_t *
make_money (CsStories *self, const CsCast *cast, const CsPack *pack, gint64 usd, gint64 percent)
{
  const CsRegion *region = cs_pack_get_region (pack, cast->region);
  const char *currency = region != NULL && region->currency != NULL ? region->currency : "USD";
  const json_t *rate = json_object_get (cs_stories_get (self, "rates"), currency);
  gint64 times = rate != NULL ? json_integer_value (json_array_get (rate, 0)) : 1;
  gint64 by = rate != NULL ? json_integer_value (json_array_get (rate, 1)) : 1;
  gint64 units = usd * percent * times / (by * 100);
  gint64 step = units > 100000 ? 1000 : units > 5000 ? 50 : 5;
  CsMoney money;

  units = MAX (step, units / step * step);
  for (int i = cs_money_exponent (currency); i > 0; i--)
    units *= 10;
  cs_money_init (&money, units, currency, NULL);
  return cs_money_to_json (money);
}

static json_t *
make_date (CsInstant now)
{
  char *text = cs_instant_format (now);
  json_t *date;

  text[10] = '\0';
  date = json_string (text);
  g_free (text);
  return date;
}

/* What is known of a secret: to whom and how it was given. */
static json_t *
make_handed_over (CsInstant now)
{
  g_autofree char *at = cs_instant_format (now);

  return json_pack ("{s:s, s:s, s:s}", "given_to", "IT desk", "how", "Phone", "at", at);
}

static json_t *
make_text (const char *format, const char *word, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%s%s%" G_GINT64_FORMAT, format, word, number);

  return json_string (text);
}

static json_t *
resolve_text (CsStories *self,
              const char *text,
              const CsCast *cast,
              const CsPack *pack,
              CsInstant now)
{
  const char *argument = strchr (text, ':');
  gsize length = argument != NULL ? (gsize)(argument - text) : strlen (text);

  argument = argument != NULL ? argument + 1 : "";
  if (strncmp (text, "$topic", length) == 0)
    return json_incref (json_object_get (cast->topic, argument));
  if (strncmp (text, "$money", length) == 0)
    return make_money (self, cast, pack, cast->usd, g_ascii_strtoll (argument, NULL, 10));
  if (strncmp (text, "$amount", length) == 0)
    return make_money (self, cast, pack, g_ascii_strtoll (argument, NULL, 10), 100);
  if (strncmp (text, "$contact", length) == 0)
    return json_string (cast->contact);
  if (strncmp (text, "$invoice", length) == 0)
    return make_text ("INV", "-", cast->serial);
  if (strncmp (text, "$serial", length) == 0)
    return make_text (argument, "", cast->serial);
  if (strncmp (text, "$ticket", length) == 0)
    return json_pack ("{s:o}", "key", make_text (argument, "-", cast->serial));
  if (strncmp (text, "$today", length) == 0)
    return make_date (now + g_ascii_strtoll (argument, NULL, 10) * DAY);
  if (strncmp (text, "$handed-over", length) == 0)
    return make_handed_over (now);
  if (strncmp (text, "$file", length) == 0)
    return json_incref (self->file);
  if (strncmp (text, "$evidence", length) == 0)
    return json_pack ("{s:s, s:[O]}", "state", "done", "files", self->file);
  if (strncmp (text, "$meeting", length) == 0) {
    g_autofree char *at = cs_instant_format (now);

    return json_pack ("{s:s, s:i}", "at", at, "minutes", 45);
  }
  return json_string (text);
}

/**
 * cs_stories_resolve:
 * @value: with placeholders such as "$money:100"
 * @now: the time of the move
 *
 * Returns: (transfer full): a copy with every placeholder replaced
 */
json_t *
cs_stories_resolve (CsStories *self,
                    const json_t *value,
                    const CsCast *cast,
                    const CsPack *pack,
                    CsInstant now)
{
  const char *key;
  json_t *member, *copy;
  gsize index;

  if (json_is_string (value))
    return json_string_value (value)[0] == '$'
               ? resolve_text (self, json_string_value (value), cast, pack, now)
               : json_incref ((json_t *)value);
  if (json_is_object (value)) {
    copy = json_object ();
    json_object_foreach ((json_t *)value, key, member)
    {
      json_object_set_new (copy, key, cs_stories_resolve (self, member, cast, pack, now));
    }
    return copy;
  }
  if (json_is_array (value)) {
    copy = json_array ();
    json_array_foreach (value, index, member)
    {
      json_array_append_new (copy, cs_stories_resolve (self, member, cast, pack, now));
    }
    return copy;
  }
  return json_incref ((json_t *)value);
}
