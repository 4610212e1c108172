/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sync-private.h"
#include "cs-wire.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * One exchange: who are you → what waits here, in order → everything that is new there, page by
 * page → files. Whatever is killed whenever: what was sent stays in the outbox until it was
 * answered, and a page stands in the folder whole or not at all.
 */

#define MOST_ROUNDS 100000
/* Who opens a confidential file is written down each time (CX-21): never said twice unasked. */
#define FILES "/v1/files"

/**
 * cs_exchange_call:
 * @json: (transfer full) (nullable): the message
 * @limit: bytes of an answer
 *
 * Returns: whether there is an answer
 */
gboolean
cs_exchange_call (CsExchange *self,
                  const char *method,
                  const char *path,
                  char *json,
                  gsize limit,
                  CsReply *reply,
                  GError **error)
{
  g_autoptr (GBytes) body = json != NULL ? g_bytes_new_take (json, strlen (json)) : NULL;
  const CsCallRequest request = {.method = method,
                                 .path = path,
                                 .body = body,
                                 .limit = limit,
                                 .may_repeat = !g_str_has_prefix (path, FILES)};

  return cs_channel_call (self->channel, &request, reply, self->cancellable, error);
}

/**
 * cs_exchange_check:
 *
 * As cs_reply_check(); remembers when the server wants to be asked again.
 *
 * Returns: whether the server did what was asked
 */
gboolean
cs_exchange_check (CsExchange *self, const CsReply *reply, GError **error)
{
  self->retry_secs = reply->retry_secs;
  return cs_reply_check (reply, error);
}

static gboolean
check_protocol (const CsWireInfo *info, GError **error)
{
  if (info->protocol[0] <= CS_WIRE_PROTOCOL && info->protocol[1] >= CS_WIRE_PROTOCOL)
    return TRUE;
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_TOO_NEW,
                       _ ("This server needs a newer version of Countersign"));
  return FALSE;
}

/**
 * cs_sync_ask_server:
 * @channel: to a server
 * @error: UNREACHABLE, or INVALID where something else is there
 *
 * Returns: (transfer full): who it is and what it takes; %NULL on error
 */
CsWireInfo *
cs_sync_ask_server (CsChannel *channel, GCancellable *cancellable, GError **error)
{
  const CsCallRequest request = {.method = "GET", .path = "/v1", .limit = CS_WIRE_SMALL_BYTES};
  g_auto (CsReply) reply = {0};
  CsWireInfo *info;
  gsize length;
  const char *text;

  if (!cs_channel_call (channel, &request, &reply, cancellable, error) ||
      !cs_reply_check (&reply, error))
    return NULL;
  text = g_bytes_get_data (reply.body, &length);
  info = cs_wire_info_from_json (text, length, error);
  if (info != NULL && !check_protocol (info, error))
    g_clear_pointer (&info, cs_wire_info_free);
  return info;
}

/* The clock of this computer against the server’s: in the middle of the round trip (K-14). */
static void
compare_clocks (CsExchange *self, const CsWireInfo *info, const CsReply *reply)
{
  gint64 round_trip = reply->ended_usec - reply->began_usec;
  gint64 offset = cs_time_source_get_now (self->time_source) - round_trip / 2 - info->time;

  self->clock_offset_usec = ABS (offset) > round_trip ? offset : 0;
}

static gboolean
check_identity (CsExchange *self, const CsSyncPlace *place, const CsWireInfo *info, GError **error)
{
  g_auto (CsSyncCall) anew = {.op = CS_SYNC_BEGIN_ANEW};

  if (g_strcmp0 (place->log, info->log) != 0 || g_strcmp0 (place->key, info->key) != 0) {
    g_set_error_literal (
        error,
        CS_ERROR,
        CS_ERROR_CORRUPT,
        _ ("Another workspace, or another server, answers at this address. Nothing "
           "is sent there"));
    return FALSE;
  }
  if (g_strcmp0 (place->incarnation, info->incarnation) == 0)
    return TRUE;
  anew.incarnation = info->incarnation;
  self->was_restored = TRUE;
  return self->folder (&anew, self->folder_data, error);
}

/**
 * cs_exchange_meet:
 * @error: CORRUPT where it is somebody else
 *
 * Asks the server who it is, once; where its history was put back from a backup, this folder begins
 * anew (K-11).
 *
 * Returns: whether it is the one this folder knows
 */
gboolean
cs_exchange_meet (CsExchange *self, GError **error)
{
  g_auto (CsSyncCall) read = {.op = CS_SYNC_READ};
  g_auto (CsReply) reply = {0};
  g_autoptr (CsWireInfo) info = NULL;
  gsize length;
  const char *text;

  if (self->is_met)
    return TRUE;
  if (!self->folder (&read, self->folder_data, error) ||
      !cs_exchange_call (self, "GET", "/v1", NULL, CS_WIRE_SMALL_BYTES, &reply, error) ||
      !cs_exchange_check (self, &reply, error))
    return FALSE;
  text = g_bytes_get_data (reply.body, &length);
  info = cs_wire_info_from_json (text, length, error);
  if (info == NULL || !check_protocol (info, error) ||
      !check_identity (self, read.place, info, error))
    return FALSE;
  compare_clocks (self, info, &reply);
  self->is_met = TRUE;
  return TRUE;
}

static gboolean
repeat (CsExchange *self,
        gboolean (*step) (CsExchange *self, gboolean *has_more, GError **error),
        GError **error)
{
  gboolean has_more = TRUE, is_well = TRUE;

  for (guint i = 0; is_well && has_more && i < MOST_ROUNDS; i++)
    is_well = !g_cancellable_set_error_if_cancelled (self->cancellable, error) &&
              step (self, &has_more, error);
  g_clear_pointer (&self->ahead, cs_ahead_free);
  return is_well;
}

/* What was begun anew is received first: what the server still has need not be sent again. That it
 * was put back may be noticed by any page. */
static gboolean
run_steps (CsExchange *self, GError **error)
{
  if (!cs_exchange_meet (self, error))
    return FALSE;
  do {
    gboolean has_pulled = self->was_restored || self->is_hinted;

    if (has_pulled && !repeat (self, cs_exchange_pull, error))
      return FALSE;
    self->was_restored = self->is_hinted = FALSE;
    self->sent = 0;
    if (!repeat (self, cs_exchange_push, error) ||
        ((!has_pulled || self->sent > 0) && !repeat (self, cs_exchange_pull, error)))
      return FALSE;
  } while (self->was_restored);
  return cs_exchange_fetch_files (self, error);
}

/**
 * cs_exchange_run:
 * @error: UNREACHABLE: later; UNAUTHORISED: signed out; TOO_NEW; CORRUPT: the server's history is
 *   not the one that was seen, nothing more is to be believed; what the folder failed with
 *
 * Sends everything that waits and receives everything that is new.
 *
 * Returns: whether nothing was left
 */
gboolean
cs_exchange_run (CsExchange *self, GError **error)
{
  GError *failure = NULL;

  self->retry_secs = 0;
  self->was_gap = FALSE;
  if (run_steps (self, &failure))
    return TRUE;
  self->is_met = FALSE;
  g_propagate_error (error, failure);
  return FALSE;
}
