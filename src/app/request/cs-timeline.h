/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What happened, newest first, with a composer for comments. Property: with-composer. */
#define CS_TYPE_TIMELINE (cs_timeline_get_type ())
G_DECLARE_FINAL_TYPE (CsTimeline, cs_timeline, CS, TIMELINE, AdwBin)

GtkWidget *cs_timeline_new (void);
void cs_timeline_set_with_composer (CsTimeline *self, gboolean with_composer);
void cs_timeline_put_comment (CsTimeline *self, const char *text);
void cs_timeline_show (CsTimeline *self, CsReader *reader);

G_END_DECLS
