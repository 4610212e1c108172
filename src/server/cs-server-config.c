/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-server-config.h"

#include <string.h>

#define GROUP     "server"
#define FILE_NAME "server.conf"

typedef enum { TEXT, NUMBER } Type;

/* One row a setting; countersign-server.conf(5) says the same at length. */
static const struct {
  const char *name;
  Type type;
  const char *fallback; /* (nullable) */
  gint64 least, most;
  const char *argument;
  const char *summary;
} settings[] = {
    {"listen", TEXT, "127.0.0.1:8480", 0, 0, "ADDRESS", "Where to serve"},
    {"metrics",
     TEXT,
     "127.0.0.1:8481",
     0,
     0,
     "ADDRESS",
     "Where to answer /healthz and /metrics; “none” for nowhere"},
    {"journal", TEXT, NULL, 0, 0, "URL", "Keep the journal in this PostgreSQL database"},
    {"url", TEXT, NULL, 0, 0, "URL", "What clients call this server"},
    {"oidc-issuer", TEXT, NULL, 0, 0, "URL", "People sign in at this OpenID provider too"},
    {"oidc-client", TEXT, NULL, 0, 0, "ID", "What the provider calls the desktops"},
    {"oidc-device-flow",
     NUMBER,
     "0",
     0,
     1,
     "0|1",
     "Whether the provider lets machines without a browser sign in"},
    {"confirm-minutes",
     NUMBER,
     "15",
     1,
     1440,
     "NUMBER",
     "Take a large decision so long after its author showed who they are"},
    {"oldest-client",
     TEXT,
     "0.1.0",
     0,
     0,
     "VERSION",
     "Let older desktops read only, until they are updated"},
    {"certificate", TEXT, NULL, 0, 0, "FILE", "Speak TLS with this certificate"},
    {"key", TEXT, NULL, 0, 0, "FILE", "The certificate’s key"},
    {"log", TEXT, "text", 0, 0, "FORM", "Form of the log: text or json"},
    {"log-calls", NUMBER, "0", 0, 1, "0|1", "Whether every call is logged, or refused ones only"},
    {"threads", NUMBER, "0", 0, 64, "NUMBER", "Threads for connections"},
    {"readers", NUMBER, "2", 1, 16, "NUMBER", "Threads that read"},
    {"connections", NUMBER, "8192", 16, 65536, "NUMBER", "Most connections at once"},
    {"connections-per-address",
     NUMBER,
     "256",
     0,
     65536,
     "NUMBER",
     "Most connections of one address, where it speaks TLS itself"},
    {"idle-secs", NUMBER, "60", 5, 3600, "SECONDS", "Close what says nothing"},
    {"header-bytes", NUMBER, "32768", 8192, 1048576, "BYTES", "Most of all headers"},
    {"waiters", NUMBER, "4096", 0, 65536, "NUMBER", "Most that wait at once"},
    {"waiters-per-person", NUMBER, "16", 1, 65536, "NUMBER", "Most of one person’s"},
    {"file-bytes",
     NUMBER,
     "209715200",
     1024,
     G_GINT64_CONSTANT (1) << 40,
     "BYTES",
     "Most of one file"},
    {"file-key", TEXT, NULL, 0, 0, "FILE", "Where the key is that files are encrypted with"},
    {"file-quota",
     NUMBER,
     "1073741824",
     1024,
     G_GINT64_CONSTANT (1) << 50,
     "BYTES",
     "Most of one person’s files that nothing names yet"},
    {"mail-server", TEXT, NULL, 0, 0, "URL", "Tell people by mail through this server"},
    {"mail-from", TEXT, NULL, 0, 0, "ADDRESS", "Who mail is from"},
    {"mail-user", TEXT, NULL, 0, 0, "NAME", "Who signs in at the mail server"},
    {"mail-password-file", TEXT, NULL, 0, 0, "FILE", "With the password"},
    {"mail-tls", TEXT, "required", 0, 0, "WHEN", "required, or never on this computer"},
    {"mail-language", TEXT, "en", 0, 0, "LANGUAGE", "Of those who have chosen none"},
    {"mail-always", NUMBER, "0", 0, 1, "0|1", "Write also to who has a desktop open"},
    {"mail-delay-secs", NUMBER, "30", 0, 86400, "SECONDS", "Write so long after a rung"},
    {"mail-few", NUMBER, "5", 1, 1000000, "COUNT", "Write more than so many at once as one mail"},
    {"mail-timeout-secs", NUMBER, "60", 1, 600, "SECONDS", "Longest for one message"},
    {"hook-timeout-secs", NUMBER, "20", 1, 300, "SECONDS", "Longest for one call of a hook"},
    {"hook-patience-hours",
     NUMBER,
     "120",
     1,
     8760,
     "HOURS",
     "Call a hook no more that has failed so long"},
    {"trust", TEXT, NULL, 0, 0, "FILE", "Certificates that mail server and hooks may have"},
    {"retry-secs", NUMBER, "30", 1, 21600, "SECONDS", "Try again after so long, then longer"},
    {"give-up-hours", NUMBER, "72", 1, 8760, "HOURS", "Try no more after so long"},
    {"drain-secs", NUMBER, "10", 0, 600, "SECONDS", "How long to finish when stopped"},
};

struct _CsServerConfig {
  char *values[G_N_ELEMENTS (settings)]; /* (nullable) as given */
  char *path;                            /* (nullable): of the file named at the command line */
};

static gboolean
check (gsize i, const char *value, const char *where, GError **error)
{
  gint64 number;

  if (settings[i].type == TEXT ||
      g_ascii_string_to_signed (value, 10, settings[i].least, settings[i].most, &number, NULL))
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_INVALID,
               "“%s” (%s) expects a number from %lld to %lld, not “%s”",
               settings[i].name,
               where,
               (long long)settings[i].least,
               (long long)settings[i].most,
               value);
  return FALSE;
}

static gboolean
read_flags (CsServerConfig *self, char ***words, GError **error)
{
  GOptionEntry entries[G_N_ELEMENTS (settings) + 2] = {0};
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    entries[i] = (GOptionEntry){.long_name = settings[i].name,
                                .arg = G_OPTION_ARG_STRING,
                                .arg_data = &self->values[i]};
  entries[G_N_ELEMENTS (settings)] =
      (GOptionEntry){.long_name = "config", .arg = G_OPTION_ARG_FILENAME, .arg_data = &self->path};
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_ignore_unknown_options (context, TRUE);
  if (!g_option_context_parse_strv (context, words, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++) {
    if (self->values[i] != NULL && !check (i, self->values[i], "command line", error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_environment (CsServerConfig *self, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++) {
    g_autofree char *upper = g_ascii_strup (settings[i].name, -1);
    g_autofree char *name =
        g_strconcat ("COUNTERSIGN_SERVER_", g_strdelimit (upper, "-", '_'), NULL);
    const char *value = g_getenv (name);

    if (value == NULL || self->values[i] != NULL)
      continue;
    if (!check (i, value, name, error))
      return FALSE;
    self->values[i] = g_strdup (value);
  }
  return TRUE;
}

/**
 * cs_server_config_new:
 * @words: (inout): a command line; the settings are taken out of it
 * @error: `G_OPTION_ERROR`; INVALID
 *
 * Reads the command line and the environment.
 *
 * Returns: (transfer full): what was said, or %NULL
 */
CsServerConfig *
cs_server_config_new (char ***words, GError **error)
{
  g_autoptr (CsServerConfig) self = g_new0 (CsServerConfig, 1);

  if (!read_flags (self, words, error) || !read_environment (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
find_setting (const char *name, gsize *position)
{
  for (*position = 0; *position < G_N_ELEMENTS (settings); (*position)++) {
    if (strcmp (settings[*position].name, name) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
take_key (CsServerConfig *self, GKeyFile *file, const char *path, const char *key, GError **error)
{
  g_autofree char *value = g_key_file_get_string (file, GROUP, key, error);
  gsize i;

  if (value == NULL)
    return FALSE;
  if (!find_setting (key, &i)) {
    g_set_error (error, CS_ERROR, CS_ERROR_INVALID, "%s: there is no setting “%s”", path, key);
    return FALSE;
  }
  if (!check (i, value, path, error))
    return FALSE;
  if (self->values[i] == NULL)
    self->values[i] = g_steal_pointer (&value);
  return TRUE;
}

/**
 * cs_server_config_read_file:
 * @folder: of a server; its server.conf counts where the command line names no other
 * @error: NOT_FOUND where a file that was named is not there; INVALID
 *
 * Returns: whether the file, where there is one, was read
 */
gboolean
cs_server_config_read_file (CsServerConfig *self, const char *folder, GError **error)
{
  g_autofree char *usual = g_build_filename (folder, FILE_NAME, NULL);
  const char *path = self->path != NULL ? self->path : usual;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) failure = NULL;
  g_auto (GStrv) keys = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &failure)) {
    if (self->path == NULL && g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      return TRUE;
    g_set_error (error, CS_ERROR, CS_ERROR_INVALID, "%s: %s", path, failure->message);
    return FALSE;
  }
  keys = g_key_file_get_keys (file, GROUP, NULL, &failure);
  if (keys == NULL) {
    g_set_error (error, CS_ERROR, CS_ERROR_INVALID, "%s: there is no group [%s]", path, GROUP);
    return FALSE;
  }
  for (gsize i = 0; keys[i] != NULL; i++) {
    if (!take_key (self, file, path, keys[i], error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_server_config_free:
 * @self: (transfer full) (nullable): settings
 */
void
cs_server_config_free (CsServerConfig *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    g_free (self->values[i]);
  g_free (self->path);
  g_free (self);
}

/**
 * cs_server_config_get:
 * @name: of a setting that there is
 *
 * Returns: (nullable): its value
 */
const char *
cs_server_config_get (CsServerConfig *self, const char *name)
{
  gsize i;

  g_return_val_if_fail (find_setting (name, &i), NULL);
  return self->values[i] != NULL ? self->values[i] : settings[i].fallback;
}

/**
 * cs_server_config_get_number:
 * @name: of a setting that is a number
 *
 * Returns: its value
 */
gint64
cs_server_config_get_number (CsServerConfig *self, const char *name)
{
  return g_ascii_strtoll (cs_server_config_get (self, name), NULL, 10);
}

/**
 * cs_server_config_dup_help:
 *
 * Returns: (transfer full): a line for each setting
 */
char *
cs_server_config_dup_help (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++) {
    g_autofree char *name = g_strdup_printf ("--%s=%s", settings[i].name, settings[i].argument);

    g_string_append_printf (text, "  %-34s %s", name, settings[i].summary);
    if (settings[i].fallback != NULL)
      g_string_append_printf (text, " (%s)", settings[i].fallback);
    g_string_append_c (text, '\n');
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * cs_server_config_dup_text:
 *
 * Returns: (transfer full): every setting as it counts, in the form of the file
 */
char *
cs_server_config_dup_text (CsServerConfig *self)
{
  g_autoptr (GString) text = g_string_new ("[" GROUP "]\n");

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++) {
    const char *value = cs_server_config_get (self, settings[i].name);

    if (value != NULL)
      g_string_append_printf (text, "%s=%s\n", settings[i].name, value);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
