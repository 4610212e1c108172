/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-request-page-private.h"

#include "cs-action-dialog.h"
#include "cs-action-text.h"
#include "cs-decision-dialog.h"
#include "cs-mail-compose.h"
#include "cs-said-again.h"

#include <glib/gi18n-lib.h>

/*
 * What the server did not count is put once more (K-13): where it was typed, with the words in it.
 * Where that cannot be said any more, the words stand in the comment of the timeline.
 */

static const char *
get_words (const json_t *data)
{
  static const char *const members[] = {"comment", "text", "reason", "note", "na"};

  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    const char *text = cs_json_get_string (data, members[i]);

    if (text != NULL && *text != '\0')
      return text;
  }
  return NULL;
}

static const CsAction *
find_open (CsRequestPage *self, const char *kind, const json_t *data)
{
  const GPtrArray *actions = cs_request_view_get_actions (cs_reader_get_view (self->reader));

  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];

    if (action->is_open && cs_said_again_fits (action, kind, data))
      return action;
  }
  return NULL;
}

/* A decision whose words are on their way into the draft that the dialog begins with. */
typedef struct {
  CsRequestPage *page; /* (owned) */
  char *kind;
  json_t *data; /* (owned) */
} Kept;

static void
kept_free (Kept *self)
{
  g_object_unref (self->page);
  g_free (self->kind);
  json_decref (self->data);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Kept, kept_free)

static void
ask_to_decide (CsRequestPage *self, const CsAction *action, const json_t *data)
{
  CsActionWay way = cs_said_again_get_way (action, data);
  const char *verb = cs_action_kind_name (action->kind);
  g_autoptr (json_t) answers = cs_said_again_make_answers (data);

  if (way == CS_ACTION_WAY_CONDITION)
    verb = "approve-if";
  else if (action->kind == CS_ACTION_APPROVE)
    verb = "approve-saying";
  if (cs_request_page_decide (self, action, verb))
    return;
  if (cs_action_questions_has_any (action, way))
    cs_action_dialog_present (GTK_WIDGET (self), self->reader, action, way, answers);
  else
    cs_request_page_go_to (self, action->step->id, NULL);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Kept) kept = user_data;
  g_autofree char *id = cs_workspace_save_draft_finish (CS_WORKSPACE (source), result, NULL);
  const CsAction *action =
      kept->page->reader != NULL ? find_open (kept->page, kept->kind, kept->data) : NULL;

  if (action != NULL)
    ask_to_decide (kept->page, action, kept->data);
}

static void
decide_again (CsRequestPage *self, const CsAction *action, const char *kind, const json_t *data)
{
  g_autofree char *draft =
      cs_decision_draft_id (cs_screen_get_key (CS_SCREEN (self)),
                            action->level->id,
                            cs_action_kind_name (action->kind),
                            cs_session_get_person (cs_screen_get_session (CS_SCREEN (self))));
  const char *words = get_words (data);
  g_autoptr (json_t) content = json_pack ("{s:s}", "text", words != NULL ? words : "");
  Kept *kept = g_new0 (Kept, 1);

  kept->page = g_object_ref (self);
  kept->kind = g_strdup (kind);
  kept->data = json_deep_copy (data);
  cs_workspace_save_draft_async (cs_screen_get_workspace (CS_SCREEN (self)),
                                 draft,
                                 "decision",
                                 cs_screen_get_key (CS_SCREEN (self)),
                                 content,
                                 kept_cb,
                                 kept);
}

static void
comment (CsRequestPage *self, const char *words)
{
  cs_request_page_show_part (self, "timeline");
  cs_timeline_put_comment (self->timeline, words);
}

/* Nobody asks for it any more. */
static void
fall_back (CsRequestPage *self, const json_t *data)
{
  const char *words = get_words (data);
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));

  if (words == NULL) {
    cs_session_toast (session, _ ("This can no longer be said here"));
    return;
  }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), words);
  comment (self, words);
  cs_session_toast (session, _ ("This can no longer be said here. Your words are in the comment"));
}

static void
say (CsRequestPage *self, const CsAction *action, const char *kind, const json_t *data)
{
  CsActionWay way = cs_said_again_get_way (action, data);
  g_autoptr (json_t) answers = cs_said_again_make_answers (data);

  if (cs_action_text_is_decision (action->kind)) {
    decide_again (self, action, kind, data);
  } else if (action->kind == CS_ACTION_FILL) {
    cs_request_page_show_part (self, "work");
    if (!cs_work_put (self->work,
                      action->step->id,
                      json_object_get (data, "values"),
                      json_object_get (data, "reason")))
      fall_back (self, data);
  } else if (action->kind == CS_ACTION_PAYMENT) {
    cs_request_page_pay (self,
                         action->step->id,
                         cs_payment_act_from_state (cs_json_get_string (data, "state")),
                         data);
  } else if (action->kind == CS_ACTION_MAIL) {
    cs_mail_compose_present (GTK_WIDGET (self),
                             cs_screen_get_session (CS_SCREEN (self)),
                             cs_reader_get_view (self->reader),
                             action->mail,
                             action->step);
  } else if (action->kind == CS_ACTION_NOTE) {
    comment (self, get_words (data));
  } else if (cs_action_questions_has_any (action, way)) {
    cs_action_dialog_present (GTK_WIDGET (self), self->reader, action, way, answers);
  } else if (action->step != NULL) {
    cs_request_page_go_to (self, action->step->id, NULL);
  }
}

/**
 * cs_request_page_say_again:
 *
 * Opens what the session was asked for with cs_session_say_again(), once.
 */
void
cs_request_page_say_again (CsRequestPage *self)
{
  g_autofree char *kind = NULL;
  g_autoptr (json_t) data = cs_session_take_again (cs_screen_get_session (CS_SCREEN (self)),
                                                   cs_screen_get_key (CS_SCREEN (self)),
                                                   &kind);
  const CsAction *action = data != NULL ? find_open (self, kind, data) : NULL;

  if (action != NULL)
    say (self, action, kind, data);
  else if (data != NULL)
    fall_back (self, data);
}
