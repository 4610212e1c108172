/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-intent.h"
#include "pack-support.h"

/*
 * Plays a scenario: one JSON object a line, people invented. What a person does is completed as the
 * command line would, judged by the rules, folded, and compared with what the line expects.
 *
 *   {"setup": {"pack", "people": [[id, name]], "roles": [[role, person, region, for]], "client",
 *              "settings"}}
 *   {"by", "do", "say", "as": label, "refused": rule, "says": text, "verdict"}
 *   {"directory": kind, "by", "say"}    {"after": hours}
 *   {"is": {"step" | "step/level" | "end" | "stage": state}}
 *   {"gate", "missing": [texts]}        {"turns": ["step/level keys"]}
 */
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

static const char *const step_states[] = {"done",
                                          "lapsed",
                                          "not-applicable",
                                          "not-called",
                                          "skipped",
                                          "rejected",
                                          "waiting",
                                          "returned",
                                          "open"};
static const char *const level_states[] = {"not-applicable",
                                           "waiting",
                                           "asked",
                                           "carryable",
                                           "approved",
                                           "lapsed",
                                           "rejected",
                                           "sent-back"};
static const char *const verdicts[] = {"refused",
                                       "already-settled",
                                       "content-changed",
                                       "mandate-ended",
                                       "withdrawn"};
static const char *const ends[] = {"none", "completed", "rejected", "withdrawn"};

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
script_tell (Script *self, const char *kind, const char *by, json_t *data)
{
  g_autoptr (json_t) owned = data;
  g_autoptr (CsEntry) entry = script_entry (self, kind, by, data);
  CsReason *reason = NULL;

  if (!cs_rules_check_directory (self->directory, entry, &reason))
    g_error ("%s: %s", self->where, reason->text);
  cs_entry_stamp (entry, self->n, 0, self->context.now, NULL);
  g_assert_true (cs_directory_apply (self->directory, entry, NULL));
}

static const char *
script_text (const json_t *list, gsize index)
{
  return json_string_value (json_array_get (list, index));
}

static void
script_set_up (Script *self, const json_t *setup)
{
  const char *fixture = cs_json_get_string (setup, "pack");
  json_t *item, *role;
  gsize index;

  if (fixture != NULL) {
    self->pack = load_fixture (fixture);
  } else {
    g_autofree char *text = cs_json_dump (json_object_get (setup, "pack"));
    g_autoptr (GError) error = NULL;

    self->pack = pack_from_text (text, &error);
    if (error != NULL)
      g_error ("%s: %s", self->where, error->message);
  }
  self->settings = json_incref (json_object_get (setup, "settings"));
  cs_directory_add_pack (self->directory, self->pack->id, self->pack->root);
  json_array_foreach (json_object_get (setup, "people"), index, item) script_tell (
      self,
      "person",
      "admin",
      json_pack ("{ss,ss}", "id", script_text (item, 0), "name", script_text (item, 1)));
  script_tell (self,
               "pack",
               "admin",
               json_pack ("{ss,ss,sb,so}",
                          "pack",
                          self->pack->id,
                          "digest",
                          self->pack->digest,
                          "defaults",
                          1,
                          "settings",
                          self->settings != NULL ? json_incref (self->settings) : json_object ()));
  json_array_foreach (json_object_get (setup, "roles"), index, item)
  {
    role = json_pack ("{ss,ss,ss,sb}",
                      "pack",
                      self->pack->id,
                      "role",
                      script_text (item, 0),
                      "person",
                      script_text (item, 1),
                      "held",
                      1);
    if (script_text (item, 2) != NULL && *script_text (item, 2) != '\0')
      json_object_set (role, "region", json_array_get (item, 2));
    if (script_text (item, 3) != NULL)
      json_object_set (role, "for", json_array_get (item, 3));
    script_tell (self, "role", "admin", role);
  }
  script_tell (self, "client", "admin", json_incref (json_object_get (setup, "client")));
  self->request = cs_request_new (self->pack->processes->pdata[0], self->settings);
}

static json_t *
script_replace (Script *self, json_t *value)
{
  const char *key;
  json_t *member;
  gsize index;

  if (json_is_string (value) && json_string_value (value)[0] == '$') {
    const char *id = g_hash_table_lookup (self->labels, json_string_value (value) + 1);

    if (id == NULL)
      g_error ("%s: nothing is labelled %s", self->where, json_string_value (value));
    return json_string (id);
  }
  if (json_is_object (value)) {
    json_t *copy = json_object ();

    json_object_foreach (value, key, member)
        json_object_set_new (copy, key, script_replace (self, member));
    return copy;
  }
  if (json_is_array (value)) {
    json_t *copy = json_array ();

    json_array_foreach (value, index, member)
        json_array_append_new (copy, script_replace (self, member));
    return copy;
  }
  return json_incref (value);
}

/* an accepted entry was an open action, so what screens offer and rules accept is the same.
 */
static void
script_check_offered (Script *self, const CsEntry *entry)
{
  g_autoptr (GPtrArray) actions =
      cs_rules_actions (self->request, cs_entry_get_by (entry), &self->context);
  const char *step = cs_entry_get_text (entry, "step");

  if (cs_entry_get_kind (entry) == CS_KIND_OPEN || cs_entry_get_kind (entry) == CS_KIND_RUNG ||
      cs_entry_get_kind (entry) == CS_KIND_ACCESS)
    return;
  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];

    if (action->is_open &&
        cs_action_kind_get_entry_kind (action->kind) == cs_entry_get_kind (entry) &&
        (step == NULL || (action->step != NULL && g_str_equal (action->step->id, step))))
      return;
  }
  g_error ("%s: accepted, though it was not offered", self->where);
}

static const char *
script_kind (const char *what)
{
  CsActionKind action;

  if (g_str_equal (what, "decision"))
    return what;
  return cs_action_kind_from_name (what, &action)
             ? cs_entry_kind_get_name (cs_action_kind_get_entry_kind (action))
             : what;
}

static json_t *
script_complete (Script *self, const json_t *line, const char *what, const char *by, GError **error)
{
  g_autoptr (json_t) none = json_object ();
  json_t *said = json_object_get (line, "say");
  g_autoptr (json_t) minimal = script_replace (self, said != NULL ? said : none);

  if (json_is_true (json_object_get (line, "raw")))
    return json_incref (minimal);
  if (g_str_equal (what, "open"))
    return cs_intent_open (cs_request_get_process (self->request),
                           self->settings,
                           cs_json_get_string (minimal, "client"),
                           cs_json_get_string (minimal, "region"),
                           cs_json_get_string (minimal, "title"),
                           cs_json_get_string (minimal, "from"));
  return cs_intent_complete (self->request, what, by, minimal, &self->context, error);
}

static void
script_expect_refusal (Script *self, const json_t *line, const CsReason *reason)
{
  const char *rule = cs_json_get_string (line, "refused");
  const char *says = cs_json_get_string (line, "says");
  const char *verdict = cs_json_get_string (line, "verdict");
  g_autoptr (GString) text = g_string_new (reason->text);

  for (guint i = 0; i < reason->missing->len; i++)
    g_string_append_printf (text, " · %s", ((CsMissing *)reason->missing->pdata[i])->text);
  if (rule == NULL)
    g_error ("%s: refused by %s: %s", self->where, reason->rule, text->str);
  if (!g_str_equal (rule, reason->rule))
    g_error ("%s: refused by %s, not by %s: %s", self->where, reason->rule, rule, text->str);
  if (says != NULL && strstr (text->str, says) == NULL)
    g_error ("%s: does not say “%s”: %s", self->where, says, text->str);
  if (verdict != NULL && !g_str_equal (verdict, verdicts[reason->verdict]))
    g_error ("%s: the verdict is %s", self->where, verdicts[reason->verdict]);
}

static void
script_do (Script *self, const json_t *line)
{
  const char *what = cs_json_get_string (line, "do");
  const char *by = cs_json_get_string (line, "by");
  const char *label = cs_json_get_string (line, "as");
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) data = script_complete (self, line, what, by, &error);
  g_autoptr (CsEntry) entry = NULL;
  g_autoptr (CsReason) reason = NULL;

  if (data == NULL && g_strcmp0 (cs_json_get_string (line, "refused"), "intent") == 0)
    return;
  if (data == NULL)
    g_error ("%s: %s", self->where, error->message);
  entry = script_entry (self, script_kind (what), by, data);
  if (!cs_rules_check (self->request, entry, &self->context, &reason)) {
    script_expect_refusal (self, line, reason);
    return;
  }
  if (cs_json_get_string (line, "refused") != NULL)
    g_error ("%s: accepted", self->where);
  script_check_offered (self, entry);
  cs_entry_stamp (entry, self->n, (gint64)self->accepted->len + 1, self->context.now, NULL);
  if (!cs_request_apply (self->request, entry, &error))
    g_error ("%s: %s", self->where, error->message);
  g_ptr_array_add (self->accepted, cs_entry_ref (entry));
  if (label != NULL)
    g_hash_table_replace (self->labels, g_strdup (label), g_strdup (cs_entry_get_id (entry)));
}

static const char *
script_state (Script *self, const char *subject)
{
  const CsProcess *process = cs_request_get_process (self->request);
  g_auto (GStrv) parts = g_strsplit (subject, "/", 2);
  const CsStep *step;
  const CsLevel *level;

  if (g_str_equal (subject, "end"))
    return ends[cs_request_get_end (self->request)];
  if (g_str_equal (subject, "stage"))
    return cs_request_get_stage (self->request)->id;
  step = cs_process_get_step (process, parts[0]);
  if (step == NULL)
    g_error ("%s: no step %s", self->where, parts[0]);
  if (parts[1] == NULL)
    return step_states[cs_request_get_step_state (self->request, step)];
  level = cs_approval_get_level (step->approval, parts[1]);
  g_assert_nonnull (level);
  return level_states[cs_request_get_level_state (self->request, step, level)];
}

static void
script_expect_states (Script *self, json_t *expected)
{
  const char *subject;
  json_t *state;

  json_object_foreach (expected, subject, state)
  {
    const char *is = script_state (self, subject);

    if (!g_str_equal (is, json_string_value (state)))
      g_error ("%s: %s is %s, not %s", self->where, subject, is, json_string_value (state));
  }
}

static void
script_expect_missing (Script *self, const char *gate, const json_t *expected)
{
  const CsGate *found = cs_process_get_gate (cs_request_get_process (self->request), gate);
  g_autoptr (GPtrArray) missing = cs_rules_missing_for_gate (self->request, found, &self->context);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) wanted = g_string_new (NULL);
  gsize index;
  json_t *one;

  for (guint i = 0; i < missing->len; i++) {
    const CsMissing *item = missing->pdata[i];

    g_string_append_printf (text, "%s [%s]\n", item->text, item->who != NULL ? item->who : "");
  }
  json_array_foreach (expected, index, one)
      g_string_append_printf (wanted, "%s\n", json_string_value (one));
  if (strcmp (text->str, wanted->str) != 0)
    g_error ("%s: %s misses:\n%s", self->where, gate, text->str);
}

static void
script_expect_turns (Script *self, const json_t *expected)
{
  g_autoptr (GPtrArray) turns = cs_rules_list_turns (self->request, &self->context);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) wanted = g_string_new (NULL);
  gsize index;
  json_t *one;

  for (guint i = 0; i < turns->len; i++) {
    const CsTurn *turn = turns->pdata[i];

    g_string_append (text, turn->step->id);
    if (turn->level != NULL)
      g_string_append_printf (text, "/%s", turn->level->id);
    for (guint j = 0; j < turn->keys->len; j++)
      g_string_append_printf (text, " %s", (char *)turn->keys->pdata[j]);
    g_string_append_c (text, '\n');
  }
  json_array_foreach (expected, index, one)
      g_string_append_printf (wanted, "%s\n", json_string_value (one));
  if (strcmp (text->str, wanted->str) != 0)
    g_error ("%s: turns are:\n%s", self->where, text->str);
}

static void
script_play_line (Script *self, json_t *line)
{
  self->context.now += 60 * CS_SECOND;
  if (json_object_get (line, "setup") != NULL)
    script_set_up (self, json_object_get (line, "setup"));
  else if (json_object_get (line, "directory") != NULL)
    script_tell (self,
                 cs_json_get_string (line, "directory"),
                 cs_json_get_string (line, "by"),
                 script_replace (self, json_object_get (line, "say")));
  else if (json_object_get (line, "after") != NULL)
    self->context.now += cs_json_get_int (line, "after", 0) * G_TIME_SPAN_HOUR;
  else if (json_object_get (line, "gate") != NULL)
    script_expect_missing (self,
                           cs_json_get_string (line, "gate"),
                           json_object_get (line, "missing"));
  else if (json_object_get (line, "turns") != NULL)
    script_expect_turns (self, json_object_get (line, "turns"));
  else if (json_object_get (line, "do") != NULL)
    script_do (self, line);
  else if (json_object_get (line, "is") == NULL)
    g_error ("%s: this line says nothing", self->where);
  if (json_object_get (line, "is") != NULL)
    script_expect_states (self, json_object_get (line, "is"));
}

/* K-12: every prefix folds, and folding again gives the same state. */
static void
script_fold_again (Script *self)
{
  g_autoptr (CsRequest) again =
      cs_request_new (cs_request_get_process (self->request), self->settings);
  g_autofree char *first = cs_request_digest (self->request);
  g_autofree char *second = NULL;

  for (guint i = 0; i < self->accepted->len; i++)
    g_assert_true (cs_request_apply (again, self->accepted->pdata[i], NULL));
  second = cs_request_digest (again);
  g_assert_cmpstr (first, ==, second);
}

G_GNUC_UNUSED static void
script_play_file (const char *path)
{
  g_autofree char *text = NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_auto (GStrv) lines = NULL;
  Script script;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  script_init (&script);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autofree char *where = g_strdup_printf ("%s:%u", name, i + 1);
    g_autoptr (GError) error = NULL;
    g_autoptr (json_t) line = NULL;

    if (*lines[i] == '\0' || *lines[i] == '#')
      continue;
    script.where = where;
    line = cs_json_load (lines[i], strlen (lines[i]), &error);
    if (line == NULL)
      g_error ("%s: %s", where, error->message);
    script_play_line (&script, line);
  }
  script_fold_again (&script);
  script_clear (&script);
}
