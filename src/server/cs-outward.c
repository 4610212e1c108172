/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-outward.h"

#include "cs-mailbox.h"
#include "cs-reach.h"

#include <string.h>

struct _CsOutward {
  CsServerConfig *config; /* (borrowed): settings are its strings */
  CsRounds *rounds;       /* (owned) */
  CsPostman *postman;     /* (owned) */
  CsMailbox *from;        /* (owned) (nullable) */
  char *password;         /* (owned) (nullable) */
};

static gboolean
fail (GError **error, const char *expected)
{
  g_set_error_literal (error, CS_ERROR, CS_ERROR_INVALID, expected);
  return FALSE;
}

/* The first line of a file that only the server reads. */
static gboolean
read_password (CsOutward *self, GError **error)
{
  const char *path = cs_server_config_get (self->config, "mail-password-file");

  if (path == NULL)
    return TRUE;
  if (!g_file_get_contents (path, &self->password, NULL, error))
    return FALSE;
  self->password[strcspn (self->password, "\r\n")] = '\0';
  return TRUE;
}

static gboolean
read_mail (CsOutward *self, CsPostmanSettings *settings, GError **error)
{
  CsServerConfig *config = self->config;
  const char *tls = cs_server_config_get (config, "mail-tls");

  settings->mail.url = cs_server_config_get (config, "mail-server");
  if (settings->mail.url == NULL)
    return TRUE;
  settings->mail_from = cs_server_config_get (config, "mail-from");
  if (settings->mail_from == NULL)
    return fail (error, "mail-from is missing: who mail is from, such as desk@house.example");
  self->from = cs_mailbox_parse (settings->mail_from, error);
  if (self->from == NULL) {
    g_prefix_error (error, "mail-from: ");
    return FALSE;
  }
  if (strcmp (tls, "required") != 0 && strcmp (tls, "never") != 0)
    return fail (error, "mail-tls expects “required” or “never”");
  if (!read_password (self, error))
    return FALSE;
  settings->mail.from = self->from->wire_address;
  settings->mail.user = cs_server_config_get (config, "mail-user");
  settings->mail.password = self->password;
  settings->mail.authorities = cs_server_config_get (config, "trust");
  settings->mail.is_plain = strcmp (tls, "never") == 0;
  settings->mail.timeout_secs = (guint)cs_server_config_get_number (config, "mail-timeout-secs");
  return TRUE;
}

static gboolean
start (CsOutward *self, CsServer *server, GError **error)
{
  CsServerConfig *config = self->config;
  CsPostmanSettings settings = {
      .letters = cs_server_get_letters (server),
      .mail_language = cs_server_config_get (config, "mail-language"),
      .writes_always = cs_server_config_get_number (config, "mail-always") != 0,
      .mail_few = (guint)cs_server_config_get_number (config, "mail-few"),
      .url = cs_server_config_get (config, "url"),
      .authorities = cs_server_config_get (config, "trust"),
      .hook_timeout_secs = (guint)cs_server_config_get_number (config, "hook-timeout-secs"),
      .hook_patience =
          cs_server_config_get_number (config, "hook-patience-hours") * G_TIME_SPAN_HOUR,
      .retry_secs = (guint)cs_server_config_get_number (config, "retry-secs"),
      .give_up = cs_server_config_get_number (config, "give-up-hours") * G_TIME_SPAN_HOUR,
  };
  CsRoundsOptions options = {
      .letters = settings.letters,
      .delay_secs = (guint)cs_server_config_get_number (config, "mail-delay-secs"),
  };

  if (!read_mail (self, &settings, error))
    return FALSE;
  if (cs_reach_is_confined ())
    g_message ("Nothing is sent to other computers from here.");
  self->postman = cs_postman_new (server, &settings, error);
  if (self->postman == NULL)
    return FALSE;
  options.writes_letters = settings.mail.url != NULL;
  self->rounds = cs_rounds_new (server, &options);
  return TRUE;
}

/**
 * cs_outward_new:
 * @server: lives longer
 * @config: lives longer
 * @error: INVALID where a setting is wrong
 *
 * Returns: (transfer full): what goes with the first tick; %NULL on error
 */
CsOutward *
cs_outward_new (CsServer *server, CsServerConfig *config, GError **error)
{
  g_autoptr (CsOutward) self = g_new0 (CsOutward, 1);

  self->config = config;
  return start (self, server, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * cs_outward_free:
 * @self: (transfer full) (nullable): what a server does of itself
 *
 * Ends it; the server must still work.
 */
void
cs_outward_free (CsOutward *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->rounds, cs_rounds_free);
  g_clear_pointer (&self->postman, cs_postman_free);
  g_clear_pointer (&self->from, cs_mailbox_free);
  g_free (self->password);
  g_free (self);
}

/**
 * cs_outward_tick:
 *
 * To be called once a second.
 */
void
cs_outward_tick (CsOutward *self)
{
  cs_rounds_tick (self->rounds);
  cs_postman_tick (self->postman);
}

/**
 * cs_outward_get_rounds:
 *
 * Returns: (transfer none): the keeper's rounds
 */
CsRounds *
cs_outward_get_rounds (CsOutward *self)
{
  return self->rounds;
}

/**
 * cs_outward_get_postman:
 *
 * Returns: (transfer none): who takes letters out
 */
CsPostman *
cs_outward_get_postman (CsOutward *self)
{
  return self->postman;
}
