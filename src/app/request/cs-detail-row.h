/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* One line of a boxed list: icon, title, text and buttons below it, so that nothing is squeezed. */
#define CS_TYPE_DETAIL_ROW (cs_detail_row_get_type ())
G_DECLARE_FINAL_TYPE (CsDetailRow, cs_detail_row, CS, DETAIL_ROW, GtkListBoxRow)

CsDetailRow *cs_detail_row_new (const char *icon, const char *title, const char *text);
CsDetailRow *cs_detail_row_new_fact (const char *title, const char *value);
void cs_detail_row_set_note (CsDetailRow *self, const char *note);
/* The earlier word on the same matter, shown beside. */
void cs_detail_row_set_earlier (CsDetailRow *self,
                                const char *title,
                                const char *text,
                                const char *note);
void cs_detail_row_set_tint (CsDetailRow *self, const char *tint);
GtkWidget *cs_detail_row_add_button (CsDetailRow *self,
                                     const char *label,
                                     const char *action,
                                     GVariant *target);
void cs_detail_row_add_extra (CsDetailRow *self, GtkWidget *widget);
void cs_detail_row_add_below (CsDetailRow *self, GtkWidget *widget);
void cs_detail_row_add_end (CsDetailRow *self, GtkWidget *widget);

/* A heading and an empty boxed list below it, appended to a box. */
GtkListBox *cs_detail_list_add (GtkBox *box, const char *heading, GtkWidget *mark);
void cs_box_clear (GtkBox *box);
GtkWidget *cs_caption_new (const char *text);

G_END_DECLS
