/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-inbox-more.h"

#include "cs-action-dialog.h"
#include "cs-mail-parts.h"
#include "cs-print.h"

#include <glib/gi18n-lib.h>

/**
 * cs_inbox_find_withdrawal:
 *
 * Returns: (transfer none) (nullable): the action that takes back the newest decision of who acts;
 *   %NULL where there is none, or something that followed rests on it (ux: Taking a decision)
 */
const CsAction *
cs_inbox_find_withdrawal (CsRequestView *view)
{
  const CsRequest *request = cs_request_view_get_request (view);
  const GPtrArray *actions = cs_request_view_get_actions (view);
  const CsAction *newest = NULL;
  gint64 number = 0;

  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];
    const CsEntry *entry = action->kind == CS_ACTION_WITHDRAW && action->is_open
                               ? cs_request_get_entry (request, action->target)
                               : NULL;

    if (entry != NULL && cs_entry_get_kind (entry) == CS_KIND_DECISION &&
        cs_entry_get_number (entry) > number) {
      number = cs_entry_get_number (entry);
      newest = action;
    }
  }
  return newest;
}

/**
 * cs_inbox_withdraw:
 *
 * Asks why, and takes the decision back.
 */
void
cs_inbox_withdraw (GtkWidget *parent, CsSession *session, CsRequestView *view)
{
  const CsAction *action = cs_inbox_find_withdrawal (view);
  g_autoptr (CsReader) reader = NULL;

  if (action == NULL)
    return;
  reader = cs_reader_new (session, view);
  cs_action_dialog_present (parent, reader, action, CS_ACTION_WAY_PLAIN, NULL);
}

/**
 * cs_inbox_find_document:
 * @step: (nullable): the step that is decided on
 *
 * Returns: (transfer none) (nullable): what is decided on, else the first document of the process
 */
const CsDocument *
cs_inbox_find_document (CsRequestView *view, const CsStep *step)
{
  const CsProcess *process = cs_request_get_process (cs_request_view_get_request (view));

  if (step != NULL && step->approval != NULL)
    return step->approval->document;
  return process->documents->len > 0 ? process->documents->pdata[0] : NULL;
}

/**
 * cs_inbox_print:
 *
 * Prints the document that is decided on, without what the level does not decide on (AA-04).
 */
void
cs_inbox_print (GtkWidget *parent, CsSession *session, CsRequestView *view, CsDecider *decider)
{
  const CsDocument *document = cs_inbox_find_document (view, cs_decider_get_step (decider));
  g_autoptr (GError) error = NULL;

  if (document == NULL)
    cs_session_toast (session, _ ("This process has no document to print"));
  else if (!cs_print_document (parent,
                               cs_request_get_title (cs_request_view_get_request (view)),
                               cs_mail_parts_make_document (view,
                                                            document,
                                                            cs_decider_get_level (decider),
                                                            cs_session_get_now (session)),
                               &error))
    cs_session_toast_error (session, _ ("The request was not printed"), error);
}
