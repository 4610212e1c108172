/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ledger.h"

#include <locale.h>
#include <string.h>

struct _CsLedger {
  CsStore *store;            /* (owned) */
  CsAuthority *authority;    /* (owned) */
  CsTimeSource *time_source; /* (owned) */
  GHashTable *names;         /* (owned) key of a turn -> names */
  CsHead names_head;         /* of the directory that names were made from */
  gint64 data_version;
  char *person;   /* (nullable) who acts unless said otherwise */
  char *language; /* of titles */
  char *locale;   /* of amounts */
  CsKeys *keys;   /* (owned) (nullable) until they are wanted */
  gboolean is_sample;
  gboolean is_unsigned; /* nobody acts here by their own hand */
};

static char *
dup_locale (int category)
{
  const char *name = setlocale (category, NULL);
  gsize length = name != NULL ? strcspn (name, ".@") : 0;

  if (length == 0 || strncmp (name, "C", length) == 0 || strncmp (name, "POSIX", length) == 0)
    return g_strdup ("en");
  return g_strndup (name, length);
}

static gboolean
read_meta (CsLedger *self, GError **error)
{
  g_autofree char *sample = NULL;
  GError *failure = NULL;

  self->person = cs_store_dup_meta (self->store, "person", &failure);
  if (failure == NULL)
    sample = cs_store_dup_meta (self->store, "sample", &failure);
  if (failure != NULL) {
    g_propagate_error (error, failure);
    return FALSE;
  }
  self->is_sample = g_strcmp0 (sample, "1") == 0;
  return TRUE;
}

/* What may not be seen any more is overwritten when it goes (K-06). */
static gboolean
keep_no_traces (CsLedger *self, GError **error)
{
  return !cs_authority_is_shared (self->authority) ||
         cs_sqlite_exec (cs_store_get_sqlite (self->store), "PRAGMA secure_delete = ON", error);
}

/**
 * cs_ledger_open:
 * @folder: of a workspace
 * @time_source: (transfer none): what the present is
 * @error: NOT_FOUND, TOO_NEW, CORRUPT, BUSY, UNAUTHORISED
 *
 * Returns: (transfer full): the ledger, to be used on this thread only
 */
CsLedger *
cs_ledger_open (const char *folder, CsTimeSource *time_source, GError **error)
{
  g_autoptr (CsLedger) self = g_new0 (CsLedger, 1);
  g_autofree char *messages = dup_locale (LC_MESSAGES);

  self->time_source = g_object_ref (time_source);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->language = g_strdelimit (g_steal_pointer (&messages), "_", '-');
  self->locale = dup_locale (LC_MONETARY);
  self->store = cs_store_open (folder, error);
  if (self->store == NULL || !read_meta (self, error))
    return NULL;
  self->authority = cs_authority_new (self->store, time_source, error);
  if (self->authority == NULL || !keep_no_traces (self, error) ||
      !cs_store_get_data_version (self->store, &self->data_version, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * cs_ledger_new_in_memory:
 * @time_source: (transfer none): what the present is
 *
 * Returns: (transfer full): the ledger of a bare workspace that leaves nothing on disk; its entries
 *   are signed with a key of their own
 */
CsLedger *
cs_ledger_new_in_memory (CsTimeSource *time_source, GError **error)
{
  g_autoptr (CsLedger) self = g_new0 (CsLedger, 1);
  const guint8 seed[32] = "a stage for rehearsals";
  g_autoptr (CsKeys) keys = cs_keys_new_from_seed (seed);

  self->time_source = g_object_ref (time_source);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->language = g_strdup ("en");
  self->locale = g_strdup ("en");
  self->store = cs_store_new_in_memory (error);
  if (self->store == NULL)
    return NULL;
  self->authority = cs_authority_new (self->store, time_source, error);
  if (self->authority == NULL)
    return NULL;
  cs_authority_set_keys (self->authority, keys, "d-stage");
  self->keys = g_steal_pointer (&keys);
  return g_steal_pointer (&self);
}

/**
 * cs_ledger_close:
 * @self: (transfer full) (nullable): a ledger
 */
void
cs_ledger_close (CsLedger *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->authority, cs_authority_free);
  g_clear_pointer (&self->store, cs_store_close);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->keys, cs_keys_unref);
  g_clear_object (&self->time_source);
  g_free (self->person);
  g_free (self->language);
  g_free (self->locale);
  g_free (self);
}

/**
 * cs_ledger_get_store:
 *
 * Returns: (transfer none): its store
 */
CsStore *
cs_ledger_get_store (CsLedger *self)
{
  return self->store;
}

/**
 * cs_ledger_get_authority:
 *
 * Returns: (transfer none): its authority
 */
CsAuthority *
cs_ledger_get_authority (CsLedger *self)
{
  return self->authority;
}

/**
 * cs_ledger_get_time_source:
 *
 * Returns: (transfer none): what the present is
 */
CsTimeSource *
cs_ledger_get_time_source (CsLedger *self)
{
  return self->time_source;
}

/**
 * cs_ledger_get_person:
 *
 * Returns: (nullable): who acts in this workspace unless somebody else is named
 */
const char *
cs_ledger_get_person (CsLedger *self)
{
  return self->person;
}

/**
 * cs_ledger_is_sample:
 *
 * Returns: whether its people and clients are invented
 */
gboolean
cs_ledger_is_sample (CsLedger *self)
{
  return self->is_sample;
}

/**
 * cs_ledger_mark_sample:
 *
 * Before its keys are made: this workspace is one to look around in.
 *
 * Returns: whether that is kept
 */
gboolean
cs_ledger_mark_sample (CsLedger *self, GError **error)
{
  self->is_sample = TRUE;
  return cs_store_set_meta (self->store, "sample", "1", error);
}

/**
 * cs_ledger_leave_unsigned:
 * @device: what entries made here say they were made on
 *
 * For the machine of a server: it makes entries of the directory for others and holds no key of
 * theirs, so that nothing that needs a signature can be made there.
 */
void
cs_ledger_leave_unsigned (CsLedger *self, const char *device)
{
  self->is_unsigned = TRUE;
  cs_authority_set_keys (self->authority, NULL, device);
}

/**
 * cs_ledger_ensure_keys:
 * @error: what the secret store or the key file failed with
 *
 * Makes entries of this ledger signed. Reads the key the first time, which may take a moment. What
 * a sample signs proves nothing, so its key is in a file and no password is asked for.
 *
 * Returns: whether there are keys
 */
gboolean
cs_ledger_ensure_keys (CsLedger *self, GError **error)
{
  g_autofree char *device = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (CsKeys) keys = NULL;

  if (self->keys != NULL || self->is_unsigned)
    return TRUE;
  device = cs_store_dup_meta (self->store, "device", error);
  if (device == NULL)
    return FALSE;
  folder = g_build_filename (cs_store_get_folder (self->store), "keys", NULL);
  if (!(self->is_sample ? cs_keys_load_or_create_within (folder, device, 0, &keys, error)
                        : cs_keys_load_or_create (folder, device, &keys, error)))
    return FALSE;
  cs_authority_set_keys (self->authority, keys, device);
  self->keys = g_steal_pointer (&keys);
  return TRUE;
}

/**
 * cs_ledger_get_keys:
 * @error: as cs_ledger_ensure_keys() sets it
 *
 * Returns: (transfer none) (nullable): the keys of this computer
 */
CsKeys *
cs_ledger_get_keys (CsLedger *self, GError **error)
{
  return cs_ledger_ensure_keys (self, error) ? self->keys : NULL;
}

/**
 * cs_ledger_submit:
 * @intent: what somebody wants to say
 * @outcome: (out) (transfer full): the answer
 *
 * As cs_authority_submit(), with the keys of this computer.
 *
 * Returns: whether there is an answer
 */
gboolean
cs_ledger_submit (CsLedger *self, const CsIntent *intent, CsOutcome **outcome, GError **error)
{
  *outcome = NULL;
  return cs_ledger_ensure_keys (self, error) &&
         cs_authority_submit (self->authority, intent, outcome, error);
}

static gboolean
make_context (CsLedger *self, const char *person, CsListContext *context, GError **error)
{
  const CsDirectory *directory = cs_authority_get_directory (self->authority, error);
  CsHead head;

  if (directory == NULL || !cs_journal_read_head (self->store, NULL, &head, error))
    return FALSE;
  if (head.last != self->names_head.last)
    g_hash_table_remove_all (self->names);
  self->names_head = head;
  *context = (CsListContext){.store = self->store,
                             .packs = cs_authority_get_packs (self->authority),
                             .directory = directory,
                             .names = self->names,
                             .person = person != NULL ? person : "",
                             .language = self->language,
                             .locale = self->locale,
                             .digits = CS_DIGITS_LATIN,
                             .now = cs_time_source_get_now (self->time_source)};
  return TRUE;
}

/**
 * cs_ledger_read_list:
 *
 * As cs_list_read(), for @person.
 *
 * Returns: (transfer full): the page, or %NULL
 */
CsRowPage *
cs_ledger_read_list (CsLedger *self,
                     const char *person,
                     CsListKind kind,
                     const CsListFilter *filter,
                     guint offset,
                     guint limit,
                     gboolean wants_total,
                     GError **error)
{
  CsListContext context;

  if (!make_context (self, person, &context, error))
    return NULL;
  return cs_list_read (&context, kind, filter, offset, limit, wants_total, error);
}

/**
 * cs_ledger_count:
 *
 * As cs_list_count(), for @person.
 *
 * Returns: whether they could be read
 */
gboolean
cs_ledger_count (CsLedger *self,
                 const char *person,
                 guint counts[CS_N_LISTS],
                 guint overdue[CS_N_LISTS],
                 GError **error)
{
  CsListContext context;

  return make_context (self, person, &context, error) &&
         cs_list_count (&context, counts, overdue, error);
}

/**
 * cs_ledger_total_payments:
 *
 * As cs_list_total_payments(), for @person.
 *
 * Returns: (transfer full) (nullable) (element-type CsPaymentTotal): the totals
 */
GPtrArray *
cs_ledger_total_payments (CsLedger *self, const char *person, GError **error)
{
  CsListContext context;

  return make_context (self, person, &context, error) ? cs_list_total_payments (&context, error)
                                                      : NULL;
}

/**
 * cs_ledger_read_report:
 *
 * As cs_report_read().
 *
 * Returns: (transfer full): the report, or %NULL
 */
CsReport *
cs_ledger_read_report (CsLedger *self,
                       CsReportKind kind,
                       const CsReportFilter *filter,
                       GError **error)
{
  CsListContext context;

  return make_context (self, NULL, &context, error) ? cs_report_read (&context, kind, filter, error)
                                                    : NULL;
}

/**
 * cs_ledger_list_report_clients:
 *
 * As cs_report_list_clients().
 *
 * Returns: (transfer full) (nullable) (element-type utf8): names
 */
GPtrArray *
cs_ledger_list_report_clients (CsLedger *self, GError **error)
{
  CsListContext context;

  return make_context (self, NULL, &context, error) ? cs_report_list_clients (&context, error)
                                                    : NULL;
}

/**
 * cs_ledger_total_stages:
 *
 * As cs_list_total_stages(), for @person.
 *
 * Returns: (transfer full) (nullable) (element-type CsStageTotal): the totals
 */
GPtrArray *
cs_ledger_total_stages (CsLedger *self,
                        const char *person,
                        const CsListFilter *filter,
                        GError **error)
{
  CsListContext context;

  return make_context (self, person, &context, error)
             ? cs_list_total_stages (&context, filter, error)
             : NULL;
}

/**
 * cs_ledger_has_foreign_changes:
 *
 * Returns: whether another process has written since this was last asked
 */
gboolean
cs_ledger_has_foreign_changes (CsLedger *self)
{
  gint64 version = self->data_version;
  gboolean has_changes;

  if (!cs_store_get_data_version (self->store, &version, NULL))
    return FALSE;
  has_changes = version != self->data_version;
  self->data_version = version;
  return has_changes;
}

/**
 * cs_ledger_dup_file_path:
 * @folder: of a workspace
 * @sha256: of a file's contents, in hex
 *
 * Returns: (transfer full) (nullable): where the file is kept; %NULL for what is no digest
 */
char *
cs_ledger_dup_file_path (const char *folder, const char *sha256)
{
  g_autofree char *prefix = NULL;

  if (sha256 == NULL || strlen (sha256) != 64 || strspn (sha256, "0123456789abcdef") != 64)
    return NULL;
  prefix = g_strndup (sha256, 2);
  return g_build_filename (folder, "files", prefix, sha256, NULL);
}
