/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <curl/curl.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * How far a connection that the server opens may go. Asked for the address itself, when the socket
 * is made, so that no name, redirect or proxy leads elsewhere.
 */
typedef enum {
  CS_REACH_ANYWHERE, /* where the administrator says: their mail server, their OpenID provider */
  CS_REACH_PUBLIC,   /* out into the world, never to what only this network reaches (webhooks) */
} CsReach;

/* From now on nothing leaves this computer, and what may only go out may go nowhere else than to
 * it: samples, tests. */
void cs_reach_confine (void);
gboolean cs_reach_is_confined (void);
#define CS_REACH_ENVIRONMENT "COUNTERSIGN_LOOPBACK"

gboolean cs_reach_is_public (GInetAddress *address);
gboolean cs_reach_allows (CsReach reach, GInetAddress *address);
gboolean cs_reach_allows_host (const char *host);
CURL *cs_reach_new_curl (CsReach reach, const gint *is_cancelled);

G_END_DECLS
