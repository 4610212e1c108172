/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a countersign: link leads. It only ever leads somewhere: nothing else can be asked of it.
 */
typedef struct {
  char *kind;   /* "request", "payment", "sow" */
  char *key;    /* number or id */
  char *server; /* (nullable) host */
} CsLink;

gboolean cs_link_parse (const char *uri, CsLink *link, GError **error);
void cs_link_clear (CsLink *self);
char *cs_link_for_request (const char *number);

G_END_DECLS
