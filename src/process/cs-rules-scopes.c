/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-rules-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Looking at confidential contents, and erasing them: no action of a step, so no line of the table
 * (CX-21). And what nobody does who cannot see what it is about. */

#define LEAST_PURPOSE 3

static const CsField *
field_of (CsJudge *self, const CsEntry *entry, GPtrArray *reasons)
{
  const char *id = cs_entry_get_text (entry, "field");
  const CsField *field = id != NULL ? cs_process_get_field (self->request->process, id) : NULL;

  if (field == NULL || field->scope == NULL) {
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "scope",
                  _ ("“%s” holds nothing confidential"),
                  id != NULL ? id : "");
    return NULL;
  }
  return field;
}

/**
 * cs_judge_access:
 * @self: a question
 * @entry: of the kind `access`
 * @reasons: (element-type CsReason): where reasons against it go
 *
 * Those who may see a scope may look, also when the request is closed, and say for what.
 */
void
cs_judge_access (CsJudge *self, const CsEntry *entry, GPtrArray *reasons)
{
  const CsField *field = field_of (self, entry, reasons);
  const char *purpose = cs_entry_get_text (entry, "purpose");
  g_autofree char *title = NULL;

  if (field == NULL)
    return;
  title = cs_title (field->title);
  cs_judge_require_who (self, field->scope->who, "who", reasons);
  if (purpose == NULL || g_utf8_strlen (purpose, -1) < LEAST_PURPOSE)
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "purpose",
                  _ ("Say for what “%s” is looked at"),
                  title);
  if (cs_request_is_erased (self->request, field))
    cs_judge_add (reasons,
                  CS_VERDICT_ALREADY_SETTLED,
                  "erased",
                  _ ("What “%s” held was erased"),
                  title);
}

/**
 * cs_judge_erase:
 * @self: a question
 * @entry: of the kind `erase`
 * @reasons: (element-type CsReason): where reasons against it go
 *
 * The keeper erases when the time of a scope is over, and nobody earlier.
 */
void
cs_judge_erase (CsJudge *self, const CsEntry *entry, GPtrArray *reasons)
{
  const CsField *field = field_of (self, entry, reasons);
  CsInstant at;
  g_autofree char *title = NULL;

  if (field == NULL)
    return;
  title = cs_title (field->title);
  at = cs_request_get_erasure (self->request, field);
  if (strcmp (self->person, CS_KEEPER) != 0)
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "keeper",
                  _ ("Only the keeper of the clocks writes this"));
  if (cs_request_is_erased (self->request, field))
    cs_judge_add (reasons,
                  CS_VERDICT_ALREADY_SETTLED,
                  "erased",
                  _ ("What “%s” held was erased"),
                  title);
  else if (at == CS_INSTANT_NONE || at > self->context->now)
    cs_judge_add (reasons,
                  CS_VERDICT_REFUSED,
                  "retain",
                  _ ("What “%s” holds is still kept"),
                  title);
}

/**
 * cs_judge_visible:
 * @self: a question
 * @step: an approval step
 * @level: (nullable): one of its levels; %NULL: all of the document
 * @reasons: (element-type CsReason): where reasons against it go
 *
 * Nobody puts to decision, or decides on, what they may not see (RC-23). The authority sees
 * everything; this is for whoever holds outlines.
 */
void
cs_judge_visible (CsJudge *self, const CsStep *step, const CsLevel *level, GPtrArray *reasons)
{
  const GPtrArray *fields = step->approval->document->fields;

  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];
    g_autofree char *title = NULL;

    if ((level != NULL && !cs_level_decides_on (level, field)) ||
        !cs_value_is_withheld (cs_request_effective_value (self->request, field)))
      continue;
    title = cs_title (field->title);
    cs_judge_add (reasons, CS_VERDICT_REFUSED, "scope", _ ("“%s” is not visible to you"), title);
  }
}
