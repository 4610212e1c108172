/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-digest.h"
#include "cs-instant.h"
#include "cs-keys.h"

G_BEGIN_DECLS

/*
 * What the authority of a shared workspace signs: this log, in this incarnation, had this many
 * entries with this root at this time (K-07, K-11). Values are owned; milliseconds of the time
 * count, finer time does not.
 */
typedef struct {
  char *log;
  char *incarnation;
  gint64 size;
  CsDigest root;
  CsInstant time;
  char *signature; /* (nullable): base64url */
} CsSignedHead;

CsSignedHead *cs_signed_head_new (const char *log,
                                  const char *incarnation,
                                  gint64 size,
                                  const CsDigest *root,
                                  CsInstant time);
CsSignedHead *cs_signed_head_copy (const CsSignedHead *self);
void cs_signed_head_free (CsSignedHead *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSignedHead, cs_signed_head_free)

void cs_signed_head_sign (CsSignedHead *self, CsKeys *keys);
gboolean cs_signed_head_verify (const CsSignedHead *self,
                                const char *public_key) G_GNUC_WARN_UNUSED_RESULT;

/* The short form that an entry carries as its “head” (K-14). */
char *cs_signed_head_dup_anchor (const CsSignedHead *self);
CsSignedHead *
cs_signed_head_new_from_anchor (const char *anchor, const char *log, const char *incarnation);

char *cs_signed_head_format_time (CsInstant time);

G_END_DECLS
