/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-offer-text.h"

#include "cs-field-context.h"
#include "cs-format.h"
#include "cs-money-format.h"

/**
 * cs_offer_text_dup_title:
 * @title: (nullable): of a pack
 *
 * Returns: (transfer full): in the language of the reader; empty for none
 */
char *
cs_offer_text_dup_title (const CsText *title)
{
  char *text = title != NULL ? cs_text_dup (title, cs_field_context_get_language ()) : NULL;

  return text != NULL ? text : g_strdup ("");
}

/**
 * cs_offer_text_dup_money:
 *
 * Returns: (transfer full): “BHD 1,250.500” in the reader's digits, laid out left to right wherever
 *   it is put (ux 5.3)
 */
char *
cs_offer_text_dup_money (CsSession *session, CsMoney money)
{
  gboolean local_digits = cs_session_get_format (session)->local_digits;
  g_autofree char *text = cs_money_to_display (money,
                                               cs_field_context_get_locale (),
                                               local_digits ? CS_DIGITS_LOCALE : CS_DIGITS_LATIN);

  return cs_ltr (text);
}

/**
 * cs_offer_text_is_shown:
 * @level: a level of an approval
 * @field: a field of its document
 *
 * Returns: whether the level decides on the field; what it does not decide on it is not shown
 *   (AA-04)
 */
gboolean
cs_offer_text_is_shown (const CsLevel *level, const CsField *field)
{
  return level == NULL || !g_ptr_array_find (level->except, field, NULL);
}

/**
 * cs_offer_text_has_money:
 * @step: with an approval
 * @level: whose view it is
 *
 * Returns: whether an amount is among what the level decides on
 */
gboolean
cs_offer_text_has_money (const CsStep *step, const CsLevel *level)
{
  const GPtrArray *fields = step->approval->document->fields;

  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];

    if (field->type == CS_FIELD_MONEY && cs_offer_text_is_shown (level, field))
      return TRUE;
  }
  return FALSE;
}

/**
 * cs_offer_text_get_amount:
 * @offer: (nullable): what is decided on
 * @level: whose view it is
 * @amount: (out): the last amount that the level decides on: costs build on one another, and the
 *   last is what the client pays
 *
 * Returns: FALSE if the offer has no amount
 */
gboolean
cs_offer_text_get_amount (const CsOffer *offer, const CsLevel *level, CsMoney *amount)
{
  const GPtrArray *fields;

  if (offer == NULL || offer->step->approval == NULL)
    return FALSE;
  fields = offer->step->approval->document->fields;
  for (guint i = fields->len; i > 0; i--) {
    const CsField *field = fields->pdata[i - 1];
    if (field->type == CS_FIELD_MONEY && cs_offer_text_is_shown (level, field) &&
        cs_money_from_json (json_object_get (offer->values, field->id), amount, NULL))
      return TRUE;
  }
  return FALSE;
}

static const CsOffer *
decided_last (const CsRequest *request, const CsOffer *offer, const char *person)
{
  const GPtrArray *decisions = cs_request_get_decisions (request);
  const GPtrArray *offers = cs_request_get_offers (request);

  for (guint i = decisions->len; i > 0; i--) {
    const CsDecision *decision = decisions->pdata[i - 1];
    if (g_strcmp0 (decision->person, person) != 0 || decision->step != offer->step ||
        decision->offer >= offer->version)
      continue;
    for (guint j = 0; j < offers->len; j++) {
      const CsOffer *other = offers->pdata[j];
      if (other->step == offer->step && other->version == decision->offer)
        return other;
    }
  }
  return NULL;
}

/**
 * cs_offer_text_find_known:
 * @request: a request
 * @offer: the version that is put to decision
 * @person: who reads
 * @seen: number of the newest entry they have looked at
 *
 * Returns: (transfer none) (nullable): the version that this person decided on last or, failing
 *   that, had looked at; NULL if this one is the first they meet
 */
const CsOffer *
cs_offer_text_find_known (const CsRequest *request,
                          const CsOffer *offer,
                          const char *person,
                          gint64 seen)
{
  const CsOffer *known = decided_last (request, offer, person);
  const GPtrArray *offers = cs_request_get_offers (request);

  for (guint i = 0; known == NULL && i < offers->len; i++) {
    const CsOffer *other = offers->pdata[offers->len - 1 - i];
    if (other->step == offer->step && other->version < offer->version &&
        cs_entry_get_number (other->entry) <= seen)
      known = other;
  }
  return known;
}

/**
 * cs_offer_text_list_changes:
 * @was: an earlier version
 * @is: a later one
 * @level: whose view it is
 *
 * Returns: (transfer full) (element-type CsOfferChange): values that differ, in the document's
 *   order; borrowed from the offers
 */
GArray *
cs_offer_text_list_changes (const CsOffer *was, const CsOffer *is, const CsLevel *level)
{
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (CsOfferChange));
  const GPtrArray *fields = is->step->approval->document->fields;

  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];
    CsOfferChange change = {.field = field,
                            .was = json_object_get (was->values, field->id),
                            .is = json_object_get (is->values, field->id)};
    if (!cs_offer_text_is_shown (level, field) ||
        (change.was == NULL ? change.is == NULL
                            : json_equal ((json_t *)change.was, (json_t *)change.is)))
      continue;
    g_array_append_val (changes, change);
  }
  return changes;
}
