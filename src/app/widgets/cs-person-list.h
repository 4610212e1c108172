/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A list box of people who can act here, to be found by name or role. */
void cs_person_list_fill (GtkListBox *list, CsSession *session);
void cs_person_list_filter (GtkListBox *list, const char *words);
gboolean cs_person_list_select_first (GtkListBox *list);
const char *cs_person_list_get_id (GtkListBoxRow *row);

G_END_DECLS
