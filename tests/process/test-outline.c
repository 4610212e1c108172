/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-outline.h"

#include "script-player.h"

/*
 * Whoever sees outlines sees the same steps, levels, stages and turns as whoever sees everything,
 * unless a condition asks for what is withheld (K-05). Every scenario is folded twice: with the
 * scopes that its pack has, and with scopes put at random on fields that no condition asks for.
 */

#define ROUNDS 3

/* A fold as somebody outside of the scopes has it. */
typedef struct {
  Script *script;
  CsRequest *whole;    /* (owned) */
  CsRequest *outlined; /* (owned) */
  guint withheld;
} Twin;

static void
twin_init (Twin *twin, Script *script)
{
  const CsProcess *process = cs_request_get_process (script->request);

  twin->script = script;
  twin->whole = cs_request_new (process, script->settings);
  twin->outlined = cs_request_new (process, script->settings);
  twin->withheld = 0;
}

static void
twin_clear (Twin *twin)
{
  cs_request_free (twin->whole);
  cs_request_free (twin->outlined);
}

/* Everything that a screen says about whose move it is. */
static char *
dup_state (const CsRequest *request, const CsRuleContext *context)
{
  const CsProcess *process = cs_request_get_process (request);
  const CsStage *stage = cs_request_get_stage (request);
  g_autoptr (GPtrArray) turns = cs_rules_list_turns (request, context);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          "%s %d\n",
                          stage != NULL ? stage->id : "-",
                          cs_request_get_end (request));
  for (guint i = 0; i < process->steps->len; i++) {
    const CsStep *step = process->steps->pdata[i];

    g_string_append_printf (text, "%s %d", step->id, cs_request_get_step_state (request, step));
    for (guint j = 0; step->approval != NULL && j < step->approval->levels->len; j++) {
      const CsLevel *level = step->approval->levels->pdata[j];

      g_string_append_printf (text,
                              " %s %d",
                              level->id,
                              cs_request_get_level_state (request, step, level));
    }
    g_string_append_c (text, '\n');
  }
  for (guint i = 0; i < turns->len; i++) {
    const CsTurn *turn = turns->pdata[i];

    g_string_append_printf (text,
                            "%s/%s",
                            turn->step->id,
                            turn->level != NULL ? turn->level->id : "");
    for (guint j = 0; j < turn->keys->len; j++)
      g_string_append_printf (text, " %s", (char *)turn->keys->pdata[j]);
    g_string_append_c (text, '\n');
  }
  for (guint i = 0; i < cs_request_get_mails (request)->len; i++) {
    const CsSentMail *mail = cs_request_get_mails (request)->pdata[i];

    g_string_append_printf (text, "%s stands %d\n", mail->mail->id, mail->stands);
  }
  return g_string_free (text, FALSE);
}

static CsEntry *
outline_of (Twin *twin, CsEntry *entry)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = cs_entry_dup_outline (entry, twin->whole, &error);
  g_autoptr (GBytes) again = NULL;
  CsEntry *outline;

  g_assert_no_error (error);
  if (bytes == NULL)
    return cs_entry_ref (entry);
  twin->withheld++;
  again = cs_entry_dup_outline (entry, twin->script->request, NULL);
  g_assert_true (g_bytes_equal (bytes, again));
  outline = cs_entry_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cs_entry_get_id (outline), ==, cs_entry_get_id (entry));
  g_assert_cmpstr (cs_entry_get_salt (outline), !=, cs_entry_get_salt (entry));
  cs_entry_stamp (outline,
                  cs_entry_get_seq (entry),
                  cs_entry_get_number (entry),
                  cs_entry_get_received (entry),
                  NULL);
  return outline;
}

static void
compare (Twin *twin, const char *path)
{
  g_autofree char *whole = dup_state (twin->whole, &twin->script->context);
  g_autofree char *outlined = dup_state (twin->outlined, &twin->script->context);

  if (strcmp (whole, outlined) != 0)
    g_error ("%s, entry %u: who sees everything sees\n%s\nand who sees outlines\n%s",
             path,
             cs_request_get_entries (twin->whole)->len,
             whole,
             outlined);
}

/* Texts of a value, so that they can be looked for where they must not be. */
static void
collect_texts (const json_t *value, GPtrArray *texts)
{
  const char *key;
  json_t *member;
  gsize index;

  if (json_is_string (value) && json_string_length (value) > 5)
    g_ptr_array_add (texts, g_strdup (json_string_value (value)));
  json_object_foreach ((json_t *)value, key, member) collect_texts (member, texts);
  json_array_foreach (value, index, member) collect_texts (member, texts);
}

static void
collect_withheld (const CsEntry *entry, const CsProcess *process, GPtrArray *texts)
{
  const char *id;
  json_t *value;

  json_object_foreach (json_object_get (cs_entry_get_data (entry), "values"), id, value)
  {
    const CsField *field = cs_process_get_field (process, id);

    if (field != NULL && field->scope != NULL && cs_entry_get_kind (entry) == CS_KIND_FILL)
      collect_texts (value, texts);
  }
}

static gboolean
stands_once (const char *text, GBytes *bytes)
{
  gsize length;
  const char *start = g_bytes_get_data (bytes, &length);
  const char *at = g_strstr_len (start, (gssize)length, text);

  return at != NULL &&
         g_strstr_len (at + 1, (gssize)(length - (gsize)(at + 1 - start)), text) == NULL;
}

/* None of what was withheld stands in an outline; texts that the entry says twice prove nothing. */
static void
look_for_canaries (Twin *twin, const CsEntry *entry, const CsEntry *outline)
{
  const CsProcess *process = cs_request_get_process (twin->whole);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  gsize length;
  const char *bytes = g_bytes_get_data (cs_entry_get_bytes (outline), &length);

  collect_withheld (entry, process, texts);
  for (guint i = 0; i < texts->len; i++) {
    const char *canary = texts->pdata[i];

    if (stands_once (canary, cs_entry_get_bytes (entry)) &&
        g_strstr_len (bytes, (gssize)length, canary) != NULL)
      g_error ("“%s” stands in %.*s", canary, (int)length, bytes);
  }
  if (entry != outline)
    g_assert_null (g_strstr_len (bytes, (gssize)length, cs_entry_get_salt (entry)));
}

static void
check_texts (Twin *twin)
{
  const CsProcess *process = cs_request_get_process (twin->outlined);

  for (guint i = 0; i < process->fields->len; i++) {
    const CsField *field = process->fields->pdata[i];
    const CsValue *value = cs_request_get_value (twin->outlined, field);
    g_autofree char *text =
        cs_request_dup_value_text (twin->outlined, field, twin->script->directory, "en");

    if (field->scope != NULL && field->formula == CS_FORMULA_NONE && value->value != NULL)
      g_assert_cmpstr (text, ==, "Not visible to you");
    if (field->formula != CS_FORMULA_NONE && cs_value_is_withheld (value->value))
      g_assert_cmpstr (text, ==, "Not visible to you");
  }
}

static gboolean
decides_on_withheld (const CsRequest *request, const CsStep *step, const CsLevel *level)
{
  const GPtrArray *fields = step->approval->document->fields;

  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];

    if (!g_ptr_array_find (level->except, field, NULL) &&
        cs_request_field_applies (request, field) == CS_TRUTH_TRUE &&
        cs_request_is_answered (request, field) &&
        cs_value_is_withheld (cs_request_get_value (request, field)->value))
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_rule (const GPtrArray *reasons, const char *rule)
{
  for (guint i = 0; i < reasons->len; i++) {
    if (g_str_equal (((const CsReason *)reasons->pdata[i])->rule, rule))
      return TRUE;
  }
  return FALSE;
}

/* Nobody decides on what they may not see: never open, and “scope” is said where it is their turn.
 */
static void
check_decisions (Twin *twin)
{
  g_autoptr (GPtrArray) people = cs_directory_list_people (twin->script->directory);

  for (guint i = 0; i < people->len; i++) {
    const CsPerson *person = people->pdata[i];
    g_autoptr (GPtrArray) whole =
        cs_rules_actions (twin->whole, person->id, &twin->script->context);
    g_autoptr (GPtrArray) outlined =
        cs_rules_actions (twin->outlined, person->id, &twin->script->context);

    for (guint j = 0; j < outlined->len; j++) {
      const CsAction *action = outlined->pdata[j];
      const CsAction *same = j < whole->len ? whole->pdata[j] : NULL;

      if (action->kind != CS_ACTION_APPROVE ||
          !decides_on_withheld (twin->outlined, action->step, action->level))
        continue;
      g_assert_false (action->is_open);
      if (same != NULL && same->kind == action->kind && same->level == action->level &&
          same->is_open)
        g_assert_true (has_rule (action->reasons, "scope"));
    }
  }
}

static gboolean
shows_withheld (const CsRequest *request, const CsMail *mail)
{
  g_autoptr (GPtrArray) fields = cs_mail_list_shown_fields (cs_request_get_process (request), mail);

  for (guint i = 0; i < fields->len; i++) {
    if (cs_value_is_withheld (cs_request_get_value (request, fields->pdata[i])->value))
      return TRUE;
  }
  return FALSE;
}

/* RC-23: a mail that would show it cannot be handed over. */
static void
check_mails (Twin *twin)
{
  const GPtrArray *mails = cs_request_get_process (twin->outlined)->mails;

  for (guint i = 0; i < mails->len; i++) {
    g_autoptr (CsDraftMail) draft = cs_recipients_compose (twin->outlined,
                                                           mails->pdata[i],
                                                           cs_request_get_opener (twin->outlined),
                                                           "en",
                                                           &twin->script->context);
    gboolean is_refused = FALSE;

    for (guint j = 0; j < draft->problems->len; j++) {
      const CsReason *problem = draft->problems->pdata[j];

      is_refused |= strstr (problem->text, "is not visible to you") != NULL;
    }
    g_assert_true (is_refused == shows_withheld (twin->outlined, mails->pdata[i]));
  }
}

static guint
fold_twice (Script *script, const char *path)
{
  Twin twin;

  twin_init (&twin, script);
  for (guint i = 0; i < script->accepted->len; i++) {
    CsEntry *entry = script->accepted->pdata[i];
    g_autoptr (GError) error = NULL;
    g_autoptr (CsEntry) outline = outline_of (&twin, entry);

    look_for_canaries (&twin, entry, outline);
    g_assert_true (cs_request_apply (twin.whole, entry, &error));
    g_assert_true (cs_request_apply (twin.outlined, outline, &error));
    g_assert_no_error (error);
    compare (&twin, path);
  }
  check_texts (&twin);
  check_decisions (&twin);
  check_mails (&twin);
  twin_clear (&twin);
  return twin.withheld;
}

/* Which fields conditions ask for by value, as the pack's own text says. */
static void
collect_asked (const json_t *value, GHashTable *asked)
{
  const json_t *fields = json_object_get (value, "field");
  const char *key;
  json_t *member;
  gsize index;

  if (json_object_get (value, "is") != NULL || json_object_get (value, "over") != NULL) {
    if (json_is_string (fields))
      g_hash_table_add (asked, (gpointer)json_string_value (fields));
    json_array_foreach (fields, index, member)
        g_hash_table_add (asked, (gpointer)json_string_value (member));
  }
  json_object_foreach ((json_t *)value, key, member) collect_asked (member, asked);
  json_array_foreach (value, index, member) collect_asked (member, asked);
}

static gboolean
is_input (const CsProcess *process, const CsField *field)
{
  for (guint i = 0; i < process->fields->len; i++) {
    const CsField *other = process->fields->pdata[i];

    if (other->formula != CS_FORMULA_NONE && g_ptr_array_find (other->formula_fields, field, NULL))
      return TRUE;
  }
  return FALSE;
}

static gboolean
may_be_withheld (const CsProcess *process, const CsField *field, GHashTable *asked)
{
  if (field->index < CS_N_FIELD_INDEXES || field->formula != CS_FORMULA_NONE ||
      field->type == CS_FIELD_PERSON || field->scope != NULL ||
      g_hash_table_contains (asked, field->id))
    return FALSE;
  for (guint i = 0; i < process->clocks->len; i++) {
    if (((const CsClockDef *)process->clocks->pdata[i])->by == field)
      return FALSE;
  }
  return !is_input (process, field) || field->na_when == NULL;
}

/* Puts a scope on fields by chance; gives back which. */
static GPtrArray *
hide_some (const CsProcess *process, const CsScope *scope, GHashTable *asked, GRand *chance)
{
  GPtrArray *hidden = g_ptr_array_new ();

  for (guint i = 0; i < process->fields->len; i++) {
    CsField *field = process->fields->pdata[i];

    if (may_be_withheld (process, field, asked) && g_rand_boolean (chance)) {
      field->scope = scope;
      g_ptr_array_add (hidden, field);
    }
  }
  return hidden;
}

static void
test_scenario (gconstpointer path)
{
  static const CsScope secret = {.id = (char *)"secret", .sync = TRUE};
  g_autoptr (GHashTable) asked = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GRand) chance = g_rand_new_with_seed (g_str_hash (path));
  const CsProcess *process;
  Script script;
  guint withheld = 0;

  script_play_into (&script, path);
  process = cs_request_get_process (script.request);
  withheld += fold_twice (&script, path);
  collect_asked (script.pack->root, asked);
  for (guint i = 0; i < ROUNDS; i++) {
    g_autoptr (GPtrArray) hidden = hide_some (process, &secret, asked, chance);

    withheld += fold_twice (&script, path);
    for (guint j = 0; j < hidden->len; j++)
      ((CsField *)hidden->pdata[j])->scope = NULL;
  }
  g_test_message ("%u entries outlined", withheld);
  script_clear (&script);
}

static void
add_scenarios (void)
{
  g_autofree char *folder =
      g_build_filename (g_getenv ("G_TEST_SRCDIR"), "process", "scenarios", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *test = g_strdup_printf ("/outline/K-05/%s", name);

    if (g_str_has_suffix (name, ".jsonl"))
      g_test_add_data_func_full (test,
                                 g_build_filename (folder, name, NULL),
                                 test_scenario,
                                 g_free);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_scenarios ();
  return g_test_run ();
}
