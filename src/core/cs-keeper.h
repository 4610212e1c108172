/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-authority.h"

G_BEGIN_DECLS

/* What the keeper says when a rung fires. */
typedef struct {
  char *entry; /* id of the rung's entry */
  char *request, *number, *title, *client, *amount;
  char *clock, *clock_title, *run, *rung;
  char *calendar;              /* (nullable) id of the one that governs */
  const char *kind;            /* "warning", "breach", "escalation" */
  CsInstant due, at;           /* of the deadline, of the rung */
  GStrv told;                  /* ids of the people it tells */
  gboolean is_mine, is_urgent; /* told to the person who acts here */
} CsRungNotice;
void cs_rung_notice_free (CsRungNotice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsRungNotice, cs_rung_notice_free)

CsRungNotice *cs_keeper_describe (CsAuthority *authority, const CsEntry *entry);
gboolean cs_keeper_run (CsAuthority *authority, GPtrArray *notices, GError **error);
gboolean cs_keeper_run_some (CsAuthority *authority,
                             guint most,
                             GHashTable *skipped,
                             GPtrArray *notices,
                             gboolean *has_more,
                             GError **error);
gboolean cs_keeper_list_untold (CsAuthority *authority, GPtrArray *notices, GError **error);
gboolean cs_keeper_run_request (CsAuthority *authority,
                                const char *request,
                                GPtrArray *notices,
                                GError **error);

G_END_DECLS
