/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-decider.h"

#include "cs-decision-dialog.h"
#include "cs-format.h"
#include "cs-offer-text.h"
#include "cs-undo.h"

#include <glib/gi18n-lib.h>

/**
 * CsDecider:
 *
 * Turns verbs into held decisions. Its actions are given to the window's group `decide`, which no
 * other program can reach.
 */
struct _CsDecider {
  GObject parent_instance;

  CsSession *session;  /* (owned) */
  GtkWidget *host;     /* (borrowed) dialogs stand over its window */
  CsRequestView *view; /* (owned) (nullable) */
  GSimpleActionGroup *actions;
  const CsAction *approve; /* (nullable) (borrowed) of view: what this person is asked */
  char *comment;           /* (nullable) for an approval */
};

/* A verb: its action and its answer in the entry. */
typedef struct {
  const char *name;
  CsActionKind kind;
  gboolean has_dialog;
  const char *answer;
  gboolean is_plain; /* the dialog asks for a comment only */
} Verb;

static const Verb verbs[] = {
    {"approve", CS_ACTION_APPROVE, FALSE, "approve"},
    {"approve-if", CS_ACTION_APPROVE, TRUE, "approve"},
    {"approve-saying", CS_ACTION_APPROVE, TRUE, "approve", TRUE},
    {"carry", CS_ACTION_CARRY, FALSE, "approve"},
    {"reject", CS_ACTION_REJECT, TRUE, "reject"},
    {"send-back", CS_ACTION_SEND_BACK, TRUE, "send-back"},
    {"ask", CS_ACTION_ASK, TRUE, "ask"},
    {"hand-over", CS_ACTION_HAND_OVER, TRUE, "hand-over"},
};

enum { SIGNAL_CHANGED, SIGNAL_DECIDED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsDecider, cs_decider, G_TYPE_OBJECT)

/* --- what is asked --- */

static const CsAction *
find_action (CsDecider *self, CsActionKind kind)
{
  const GPtrArray *actions = self->view != NULL ? cs_request_view_get_actions (self->view) : NULL;

  for (guint i = 0; self->approve != NULL && actions != NULL && i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];
    if (action->kind == kind && action->step == self->approve->step &&
        action->level == self->approve->level)
      return action;
  }
  return NULL;
}

/* A level that waits for an answer, even if this person may not give it; one they may comes first.
 */
static const CsAction *
find_asked (CsRequestView *view)
{
  const GPtrArray *actions = cs_request_view_get_actions (view);
  const CsRequest *request = cs_request_view_get_request (view);
  const CsAction *blocked = NULL;

  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];
    CsLevelState state;

    if (action->kind != CS_ACTION_APPROVE || action->level == NULL)
      continue;
    if (action->is_open)
      return action;
    state = cs_request_get_level_state (request, action->step, action->level);
    if (blocked == NULL && (state == CS_LEVEL_ASKED || state == CS_LEVEL_CARRYABLE))
      blocked = action;
  }
  return blocked;
}

static gboolean
is_held (CsDecider *self)
{
  const char *request =
      self->view != NULL ? cs_request_get_id (cs_request_view_get_request (self->view)) : NULL;

  return request != NULL && cs_undo_is_held (cs_session_get_undo (self->session), request);
}

static void
update (CsDecider *self)
{
  gboolean can_decide = self->view != NULL && !is_held (self);

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), verbs[i].name);
    const CsAction *rule = find_action (self, verbs[i].kind);
    g_simple_action_set_enabled (G_SIMPLE_ACTION (action),
                                 can_decide && rule != NULL && rule->is_open);
  }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* --- deciding --- */

static void
set_new (json_t *data, const char *key, const char *text)
{
  if (text != NULL && *text != '\0')
    json_object_set_new (data, key, json_string (text));
}

/* The offer is named as it was on the screen, so a changed one is refused and never re-targeted
 * (X-11). */
static json_t *
make_data (CsDecider *self, const Verb *verb, const CsAction *rule)
{
  const CsOffer *offer = cs_decider_get_offer (self);
  json_t *data = json_object ();

  set_new (data, "step", rule->step->id);
  set_new (data, "level", rule->level->id);
  set_new (data, "answer", verb->answer);
  if (offer != NULL) {
    set_new (data, "offer", cs_entry_get_id (offer->entry));
    set_new (data, "digest", g_hash_table_lookup (offer->digests, rule->level->id));
  }
  set_new (data, "for", rule->for_person);
  return data;
}

/* What the toast says, and what the menu calls taking it back. */
static void
make_words (const Verb *verb, const char *number, char **done, char **undo)
{
  switch ((guint)verb->kind) {
    case CS_ACTION_CARRY:
      *done = g_strdup_printf (_ ("%s confirmed"), number);
      *undo = g_strdup_printf (_ ("Undo Confirm %s"), number);
      break;
    case CS_ACTION_REJECT:
      *done = g_strdup_printf (_ ("%s rejected"), number);
      *undo = g_strdup_printf (_ ("Undo Reject %s"), number);
      break;
    case CS_ACTION_SEND_BACK:
      *done = g_strdup_printf (_ ("%s sent back"), number);
      *undo = g_strdup_printf (_ ("Undo Send Back %s"), number);
      break;
    case CS_ACTION_ASK:
      *done = g_strdup_printf (_ ("Question about %s asked"), number);
      *undo = g_strdup_printf (_ ("Undo Ask About %s"), number);
      break;
    case CS_ACTION_HAND_OVER:
      *done = g_strdup_printf (_ ("%s handed over"), number);
      *undo = g_strdup_printf (_ ("Undo Hand Over %s"), number);
      break;
    default:
      *done = verb->has_dialog && !verb->is_plain
                  ? g_strdup_printf (_ ("%s approved with a condition"), number)
                  : g_strdup_printf (_ ("%s approved"), number);
      *undo = g_strdup_printf (_ ("Undo Approve %s"), number);
      break;
  }
}

/* What several decisions have in common that are made, held and undone together. */
typedef struct {
  guint group;
  const char *done; /* (nullable) what the toast of one of them says of all */
} Together;

static void
decide (CsDecider *self, const Verb *verb, const json_t *said, const Together *together)
{
  const CsAction *rule = find_action (self, verb->kind);
  const CsRequest *request;
  g_autofree char *number = NULL;
  g_autofree char *done = NULL;
  g_autofree char *undo = NULL;
  g_autofree char *id = NULL;
  g_autoptr (json_t) data = NULL;

  if (rule == NULL || !rule->is_open || is_held (self))
    return;
  request = cs_request_view_get_request (self->view);
  data = make_data (self, verb, rule);
  if (said != NULL)
    json_object_update (data, (json_t *)said);
  else
    set_new (data, "comment", self->comment);
  id = g_strdup (cs_request_get_id (request));
  number = cs_ltr (cs_request_get_number (request) != NULL ? cs_request_get_number (request)
                                                           : cs_request_get_title (request));
  make_words (verb, number, &done, &undo);
  cs_undo_hold (cs_session_get_undo (self->session),
                &(CsUndoHold){.request = id,
                              .number = cs_request_get_number (request),
                              .kind = verb->kind == CS_ACTION_CARRY ? "carry" : "decision",
                              .data = data,
                              .done = together != NULL ? together->done : done,
                              .undo = together != NULL ? _ ("Undo Approve Several") : undo,
                              .group = together != NULL ? together->group : 0,
                              .is_doubled = together != NULL});
  g_clear_pointer (&self->comment, g_free);
  g_signal_emit (self, signals[SIGNAL_DECIDED], 0, id);
}

/* A dialog's answer; the decider may look at another request by then. */
typedef struct {
  CsDecider *self;     /* (owned) */
  CsRequestView *view; /* (owned) */
  const CsAction *approve;
  const Verb *verb;
} Asked;

static void
asked_free (gpointer data, GClosure *closure)
{
  Asked *asked = data;

  g_object_unref (asked->self);
  g_object_unref (asked->view);
  g_free (asked);
}

static void
said_cb (CsDecisionDialog *dialog, json_t *said, gpointer data)
{
  Asked *asked = data;
  CsDecider *self = asked->self;
  g_autoptr (CsRequestView) view = self->view != NULL ? g_object_ref (self->view) : NULL;
  const CsAction *approve = self->approve;

  /* decide on what was on the screen when the dialog opened */
  g_set_object (&self->view, asked->view);
  self->approve = asked->approve;
  decide (self, asked->verb, said, NULL);
  g_set_object (&self->view, view);
  self->approve = approve;
  update (self);
}

static void
ask (CsDecider *self, const Verb *verb)
{
  CsDecisionSubject subject = {.session = self->session,
                               .view = self->view,
                               .step = self->approve->step,
                               .level = self->approve->level,
                               .kind = verb->kind,
                               .is_plain = verb->is_plain};
  CsDecisionDialog *dialog = cs_decision_dialog_new (&subject);
  Asked *asked = g_new0 (Asked, 1);

  asked->self = g_object_ref (self);
  asked->view = g_object_ref (self->view);
  asked->approve = self->approve;
  asked->verb = verb;
  g_signal_connect_data (dialog, "said", G_CALLBACK (said_cb), asked, asked_free, 0);
  cs_dialog_present (CS_DIALOG (dialog), self->host);
}

static void
verb_cb (CsDecider *self, GVariant *parameter, GSimpleAction *action)
{
  const char *name = g_action_get_name (G_ACTION (action));

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    if (!g_str_equal (verbs[i].name, name))
      continue;
    if (verbs[i].has_dialog)
      ask (self, &verbs[i]);
    else
      decide (self, &verbs[i], NULL, NULL);
    return;
  }
}

/* What was typed is kept until the authority has taken it: a refused decision comes back with its
 * text. */
static void
answered_cb (CsDecider *self, const char *request, const CsOutcome *outcome)
{
  CsWorkspace *workspace = cs_session_get_workspace (self->session);
  g_autofree char *draft = NULL;

  if (workspace == NULL || !outcome->is_accepted || outcome->entry == NULL ||
      cs_entry_get_kind (outcome->entry) != CS_KIND_DECISION)
    return;
  draft = cs_decision_draft_id (request,
                                cs_entry_get_text (outcome->entry, "level"),
                                cs_entry_get_text (outcome->entry, "answer"),
                                cs_entry_get_by (outcome->entry));
  cs_workspace_delete_draft_async (workspace, draft, NULL, NULL);
}

/* --- life --- */

static void
cs_decider_finalize (GObject *object)
{
  CsDecider *self = CS_DECIDER (object);

  g_clear_object (&self->view);
  g_clear_object (&self->actions);
  g_clear_object (&self->session);
  g_free (self->comment);
  G_OBJECT_CLASS (cs_decider_parent_class)->finalize (object);
}

static void
cs_decider_class_init (CsDeciderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_decider_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          CS_TYPE_DECIDER,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
  signals[SIGNAL_DECIDED] = g_signal_new ("decided",
                                          CS_TYPE_DECIDER,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_STRING);
}

static void
cs_decider_init (CsDecider *self)
{
  self->actions = g_simple_action_group_new ();
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    g_autoptr (GSimpleAction) action = g_simple_action_new (verbs[i].name, NULL);
    g_simple_action_set_enabled (action, FALSE);
    g_signal_connect_object (action, "activate", G_CALLBACK (verb_cb), self, G_CONNECT_SWAPPED);
    g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
  }
}

/**
 * cs_decider_new:
 * @host: (transfer none): any widget of the window; outlives the decider
 *
 * Returns: (transfer full): a decider that is asked nothing yet
 */
CsDecider *
cs_decider_new (CsSession *session, GtkWidget *host)
{
  CsDecider *self = g_object_new (CS_TYPE_DECIDER, NULL);

  self->session = g_object_ref (session);
  self->host = host;
  g_signal_connect_object (cs_session_get_undo (session),
                           "notify::pending",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cs_session_get_undo (session),
                           "answered",
                           G_CALLBACK (answered_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * cs_decider_set_view:
 * @view: (nullable): the request, with what this person may do
 */
void
cs_decider_set_view (CsDecider *self, CsRequestView *view)
{
  g_return_if_fail (CS_IS_DECIDER (self));

  g_set_object (&self->view, view);
  self->approve = view != NULL ? find_asked (view) : NULL;
  update (self);
}

/**
 * cs_decider_get_actions:
 *
 * Returns: (transfer none): for cs_screen_offer_decisions()
 */
GActionMap *
cs_decider_get_actions (CsDecider *self)
{
  g_return_val_if_fail (CS_IS_DECIDER (self), NULL);
  return G_ACTION_MAP (self->actions);
}

/**
 * cs_decider_get_names:
 *
 * Returns: (transfer none) (array zero-terminated=1): the actions' names
 */
const char *const *
cs_decider_get_names (void)
{
  static const char *names[G_N_ELEMENTS (verbs) + 1];

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    names[i] = verbs[i].name;
  return names;
}

const CsStep *
cs_decider_get_step (CsDecider *self)
{
  g_return_val_if_fail (CS_IS_DECIDER (self), NULL);
  return self->approve != NULL ? self->approve->step : NULL;
}

const CsLevel *
cs_decider_get_level (CsDecider *self)
{
  g_return_val_if_fail (CS_IS_DECIDER (self), NULL);
  return self->approve != NULL ? self->approve->level : NULL;
}

const CsOffer *
cs_decider_get_offer (CsDecider *self)
{
  g_return_val_if_fail (CS_IS_DECIDER (self), NULL);
  return self->approve != NULL
             ? cs_request_get_offer (cs_request_view_get_request (self->view), self->approve->step)
             : NULL;
}

/**
 * cs_decider_get_for_person:
 *
 * Returns: (transfer none) (nullable): in whose place this person decides
 */
const char *
cs_decider_get_for_person (CsDecider *self)
{
  g_return_val_if_fail (CS_IS_DECIDER (self), NULL);
  return self->approve != NULL ? self->approve->for_person : NULL;
}

/**
 * cs_decider_can_carry:
 *
 * Returns: whether an approval given earlier for the same values can be confirmed here
 */
gboolean
cs_decider_can_carry (CsDecider *self)
{
  const CsAction *carry;

  g_return_val_if_fail (CS_IS_DECIDER (self), FALSE);
  carry = find_action (self, CS_ACTION_CARRY);
  return carry != NULL && carry->is_open;
}

/**
 * cs_decider_approve_in_group:
 * @group: from cs_undo_next_group()
 * @done: (nullable): what the toast says; NULL for none
 *
 * Approves as one of several, which are held twice as long and undone together (ux 3.4).
 */
void
cs_decider_approve_in_group (CsDecider *self, guint group, const char *done)
{
  g_return_if_fail (CS_IS_DECIDER (self));
  decide (self, &verbs[0], NULL, &(Together){.group = group, .done = done});
}

/**
 * cs_decider_dup_approve_label:
 *
 * Returns: (transfer full): “_Approve BHD 1,250.500”
 */
char *
cs_decider_dup_approve_label (CsDecider *self)
{
  CsMoney amount;
  g_autofree char *text = NULL;

  g_return_val_if_fail (CS_IS_DECIDER (self), NULL);

  if (self->approve == NULL ||
      !cs_offer_text_get_amount (cs_decider_get_offer (self), self->approve->level, &amount))
    return g_strdup (_ ("_Approve"));
  text = cs_offer_text_dup_money (self->session, amount);
  /* Translators: the button; the amount that is approved */
  return g_strdup_printf (_ ("_Approve %s"), text);
}

/**
 * cs_decider_get_block:
 *
 * Returns: (transfer none) (nullable): why this person cannot approve; NULL if they can, or are
 *   not asked
 */
const CsReason *
cs_decider_get_block (CsDecider *self)
{
  g_return_val_if_fail (CS_IS_DECIDER (self), NULL);

  if (self->approve == NULL || self->approve->is_open || self->approve->reasons->len == 0)
    return NULL;
  return self->approve->reasons->pdata[0];
}

/**
 * cs_decider_set_comment:
 * @comment: (nullable): goes with the next approval
 */
void
cs_decider_set_comment (CsDecider *self, const char *comment)
{
  g_return_if_fail (CS_IS_DECIDER (self));

  g_free (self->comment);
  self->comment = comment != NULL ? g_strstrip (g_strdup (comment)) : NULL;
}
