/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-story-private.h"

G_BEGIN_DECLS

/* A request being recorded. */
typedef struct {
  CsStories *stories;
  CsAuthority *authority;
  const json_t *plan;
  const CsCast *cast;
  GRand *rand;
  CsStory *story;
  char *request;
  const CsPack *pack;   /* (nullable) until it is open */
  GHashTable *holders;  /* (owned) role -> person who plays it in this request */
  GHashTable *answered; /* (owned) label -> how many of its planned answers were given */
  CsCalendar *calendar; /* (nullable) by which time passes */
  guint n_payments;
  guint n_waits;
  CsInstant waited; /* for a clock, before the next move */
  char *last_step;
  gboolean is_over;
} CsRecorder;

const char *
cs_recorder_pick_holder (CsRecorder *self, const char *role, const CsRuleContext *context);
json_t *cs_recorder_list_missing (CsRecorder *self,
                                  const CsRequest *request,
                                  const CsStep *step,
                                  const CsRuleContext *context);

G_END_DECLS
