/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Says what a request waits for on its way to the next stage, and opens it. */
void cs_stage_dialog_present (GtkWidget *parent, CsSession *session, CsRow *row);

G_END_DECLS
