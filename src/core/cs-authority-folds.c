/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-authority-private.h"
#include "cs-offer.h"
#include "cs-outbox.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/*
 * What the authority remembers between transactions, and why that is safe: a fold is kept with the
 * number and hash of the entry it ends with, and is used only after the head read inside the
 * present transaction says that the chain goes on from there (K-10).
 */

#define MAX_FOLDS   128
#define MAX_ENTRIES 2000 /* of all folds, before another is added */

static void
folded_free (gpointer data)
{
  CsFolded *folded = data;

  cs_request_free (folded->request);
  g_free (folded->waiting);
  g_free (folded->id);
  g_free (folded);
}

/* Returns: (nullable): id of the least used; how many entries all folds hold */
static gpointer
find_least_used (CsAuthority *self, guint *n_entries)
{
  GHashTableIter iter;
  gpointer key, value, victim = NULL;
  guint64 oldest = G_MAXUINT64;

  *n_entries = 0;
  g_hash_table_iter_init (&iter, self->folds);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    const CsFolded *folded = value;

    *n_entries += cs_request_get_entries (folded->request)->len;
    if (folded->used < oldest) {
      oldest = folded->used;
      victim = key;
    }
  }
  return victim;
}

/* So many requests are remembered, and fewer where they are long: a fold holds its entries. */
static void
drop_least_used (CsAuthority *self)
{
  guint n_entries;
  gpointer victim = find_least_used (self, &n_entries);

  while (victim != NULL &&
         (g_hash_table_size (self->folds) >= MAX_FOLDS || n_entries > MAX_ENTRIES)) {
    g_hash_table_remove (self->folds, victim);
    victim = find_least_used (self, &n_entries);
  }
}

/**
 * cs_authority_add_folded:
 * @id: of the request
 * @request: (transfer full): a fold of what its chain holds
 *
 * Returns: (transfer none): the fold, remembered; its head is not set yet
 */
CsFolded *
cs_authority_add_folded (CsAuthority *self, const char *id, CsRequest *request)
{
  CsFolded *folded = g_new0 (CsFolded, 1);

  if (self->folds == NULL)
    self->folds = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, folded_free);
  drop_least_used (self);
  folded->id = g_strdup (id);
  folded->request = request;
  folded->used = ++self->clock;
  g_hash_table_replace (self->folds, folded->id, folded);
  return folded;
}

/**
 * cs_authority_forget:
 * @request: (nullable): an id
 *
 * Drops a fold that may hold what was rolled back, or is not to be seen any more.
 */
void
cs_authority_forget (CsAuthority *self, const char *request)
{
  if (request == NULL)
    return;
  g_hash_table_remove (self->fresh, request);
  if (self->folds != NULL)
    g_hash_table_remove (self->folds, request);
}

static json_t *
find_settings (CsAuthority *self, const char *digest)
{
  return digest != NULL && self->settings != NULL ? g_hash_table_lookup (self->settings, digest)
                                                  : NULL;
}

/**
 * cs_authority_new_request:
 * @open: the entry that opens it: names process, pack and the settings that are pinned
 *
 * The directory must be up to date: settings are pinned by their digest, and its entries hold them.
 *
 * Returns: (transfer full): an empty fold of the process it names, or %NULL
 */
CsRequest *
cs_authority_new_request (CsAuthority *self, const CsEntry *open, GError **error)
{
  const char *digest = cs_entry_get_text (open, "digest");
  const char *name = cs_entry_get_text (open, "process");
  const CsProcess *process;

  if (digest == NULL || name == NULL) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_INVALID,
                         "A request is opened with its “digest” and “process”.");
    return NULL;
  }
  process = cs_pack_cache_get_process (self->packs, digest, name, error);
  return process != NULL
             ? cs_request_new (process, find_settings (self, cs_entry_get_text (open, "settings")))
             : NULL;
}

static gboolean
apply_all (CsRequest *request, const GPtrArray *entries, GError **error)
{
  for (guint i = 0; i < entries->len; i++) {
    if (!cs_request_apply (request, entries->pdata[i], error))
      return FALSE;
  }
  return TRUE;
}

/* K-13: what waits is shown on top of what was accepted. */
static gboolean
apply_waiting (CsRequest *request, const GPtrArray *waiting, GError **error)
{
  for (guint i = 0; waiting != NULL && i < waiting->len; i++) {
    const CsOutboxItem *item = waiting->pdata[i];

    if (!cs_request_apply_waiting (request, item->entry, error))
      return FALSE;
  }
  return TRUE;
}

static const CsEntry *
find_open (const GPtrArray *entries, const GPtrArray *waiting)
{
  return entries->len > 0 ? entries->pdata[0] : ((const CsOutboxItem *)waiting->pdata[0])->entry;
}

/* The entries of a request after a number: the last as this batch brought them, those before as
 * they stand in the journal. */
static GPtrArray *
list_entries (CsAuthority *self, const char *request, gint64 after, GError **error)
{
  const GPtrArray *fresh = request != NULL ? g_hash_table_lookup (self->fresh, request) : NULL;
  GPtrArray *list;
  CsHead head;

  if (fresh == NULL)
    return cs_journal_list (self->store, request, after, error);
  if (!cs_journal_read_head (self->store, request, &head, error))
    return NULL;
  if (cs_entry_get_number (fresh->pdata[fresh->len - 1]) != head.last)
    return cs_journal_list (self->store, request, after, error);
  list = cs_journal_list_until (self->store,
                                request,
                                after,
                                cs_entry_get_number (fresh->pdata[0]) - 1,
                                error);
  for (guint i = 0; list != NULL && i < fresh->len; i++) {
    if (cs_entry_get_number (fresh->pdata[i]) > after)
      g_ptr_array_add (list, cs_entry_ref (fresh->pdata[i]));
  }
  return list;
}

/**
 * cs_authority_fold_request:
 * @request: its id
 * @error: NOT_FOUND
 *
 * Folds anew, for somebody who will own it.
 *
 * Returns: (transfer full): the request, or %NULL
 */
CsRequest *
cs_authority_fold_request (CsAuthority *self, const char *request, GError **error)
{
  g_autoptr (GPtrArray) entries = list_entries (self, request, 0, error);
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (CsRequest) fold = NULL;
  g_autofree char *number = NULL;

  if (entries == NULL || !cs_authority_ensure_directory (self, error))
    return NULL;
  if (self->is_shared) {
    waiting = cs_outbox_list_shown (self->store, request, error);
    if (waiting == NULL)
      return NULL;
  }
  if (request == NULL || entries->len + (waiting != NULL ? waiting->len : 0) == 0) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_NOT_FOUND,
                         "There is no such request in this workspace.");
    return NULL;
  }
  fold = cs_authority_new_request (self, find_open (entries, waiting), error);
  if (fold == NULL || !apply_all (fold, entries, error) || !apply_waiting (fold, waiting, error))
    return NULL;
  number = cs_journal_dup_name (self->store, request, NULL);
  if (number == NULL && waiting != NULL)
    number = g_strdup (_ ("New, not sent yet"));
  cs_request_set_number (fold, number);
  return g_steal_pointer (&fold);
}

/**
 * cs_authority_fold_request_until:
 * @request: its id
 * @last: number of the last accepted entry that counts
 * @error: NOT_FOUND
 *
 * Folds anew what was accepted so far, for somebody who will own it.
 *
 * Returns: (transfer full): the request as it was then, without its number, or %NULL
 */
CsRequest *
cs_authority_fold_request_until (CsAuthority *self,
                                 const char *request,
                                 gint64 last,
                                 GError **error)
{
  g_autoptr (GPtrArray) entries = cs_journal_list (self->store, request, 0, error);
  g_autoptr (CsRequest) fold = NULL;

  if (entries == NULL || !cs_authority_ensure_directory (self, error))
    return NULL;
  if (entries->len == 0) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_NOT_FOUND, "There is no such request.");
    return NULL;
  }
  fold = cs_authority_new_request (self, entries->pdata[0], error);
  for (guint i = 0; fold != NULL && i < entries->len; i++) {
    if (cs_entry_get_number (entries->pdata[i]) > last)
      break;
    if (!cs_request_apply (fold, entries->pdata[i], error))
      return NULL;
  }
  return g_steal_pointer (&fold);
}

static gboolean
catch_up (CsAuthority *self, CsFolded *folded, const CsHead *head, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;

  if (folded->head.last == head->last)
    return TRUE;
  entries = list_entries (self, folded->id, folded->head.last, error);
  return entries != NULL && apply_all (folded->request, entries, error);
}

static gboolean
is_on_chain (const CsFolded *folded, const CsHead *head)
{
  return folded->head.ref == head->ref &&
         (folded->head.last < head->last ||
          (folded->head.last == head->last &&
           memcmp (folded->head.hash, head->hash, CS_CHAIN_BYTES) == 0));
}

/* Whether more waits than is folded, and nothing else is otherwise. */
static gboolean
waits_on_top (const CsFolded *folded, const CsHead *head, const char *waiting)
{
  if (waiting == NULL || folded->head.last != head->last)
    return FALSE;
  return folded->waiting == NULL ||
         (g_str_has_prefix (waiting, folded->waiting) && waiting[strlen (folded->waiting)] == ',');
}

/* What is folded already is passed over. */
static gboolean
catch_up_waiting (CsAuthority *self, CsFolded *folded, GError **error)
{
  g_autoptr (GPtrArray) waiting = cs_outbox_list_shown (self->store, folded->id, error);

  return waiting != NULL && apply_waiting (folded->request, waiting, error);
}

static gboolean
goes_on (CsAuthority *self, CsFolded *folded, const CsHead *head, const char *waiting)
{
  if (!is_on_chain (folded, head))
    return FALSE;
  if (g_strcmp0 (folded->waiting, waiting) == 0)
    return (waiting == NULL || folded->head.last == head->last) &&
           catch_up (self, folded, head, NULL);
  return waits_on_top (folded, head, waiting) && catch_up_waiting (self, folded, NULL);
}

/**
 * cs_authority_get_folded:
 * @request: its id
 * @error: NOT_FOUND
 *
 * Returns: (transfer none): the fold up to the head as it is now, or %NULL
 */
CsFolded *
cs_authority_get_folded (CsAuthority *self, const char *request, GError **error)
{
  CsFolded *folded =
      self->folds != NULL && request != NULL ? g_hash_table_lookup (self->folds, request) : NULL;
  g_autofree char *waiting = NULL;
  CsHead head;

  if (request == NULL || !cs_journal_read_head (self->store, request, &head, error) ||
      !cs_authority_read_mark (self, request, &waiting, error)) {
    if (request == NULL)
      g_set_error_literal (error, CS_ERROR, CS_ERROR_NOT_FOUND, "No request was named.");
    return NULL;
  }
  if (folded != NULL && !goes_on (self, folded, &head, waiting)) {
    cs_authority_forget (self, request);
    folded = NULL;
  }
  if (folded == NULL) {
    CsRequest *fold = cs_authority_fold_request (self, request, error);

    if (fold == NULL)
      return NULL;
    folded = cs_authority_add_folded (self, request, fold);
  }
  folded->head = head;
  g_free (folded->waiting);
  folded->waiting = g_steal_pointer (&waiting);
  folded->used = ++self->clock;
  return folded;
}

static void
keep_settings (CsAuthority *self, const CsEntry *entry)
{
  json_t *settings = json_object_get (cs_entry_get_data (entry), "settings");
  g_autoptr (json_t) none = json_object ();

  if (self->settings == NULL)
    self->settings =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)json_decref);
  if (settings == NULL)
    settings = none;
  g_hash_table_replace (self->settings, cs_offer_digest_value (settings), json_incref (settings));
}

static gboolean
apply_directory_entry (CsAuthority *self, CsEntry *entry, GError **error)
{
  const CsPack *pack;

  if (!cs_directory_apply (self->directory, entry, error))
    return FALSE;
  if (cs_entry_get_kind (entry) != CS_KIND_PACK)
    return TRUE;
  keep_settings (self, entry);
  pack = cs_pack_cache_get (self->packs, cs_entry_get_text (entry, "digest"), error);
  if (pack == NULL)
    return FALSE;
  cs_directory_add_pack (self->directory, pack->id, pack->root);
  return TRUE;
}

static gboolean
apply_stored (const CsStoredEntry *stored, gint64 ref, gpointer data, GError **error)
{
  return apply_directory_entry (data, stored->entry, error);
}

static gboolean
apply_waiting_directory (CsAuthority *self, const char *mark, GError **error)
{
  g_autoptr (GPtrArray) waiting = mark != NULL ? cs_outbox_list_shown (self->store, NULL, error)
                                               : NULL;

  for (guint i = 0; waiting != NULL && i < waiting->len; i++) {
    const CsOutboxItem *item = waiting->pdata[i];

    if (!apply_directory_entry (self, item->entry, error))
      return FALSE;
  }
  return mark == NULL || waiting != NULL;
}

/* What is folded can only be gone on from where the chain, and what waits, goes on from it. */
static gboolean
directory_goes_on (const CsAuthority *self, const CsHead *head, const char *waiting)
{
  const CsHead *folded = &self->directory_head;

  if (g_strcmp0 (self->directory_waiting, waiting) != 0 ||
      (waiting != NULL && head->last != folded->last))
    return FALSE;
  return head->last > folded->last ||
         (head->last == folded->last && memcmp (head->hash, folded->hash, CS_CHAIN_BYTES) == 0);
}

static gboolean
fold_directory (CsAuthority *self, const char *waiting, GError **error)
{
  return cs_journal_each (self->store,
                          NULL,
                          self->directory_head.last,
                          apply_stored,
                          self,
                          error) &&
         apply_waiting_directory (self, waiting, error);
}

/**
 * cs_authority_ensure_directory:
 *
 * Folds what the directory's chain holds beyond what is folded already, and what waits on top.
 *
 * Returns: whether the directory is up to its head as it is now
 */
gboolean
cs_authority_ensure_directory (CsAuthority *self, GError **error)
{
  g_autofree char *waiting = NULL;
  CsHead head;

  if (!cs_journal_read_head (self->store, NULL, &head, error) ||
      !cs_authority_read_mark (self, NULL, &waiting, error))
    return FALSE;
  if (self->directory != NULL && !directory_goes_on (self, &head, waiting))
    g_clear_pointer (&self->directory, cs_directory_free);
  if (self->directory == NULL) {
    self->directory = cs_directory_new ();
    self->directory_head = (CsHead){0};
    g_clear_pointer (&self->directory_waiting, g_free);
    cs_authority_add_calendars (self, self->directory);
  }
  if (head.last == self->directory_head.last && g_strcmp0 (self->directory_waiting, waiting) == 0)
    return TRUE;
  if (!fold_directory (self, waiting, error)) {
    g_clear_pointer (&self->directory, cs_directory_free);
    return FALSE;
  }
  self->directory_head = head;
  g_free (self->directory_waiting);
  self->directory_waiting = g_steal_pointer (&waiting);
  return TRUE;
}

/**
 * cs_authority_dup_directory_mark:
 *
 * Returns: (transfer full): differs whenever the directory last asked for is another one
 */
char *
cs_authority_dup_directory_mark (CsAuthority *self)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s",
                          self->directory_head.last,
                          self->directory_waiting != NULL ? self->directory_waiting : "");
}
