/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include "cs-wire.h"

#include <string.h>

/*
 * What lies between a computer and the server: a call may be lost, or its answer; it may arrive
 * twice, or after others that were made later; an answer may end anywhere, or come from somebody
 * else. Either end may die under it, and at every step of what it does in its folder.
 */

typedef enum {
  FATE_FINE,
  FATE_LOST,
  FATE_ANSWER_LOST,
  FATE_TWICE,
  FATE_LATE,
  FATE_CUT,
  FATE_CAPTIVE,
  FATE_BUSY,
  FATE_SERVER_KILLED_BEFORE,
  FATE_SERVER_KILLED_AFTER,
  FATE_MEMBER_KILLED_BEFORE,
  FATE_MEMBER_KILLED_AFTER,
} Fate;

/* Of a thousand calls, how many meet which. */
static const struct {
  Fate fate;
  guint share;
} fates[] = {
    {FATE_LOST, 40},
    {FATE_ANSWER_LOST, 40},
    {FATE_TWICE, 50},
    {FATE_LATE, 40},
    {FATE_CUT, 30},
    {FATE_CAPTIVE, 10},
    {FATE_BUSY, 10},
    {FATE_SERVER_KILLED_BEFORE, 6},
    {FATE_SERVER_KILLED_AFTER, 6},
    {FATE_MEMBER_KILLED_BEFORE, 8},
    {FATE_MEMBER_KILLED_AFTER, 8},
};

static Fate
draw_fate (World *self)
{
  guint drawn;

  if (self->is_calm)
    return FATE_FINE;
  drawn = world_draw (self, 1000);
  for (gsize i = 0; i < G_N_ELEMENTS (fates); i++) {
    if (drawn < fates[i].share)
      return fates[i].fate;
    drawn -= fates[i].share;
  }
  return FATE_FINE;
}

static void
on_answered (CsHttpExchange *exchange, gpointer data)
{
}

static CsHttpRequest *
make_request (Member *self, const CsCallRequest *call)
{
  CsHttpRequest *request =
      cs_http_request_new (call->method,
                           call->path,
                           call->body != NULL ? g_bytes_ref (call->body) : g_bytes_new (NULL, 0));

  cs_http_request_add_header (request, "X-Person", self->person);
  cs_http_request_add_header (request, "X-Device", self->device);
  cs_http_request_add_header (request, CS_WIRE_CLIENT_HEADER, self->is_old ? "0.0.9" : "99.0");
  if (call->header != NULL)
    cs_http_request_add_header (request, call->header, call->value);
  return request;
}

static CsHttpRequest *
copy_request (const CsHttpRequest *request)
{
  CsHttpRequest *copy =
      cs_http_request_new (request->method, request->path, g_bytes_ref (request->body));
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, request->headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    cs_http_request_add_header (copy, name, value);
  return copy;
}

static CsHttpAnswer *
deliver (World *self, CsHttpRequest *request)
{
  g_autoptr (CsHttpExchange) exchange = cs_http_exchange_new (request, on_answered, NULL);

  cs_call_handle (exchange, self->server);
  cs_server_work_off (self->server);
  return cs_http_exchange_take_answer (exchange);
}

/**
 * world_deliver_late: (skip)
 *
 * What was under way arrives, all of it at once: the server does it in one transaction.
 */
void
world_deliver_late (World *self)
{
  g_autoptr (GPtrArray) exchanges =
      g_ptr_array_new_with_free_func ((GDestroyNotify)cs_http_exchange_unref);

  while (self->in_flight->len > 0) {
    guint i = world_draw (self, self->in_flight->len);
    CsHttpRequest *request = g_ptr_array_steal_index_fast (self->in_flight, i);
    CsHttpExchange *exchange = cs_http_exchange_new (request, on_answered, NULL);

    g_ptr_array_add (exchanges, exchange);
    cs_call_handle (exchange, self->server);
  }
  cs_server_work_off (self->server);
  for (guint i = 0; i < exchanges->len; i++)
    cs_http_answer_free (cs_http_exchange_take_answer (exchanges->pdata[i]));
}

static void
kill_server (World *self)
{
  world_tell (self, "the server is killed");
  self->n_killed++;
  world_stop_server (self);
  world_start_server (self);
}

static gboolean
fail (GError **error, const char *text)
{
  g_set_error_literal (error, CS_ERROR, CS_ERROR_UNREACHABLE, text);
  return FALSE;
}

static gboolean
die (Member *self, GError **error)
{
  if (!self->is_dying)
    self->world->n_killed++;
  self->is_dying = TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "killed");
  return FALSE;
}

static void
take_answer (World *self, CsHttpAnswer *answer, gboolean is_cut, CsCarried *carried)
{
  gsize length = g_bytes_get_size (answer->body);

  carried->status = answer->status;
  carried->type = g_strdup (cs_http_answer_get_header (answer, "Content-Type"));
  carried->retry = g_strdup (cs_http_answer_get_header (answer, "Retry-After"));
  carried->body = is_cut && length > 0
                      ? g_bytes_new_from_bytes (answer->body, 0, world_draw (self, (guint)length))
                      : g_bytes_ref (answer->body);
}

static void
answer_as_somebody_else (Fate fate, CsCarried *carried)
{
  carried->status = fate == FATE_CAPTIVE ? 200 : 503;
  carried->type = g_strdup ("text/html");
  carried->body = g_bytes_new_static ("<html>Welcome</html>", strlen ("<html>Welcome</html>"));
}

static gboolean
carry_out (Member *self, const CsCallRequest *call, Fate fate, CsCarried *carried, GError **error)
{
  World *world = self->world;
  g_autoptr (CsHttpAnswer) answer = NULL;

  world->is_ended = fate == FATE_SERVER_KILLED_BEFORE;
  answer = deliver (world, make_request (self, call));
  if (fate == FATE_SERVER_KILLED_BEFORE || fate == FATE_SERVER_KILLED_AFTER) {
    kill_server (world);
    return fail (error, "the server was killed");
  }
  if (fate == FATE_ANSWER_LOST)
    return fail (error, "the answer was lost");
  if (fate == FATE_TWICE) {
    g_clear_pointer (&answer, cs_http_answer_free);
    answer = deliver (world, make_request (self, call));
  }
  if (fate == FATE_MEMBER_KILLED_AFTER)
    return die (self, error);
  if (answer == NULL)
    world_fail (world, "SG-22", "nobody answers %s", call->path);
  if (answer->status == 500)
    world_fail (world, "SG-22", "the server fails at %s", call->path);
  take_answer (world, answer, fate == FATE_CUT && !call->is_file, carried);
  return TRUE;
}

/* A CsChannelCarry. */
static gboolean
carry (const CsCallRequest *call, CsCarried *carried, gpointer data, GError **error)
{
  Member *self = data;
  World *world = self->world;
  Fate fate = draw_fate (world);

  if (self->is_dying || fate == FATE_MEMBER_KILLED_BEFORE)
    return die (self, error);
  if (fate != FATE_FINE)
    world_tell (world, "%s of member %u: fate %d", call->path, self->index, (int)fate);
  switch (fate) {
    case FATE_LOST:
      return fail (error, "the call was lost");
    case FATE_LATE: {
      g_autoptr (CsHttpRequest) request = make_request (self, call);

      g_ptr_array_add (world->in_flight, copy_request (request));
      return fail (error, "the call is late");
    }
    case FATE_CAPTIVE:
    case FATE_BUSY:
      answer_as_somebody_else (fate, carried);
      return TRUE;
    case FATE_FINE:
    case FATE_ANSWER_LOST:
    case FATE_TWICE:
    case FATE_CUT:
    case FATE_SERVER_KILLED_BEFORE:
    case FATE_SERVER_KILLED_AFTER:
    case FATE_MEMBER_KILLED_BEFORE:
    case FATE_MEMBER_KILLED_AFTER:
    default:
      return carry_out (self, call, fate, carried, error);
  }
}

/* A CsSyncFolderFunc: that of the ledger, which may be killed before and after each step. */
static gboolean
folder (CsSyncCall *call, gpointer data, GError **error)
{
  Member *self = data;
  World *world = self->world;
  gboolean is_done;

  if (self->is_dying || (!world->is_calm && world_draw (world, 200) == 0))
    return die (self, error);
  if (call->op == CS_SYNC_TAKE_VERDICTS) {
    for (guint i = 0; i < call->verdicts->len; i++)
      world_check_verdict (self, call->verdicts->pdata[i]);
  }
  is_done = cs_ledger_sync (call, self->ledger, error);
  if (is_done && !world->is_calm && world_draw (world, 200) == 0) {
    world_tell (world, "member %u is killed after step %d", self->index, (int)call->op);
    return die (self, error);
  }
  return is_done;
}

static void
begin_exchange (Member *self)
{
  self->exchange = (CsExchange){
      .channel = cs_channel_new_through (carry, self),
      .folder = folder,
      .folder_data = self,
      .time_source = self->time_source,
      .uploaded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };
  self->is_met = TRUE;
}

/**
 * member_exchange: (skip)
 *
 * One exchange with the server, by the code of src/sync; whoever is killed in it is opened again.
 *
 * Returns: whether nothing was left
 */
gboolean
member_exchange (Member *self, GError **error)
{
  gboolean is_done;

  if (!self->is_met)
    begin_exchange (self);
  is_done = cs_exchange_run (&self->exchange, error);
  self->world->n_exchanged += is_done;
  if (self->is_dying) {
    member_kill (self);
    member_open (self);
  }
  return is_done;
}
