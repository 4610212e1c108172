/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A temporary folder of a test's own, removed with all it holds. */
typedef char CsTestFolder;
CsTestFolder *cs_test_folder_new (void);
void cs_test_folder_free (CsTestFolder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsTestFolder, cs_test_folder_free)

G_END_DECLS
