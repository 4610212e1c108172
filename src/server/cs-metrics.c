/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-metrics.h"

#include <stdio.h>
#include <string.h>

#define OPEN_METRICS "application/openmetrics-text; version=1.0.0; charset=utf-8"

static void
add (GString *text, const char *name, const char *type, const char *help, gint64 value)
{
  g_string_append_printf (
      text,
      "# TYPE countersign_%s %s\n# HELP countersign_%s %s\ncountersign_%s%s %" G_GINT64_FORMAT "\n",
      name,
      type,
      name,
      help,
      name,
      strcmp (type, "counter") == 0 ? "_total" : "",
      value);
}

static void
add_answers (GString *text, CsServerCounts *counts)
{
  g_string_append (text,
                   "# TYPE countersign_answers counter\n"
                   "# HELP countersign_answers Answers by the hundreds of their status.\n");
  for (guint i = 1; i < G_N_ELEMENTS (counts->answers); i++)
    g_string_append_printf (text,
                            "countersign_answers_total{status=\"%uxx\"} %d\n",
                            i,
                            g_atomic_int_get (&counts->answers[i]));
}

static gint64
read_memory (const char *name)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  line = strstr (status, name);
  return line != NULL ? g_ascii_strtoll (line + strlen (name), NULL, 10) * 1024 : 0;
}

static void
add_letters (GString *text, CsPostmanCounts *counts)
{
  static const char *const kinds[] = {"mail", "call"};
  const struct {
    const char *name;
    const char *type;
    const char *help;
    const char *suffix;
    gint *values;
  } rows[] = {
      {"letters_sent", "counter", "Letters taken by the other side.", "_total", counts->sent},
      {"letters_failed", "counter", "Attempts that were not taken.", "_total", counts->failed},
      {"letters_waiting", "gauge", "Letters that wait.", "", counts->waiting},
      {"letters_dead", "gauge", "Letters that are tried no more.", "", counts->dead},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_string_append_printf (text,
                            "# TYPE countersign_%s %s\n# HELP countersign_%s %s\n",
                            rows[i].name,
                            rows[i].type,
                            rows[i].name,
                            rows[i].help);
    for (gsize j = 0; j < G_N_ELEMENTS (kinds); j++)
      g_string_append_printf (text,
                              "countersign_%s%s{kind=\"%s\"} %d\n",
                              rows[i].name,
                              rows[i].suffix,
                              kinds[j],
                              g_atomic_int_get (&rows[i].values[j]));
  }
  add (text, "hooks", "gauge", "Hooks.", g_atomic_int_get (&counts->hooks));
  add (text,
       "hooks_disabled",
       "gauge",
       "Hooks that are called no more.",
       g_atomic_int_get (&counts->hooks_disabled));
}

static void
add_outward (GString *text, CsOutward *outward)
{
  CsRounds *rounds = cs_outward_get_rounds (outward);

  add (text, "rungs", "counter", "Rungs of clocks written.", cs_rounds_count (rounds));
  add (text,
       "rung_late_seconds",
       "gauge",
       "How long after its instant the last rung was written.",
       cs_rounds_get_late_secs (rounds));
  add_letters (text, cs_postman_get_counts (cs_outward_get_postman (outward)));
}

static char *
make_text (CsMetrics *self)
{
  CsServerCounts *counts = cs_server_get_counts (self->server);
  CsLobby *lobby = cs_server_get_lobby (self->server);
  GString *text = g_string_new (NULL);

  add_answers (text, counts);
  add (text,
       "entries_accepted",
       "counter",
       "Entries accepted.",
       g_atomic_int_get (&counts->accepted));
  add (text, "entries_refused", "counter", "Entries refused.", g_atomic_int_get (&counts->refused));
  add (text,
       "entries_repeated",
       "counter",
       "Entries sent again.",
       g_atomic_int_get (&counts->duplicates));
  add (text,
       "rows_sent",
       "counter",
       "Rows of checkpoints sent.",
       g_atomic_int_get (&counts->entries_sent));
  add (text,
       "transactions",
       "counter",
       "Transactions closed by the writing desk.",
       cs_server_count_batches (self->server));
  add (text, "log_size", "gauge", "Entries in the log.", cs_lobby_get_size (lobby));
  add (text, "waiters", "gauge", "Callers that wait for news.", cs_lobby_count (lobby));
  add (text, "queued", "gauge", "Calls on the desks.", cs_server_count_queued (self->server));
  add (text,
       "connections",
       "gauge",
       "Connections.",
       self->engine != NULL ? cs_http_engine_count_connections (self->engine) : 0);
  if (self->outward != NULL)
    add_outward (text, self->outward);
  add (text, "memory_bytes", "gauge", "Resident memory.", read_memory ("VmRSS:"));
  add (text, "memory_peak_bytes", "gauge", "Most resident memory.", read_memory ("VmHWM:"));
  g_string_append (text, "# EOF\n");
  return g_string_free (text, FALSE);
}

/**
 * cs_metrics_handle:
 * @exchange: a question
 * @metrics: (type CsMetrics): what is measured
 *
 * A #CsHttpHandler.
 */
void
cs_metrics_handle (CsHttpExchange *exchange, gpointer metrics)
{
  CsMetrics *self = metrics;
  const char *path = cs_http_exchange_get_request (exchange)->path;
  CsHttpAnswer *answer;

  if (strcmp (path, "/metrics") == 0)
    answer = cs_http_answer_new_text (200, OPEN_METRICS, make_text (self));
  else if (strcmp (path, "/healthz") != 0)
    answer = cs_answer_problem (CS_PROBLEM_NOT_FOUND, "There is nothing at this address.");
  else if (g_atomic_int_get (&self->is_draining))
    answer = cs_answer_problem (CS_PROBLEM_UNAVAILABLE, "The server is stopping.");
  else
    answer = cs_http_answer_new_text (200, "text/plain; charset=utf-8", g_strdup ("ok\n"));
  cs_http_exchange_answer (exchange, answer);
}
