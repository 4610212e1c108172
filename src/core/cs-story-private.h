/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-stories.h"

G_BEGIN_DECLS

/* One thing that somebody does in a story. */
typedef struct {
  char *by;
  char *kind;
  json_t *data; /* (owned) with placeholders */
  gboolean is_mail;
  char *step;
  guint least, most; /* working minutes since the move before */
  CsInstant wait;    /* besides those, for a clock that had to go on first */
} CsMove;

struct _CsStory {
  GPtrArray *moves; /* (owned) CsMove; the first opens the request */
};

CsStory *cs_story_new (void);
gboolean cs_story_submit_move (const CsMove *move,
                               CsStories *stories,
                               CsAuthority *authority,
                               const CsCast *cast,
                               const char *request,
                               CsOutcome **outcome,
                               GError **error);
gboolean cs_story_fail_move (const CsMove *move, const CsOutcome *outcome, GError **error);

G_END_DECLS
