/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-entry-private.h"

#include <string.h>

/* What an entry says, and what the authority has stamped on it. */

/**
 * cs_entry_get_bytes:
 * @self: an entry
 *
 * Returns: (transfer none): exactly what was written, signed and hashed
 */
GBytes *
cs_entry_get_bytes (const CsEntry *self)
{
  return self->bytes;
}

/**
 * cs_entry_get_id:
 * @self: an entry
 *
 * Returns: (transfer none): its UUID
 */
const char *
cs_entry_get_id (const CsEntry *self)
{
  return self->id;
}

/**
 * cs_entry_get_request:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): UUID of its request; %NULL in the directory
 */
const char *
cs_entry_get_request (const CsEntry *self)
{
  return self->request;
}

/**
 * cs_entry_get_kind:
 * @self: an entry
 *
 * Returns: its kind; `CS_KIND_UNKNOWN` also for a newer version of a known one (K-12)
 */
CsEntryKind
cs_entry_get_kind (const CsEntry *self)
{
  return self->kind;
}

/**
 * cs_entry_get_kind_name:
 * @self: an entry
 *
 * Returns: (transfer none): its kind as written
 */
const char *
cs_entry_get_kind_name (const CsEntry *self)
{
  return self->kind_name;
}

/**
 * cs_entry_get_version:
 * @self: an entry
 *
 * Returns: the version of its kind, from 1
 */
int
cs_entry_get_version (const CsEntry *self)
{
  return self->version;
}

/**
 * cs_entry_get_by:
 * @self: an entry
 *
 * Returns: (transfer none): id of the person who wrote it
 */
const char *
cs_entry_get_by (const CsEntry *self)
{
  return self->by;
}

/**
 * cs_entry_get_device:
 * @self: an entry
 *
 * Returns: (transfer none): id of the device it was written on
 */
const char *
cs_entry_get_device (const CsEntry *self)
{
  return self->device;
}

/**
 * cs_entry_get_counter:
 * @self: an entry
 *
 * Returns: the device's counter, unique with the device (K-13)
 */
gint64
cs_entry_get_counter (const CsEntry *self)
{
  return self->counter;
}

/**
 * cs_entry_get_at:
 * @self: an entry
 *
 * Returns: the author's time; the device's word only (K-14)
 */
CsInstant
cs_entry_get_at (const CsEntry *self)
{
  return self->at;
}

/**
 * cs_entry_get_seen:
 * @self: an entry
 *
 * Returns: number of the last entry of the request that the author had seen; 0 for none
 */
gint64
cs_entry_get_seen (const CsEntry *self)
{
  return self->seen;
}

/**
 * cs_entry_get_head:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): the last signed head the author had seen (K-14)
 */
const char *
cs_entry_get_head (const CsEntry *self)
{
  return self->head;
}

/**
 * cs_entry_get_salt:
 * @self: an entry
 *
 * Returns: (transfer none): its salt, known to those who may see the entry (K-07)
 */
const char *
cs_entry_get_salt (const CsEntry *self)
{
  return self->salt;
}

/**
 * cs_entry_get_data:
 * @self: an entry
 *
 * Returns: (transfer none): an object, read only
 */
const json_t *
cs_entry_get_data (const CsEntry *self)
{
  return self->data;
}

/**
 * cs_entry_get_text:
 * @self: an entry
 * @key: a member of its data
 *
 * Returns: (transfer none) (nullable): its text; %NULL where there is none
 */
const char *
cs_entry_get_text (const CsEntry *self, const char *key)
{
  return cs_json_get_string (self->data, key);
}

/**
 * cs_entry_get_seq:
 * @self: an entry
 *
 * Returns: its place in the journal; 0 before it was accepted
 */
gint64
cs_entry_get_seq (const CsEntry *self)
{
  return self->seq;
}

/**
 * cs_entry_get_number:
 * @self: an entry
 *
 * Returns: its place in its request, from 1; 0 before it was accepted
 */
gint64
cs_entry_get_number (const CsEntry *self)
{
  return self->number;
}

/**
 * cs_entry_get_received:
 * @self: an entry
 *
 * Returns: the authority's time of acceptance; 0 before
 */
CsInstant
cs_entry_get_received (const CsEntry *self)
{
  return self->received;
}

/**
 * cs_entry_get_time:
 * @self: an entry
 *
 * Clocks run on the authority's time (K-14); an entry that it has not answered yet counts with its
 * author's.
 *
 * Returns: the moment from which the entry counts
 */
CsInstant
cs_entry_get_time (const CsEntry *self)
{
  return self->seq > 0 ? self->received : self->at;
}

/**
 * cs_entry_get_hash:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): hex; over the previous entry's hash and this one's bytes
 */
const char *
cs_entry_get_hash (const CsEntry *self)
{
  return self->hash;
}

/**
 * cs_entry_needs_signature:
 * @self: an entry
 *
 * Returns: whether it counts only signed: decisions, consents, payment confirmations (D-C2)
 */
gboolean
cs_entry_needs_signature (const CsEntry *self)
{
  CsEntryKind kind = self->kind;

  return kind == CS_KIND_DECISION || kind == CS_KIND_CONSENT ||
         (kind == CS_KIND_PAYMENT &&
          g_strcmp0 (cs_entry_get_text (self, "state"), "confirmed") == 0);
}

/**
 * cs_entry_dup_signature_domain:
 * @self: an entry
 *
 * Returns: (transfer full): what keeps its signature from fitting anything of another kind: its
 * kind, which is signed as `countersign/KIND/v1` (K-20)
 */
char *
cs_entry_dup_signature_domain (const CsEntry *self)
{
  return g_strdup (cs_entry_get_kind_name (self));
}
