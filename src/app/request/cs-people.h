/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Whom to turn to: people named on the request and the key contacts of its region. */
#define CS_TYPE_PEOPLE (cs_people_get_type ())
G_DECLARE_FINAL_TYPE (CsPeople, cs_people, CS, PEOPLE, AdwBin)

GtkWidget *cs_people_new (void);
void cs_people_show (CsPeople *self, CsReader *reader);

G_END_DECLS
