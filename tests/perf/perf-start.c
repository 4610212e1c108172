/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-test-folder.h"
#include "perf-program.h"
#include "screen-watch.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/*
 * From the start of the process to its window, and to the last change of what is painted; memory
 * once it is idle. The program with the sample workspace beside a bare window, in turns, in one
 * run: the ratio of the medians is judged (design: Measures). CS_PERF_REQUESTS takes a generated
 * workspace of that many requests for the sample.
 */

#define N_RUNS           9
#define IDLE_USEC        (600 * 1000)
#define MOST_USEC        (20 * G_USEC_PER_SEC)
#define MOST_TIME_RATIO  1.8
#define MOST_SPACE_RATIO 2.1 /* of the highest resident size; shared pages blur the rest */

typedef struct {
  double mapped_msec; /* the window is there */
  double ready_msec;  /* the last change of its picture */
  double pss_mib, peak_mib;
} Run;

typedef struct {
  Run runs[N_RUNS];
} Series;

static double
read_mib (GPid pid, const char *file, const char *field)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", (int)pid, file);
  g_autofree char *text = NULL;
  const char *found;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  found = strstr (text, field);
  return found != NULL ? g_ascii_strtod (found + strlen (field), NULL) / 1024 : 0;
}

static void
measure (const char *const *argv, Run *run)
{
  g_autoptr (GError) error = NULL;
  ScreenWatch watch;
  gint64 start;
  GPid pid;

  screen_watch_init (&watch);
  start = g_get_monotonic_time ();
  g_spawn_async (NULL,
                 (char **)argv,
                 NULL,
                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL,
                 NULL,
                 NULL,
                 &pid,
                 &error);
  g_assert_no_error (error);
  screen_watch_settle (&watch, start, IDLE_USEC, MOST_USEC);
  run->mapped_msec = (double)(watch.mapped - start) / 1000;
  run->ready_msec = (double)(watch.changed - start) / 1000;
  run->pss_mib = read_mib (pid, "smaps_rollup", "Pss:");
  run->peak_mib = read_mib (pid, "status", "VmHWM:");
  perf_program_end (pid);
  XCloseDisplay (watch.display);
}

static double
median (const Series *series, gsize offset)
{
  double values[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    values[i] = G_STRUCT_MEMBER (double, &series->runs[i], offset);
  qsort (values, N_RUNS, sizeof values[0], perf_compare);
  return values[N_RUNS / 2];
}

#define MEDIAN(series, member) median (series, G_STRUCT_OFFSET (Run, member))

static void
print (const char *name, const Series *series)
{
  g_print ("# start-%s-window: %.0f ms\n", name, MEDIAN (series, mapped_msec));
  g_print ("# start-%s-ready: %.0f ms\n", name, MEDIAN (series, ready_msec));
  g_print ("# memory-%s-pss: %.1f MiB\n", name, MEDIAN (series, pss_mib));
  g_print ("# memory-%s-peak: %.1f MiB\n", name, MEDIAN (series, peak_mib));
}

static void
check_ratio (const char *name, double ours, double bare, double most)
{
  g_print ("# %s-ratio: %.2f (at most %.2f)\n", name, ours / bare, most);
  g_assert_cmpfloat (ours / bare, <=, most);
}

static void
test_start (void)
{
  g_autoptr (CsTestFolder) home = cs_test_folder_new ();
  g_autofree char *workspace = g_build_filename (home, "workspace", NULL);
  g_autofree char *bare = g_test_build_filename (G_TEST_BUILT, "bare-window", NULL);
  const char *ours_argv[] = {g_getenv ("COUNTERSIGN"), "--workspace", workspace, NULL};
  const char *bare_argv[] = {bare, NULL};
  Series ours_series = {0}, bare_series = {0};
  Run warm_up = {0};
  Display *display = XOpenDisplay (NULL); /* the screen restarts without a client */

  perf_make_workspace (home, workspace);
  measure (bare_argv, &warm_up);
  measure (ours_argv, &warm_up);
  for (guint i = 0; i < N_RUNS; i++) {
    measure (bare_argv, &bare_series.runs[i]);
    measure (ours_argv, &ours_series.runs[i]);
  }
  XCloseDisplay (display);
  print ("bare", &bare_series);
  print ("countersign", &ours_series);
  g_print ("# start-ready-ratio: %.2f (aim: %.2f, told and not judged)\n",
           MEDIAN (&ours_series, ready_msec) / MEDIAN (&bare_series, ready_msec),
           MOST_TIME_RATIO);
  check_ratio ("start-window",
               MEDIAN (&ours_series, mapped_msec),
               MEDIAN (&bare_series, mapped_msec),
               MOST_TIME_RATIO);
  check_ratio ("memory",
               MEDIAN (&ours_series, peak_mib),
               MEDIAN (&bare_series, peak_mib),
               MOST_SPACE_RATIO);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/start/beside-a-bare-window", test_start);
  return g_test_run ();
}
