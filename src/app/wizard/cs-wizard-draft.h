/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pack.h"

G_BEGIN_DECLS

/*
 * What was typed into the wizard and not yet said: of a new request, or of one that is under way.
 * Plain data; every member may be NULL.
 */
typedef struct {
  char *id;      /* UUIDv7 of the draft */
  char *request; /* (nullable) the request it has become, or goes on with */
  char *pack, *process;
  char *client, *region; /* ids */
  char *title;
  char *from;     /* (nullable) request it was started from */
  char *sheet;    /* (nullable) where the person was */
  json_t *fields; /* (owned) field id -> what its editor held */
} CsWizardDraft;

CsWizardDraft *cs_wizard_draft_new (const char *id);
CsWizardDraft *cs_wizard_draft_new_from_json (const char *id, const json_t *content);
void cs_wizard_draft_free (CsWizardDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsWizardDraft, cs_wizard_draft_free)

json_t *cs_wizard_draft_dup_json (const CsWizardDraft *self,
                                  const char *client_name,
                                  const char *region_title);
gboolean cs_wizard_draft_is_empty (const CsWizardDraft *self);

json_t *cs_wizard_draft_get_field (const CsWizardDraft *self, const char *field);
void cs_wizard_draft_take_field (CsWizardDraft *self, const char *field, json_t *held);
void cs_wizard_draft_set_value (CsWizardDraft *self, const CsField *field, const json_t *value);
json_t *
cs_wizard_draft_dup_value (const CsWizardDraft *self, const char *field, gboolean *is_unclear);

G_END_DECLS
