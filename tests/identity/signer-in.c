/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-connect.h"
#include "cs-sync.h"

#include <stdio.h>
#include <string.h>

/*
 * Signs in at a server as a desktop does, for test-provider.py: signer-in FOLDER SERVER WAY…
 * WAY is browser, device, confirm, me, out, or again, for a folder of p-admin. A page to be opened
 * is printed as “OPEN address”, a code as “CODE code address”; then “DONE person device”, or
 * “FAILED why”.
 */

static gboolean
open_page (const char *url, gpointer user_data, GError **error)
{
  printf ("OPEN %s\n", url);
  fflush (stdout);
  return TRUE;
}

static void
show_code (const CsDeviceCode *code, gpointer user_data)
{
  printf ("CODE %s %s\n", code->code, code->address);
  fflush (stdout);
}

#define KEY "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static gboolean
sign_in_again (CsCredentials *session, GError **error)
{
  const CsConnectOwn own = {.person = (char *)"p-admin", .decision_key = (char *)KEY};
  const CsConnectOptions options = {.open_page = open_page, .show_code = show_code};

  return cs_connect_again (&own, session, &options, NULL, error);
}

static gboolean
go (CsCredentials *session, const CsWireOidc *oidc, const char *way, GError **error)
{
  const CsOwnDevice device = {"Test", KEY};
  g_autoptr (CsWireMe) me = NULL;

  if (strcmp (way, "browser") == 0)
    return cs_sign_in_with_browser (session, oidc, &device, open_page, NULL, NULL, error);
  if (strcmp (way, "device") == 0)
    return cs_sign_in_with_device_code (session, oidc, &device, show_code, NULL, NULL, error);
  if (strcmp (way, "confirm") == 0)
    return cs_sign_in_confirm_with_browser (session, oidc, open_page, NULL, NULL, error);
  if (strcmp (way, "out") == 0)
    return cs_sign_out (session, FALSE, NULL, error);
  if (strcmp (way, "again") == 0)
    return sign_in_again (session, error);
  me = cs_sign_in_ask_me (session, NULL, error);
  return me != NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (CsTimeSource) time_source = cs_time_source_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CsChannel) channel = cs_channel_new (argv[2], NULL, NULL, 20, &error);
  g_autoptr (CsWireInfo) info = NULL;
  g_autoptr (CsCredentials) session = NULL;
  gboolean is_done = FALSE;

  if (channel != NULL)
    info = cs_sync_ask_server (channel, NULL, &error);
  if (info != NULL)
    session = cs_credentials_new (argv[1], argv[2], "d-test", time_source, &error);
  if (session != NULL)
    is_done = TRUE;
  for (int i = 3; i < argc && is_done; i++)
    is_done = go (session, info->sign_in->oidc, argv[i], &error);
  if (is_done) {
    g_autofree char *person = cs_credentials_dup_person (session);
    g_autofree char *device = cs_credentials_dup_device (session);

    printf ("DONE %s %s\n", person, device);
  } else {
    printf ("FAILED %s\n", error->message);
  }
  return is_done ? 0 : 1;
}
