/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ctl-commands.h"
#include "cs-ctl-place.h"

#include "cs-secrets.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_BYTES (64 * 1024)

typedef struct {
  char *by, *purpose;
  char *request;    /* (owned): id */
  CsLedger *ledger; /* (owned) */
  const char *person;
} Place;

static void
place_clear (Place *place)
{
  g_clear_pointer (&place->by, g_free);
  g_clear_pointer (&place->purpose, g_free);
  g_clear_pointer (&place->request, g_free);
  g_clear_pointer (&place->ledger, cs_ledger_close);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static gboolean
find (CsCtl *ctl, Place *place, char **arguments, GError **error)
{
  if (place->by == NULL) {
    g_set_error_literal (error,
                         G_OPTION_ERROR,
                         G_OPTION_ERROR_FAILED,
                         _ ("Say with --by who it is"));
    return FALSE;
  }
  place->ledger = cs_ctl_open (ctl, error);
  if (place->ledger == NULL)
    return FALSE;
  place->request = cs_ctl_find_request (place->ledger, arguments[1], error);
  place->person = place->request != NULL ? cs_ctl_find_person (place->ledger, place->by, error)
                                         : NULL;
  return place->person != NULL;
}

/**
 * cs_ctl_secret_keep:
 * @ctl: the command line, whose input is the secret, one line
 * @arguments: request, field, `--by`
 * @error: as cs_secrets_keep() sets it
 *
 * Keeps a secret sealed (AF-21). It is read from the input, so that no list of processes has it.
 *
 * Returns: whether it is kept
 */
gboolean
cs_ctl_secret_keep (CsCtl *ctl, char **arguments, GError **error)
{
  g_auto (Place) place = {0};
  const GOptionEntry options[] = {
      {"by", 0, 0, G_OPTION_ARG_STRING, &place.by, N_ ("Who keeps it"), N_ ("PERSON")},
      {NULL},
  };
  g_autoptr (GString) line = g_string_new (NULL);
  gboolean is_too_long = FALSE;
  gboolean is_kept;

  if (!cs_ctl_parse (ctl, arguments, options, 2, 2, error) || !find (ctl, &place, arguments, error))
    return FALSE;
  if (!cs_ctl_read_line (ctl->input, MOST_BYTES, line, &is_too_long))
    g_string_truncate (line, 0);
  is_kept = cs_secrets_keep (place.ledger,
                             place.request,
                             arguments[2],
                             place.person,
                             is_too_long ? "" : line->str,
                             error);
  explicit_bzero (line->str, line->allocated_len);
  return is_kept;
}

/**
 * cs_ctl_secret_show:
 * @ctl: the command line
 * @arguments: request, field, `--by`, `--purpose`
 * @error: as cs_secrets_read() sets it
 *
 * Prints a secret, after the journal has who looks and for what (AF-21).
 *
 * Returns: whether it ran
 */
gboolean
cs_ctl_secret_show (CsCtl *ctl, char **arguments, GError **error)
{
  g_auto (Place) place = {0};
  const GOptionEntry options[] = {
      {"by", 0, 0, G_OPTION_ARG_STRING, &place.by, N_ ("Who looks"), N_ ("PERSON")},
      {"purpose", 0, 0, G_OPTION_ARG_STRING, &place.purpose, N_ ("For what"), N_ ("WORDS")},
      {NULL},
  };
  char *secret;

  if (!cs_ctl_parse (ctl, arguments, options, 2, 2, error) || !find (ctl, &place, arguments, error))
    return FALSE;
  secret = cs_secrets_read (place.ledger,
                            place.request,
                            arguments[2],
                            place.person,
                            place.purpose != NULL && *place.purpose != '\0' ? place.purpose : "–",
                            error);
  if (secret == NULL)
    return FALSE;
  fprintf (ctl->output, "%s\n", secret);
  cs_secrets_forget (secret);
  return TRUE;
}
