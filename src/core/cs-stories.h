/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-authority.h"

G_BEGIN_DECLS

/*
 * Invented requests: what a pack's stories file says about topics, people and amounts, played once
 * through the rules of the pack itself and kept as a list of moves, which can then be played again
 * for any client, amount and time.
 */
typedef struct _CsStories CsStories;
typedef struct _CsStory CsStory; /* recorded moves */

GStrv cs_stories_list_packs (void);
CsStories *cs_stories_load (const char *pack, GError **error);
void cs_stories_free (CsStories *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsStories, cs_stories_free)
const json_t *cs_stories_get (CsStories *self, const char *member);
const json_t *cs_stories_get_people (CsStories *self);
GBytes *cs_stories_get_evidence (CsStories *self);
CsCalendar *
cs_stories_find_calendar (CsStories *self, CsAuthority *authority, const char *region_id);

/* Who and what one request is about. */
typedef struct {
  const char *client;
  const char *region;
  const char *contact;
  const json_t *with; /* (nullable) values of this request, before those of all */
  const json_t *topic;
  const char *qualifier; /* added to the title; may be empty */
  gint64 usd;            /* what it costs, before the region's currency */
  gint64 serial;         /* of its invoice and tickets */
  CsInstant end;         /* when the last move was made */
} CsCast;

CsStory *cs_story_record (CsStories *stories,
                          CsAuthority *authority,
                          const json_t *plan, /* until, answers, payments */
                          const CsCast *cast,
                          GRand *rand,
                          GError **error);
void cs_story_free (CsStory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsStory, cs_story_free)

typedef gboolean (*CsStoryPause) (CsAuthority *authority,
                                  const char *request,
                                  CsInstant until,
                                  gpointer user_data,
                                  GError **error);
char *cs_story_play (const CsStory *self,
                     CsStories *stories,
                     CsAuthority *authority,
                     const CsCast *cast,
                     GRand *rand,
                     CsStoryPause before_move, /* (nullable) */
                     gpointer user_data,
                     GError **error);

/* For cs-story.c: values with their placeholders replaced. */
json_t *cs_stories_resolve (CsStories *self,
                            const json_t *value,
                            const CsCast *cast,
                            const CsPack *pack,
                            CsInstant now);

G_END_DECLS
