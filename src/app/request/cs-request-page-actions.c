/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-request-page-private.h"

#include "cs-action-dialog.h"
#include "cs-action-text.h"
#include "cs-clone.h"
#include "cs-compare-dialog.h"
#include "cs-file-dialog.h"
#include "cs-file-opener.h"
#include "cs-link.h"
#include "cs-mail-compose.h"
#include "cs-payment-dialog.h"
#include "cs-references.h"
#include "cs-scroll.h"
#include "cs-secret-opener.h"
#include "cs-undo.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the page of a request does when it is asked: deciding, filling, opening, copying. */

/**
 * cs_request_page_decide:
 * @name: of an action of the group “decide”
 *
 * The same decisions as in the inbox, with the same keys.
 *
 * Returns: whether it is what the page asks to be decided
 */
gboolean
cs_request_page_decide (CsRequestPage *self, const CsAction *action, const char *name)
{
  GActionGroup *decisions = G_ACTION_GROUP (cs_decider_get_actions (self->decider));
  if (action->level == NULL || cs_decider_get_step (self->decider) != action->step ||
      cs_decider_get_level (self->decider) != action->level ||
      !g_strv_contains (cs_decider_get_names (), name) ||
      !g_action_group_get_action_enabled (decisions, name))
    return FALSE;
  g_action_group_activate_action (decisions, name, NULL);
  return TRUE;
}

void
cs_request_page_pay (CsRequestPage *self, const char *step, CsPaymentAct what, const json_t *said)
{
  const GPtrArray *payments = cs_request_get_payments (cs_reader_get_request (self->reader));

  for (guint i = 0; i < payments->len; i++) {
    const CsPayment *payment = payments->pdata[i];

    if (strcmp (payment->step->id, step) == 0)
      cs_payment_dialog_present (GTK_WIDGET (self), self->reader, payment, what, said);
  }
}

static void
act (CsRequestPage *self, guint index, CsActionWay way)
{
  const GPtrArray *actions;
  const CsAction *action;
  const char *verb;

  if (self->reader == NULL)
    return;
  actions = cs_request_view_get_actions (cs_reader_get_view (self->reader));
  action = index < actions->len ? actions->pdata[index] : NULL;
  if (action == NULL)
    return;
  verb = way == CS_ACTION_WAY_CONDITION ? "approve-if" : cs_action_kind_name (action->kind);
  if (!action->is_open) {
    g_autofree char *why = cs_action_text_reasons (action);

    cs_session_toast (cs_screen_get_session (CS_SCREEN (self)), why);
  } else if (action->kind == CS_ACTION_FILL) {
    cs_request_page_go_to (self, action->step->id, NULL);
  } else if (action->kind == CS_ACTION_PAYMENT) {
    cs_request_page_pay (self, action->step->id, CS_PAYMENT_ACT_CONFIRM, NULL);
  } else if (action->kind == CS_ACTION_MAIL) {
    cs_mail_compose_present (GTK_WIDGET (self),
                             cs_screen_get_session (CS_SCREEN (self)),
                             cs_reader_get_view (self->reader),
                             action->mail,
                             action->step);
  } else if (!cs_request_page_decide (self, action, verb)) {
    cs_action_do (GTK_WIDGET (self), self->reader, action, way);
  }
}

static void
act_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsActionWay way = CS_ACTION_WAY_PLAIN;

  if (strcmp (name, "request.act-wrong") == 0)
    way = CS_ACTION_WAY_WRONG;
  else if (strcmp (name, "request.act-condition") == 0)
    way = CS_ACTION_WAY_CONDITION;
  act (CS_REQUEST_PAGE (widget), g_variant_get_uint32 (parameter), way);
}

static void
pay_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *step;
  guint what;

  g_variant_get (parameter, "(&su)", &step, &what);
  if (CS_REQUEST_PAGE (widget)->reader != NULL && what < CS_N_PAYMENT_ACTS)
    cs_request_page_pay (CS_REQUEST_PAGE (widget), step, (CsPaymentAct)what, NULL);
}

static void
fill_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *step, *field;

  g_variant_get (parameter, "(&s&s)", &step, &field);
  cs_request_page_go_to (CS_REQUEST_PAGE (widget), step, field);
}

static void
wizard_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsRequestPage *self = CS_REQUEST_PAGE (widget);

  if (self->reader != NULL)
    cs_session_open_page (cs_screen_get_session (CS_SCREEN (self)),
                          "scope",
                          cs_request_get_id (cs_reader_get_request (self->reader)));
}

static void
step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_request_page_go_to (CS_REQUEST_PAGE (widget), g_variant_get_string (parameter, NULL), NULL);
}

static void
act_as_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsSession *session = cs_screen_get_session (CS_SCREEN (widget));
  const char *person = g_variant_get_string (parameter, NULL);
  g_autofree char *text =
      g_strdup_printf (_ ("Acting as %s now"), cs_session_get_person_name (session, person));

  cs_session_set_person (session, person);
  cs_session_toast (session, text);
}

static void
open_file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsRequestPage *self = CS_REQUEST_PAGE (widget);

  if (self->reader != NULL)
    cs_file_opener_open (widget,
                         cs_screen_get_session (CS_SCREEN (self)),
                         cs_reader_get_request (self->reader),
                         g_variant_get_string (parameter, NULL));
}

static void
open_secret_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsRequestPage *self = CS_REQUEST_PAGE (widget);

  if (self->reader != NULL)
    cs_secret_opener_open (widget,
                           cs_screen_get_session (CS_SCREEN (self)),
                           cs_reader_get_request (self->reader),
                           g_variant_get_string (parameter, NULL));
}

static void
clone_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (CS_REQUEST_PAGE (widget)->reader != NULL)
    cs_clone_request (CS_REQUEST_PAGE (widget)->reader);
}

static void
open_request_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_session_go_to_request (cs_screen_get_session (CS_SCREEN (widget)),
                            g_variant_get_string (parameter, NULL));
}

static void
open_uri_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_open_uri (widget, g_variant_get_string (parameter, NULL));
}

static void
copy_text_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          g_variant_get_string (parameter, NULL));
  cs_session_toast (cs_screen_get_session (CS_SCREEN (widget)), _ ("Link copied"));
}

static void
compare_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsRequestPage *self = CS_REQUEST_PAGE (widget);

  if (self->reader != NULL)
    cs_compare_dialog_present (widget, self->reader, g_variant_get_uint32 (parameter));
}

/* F7 goes from change to change: here it opens them, those of the newest version that has any. */
static void
next_change_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsRequestPage *self = CS_REQUEST_PAGE (widget);
  guint index;

  if (self->reader == NULL)
    return;
  if (cs_compare_dialog_find_changed (self->reader, &index))
    cs_compare_dialog_present (widget, self->reader, index);
  else
    cs_session_toast (cs_screen_get_session (CS_SCREEN (self)),
                      _ ("There is no earlier version to compare with"));
}

static void
show_gate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsRequestPage *self = CS_REQUEST_PAGE (widget);

  cs_request_page_show_part (self, "gates");
  cs_gates_focus (self->gates, g_variant_get_string (parameter, NULL));
}

static void
copy_link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsRequestPage *self = CS_REQUEST_PAGE (widget);
  const CsRequest *request = self->reader != NULL ? cs_reader_get_request (self->reader) : NULL;
  const char *number = request != NULL ? cs_request_get_number (request) : NULL;
  g_autofree char *link =
      cs_link_for_request (number != NULL ? number : cs_screen_get_key (CS_SCREEN (self)));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), link);
  cs_session_toast (cs_screen_get_session (CS_SCREEN (self)), _ ("Link copied"));
}

/**
 * cs_request_page_install_actions: (skip)
 * @widget_class: of the page
 *
 * Installs what buttons and rows of the page, and its menu, ask for.
 */
void
cs_request_page_install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name, *type;
    void (*activate) (GtkWidget *, const char *, GVariant *);
  } actions[] = {
      {"request.act", "u", act_action},
      {"request.act-wrong", "u", act_action},
      {"request.act-condition", "u", act_action},
      {"request.pay", "(su)", pay_action},
      {"request.fill", "(ss)", fill_action},
      {"request.correct", "(ss)", fill_action},
      {"request.go-to-step", "s", step_action},
      {"request.open-wizard", NULL, wizard_action},
      {"request.act-as", "s", act_as_action},
      {"request.open-file", "s", open_file_action},
      {"request.open-secret", "s", open_secret_action},
      {"request.open-uri", "s", open_uri_action},
      {"request.open-request", "s", open_request_action},
      {"request.clone", NULL, clone_action},
      {"request.copy-text", "s", copy_text_action},
      {"request.compare", "u", compare_action},
      {"request.show-gate", "s", show_gate_action},
      {"screen.copy-link", NULL, copy_link_action},
      {"screen.next-change", NULL, next_change_action},
      {"screen.previous-change", NULL, next_change_action},
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class,
                                     actions[i].name,
                                     actions[i].type,
                                     actions[i].activate);
}
