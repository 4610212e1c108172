/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ctl-commands.h"
#include "cs-ctl-place.h"

#include "cs-chain.h"
#include "cs-csv.h"
#include "cs-journal.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A line a stored entry: the verbatim bytes as text, and what the authority stamped beside them. */
static gboolean
export_entry (const CsStoredEntry *stored, gint64 ref, gpointer user_data, GError **error)
{
  CsCtl *ctl = user_data;
  gsize length;
  const char *bytes = g_bytes_get_data (cs_entry_get_bytes (stored->entry), &length);
  json_t *object = json_pack ("{s:I, s:I, s:o, s:s, s:s%}",
                              "seq",
                              (json_int_t)cs_entry_get_seq (stored->entry),
                              "number",
                              (json_int_t)cs_entry_get_number (stored->entry),
                              "received",
                              cs_ctl_instant_to_json (cs_entry_get_received (stored->entry)),
                              "hash",
                              cs_entry_get_hash (stored->entry),
                              "entry",
                              bytes,
                              length);

  cs_ctl_set_string (object, "signature", stored->signature);
  cs_ctl_print_json (ctl, object);
  return TRUE;
}

static gboolean
export_csv (CsCtl *ctl, CsLedger *ledger, GError **error)
{
  const char *titles[] = {"Number",
                          "Title",
                          "Client",
                          "Region",
                          "Process",
                          "Stage",
                          "Amount",
                          "Currency",
                          "State",
                          "Updated",
                          NULL};
  g_autoptr (GString) text = g_string_new (NULL);
  CsListFilter filter = {0};

  cs_csv_append_row (text, titles);
  for (guint offset = 0;; offset += 500) {
    g_autoptr (CsRowPage) page = cs_ledger_read_list (ledger,
                                                      cs_ledger_get_person (ledger),
                                                      CS_LIST_REQUESTS,
                                                      &filter,
                                                      offset,
                                                      500,
                                                      FALSE,
                                                      error);

    if (page == NULL)
      return FALSE;
    for (guint i = 0; i < page->rows->len; i++) {
      const CsRowData *row = page->rows->pdata[i];
      CsMoney money = {row->amount_minor, ""};
      g_autofree char *updated = cs_instant_format (row->updated);
      g_autofree char *amount = NULL;
      const char *cells[11];

      if (row->currency != NULL) {
        g_strlcpy (money.currency, row->currency, sizeof money.currency);
        amount = cs_money_to_decimal (money);
      }
      cells[0] = row->number;
      cells[1] = row->title;
      cells[2] = row->client;
      cells[3] = row->region;
      cells[4] = row->process;
      cells[5] = row->stage;
      cells[6] = amount;
      cells[7] = row->currency;
      cells[8] = row->state;
      cells[9] = updated;
      cells[10] = NULL;
      for (guint j = 0; j < 10; j++)
        cells[j] = cells[j] != NULL ? cells[j] : "";
      cs_csv_append_row (text, cells);
    }
    fwrite (text->str, 1, text->len, ctl->output);
    g_string_truncate (text, 0);
    if (page->rows->len < 500)
      return TRUE;
  }
}

/**
 * cs_ctl_export:
 * @ctl: the command line
 * @arguments: options
 * @error: as opening and reading
 *
 * Prints the whole journal, an entry a line with its verbatim bytes; with `--csv` a table of the
 * requests in which no cell can be taken for a formula.
 *
 * Returns: whether it was printed
 */
gboolean
cs_ctl_export (CsCtl *ctl, char **arguments, GError **error)
{
  gboolean csv = FALSE;
  const GOptionEntry options[] = {
      {"csv", 0, 0, G_OPTION_ARG_NONE, &csv, N_ ("A table of requests for a spreadsheet"), NULL},
      {NULL},
  };
  g_autoptr (CsLedger) ledger = NULL;

  if (!cs_ctl_parse (ctl, arguments, options, 0, 0, error))
    return FALSE;
  ledger = cs_ctl_open (ctl, error);
  if (ledger == NULL)
    return FALSE;
  if (csv)
    return export_csv (ctl, ledger, error);
  return cs_journal_foreach (cs_ledger_get_store (ledger), export_entry, ctl, error);
}
