/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ahead.h"

#include "cs-entry.h"
#include "cs-wire.h"

#include <string.h>

/*
 * Asking ahead: what will be asked once a page is applied is known before, so the server makes the
 * next one meanwhile, and it and its entries are read while the one before is applied. It is a
 * guess and never more: the answer counts only where the very same is asked afterwards, and
 * whatever goes wrong with it is found out by asking again.
 *
 *   the server makes page 4 ─► entries of page 3 are read ─► page 2 is applied
 *
 * Never are more than two pages ahead of the one that is applied.
 */
struct _CsAhead {
  CsChannel *channel; /* (borrowed) the thread's alone until it has ended */
  char *message;
  GCancellable *cancellable; /* (owned) */
  GThread *thread;           /* (owned) (nullable) */
  CsWireCheckpoint *page;    /* (owned) (nullable) the thread's until it has ended */
  GPtrArray *entries; /* (owned) (nullable) the same; CsEntry of each row, %NULL where none */
  CsAhead *next;      /* (owned) (nullable) the same; what is asked once this has come */
  int is_first;       /* atomic; whether all that was asked before it was taken */
};

/* What is no entry is found out, and said, by who applies the page. */
static GPtrArray *
read_entries (const CsWireCheckpoint *page)
{
  GPtrArray *entries = g_ptr_array_new_full (page->rows->len, (GDestroyNotify)cs_entry_unref);

  for (guint i = 0; i < page->rows->len; i++) {
    const CsWireRow *row = page->rows->pdata[i];
    GBytes *bytes = row->bytes != NULL ? row->bytes : row->outline;

    g_ptr_array_add (entries, bytes != NULL ? cs_entry_new_from_bytes (bytes, NULL) : NULL);
  }
  return entries;
}

static GHashTable *
index_scopes (const CsWirePull *pull)
{
  GHashTable *numbers = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < pull->scopes->len; i++) {
    CsShapeNumber *scope = pull->scopes->pdata[i];

    g_hash_table_replace (numbers, scope->key, scope);
  }
  return numbers;
}

/**
 * cs_ahead_make_message:
 * @message: a pull
 * @page: the answer to it
 *
 * Returns: (transfer full) (nullable): what will be asked once the page is applied; %NULL where
 *   nothing is, or where it takes something away, and is waited for
 */
char *
cs_ahead_make_message (const char *message, const CsWireCheckpoint *page)
{
  g_autoptr (CsWirePull) pull = NULL;
  g_autoptr (GHashTable) numbers = NULL;

  if (page->more && page->leave->len == 0)
    pull = cs_wire_pull_from_json (message, strlen (message), NULL);
  if (pull == NULL)
    return NULL;
  numbers = index_scopes (pull);
  pull->grants = page->grants;
  if (pull->tree == NULL)
    pull->tree = cs_wire_tree_new ();
  pull->tree->size = page->head->size;
  pull->tree->root = page->head->root;
  for (guint i = 0; i < page->scopes->len; i++) {
    const CsWireScope *scope = page->scopes->pdata[i];
    CsShapeNumber *known = g_hash_table_lookup (numbers, scope->key);

    if (known != NULL)
      known->number = scope->index;
    else
      cs_wire_pull_add_scope (pull, scope->key, scope->index);
  }
  return cs_wire_pull_to_json (pull);
}

static gpointer ask (gpointer data);

static CsAhead *
ask_for (CsChannel *channel, char *message, gboolean is_first)
{
  CsAhead *self = g_new0 (CsAhead, 1);

  self->channel = channel;
  self->message = message;
  self->is_first = is_first;
  self->cancellable = g_cancellable_new ();
  self->thread = g_thread_new ("ahead", ask, self);
  return self;
}

/* The channel is free again: the server makes one more while this one is read. */
static void
ask_next (CsAhead *self)
{
  char *message =
      g_atomic_int_get (&self->is_first) ? cs_ahead_make_message (self->message, self->page) : NULL;

  if (message != NULL)
    self->next = ask_for (self->channel, message, FALSE);
}

static gpointer
ask (gpointer data)
{
  CsAhead *self = data;
  g_autoptr (GBytes) body = g_bytes_new_static (self->message, strlen (self->message));
  const CsCallRequest request = {.method = "POST",
                                 .path = "/v1/pull",
                                 .body = body,
                                 .limit = CS_WIRE_PAGE_BYTES,
                                 .may_repeat = TRUE};
  g_auto (CsReply) reply = {0};
  const char *text;
  gsize length;

  if (!cs_channel_call (self->channel, &request, &reply, self->cancellable, NULL) ||
      reply.status != 200)
    return NULL;
  text = g_bytes_get_data (reply.body, &length);
  self->page = cs_wire_checkpoint_from_json (text, length, NULL);
  cs_reply_clear (&reply); /* some pages are in memory at once */
  if (self->page == NULL)
    return NULL;
  ask_next (self);
  self->entries = read_entries (self->page);
  return NULL;
}

/**
 * cs_ahead_new:
 * @channel: (transfer none): not to be used until this is taken or freed
 * @message: (transfer full): what will be asked, as it seems
 *
 * Returns: (transfer full): a page on its way
 */
CsAhead *
cs_ahead_new (CsChannel *channel, char *message)
{
  return ask_for (channel, message, TRUE);
}

/**
 * cs_ahead_take:
 * @self: (inout) (transfer full): a page on its way; then what was asked after it, or %NULL
 * @message: what is asked now
 * @entries: (out) (transfer full) (nullable) (element-type CsEntry): of each row of the page, as
 *   [struct@SyncCall] takes them
 *
 * Returns: (transfer full) (nullable): the answer to exactly that; %NULL: it is to be asked
 */
CsWireCheckpoint *
cs_ahead_take (CsAhead **self, const char *message, GPtrArray **entries)
{
  g_autoptr (CsAhead) taken = g_steal_pointer (self);

  *entries = NULL;
  if (strcmp (taken->message, message) != 0)
    return NULL;
  g_thread_join (g_steal_pointer (&taken->thread));
  *entries = g_steal_pointer (&taken->entries);
  *self = g_steal_pointer (&taken->next);
  if (*self != NULL)
    g_atomic_int_set (&(*self)->is_first, TRUE);
  return g_steal_pointer (&taken->page);
}

/**
 * cs_ahead_free:
 * @self: (transfer full) (nullable): a page on its way
 *
 * Waits until the channel is free again.
 */
void
cs_ahead_free (CsAhead *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->thread, g_thread_join);
  g_clear_pointer (&self->next, cs_ahead_free);
  g_clear_pointer (&self->page, cs_wire_checkpoint_free);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_object_unref (self->cancellable);
  g_free (self->message);
  g_free (self);
}
