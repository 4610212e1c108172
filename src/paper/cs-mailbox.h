/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"

G_BEGIN_DECLS

/**
 * CsMailbox:
 * @name: (nullable): the display name, as a person reads it
 * @address: `local@domain`, as it was written
 * @wire_address: the same with its domain in ASCII, as mail carries it
 *
 * One recipient or sender of mail.
 */
typedef struct {
  char *name;
  char *address;
  char *wire_address;
} CsMailbox;

CsMailbox *cs_mailbox_parse (const char *text, GError **error);
void cs_mailbox_free (CsMailbox *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsMailbox, cs_mailbox_free)

GPtrArray *cs_mailbox_parse_list (const char *const *texts,
                                  GHashTable *seen,
                                  const char *what,
                                  GError **error);
GHashTable *cs_mailbox_seen_new (void);

G_END_DECLS
