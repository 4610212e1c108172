/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ctl.h"

G_BEGIN_DECLS

/*
 * The subcommands, one short file each: `cs-ctl-NAME.c`. Each begins with cs_ctl_parse(), and
 * returns whether it ran; that its answer is a no it says in exit_status.
 */
gboolean cs_ctl_activity (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_act (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_calendar_list (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_calendar_preview (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_calendar_set (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_calendar_show (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_clocks (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_connect (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_share (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_sync (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_eval (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_pack_activate (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_pack_diff (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_pack_list (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_pack_settings (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_pack_check (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_process_show (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_export (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_generate (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_inbox (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_mail_compose (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_payments (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_recipients (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_report (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_request_actions (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_request_clone (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_request_list (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_request_show (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_secret_keep (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_secret_show (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_heads (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_verify (CsCtl *ctl, char **arguments, GError **error);
gboolean cs_ctl_workspace_create (CsCtl *ctl, char **arguments, GError **error);

G_END_DECLS
