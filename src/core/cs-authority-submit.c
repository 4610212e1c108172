/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-authority-private.h"
#include "cs-heads.h"
#include "cs-intent.h"
#include "cs-outbox.h"
#include "cs-uuid.h"

/* Entries made on this computer: completed to their full form, numbered, signed, then judged as
 * any other, all inside one transaction, so that no other process can come between. */

static char *
sign (CsAuthority *self, const CsEntry *entry)
{
  g_autofree char *domain = cs_entry_dup_signature_domain (entry);
  GBytes *bytes = cs_entry_get_bytes (entry);

  if (self->keys == NULL)
    return NULL;
  return cs_sign (self->keys, domain, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static char *
dup_device (CsAuthority *self, const char *person)
{
  if (g_strcmp0 (person, CS_KEEPER) == 0)
    return g_strdup (CS_KEEPER);
  return g_strdup_printf ("%s.%s", self->device != NULL ? self->device : "d", person);
}

/* What is meant may be named by its action: “approve” is a decision. */
static const char *
entry_kind_of (const CsIntent *intent)
{
  CsActionKind action;

  if (cs_entry_kind_from_name (intent->kind) == CS_KIND_UNKNOWN &&
      cs_action_kind_from_name (intent->kind, &action))
    return cs_entry_kind_get_name (cs_action_kind_get_entry_kind (action));
  return intent->kind;
}

static CsEntry *
build_entry (CsAuthority *self,
             const CsIntent *intent,
             const char *device,
             gint64 seen,
             json_t *data,
             GError **error)
{
  CsInstant now = cs_time_source_get_now (self->time_source);
  /* ids are made in the order of the journal, whatever the time source says */
  g_autofree char *made = cs_uuid_new (self->is_batch ? g_get_real_time () : now);
  const char *id = intent->id != NULL ? intent->id : made;
  CsEntryKind kind = cs_entry_kind_from_name (intent->kind);
  CsEntryHead head = {.id = id,
                      .request = kind == CS_KIND_OPEN ? id : intent->request,
                      .kind = entry_kind_of (intent),
                      .by = intent->by,
                      .device = device,
                      .at = now,
                      .seen = seen};

  g_autofree char *signed_head = NULL;

  if (!cs_journal_next_counter (self->store, device, &head.n, error) ||
      (self->is_shared && !cs_outbox_next_counter (self->store, device, &head.n, error)))
    return NULL;
  if (self->is_shared)
    signed_head = cs_heads_dup_last_mark (self->store);
  head.head = signed_head;
  return cs_entry_build (&head, data, error);
}

static gboolean
accept_built (CsAuthority *self, CsEntry *entry, CsOutcome **outcome, GError **error)
{
  g_autofree char *signature = cs_entry_needs_signature (entry) ? sign (self, entry) : NULL;

  return self->is_shared ? cs_authority_wait (self, entry, signature, outcome, error)
                         : cs_authority_accept_entry (self, entry, signature, outcome, error);
}

/* The first entry a person makes on this computer is preceded by the registration of its key. */
static gboolean
ensure_device (CsAuthority *self,
               const char *person,
               const char *device,
               CsOutcome **refusal,
               GError **error)
{
  g_autoptr (json_t) data = NULL;
  g_autoptr (CsEntry) entry = NULL;
  g_autoptr (CsOutcome) outcome = NULL;
  CsIntent intent = {.kind = "device", .by = person};

  if (self->is_shared || self->keys == NULL || g_strcmp0 (person, CS_KEEPER) == 0 ||
      cs_directory_get_device_person (self->directory, device) != NULL ||
      cs_directory_get_person (self->directory, person) == NULL)
    return TRUE;
  data = json_pack ("{s:s, s:s, s:s}",
                    "id",
                    device,
                    "person",
                    person,
                    "key",
                    cs_keys_get_public_key (self->keys));
  entry = build_entry (self, &intent, device, 0, data, error);
  if (entry == NULL || !cs_authority_accept_entry (self, entry, NULL, &outcome, error))
    return FALSE;
  if (!outcome->is_accepted)
    *refusal = g_steal_pointer (&outcome);
  return TRUE;
}

static const CsProcess *
find_process (CsAuthority *self, const json_t *data, const CsActivation **of, GError **error)
{
  g_autoptr (GPtrArray) activations = cs_directory_list_activations (self->directory);
  const char *pack_id = cs_json_get_string (data, "pack");
  const char *name = cs_json_get_string (data, "process");

  for (guint i = 0; i < activations->len; i++) {
    const CsActivation *activation = activations->pdata[i];
    const CsPack *pack = cs_pack_cache_get (self->packs, activation->digest, error);
    const CsProcess *process;

    if (pack == NULL)
      return NULL;
    if (pack_id != NULL && !g_str_equal (pack_id, pack->id))
      continue;
    if (name != NULL)
      process = cs_pack_get_process (pack, name);
    else
      process = pack->processes->len == 1 ? pack->processes->pdata[0] : NULL;
    *of = activation;
    if (process != NULL)
      return process;
  }
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_INVALID,
               "No process “%s” is in force in this workspace.",
               name != NULL ? name : "");
  return NULL;
}

/* What “open” leaves out: the pack in force, its settings, and the process where there is one. */
static json_t *
complete_open (CsAuthority *self, const json_t *data, GError **error)
{
  const CsActivation *activation = NULL;
  const CsProcess *process = find_process (self, data, &activation, error);
  g_autoptr (json_t) full = NULL;

  if (process == NULL)
    return NULL;
  full = cs_intent_open (process,
                         activation->settings,
                         cs_json_get_string (data, "client"),
                         cs_json_get_string (data, "region"),
                         cs_json_get_string (data, "title"),
                         cs_json_get_string (data, "from"));
  json_object_update_existing (full, (json_t *)data);
  return g_steal_pointer (&full);
}

/* A calendar that does not say so is the next revision. */
static json_t *
complete_calendar (CsAuthority *self, const json_t *data)
{
  json_t *full = json_deep_copy (data);
  json_t *calendar = json_object_get (full, "calendar");
  CsCalendar *known = cs_directory_get_calendar (self->directory, cs_json_get_string (data, "id"));

  if (json_is_object (calendar) && json_object_get (calendar, "revision") == NULL)
    json_object_set_new (calendar,
                         "revision",
                         json_integer (known != NULL ? cs_calendar_get_revision (known) + 1 : 1));
  return full;
}

static json_t *
complete (CsAuthority *self, const CsIntent *intent, gint64 *seen, GError **error)
{
  CsRuleContext context = {.directory = self->directory,
                           .now = cs_time_source_get_now (self->time_source)};
  const CsFolded *folded;

  if (cs_entry_kind_from_name (intent->kind) == CS_KIND_OPEN)
    return complete_open (self, intent->data, error);
  if (cs_entry_kind_from_name (intent->kind) == CS_KIND_CALENDAR)
    return complete_calendar (self, intent->data);
  if (intent->request == NULL)
    return json_incref (intent->data);
  folded = cs_authority_get_folded (self, intent->request, error);
  if (folded == NULL)
    return NULL;
  *seen = folded->head.last;
  return cs_intent_complete (folded->request,
                             intent->kind,
                             intent->by,
                             intent->data,
                             &context,
                             error);
}

static gboolean
submit_inside (CsAuthority *self, const CsIntent *intent, CsOutcome **outcome, GError **error)
{
  g_autofree char *device = dup_device (self, intent->by);
  g_autoptr (CsEntry) entry = NULL;
  g_autoptr (json_t) data = NULL;
  g_autoptr (GError) failure = NULL;
  gint64 seen = 0;

  if (!cs_authority_ensure_directory (self, error) ||
      !ensure_device (self, intent->by, device, outcome, error))
    return FALSE;
  if (*outcome != NULL)
    return TRUE;
  data = complete (self, intent, &seen, &failure);
  if (data != NULL)
    entry = build_entry (self, intent, device, seen, data, &failure);
  if (entry != NULL)
    return accept_built (self, entry, outcome, error);
  if (g_error_matches (failure, CS_ERROR, CS_ERROR_INVALID) ||
      g_error_matches (failure, CS_ERROR, CS_ERROR_NOT_FOUND)) {
    *outcome = cs_outcome_new_refused_for (CS_VERDICT_REFUSED, "form", "%s", failure->message);
    return TRUE;
  }
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * cs_authority_submit:
 * @intent: what somebody wants to say, in the minimal form
 * @outcome: (out) (transfer full): the answer
 * @error: what the store failed with
 *
 * Makes an entry and judges it. When this returns, an accepted entry is on disk (or, in a batch, in
 * the batch).
 *
 * Returns: whether there is an answer
 */
gboolean
cs_authority_submit (CsAuthority *self, const CsIntent *intent, CsOutcome **outcome, GError **error)
{
  CsOutcome *answer = NULL;

  *outcome = NULL;
  if (!cs_authority_begin (self, error))
    return FALSE;
  if (submit_inside (self, intent, &answer, error) &&
      (!answer->is_accepted || cs_authority_commit (self, error))) {
    if (!answer->is_accepted && !self->is_batch)
      cs_sqlite_rollback (cs_store_get_sqlite (self->store));
    *outcome = answer;
    return TRUE;
  }
  cs_outcome_free (answer);
  cs_authority_rollback (self, intent->request);
  return FALSE;
}
