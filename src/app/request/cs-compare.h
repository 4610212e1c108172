/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Two versions of a document put to decision, field by field and word by word. */
#define CS_TYPE_COMPARE (cs_compare_get_type ())
G_DECLARE_FINAL_TYPE (CsCompare, cs_compare, CS, COMPARE, AdwBin)

GtkWidget *cs_compare_new (void);
void cs_compare_show (CsCompare *self, CsReader *reader, const CsOffer *from, const CsOffer *to);
guint cs_compare_get_n_changes (CsCompare *self);
void cs_compare_go (CsCompare *self, int direction);
void cs_compare_set_choosable (CsCompare *self, gboolean choosable);

G_END_DECLS
