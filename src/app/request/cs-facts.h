/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What is known of a request, as boxed lists. */
#define CS_TYPE_FACTS (cs_facts_get_type ())
G_DECLARE_FINAL_TYPE (CsFacts, cs_facts, CS, FACTS, AdwBin)

GtkWidget *cs_facts_new (void);
void cs_facts_show_request (CsFacts *self, CsReader *reader);
void cs_facts_show_fields (CsFacts *self,
                           CsReader *reader,
                           const char *heading,
                           const GPtrArray *fields);

G_END_DECLS
