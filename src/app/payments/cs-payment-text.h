/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-format.h"

G_BEGIN_DECLS

/* What is known of one payment; strings are borrowed. */
typedef struct {
  const char *state;       /* of CsRow: "due", "late" … */
  CsInstant due;           /* or CS_INSTANT_NONE */
  const char *promised_on; /* (nullable) ISO date */
} CsPaymentFacts;

/* Icon and words of it; colour is never the only sign. */
typedef struct {
  const char *icon; /* static */
  char *text;       /* (owned) */
  const char *tint; /* (nullable) static style class */
} CsPaymentText;

void cs_payment_text_init (CsPaymentText *self,
                           const CsPaymentFacts *facts,
                           const CsFormat *format,
                           CsInstant now);
void cs_payment_text_clear (CsPaymentText *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsPaymentText, cs_payment_text_clear)

const char *cs_payment_group_title (const char *group);
char *cs_payment_evidence_title (const char *kind);

G_END_DECLS
