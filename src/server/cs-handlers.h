/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-call.h"

G_BEGIN_DECLS

/* One function a route; each may be called again when its transaction was taken back. */
CsHttpAnswer *cs_handle_info (CsCall *call, GError **error);
CsHttpAnswer *cs_handle_push (CsCall *call, GError **error);
CsHttpAnswer *cs_handle_pull (CsCall *call, GError **error);
CsHttpAnswer *cs_handle_wait (CsCall *call, GError **error);
CsHttpAnswer *cs_handle_consistency (CsCall *call, GError **error);
CsHttpAnswer *cs_handle_inclusion (CsCall *call, GError **error);
CsHttpAnswer *cs_handle_file_begin (CsCall *call, GError **error);
CsHttpAnswer *cs_handle_file_write (CsCall *call, GError **error);
CsHttpAnswer *cs_handle_file_open (CsCall *call, GError **error);
CsHttpAnswer *cs_handle_file_read (CsCall *call, GError **error);

G_END_DECLS
