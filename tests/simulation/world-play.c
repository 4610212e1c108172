/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include "cs-intent.h"
#include "cs-journal.h"
#include "cs-story-recorder.h"

#include <string.h>

/*
 * What people do: what their screen offers them, mostly on the same few requests and without asking
 * whether the others have heard of it.
 */

static CsInstant
now_of (CsLedger *ledger)
{
  return cs_time_source_get_now (cs_ledger_get_time_source (ledger));
}

/* What is said */

/* A full disk is the only thing that may go wrong with it. */
static void
note_outcome (const Speaker *self, const char *kind, CsOutcome *outcome, const GError *error)
{
  World *world = self->world;

  if (error != NULL) {
    if (self->member == NULL || !self->member->is_full)
      world_fail (world, "SG-18", "“%s” by %s failed: %s", kind, self->person, error->message);
    return;
  }
  world_tell (world,
              "%s says %s: %s",
              self->person,
              kind,
              outcome->is_accepted ? cs_entry_get_id (outcome->entry) : outcome->reason->text);
  if (!outcome->is_accepted)
    return;
  world->n_said++;
  if (self->member != NULL)
    g_hash_table_add (self->member->said, g_strdup (cs_entry_get_id (outcome->entry)));
  if (cs_entry_get_kind (outcome->entry) == CS_KIND_OPEN) {
    guint i = world_draw (world, N_FOCUS);

    g_free (world->focus[i]);
    world->focus[i] = g_strdup (cs_entry_get_id (outcome->entry));
  }
}

/**
 * speaker_say: (skip)
 * @data: (transfer full): what is said
 */
void
speaker_say (const Speaker *self, const char *request, const char *kind, json_t *data)
{
  g_autoptr (json_t) owned = data;
  const CsIntent intent = {.request = request, .kind = kind, .by = self->person, .data = owned};
  g_autoptr (CsOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  cs_ledger_submit (self->ledger, &intent, &outcome, &error);
  note_outcome (self, kind, outcome, error);
}

static void
make_move (const Speaker *self, CsRecorder *recorder, const CsMove *move)
{
  g_autoptr (CsOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  cs_story_submit_move (move,
                        self->world->stories,
                        cs_ledger_get_authority (self->ledger),
                        recorder->cast,
                        recorder->request,
                        &outcome,
                        &error);
  note_outcome (self, move->kind, outcome, error);
}

static void
fill (const Speaker *self,
      CsRecorder *recorder,
      const CsRequest *request,
      const CsAction *action,
      const CsRuleContext *context)
{
  g_autoptr (json_t) missing = cs_recorder_list_missing (recorder, request, action->step, context);
  g_autoptr (GPtrArray) parts = cs_intent_split_values (cs_request_get_process (request), missing);
  CsMove move = {.by = (char *)self->person, .kind = (char *)"fill", .step = action->step->id};

  if (parts->len == 0)
    return;
  move.data = json_pack ("{s:s, s:O}",
                         "step",
                         action->step->id,
                         "values",
                         parts->pdata[world_draw (self->world, parts->len)]);
  make_move (self, recorder, &move);
  json_decref (move.data);
}

static void
add_subject (json_t *data, const CsAction *action, const char *request)
{
  if (action->step != NULL)
    json_object_set_new (data, "step", json_string (action->step->id));
  if (action->level != NULL)
    json_object_set_new (data, "level", json_string (action->level->id));
  if (action->field != NULL)
    json_object_set_new (data, "field", json_string (action->field->id));
  if (action->clock != NULL)
    json_object_set_new (data, "clock", json_string (action->clock->id));
  if (action->target != NULL)
    json_object_set_new (data, "entry", json_string (action->target));
  if (action->kind == CS_ACTION_WITHDRAW)
    json_object_set_new (data, "entry", json_string (request));
}

static void
add_evidence (json_t *data, const CsLevel *level)
{
  const char *kind = level->evidence != NULL && level->evidence[0] != NULL ? level->evidence[0]
                                                                           : "file";

  json_object_set_new (data,
                       "evidence",
                       json_pack ("{s:s, s:s}",
                                  "kind",
                                  kind,
                                  strcmp (kind, "file") == 0 ? "file" : "text",
                                  "$file"));
}

static void
add_words (World *world, json_t *data, const CsAction *action)
{
  g_autofree char *text = g_strdup_printf ("Said in step %u", world->step);
  CsEntryKind kind = cs_action_kind_get_entry_kind (action->kind);

  if (kind == CS_KIND_NOTE)
    json_object_set_new (data, "text", json_string (text));
  else if (kind == CS_KIND_DECISION)
    json_object_set_new (data, "comment", json_string (text));
  else if (kind == CS_KIND_RETURN || kind == CS_KIND_WITHDRAW || kind == CS_KIND_PAUSE ||
           kind == CS_KIND_EXTEND || kind == CS_KIND_OVERRIDE ||
           action->kind == CS_ACTION_NOT_NEEDED)
    json_object_set_new (data, "reason", json_string (text));
}

static json_t *
data_of_action (World *world, const CsAction *action, const char *request)
{
  static const char *const states[] = {"promised", "part", "confirmed", "disputed"};
  json_t *data = json_object ();

  add_subject (data, action, request);
  add_words (world, data, action);
  if (action->kind == CS_ACTION_CONSENT)
    add_evidence (data, action->level);
  if (action->kind == CS_ACTION_PAYMENT) {
    json_object_set_new (data, "state", json_string (states[world_draw (world, 4)]));
    json_object_set_new (data, "date", json_string ("$today"));
    json_object_set_new (data, "amount", json_string ("$money:40"));
    json_object_set_new (data, "note", json_string ("As agreed."));
  }
  if (action->kind == CS_ACTION_HAND_OVER || action->kind == CS_ACTION_ASSIGN) {
    const Member *other = &world->members[world_draw (world, N_MEMBERS)];

    json_object_set_new (data, "to", json_string (other->person));
    json_object_set_new (data, "person", json_string (other->person));
  }
  return data;
}

/* The more of these, the more often it is done. */
static guint
weigh (CsActionKind kind)
{
  switch (kind) {
    case CS_ACTION_APPROVE:
    case CS_ACTION_CARRY:
    case CS_ACTION_CONSENT:
    case CS_ACTION_OFFER:
      return 12;
    case CS_ACTION_FILL:
    case CS_ACTION_COMPLETE:
    case CS_ACTION_CHECK:
    case CS_ACTION_MAIL:
      return 8;
    case CS_ACTION_WITHDRAW:
    case CS_ACTION_REJECT:
    case CS_ACTION_OVERRIDE:
      return 1;
    case CS_ACTION_OPEN:
      return 0;
    case CS_ACTION_NOT_NEEDED:
    case CS_ACTION_RETURN:
    case CS_ACTION_SEND_BACK:
    case CS_ACTION_ASK:
    case CS_ACTION_HAND_OVER:
    case CS_ACTION_SETTLE_CONDITION:
    case CS_ACTION_PAYMENT:
    case CS_ACTION_ASSIGN:
    case CS_ACTION_NOTE:
    case CS_ACTION_ANSWER:
    case CS_ACTION_PAUSE:
    case CS_ACTION_RESUME:
    case CS_ACTION_EXTEND:
    case CS_ACTION_RECALL:
    case CS_ACTION_ACKNOWLEDGE:
    default:
      return 3;
  }
}

static const CsAction *
draw_action (World *world, const GPtrArray *actions)
{
  guint total = 0, drawn;

  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];

    total += action->is_open ? weigh (action->kind) : 0;
  }
  drawn = total > 0 ? world_draw (world, total) : 0;
  for (guint i = 0; total > 0 && i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];
    guint weight = action->is_open ? weigh (action->kind) : 0;

    if (drawn < weight)
      return action;
    drawn -= weight;
  }
  return NULL;
}

static void
act (const Speaker *self,
     CsRecorder *recorder,
     const CsRequest *request,
     const CsAction *action,
     const CsRuleContext *context)
{
  CsMove move = {.by = (char *)self->person,
                 .kind = (char *)cs_action_kind_name (action->kind),
                 .step = action->step != NULL ? action->step->id : NULL};

  if (action->kind == CS_ACTION_FILL) {
    fill (self, recorder, request, action, context);
    return;
  }
  move.is_mail = action->kind == CS_ACTION_MAIL && action->step != NULL;
  move.data = data_of_action (self->world, action, recorder->request);
  make_move (self, recorder, &move);
  json_decref (move.data);
}

/* K-13: what is remembered with what waits on top is what is folded anew. */
static void
check_remembered (const Speaker *self, const char *id)
{
  CsAuthority *authority = cs_ledger_get_authority (self->ledger);
  const CsRequest *remembered = cs_authority_get_request (authority, id, NULL, NULL);
  g_autoptr (CsRequest) anew = cs_authority_fold_request (authority, id, NULL);
  g_autofree char *one = remembered != NULL ? cs_request_digest (remembered) : NULL;
  g_autofree char *other = anew != NULL ? cs_request_digest (anew) : NULL;

  if (g_strcmp0 (one, other) != 0)
    world_fail (self->world, "K-13", "%s remembers %s otherwise than it is", self->person, id);
}

/**
 * speaker_act: (skip)
 *
 * Does one of the things that this person’s screen offers on a request. What is remembered of it
 * stands until something is submitted.
 */
void
speaker_act (const Speaker *self, const char *id)
{
  World *world = self->world;
  CsAuthority *authority = cs_ledger_get_authority (self->ledger);
  const CsRequest *request = cs_authority_get_request (authority, id, NULL, NULL);
  CsRuleContext context = {.directory = cs_authority_get_directory (authority, NULL),
                           .now = now_of (self->ledger)};
  g_autoptr (GPtrArray) actions = NULL;
  g_autoptr (json_t) plan = NULL;
  const json_t *topics = cs_stories_get (world->stories, "topics");
  const CsAction *action;
  const CsClient *client;
  CsCast cast = {.qualifier = "", .serial = world->step};
  CsRecorder recorder = {0};

  if (request == NULL || context.directory == NULL)
    return;
  actions = cs_rules_actions (request, self->person, &context);
  action = draw_action (world, actions);
  if (action == NULL)
    return;
  client = cs_directory_get_client (context.directory, cs_request_get_client (request));
  cast.client = cs_request_get_client (request);
  cast.region = cs_request_get_region (request);
  cast.contact = client != NULL && client->contacts->len > 0
                     ? ((CsPerson *)client->contacts->pdata[0])->id
                     : NULL;
  cast.topic = json_array_get (topics, world_draw (world, (guint)json_array_size (topics)));
  cast.usd = 1000 + 500 * world_draw (world, 20);
  plan = json_pack ("{s:s}", "pack", cs_request_get_process (request)->pack->id);
  recorder = (CsRecorder){.stories = world->stories,
                          .authority = authority,
                          .plan = plan,
                          .cast = &cast,
                          .rand = world->rand,
                          .request = (char *)id};
  recorder.holders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (cast.contact != NULL)
    act (self, &recorder, request, action, &context);
  if (world->step % 10 == 0)
    check_remembered (self, id);
  g_hash_table_unref (recorder.holders);
}

/**
 * world_draw_request: (skip)
 *
 * Returns: (transfer full) (nullable): mostly one of a few
 */
char *
world_draw_request (World *self, CsLedger *ledger)
{
  const char *focus = self->focus[world_draw (self, N_FOCUS)];
  g_autoptr (GPtrArray) ids = NULL;

  if (focus != NULL && world_chance (self, 85))
    return g_strdup (focus);
  ids = cs_journal_list_requests (cs_ledger_get_store (ledger), 0, 1000, NULL);
  return ids != NULL && ids->len > 0 ? g_strdup (ids->pdata[world_draw (self, ids->len)]) : NULL;
}

/**
 * speaker_open: (skip)
 *
 * A new request.
 */
void
speaker_open (const Speaker *self)
{
  World *world = self->world;
  const CsDirectory *directory =
      cs_authority_get_directory (cs_ledger_get_authority (self->ledger), NULL);
  g_autoptr (GPtrArray) clients = cs_directory_list_clients (directory);
  const json_t *regions = cs_stories_get (world->stories, "regions");
  const CsClient *client = clients->len > 0 ? clients->pdata[world_draw (world, clients->len)]
                                            : NULL;

  if (client == NULL)
    return;
  speaker_say (self,
               NULL,
               "open",
               json_pack ("{s:s, s:s, s:s, s:s, s:s}",
                          "pack",
                          cs_json_get_string (cs_stories_get_people (world->stories), "pack"),
                          "process",
                          json_string_value (cs_stories_get (world->stories, "process")),
                          "client",
                          client->id,
                          "region",
                          client->region != NULL ? client->region
                                                 : json_string_value (json_array_get (regions, 0)),
                          "title",
                          "Made up as we went along"));
}
