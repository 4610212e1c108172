/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *cs_run_badge_new (CsReader *reader, const CsClockRun *run);
char *cs_run_badge_dup_pause (CsReader *reader, const CsClockRun *run);

G_END_DECLS
