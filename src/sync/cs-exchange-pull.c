/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-grants.h"
#include "cs-sync-private.h"
#include "cs-tree.h"
#include "cs-wire.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Receiving (K-04, K-05, K-07): a page is believed when its head is signed by the key that was met
 * at the beginning and proves to go on from the head seen last; then it is applied in one
 * transaction. A server that shows two histories is believed no more.
 */

static gboolean
lost_faith (GError **error, const char *text)
{
  g_set_error_literal (error, CS_ERROR, CS_ERROR_CORRUPT, text);
  return FALSE;
}

/**
 * cs_exchange_check_head:
 * @place: where the folder stands
 * @page: what the server answered
 * @error: CORRUPT
 *
 * Returns: whether the history that @page is part of goes on from the one that was seen before
 */
gboolean
cs_exchange_check_head (const CsSyncPlace *place, const CsWireCheckpoint *page, GError **error)
{
  const CsSignedHead *head = page->head;
  const CsKnownHead *seen = place->head;
  CsDigest root;

  if (!cs_signed_head_verify (head, place->key) || g_strcmp0 (head->log, place->log) != 0 ||
      g_strcmp0 (head->incarnation, place->incarnation) != 0)
    return lost_faith (error, _ ("What the server shows is not signed by it"));
  if (seen == NULL)
    return TRUE;
  if (head->size < seen->size)
    return lost_faith (error, _ ("The server shows a shorter history than it did before"));
  if (!cs_hex_decode (seen->root, root.bytes, sizeof root.bytes) ||
      !cs_tree_verify_consistency (seen->size,
                                   &root,
                                   head->size,
                                   &head->root,
                                   (const CsDigest *)(gpointer)page->consistency->data,
                                   page->consistency->len))
    return lost_faith (error, _ ("The server shows another history than it did before"));
  return TRUE;
}

static char *
make_message (const CsSyncPlace *place)
{
  g_autoptr (CsWirePull) pull = cs_wire_pull_new ();
  const char *key;
  json_t *index;

  pull->log = g_strdup (place->log);
  pull->incarnation = g_strdup (place->incarnation);
  pull->grants = place->grants;
  pull->first = place->is_first;
  if (place->head != NULL) {
    pull->tree = cs_wire_tree_new ();
    pull->tree->size = place->head->size;
    cs_hex_decode (place->head->root, pull->tree->root.bytes, CS_DIGEST_BYTES);
  }
  json_object_foreach (place->scopes, key, index)
      cs_wire_pull_add_scope (pull, key, json_integer_value (index));
  return cs_wire_pull_to_json (pull);
}

/* Where the page was asked for ahead, the next may be on its way already. */
static void
ask_ahead (CsExchange *self, const char *message, const CsWireCheckpoint *page)
{
  char *next = self->ahead == NULL && cs_channel_is_on_network (self->channel)
                   ? cs_ahead_make_message (message, page)
                   : NULL;

  if (next != NULL)
    self->ahead = cs_ahead_new (self->channel, next);
}

/* Only an entry of the directory can name a pack. */
static gboolean
may_name_packs (const CsWireCheckpoint *page)
{
  for (guint i = 0; i < page->rows->len; i++) {
    const CsWireRow *row = page->rows->pdata[i];

    if (row->request == NULL && row->bytes != NULL)
      return TRUE;
  }
  return FALSE;
}

static gboolean
fetch_missing (CsExchange *self, const CsWireCheckpoint *page, GError **error)
{
  g_auto (CsSyncCall) missing = {.op = CS_SYNC_LIST_MISSING, .page = page};

  if (!may_name_packs (page))
    return TRUE;
  if (!self->folder (&missing, self->folder_data, error))
    return FALSE;
  for (guint i = 0; missing.names != NULL && missing.names[i] != NULL; i++) {
    g_clear_pointer (&self->ahead, cs_ahead_free); /* the channel carries one call at a time */
    if (!cs_exchange_fetch_pack (self, missing.names[i], error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
begin_anew (CsExchange *self, const char *incarnation, GError **error)
{
  g_auto (CsSyncCall) anew = {.op = CS_SYNC_BEGIN_ANEW, .incarnation = incarnation};

  return self->folder (&anew, self->folder_data, error);
}

/* Another history than was seen: the server says whether it was put back from a backup; meeting it
 * anew begins this folder anew. */
static gboolean
follow (CsExchange *self, const char *incarnation, GError **error)
{
  self->is_met = FALSE;
  return cs_exchange_meet (self, error) &&
         (self->was_restored || begin_anew (self, incarnation, error));
}

/* An entry of several scopes has several rows. */
static gint64
count_entries (const CsWireCheckpoint *page)
{
  gint64 n = 0;

  for (guint i = 0; i < page->rows->len; i++) {
    const CsWireRow *row = page->rows->pdata[i];

    n += row->bytes != NULL || row->outline != NULL;
  }
  return n;
}

/* How much of what may be seen is here; what is begun with comes twice and counts once. */
static void
note_progress (CsExchange *self, const CsWireCheckpoint *page)
{
  gint64 here = 0;

  for (guint i = 0; i < page->scopes->len; i++) {
    const CsWireScope *scope = page->scopes->pdata[i];

    if (!g_str_has_prefix (scope->key, CS_SCOPE_NEED))
      here += scope->index;
  }
  self->here = here;
  self->total = here + page->left;
  if (self->tell != NULL)
    self->tell (self, self->tell_data);
}

static gboolean
apply (CsExchange *self,
       const CsSyncPlace *place,
       const char *message,
       const CsWireCheckpoint *page,
       const GPtrArray *entries,
       gboolean *begins,
       GError **error)
{
  g_auto (CsSyncCall) call = {.op = CS_SYNC_APPLY, .page = page, .entries = entries};
  g_autoptr (GError) failure = NULL;

  if (!cs_exchange_check_head (place, page, error) || !fetch_missing (self, page, error))
    return FALSE;
  ask_ahead (self, message, page);
  if (self->folder (&call, self->folder_data, &failure)) {
    self->size = page->head->size;
    self->received += count_entries (page);
    note_progress (self, page);
    return TRUE;
  }
  g_clear_pointer (&self->ahead, cs_ahead_free);
  /* A gap: what is here and what came do not fit, so it is fetched anew, once (K-15). */
  if (g_error_matches (failure, CS_ERROR, CS_ERROR_CONFLICT) && !self->was_gap) {
    self->was_gap = *begins = TRUE;
    return begin_anew (self, NULL, error);
  }
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Returns: whether the server answered: with a @page, or with a problem that was dealt with. */
static gboolean
ask_page (CsExchange *self,
          const CsSyncPlace *place,
          const char *message,
          CsWireCheckpoint **page,
          GError **error)
{
  g_auto (CsReply) reply = {0};
  const char *text;
  gsize length;

  if (!cs_exchange_call (self,
                         "POST",
                         "/v1/pull",
                         g_strdup (message),
                         CS_WIRE_PAGE_BYTES,
                         &reply,
                         error))
    return FALSE;
  if (reply.problem == CS_PROBLEM_CANNOT_CALCULATE)
    return begin_anew (self, NULL, error);
  if (reply.problem == CS_PROBLEM_HISTORY_DIVERGED)
    return follow (self, place->incarnation, error);
  if (!cs_exchange_check (self, &reply, error))
    return FALSE;
  text = g_bytes_get_data (reply.body, &length);
  *page = cs_wire_checkpoint_from_json (text, length, error);
  return *page != NULL;
}

/**
 * cs_exchange_pull:
 * @has_more: (out): whether to ask again at once
 *
 * Receives a page and applies it; where more follows, the next is asked for meanwhile.
 *
 * Returns: whether that was done
 */
gboolean
cs_exchange_pull (CsExchange *self, gboolean *has_more, GError **error)
{
  g_auto (CsSyncCall) read = {.op = CS_SYNC_READ};
  g_autoptr (CsWireCheckpoint) page = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *message = NULL;
  gboolean begins = FALSE;

  *has_more = TRUE;
  if (!self->folder (&read, self->folder_data, error))
    return FALSE;
  message = make_message (read.place);
  page = self->ahead != NULL ? cs_ahead_take (&self->ahead, message, &entries) : NULL;
  if (page == NULL && !ask_page (self, read.place, message, &page, error))
    return FALSE;
  if (page == NULL)
    return TRUE;
  if (!apply (self, read.place, message, page, entries, &begins, error))
    return FALSE;
  *has_more = page->more || read.place->is_first || begins;
  return TRUE;
}
