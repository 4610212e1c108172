/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"

G_BEGIN_DECLS

/* One GET of a small document, blocking: HTTPS, or HTTP on this machine; no redirects. */
GBytes *cs_fetch (const char *url, gsize most_bytes, guint timeout_secs, GError **error);
gboolean cs_fetch_is_allowed (const char *url);

G_END_DECLS
