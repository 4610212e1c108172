/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-request-page.h"

#include "cs-approvals.h"
#include "cs-banner.h"
#include "cs-checklist.h"
#include "cs-clocks.h"
#include "cs-decider.h"
#include "cs-facts.h"
#include "cs-files.h"
#include "cs-gates.h"
#include "cs-map.h"
#include "cs-next-step.h"
#include "cs-payment-dialog.h"
#include "cs-people.h"
#include "cs-timeline.h"
#include "cs-waiting-strip.h"
#include "cs-work.h"
#include "cs-wrap.h"

G_BEGIN_DECLS

struct _CsRequestPage {
  CsScreen parent_instance;

  CsReader *reader; /* (owned) (nullable) */
  gboolean is_loading, is_stale;
  guint shown_parts;  /* bits: those that show what the reader holds */
  char *person;       /* (nullable) whose cards are shown */
  char *next;         /* (nullable) id of the step that was next */
  CsDecider *decider; /* (owned) (nullable) */

  CsPage *page;                   /* template */
  GtkStack *state;                /* template: "loading", "request", "problem" */
  AdwStatusPage *trouble;         /* template */
  GtkLabel *headline;             /* template */
  CsBanner *held;                 /* template */
  CsWaitingStrip *waiting;        /* template */
  CsWrap *references;             /* template */
  CsNextStep *next_step;          /* template */
  GtkStack *parts;                /* template */
  GtkAdjustment *scroll;          /* template */
  GtkToggleButton *first;         /* template: chip of "work" */
  GtkToggleButton *gate_chip;     /* template */
  GtkToggleButton *approval_chip; /* template */
  GtkMenuButton *menu;            /* template */
  CsWork *work;                   /* template */
  GtkWidget *checklist_chip;      /* template */
  CsChecklist *checklist;         /* template */
  CsFacts *facts;                 /* template */
  CsFiles *files;                 /* template */
  CsGates *gates;                 /* template */
  CsApprovals *approvals;         /* template */
  CsMap *map;                     /* template */
  CsTimeline *timeline;           /* template */
  CsPeople *people;               /* template */
  CsClocks *clocks;               /* template */
};

void cs_request_page_go_to (CsRequestPage *self, const char *step, const char *field);
void cs_request_page_show_part (CsRequestPage *self, const char *part);
gboolean cs_request_page_decide (CsRequestPage *self, const CsAction *action, const char *name);
void
cs_request_page_pay (CsRequestPage *self, const char *step, CsPaymentAct what, const json_t *said);
void cs_request_page_say_again (CsRequestPage *self);
void cs_request_page_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
