/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-payment-page.h"

#include "cs-file-dialog.h"
#include "cs-mail-compose.h"
#include "cs-payment-box.h"
#include "cs-payment-dialog.h"
#include "cs-payment-reminder.h"
#include "cs-print.h"

#include <glib/gi18n-lib.h>

/**
 * CsPaymentPage:
 *
 * The payments of one request, with their history and evidence; the key is the request's id.
 */
struct _CsPaymentPage {
  CsScreen parent_instance;

  CsReader *reader; /* (owned) (nullable) until it is loaded */

  CsPage *page;          /* template */
  GtkStack *stack;       /* template: "loading", "payments", "none" */
  GtkBox *box;           /* template */
  AdwStatusPage *nobody; /* template */
};

G_DEFINE_FINAL_TYPE (CsPaymentPage, cs_payment_page, CS_TYPE_SCREEN)

static void
show_payments (CsPaymentPage *self)
{
  const CsRequest *request = cs_reader_get_request (self->reader);
  const GPtrArray *payments = cs_request_get_payments (request);
  g_autofree char *client = cs_reader_dup_client (self->reader);
  const char *number = cs_request_get_number (request);
  g_autofree char *subtitle = NULL;
  GtkWidget *child;
  guint n_shown = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
  for (guint i = 0; i < payments->len; i++) {
    if (((const CsPayment *)payments->pdata[i])->state == CS_PAYMENT_NONE)
      continue;
    cs_payment_box_fill (self->box, self->reader, i);
    n_shown++;
  }
  cs_page_set_title (self->page, client);
  subtitle = number != NULL ? cs_ltr (number) : NULL;
  cs_page_set_subtitle (self->page, subtitle);
  gtk_stack_set_visible_child_name (self->stack, n_shown > 0 ? "payments" : "none");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsRequestView) view =
      cs_workspace_load_request_finish (CS_WORKSPACE (source), result, &error);
  CsPaymentPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = CS_PAYMENT_PAGE (data);
  if (view == NULL) {
    adw_status_page_set_description (self->nobody, error->message);
    gtk_stack_set_visible_child_name (self->stack, "none");
    return;
  }
  g_clear_object (&self->reader);
  self->reader = cs_reader_new (cs_screen_get_session (CS_SCREEN (self)), view);
  show_payments (self);
}

static void
load (CsPaymentPage *self)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));

  if (workspace != NULL)
    cs_workspace_load_request_async (workspace,
                                     cs_screen_get_key (CS_SCREEN (self)),
                                     cs_screen_get_cancellable (CS_SCREEN (self)),
                                     loaded_cb,
                                     self);
}

static void
changed_cb (CsPaymentPage *self, const char *request)
{
  if (request == NULL || g_strcmp0 (request, cs_screen_get_key (CS_SCREEN (self))) == 0)
    load (self);
}

/* --- actions --- */

static const CsPayment *
payment_at (CsPaymentPage *self, guint index)
{
  const GPtrArray *payments =
      self->reader != NULL ? cs_request_get_payments (cs_reader_get_request (self->reader)) : NULL;

  return payments != NULL && index < payments->len ? payments->pdata[index] : NULL;
}

static void
act_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsPaymentPage *self = CS_PAYMENT_PAGE (widget);
  const CsPayment *payment;
  guint index, act;

  g_variant_get (parameter, "(uu)", &index, &act);
  payment = payment_at (self, index);
  if (payment != NULL && act < CS_N_PAYMENT_ACTS)
    cs_payment_dialog_present (widget, self->reader, payment, act, NULL);
}

static void
escalate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsPaymentPage *self = CS_PAYMENT_PAGE (widget);
  const CsPayment *payment = payment_at (self, g_variant_get_uint32 (parameter));
  const CsMail *mail = payment != NULL ? cs_payment_box_find_escalation (payment) : NULL;

  if (mail != NULL)
    cs_mail_compose_present (widget,
                             cs_screen_get_session (CS_SCREEN (self)),
                             cs_reader_get_view (self->reader),
                             mail,
                             payment->step);
}

static void
remind_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsPaymentPage *self = CS_PAYMENT_PAGE (widget);
  const CsPayment *payment = payment_at (self, g_variant_get_uint32 (parameter));
  g_autoptr (GError) error = NULL;

  if (payment != NULL && !cs_print_document (widget,
                                             _ ("Payment Reminder"),
                                             cs_payment_reminder_new (self->reader, payment),
                                             &error))
    cs_session_toast_error (cs_screen_get_session (CS_SCREEN (self)),
                            _ ("The reminder was not printed"),
                            error);
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GVariant) first = g_variant_ref_sink (g_variant_new_uint32 (0));

  remind_action (widget, name, first);
}

static void
open_file_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (widget));
  g_autoptr (GFile) file =
      workspace != NULL ? cs_workspace_get_file (workspace, g_variant_get_string (parameter, NULL))
                        : NULL;
  g_autofree char *uri = file != NULL ? g_file_get_uri (file) : NULL;

  if (uri != NULL)
    cs_open_uri (widget, uri);
  else
    cs_session_toast (cs_screen_get_session (CS_SCREEN (widget)),
                      _ ("The file is not on this computer."));
}

static void
request_cb (CsPaymentPage *self)
{
  cs_session_go_to_request (cs_screen_get_session (CS_SCREEN (self)),
                            cs_screen_get_key (CS_SCREEN (self)));
}

/* --- life --- */

static void
cs_payment_page_constructed (GObject *object)
{
  CsPaymentPage *self = CS_PAYMENT_PAGE (object);
  CsWorkspace *workspace;

  G_OBJECT_CLASS (cs_payment_page_parent_class)->constructed (object);
  if (cs_screen_get_session (CS_SCREEN (self)) == NULL)
    return;
  workspace = cs_screen_get_workspace (CS_SCREEN (self));
  if (workspace != NULL)
    g_signal_connect_object (workspace,
                             "changed",
                             G_CALLBACK (changed_cb),
                             self,
                             G_CONNECT_SWAPPED);
  load (self);
}

static void
cs_payment_page_dispose (GObject *object)
{
  CsPaymentPage *self = CS_PAYMENT_PAGE (object);

  g_clear_object (&self->reader);
  G_OBJECT_CLASS (cs_payment_page_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_PAYMENT_PAGE);
}

static void
cs_payment_page_class_init (CsPaymentPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = cs_payment_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = cs_payment_page_dispose;
  g_type_ensure (CS_TYPE_PAGE);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/payments/cs-payment-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPaymentPage, page);
  gtk_widget_class_bind_template_child (widget_class, CsPaymentPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CsPaymentPage, box);
  gtk_widget_class_bind_template_child (widget_class, CsPaymentPage, nobody);
  gtk_widget_class_bind_template_callback (widget_class, request_cb);
  gtk_widget_class_install_action (widget_class, "payment.act", "(uu)", act_action);
  gtk_widget_class_install_action (widget_class, "payment.escalate", "u", escalate_action);
  gtk_widget_class_install_action (widget_class, "payment.remind", "u", remind_action);
  gtk_widget_class_install_action (widget_class, "payment.open-file", "s", open_file_action);
  gtk_widget_class_install_action (widget_class, "screen.print", NULL, print_action);
}

static void
cs_payment_page_init (CsPaymentPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
