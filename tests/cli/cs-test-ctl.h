/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a run of countersignctl, in this process, left behind. */
typedef struct {
  int exit_status;
  char *output;
  char *errors;
} CsTestCtl;

CsTestCtl *cs_test_ctl (const char *input, const char *first, ...) G_GNUC_NULL_TERMINATED;
CsTestCtl *cs_test_ctl_bytes (const char *input, gsize length, const char *const *arguments);
void cs_test_ctl_free (CsTestCtl *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsTestCtl, cs_test_ctl_free)

void cs_test_eval (const char *question, const char *expected_answer);

G_END_DECLS
