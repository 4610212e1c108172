/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pack-report.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void cs_pack_box_fill (GtkBox *box, const CsPackReport *report, const CsActivation *activation);

G_END_DECLS
