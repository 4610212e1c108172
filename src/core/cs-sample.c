/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sample.h"

#include "cs-clock.h"
#include "cs-drafts.h"
#include "cs-duration.h"
#include "cs-keeper.h"
#include "cs-workspace-create.h"

#include <glib/gstdio.h>
#include <string.h>

/* A workspace to look around in: invented people hold the roles of a real pack and have played many
 * requests of invented clients, by real entries, dated back from now. */

#define DAY       (24 * 3600 * CS_SECOND)
#define STAGE_DAY G_GINT64_CONSTANT (1767603600000000) /* a Monday morning on the stage */

/* Who sets the sample up. */
static const char *
first_person (CsStories *stories)
{
  const json_t *people = cs_stories_get_people (stories);
  const char *founder = cs_json_get_string (people, "founder");

  return founder != NULL
             ? founder
             : json_object_iter_key (json_object_iter (json_object_get (people, "people")));
}

static gboolean
add_person (CsLedger *ledger, const char *id, const json_t *written, const char *by, GError **error)
{
  json_t *data = json_pack ("{s:s, s:s, s:s*, s:s*, s:s*, s:b, s:b}",
                            "id",
                            id,
                            "name",
                            cs_json_get_string (written, "name"),
                            "mail",
                            cs_json_get_string (written, "mail"),
                            "region",
                            cs_json_get_string (written, "region"),
                            "language",
                            cs_json_get_string (written, "language"),
                            "external",
                            json_is_true (json_object_get (written, "external")),
                            "can_act",
                            !json_is_true (json_object_get (written, "mailbox")));

  return cs_workspace_create_entry (ledger, "person", by, data, error);
}

static gboolean
add_holders (CsLedger *ledger, CsStories *stories, const char *by, GError **error)
{
  const json_t *people = cs_stories_get_people (stories);
  const char *role;
  json_t *holders, *holder;
  gsize index;

  json_object_foreach (json_object_get (people, "holders"), role, holders)
  {
    json_array_foreach (holders, index, holder)
    {
      json_t *data = json_pack ("{s:s, s:s, s:s, s:s*, s:s*, s:b}",
                                "pack",
                                cs_json_get_string (people, "pack"),
                                "role",
                                role,
                                "person",
                                cs_json_get_string (holder, "person"),
                                "region",
                                cs_json_get_string (holder, "region"),
                                "for",
                                cs_json_get_string (holder, "for"),
                                "held",
                                TRUE);

      if (!cs_workspace_create_entry (ledger, "role", by, data, error))
        return FALSE;
    }
  }
  return TRUE;
}

/**
 * cs_sample_add_client:
 * @client: as in the people file
 *
 * Returns: whether the client is in the directory
 */
gboolean
cs_sample_add_client (CsLedger *ledger, CsStories *stories, const json_t *client, GError **error)
{
  const char *person = cs_ledger_get_person (ledger);

  return cs_workspace_create_entry (ledger,
                                    "client",
                                    person != NULL ? person : first_person (stories),
                                    json_deep_copy (client),
                                    error);
}

/**
 * cs_sample_add_people:
 *
 * Returns: whether the pack is in force, with people, holders and clients
 */
gboolean
cs_sample_add_people (CsLedger *ledger, CsStories *stories, GError **error)
{
  const json_t *people = cs_stories_get_people (stories);
  const char *by = first_person (stories);
  const char *actor = cs_json_get_string (people, "actor");
  const char *id;
  json_t *written;
  gsize index;

  if (!add_person (ledger, by, json_object_get (json_object_get (people, "people"), by), by, error))
    return FALSE;
  json_object_foreach (json_object_get (people, "people"), id, written)
  {
    if (strcmp (id, by) != 0 && !add_person (ledger, id, written, by, error))
      return FALSE;
  }
  if (!cs_workspace_create_packs (ledger,
                                  cs_json_get_string (people, "pack"),
                                  json_object_get (people, "settings"),
                                  FALSE,
                                  by,
                                  error) ||
      !add_holders (ledger, stories, by, error))
    return FALSE;
  json_array_foreach (json_object_get (people, "clients"), index, written)
  {
    if (!cs_sample_add_client (ledger, stories, written, error))
      return FALSE;
  }
  return cs_store_set_meta (cs_ledger_get_store (ledger), "sample", "1", error) &&
         cs_store_set_meta (cs_ledger_get_store (ledger),
                            "person",
                            actor != NULL ? actor : by,
                            error);
}

/**
 * cs_sample_make_plan:
 * @request: of the stories file; its process and opener count before those of all
 *
 * Returns: (transfer full): what to record
 */
json_t *
cs_sample_make_plan (CsStories *stories, const json_t *request)
{
  static const char *const common[] = {"pack", "process", "opener"};
  json_t *plan = json_copy ((json_t *)request);

  for (gsize i = 0; i < G_N_ELEMENTS (common); i++)
    if (json_object_get (plan, common[i]) == NULL)
      json_object_set (plan, common[i], (json_t *)cs_stories_get (stories, common[i]));
  return plan;
}

/**
 * cs_sample_open_stage:
 *
 * Makes a workspace in memory that stories are recorded in: a rehearsal stage.
 *
 * Returns: (transfer full): its ledger, whose time stands still; %NULL on error
 */
CsLedger *
cs_sample_open_stage (CsStories *stories, GError **error)
{
  g_autoptr (CsTimeSource) time_source = cs_time_source_new_fixed (STAGE_DAY);
  g_autoptr (CsLedger) ledger = cs_ledger_new_in_memory (time_source, error);

  if (ledger == NULL || !cs_sample_add_people (ledger, stories, error))
    return NULL;
  return g_steal_pointer (&ledger);
}

/**
 * cs_sample_rehearse:
 * @stage: as cs_sample_open_stage() makes it
 *
 * Records a story on the stage, from its first day on.
 *
 * Returns: (transfer full): the story, or %NULL
 */
CsStory *
cs_sample_rehearse (CsLedger *stage,
                    CsStories *stories,
                    const json_t *request,
                    const CsCast *cast,
                    GRand *rand,
                    GError **error)
{
  g_autoptr (json_t) plan = cs_sample_make_plan (stories, request);

  cs_time_source_set_fixed (cs_ledger_get_time_source (stage), STAGE_DAY);
  return cs_story_record (stories, cs_ledger_get_authority (stage), plan, cast, rand, error);
}

static const json_t *
find_client (CsStories *stories, const char *id)
{
  const json_t *clients = json_object_get (cs_stories_get_people (stories), "clients");
  json_t *client;
  gsize index;

  json_array_foreach (clients, index, client)
  {
    if (g_strcmp0 (cs_json_get_string (client, "id"), id) == 0)
      return client;
  }
  return NULL;
}

static CsInstant
parse_age (const char *text)
{
  char *end;
  gint64 number = g_ascii_strtoll (text != NULL ? text : "1h", &end, 10);

  return *end == 'd' ? number * DAY : number * DAY / 24;
}

/* The last minute of work up to an instant: people do not decide at night. */
static CsInstant
find_work (CsCalendar *calendar, CsInstant at)
{
  CsInstant found;

  if (calendar != NULL && cs_calendar_before (calendar, at, 1, CS_DURATION_MINUTES, &found, NULL))
    return found;
  return at;
}

/* When the last move was made; "due_in" wants what takes "due_days" of the stories due in so many
 * days. */
static CsInstant
find_end (CsStories *stories, CsCalendar *calendar, const json_t *request, CsInstant now)
{
  const json_t *due_days = cs_stories_get (stories, "due_days");
  CsInstant from = now + cs_json_get_int (request, "due_in", 0) * DAY;
  CsInstant due;

  for (gint64 back = 1; calendar != NULL && json_object_get (request, "due_in") && back < 30;
       back++) {
    CsInstant end = find_work (calendar, now - back * DAY);

    if (cs_calendar_due (calendar,
                         end,
                         json_integer_value (due_days),
                         CS_DURATION_BUSINESS_DAYS,
                         NULL,
                         0,
                         &due,
                         NULL,
                         NULL) &&
        due > from && due <= from + DAY)
      return end;
  }
  return find_work (calendar, now - parse_age (cs_json_get_string (request, "age")));
}

static gboolean
make_cast (CsStories *stories,
           CsAuthority *authority,
           const json_t *request,
           guint index,
           CsInstant now,
           CsCast *cast,
           GError **error)
{
  const json_t *client = find_client (stories, cs_json_get_string (request, "client"));
  const json_t *topics = cs_stories_get (stories, "topics");

  if (client == NULL) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 "The sample has no client “%s”.",
                 cs_json_get_string (request, "client"));
    return FALSE;
  }
  *cast = (CsCast){
      .client = cs_json_get_string (client, "id"),
      .region = cs_json_get_string (client, "region"),
      .contact =
          cs_json_get_string (json_array_get (json_object_get (client, "contacts"), 0), "id"),
      .with = json_object_get (request, "with"),
      .topic = json_array_get (topics, (gsize)cs_json_get_int (request, "topic", 0)),
      .qualifier = "",
      .serial = 2041 + 7 * (gint64)index};
  cast->end =
      find_end (stories, cs_stories_find_calendar (stories, authority, cast->region), request, now);
  cast->usd = cs_json_get_int (cast->topic, "usd", 3000);
  return TRUE;
}

/* The keeper was there all the time: each rung is written at its own instant. */
static gboolean
keep_clocks (CsAuthority *authority,
             const char *request,
             CsInstant until,
             gpointer user_data,
             GError **error)
{
  CsTimeSource *time_source = cs_authority_get_time_source (authority);

  for (guint i = 0; i < 20; i++) {
    CsInstant now = cs_time_source_get_now (time_source);
    const CsDirectory *directory = cs_authority_get_directory (authority, error);
    const CsRequest *folded = cs_authority_get_request (authority, request, NULL, error);
    g_autoptr (GPtrArray) runs = NULL;
    CsInstant next;

    if (directory == NULL || folded == NULL)
      return FALSE;
    runs = cs_clock_list_runs (folded, directory, now);
    next = cs_clock_next_event (runs, now);
    if (next == CS_INSTANT_NONE || next > until)
      return TRUE;
    cs_time_source_set_fixed (time_source, MAX (next, now));
    if (!cs_keeper_run_request (authority, request, NULL, error))
      return FALSE;
    if (next <= now)
      cs_time_source_set_fixed (time_source, now + CS_SECOND);
  }
  return TRUE;
}

static gboolean
play_requests (CsLedger *ledger, CsStories *stories, guint32 seed, CsInstant now, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  g_autoptr (CsLedger) stage = cs_sample_open_stage (stories, error);
  const json_t *requests = cs_stories_get (stories, "requests");
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  json_t *request;
  gsize index;

  if (stage == NULL)
    return FALSE;
  json_array_foreach (requests, index, request)
  {
    g_autoptr (CsStory) story = NULL;
    g_autofree char *id = NULL;
    CsCast cast;

    if (!make_cast (stories, authority, request, (guint)index, now, &cast, error))
      return FALSE;
    story = cs_sample_rehearse (stage, stories, request, &cast, rand, error);
    if (story == NULL)
      return FALSE;
    id = cs_story_play (story, stories, authority, &cast, rand, keep_clocks, NULL, error);
    if (id == NULL || !keep_clocks (authority, id, now, NULL, error))
      return FALSE;
    cs_time_source_set_fixed (cs_authority_get_time_source (authority), now);
    if (!cs_authority_flush (authority, id, error))
      return FALSE;
  }
  return TRUE;
}

/* What somebody has begun to write and not sent. */
static gboolean
keep_drafts (CsLedger *ledger, CsStories *stories, CsInstant now, GError **error)
{
  json_t *draft;
  gsize index;

  json_array_foreach (cs_stories_get (stories, "drafts"), index, draft)
  {
    CsDraft row = {.id = (char *)cs_json_get_string (draft, "id"),
                   .person = (char *)cs_json_get_string (draft, "by"),
                   .kind = (char *)"sow",
                   .content = json_object_get (draft, "content"),
                   .updated = now};

    if (!cs_drafts_save (cs_ledger_get_store (ledger), &row, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_sample_keep_evidence:
 *
 * Returns: whether the one file that all samples show as evidence is in the workspace
 */
gboolean
cs_sample_keep_evidence (CsLedger *ledger, CsStories *stories, GError **error)
{
  GBytes *bytes = cs_stories_get_evidence (stories);
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *path =
      cs_ledger_dup_file_path (cs_store_get_folder (cs_ledger_get_store (ledger)), digest);
  g_autofree char *parent = g_path_get_dirname (path);

  g_mkdir_with_parents (parent, 0700);
  return g_file_set_contents (path,
                              g_bytes_get_data (bytes, NULL),
                              (gssize)g_bytes_get_size (bytes),
                              error);
}

/**
 * cs_sample_fill:
 * @ledger: of a bare workspace, in a batch
 * @pack: (nullable): whose sample; %NULL for the first
 * @seed: the same seed makes the same requests
 *
 * Fills a workspace with the sample, dated relative to the ledger's present.
 *
 * Returns: whether it was filled
 */
gboolean
cs_sample_fill (CsLedger *ledger, const char *pack, guint32 seed, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  CsTimeSource *present = cs_ledger_get_time_source (ledger);
  CsInstant now = cs_time_source_get_now (present);
  g_autoptr (CsTimeSource) past = cs_time_source_new_fixed (now - 300 * 24 * 3600 * CS_SECOND);
  g_autoptr (CsStories) stories = cs_stories_load (pack, error);
  gboolean is_filled;

  if (stories == NULL)
    return FALSE;
  cs_authority_set_time_source (authority, past);
  is_filled = cs_sample_add_people (ledger, stories, error) &&
              cs_sample_keep_evidence (ledger, stories, error) &&
              play_requests (ledger, stories, seed, now, error) &&
              keep_drafts (ledger, stories, now, error);
  cs_authority_set_time_source (authority, present);
  return is_filled;
}
