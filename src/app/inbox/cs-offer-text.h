/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

G_BEGIN_DECLS

/* Reading an offer as the one who decides on it reads it. */
char *cs_offer_text_dup_title (const CsText *title);
char *cs_offer_text_dup_money (CsSession *session, CsMoney money);
gboolean cs_offer_text_is_shown (const CsLevel *level, const CsField *field);
gboolean cs_offer_text_has_money (const CsStep *step, const CsLevel *level);
gboolean cs_offer_text_get_amount (const CsOffer *offer, const CsLevel *level, CsMoney *amount);

/* One value that is another than it was. */
typedef struct {
  const CsField *field;
  const json_t *was; /* (nullable) */
  const json_t *is;  /* (nullable) */
} CsOfferChange;
const CsOffer *cs_offer_text_find_known (const CsRequest *request,
                                         const CsOffer *offer,
                                         const char *person,
                                         gint64 seen);
GArray *cs_offer_text_list_changes (const CsOffer *was, const CsOffer *is, const CsLevel *level);

G_END_DECLS
