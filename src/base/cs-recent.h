/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CsRecent:
 *
 * What was read lately, by the bytes it was read from: who reads the same bytes again gets what
 * was read from them. For values that never change, in one variable for all of a program.
 */
typedef struct {
  /*< private >*/
  GMutex mutex;
  GHashTable *young, *old; /* (owned) (nullable) GBytes -> value */
  guint limit;             /* of each of the two */
  GDestroyNotify unref;
} CsRecent;

/* How a static one begins: so many of the newest are kept, at most twice as many in all. */
#define CS_RECENT_INIT(limit_, unref_)                                                             \
  {                                                                                                \
    .limit = (limit_), .unref = (unref_)                                                           \
  }

typedef gpointer (*CsRecentRef) (gpointer value);

gpointer cs_recent_get (CsRecent *self, GBytes *bytes, CsRecentRef ref);
void cs_recent_add (CsRecent *self, GBytes *bytes, gpointer value);
void cs_recent_clear (CsRecent *self);

G_END_DECLS
