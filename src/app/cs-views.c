/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-views.h"

#include "cs-activity-page.h"
#include "cs-calendars-view.h"
#include "cs-inbox-view.h"
#include "cs-pack-page.h"
#include "cs-packs-view.h"
#include "cs-payment-page.h"
#include "cs-payments-view.h"
#include "cs-people-view.h"
#include "cs-reports-view.h"
#include "cs-request-page.h"
#include "cs-requests-view.h"
#include "cs-scopes-view.h"
#include "cs-sent-view.h"
#include "cs-wizard-page.h"

#include <glib/gi18n-lib.h>

/* The one place that knows which screens there are; the order is the sidebar's. */
static const CsViewDef views[] = {
    {"inbox",
     N_ ("Inbox"),
     "countersign-inbox-symbolic",
     cs_inbox_view_get_type,
     CS_LIST_INBOX_WAITING},
    {"sent", N_ ("Sent by Me"), "countersign-sent-symbolic", cs_sent_view_get_type, CS_LIST_SENT},
    {"requests",
     N_ ("Requests"),
     "countersign-requests-symbolic",
     cs_requests_view_get_type,
     CS_LIST_REQUESTS},
    {"scopes",
     N_ ("Scopes of Work"),
     "countersign-scope-symbolic",
     cs_scopes_view_get_type,
     CS_LIST_SCOPES},
    {"payments",
     N_ ("Payments"),
     "countersign-payments-symbolic",
     cs_payments_view_get_type,
     CS_LIST_PAYMENTS},
    {"reports", N_ ("Reports"), "countersign-reports-symbolic", cs_reports_view_get_type, -1},
    {"people",
     N_ ("People and Clients"),
     "countersign-people-symbolic",
     cs_people_view_get_type,
     -1},
    {"calendars",
     N_ ("Calendars"),
     "countersign-calendar-symbolic",
     cs_calendars_view_get_type,
     -1},
    {"packs", N_ ("Packs"), "countersign-packs-symbolic", cs_packs_view_get_type, -1},
};

static const CsPageDef pages[] = {
    {"activity", cs_activity_page_get_type, TRUE},
    {"pack", cs_pack_page_get_type, TRUE},
    {"payment", cs_payment_page_get_type, TRUE},
    {"request", cs_request_page_get_type, TRUE},
    {"scope", cs_wizard_page_get_type, FALSE},
};

/**
 * cs_views_get:
 * @n_views: (out): how many
 *
 * Returns: (array length=n_views): the views in the order of the sidebar
 */
const CsViewDef *
cs_views_get (guint *n_views)
{
  *n_views = G_N_ELEMENTS (views);
  return views;
}

/**
 * cs_views_find:
 *
 * Returns: (nullable): the view of that id
 */
const CsViewDef *
cs_views_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    if (g_strcmp0 (views[i].id, id) == 0)
      return &views[i];
  return NULL;
}

/**
 * cs_views_find_page:
 *
 * Returns: (nullable): the page of that id
 */
const CsPageDef *
cs_views_find_page (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_strcmp0 (pages[i].id, id) == 0)
      return &pages[i];
  return NULL;
}

/**
 * cs_views_ensure_types:
 *
 * Makes all screens known to GtkBuilder (for the test that builds every template).
 */
void
cs_views_ensure_types (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    g_type_ensure (views[i].get_type ());
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    g_type_ensure (pages[i].get_type ());
}
