/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-authority.h"

G_BEGIN_DECLS

/* An entry as the authority of a shared workspace hands it out; everything is borrowed. */
typedef struct {
  gint64 seq;
  gint64 number; /* in its request, or in the directory, from 1 */
  CsInstant received;
  const char *hash; /* the link of its chain, in hex */
  const char *name; /* (nullable) the number people call its request by */
  GBytes *bytes;
  const char *signature; /* (nullable) */
  GBytes *digest;        /* (nullable) of the true bytes where @bytes are an outline */
  CsEntry *entry;        /* (nullable) what @bytes were read as, where they were */
} CsAccepted;

gboolean cs_authority_apply (CsAuthority *self, const CsAccepted *accepted, GError **error);

G_END_DECLS
