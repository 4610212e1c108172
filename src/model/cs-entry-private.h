/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-entry.h"

G_BEGIN_DECLS

struct _CsEntry {
  gatomicrefcount ref_count;
  GBytes *bytes; /* (owned) */
  json_t *root;  /* (owned) */
  const char *id, *request, *kind_name, *by, *device, *salt;
  const char *head; /* (nullable) */
  json_t *data;
  CsEntryKind kind;
  int version;
  gint64 counter, seen;
  CsInstant at;
  /* the stamp */
  gint64 seq, number;
  CsInstant received;
  char *hash; /* (owned) (nullable) */
};

G_END_DECLS
