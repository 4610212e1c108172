/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <errno.h>
#include <gio/gio.h>
#include <signal.h>
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
