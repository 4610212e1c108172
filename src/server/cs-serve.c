/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-serve.h"

#include "cs-metrics.h"
#include "cs-outward.h"
#include "cs-server-log.h"
#include "cs-wire.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>

#define SWEEP_SECS 3600

/*
 * The process that serves:
 *
 *   folder locked ─► desks ─► engine ─► (port file) ─► serving ─SIGTERM, SIGINT─► no new
 * connections ─► who waits is answered ─► what was begun is finished ─► desks closed ─► folder free
 */

typedef struct {
  GMainLoop *loop;       /* (owned) */
  CsServer *server;      /* (owned) */
  CsOutward *outward;    /* (owned) */
  CsHttpEngine *engine;  /* (owned) */
  CsHttpEngine *watcher; /* (owned) (nullable): /healthz and /metrics */
  CsMetrics metrics;
  char *certificate; /* (owned) (nullable) */
  char *key;         /* (owned) (nullable) */
} Serving;

static void
serving_clear (Serving *self)
{
  g_clear_pointer (&self->engine, cs_http_engine_free);
  g_clear_pointer (&self->watcher, cs_http_engine_free);
  g_clear_pointer (&self->outward, cs_outward_free);
  g_clear_pointer (&self->server, cs_server_free);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_free (self->certificate);
  g_free (self->key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Serving, serving_clear)

/* Thousands may wait, each with a connection. */
static void
raise_file_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit (RLIMIT_NOFILE, &limit);
  }
}

static gboolean
read_certificate (Serving *self, CsServerConfig *config, GError **error)
{
  const char *certificate = cs_server_config_get (config, "certificate");
  const char *key = cs_server_config_get (config, "key");

  if (certificate == NULL && key == NULL)
    return TRUE;
  if (certificate == NULL || key == NULL) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_INVALID,
                         "TLS needs both a certificate and its key.");
    return FALSE;
  }
  return g_file_get_contents (certificate, &self->certificate, NULL, error) &&
         g_file_get_contents (key, &self->key, NULL, error);
}

static guint
get_number (CsServerConfig *config, const char *name)
{
  return (guint)cs_server_config_get_number (config, name);
}

static gboolean
start_engine (Serving *self, CsServerConfig *config, GError **error)
{
  g_autoptr (CsListen) listen = cs_listen_open (cs_server_config_get (config, "listen"), error);
  CsHttpLimits limits = {
      .threads = get_number (config, "threads"),
      .connections = get_number (config, "connections"),
      .connections_per_address =
          self->certificate != NULL ? get_number (config, "connections-per-address") : 0,
      .idle_secs = get_number (config, "idle-secs"),
      .header_limit_bytes = get_number (config, "header-bytes"),
      .body_limit_bytes = CS_WIRE_BODY_BYTES,
      .certificate = self->certificate,
      .key = self->key,
  };

  if (listen == NULL)
    return FALSE;
  self->engine =
      cs_http_engine_new (g_steal_pointer (&listen), &limits, cs_call_handle, self->server, error);
  return self->engine != NULL;
}

static gboolean
start_watcher (Serving *self, CsServerConfig *config, GError **error)
{
  const char *address = cs_server_config_get (config, "metrics");
  g_autoptr (CsListen) listen = NULL;
  const CsHttpLimits limits = {.threads = 1,
                               .connections = 64,
                               .idle_secs = 10,
                               .header_limit_bytes = 8192,
                               .body_limit_bytes = 4096};

  self->metrics =
      (CsMetrics){.server = self->server, .engine = self->engine, .outward = self->outward};
  if (strcmp (address, "none") == 0)
    return TRUE;
  listen = cs_listen_open (address, error);
  if (listen == NULL)
    return FALSE;
  self->watcher = cs_http_engine_new (g_steal_pointer (&listen),
                                      &limits,
                                      cs_metrics_handle,
                                      &self->metrics,
                                      error);
  return self->watcher != NULL;
}

static gboolean
stop_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
look_cb (gpointer data)
{
  Serving *self = data;

  cs_server_look (self->server);
  cs_outward_tick (self->outward);
  return G_SOURCE_CONTINUE;
}

static gboolean
sweep_cb (gpointer server)
{
  cs_server_sweep (server);
  return G_SOURCE_CONTINUE;
}

/* For whoever started the server with port 0 and wants to know; written whole or not at all. */
static gboolean
write_port_file (Serving *self, const char *path, GError **error)
{
  g_autofree char *text =
      g_strdup_printf ("%s\n%s\n",
                       cs_http_engine_get_address (self->engine),
                       self->watcher != NULL ? cs_http_engine_get_address (self->watcher) : "none");

  return path == NULL || g_file_set_contents (path, text, -1, error);
}

static void
drain (Serving *self, guint secs)
{
  g_message ("Stopping.");
  g_atomic_int_set (&self->metrics.is_draining, 1);
  cs_http_engine_refuse_new (self->engine);
  cs_server_end_waits (self->server);
  cs_http_engine_stop (self->engine, secs * 1000);
}

static gboolean
open_all (Serving *self,
          const char *folder,
          CsServerConfig *config,
          CsTimeSource *time_source,
          GError **error)
{
  CsServerOptions options = cs_server_defaults;

  options.readers = get_number (config, "readers");
  options.waiters = get_number (config, "waiters");
  options.waiters_of_one = get_number (config, "waiters-per-person");
  options.file_bytes = cs_server_config_get_number (config, "file-bytes");
  options.files_of_one = cs_server_config_get_number (config, "file-quota");
  options.journal = cs_server_config_get (config, "journal");
  options.file_key = cs_server_config_get (config, "file-key");
  options.url = cs_server_config_get (config, "url");
  options.oidc_issuer = cs_server_config_get (config, "oidc-issuer");
  options.oidc_client = cs_server_config_get (config, "oidc-client");
  options.confirm_minutes = get_number (config, "confirm-minutes");
  if (cs_call_read_version (cs_server_config_get (config, "oldest-client"), options.oldest_client) <
      CS_VERSION_PARTS) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 "“oldest-client” expects a version such as 0.1.0, not “%s”",
                 cs_server_config_get (config, "oldest-client"));
    return FALSE;
  }
  options.oidc_device_flow = get_number (config, "oidc-device-flow") != 0;
  if (!read_certificate (self, config, error))
    return FALSE;
  self->server = cs_server_open (folder, &options, time_source, error);
  if (self->server == NULL)
    return FALSE;
  self->outward = cs_outward_new (self->server, config, error);
  return self->outward != NULL && start_engine (self, config, error) &&
         start_watcher (self, config, error);
}

/**
 * cs_serve:
 * @folder: of a server
 * @config: its settings
 * @port_file: (nullable): where to write the addresses it listens at
 * @error: BUSY where another serves it, or the address is taken; INVALID, NOT_FOUND
 *
 * Serves until it is told to stop (SIGTERM, SIGINT), then finishes what was begun.
 *
 * Returns: whether it served
 */
gboolean
cs_serve (const char *folder,
          CsServerConfig *config,
          const char *port_file,
          CsTimeSource *time_source,
          GError **error)
{
  g_auto (Serving) self = {0};
  guint sources[4];
  gboolean is_served;

  cs_server_log_install (time_source,
                         strcmp (cs_server_config_get (config, "log"), "json") == 0,
                         cs_server_config_get_number (config, "log-calls") != 0);
  raise_file_limit ();
  self.loop = g_main_loop_new (NULL, FALSE);
  if (!open_all (&self, folder, config, time_source, error))
    return FALSE;
  /* Whoever reads the port file may say stop at once. */
  sources[0] = g_unix_signal_add (SIGTERM, stop_cb, self.loop);
  sources[1] = g_unix_signal_add (SIGINT, stop_cb, self.loop);
  sources[2] = g_timeout_add_seconds (1, look_cb, &self);
  g_message ("Serving %s at %s%s.",
             cs_server_get_folder (self.server),
             self.certificate != NULL ? "https://" : "http://",
             cs_http_engine_get_address (self.engine));
  sources[3] = g_timeout_add_seconds (SWEEP_SECS, sweep_cb, self.server);
  cs_server_sweep (self.server);
  is_served = write_port_file (&self, port_file, error);
  if (is_served)
    g_main_loop_run (self.loop);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_source_remove (sources[i]);
  drain (&self, get_number (config, "drain-secs"));
  return is_served;
}
