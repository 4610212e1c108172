/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-decider.h"
#include "cs-reader.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Parts of the inbox's detail that are about the offer; each appends what there is to a box. */
void cs_offer_view_add_headline (GtkBox *box, CsReader *reader, CsDecider *decider);
void cs_offer_view_add_facts (GtkBox *box, CsReader *reader, CsDecider *decider);
void cs_offer_view_add_changes (GtkBox *box, CsReader *reader, CsDecider *decider, gint64 seen);
void cs_offer_view_add_sections (GtkBox *box, CsReader *reader, CsDecider *decider);
void cs_offer_view_add_files (GtkBox *box, CsReader *reader);

G_END_DECLS
