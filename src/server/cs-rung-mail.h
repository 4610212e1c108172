/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-letters.h"

G_BEGIN_DECLS

/*
 * The mail that tells somebody of a rung: in their language, and with nothing that they could not
 * see in Countersign itself (K-05, RC-23).
 */
typedef struct {
  const char *from;     /* “Name <address>” */
  const char *url;      /* (nullable) what clients call the server */
  const char *language; /* of those who have said none */
} CsRungMailVoice;

typedef struct {
  char *to;     /* (nullable) address, as mail carries it; NULL: nobody need be told */
  GBytes *eml;  /* (nullable) */
  char *reason; /* (nullable) why nobody need be told, or cannot be */
  gboolean is_urgent;
} CsRungMail;
void cs_rung_mail_clear (CsRungMail *self);

gboolean cs_rung_mail_compose (CsLedger *ledger,
                               const CsLetter *letter,
                               const CsRungMailVoice *voice,
                               CsRungMail *mail,
                               GError **error);

gboolean cs_rung_mail_compose_summary (CsLedger *ledger,
                                       const GPtrArray *letters,
                                       const CsRungMailVoice *voice,
                                       CsRungMail *mail,
                                       GError **error);

/* The words of a language, or of English; every one has the same. */
json_t *cs_rung_mail_load_words (const char *language);

G_END_DECLS
