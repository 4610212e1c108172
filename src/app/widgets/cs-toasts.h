/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The toasts of one window; those with a button are remembered, so that they can be taken away. */
#define CS_TYPE_TOASTS (cs_toasts_get_type ())
G_DECLARE_FINAL_TYPE (CsToasts, cs_toasts, CS, TOASTS, GObject)

CsToasts *cs_toasts_new (void);
AdwToast *cs_toasts_make (CsToasts *self,
                          const char *text,
                          const char *button_label,
                          const char *action_name);
void cs_toasts_dismiss (CsToasts *self, const char *text);

G_END_DECLS
