/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-server-log.h"

#include "cs-instant.h"
#include "cs-json.h"

#include <stdio.h>
#include <string.h>

/*
 * A line is one event. Paths stand in it as the table of routes has them, never as they were asked
 * for; a refused call has the address it came from (ASVS 16.3.2), other calls have not.
 */

static CsTimeSource *log_clock;   /* (owned), set once, before there are threads */
static gboolean writes_json;      /* likewise */
static gboolean writes_all_calls; /* likewise */

static const char *
name_of (GLogLevelFlags level)
{
  switch ((int)(level & G_LOG_LEVEL_MASK)) {
    case G_LOG_LEVEL_ERROR:
    case G_LOG_LEVEL_CRITICAL:
      return "error";
    case G_LOG_LEVEL_WARNING:
      return "warning";
    case G_LOG_LEVEL_DEBUG:
      return "debug";
    default:
      return "info";
  }
}

/* "STATUS" is "status"; what GLib says of the source is nobody's. */
static void
add_field (json_t *object, const GLogField *field)
{
  static const char *const known[] =
      {"MESSAGE", "EVENT", "METHOD", "ROUTE", "STATUS", "MSEC", "ADDRESS"};
  g_autofree char *name = g_ascii_strdown (field->key, -1);
  g_autofree char *valid = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++) {
    if (strcmp (known[i], field->key) != 0)
      continue;
    valid = g_utf8_make_valid (field->value, (gssize)field->length);
    json_object_set_new (object, name, json_string (valid));
  }
}

/**
 * cs_server_log_format:
 * @is_json: whether the line is an object
 * @level: how grave
 * @fields: (array length=n_fields): as GLib hands them to a writer
 * @now_usec: when
 *
 * Returns: (transfer full): a line without its end
 */
char *
cs_server_log_format (gboolean is_json,
                      GLogLevelFlags level,
                      const GLogField *fields,
                      gsize n_fields,
                      gint64 now_usec)
{
  g_autofree char *time = cs_instant_format (now_usec);
  g_autoptr (json_t) object = json_pack ("{s:s, s:s}", "time", time, "level", name_of (level));
  const char *message;
  g_autofree char *text = NULL;

  for (gsize i = 0; i < n_fields; i++)
    add_field (object, &fields[i]);
  if (is_json)
    return cs_json_dump (object);
  message = cs_json_get_string (object, "message");
  text = g_strdup_printf ("%s %s: %s", time, name_of (level), message != NULL ? message : "");
  return g_strdup (g_strdelimit (text, "\n\r", ' '));
}

static GLogWriterOutput
write_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  g_autofree char *line = NULL;

  if (g_log_writer_default_would_drop (level, G_LOG_DOMAIN))
    return G_LOG_WRITER_HANDLED;
  line = cs_server_log_format (writes_json,
                               level,
                               fields,
                               n_fields,
                               cs_time_source_get_now (log_clock));
  fprintf (stderr, "%s\n", line);
  return G_LOG_WRITER_HANDLED;
}

/**
 * cs_server_log_install:
 * @time_source: (transfer none): what lines are dated by
 * @is_json: one object a line
 * @has_all_calls: whether calls that went well are logged too
 *
 * Once, before there are threads.
 */
void
cs_server_log_install (CsTimeSource *time_source, gboolean is_json, gboolean has_all_calls)
{
  g_set_object (&log_clock, time_source);
  writes_json = is_json;
  writes_all_calls = has_all_calls;
  g_log_set_writer_func (write_cb, NULL, NULL);
}

/**
 * cs_server_log_call:
 * @method: of a call
 * @route: (nullable): as the table of routes has its path; %NULL where there is none
 * @status: of the answer
 * @usec: how long it took
 * @address: where it came from
 *
 * From any thread.
 */
void
cs_server_log_call (const char *method,
                    const char *route,
                    guint status,
                    gint64 usec,
                    const char *address)
{
  gboolean is_refused = status >= 400;
  g_autofree char *code = g_strdup_printf ("%u", status);
  g_autofree char *msec = g_strdup_printf ("%.1f", (double)usec / 1000);

  if (!is_refused && !writes_all_calls)
    return;
  g_log_structured (G_LOG_DOMAIN,
                    G_LOG_LEVEL_MESSAGE,
                    "EVENT",
                    "call",
                    "METHOD",
                    method,
                    "ROUTE",
                    route != NULL ? route : "-",
                    "STATUS",
                    code,
                    "MSEC",
                    msec,
                    "ADDRESS",
                    is_refused ? address : "",
                    "MESSAGE",
                    "%s %s: %s in %s ms",
                    method,
                    route != NULL ? route : "-",
                    code,
                    msec);
}
