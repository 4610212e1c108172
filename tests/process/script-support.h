/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-clock.h"
#include "cs-intent.h"
#include "cs-recipients.h"
#include "pack-support.h"

/* A request in play: the pack and people it is set up with, what was said and when. */
typedef struct {
  CsPack *pack;
  CsDirectory *directory;
  CsRequest *request;
  CsRuleContext context;
  json_t *settings; /* (nullable) */
  GHashTable *labels;
  GPtrArray *accepted; /* CsEntry */
  guint n;
  const char *where; /* file:line */
} Script;

G_GNUC_UNUSED static void
script_init (Script *self)
{
  memset (self, 0, sizeof *self);
  self->directory = cs_directory_new ();
  self->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->accepted = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_entry_unref);
  g_assert_true (cs_instant_parse ("2026-01-05T06:00:00Z", &self->context.now, NULL));
  self->context.directory = self->directory;
}

G_GNUC_UNUSED static void
script_clear (Script *self)
{
  cs_request_free (self->request);
  cs_directory_free (self->directory);
  g_hash_table_unref (self->labels);
  g_ptr_array_unref (self->accepted);
  g_clear_pointer (&self->settings, json_decref);
  cs_pack_unref (self->pack);
}

static CsEntry *
script_entry (Script *self, const char *kind, const char *by, json_t *data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = g_strdup_printf ("019b8d71-b073-7000-8000-%012u", ++self->n);
  g_autofree char *salt = g_strdup_printf ("%032u", self->n);
  gboolean is_open = g_str_equal (kind, "open");
  gboolean of_directory = cs_entry_kind_from_name (kind) >= CS_KIND_PERSON;
  CsEntryHead head = {.id = id,
                      .request = of_directory ? NULL
                                 : is_open    ? id
                                              : cs_request_get_id (self->request),
                      .kind = kind,
                      .by = by,
                      .device = "d-1",
                      .n = self->n,
                      .at = self->context.now,
                      .salt = salt};
  CsEntry *entry = cs_entry_build (&head, data, &error);

  if (error != NULL)
    g_error ("%s: %s", self->where, error->message);
  return entry;
}

static void
script_tell (Script *self, const char *kind, const char *by, json_t *data, const char *refused)
{
  g_autoptr (json_t) owned = data;
  g_autoptr (CsEntry) entry = script_entry (self, kind, by, data);
  g_autoptr (CsReason) reason = NULL;

  if (!cs_rules_check_directory (self->directory, entry, &reason)) {
    if (g_strcmp0 (refused, reason->rule) != 0)
      g_error ("%s: refused by %s: %s", self->where, reason->rule, reason->text);
    return;
  }
  if (refused != NULL)
    g_error ("%s: accepted", self->where);
  cs_entry_stamp (entry, self->n, 0, self->context.now, NULL);
  g_assert_true (cs_directory_apply (self->directory, entry, NULL));
}

static const char *
script_text (const json_t *list, gsize index)
{
  return json_string_value (json_array_get (list, index));
}

static json_t *
script_load_json (const char *folder, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".json", NULL);
  g_autofree char *path =
      g_build_filename (g_getenv ("CS_SOURCE_ROOT"), "data", folder, file, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  json_t *value;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  value = cs_json_load (text, length, &error);
  g_assert_no_error (error);
  return value;
}

static void
script_add_calendars (Script *self)
{
  g_autofree char *folder =
      g_build_filename (g_getenv ("CS_SOURCE_ROOT"), "data", "calendars", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *id = g_strndup (name, strcspn (name, "."));
    g_autoptr (GError) error = NULL;
    g_autoptr (CsCalendar) calendar =
        g_str_has_suffix (name, ".json") ? cs_calendar_new_from_file (path, &error) : NULL;

    g_assert_no_error (error);
    if (calendar != NULL)
      cs_directory_add_calendar (self->directory, id, calendar);
  }
}

/* Calendars of the scenario's own, in place of those that are shipped. */
static void
script_replace_calendars (Script *self, const json_t *calendars)
{
  const char *id;
  json_t *written;

  json_object_foreach ((json_t *)calendars, id, written)
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (CsCalendar) calendar = cs_calendar_new_from_json (written, &error);

    g_assert_no_error (error);
    cs_directory_add_calendar (self->directory, id, calendar);
  }
}

static void
script_load_pack (Script *self, const json_t *setup)
{
  const char *fixture = cs_json_get_string (setup, "pack");
  const char *shipped = cs_json_get_string (setup, "shipped");
  g_autoptr (GError) error = NULL;

  if (shipped != NULL) {
    g_autofree char *path =
        g_build_filename (g_getenv ("CS_SOURCE_ROOT"), "data", "packs", shipped, "pack.json", NULL);

    self->pack = cs_pack_load (path, &error);
  } else if (fixture != NULL) {
    self->pack = load_fixture (fixture);
  } else {
    g_autofree char *text = cs_json_dump (json_object_get (setup, "pack"));

    self->pack = pack_from_text (text, &error);
  }
  if (error != NULL)
    g_error ("%s: %s", self->where, error->message);
}

static void
script_tell_role (Script *self,
                  const char *role,
                  const char *person,
                  const char *region,
                  const char *for_person)
{
  json_t *data = json_pack ("{ss,ss,ss,sb}",
                            "pack",
                            self->pack->id,
                            "role",
                            role,
                            "person",
                            person,
                            "held",
                            1);

  if (region != NULL && *region != '\0')
    json_object_set_new (data, "region", json_string (region));
  if (for_person != NULL)
    json_object_set_new (data, "for", json_string (for_person));
  script_tell (self, "role", "admin", data, NULL);
}

/* The invented people who stand for those of a shipped pack. */
static void
script_tell_sample (Script *self, const char *name)
{
  g_autoptr (json_t) sample = script_load_json ("sample", name);
  const char *id;
  json_t *one, *holder;
  gsize index;

  json_object_foreach (json_object_get (sample, "people"), id, one)
  {
    json_t *person = json_pack ("{ss}", "id", id);

    json_object_update_missing (person, one);
    if (json_is_true (json_object_get (one, "mailbox")))
      json_object_set_new (person, "can_act", json_false ());
    json_object_del (person, "mailbox");
    script_tell (self, "person", "admin", person, NULL);
  }
  json_object_foreach (json_object_get (sample, "holders"), id, one)
  {
    json_array_foreach (one, index, holder) script_tell_role (self,
                                                              id,
                                                              cs_json_get_string (holder, "person"),
                                                              cs_json_get_string (holder, "region"),
                                                              cs_json_get_string (holder, "for"));
  }
  json_array_foreach (json_object_get (sample, "clients"), index, one)
      script_tell (self, "client", "admin", json_incref (one), NULL);
}

static void
script_set_up (Script *self, const json_t *setup)
{
  const char *sample = cs_json_get_string (setup, "sample");
  json_t *item;
  gsize index;

  script_load_pack (self, setup);
  if (cs_json_get_string (setup, "now") != NULL)
    g_assert_true (cs_instant_parse (cs_json_get_string (setup, "now"), &self->context.now, NULL));
  script_add_calendars (self);
  script_replace_calendars (self, json_object_get (setup, "calendars"));
  self->settings = json_incref (json_object_get (setup, "settings"));
  json_array_foreach (json_object_get (setup, "people"), index, item) script_tell (
      self,
      "person",
      "admin",
      json_pack ("{ss,ss}", "id", script_text (item, 0), "name", script_text (item, 1)),
      NULL);
  script_tell (self,
               "pack",
               "admin",
               json_pack ("{ss,ss,sb,so}",
                          "pack",
                          self->pack->id,
                          "digest",
                          self->pack->digest,
                          "defaults",
                          sample == NULL,
                          "settings",
                          self->settings != NULL ? json_incref (self->settings) : json_object ()),
               NULL);
  cs_directory_add_pack (self->directory, self->pack->id, self->pack->root);
  if (sample != NULL)
    script_tell_sample (self, sample);
  json_array_foreach (json_object_get (setup, "roles"), index, item)
      script_tell_role (self,
                        script_text (item, 0),
                        script_text (item, 1),
                        script_text (item, 2),
                        script_text (item, 3));
  if (json_object_get (setup, "client") != NULL)
    script_tell (self, "client", "admin", json_incref (json_object_get (setup, "client")), NULL);
  self->request = cs_request_new (self->pack->processes->pdata[0], self->settings);
}
