/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"

G_BEGIN_DECLS

/* Where a server listens: "127.0.0.1:8480", "[::1]:0", "localhost:8480", "unix:/run/x.sock". */
typedef struct {
  int fd;               /* listening; -1 when it was handed on */
  char *text;           /* the address as it became, with its real port */
  guint port;           /* 0 for a Unix socket */
  gboolean is_loopback; /* nobody beyond this machine can come */
  char *path;           /* (nullable) of a Unix socket, removed when it is closed */
} CsListen;

CsListen *cs_listen_open (const char *address, GError **error);
void cs_listen_close (CsListen *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsListen, cs_listen_close)

G_END_DECLS
