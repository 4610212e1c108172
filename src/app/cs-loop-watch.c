/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-loop-watch.h"

#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

/*
 * Sees to it that the main loop is never busy for longer than 50 ms at a stretch (design: The
 * toolkit). It is a measuring device, started by CS_WATCH_LOOP=FILE and idle otherwise. A thread
 * looks at the main one every few milliseconds; past the limit it has it note where it is, so that
 * the report names what ran: one line a stall with its milliseconds, then the addresses that
 * addr2line and gdb understand. On a machine with other work to do time passes that is not
 * ours: what the thread itself was at work is told beside it.
 */

#define LOOK_USEC  (5 * 1000)
#define MAX_FRAMES 48

static GPollFunc poll_func;
static pthread_t main_thread;
static int report_fd = -1;
static gint64 busy_since;  /* atomic; 0 while the loop waits */
static gint64 work_before; /* of the main thread, when the stretch began */
static void *frames[MAX_FRAMES];
static int n_frames; /* atomic; 0: nothing noted of this stretch */
static guint n_stalls;
static gint64 worst_usec;

static gint64
read_work (void)
{
  struct rusage usage;

  if (getrusage (RUSAGE_THREAD, &usage) != 0)
    return 0;
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC + usage.ru_utime.tv_usec +
         usage.ru_stime.tv_usec;
}

static void
note_cb (int signal_number)
{
  if (__atomic_load_n (&n_frames, __ATOMIC_ACQUIRE) == 0)
    __atomic_store_n (&n_frames, backtrace (frames, MAX_FRAMES), __ATOMIC_RELEASE);
}

static void
end_stretch (gint64 since)
{
  gint64 took = since != 0 ? g_get_monotonic_time () - since : 0;
  int noted = __atomic_load_n (&n_frames, __ATOMIC_ACQUIRE);

  if (took > CS_LOOP_LIMIT_USEC) {
    g_autofree char *line = g_strdup_printf ("stall %d ms, at work %d ms\n",
                                             (int)(took / 1000),
                                             (int)((read_work () - work_before) / 1000));

    n_stalls++;
    worst_usec = MAX (worst_usec, took);
    if (report_fd >= 0 && write (report_fd, line, strlen (line)) > 0 && noted > 0)
      backtrace_symbols_fd (frames, noted, report_fd);
  }
  __atomic_store_n (&n_frames, 0, __ATOMIC_RELEASE);
}

static int
watched_poll (GPollFD *fds, guint n_fds, int timeout)
{
  int n_ready;

  end_stretch (__atomic_exchange_n (&busy_since, 0, __ATOMIC_ACQ_REL));
  n_ready = poll_func (fds, n_fds, timeout);
  work_before = read_work ();
  __atomic_store_n (&busy_since, g_get_monotonic_time (), __ATOMIC_RELEASE);
  return n_ready;
}

static gpointer
look (gpointer data)
{
  gint64 asked = 0;

  for (;;) {
    gint64 since = __atomic_load_n (&busy_since, __ATOMIC_ACQUIRE);

    if (since != 0 && since != asked && g_get_monotonic_time () - since > CS_LOOP_LIMIT_USEC / 2) {
      asked = since;
      pthread_kill (main_thread, SIGUSR2);
    }
    g_usleep (LOOK_USEC);
  }
  return NULL;
}

/**
 * cs_loop_watch_start:
 * @report: (nullable): file to which stalls are added, or %NULL to count them only
 *
 * Watches the default main context until the process ends. Once, on the thread that runs it.
 */
void
cs_loop_watch_start (const char *report)
{
  struct sigaction action = {.sa_handler = note_cb, .sa_flags = SA_RESTART};
  void *first[1];

  g_return_if_fail (poll_func == NULL);

  if (report != NULL)
    report_fd = open (report, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  backtrace (first, 1); /* what it loads, it loads now and not inside a signal */
  main_thread = pthread_self ();
  sigaction (SIGUSR2, &action, NULL);
  poll_func = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, watched_poll);
  g_thread_unref (g_thread_new ("loop-watch", look, NULL));
}

/**
 * cs_loop_watch_get_stalls:
 *
 * Returns: how often the loop was busy for longer than the limit
 */
guint
cs_loop_watch_get_stalls (void)
{
  return n_stalls;
}

/**
 * cs_loop_watch_get_worst:
 *
 * Returns: the longest of them, in microseconds; 0 where there was none
 */
gint64
cs_loop_watch_get_worst (void)
{
  return worst_usec;
}
