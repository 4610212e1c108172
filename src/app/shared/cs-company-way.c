/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-company-way.h"

#include "cs-announce.h"
#include "cs-format.h"

#include <glib/gi18n-lib.h>

/* --- on the thread that signs in --- */

static gboolean
open_page (const char *url, gpointer data, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (g_app_info_launch_default_for_uri (url, NULL, &failure))
    return TRUE;
  g_debug ("No browser: %s", failure->message);
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_NOT_FOUND,
                       _ ("There is no web browser on this computer"));
  return FALSE;
}

typedef struct {
  AdwStatusPage *busy; /* (owned) */
  char *code, *address;
} Shown;

static gboolean
show_code_now (gpointer data)
{
  Shown *shown = data;
  g_autofree char *code = cs_ltr (shown->code);
  g_autofree char *address = cs_ltr (shown->address);
  g_autofree char *escaped = g_markup_escape_text (address, -1);
  /* Translators: address of a page; what is typed there */
  g_autofree char *title = g_strdup_printf (_ ("Type %s"), code);
  g_autofree char *text = g_strdup_printf (
      _ ("Open %s in the browser of another computer or telephone and type this code there. This "
         "page goes on by itself."),
      escaped);

  adw_status_page_set_title (shown->busy, title);
  adw_status_page_set_description (shown->busy, text);
  cs_announce (GTK_WIDGET (shown->busy), title);
  return G_SOURCE_REMOVE;
}

static void
shown_free (gpointer data)
{
  Shown *shown = data;

  g_object_unref (shown->busy);
  g_free (shown->code);
  g_free (shown->address);
  g_free (shown);
}

static void
show_code (const CsDeviceCode *code, gpointer data)
{
  Shown *shown = g_new0 (Shown, 1);

  shown->busy = g_object_ref (data);
  shown->code = g_strdup (code->code);
  shown->address = g_strdup (code->address);
  g_idle_add_full (G_PRIORITY_DEFAULT, show_code_now, shown, shown_free);
}

/* --- on the main thread --- */

/**
 * cs_company_way_set:
 * @busy: (transfer none): where one waits, and where the code is shown where there is no browser;
 *   lives longer than whoever signs in with @options
 *
 * Signs in with the company's account: in the system's browser, or on another machine.
 */
void
cs_company_way_set (CsConnectOptions *options, AdwStatusPage *busy)
{
  options->open_page = open_page;
  options->show_code = show_code;
  options->company_data = busy;
}

/**
 * cs_company_way_dup_advice:
 * @error: of a server
 *
 * Returns: (transfer full): what happened, and what to do about it (ux: Messages)
 */
char *
cs_company_way_dup_advice (const GError *error)
{
  g_autofree char *what = g_strdup (error->message);

  if (what[0] != '\0' && g_str_has_suffix (what, "."))
    what[strlen (what) - 1] = '\0';
  if (g_error_matches (error, CS_ERROR, CS_ERROR_UNREACHABLE))
    return g_strdup_printf (
        _ ("%s. Check the address and the network, then try again; nothing was changed here."),
        what);
  if (g_error_matches (error, CS_ERROR, CS_ERROR_TOO_NEW))
    return g_strdup_printf (_ ("%s. Install the newer version, then connect again."), what);
  return g_strdup_printf (_ ("%s."), what);
}
