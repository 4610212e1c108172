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
