/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-number-search.h"

#include <glib/gi18n-lib.h>

#define PATIENCE_SECS 5

typedef struct {
  CsSession *session; /* (owned) */
  char *number;
  GListModel *found; /* (owned) */
  guint patience;
} Search;

static void
search_free (Search *search)
{
  g_signal_handlers_disconnect_by_data (search->found, search);
  for (guint i = 0; i < MIN (10, g_list_model_get_n_items (search->found)); i++) {
    g_autoptr (GObject) row = g_list_model_get_item (search->found, i);
    g_signal_handlers_disconnect_by_data (row, search);
  }
  g_clear_handle_id (&search->patience, g_source_remove);
  g_object_unref (search->found);
  g_object_unref (search->session);
  g_free (search->number);
  g_free (search);
}

static gboolean
look (Search *search, GObject *row)
{
  g_autofree char *number = NULL;
  g_autofree char *request = NULL;

  g_object_get (row, "number", &number, "request", &request, NULL);
  if (number == NULL || g_ascii_strcasecmp (number, search->number) != 0)
    return FALSE;
  cs_session_go_to_request (search->session, request);
  search_free (search);
  return TRUE;
}

static void
loaded_cb (Search *search, GParamSpec *pspec, GObject *row)
{
  look (search, row);
}

static void
found_cb (Search *search)
{
  for (guint i = 0; i < MIN (10, g_list_model_get_n_items (search->found)); i++) {
    g_autoptr (GObject) row = g_list_model_get_item (search->found, i);
    g_signal_handlers_disconnect_by_data (row, search);
    g_signal_connect_swapped (row, "notify::loaded", G_CALLBACK (loaded_cb), search);
    if (look (search, row))
      return;
  }
}

static gboolean
given_up_cb (gpointer data)
{
  Search *search = data;
  g_autofree char *number = cs_ltr (search->number);
  g_autofree char *text = g_strdup_printf (_ ("There is no request %s in this workspace."), number);

  search->patience = 0;
  cs_session_toast (search->session, text);
  search_free (search);
  return G_SOURCE_REMOVE;
}

/**
 * cs_number_search:
 * @number: of a request, “ANT-1042”
 *
 * Goes to the request of that number, or says that there is none.
 */
void
cs_number_search (CsSession *session, const char *number)
{
  CsListFilter filter = {.text = number};
  Search *search = g_new0 (Search, 1);

  search->session = g_object_ref (session);
  search->number = g_strdup (number);
  search->found = cs_workspace_list (cs_session_get_workspace (session), CS_LIST_REQUESTS, &filter);
  search->patience = g_timeout_add_seconds (PATIENCE_SECS, given_up_cb, search);
  g_signal_connect_swapped (search->found, "items-changed", G_CALLBACK (found_cb), search);
  found_cb (search);
}
