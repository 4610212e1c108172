/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ctl-commands.h"
#include "cs-ctl-place.h"

#include "cs-heads.h"
#include "cs-verify.h"
#include "cs-wire-head.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Whether what is here is what was accepted, checked without asking anybody. */

static void
print_report_as_json (CsCtl *ctl, const CsVerifyReport *report)
{
  json_t *faults = json_array ();

  for (guint i = 0; i < report->faults->len; i++)
    json_array_append_new (faults, json_string (report->faults->pdata[i]));
  cs_ctl_print_json (ctl,
                     json_pack ("{s:b, s:I, s:I, s:I, s:I, s:I, s:o}",
                                "ok",
                                report->faults->len == 0,
                                "entries",
                                (json_int_t)report->entries,
                                "chains",
                                (json_int_t)report->chains,
                                "signatures",
                                (json_int_t)report->signatures,
                                "heads",
                                (json_int_t)report->heads,
                                "heads_unproved",
                                (json_int_t)report->heads_unproved,
                                "faults",
                                faults));
}

static void
print_report (CsCtl *ctl, const CsVerifyReport *report)
{
  for (guint i = 0; i < report->faults->len; i++)
    fprintf (ctl->output, "%s\n", (const char *)report->faults->pdata[i]);
  fprintf (ctl->output,
           _ ("%lld entries in %lld chains, %lld signatures, %u faults\n"),
           (long long)report->entries,
           (long long)report->chains,
           (long long)report->signatures,
           report->faults->len);
  if (report->heads + report->heads_unproved > 0)
    fprintf (ctl->output,
             _ ("%lld signed heads fit, %lld need entries that are not here\n"),
             (long long)report->heads,
             (long long)report->heads_unproved);
}

/**
 * cs_ctl_verify:
 * @ctl: the command line
 * @arguments: options
 * @error: as opening and reading
 *
 * Checks every hash chain, signature and signed head of the workspace (D-C3, SG-10).
 *
 * Returns: whether the journal was read
 */
gboolean
cs_ctl_verify (CsCtl *ctl, char **arguments, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *key = NULL;
  const GOptionEntry options[] = {
      {"heads", 0, 0, G_OPTION_ARG_FILENAME, &path, N_ ("Signed heads that others saw"), "FILE"},
      {"key", 0, 0, G_OPTION_ARG_STRING, &key, N_ ("Public key of who signs heads"), "KEY"},
      {NULL}};
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (GPtrArray) heads = NULL;
  g_autoptr (CsVerifyReport) report = NULL;

  if (!cs_ctl_parse (ctl, arguments, options, 0, 0, error))
    return FALSE;
  if (path != NULL && (heads = cs_wire_heads_read (path, error)) == NULL)
    return FALSE;
  ledger = cs_ctl_open (ctl, error);
  if (ledger == NULL)
    return FALSE;
  report = cs_verify_run_against (cs_ledger_get_store (ledger), heads, key, error);
  if (report == NULL)
    return FALSE;
  if (report->faults->len > 0)
    ctl->exit_status = CS_CTL_FAILED;
  if (ctl->json)
    print_report_as_json (ctl, report);
  else
    print_report (ctl, report);
  return TRUE;
}

/**
 * cs_ctl_heads:
 * @ctl: the command line
 * @arguments: none
 * @error: as opening and reading
 *
 * Prints every signed head that this folder has seen, for somebody else to hold against their copy
 * (K-07).
 *
 * Returns: whether they were read
 */
gboolean
cs_ctl_heads (CsCtl *ctl, char **arguments, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (GPtrArray) heads = NULL;

  if (!cs_ctl_parse (ctl, arguments, options, 0, 0, error))
    return FALSE;
  ledger = cs_ctl_open (ctl, error);
  if (ledger == NULL)
    return FALSE;
  heads = cs_heads_list (cs_ledger_get_store (ledger), error);
  for (guint i = 0; heads != NULL && i < heads->len; i++) {
    g_autoptr (CsSignedHead) head = cs_known_head_dup_signed (heads->pdata[i]);
    g_autofree char *text = head != NULL ? cs_wire_head_to_json (head) : NULL;

    if (text != NULL)
      fprintf (ctl->output, "%s\n", text);
  }
  return heads != NULL;
}
