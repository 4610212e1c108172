/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Keeps what is typed on disk: at most a few hundred milliseconds after a change, and not more
 * often than the disk can take it.
 * Signals: "collect" (call cs_draft_saver_save() with what is there now), "settled" (everything is
 * on disk), "failed" (GError; once, though it is tried again until it is written).
 */
#define CS_TYPE_DRAFT_SAVER (cs_draft_saver_get_type ())
G_DECLARE_FINAL_TYPE (CsDraftSaver, cs_draft_saver, CS, DRAFT_SAVER, GObject)

CsDraftSaver *cs_draft_saver_new (CsWorkspace *workspace, const char *kind);
void cs_draft_saver_touch (CsDraftSaver *self);
void cs_draft_saver_flush (CsDraftSaver *self);
void cs_draft_saver_forget (CsDraftSaver *self);
void cs_draft_saver_save (CsDraftSaver *self, const char *id, const char *request, json_t *content);
gboolean cs_draft_saver_may_leave (CsDraftSaver *self, GtkWidget *page);
gboolean cs_draft_saver_is_settled (CsDraftSaver *self);

G_END_DECLS
