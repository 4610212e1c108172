/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-test-folder.h"
#include "cs-workspace-create.h"

/* The sample workspace, on a working Monday. */

#define SAMPLE_NOW G_GINT64_CONSTANT (1795435200000000) /* 2026-11-23T12:00:00Z */

typedef struct {
  CsTestFolder *parent; /* (owned) */
  char *folder;
  CsTimeSource *time_source; /* (owned) */
  CsLedger *ledger;          /* (owned) */
} Sample;

static inline void
sample_open (Sample *self)
{
  const CsCreateOptions options = {.kind = CS_CREATE_SAMPLE, .seed = 7};
  g_autoptr (GError) error = NULL;

  self->parent = cs_test_folder_new ();
  self->folder = g_build_filename (self->parent, "sample", NULL);
  self->time_source = cs_time_source_new_fixed (SAMPLE_NOW);
  cs_workspace_create (self->folder, &options, self->time_source, &error);
  g_assert_no_error (error);
  self->ledger = cs_ledger_open (self->folder, self->time_source, &error);
  g_assert_no_error (error);
}

static inline void
sample_close (Sample *self)
{
  g_clear_pointer (&self->ledger, cs_ledger_close);
  g_clear_object (&self->time_source);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->parent, cs_test_folder_free);
}
