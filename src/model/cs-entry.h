/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-instant.h"
#include "cs-json.h"

G_BEGIN_DECLS

/*
 * One thing that somebody did: immutable, identified, attributed. The bytes are kept exactly as
 * they were written, because hashes and signatures are over them (design: Entries, K-20). Reference
 * counted and safe to share between threads once stamped.
 */
typedef struct _CsEntry CsEntry;

typedef enum {
  CS_KIND_UNKNOWN, /* from a newer version: makes its request read-only, bytes kept (K-12) */
  CS_KIND_OPEN,
  CS_KIND_FILL,
  CS_KIND_CHECK,
  CS_KIND_COMPLETE,
  CS_KIND_RETURN,
  CS_KIND_OFFER,
  CS_KIND_DECISION,
  CS_KIND_CONSENT,
  CS_KIND_MAIL,
  CS_KIND_PAYMENT,
  CS_KIND_ASSIGN,
  CS_KIND_NOTE,
  CS_KIND_PAUSE,
  CS_KIND_RESUME,
  CS_KIND_EXTEND,
  CS_KIND_RUNG,
  CS_KIND_OVERRIDE,
  CS_KIND_WITHDRAW,
  CS_KIND_ACCESS,
  CS_KIND_ERASE,
  CS_KIND_SETTING,
  /* the directory's; these have no request */
  CS_KIND_PERSON,
  CS_KIND_ROLE,
  CS_KIND_CLIENT,
  CS_KIND_DELEGATION,
  CS_KIND_DEVICE,
  CS_KIND_PACK,
  CS_KIND_CALENDAR,
} CsEntryKind;

/* What an author says beside the data; strings are borrowed during the call. */
typedef struct {
  const char *id;      /* UUIDv7: the idempotency key */
  const char *request; /* UUIDv7; NULL for the directory's entries; for open: the same as id */
  const char *kind;
  int version;    /* of the kind; 0 means 1 */
  const char *by; /* person id */
  const char *device;
  gint64 n;         /* the device's counter (K-13) */
  CsInstant at;     /* the author's time */
  gint64 seen;      /* per-request number of the last entry the author had seen */
  const char *head; /* (nullable) last signed head seen; absent in a local workspace (K-14) */
  const char *salt; /* (nullable) for erasure (K-07); made when NULL */
} CsEntryHead;

#define CS_ENTRY_LIMIT_BYTES (256 * 1024)

CsEntry *cs_entry_build (const CsEntryHead *head, json_t *data, GError **error);
void cs_entry_set_remembered (guint n);
CsEntry *cs_entry_new_from_bytes (GBytes *bytes, GError **error);
CsEntry *cs_entry_ref (CsEntry *self);
void cs_entry_unref (CsEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsEntry, cs_entry_unref)

GBytes *cs_entry_get_bytes (const CsEntry *self);
const char *cs_entry_get_id (const CsEntry *self);
const char *cs_entry_get_request (const CsEntry *self);
CsEntryKind cs_entry_get_kind (const CsEntry *self);
const char *cs_entry_get_kind_name (const CsEntry *self);
int cs_entry_get_version (const CsEntry *self);
const char *cs_entry_get_by (const CsEntry *self);
const char *cs_entry_get_device (const CsEntry *self);
gint64 cs_entry_get_counter (const CsEntry *self);
CsInstant cs_entry_get_at (const CsEntry *self);
gint64 cs_entry_get_seen (const CsEntry *self);
const char *cs_entry_get_head (const CsEntry *self); /* (nullable) */
const char *cs_entry_get_salt (const CsEntry *self);
const json_t *cs_entry_get_data (const CsEntry *self);
const char *cs_entry_get_text (const CsEntry *self, const char *key); /* string member of data */

/* Given by the authority when it accepts; once, before the entry is shared. */
void
cs_entry_stamp (CsEntry *self, gint64 seq, gint64 number, CsInstant received, const char *hash);
gint64 cs_entry_get_seq (const CsEntry *self);    /* in the journal; 0 before acceptance */
gint64 cs_entry_get_number (const CsEntry *self); /* in its request, from 1 */
CsInstant cs_entry_get_received (const CsEntry *self);
CsInstant cs_entry_get_time (const CsEntry *self);   /* received, or at before acceptance */
const char *cs_entry_get_hash (const CsEntry *self); /* (nullable) hex; of previous + body */

gboolean cs_entry_needs_signature (const CsEntry *self);
char *cs_entry_dup_signature_domain (const CsEntry *self);

CsEntryKind cs_entry_kind_from_name (const char *name);
const char *cs_entry_kind_get_name (CsEntryKind kind);

G_END_DECLS
