/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"

G_BEGIN_DECLS

/**
 * CsMailto:
 * @to: (nullable): addresses
 * @cc: (nullable): addresses
 * @bcc: (nullable): addresses
 * @subject: (nullable): the subject
 * @body: (nullable): the text, lines ended in any way
 *
 * What a `mailto:` link asks a mail program to write; borrowed, so that it can stand on the stack.
 */
typedef struct {
  const char *const *to;
  const char *const *cc;
  const char *const *bcc;
  const char *subject;
  const char *body;
} CsMailto;

char *cs_mailto_to_uri (const CsMailto *self, GError **error);

G_END_DECLS
