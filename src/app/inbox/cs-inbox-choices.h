/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Chips that open a menu: one of region, level and currency each, or all. Their actions are
 * "view.NAME" with the id as state; "" is all.
 */
typedef struct _CsInboxChoices CsInboxChoices;

CsInboxChoices *
cs_inbox_choices_new (GActionMap *actions, void (*changed) (gpointer data), gpointer data);
void cs_inbox_choices_free (CsInboxChoices *self);
void cs_inbox_choices_add (CsInboxChoices *self, const char *name, GtkMenuButton *button);
void cs_inbox_choices_fill (CsInboxChoices *self, CsWorkspace *workspace);
const char *cs_inbox_choices_get (CsInboxChoices *self, const char *name);
gboolean cs_inbox_choices_has_any (CsInboxChoices *self);
void cs_inbox_choices_clear (CsInboxChoices *self);

GMenuModel *cs_inbox_choices_make_menu (const char *name, GPtrArray *packs);

G_END_DECLS
