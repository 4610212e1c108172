/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"
#include "cs-wrap.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* References into other systems as chips: a press opens the browser, another copies the link. */
GtkWidget *cs_reference_chip_new (CsReader *reader, const CsField *field, const json_t *value);
void cs_references_show (CsWrap *wrap, CsReader *reader);
void cs_references_add (CsWrap *wrap, CsReader *reader, const CsField *field, const json_t *value);

G_END_DECLS
