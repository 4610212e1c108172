/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-generate.h"

#include "cs-keeper.h"
#include "cs-sample.h"

#include <string.h>

/*
 * A big workspace: the sample's people, many invented clients, and any number of requests, most of
 * them closed long ago. Each kind of request is recorded once for a region and then played again
 * and again, entry by entry through the same authority, some hundred requests a transaction.
 */

#define BATCH_REQUESTS 200
#define VARIANTS       2 /* of each story in each region: other people play it */
#define LEAST_CLIENTS  20
#define MOST_CLIENTS   4000
#define DAY            (24 * 3600 * CS_SECOND)
#define YEARS          3
#define OPEN_DAYS      12

typedef struct {
  char *id, *contact;
  const char *region; /* of the stories */
} Client;

typedef struct {
  CsLedger *ledger;
  CsStories *stories; /* (owned) */
  CsLedger *stage;    /* (owned) where stories are recorded */
  GHashTable *played; /* (owned) region, kind and variant -> CsStory */
  GPtrArray *clients; /* (owned) Client */
  GRand *rand;        /* (owned) */
  CsTimeSource *past; /* (owned): what the authority takes for the present */
  CsInstant now;
} Generator;

static void
client_free (gpointer data)
{
  Client *client = data;

  g_free (client->id);
  g_free (client->contact);
  g_free (client);
}

static void
generator_clear (Generator *self)
{
  g_clear_pointer (&self->stage, cs_ledger_close);
  g_clear_pointer (&self->stories, cs_stories_free);
  g_clear_pointer (&self->played, g_hash_table_unref);
  g_clear_pointer (&self->clients, g_ptr_array_unref);
  g_clear_pointer (&self->rand, g_rand_free);
  g_clear_object (&self->past);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Generator, generator_clear)

static const json_t *
pick (GRand *rand, const json_t *list)
{
  return json_array_get (list, (gsize)g_rand_int_range (rand, 0, (gint32)json_array_size (list)));
}

static gboolean
add_client (Generator *self, guint index, GError **error)
{
  const json_t *words = cs_stories_get (self->stories, "client_words");
  const json_t *first = json_array_get (words, 0), *second = json_array_get (words, 1);
  gsize n_names = json_array_size (first) * json_array_size (second);
  const char *head = json_string_value (json_array_get (first, index % json_array_size (first)));
  const char *tail = json_string_value (
      json_array_get (second, index / json_array_size (first) % json_array_size (second)));
  g_autofree char *numeral =
      index >= n_names ? g_strdup_printf (" %" G_GSIZE_FORMAT, index / n_names + 1) : g_strdup ("");
  g_autofree char *name = g_strconcat (head, " ", tail, numeral, NULL);
  g_autofree char *mail = g_strdup_printf ("contact@client-%u.example", index);
  g_autofree char *contact_name = g_strdup_printf ("%s, %s", "Accounts", name);
  g_autoptr (json_t) written = NULL;
  Client *client = g_new0 (Client, 1);

  client->id = g_strdup_printf ("c-%u", index);
  client->contact = g_strdup_printf ("p-client-%u", index);
  client->region = json_string_value (pick (self->rand, cs_stories_get (self->stories, "regions")));
  g_ptr_array_add (self->clients, client);
  written = json_pack ("{s:s, s:s, s:s, s:[{s:s, s:s, s:s}]}",
                       "id",
                       client->id,
                       "name",
                       name,
                       "region",
                       client->region,
                       "contacts",
                       "id",
                       client->contact,
                       "name",
                       contact_name,
                       "mail",
                       mail);
  return cs_sample_add_client (self->ledger, self->stories, written, error);
}

/* Somebody of that region, on the stage. */
static const json_t *
find_stage_client (Generator *self, const char *region)
{
  const json_t *clients = json_object_get (cs_stories_get_people (self->stories), "clients");
  json_t *client;
  gsize index;

  json_array_foreach (clients, index, client)
  {
    if (g_strcmp0 (cs_json_get_string (client, "region"), region) == 0)
      return client;
  }
  return NULL;
}

static const CsStory *
get_story (Generator *self, const CsCast *cast, gsize kind, const json_t *mix, GError **error)
{
  g_autofree char *key = g_strdup_printf ("%s/%" G_GSIZE_FORMAT "/%d",
                                          cast->region,
                                          kind,
                                          g_rand_int_range (self->rand, 0, VARIANTS));
  const json_t *client = find_stage_client (self, cast->region);
  CsCast rehearsed = *cast;
  CsStory *story = g_hash_table_lookup (self->played, key);

  if (story != NULL)
    return story;
  if (client == NULL) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 "No client of the sample is in region “%s”",
                 cast->region);
    return NULL;
  }
  rehearsed.client = cs_json_get_string (client, "id");
  rehearsed.contact =
      cs_json_get_string (json_array_get (json_object_get (client, "contacts"), 0), "id");
  story = cs_sample_rehearse (self->stage, self->stories, mix, &rehearsed, self->rand, error);
  if (story != NULL)
    g_hash_table_replace (self->played, g_steal_pointer (&key), story);
  return story;
}

static gsize
pick_kind (Generator *self)
{
  const json_t *mix = cs_stories_get (self->stories, "mix");
  gint64 total = 0, point;
  json_t *kind;
  gsize index;

  json_array_foreach (mix, index, kind)
  {
    total += cs_json_get_int (kind, "weight", 1);
  }
  point = g_rand_int_range (self->rand, 0, (gint32)total);
  json_array_foreach (mix, index, kind)
  {
    point -= cs_json_get_int (kind, "weight", 1);
    if (point < 0)
      break;
  }
  return index;
}

static CsInstant
pick_end (Generator *self, gboolean is_closed)
{
  double age = g_rand_double (self->rand);

  /* the closed ones lie evenly behind, of the open ones most are fresh */
  age = is_closed ? age * YEARS * 365 + 1 : age * age * OPEN_DAYS;
  return self->now - (CsInstant)(age * (double)DAY) - CS_SECOND;
}

static gboolean
play_one (Generator *self, guint serial, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (self->ledger);
  const Client *client =
      self->clients->pdata[g_rand_int_range (self->rand, 0, (gint32)self->clients->len)];
  gsize kind = pick_kind (self);
  const json_t *mix = json_array_get (cs_stories_get (self->stories, "mix"), kind);
  gboolean is_closed = json_is_true (json_object_get (mix, "closed"));
  CsCast cast = {.client = client->id,
                 .region = client->region,
                 .contact = client->contact,
                 .with = json_object_get (mix, "with"),
                 .topic = pick (self->rand, cs_stories_get (self->stories, "topics")),
                 .serial = serial,
                 .end = pick_end (self, is_closed)};
  const CsStory *story = get_story (self, &cast, kind, mix, error);
  g_autofree char *id = NULL;

  cast.qualifier =
      json_string_value (pick (self->rand, cs_stories_get (self->stories, "qualifiers")));
  cast.usd =
      cs_json_get_int (cast.topic, "usd", 3000) * g_rand_int_range (self->rand, 50, 250) / 100;
  if (story == NULL)
    return FALSE;
  id = cs_story_play (story, self->stories, authority, &cast, self->rand, NULL, NULL, error);
  if (id == NULL)
    return FALSE;
  cs_time_source_set_fixed (self->past, self->now);
  return (is_closed || cs_keeper_run_request (authority, id, NULL, error)) &&
         cs_authority_flush (authority, id, error);
}

static gboolean
play_batch (Generator *self, guint first, guint n_requests, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (self->ledger);

  if (!cs_authority_begin_batch (authority, error))
    return FALSE;
  for (guint i = 0; i < n_requests; i++) {
    if (!play_one (self, first + i, error)) {
      cs_authority_cancel_batch (authority);
      return FALSE;
    }
  }
  return cs_authority_end_batch (authority, error);
}

static gboolean
add_people (Generator *self, guint n_clients, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (self->ledger);
  gboolean is_done;

  if (!cs_authority_begin_batch (authority, error))
    return FALSE;
  is_done = cs_sample_add_people (self->ledger, self->stories, error) &&
            cs_sample_keep_evidence (self->ledger, self->stories, error);
  for (guint i = 0; is_done && i < n_clients; i++)
    is_done = add_client (self, i, error);
  if (!is_done) {
    cs_authority_cancel_batch (authority);
    return FALSE;
  }
  return cs_authority_end_batch (authority, error);
}

/* Of no use until it is whole, so what is made waits for the disk once, at the end: FULL syncs all
 * of the file that a checkpoint with something left to do writes to. */
static gboolean
set_haste (Generator *self, gboolean is_hasty, GError **error)
{
  CsStore *store = cs_ledger_get_store (self->ledger);
  CsSqlite *sqlite = cs_store_get_sqlite (store);

  if (is_hasty)
    return cs_sqlite_exec (sqlite, "PRAGMA synchronous = OFF; PRAGMA cache_size = -131072", error);
  return cs_sqlite_exec (sqlite, "PRAGMA synchronous = FULL", error) &&
         cs_store_set_meta (store, "generated", "1", error) &&
         cs_sqlite_exec (sqlite, "PRAGMA wal_checkpoint (TRUNCATE)", error);
}

static gboolean
fill (Generator *self, guint n_requests, GError **error)
{
  if (!add_people (self, CLAMP (n_requests / 20, LEAST_CLIENTS, MOST_CLIENTS), error))
    return FALSE;
  for (guint done = 0; done < n_requests; done += BATCH_REQUESTS) {
    if (!play_batch (self, done, MIN (BATCH_REQUESTS, n_requests - done), error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_generate_fill:
 * @ledger: of a bare workspace
 * @pack: (nullable): whose sample it resembles; %NULL for the first
 * @n_requests: how many requests to make
 * @seed: the same seed makes the same requests
 * @error: INVALID when a story was refused; what the store failed with
 *
 * Fills a workspace with many requests. When it fails, what is there is of no use.
 *
 * Returns: whether it was filled
 */
gboolean
cs_generate_fill (CsLedger *ledger,
                  const char *pack,
                  guint n_requests,
                  guint32 seed,
                  GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  CsTimeSource *present = cs_ledger_get_time_source (ledger);
  g_auto (Generator) self = {.ledger = ledger, .now = cs_time_source_get_now (present)};
  gboolean is_filled;

  self.stories = cs_stories_load (pack, error);
  self.stage = self.stories != NULL ? cs_sample_open_stage (self.stories, error) : NULL;
  if (self.stage == NULL)
    return FALSE;
  self.played =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)cs_story_free);
  self.clients = g_ptr_array_new_with_free_func (client_free);
  self.rand = g_rand_new_with_seed (seed);
  self.past = cs_time_source_new_fixed (self.now - (YEARS + 1) * 365 * DAY);
  cs_authority_set_time_source (authority, self.past);
  is_filled = set_haste (&self, TRUE, error) && fill (&self, n_requests, error) &&
              set_haste (&self, FALSE, error);
  cs_authority_set_time_source (authority, present);
  return is_filled;
}
