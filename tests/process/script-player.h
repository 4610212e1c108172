/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "script-expect.h"

/*
 * Plays a scenario: one JSON object a line, people invented. What a person does is completed as the
 * command line would, judged by the rules, folded, and compared with what the line expects.
 *
 *   {"setup": {"pack": fixture | {}, "shipped", "sample", "people": [[id, name]],
 *              "roles": [[role, person, region, for]], "client", "settings", "now",
 *              "calendars": {id: calendar}}}
 *   {"by", "do", "say", "as": label, "refused": rule, "says": text, "verdict"}
 *   {"by", "do": "mail", "say": {"step"}, "to": [mail], "cc": [mail], "subject"}  (composed)
 *   {"directory": kind, "by", "say", "refused"}    {"after": hours} {"now": instant}
 *   {"is": {"step" | "step/level" | "end" | "stage": state}}
 *   {"gate", "missing": [texts]}        {"turns": ["step/level keys"]}
 *   {"run": "D-08/1", "due", "target", "state"}   {"fire": "D-08/1", "told": [people], "as"}
 *   {"rungs": "D-08/1", "at": ["limit 2026-01-05T12:30:00Z" | "limit told"]}
 *   {"explain": "D-08/1", "lines": [texts]}
 *   {"payment": state, "received"}      {"decided": "step/level", "by", "for"}
 *   {"values": {field: value}}          {"unanswered": [field]}
 *   {"conditions": ["1 open: text"]}    {"asks_sign_in": {"step/level": true}}
 */

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
      cs_entry_get_kind (entry) == CS_KIND_ACCESS || cs_entry_get_kind (entry) == CS_KIND_ERASE)
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

static void
script_expect_line (Script *self, const json_t *line, const char *name, const GPtrArray *recipients)
{
  g_autoptr (GPtrArray) mails = g_ptr_array_new ();

  for (guint i = 0; i < recipients->len; i++)
    g_ptr_array_add (mails, ((CsRecipient *)recipients->pdata[i])->mail);
  script_expect_list (self, name, mails, json_object_get (line, name));
}

/* What a screen hands over: the message composed by the recipient rules. */
static json_t *
script_compose (Script *self, const json_t *line, const json_t *minimal, const char *by)
{
  const CsProcess *process = cs_request_get_process (self->request);
  const char *named = cs_json_get_string (minimal, "mail");
  const CsStep *step = cs_process_get_step (process, cs_json_get_string (minimal, "step"));
  const CsMail *mail = named != NULL ? cs_process_get_mail (process, named)
                                     : cs_recipients_pick_mail (self->request, step);
  const char *subject = cs_json_get_string (line, "subject");
  g_autofree char *id = g_strdup_printf ("<m%u@own.example>", self->n);
  g_autoptr (CsDraftMail) draft = NULL;

  if (mail == NULL)
    g_error ("%s: no mail applies", self->where);
  draft = cs_recipients_compose (self->request, mail, by, "en", &self->context);
  script_expect_line (self, line, "to", draft->to);
  script_expect_line (self, line, "cc", draft->cc);
  if (subject != NULL)
    g_assert_cmpstr (draft->subject, ==, subject);
  return cs_recipients_entry_data (draft, step, id);
}

static json_t *
script_complete (Script *self, const json_t *line, const char *what, const char *by, GError **error)
{
  g_autoptr (json_t) none = json_object ();
  json_t *said = json_object_get (line, "say");
  g_autoptr (json_t) minimal = script_replace (self, said != NULL ? said : none);

  if (json_is_true (json_object_get (line, "raw")))
    return json_incref (minimal);
  if (g_str_equal (what, "mail") && json_object_get (minimal, "to") == NULL)
    return script_compose (self, line, minimal, by);
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

/* What the keeper writes of a rung whose instant has come. */
static json_t *
script_rung (const CsClockRun *run, const CsRungState *rung)
{
  g_autofree char *due = cs_instant_format (rung->at);
  json_t *told = json_array ();

  for (guint i = 0; rung->tell[i] != NULL; i++)
    json_array_append_new (told, json_string (rung->tell[i]));
  return json_pack ("{ss,ss,ss,ss,so}",
                    "clock",
                    run->clock->id,
                    "run",
                    run->id,
                    "rung",
                    rung->rung->id,
                    "due",
                    due,
                    "told",
                    told);
}

static void
script_fire (Script *self, json_t *line)
{
  g_autoptr (GPtrArray) runs =
      cs_clock_list_runs (self->request, self->directory, self->context.now);
  const CsClockRun *run = script_find_run (self, runs, cs_json_get_string (line, "fire"));

  for (guint i = 0; i < run->rungs->len; i++) {
    const CsRungState *rung = run->rungs->pdata[i];
    g_autoptr (GPtrArray) told = g_ptr_array_new ();
    g_autoptr (json_t) doing = NULL;

    if (rung->fired != NULL || rung->at == CS_INSTANT_NONE || rung->at > self->context.now)
      continue;
    for (guint j = 0; rung->tell[j] != NULL; j++)
      g_ptr_array_add (told, rung->tell[j]);
    script_expect_list (self, "told", told, json_object_get (line, "told"));
    doing = json_pack ("{ss,ss,so}", "by", CS_KEEPER, "do", "rung", "say", script_rung (run, rung));
    if (json_object_get (line, "as") != NULL)
      json_object_set (doing, "as", json_object_get (line, "as"));
    script_do (self, doing);
    return;
  }
  g_error ("%s: nothing to tell", self->where);
}

static void
script_play_setup (Script *self, json_t *line)
{
  script_set_up (self, json_object_get (line, "setup"));
}

static void
script_play_directory (Script *self, json_t *line)
{
  script_tell (self,
               cs_json_get_string (line, "directory"),
               cs_json_get_string (line, "by"),
               script_replace (self, json_object_get (line, "say")),
               cs_json_get_string (line, "refused"));
}

static void
script_play_after (Script *self, json_t *line)
{
  self->context.now += cs_json_get_int (line, "after", 0) * G_TIME_SPAN_HOUR;
}

static void
script_play_now (Script *self, json_t *line)
{
  CsInstant now = 0;

  g_assert_true (cs_instant_parse (cs_json_get_string (line, "now"), &now, NULL));
  g_assert_cmpint (now, >=, self->context.now);
  self->context.now = now;
}

static void
script_play_gate (Script *self, json_t *line)
{
  script_expect_missing (self,
                         cs_json_get_string (line, "gate"),
                         json_object_get (line, "missing"));
}

static void
script_play_turns (Script *self, json_t *line)
{
  script_expect_turns (self, json_object_get (line, "turns"));
}

static void
script_play_values (Script *self, json_t *line)
{
  script_expect_values (self, json_object_get (line, "values"));
}

static void
script_play_conditions (Script *self, json_t *line)
{
  script_expect_conditions (self, json_object_get (line, "conditions"));
}

static void
script_play_asks_sign_in (Script *self, json_t *line)
{
  script_expect_sign_in (self, json_object_get (line, "asks_sign_in"));
}

static void
script_play_do (Script *self, json_t *line)
{
  script_do (self, line);
}

static void
script_play_line (Script *self, json_t *line)
{
  static const struct {
    const char *member;
    void (*play) (Script *, json_t *);
  } plays[] = {
      {"setup", script_play_setup},
      {"directory", script_play_directory},
      {"after", script_play_after},
      {"now", script_play_now},
      {"gate", script_play_gate},
      {"turns", script_play_turns},
      {"values", script_play_values},
      {"conditions", script_play_conditions},
      {"asks_sign_in", script_play_asks_sign_in},
      {"unanswered", script_expect_unanswered},
      {"run", script_expect_run},
      {"rungs", script_expect_rungs},
      {"explain", script_expect_explanation},
      {"fire", script_fire},
      {"payment", script_expect_payment},
      {"decided", script_expect_decided},
      {"do", script_play_do},
  };
  gboolean says_something = json_object_get (line, "is") != NULL;

  self->context.now += 60 * CS_SECOND;
  for (guint i = 0; i < G_N_ELEMENTS (plays); i++) {
    if (json_object_get (line, plays[i].member) == NULL)
      continue;
    plays[i].play (self, line);
    says_something = TRUE;
    break;
  }
  if (!says_something)
    g_error ("%s: this line says nothing", self->where);
  if (json_object_get (line, "is") != NULL)
    script_expect_states (self, json_object_get (line, "is"));
}

/* K-12: every prefix folds, and folding again gives the same state. */
G_GNUC_UNUSED static void
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

/* Plays all lines; the script stays as they leave it. */
G_GNUC_UNUSED static void
script_play_into (Script *script, const char *path)
{
  g_autofree char *text = NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  script_init (script);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_autofree char *where = g_strdup_printf ("%s:%u", name, i + 1);
    g_autoptr (GError) error = NULL;
    g_autoptr (json_t) line = NULL;

    if (*lines[i] == '\0' || *lines[i] == '#')
      continue;
    script->where = where;
    line = cs_json_load (lines[i], strlen (lines[i]), &error);
    if (line == NULL)
      g_error ("%s: %s", where, error->message);
    script_play_line (script, line);
  }
  script->where = NULL;
}

G_GNUC_UNUSED static void
script_play_file (const char *path)
{
  Script script;

  script_play_into (&script, path);
  script_fold_again (&script);
  script_clear (&script);
}
