/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <errno.h>
#include <gio/gio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What is measured on: @home for all that the program keeps, and a workspace: the sample, a
 * generated one of CS_PERF_REQUESTS requests, or the one that is in the folder CS_PERF_WORKSPACE.
 */
static inline void
perf_make_workspace (const char *home, const char *workspace)
{
  const char *n_requests = g_getenv ("CS_PERF_REQUESTS");
  const char *ctl = g_getenv ("COUNTERSIGNCTL");
  const char *sample[] = {ctl, "workspace", "create", "--sample", workspace, NULL};
  const char *generated[] =
      {ctl, "--workspace", workspace, "generate", "--seed=1", "--requests", n_requests, NULL};
  const char *const folders[] = {"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"};
  g_autoptr (GError) error = NULL;
  int status;

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    g_setenv (folders[i], home, TRUE);
  if (g_getenv ("CS_PERF_WORKSPACE") != NULL) {
    g_assert_cmpint (symlink (g_getenv ("CS_PERF_WORKSPACE"), workspace), ==, 0);
    return;
  }
  g_spawn_sync (NULL,
                (char **)(n_requests != NULL ? generated : sample),
                NULL,
                G_SPAWN_STDOUT_TO_DEV_NULL,
                NULL,
                NULL,
                NULL,
                NULL,
                &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

/* What the program wrote of its main loop (CS_WATCH_LOOP): how often it was at work beyond 50 ms,
 * and where it was the longest time, as addresses for addr2line; and how often time passed at all,
 * which other work on the machine does, too. */
static inline void
perf_print_stalls (const char *report)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_stalls = 0, n_passed = 0;
  int worst = 0;
  gboolean is_worst = FALSE;
  g_autoptr (GString) frames = g_string_new (NULL);

  if (!g_file_get_contents (report, &text, NULL, NULL)) {
    g_print ("# stalls over 50 ms: none\n");
    return;
  }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (g_str_has_prefix (lines[i], "stall ")) {
      int msec = atoi (strstr (lines[i], "at work ") + strlen ("at work "));

      n_passed++;
      n_stalls += msec > 50;
      is_worst = msec > worst;
      worst = MAX (worst, msec);
      if (is_worst)
        g_string_truncate (frames, 0);
    } else if (is_worst && strstr (lines[i], "/countersign(") != NULL) {
      g_string_append_printf (frames, " %s", strchr (lines[i], '('));
    }
  }
  g_print ("# stalls over 50 ms: %u of own work, %u with others; the worst %d ms at%s\n",
           n_stalls,
           n_passed,
           worst,
           frames->str);
}

static inline void
perf_program_end (GPid pid)
{
  int status;

  kill (pid, SIGTERM);
  while (waitpid (pid, &status, 0) < 0)
    g_assert_cmpint (errno, ==, EINTR);
}

/* Of two doubles, for qsort (). */
static inline int
perf_compare (gconstpointer a, gconstpointer b)
{
  double left = *(const double *)a, right = *(const double *)b;

  return (left > right) - (left < right);
}
