/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-recipients.h"
#include "cs-wizard-draft.h"

G_BEGIN_DECLS

typedef enum { CS_SHEET_FORM, CS_SHEET_RECIPIENTS, CS_SHEET_REVIEW } CsSheetKind;

typedef enum {
  CS_SHEET_UNTOUCHED, /* something is needed and nothing is there yet */
  CS_SHEET_MISSING,
  CS_SHEET_COMPLETE,
  CS_SHEET_LOCKED, /* all of it is other people's */
} CsSheetState;

/* One field on a sheet. */
typedef struct {
  const CsField *field;
  const CsStep *step; /* whose form it is in */
  gboolean applies, is_mine;
  gboolean is_missing; /* needed and not there */
  gboolean is_unclear; /* typed and not understood */
} CsSheetField;

/* One page of the wizard: those fields that the pack puts on one page. */
typedef struct {
  CsSheetKind kind;
  char *id; /* stays the same in every language */
  char *title;
  GPtrArray *fields;  /* (owned) CsSheetField */
  gboolean is_start;  /* with client, region and title before the fields */
  CsSheetState state; /* of what is mine to fill in */
  guint n_missing;
  char *who;    /* (nullable) who has it, when all of its fields are other people's */
  GStrv people; /* their ids */
} CsSheet;

/* What keeps it from being sent, and where that is put right. */
typedef struct {
  char *text;
  char *sheet;          /* (nullable) id of a sheet … */
  const CsField *field; /* (nullable) … and the field on it */
} CsGap;

/* A message of one of the steps. */
typedef struct {
  const CsMail *mail;
  const CsStep *step;
  CsDraftMail *draft; /* (owned) */
  gboolean is_mine;
  char *who; /* (nullable) who hands it over, when that is not me */
} CsPlanMail;

/* What a plan is made from. All of it is borrowed during the call. */
typedef struct {
  const CsProcess *process;
  const json_t *settings;   /* (nullable) of the activation */
  const CsRequest *request; /* (nullable) that is under way */
  gboolean is_new;          /* it is begun by sending this draft */
  const CsWizardDraft *draft;
  const char *person;
  const char *language; /* of the pack's texts */
  CsRuleContext context;
} CsPlanInput;

/*
 * What the pages are, what is missing, and how far this person can bring the request (pack language
 * 3.10). Asked of a fold that takes what was typed as if it were said, so the rules stay where they
 * are.
 */
typedef struct {
  CsRequest *request; /* (owned) the fold of what would be said */
  GPtrArray *steps;   /* (borrowed) CsStep: the next ones, up to the next approval */
  GHashTable *mine;   /* set of CsStep that this person brings to an end */
  GPtrArray *sheets;  /* (owned) CsSheet */
  GPtrArray *gaps;    /* (owned) CsGap */
  GPtrArray *mails;   /* (owned) CsPlanMail */
  const CsStep *next; /* (nullable) the first one that is somebody else's … */
  char *next_who;     /* … (nullable) in words */
  GStrv next_people;
  gboolean ends_in_offer; /* the approval is asked by this person */
} CsWizardPlan;

CsWizardPlan *cs_wizard_plan_new (const CsPlanInput *input);
void cs_wizard_plan_free (CsWizardPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsWizardPlan, cs_wizard_plan_free)

CsSheet *cs_wizard_plan_get_sheet (const CsWizardPlan *self, const char *id, guint *index);
CsSheetField *cs_sheet_get_field (const CsSheet *self, const char *field);

/* What the values of one step are that the request does not say yet. */
json_t *
cs_wizard_plan_dup_news (const CsRequest *request, const CsStep *step, const CsWizardDraft *draft);
json_t *cs_wizard_plan_dup_said (const CsRequest *request,
                                 const CsStep *step,
                                 const CsWizardDraft *draft,
                                 const CsDirectory *directory); /* with what it pins */
/* Takes over what another request says, where nothing is said yet. */
guint cs_wizard_plan_copy (const CsWizardPlan *self, const CsRequest *from, CsWizardDraft *draft);
char *cs_plan_dup_field_title (const CsField *field, const char *language);
char *cs_wizard_plan_dup_value (const CsWizardPlan *self,
                                const CsField *field,
                                const CsDirectory *directory,
                                const char *locale);
char *cs_plan_dup_text (const CsText *text, const char *language, const char *fallback);

G_END_DECLS
