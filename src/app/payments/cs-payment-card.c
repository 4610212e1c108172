/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-payment-card.h"

#include "cs-payment-text.h"

#include <glib/gi18n-lib.h>

/* So many currencies are named; the rest is counted. */
#define MAX_CURRENCIES 3

/**
 * CsPaymentCard:
 *
 * A button that stays pressed while its group is the one that is shown.
 */
struct _CsPaymentCard {
  GtkToggleButton parent_instance;

  char *group;

  GtkLabel *title; /* template */
  GtkLabel *count; /* template */
  GtkLabel *total; /* template */
};

enum { PROP_GROUP = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CsPaymentCard, cs_payment_card, GTK_TYPE_TOGGLE_BUTTON)

static void
cs_payment_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsPaymentCard *self = CS_PAYMENT_CARD (object);

  if (id == PROP_GROUP)
    g_value_set_string (value, self->group);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cs_payment_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsPaymentCard *self = CS_PAYMENT_CARD (object);

  if (id != PROP_GROUP) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    return;
  }
  g_free (self->group);
  self->group = g_value_dup_string (value);
  if (self->group != NULL)
    gtk_label_set_label (self->title, cs_payment_group_title (self->group));
}

static void
cs_payment_card_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_payment_card_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_PAYMENT_CARD);
}

static void
cs_payment_card_finalize (GObject *object)
{
  g_free (CS_PAYMENT_CARD (object)->group);
  G_OBJECT_CLASS (cs_payment_card_parent_class)->finalize (object);
}

static void
cs_payment_card_class_init (CsPaymentCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = cs_payment_card_get_property;
  object_class->set_property = cs_payment_card_set_property;
  object_class->dispose = cs_payment_card_dispose;
  object_class->finalize = cs_payment_card_finalize;
  properties[PROP_GROUP] =
      g_param_spec_string ("group", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/payments/cs-payment-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPaymentCard, title);
  gtk_widget_class_bind_template_child (widget_class, CsPaymentCard, count);
  gtk_widget_class_bind_template_child (widget_class, CsPaymentCard, total);
}

static void
cs_payment_card_init (CsPaymentCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

const char *
cs_payment_card_get_group (CsPaymentCard *self)
{
  return self->group;
}

/**
 * cs_payment_card_show:
 * @totals: (element-type CsPaymentTotal): of all groups
 *
 * Shows what this group comes to; a group with nothing in it can be chosen all the same.
 */
void
cs_payment_card_show (CsPaymentCard *self, const GPtrArray *totals, const CsFormat *format)
{
  g_autoptr (GString) amounts = g_string_new (NULL);
  g_autofree char *number = NULL;
  g_autofree char *name = NULL;
  guint count = 0, n_currencies = 0;

  for (guint i = 0; i < totals->len; i++) {
    const CsPaymentTotal *total = totals->pdata[i];

    if (g_strcmp0 (total->group, self->group) != 0)
      continue;
    count += total->count;
    if (total->amount == NULL || total->minor == 0 || n_currencies++ >= MAX_CURRENCIES)
      continue;
    if (amounts->len > 0)
      g_string_append_c (amounts, '\n');
    g_string_append (amounts, total->amount);
  }
  if (n_currencies > MAX_CURRENCIES) {
    g_autofree char *more = cs_format_number (format, n_currencies - MAX_CURRENCIES);
    g_string_append_c (amounts, '\n');
    /* Translators: so many more currencies */
    g_string_append_printf (amounts,
                            ngettext ("%s more", "%s more", n_currencies - MAX_CURRENCIES),
                            more);
  }
  number = cs_format_number (format, count);
  gtk_label_set_label (self->count, number);
  gtk_label_set_label (self->total, amounts->str);
  gtk_widget_set_visible (GTK_WIDGET (self->total), amounts->len > 0);
  g_string_replace (amounts, "\n", ", ", 0);
  name = g_strjoin (", ",
                    cs_payment_group_title (self->group),
                    number,
                    amounts->len > 0 ? amounts->str : NULL,
                    NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
