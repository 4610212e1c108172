/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * A modal dialog with Cancel and one affirmative answer; derive from it in a template, whose child
 * is the content. Esc cancels, Ctrl+Return accepts when that is possible. Properties: accept-label,
 * can-accept, is-dangerous, has-answer (FALSE: nothing to accept, only a close button).
 * Signal "accept": the answer was given; the handler closes the dialog when it is done.
 */
#define CS_TYPE_DIALOG (cs_dialog_get_type ())
G_DECLARE_DERIVABLE_TYPE (CsDialog, cs_dialog, CS, DIALOG, AdwWindow)

struct _CsDialogClass {
  AdwWindowClass parent_class;

  void (*accept) (CsDialog *self);
};

void cs_dialog_present (CsDialog *self, GtkWidget *parent);
void cs_dialog_close (CsDialog *self);
void cs_dialog_accept (CsDialog *self);
void cs_dialog_set_accept_label (CsDialog *self, const char *label);
gboolean cs_dialog_get_can_accept (CsDialog *self);
void cs_dialog_set_can_accept (CsDialog *self, gboolean can_accept);
void cs_dialog_set_dangerous (CsDialog *self, gboolean is_dangerous);
void cs_dialog_set_content (CsDialog *self, GtkWidget *content);

G_END_DECLS
