/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include "cs-workspace-create.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <jansson.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Runs a thousand seeds, each in a process of its own: CS_SEEDS says how many (CS_SEED the first,
 * CS_STEPS how long each is, CS_JOBS how many at a time, CS_TELL=1 what happens). “odd” or “even”
 * on the command line leaves the others out. A seed that fails is made as short as it can be by
 * leaving out steps, and told step by step.
 */

#define SEEDS 1000
#define STEPS 200

#define REMEMBERED (1 << 16) /* entries, as they were read */

static guint64 chance_state;
static gint64 true_time = WORLD_START;

/* Identifiers and salts follow from the seed too: whoever asks the kernel for chance asks here. */
ssize_t
getrandom (void *buffer, size_t length, unsigned int flags)
{
  guint8 *bytes = buffer;

  for (size_t i = 0; i < length; i++) {
    chance_state = chance_state * G_GUINT64_CONSTANT (6364136223846793005) +
                   G_GUINT64_CONSTANT (1442695040888963407);
    bytes[i] = (guint8)(chance_state >> 56);
  }
  return (ssize_t)length;
}

/* What time it is stands in identifiers, whatever the clocks of a world show. */
gint64
g_get_real_time (void)
{
  true_time += 100;
  return true_time;
}

static const char *
name_of_chance (void)
{
  return "seeded";
}

static uint32_t
draw_word (void)
{
  uint32_t word;

  getrandom (&word, sizeof word, 0);
  return word;
}

static void
draw_bytes (void *const buffer, const size_t length)
{
  getrandom (buffer, length, 0);
}

/* Keys are drawn by libsodium, which asks the kernel by itself. */
static randombytes_implementation sodium_chance = {
    .implementation_name = name_of_chance,
    .random = draw_word,
    .buf = draw_bytes,
};

static guint
read_number (const char *name, guint otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint)g_ascii_strtoull (text, NULL, 10) : otherwise;
}

/* In a process of its own. */
static void
run_seed (const char *models,
          guint64 seed,
          guint n_steps,
          const gboolean *is_left_out,
          gboolean tells)
{
  World *world;

  chance_state = seed * 7919 + 1;
  g_random_set_seed ((guint32)seed);
  world = world_open (models, seed);
  world->is_verbose = tells;
  for (guint i = 0; i < n_steps; i++) {
    if (is_left_out[i])
      continue;
    world_begin_step (world, i);
    world_do_step (world);
  }
  world_begin_step (world, n_steps);
  world_heal (world);
  world_check_end (world);
  if (tells || g_getenv ("CS_COUNT") != NULL)
    printf ("# seed %" G_GUINT64_FORMAT
            ": %u said, %u exchanges, %u refused, %u killed, %u restored\n",
            seed,
            world->n_said,
            world->n_exchanged,
            world->n_refused,
            world->n_killed,
            world->n_restored);
  fflush (stdout);
}

static pid_t
start_seed (const char *models,
            guint64 seed,
            guint n_steps,
            const gboolean *is_left_out,
            gboolean tells,
            gboolean is_quiet)
{
  pid_t pid = fork ();

  if (pid != 0)
    return pid;
  if (is_quiet &&
      (freopen ("/dev/null", "w", stdout) == NULL || freopen ("/dev/null", "w", stderr) == NULL))
    _exit (2);
  run_seed (models, seed, n_steps, is_left_out, tells);
  _exit (0);
}

static gboolean
wait_for (const char *models, pid_t pid)
{
  g_autofree char *folder = g_strdup_printf ("%s/run-%d", models, (int)pid);
  int status = 1;

  waitpid (pid, &status, 0);
  cs_workspace_remove_files (folder);
  return WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

static gboolean
still_fails (const char *models, guint64 seed, guint n_steps, const gboolean *is_left_out)
{
  return !wait_for (models, start_seed (models, seed, n_steps, is_left_out, FALSE, TRUE));
}

/* Leaves out halves, quarters … of what is left, as long as it fails without them. */
static void
shrink (const char *models, guint64 seed, guint n_steps)
{
  g_autofree gboolean *is_left_out = g_new0 (gboolean, n_steps);
  guint left = n_steps;

  for (guint length = n_steps / 2; length > 0; length /= 2) {
    for (guint from = 0; from < n_steps; from += length) {
      g_autofree gboolean *before = g_memdup2 (is_left_out, n_steps * sizeof (gboolean));

      for (guint i = from; i < MIN (from + length, n_steps); i++)
        is_left_out[i] = TRUE;
      if (memcmp (before, is_left_out, n_steps * sizeof (gboolean)) != 0 &&
          !still_fails (models, seed, n_steps, is_left_out))
        memcpy (is_left_out, before, n_steps * sizeof (gboolean));
    }
  }
  for (guint i = 0; i < n_steps; i++)
    left -= is_left_out[i];
  printf ("# seed %" G_GUINT64_FORMAT " in %u steps:\n", seed, left);
  fflush (stdout);
  wait_for (models, start_seed (models, seed, n_steps, is_left_out, TRUE, FALSE));
}

typedef struct {
  pid_t pid;
  guint64 seed;
} Run;

/* Which are wanted. */
typedef struct {
  guint64 next, end;
  guint every; /* 2: odd or even ones */
  guint n_begun, n_failed, n_jobs;
} Batch;

static gboolean
goes_on (const Batch *batch)
{
  return batch->next < batch->end && batch->n_failed < 20;
}

static void
read_batch (Batch *batch, const char *half)
{
  batch->next = read_number ("CS_SEED", 1);
  batch->end = batch->next + read_number ("CS_SEEDS", SEEDS);
  batch->every = half != NULL ? 2 : 1;
  batch->next += half != NULL && (batch->next % 2 == 1) != g_str_equal (half, "odd");
  batch->n_jobs = read_number ("CS_JOBS", half != NULL ? 1 : MIN (g_get_num_processors (), 2));
}

static void
run_seeds (const char *models, Batch *batch, guint n_steps)
{
  g_autofree gboolean *nothing = g_new0 (gboolean, n_steps);
  guint n_runs = MAX (1, batch->n_jobs);
  g_autofree Run *runs = g_new0 (Run, n_runs);
  gboolean tells = g_getenv ("CS_TELL") != NULL;

  for (guint i = 0, n_ended = 0; n_ended < n_runs; i++) {
    Run *run = &runs[i % n_runs];

    if (run->pid > 0 && !wait_for (models, run->pid)) {
      batch->n_failed++;
      if (batch->n_failed <= 3 && !tells)
        shrink (models, run->seed, n_steps);
      else
        printf ("# seed %" G_GUINT64_FORMAT " failed\n", run->seed);
      fflush (stdout);
    }
    *run = (Run){0};
    n_ended = goes_on (batch) ? 0 : n_ended + 1;
    if (n_ended == 0) {
      run->seed = batch->next;
      batch->next += batch->every;
      batch->n_begun++;
      run->pid = start_seed (models, run->seed, n_steps, nothing, tells, FALSE);
    }
  }
}

/* Models are made in a process of its own, so that this one has neither threads nor files. */
static char *
make_models (void)
{
  int ends[2];
  char path[256] = {0};
  pid_t pid;

  if (pipe (ends) != 0 || (pid = fork ()) < 0)
    return NULL;
  if (pid == 0) {
    g_autoptr (GError) error = NULL;
    g_autofree char *models = world_make_models (&error);

    if (models == NULL)
      printf ("# %s\n", error != NULL ? error->message : "no place for the models");
    else if (write (ends[1], models, strlen (models)) < 0)
      models = NULL;
    fflush (stdout);
    _exit (models == NULL);
  }
  close (ends[1]);
  waitpid (pid, NULL, 0);
  if (read (ends[0], path, sizeof path - 1) <= 0)
    return NULL;
  close (ends[0]);
  return g_strdup (path);
}

/* Nobody but this process has its files open, and to itself it gives every lock it asks for. */
static int
control_file (int file, int command, ...)
{
  struct flock *lock;
  va_list arguments;

  va_start (arguments, command);
  lock = va_arg (arguments, struct flock *);
  va_end (arguments);
  if (command == F_SETLK)
    return 0;
  return fcntl (file, command, lock);
}

/* SQLite keeps its connections apart by itself, where they are of one process. */
static void
share_nothing (void)
{
  sqlite3_vfs *vfs = sqlite3_vfs_find (NULL);

  vfs->xSetSystemCall (vfs, "fcntl", (sqlite3_syscall_ptr)control_file);
}

static double
seconds_of (struct timeval time)
{
  return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/* What the processes that ended have taken, in seconds. */
static double
measure (void)
{
  struct rusage usage;

  getrusage (RUSAGE_CHILDREN, &usage);
  return seconds_of (usage.ru_utime) + seconds_of (usage.ru_stime);
}

/* What the server says of its calls is not what is looked at here. */
static GLogWriterOutput
say_nothing (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  if ((level & (G_LOG_FLAG_FATAL | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR)) != 0)
    return g_log_writer_default (level, fields, n_fields, data);
  return G_LOG_WRITER_HANDLED;
}

int
main (int argc, char **argv)
{
  guint n_steps = read_number ("CS_STEPS", STEPS);
  const char *half = argc > 1 ? argv[1] : NULL;
  Batch batch = {0};
  guint64 first;
  g_autofree char *models = NULL;
  gint64 began;
  double taken;

  read_batch (&batch, half);
  first = batch.next;
  g_setenv ("CS_KEYS", "file", TRUE);
  if (nice (10) == -1) /* what runs beside it waits for answers; where it may not, so be it */
    g_debug ("The simulation runs as it was begun.");
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0); /* which every allocation waits for */
  share_nothing ();
  cs_entry_set_remembered (REMEMBERED);
  g_log_set_writer_func (say_nothing, NULL, NULL);
  json_object_seed (1);
  chance_state = 1;
  g_random_set_seed (1);
  randombytes_set_implementation (&sodium_chance);
  models = make_models ();
  if (models == NULL || !world_warm_up (models, NULL)) {
    printf ("1..1\nnot ok 1 models\n");
    return 1;
  }
  printf ("1..1\n");
  fflush (stdout);
  began = g_get_monotonic_time ();
  taken = measure ();
  run_seeds (models, &batch, n_steps);
  cs_workspace_remove_files (models);
  printf ("%s 1 /simulation/SG-04/%s %u seeds from %" G_GUINT64_FORMAT " of %u steps\n",
          batch.n_failed == 0 ? "ok" : "not ok",
          half != NULL ? half : "all",
          batch.n_begun,
          first,
          n_steps);
  printf ("# in %.1f s, %.3f s of a processor each\n",
          (double)(g_get_monotonic_time () - began) / G_TIME_SPAN_SECOND,
          (measure () - taken) / MAX (batch.n_begun, 1));
  return batch.n_failed > 0;
}
