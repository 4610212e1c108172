/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "walk-support.h"

/*
 * Walks by chance over every pack: what is offered is accepted, what is blocked is refused with the
 * same rule, and the fold of any prefix is the same whenever it is folded (K-12). The seed
 * is GLib's (--seed).
 */

#ifdef __SANITIZE_ADDRESS__
#define N_WALKS 1 /* they are slow there, and the rules have been through three elsewhere */
#else
#define N_WALKS 3
#endif
#define N_MOVES 60

static const struct {
  const char *name;
  const char *setup;
  const char *client;
  const char *region;
} grounds[] = {
    {"anantya-ksa",
     "{\"shipped\": \"anantya\", \"sample\": \"anantya-people\"}",
     "c-riyadhretail",
     "SA"},
    {"anantya-kenya",
     "{\"shipped\": \"anantya\", \"sample\": \"anantya-people\"}",
     "c-savannahsacco",
     "KE"},
    {"chain", "{\"pack\": \"chain\"}", "shop", "IN"},
    {"ft", "{\"pack\": \"ft-fragment\"}", "shop", "IN"},
    {"phonon", "{\"shipped\": \"phonon\", \"sample\": \"phonon-people\"}", "c-banyan", "IN"},
    {"affinity", "{\"pack\": \"affinity-fragment\"}", "shop", "NZ"},
    {"cinnox",
     "{\"pack\": \"cinnox-fragment\", \"settings\": {\"Q-34\": [\"Registered name\"]}}",
     "shop",
     "HK"},
    {"ft-shipped", "{\"shipped\": \"ft\", \"sample\": \"ft-people\"}", "c-peppermint", "other"},
    {"affinity-existing",
     "{\"shipped\": \"affinity\", \"sample\": \"affinity-people\"}",
     "c-kauri",
     "NZ"},
    {"cinnox-shipped",
     "{\"shipped\": \"cinnox\", \"sample\": \"cinnox-people\", \"settings\": {\"Q-34\": "
     "[\"Registered "
     "name\"]}}",
     "c-kowloonbooks",
     "HK"},
};

/* Rules that look at what is said, not at whether it may be said at all. */
static const char *const content_rules[] = {
    "value",      /* nobody holds the role that a person field asks for */
    "assign",     /* nobody may do the step */
    "X-10",       /* handed over to oneself */
    "X-12",       /* handed over to an author */
    "R-03",       /* nobody outside is named yet */
    "may-reject", /* the step that it goes back to is closed */
    "RC-23",      /* a pack's own problem, that its check reports */
    NULL,
};

static void
add_people (Script *self)
{
  const char *role;
  json_t *one;

  for (guint i = 0; i < 6; i++) {
    g_autofree char *id = g_strdup_printf ("p-%u", i);
    g_autofree char *name = g_strdup_printf ("Person %u", i);

    script_tell (self, "person", "admin", json_pack ("{ss,ss}", "id", id, "name", name), NULL);
  }
  json_object_foreach (json_object_get (self->pack->root, "roles"), role, one)
  {
    for (guint j = 0; j < 3; j++) {
      g_autofree char *id = g_strdup_printf ("p-%u", walk_index (6));

      script_tell_role (self, role, id, NULL, NULL);
    }
  }
  script_tell (self,
               "client",
               "admin",
               json_pack ("{ss,ss,s[{ss,ss,ss}]}",
                          "id",
                          "shop",
                          "name",
                          "Shop",
                          "contacts",
                          "id",
                          "shop-1",
                          "name",
                          "Lina",
                          "mail",
                          "lina@shop.example"),
               NULL);
}

static void
begin (Script *self, guint ground)
{
  g_autoptr (json_t) setup =
      cs_json_load (grounds[ground].setup, strlen (grounds[ground].setup), NULL);

  script_init (self);
  self->where = grounds[ground].name;
  script_set_up (self, setup);
  if (json_object_get (setup, "sample") == NULL)
    add_people (self);
}

static gboolean
accept (Script *self, CsEntry *entry)
{
  g_autoptr (CsReason) reason = NULL;
  g_autoptr (GError) error = NULL;

  if (!cs_rules_check (self->request, entry, &self->context, &reason))
    return FALSE;
  cs_entry_stamp (entry, self->n, (gint64)self->accepted->len + 1, self->context.now, NULL);
  cs_request_apply (self->request, entry, &error);
  g_assert_no_error (error);
  g_ptr_array_add (self->accepted, cs_entry_ref (entry));
  return TRUE;
}

static void
open_request (Script *self, guint ground)
{
  g_autoptr (GPtrArray) people = cs_directory_list_people (self->directory);
  g_autoptr (json_t) data = cs_intent_open (cs_request_get_process (self->request),
                                            self->settings,
                                            grounds[ground].client,
                                            grounds[ground].region,
                                            "Things",
                                            NULL);

  for (guint i = 0; i < people->len; i++) {
    g_autoptr (CsEntry) entry =
        script_entry (self, "open", ((CsPerson *)people->pdata[i])->id, data);

    if (accept (self, entry))
      return;
  }
  g_error ("%s: nobody may open a request", self->where);
}

static CsEntry *
try_action (Script *self, const CsAction *action, const char *person)
{
  g_autoptr (json_t) say = walk_say (self, action, person);
  const char *name = cs_action_kind_name (action->kind);
  g_autoptr (json_t) data =
      cs_intent_complete (self->request, name, person, say, &self->context, NULL);

  if (data == NULL)
    return NULL;
  return script_entry (self,
                       cs_entry_kind_get_name (cs_action_kind_get_entry_kind (action->kind)),
                       person,
                       data);
}

/* A decision is judged on the offer it names first, so that the answer is the true one (K-08). */
static gboolean
is_about_the_offer (const CsEntry *entry, const CsReason *reason)
{
  CsEntryKind kind = cs_entry_get_kind (entry);

  return (kind == CS_KIND_DECISION || kind == CS_KIND_CONSENT) &&
         (cs_entry_get_text (entry, "digest") == NULL ||
          reason->verdict == CS_VERDICT_CONTENT_CHANGED ||
          reason->verdict == CS_VERDICT_ALREADY_SETTLED || reason->verdict == CS_VERDICT_WITHDRAWN);
}

/* Accepted if it is open, refused for the reason shown if it is not. */
static gboolean
judge_as_offered (Script *self, const CsAction *action, CsEntry *entry)
{
  g_autoptr (CsReason) reason = NULL;
  gboolean accepted = cs_rules_check (self->request, entry, &self->context, &reason);
  const char *name = cs_action_kind_name (action->kind);
  const CsReason *shown = action->is_open ? NULL : action->reasons->pdata[0];

  if (action->is_open && !accepted && !g_strv_contains (content_rules, reason->rule))
    g_error ("%s: %s of %s is open, and refused by %s: %s",
             self->where,
             name,
             action->step != NULL ? action->step->id : "-",
             reason->rule,
             reason->text);
  if (!action->is_open && accepted)
    g_error ("%s: %s is blocked by %s, and accepted", self->where, name, shown->rule);
  if (!action->is_open && !g_str_equal (shown->rule, reason->rule) &&
      !is_about_the_offer (entry, reason))
    g_error ("%s: %s is blocked by %s, and refused by %s: %s",
             self->where,
             name,
             shown->rule,
             reason->rule,
             reason->text);
  return accepted;
}

/* What ends the walk, goes back or changes nothing is seldom done, so that walks come far. */
static gboolean
is_likely (const Script *self, const CsAction *action)
{
  if (g_strcmp0 (action->target, cs_request_get_id (self->request)) == 0)
    return walk_index (1000) == 0;
  if (action->kind == CS_ACTION_FILL &&
      (cs_request_get_step_state (self->request, action->step) == CS_STEP_DONE ||
       cs_request_is_step_complete (self->request, action->step)))
    return walk_index (12) == 0;
  if (action->kind == CS_ACTION_WITHDRAW || action->kind == CS_ACTION_REJECT ||
      action->kind == CS_ACTION_RECALL)
    return walk_index (20) == 0;
  if (action->kind == CS_ACTION_NOTE || action->kind == CS_ACTION_RETURN ||
      action->kind == CS_ACTION_ASSIGN || action->kind == CS_ACTION_SEND_BACK ||
      action->kind == CS_ACTION_ASK || action->kind == CS_ACTION_HAND_OVER)
    return walk_index (10) == 0;
  return TRUE;
}

static gboolean
move (Script *self, const char *person)
{
  g_autoptr (GPtrArray) actions = cs_rules_actions (self->request, person, &self->context);
  g_autoptr (CsEntry) chosen = NULL;
  guint n_likely = 0;

  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];
    g_autoptr (CsEntry) entry = try_action (self, action, person);

    if (entry == NULL) {
      g_assert_false (action->is_open);
      continue;
    }
    if (!judge_as_offered (self, action, entry) || !is_likely (self, action))
      continue;
    if (walk_index (++n_likely) == 0) {
      g_clear_pointer (&chosen, cs_entry_unref);
      chosen = g_steal_pointer (&entry);
    }
  }
  return chosen != NULL && accept (self, chosen);
}

static void
fire_rungs (Script *self)
{
  g_autoptr (GPtrArray) runs =
      cs_clock_list_runs (self->request, self->directory, self->context.now);

  for (guint i = 0; i < runs->len; i++) {
    const CsClockRun *run = runs->pdata[i];

    for (guint j = 0; j < run->rungs->len; j++) {
      const CsRungState *rung = run->rungs->pdata[j];
      g_autoptr (CsEntry) entry = NULL;
      g_autoptr (json_t) data = NULL;

      if (rung->fired != NULL || rung->at == CS_INSTANT_NONE || rung->at > self->context.now)
        continue;
      data = script_rung (run, rung);
      entry = script_entry (self, "rung", CS_KEEPER, data);
      g_assert_true (accept (self, entry));
      g_assert_false (cs_rules_check (self->request, entry, &self->context, NULL));
    }
  }
}

/* K-12: folded again, every prefix has the digest that it had when it was the whole. */
static void
compare_prefixes (Script *self, const GPtrArray *digests)
{
  g_autoptr (CsRequest) again =
      cs_request_new (cs_request_get_process (self->request), self->settings);

  for (guint i = 0; i < self->accepted->len; i++) {
    g_autofree char *digest = NULL;

    g_assert_true (cs_request_apply (again, self->accepted->pdata[i], NULL));
    g_assert_true (cs_request_apply (again, self->accepted->pdata[i], NULL));
    digest = cs_request_digest (again);
    g_assert_cmpstr (digest, ==, digests->pdata[i]);
  }
}

static void
remember (Script *self, GPtrArray *digests)
{
  while (digests->len < self->accepted->len)
    g_ptr_array_add (digests, cs_request_digest (self->request));
}

static void
walk (Script *self, guint ground)
{
  g_autoptr (GPtrArray) digests = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) people = NULL;

  begin (self, ground);
  open_request (self, ground);
  remember (self, digests);
  people = cs_directory_list_people (self->directory);
  for (guint i = 0; i < N_MOVES; i++) {
    self->context.now += g_test_rand_int_range (1, 12 * 60) * 60 * CS_SECOND;
    for (guint j = 0; j < people->len; j++) {
      if (move (self, ((CsPerson *)people->pdata[walk_index (people->len)])->id))
        break;
    }
    remember (self, digests);
  }
  compare_prefixes (self, digests);
  g_test_message ("%u entries, %s, end %d",
                  self->accepted->len,
                  cs_request_get_stage (self->request)->id,
                  cs_request_get_end (self->request));
}

static void
test_walks (gconstpointer ground)
{
  for (guint i = 0; i < N_WALKS; i++) {
    Script script;

    walk (&script, GPOINTER_TO_UINT (ground));
    script_clear (&script);
  }
}

/* Rungs come between; a rung is written once. */
static void
test_rungs (gconstpointer ground)
{
  Script script;

  walk (&script, GPOINTER_TO_UINT (ground));
  script.context.now += 500 * G_TIME_SPAN_HOUR;
  fire_rungs (&script);
  script_fold_again (&script);
  script_clear (&script);
}

/* A kind of a newer version is kept, changes nothing else, and nobody may act until the update. */
static void
test_unknown_kind (gconstpointer ground)
{
  Script script;
  g_autoptr (json_t) data = json_pack ("{ss}", "what", "ever");
  g_autoptr (CsEntry) entry = NULL;
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (CsReason) reason = NULL;
  g_autofree char *before = NULL, *after = NULL;

  walk (&script, GPOINTER_TO_UINT (ground));
  before = cs_request_digest (script.request);
  entry = script_entry (&script, "teleport", "p-1", data);
  g_assert_false (cs_rules_check (script.request, entry, &script.context, &reason));
  g_assert_cmpstr (reason->rule, ==, "K-12");
  cs_entry_stamp (entry, 1, 1, script.context.now, NULL);
  g_assert_true (cs_request_apply (script.request, entry, NULL));
  g_assert_true (cs_request_is_read_only (script.request));
  after = cs_request_digest (script.request);
  g_assert_cmpstr (before, !=, after);
  people = cs_directory_list_people (script.directory);
  for (guint i = 0; i < people->len; i++) {
    g_autoptr (GPtrArray) actions =
        cs_rules_actions (script.request, ((CsPerson *)people->pdata[i])->id, &script.context);

    for (guint j = 0; j < actions->len; j++)
      g_assert_false (((CsAction *)actions->pdata[j])->is_open);
  }
  script_clear (&script);
}

/* A member gone, or another thing in its place: a journal is folded whatever stands in it. */
static json_t *
spoil (const json_t *data)
{
  json_t *spoilt = json_deep_copy (data);
  guint n = (guint)json_object_size (spoilt);
  void *iter = json_object_iter (spoilt);
  g_autofree char *key = NULL;

  if (n == 0)
    return spoilt;
  for (guint i = walk_index (n); i > 0; i--)
    iter = json_object_iter_next (spoilt, iter);
  key = g_strdup (json_object_iter_key (iter));
  switch (walk_index (4)) {
    case 0:
      json_object_del (spoilt, key);
      break;
    case 1:
      json_object_set_new (spoilt, key, json_string ("nowhere"));
      break;
    case 2:
      json_object_set_new (spoilt, key, json_pack ("[i,[]]", 1));
      break;
    default:
      json_object_set_new (spoilt, key, json_pack ("{s[],si}", "level", "amount", 7));
  }
  return spoilt;
}

static void
fold_spoilt (const Script *script, CsRequest *request, guint seed)
{
  Script copy = *script;
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (guint i = 0; i < script->accepted->len; i++) {
    CsEntry *entry = script->accepted->pdata[i];
    g_autoptr (json_t) data = spoil (cs_entry_get_data (entry));
    g_autoptr (CsEntry) spoilt = NULL;

    copy.n = 900000 + i;
    copy.context.now = cs_entry_get_time (entry);
    if (i > 0 && g_rand_int_range (rand, 0, 3) == 0) {
      spoilt = script_entry (&copy, cs_entry_get_kind_name (entry), cs_entry_get_by (entry), data);
      cs_entry_stamp (spoilt, i, i, copy.context.now, NULL);
      g_assert_true (cs_request_apply (request, spoilt, NULL));
    }
    g_assert_true (cs_request_apply (request, entry, NULL));
  }
}

static void
test_nonsense (gconstpointer ground)
{
  Script script;
  g_autoptr (CsRequest) request = NULL;
  g_autofree char *digest = NULL;

  walk (&script, GPOINTER_TO_UINT (ground));
  request = cs_request_new (cs_request_get_process (script.request), script.settings);
  fold_spoilt (&script, request, (guint)g_test_rand_int ());
  digest = cs_request_digest (request);
  g_assert_nonnull (digest);
  script_clear (&script);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    GTestDataFunc test;
  } tests[] = {
      {"walks", test_walks},
      {"rungs", test_rungs},
      {"unknown-kind", test_unknown_kind},
      {"nonsense", test_nonsense},
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (grounds); j++) {
      g_autofree char *path = g_strdup_printf ("/request/%s/%s", tests[i].name, grounds[j].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (j), tests[i].test);
    }
  }
  return g_test_run ();
}
