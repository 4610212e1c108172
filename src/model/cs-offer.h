/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-json.h"

G_BEGIN_DECLS

/* One field of what a level decides on, and what holds it. */
typedef struct {
  const char *id;
  const json_t *value; /* (nullable): not answered, or does not apply */
} CsOfferField;

char *cs_offer_digest (const char *document,
                       const CsOfferField *fields,
                       gsize n_fields,
                       const char *const *salts);
char *cs_offer_digest_value (const json_t *value);

G_END_DECLS
