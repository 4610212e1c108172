/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-journal.h"
#include "cs-sample.h"

/* A workspace in memory, with the sample's people, where a request is played as far as a test
 * needs it. */

typedef struct {
  CsStories *stories; /* (owned) */
  CsLedger *ledger;   /* (owned) */
  CsAuthority *authority;
  CsTimeSource *time_source;
  json_t *pre, *post; /* (owned) kinds of request */
} Stage;

static inline void
stage_open (Stage *self)
{
  g_autoptr (GError) error = NULL;

  self->stories = cs_stories_load ("anantya", &error);
  g_assert_no_error (error);
  self->pre = json_pack ("{s:s}", "sale", "pre");
  self->post = json_pack ("{s:s}", "sale", "post");
  self->ledger = cs_sample_open_stage (self->stories, &error);
  g_assert_no_error (error);
  self->authority = cs_ledger_get_authority (self->ledger);
  self->time_source = cs_ledger_get_time_source (self->ledger);
}

static inline void
stage_close (Stage *self)
{
  g_clear_pointer (&self->ledger, cs_ledger_close);
  g_clear_pointer (&self->stories, cs_stories_free);
  g_clear_pointer (&self->pre, json_decref);
  g_clear_pointer (&self->post, json_decref);
}

/* Plays a request of the client in Riyadh up to the turn @until; returns its id. */
static inline char *
stage_play (Stage *self, const char *until)
{
  const CsCast cast = {.client = "c-riyadhretail",
                       .region = "SA",
                       .contact = "p-riyadhretail-1",
                       .with = self->pre,
                       .topic = json_array_get (cs_stories_get (self->stories, "topics"), 0),
                       .qualifier = "",
                       .usd = 4000,
                       .serial = 1};
  g_autoptr (json_t) written = json_pack ("{s:s}", "until", until);
  g_autoptr (json_t) plan = cs_sample_make_plan (self->stories, written);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (CsStory) story =
      cs_story_record (self->stories, self->authority, plan, &cast, rand, &error);

  g_assert_no_error (error);
  g_assert_nonnull (story);
  ids = cs_journal_list_requests (cs_ledger_get_store (self->ledger), 0, 1000, &error);
  g_assert_no_error (error);
  return g_strdup (ids->pdata[ids->len - 1]);
}

/* Says something; the answer is the caller's. */
static inline CsOutcome *
stage_say (Stage *self, const char *request, const char *kind, const char *by, json_t *data)
{
  g_autoptr (json_t) owned = data;
  const CsIntent intent = {.request = request, .kind = kind, .by = by, .data = owned};
  g_autoptr (GError) error = NULL;
  CsOutcome *outcome = NULL;

  cs_ledger_submit (self->ledger, &intent, &outcome, &error);
  g_assert_no_error (error);
  return outcome;
}

/* Who a recorded request is about. */
static inline CsCast
stage_make_cast (Stage *stage, const char *client, const char *region)
{
  return (CsCast){.client = client,
                  .region = region,
                  .contact = "p-riyadhretail-1",
                  .with = stage->post,
                  .topic = json_array_get (cs_stories_get (stage->stories, "topics"), 1),
                  .qualifier = "pilot",
                  .usd = 9000,
                  .serial = 4,
                  .end = G_GINT64_CONSTANT (1795435200000000)};
}

/* Records a request of a plan written out. */
static inline CsStory *
stage_record (Stage *stage, json_t *written, const CsCast *cast, GError **error)
{
  g_autoptr (json_t) owned = written;
  g_autoptr (json_t) plan = cs_sample_make_plan (stage->stories, owned);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  return cs_story_record (stage->stories, stage->authority, plan, cast, rand, error);
}
