/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-hooks.h"

#include "cs-hook-call.h"
#include "cs-journal.h"
#include "cs-uuid.h"

#include <string.h>

static CsInstant
now_of (CsLedger *ledger)
{
  return cs_time_source_get_now (cs_ledger_get_time_source (ledger));
}

static gboolean
read_last (CsLedger *ledger, gint64 *last, GError **error)
{
  return cs_sqlite_get_int (cs_store_get_sqlite (cs_ledger_get_store (ledger)),
                            "SELECT ifnull (max (seq), 0) FROM entry",
                            last,
                            error);
}

static gboolean
check_kinds (const char *const *kinds, GError **error)
{
  for (gsize i = 0; kinds != NULL && kinds[i] != NULL; i++) {
    if (cs_entry_kind_from_name (kinds[i]) == CS_KIND_UNKNOWN) {
      g_set_error (error,
                   CS_ERROR,
                   CS_ERROR_INVALID,
                   "“%s” is no kind of entry, such as decision or rung",
                   kinds[i]);
      return FALSE;
    }
  }
  return TRUE;
}

/**
 * cs_hook_new:
 * @url: where to call
 * @kinds: (nullable): of entries; none: every kind of a request
 * @has_values: whether calls carry what the entry says
 * @error: INVALID
 *
 * Returns: (transfer full): a hook for what comes from now on, not kept yet; %NULL on error
 */
CsHook *
cs_hook_new (CsLedger *ledger,
             const char *url,
             const char *const *kinds,
             gboolean has_values,
             GError **error)
{
  g_autoptr (CsHook) hook = g_new0 (CsHook, 1);
  g_autofree char *uuid = NULL;

  if (!cs_hook_check_url (url, error) || !check_kinds (kinds, error) ||
      !read_last (ledger, &hook->position, error))
    return NULL;
  hook->made = now_of (ledger);
  uuid = cs_uuid_new (hook->made);
  hook->id = g_strconcat ("hook-", uuid + strlen (uuid) - 12, NULL);
  hook->url = g_strdup (url);
  hook->kinds = kinds != NULL ? g_strdupv ((char **)kinds) : g_new0 (char *, 1);
  hook->has_values = has_values;
  hook->failing = CS_INSTANT_NONE;
  hook->disabled = CS_INSTANT_NONE;
  return g_steal_pointer (&hook);
}

/**
 * cs_hooks_find:
 * @id: of a hook
 * @error: NOT_FOUND
 *
 * Returns: (transfer full): it, or %NULL
 */
CsHook *
cs_hooks_find (const CsLetters *letters, CsLedger *ledger, const char *id, GError **error)
{
  g_autoptr (GPtrArray) hooks = letters->class->list_hooks (letters->data, ledger, error);

  for (guint i = 0; hooks != NULL && i < hooks->len; i++) {
    CsHook *hook = hooks->pdata[i];

    if (strcmp (hook->id, id) == 0)
      return g_steal_pointer (&hooks->pdata[i]);
  }
  if (hooks != NULL)
    g_set_error (error, CS_ERROR, CS_ERROR_NOT_FOUND, "There is no hook “%s”.", id);
  return NULL;
}

static gboolean
wants (const CsHook *hook, const char *kind, gboolean is_of_request)
{
  return hook->kinds[0] != NULL ? g_strv_contains ((const char *const *)hook->kinds, kind)
                                : is_of_request;
}

static gboolean
add_letters (const CsLetters *letters, CsLedger *ledger, const CsHook *hook, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (cs_ledger_get_store (ledger)),
                       error,
                       "SELECT id, kind, ref FROM entry WHERE seq > ? ORDER BY seq",
                       "i",
                       hook->position);
  CsInstant now = now_of (ledger);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  while (has_row) {
    const char *kind = cs_statement_get_text (statement, 1);

    if (wants (hook, kind, cs_statement_get_int (statement, 2) != 0)) {
      g_autoptr (CsLetter) letter =
          cs_letter_new (CS_LETTER_CALL, cs_statement_get_text (statement, 0), hook->id, now, now);

      if (!letters->class->add (letters->data, ledger, letter, error))
        return FALSE;
    }
    if (!cs_statement_next (statement, &has_row, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_hooks_is_behind:
 * @is_behind: (out): whether there is an entry that a hook was not looked at for, because another
 *   process has written it
 *
 * Returns: whether that could be read
 */
gboolean
cs_hooks_is_behind (const CsLetters *letters, CsLedger *ledger, gboolean *is_behind, GError **error)
{
  g_autoptr (GPtrArray) hooks = letters->class->list_hooks (letters->data, ledger, error);
  gint64 last = 0;

  *is_behind = FALSE;
  if (hooks == NULL || (hooks->len > 0 && !read_last (ledger, &last, error)))
    return FALSE;
  for (guint i = 0; i < hooks->len; i++) {
    const CsHook *hook = hooks->pdata[i];

    *is_behind = *is_behind || (hook->disabled == CS_INSTANT_NONE && hook->position < last);
  }
  return TRUE;
}

/**
 * cs_hooks_catch_up:
 *
 * Writes a letter for every entry that a hook asks for and that it was not looked at for. Inside
 * the transaction that has accepted them.
 *
 * Returns: whether they are written
 */
gboolean
cs_hooks_catch_up (const CsLetters *letters, CsLedger *ledger, GError **error)
{
  g_autoptr (GPtrArray) hooks = letters->class->list_hooks (letters->data, ledger, error);
  gint64 last = 0;

  if (hooks == NULL || (hooks->len > 0 && !read_last (ledger, &last, error)))
    return FALSE;
  for (guint i = 0; i < hooks->len; i++) {
    CsHook *hook = hooks->pdata[i];

    if (hook->disabled != CS_INSTANT_NONE || hook->position >= last)
      continue;
    if (!add_letters (letters, ledger, hook, error))
      return FALSE;
    hook->position = last;
    if (!letters->class->update_hook (letters->data, ledger, hook, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_hooks_note:
 * @hook: as it is kept now
 * @failure: (nullable): why a call was not taken
 * @is_gone: whether its receiver wants no more
 * @patience: how long a hook may fail
 *
 * Notes how a call ended. A hook that takes nothing for @patience is called no more until an
 * administrator says so.
 *
 * Returns: whether it is noted
 */
gboolean
cs_hooks_note (const CsLetters *letters,
               CsLedger *ledger,
               CsHook *hook,
               const char *failure,
               gboolean is_gone,
               GTimeSpan patience,
               GError **error)
{
  CsInstant now = now_of (ledger);

  if (hook->disabled != CS_INSTANT_NONE || (failure == NULL && hook->failing == CS_INSTANT_NONE))
    return TRUE;
  if (failure == NULL)
    hook->failing = CS_INSTANT_NONE;
  else if (hook->failing == CS_INSTANT_NONE)
    hook->failing = now;
  if (failure != NULL && (is_gone || now - hook->failing >= patience)) {
    hook->disabled = now;
    g_warning ("The hook %s is called no more: %s", hook->id, failure);
  }
  g_free (hook->reason);
  hook->reason = g_strdup (failure);
  return letters->class->update_hook (letters->data, ledger, hook, error);
}

/**
 * cs_hooks_enable:
 *
 * Calls a hook again, for what comes from now on.
 *
 * Returns: whether it is noted
 */
gboolean
cs_hooks_enable (const CsLetters *letters, CsLedger *ledger, CsHook *hook, GError **error)
{
  if (!read_last (ledger, &hook->position, error))
    return FALSE;
  hook->failing = CS_INSTANT_NONE;
  hook->disabled = CS_INSTANT_NONE;
  g_clear_pointer (&hook->reason, g_free);
  return letters->class->update_hook (letters->data, ledger, hook, error);
}

/* What may be said of an entry to who has no role: its outline, where it holds something of a
 * restricted scope. */
static json_t *
make_values (CsStore *store, const CsEntry *entry, GError **error)
{
  g_autoptr (CsStatement) statement = cs_sqlite_query (cs_store_get_sqlite (store),
                                                       error,
                                                       "SELECT bytes FROM outline WHERE seq = ?",
                                                       "i",
                                                       cs_entry_get_seq (entry));
  g_autoptr (CsEntry) outline = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  if (!has_row)
    return json_deep_copy (cs_entry_get_data (entry));
  bytes = cs_statement_get_bytes (statement, 0);
  outline = cs_entry_new_from_bytes (bytes, error);
  return outline != NULL ? json_deep_copy (cs_entry_get_data (outline)) : NULL;
}

static void
add_text (json_t *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_new (object, name, json_string (text));
}

static gboolean
add_values (json_t *data, CsLedger *ledger, const CsEntry *entry, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  json_t *values = make_values (cs_ledger_get_store (ledger), entry, error);
  const CsRequest *request = NULL;

  if (values == NULL)
    return FALSE;
  json_object_set_new (data, "values", values);
  if (cs_entry_get_request (entry) == NULL)
    return TRUE;
  request = cs_authority_get_request (authority, cs_entry_get_request (entry), NULL, error);
  if (request == NULL)
    return FALSE;
  add_text (data, "title", cs_request_get_title (request));
  add_text (data, "client", cs_request_get_client (request));
  add_text (data, "region", cs_request_get_region (request));
  return TRUE;
}

static json_t *
make_data (CsLedger *ledger, const CsEntry *entry, const char *workspace)
{
  json_t *data = json_object ();

  add_text (data, "workspace", workspace);
  add_text (data, "entry", cs_entry_get_id (entry));
  json_object_set_new (data, "seq", json_integer (cs_entry_get_seq (entry)));
  add_text (data, "kind", cs_entry_get_kind_name (entry));
  add_text (data, "by", cs_entry_get_by (entry));
  if (cs_entry_get_request (entry) != NULL) {
    g_autofree char *number =
        cs_journal_dup_name (cs_ledger_get_store (ledger), cs_entry_get_request (entry), NULL);

    add_text (data, "request", cs_entry_get_request (entry));
    add_text (data, "number", number);
  }
  return data;
}

static char *
write_body (CsLedger *ledger,
            const CsHook *hook,
            const CsEntry *entry,
            const char *workspace,
            GError **error)
{
  g_autofree char *type = g_strconcat ("entry.", cs_entry_get_kind_name (entry), NULL);
  g_autofree char *at = cs_instant_format (cs_entry_get_received (entry));
  g_autoptr (json_t) body = json_pack ("{s:s, s:s}", "type", type, "timestamp", at);
  json_t *data = make_data (ledger, entry, workspace);

  json_object_set_new (body, "data", data);
  if (hook->has_values && !add_values (data, ledger, entry, error))
    return NULL;
  return cs_json_dump (body);
}

/**
 * cs_hooks_compose:
 * @hook: who is called
 * @letter: of an entry
 * @workspace: id of this workspace
 * @error: NOT_FOUND
 *
 * Returns: (transfer full): what the call says, JSON; %NULL on error
 */
char *
cs_hooks_compose (CsLedger *ledger,
                  const CsHook *hook,
                  const CsLetter *letter,
                  const char *workspace,
                  GError **error)
{
  CsStoredEntry found = {0};
  char *body = NULL;

  if (!cs_journal_find (cs_ledger_get_store (ledger), letter->entry, &found, error))
    return NULL;
  if (found.entry != NULL)
    body = write_body (ledger, hook, found.entry, workspace, error);
  else
    g_set_error_literal (error, CS_ERROR, CS_ERROR_NOT_FOUND, "The entry is not there.");
  cs_stored_entry_clear (&found);
  return body;
}
