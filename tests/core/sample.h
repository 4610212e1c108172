/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-test-folder.h"
#include "cs-workspace-create.h"

#include <stdlib.h>

/* The sample workspace, on a working Monday. */

#ifndef SAMPLE_PACK
#define SAMPLE_PACK NULL /* the usual one */
#endif
#define SAMPLE_NOW G_GINT64_CONSTANT (1795435200000000) /* 2026-11-23T12:00:00Z */

typedef struct {
  CsTestFolder *parent; /* (owned) */
  char *folder;
  CsTimeSource *time_source; /* (owned) */
  CsLedger *ledger;          /* (owned) */
} Sample;

static CsTestFolder *sample_models; /* (owned) for as long as the program runs */

static inline void
sample_remove_models (void)
{
  g_clear_pointer (&sample_models, cs_test_folder_free);
}

static inline const char *
sample_get_model (void)
{
  static char *model;
  const CsCreateOptions options = {.kind = CS_CREATE_SAMPLE, .pack = SAMPLE_PACK, .seed = 7};
  g_autoptr (CsTimeSource) time_source = NULL;
  g_autoptr (GError) error = NULL;

  if (model != NULL)
    return model;
  sample_models = cs_test_folder_new ();
  atexit (sample_remove_models);
  model = g_build_filename (sample_models, "sample", NULL);
  time_source = cs_time_source_new_fixed (SAMPLE_NOW);
  cs_workspace_create (model, &options, time_source, &error);
  g_assert_no_error (error);
  return model;
}

/* Made once, then copied: each test has its own. */
static inline void
sample_open (Sample *self)
{
  g_autoptr (GError) error = NULL;
  const char *copy[] = {"cp", "-a", sample_get_model (), NULL, NULL};

  self->parent = cs_test_folder_new ();
  self->folder = g_build_filename (self->parent, "sample", NULL);
  copy[3] = self->folder;
  g_spawn_sync (NULL,
                (char **)copy,
                NULL,
                G_SPAWN_SEARCH_PATH,
                NULL,
                NULL,
                NULL,
                NULL,
                NULL,
                &error);
  g_assert_no_error (error);
  self->time_source = cs_time_source_new_fixed (SAMPLE_NOW);
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
