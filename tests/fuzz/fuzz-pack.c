/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-pack-check.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* A pack that is read can be checked, and every finding has words. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsPack) pack = cs_pack_new_from_bytes ("pack.json", bytes, &error);
  g_autoptr (GPtrArray) findings = NULL;

  if (pack == NULL) {
    g_assert_nonnull (error);
    return 0;
  }
  findings = cs_pack_check (pack, pack);
  for (guint i = 0; i < findings->len; i++) {
    g_autofree char *line = cs_finding_format (findings->pdata[i], "pack.json");

    g_assert_cmpstr (line, !=, "");
  }
  return 0;
}
