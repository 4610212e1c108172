/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-draft-saver.h"
#include "cs-pane.h"
#include "cs-process-list.h"
#include "cs-scope-picker.h"
#include "cs-wizard-form.h"
#include "cs-wizard-mails.h"
#include "cs-wizard-page.h"
#include "cs-wizard-review.h"
#include "cs-wizard-steps.h"
#include "cs-wizard-summary.h"

G_BEGIN_DECLS

/* What the parts of the wizard's page share: showing, loading and sending. */
struct _CsWizardPage {
  CsScreen parent_instance;

  CsWizardDraft *draft;     /* (owned) (nullable) until it is loaded */
  CsRequestView *view;      /* (owned) (nullable) the request, once it is open */
  CsPack *pack;             /* (owned) (nullable) */
  const CsProcess *process; /* (nullable) of the pack */
  CsFieldContext *context;  /* (owned) (nullable) */
  CsWizardPlan *plan;       /* (owned) (nullable) */
  CsDraftSaver *saver;      /* (owned) (nullable) */
  gboolean is_sending, is_leaving;

  CsPane *pane;            /* template */
  CsPage *steps_page;      /* template */
  CsPage *form_page;       /* template */
  CsScopePicker *previous; /* template */
  CsWizardSteps *steps;    /* template */
  GtkStack *stack;       /* template: "loading", "choose", "form", "recipients", "review", "gone" */
  CsProcessList *choose; /* template */
  CsWizardForm *form;    /* template */
  CsWizardMails *mails;  /* template */
  CsWizardReview *review;   /* template */
  CsWizardSummary *summary; /* template */
  GtkWidget *back;          /* template */
  GtkLabel *place;          /* template */
  GtkWidget *next;          /* template */
  GtkWidget *send;          /* template */
  GtkWidget *spinner;       /* template */
};

CsSession *cs_wizard_page_get_session (CsWizardPage *self);
void cs_wizard_page_begin (CsWizardPage *self);
void cs_wizard_page_follow (CsWizardPage *self);
void cs_wizard_page_show_bar (CsWizardPage *self);
void cs_wizard_page_show_saved (CsWizardPage *self);
void cs_wizard_page_edited (CsWizardPage *self);

void cs_wizard_page_load (CsWizardPage *self, const char *key);
void cs_wizard_page_load_request (CsWizardPage *self, const char *request);
void cs_wizard_page_copy_from (CsWizardPage *self, const char *request);
void cs_wizard_page_send (CsWizardPage *self);

G_END_DECLS
