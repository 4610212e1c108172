/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A person: picture of the initials, name, and a second line such as the role. */
#define CS_TYPE_PERSON_LINE (cs_person_line_get_type ())
G_DECLARE_FINAL_TYPE (CsPersonLine, cs_person_line, CS, PERSON_LINE, AdwBin)

GtkWidget *cs_person_line_new (void);
void cs_person_line_set (CsPersonLine *self, const char *name, const char *detail);
void cs_person_line_set_empty (CsPersonLine *self, const char *invitation);

G_END_DECLS
