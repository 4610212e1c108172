/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ctl-commands.h"
#include "cs-ctl-place.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PAGE 200

/* The lists of the screens, in lines. */

typedef struct {
  char *by;
  char *search;
  char *state;
  char *order;
  char *region;
  char *currency;
  char *view;
  int limit;
} ListOptions;

static void
list_options_clear (ListOptions *options)
{
  g_free (options->by);
  g_free (options->search);
  g_free (options->state);
  g_free (options->order);
  g_free (options->region);
  g_free (options->currency);
  g_free (options->view);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ListOptions, list_options_clear)

static json_t *
row_to_json (const CsRowData *row)
{
  static const char *const clock_names[] =
      {"running", "amber", "breached", "paused", "met", "missed", "no-limit"};
  json_t *object = json_object ();

  cs_ctl_set_string (object, "number", row->number);
  cs_ctl_set_string (object, "request", row->request);
  cs_ctl_set_string (object, "title", row->title);
  cs_ctl_set_string (object, "client", row->client);
  cs_ctl_set_string (object, "region", row->region);
  cs_ctl_set_string (object, "process", row->process);
  cs_ctl_set_string (object, "stage", row->stage);
  cs_ctl_set_string (object, "step", row->step);
  cs_ctl_set_string (object, "level", row->level);
  cs_ctl_set_string (object, "with", row->with);
  cs_ctl_set_string (object, "for", row->for_whom);
  if (row->currency != NULL)
    json_object_set_new (object,
                         "amount",
                         json_pack ("{s:s, s:I}",
                                    "currency",
                                    row->currency,
                                    "minor",
                                    (json_int_t)row->amount_minor));
  cs_ctl_set_string (object, "outstanding", row->outstanding);
  cs_ctl_set_string (object, "invoice", row->invoice);
  cs_ctl_set_string (object, "group", row->group);
  cs_ctl_set_string (object, "state", row->state);
  cs_ctl_set_string (object, "promised_on", row->promised_on);
  cs_ctl_set_string (object, "owner", row->owner);
  cs_ctl_set_string (object, "clock", row->clock_title);
  if (row->clock_state >= 0 && row->clock_state < (int)G_N_ELEMENTS (clock_names)) {
    json_object_set_new (object, "clock_state", json_string (clock_names[row->clock_state]));
    json_object_set_new (object, "due", cs_ctl_instant_to_json (row->due));
    json_object_set_new (object, "left_seconds", json_integer (row->left_secs));
  }
  if (row->delivered != CS_INSTANT_NONE && row->delivered != 0)
    json_object_set_new (object, "delivered", cs_ctl_instant_to_json (row->delivered));
  json_object_set_new (object, "updated", cs_ctl_instant_to_json (row->updated));
  return object;
}

static const char *
or_dash (const char *text)
{
  return text != NULL && *text != '\0' ? text : "–";
}

static void
print_row (CsCtl *ctl, const CsRowData *row)
{
  g_autofree char *due = row->due != CS_INSTANT_NONE ? cs_instant_format (row->due) : NULL;

  if (ctl->json) {
    cs_ctl_print_json (ctl, row_to_json (row));
    return;
  }
  fprintf (ctl->output,
           "%-10s %-28s %-28s %-18s %-22s %s\n",
           or_dash (row->number),
           or_dash (row->title),
           or_dash (row->client),
           or_dash (row->amount),
           or_dash (row->state != NULL ? row->state : row->step),
           or_dash (due));
}

static gboolean
print_list (CsCtl *ctl, CsListKind kind, const ListOptions *options, GError **error)
{
  g_autoptr (CsLedger) ledger = cs_ctl_open (ctl, error);
  CsListFilter filter = {.text = options->search,
                         .order = options->order,
                         .state = options->state,
                         .region = options->region,
                         .currency = options->currency};
  const char *person;
  int left = options->limit;

  if (ledger == NULL)
    return FALSE;
  person = cs_ctl_find_person (ledger, options->by, error);
  if (person == NULL)
    return FALSE;
  for (guint offset = 0; left > 0; offset += PAGE) {
    g_autoptr (CsRowPage) page = cs_ledger_read_list (ledger,
                                                      person,
                                                      kind,
                                                      &filter,
                                                      offset,
                                                      (guint)MIN (left, PAGE),
                                                      FALSE,
                                                      error);

    if (page == NULL)
      return FALSE;
    for (guint i = 0; i < page->rows->len; i++)
      print_row (ctl, page->rows->pdata[i]);
    if (page->rows->len < PAGE)
      break;
    left -= PAGE;
  }
  return TRUE;
}

static gboolean
find_view (const char *view, CsListKind *kind, GError **error)
{
  static const struct {
    const char *name;
    CsListKind kind;
  } views[] = {
      {"waiting", CS_LIST_INBOX_WAITING},
      {"asked", CS_LIST_INBOX_ASKED},
      {"snoozed", CS_LIST_INBOX_SNOOZED},
      {"done", CS_LIST_INBOX_DONE},
      {"sent", CS_LIST_SENT},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (views); i++) {
    if (view == NULL || g_str_equal (view, views[i].name)) {
      *kind = views[i].kind;
      return TRUE;
    }
  }
  g_set_error (error,
               G_OPTION_ERROR,
               G_OPTION_ERROR_BAD_VALUE,
               _ ("“%s” is not a view; expected waiting, asked, snoozed, done or sent"),
               view);
  return FALSE;
}

static gboolean
run_list (CsCtl *ctl, char **arguments, gboolean is_inbox, CsListKind kind, GError **error)
{
  g_auto (ListOptions) options = {.limit = 1000};
  const GOptionEntry entries[] = {
      {"by", 0, 0, G_OPTION_ARG_STRING, &options.by, N_ ("Whose list it is"), "PERSON"},
      {"search", 0, 0, G_OPTION_ARG_STRING, &options.search, N_ ("Only what matches"), "WORDS"},
      {"state",
       0,
       0,
       G_OPTION_ARG_STRING,
       &options.state,
       N_ ("Only what is in this state"),
       "STATE"},
      {"order",
       0,
       0,
       G_OPTION_ARG_STRING,
       &options.order,
       N_ ("Sorted by due, amount, client, …"),
       "ORDER"},
      {"region", 0, 0, G_OPTION_ARG_STRING, &options.region, N_ ("Only this region"), "REGION"},
      {"currency", 0, 0, G_OPTION_ARG_STRING, &options.currency, N_ ("Only this currency"), "CODE"},
      {"limit", 0, 0, G_OPTION_ARG_INT, &options.limit, N_ ("At most so many (1000)"), "N"},
      {is_inbox ? "view" : NULL,
       0,
       0,
       G_OPTION_ARG_STRING,
       &options.view,
       N_ ("waiting, asked, snoozed, done or sent"),
       "VIEW"},
      {NULL},
  };

  return cs_ctl_parse (ctl, arguments, entries, 0, 0, error) &&
         (!is_inbox || find_view (options.view, &kind, error)) &&
         print_list (ctl, kind, &options, error);
}

/**
 * cs_ctl_inbox:
 * @ctl: the command line
 * @arguments: options
 * @error: as opening and reading
 *
 * Lists what waits for a person's word (U-02).
 *
 * Returns: whether it was printed
 */
gboolean
cs_ctl_inbox (CsCtl *ctl, char **arguments, GError **error)
{
  return run_list (ctl, arguments, TRUE, CS_LIST_INBOX_WAITING, error);
}

/**
 * cs_ctl_request_list:
 * @ctl: the command line
 * @arguments: options
 * @error: as opening and reading
 *
 * Lists requests.
 *
 * Returns: whether it was printed
 */
gboolean
cs_ctl_request_list (CsCtl *ctl, char **arguments, GError **error)
{
  return run_list (ctl, arguments, FALSE, CS_LIST_REQUESTS, error);
}

/**
 * cs_ctl_payments:
 * @ctl: the command line
 * @arguments: options
 * @error: as opening and reading
 *
 * Lists payments to be confirmed, with their state (U-03).
 *
 * Returns: whether it was printed
 */
gboolean
cs_ctl_payments (CsCtl *ctl, char **arguments, GError **error)
{
  return run_list (ctl, arguments, FALSE, CS_LIST_PAYMENTS, error);
}
