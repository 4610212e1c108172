/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ctl.h"

G_BEGIN_DECLS

/*
 * The subcommands, one short file each: `cs-ctl-NAME.c`. Each begins with cs_ctl_parse(), and
 * returns whether it ran; that its answer is a no it says in exit_status.
 */
gboolean cs_ctl_eval (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_pack_check (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_process_show (CsCtl *ctl, char **arguments, GError **error);

G_END_DECLS
