/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-entry.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Whatever was accepted must be accepted again, byte for byte. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (CsEntry) entry = cs_entry_new_from_bytes (bytes, NULL);
  g_autoptr (CsEntry) again = NULL;

  if (entry == NULL)
    return 0;
  again = cs_entry_new_from_bytes (cs_entry_get_bytes (entry), NULL);
  g_assert_nonnull (again);
  g_assert_cmpstr (cs_entry_get_id (entry), ==, cs_entry_get_id (again));
  return 0;
}
