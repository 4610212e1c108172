/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sync-private.h"
#include "cs-wire-push.h"
#include "cs-wire.h"

#include <glib/gi18n-lib.h>

/*
 * Sending (K-13): in the order of the device’s counter, the bytes as they were signed. A verdict is
 * about one entry; a refused one never holds up the others. What is too much at once is halved; one
 * entry that cannot even be sent is refused here, with its text kept.
 */

#define BATCH_ENTRIES 200
#define BATCH_BYTES   (CS_WIRE_BODY_BYTES / 2)

static char *
make_message (const GPtrArray *items, guint from, guint n)
{
  g_autoptr (CsWirePush) push = cs_wire_push_new ();

  for (guint i = from; i < from + n; i++) {
    const CsOutboxItem *item = items->pdata[i];
    CsWirePushed *pushed = cs_wire_pushed_new ();

    pushed->bytes = g_bytes_ref (cs_entry_get_bytes (item->entry));
    pushed->signature = g_strdup (item->signature);
    if (item->depends != NULL && item->depends[0] != NULL)
      pushed->depends_on = g_strdupv (item->depends);
    g_ptr_array_add (push->entries, pushed);
  }
  return cs_wire_push_to_json (push);
}

/* Those the folder is told of; what only has to wait stays in the outbox. */
static gboolean
take_verdicts (CsExchange *self,
               const CsWirePushAnswer *answer,
               const GPtrArray *items,
               guint from,
               guint *taken,
               GError **error)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new ();
  g_auto (CsSyncCall) call = {.op = CS_SYNC_TAKE_VERDICTS, .verdicts = told};

  for (guint i = 0; i < answer->verdicts->len; i++) {
    CsWireVerdict *verdict = answer->verdicts->pdata[i];
    const CsOutboxItem *item = items->pdata[from + i];

    if (g_strcmp0 (verdict->id, cs_entry_get_id (item->entry)) != 0) {
      g_set_error_literal (error,
                           CS_ERROR,
                           CS_ERROR_UNREACHABLE,
                           "The server answered something that was not asked.");
      return FALSE;
    }
    if (verdict->answer == CS_WIRE_SIGN_IN_AGAIN)
      self->needs_sign_in = TRUE;
    else if (verdict->answer == CS_WIRE_UPGRADE_REQUIRED)
      self->needs_update = TRUE;
    else
      g_ptr_array_add (told, verdict);
  }
  *taken += told->len;
  return told->len == 0 || self->folder (&call, self->folder_data, error);
}

static gboolean
refuse_here (CsExchange *self, const CsOutboxItem *item, const CsReply *reply, GError **error)
{
  g_autoptr (CsWireVerdict) verdict = cs_wire_verdict_new ();
  g_autoptr (GPtrArray) told = g_ptr_array_new ();
  g_auto (CsSyncCall) call = {.op = CS_SYNC_TAKE_VERDICTS, .verdicts = told};

  verdict->id = g_strdup (cs_entry_get_id (item->entry));
  verdict->answer = CS_WIRE_REFUSED;
  verdict->rule = g_strdup ("form");
  if (reply->detail != NULL)
    verdict->reason = g_strdup (reply->detail);
  else if (reply->status == 413)
    verdict->reason = g_strdup (_ ("It is larger than the server takes. Say it in smaller parts"));
  else
    verdict->reason = g_strdup (_ ("The server cannot take this"));
  g_ptr_array_add (told, verdict);
  return self->folder (&call, self->folder_data, error);
}

static gboolean
is_about_the_entries (const CsReply *reply)
{
  return reply->status == 400 || reply->status == 413 || reply->status == 422;
}

static gboolean
push_range (CsExchange *self,
            const GPtrArray *items,
            guint from,
            guint n,
            guint *taken,
            GError **error)
{
  g_auto (CsReply) reply = {0};
  g_autoptr (CsWirePushAnswer) answer = NULL;
  const char *text;
  gsize length;

  if (!cs_exchange_call (self,
                         "POST",
                         "/v1/entries",
                         make_message (items, from, n),
                         CS_WIRE_PAGE_BYTES,
                         &reply,
                         error))
    return FALSE;
  if (is_about_the_entries (&reply) && n > 1)
    return push_range (self, items, from, n / 2, taken, error) &&
           push_range (self, items, from + n / 2, n - n / 2, taken, error);
  if (is_about_the_entries (&reply)) {
    ++*taken;
    return refuse_here (self, items->pdata[from], &reply, error);
  }
  if (reply.status == 426) {
    self->needs_update = TRUE;
    return TRUE;
  }
  if (!cs_exchange_check (self, &reply, error))
    return FALSE;
  text = g_bytes_get_data (reply.body, &length);
  answer = cs_wire_push_answer_from_json (text, length, error);
  if (answer == NULL || answer->verdicts->len != n) {
    g_clear_error (error);
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_UNREACHABLE,
                         "The server’s answer cannot be read.");
    return FALSE;
  }
  return take_verdicts (self, answer, items, from, taken, error);
}

static guint
count_batch (const GPtrArray *items, guint from)
{
  gsize weight = 0;
  guint n = 0;

  while (from + n < items->len && n < BATCH_ENTRIES) {
    const CsOutboxItem *item = items->pdata[from + n];

    weight += g_bytes_get_size (cs_entry_get_bytes (item->entry)) * 4 / 3 + 500;
    if (n > 0 && weight > BATCH_BYTES)
      break;
    n++;
  }
  return n;
}

/**
 * cs_exchange_push:
 * @has_more: (out): whether more waits that can be sent now
 *
 * Sends what waits, the files that it names before it.
 *
 * Returns: whether it was answered
 */
gboolean
cs_exchange_push (CsExchange *self, gboolean *has_more, GError **error)
{
  g_auto (CsSyncCall) call = {.op = CS_SYNC_TAKE_WAITING, .limit = 5 * BATCH_ENTRIES};
  guint taken = 0;

  *has_more = FALSE;
  self->needs_sign_in = self->needs_update = FALSE;
  if (!self->folder (&call, self->folder_data, error))
    return FALSE;
  for (guint i = 0; i < call.uploads->len; i++) {
    if (!cs_exchange_upload (self, call.uploads->pdata[i], error))
      return FALSE;
  }
  for (guint from = 0; from < call.items->len;) {
    guint n = count_batch (call.items, from);

    if (!push_range (self, call.items, from, n, &taken, error))
      return FALSE;
    from += n;
  }
  self->sent += call.items->len;
  *has_more = taken > 0 && call.items->len == call.limit;
  return TRUE;
}
