/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server-stage.h"

#include <stdio.h>

/* For test-killed.c: pushes into the server’s folder that it is given, from a counter on, and
 * prints each id with its place as soon as it was answered. Never ends by itself. */

int
main (int argc, char **argv)
{
  Stage stage = {.folder = argv[1]};
  gint64 n = g_ascii_strtoll (argv[2], NULL, 10);

  stage.time_source = cs_time_source_new ();
  stage_start (&stage, NULL);
  for (;;) {
    GBytes *entries[3];
    g_autoptr (CsWirePushAnswer) answer = NULL;

    for (guint i = 0; i < 3; i++)
      entries[i] = stage_person_entry (&stage, n++);
    answer = stage_push (&stage, CS_SERVER_FOUNDER, entries, 3);
    for (guint i = 0; i < 3; i++) {
      const CsWireVerdict *verdict = answer->verdicts->pdata[i];

      g_assert_cmpint (verdict->answer, ==, CS_WIRE_ACCEPTED);
      printf ("%s %d\n", verdict->id, (int)verdict->seq);
      g_bytes_unref (entries[i]);
    }
    fflush (stdout);
  }
}
