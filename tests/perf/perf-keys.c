/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-test-folder.h"
#include "perf-program.h"
#include "screen-watch.h"

#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * From the press of a key to the last change that it makes on the screen, without animations, as
 * median and 95th percentile. CS_PERF_REQUESTS takes a generated workspace of that many requests
 * for the sample. Prints numbers and judges none but that every key shows something.
 */

#define QUIET_USEC (150 * 1000)
#define FIRST_USEC (3 * G_USEC_PER_SEC) /* a busy machine shows nothing for a while */
#define MOST_USEC  (60 * G_USEC_PER_SEC)
#define N_TIMES    12

typedef struct {
  const char *name; /* (nullable): of a way between what is measured */
  KeySym modifier;  /* 0: none */
  KeySym key;
} Press;

static double
press (ScreenWatch *watch, const Press *press)
{
  gint64 start;

  watch->changed = 0;
  if (press->modifier != 0)
    XTestFakeKeyEvent (watch->display, XKeysymToKeycode (watch->display, press->modifier), True, 0);
  XSync (watch->display, False);
  start = g_get_monotonic_time ();
  XTestFakeKeyEvent (watch->display, XKeysymToKeycode (watch->display, press->key), True, 0);
  XTestFakeKeyEvent (watch->display, XKeysymToKeycode (watch->display, press->key), False, 0);
  if (press->modifier != 0)
    XTestFakeKeyEvent (watch->display,
                       XKeysymToKeycode (watch->display, press->modifier),
                       False,
                       0);
  XSync (watch->display, False);
  do
    screen_watch_settle (watch, start, QUIET_USEC, MOST_USEC);
  while (watch->changed == 0 && g_get_monotonic_time () - start < FIRST_USEC);
  return watch->changed > 0 ? (double)(watch->changed - start) / 1000 : -1;
}

/* Each press of @presses in turn, over and over; those with the same name are counted together. */
static void
measure (ScreenWatch *watch, const Press *presses, gsize n_presses, const char *name)
{
  double times[N_TIMES];
  guint n = 0;

  while (n < N_TIMES)
    for (gsize i = 0; i < n_presses && n < N_TIMES; i++) {
      double took = press (watch, &presses[i]);

      if (presses[i].name == NULL)
        continue;
      g_assert_cmpfloat (took, >, 0); /* a key that shows nothing would measure nothing */
      times[n++] = took;
    }
  qsort (times, N_TIMES, sizeof times[0], perf_compare);
  g_print ("# keys-%s: median %.0f ms, 95th percentile %.0f ms\n",
           name,
           times[N_TIMES / 2],
           times[N_TIMES * 95 / 100]);
}

#define MEASURE(watch, name, ...)                                                                  \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const Press presses[] = {__VA_ARGS__};                                                         \
    measure (watch, presses, G_N_ELEMENTS (presses), name);                                        \
  }                                                                                                \
  G_STMT_END

static void
play (ScreenWatch *watch)
{
  const Press requests = {NULL, XK_Control_L, XK_3};
  const Press search = {NULL, XK_Control_L, XK_f};
  const Press inbox = {NULL, XK_Control_L, XK_1};

  press (watch, &inbox);
  MEASURE (watch, "next", {"next", 0, XK_j}, {"next", 0, XK_j}, {NULL, 0, XK_k});
  MEASURE (watch, "approve", {"approve", XK_Control_L, XK_Return}, {NULL, XK_Control_L, XK_z});
  press (watch, &requests);
  MEASURE (watch, "open", {NULL, 0, XK_j}, {"open", 0, XK_Return}, {NULL, 0, XK_Escape});
  press (watch, &search);
  MEASURE (watch,
           "search",
           {"type", 0, XK_s},
           {"type", 0, XK_u},
           {"type", 0, XK_r},
           {NULL, 0, XK_BackSpace},
           {NULL, 0, XK_BackSpace},
           {NULL, 0, XK_BackSpace});
}

static void
test_keys (void)
{
  g_autoptr (CsTestFolder) home = cs_test_folder_new ();
  g_autofree char *workspace = g_build_filename (home, "workspace", NULL);
  g_autofree char *stalls = g_build_filename (home, "stalls", NULL);
  g_autofree char *config = g_build_filename (home, "gtk-4.0", NULL);
  g_autofree char *settings = g_build_filename (config, "settings.ini", NULL);
  const char *program[] = {g_getenv ("COUNTERSIGN"), "--workspace", workspace, NULL};
  const char *manager[] = {"openbox", NULL};
  g_autoptr (GError) error = NULL;
  GPid pid, manager_pid;
  ScreenWatch watch;

  perf_make_workspace (home, workspace);
  g_assert_cmpint (g_mkdir (config, 0700), ==, 0);
  /* a cursor that fades in and out would be the last change of every search */
  g_file_set_contents (settings,
                       "[Settings]\ngtk-enable-animations=0\ngtk-cursor-blink=0\n",
                       -1,
                       &error);
  g_assert_no_error (error);
  g_spawn_async (NULL,
                 (char **)manager,
                 NULL,
                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL |
                     G_SPAWN_STDERR_TO_DEV_NULL,
                 NULL,
                 NULL,
                 &manager_pid,
                 &error);
  g_assert_no_error (error);
  screen_watch_init (&watch);
  g_setenv ("CS_WATCH_LOOP", stalls, TRUE);
  g_spawn_async (NULL, (char **)program, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  screen_watch_settle (&watch, g_get_monotonic_time (), 8 * QUIET_USEC, MOST_USEC);
  play (&watch);
  perf_program_end (pid);
  perf_program_end (manager_pid);
  perf_print_stalls (stalls);
  XCloseDisplay (watch.display);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keys/press-to-paint", test_keys);
  return g_test_run ();
}
