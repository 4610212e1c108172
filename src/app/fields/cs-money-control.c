/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-money-control.h"

#include "cs-money-format.h"
#include "cs-money-parse.h"

/**
 * CsMoneyControl:
 *
 * Reads amounts strictly, in the reader's locale, and writes them out when they are left.
 */
struct _CsMoneyControl {
  CsFieldControl parent_instance;

  GtkEditable *entry;    /* template */
  GtkDropDown *currency; /* template */
};

G_DEFINE_FINAL_TYPE (CsMoneyControl, cs_money_control, CS_TYPE_FIELD_CONTROL)

static const char *
currency_of (CsMoneyControl *self)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (self->currency);

  return item != NULL ? gtk_string_object_get_string (item) : "USD";
}

/* Chooses a currency; one that is not listed is added. */
static void
choose (CsMoneyControl *self, const char *currency)
{
  GtkStringList *list = GTK_STRING_LIST (gtk_drop_down_get_model (self->currency));
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (list)), at = 0;

  while (at < n_items && !g_str_equal (gtk_string_list_get_string (list, at), currency))
    at++;
  if (at == n_items)
    gtk_string_list_append (list, currency);
  gtk_drop_down_set_selected (self->currency, at);
}

static void
cs_money_control_follow (CsFieldControl *control)
{
  CsMoneyControl *self = CS_MONEY_CONTROL (control);
  const char *proposed = cs_field_context_get_currency (cs_field_control_get_context (control));

  if (proposed != NULL && *gtk_editable_get_text (self->entry) == '\0')
    choose (self, proposed);
}

static void
cs_money_control_bind (CsFieldControl *control)
{
  CsMoneyControl *self = CS_MONEY_CONTROL (control);
  g_autoptr (GPtrArray) currencies =
      cs_field_context_list_currencies (cs_field_control_get_context (control));
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  for (guint i = 0; i < currencies->len; i++)
    gtk_string_list_append (list, currencies->pdata[i]);
  gtk_drop_down_set_model (self->currency, G_LIST_MODEL (list));
}

static gboolean
read_amount (CsMoneyControl *self, CsMoney *money, GError **error)
{
  return cs_money_parse_text (gtk_editable_get_text (self->entry),
                              cs_field_context_get_locale (),
                              currency_of (self),
                              CS_MONEY_PARSE_NONE,
                              money,
                              error);
}

static json_t *
cs_money_control_dup_value (CsFieldControl *control, GError **error)
{
  CsMoneyControl *self = CS_MONEY_CONTROL (control);
  CsMoney money;

  if (*gtk_editable_get_text (self->entry) == '\0' || !read_amount (self, &money, error))
    return NULL;
  return cs_money_to_json (money);
}

static void
show_amount (CsMoneyControl *self, CsMoney money)
{
  g_autofree char *text =
      cs_money_to_number (money, cs_field_context_get_locale (), CS_DIGITS_LATIN);

  choose (self, money.currency);
  if (text != NULL && !g_str_equal (text, gtk_editable_get_text (self->entry)))
    gtk_editable_set_text (self->entry, text);
}

static void
cs_money_control_set_value (CsFieldControl *control, const json_t *value)
{
  CsMoneyControl *self = CS_MONEY_CONTROL (control);
  CsMoney money;

  if (value != NULL && cs_money_from_json (value, &money, NULL)) {
    show_amount (self, money);
  } else {
    gtk_editable_set_text (self->entry, "");
    cs_money_control_follow (control);
  }
}

static json_t *
cs_money_control_dup_typed (CsFieldControl *control)
{
  CsMoneyControl *self = CS_MONEY_CONTROL (control);
  const char *text = gtk_editable_get_text (self->entry);

  return *text != '\0' ? json_pack ("{s:s, s:s}", "text", text, "currency", currency_of (self))
                       : NULL;
}

static void
cs_money_control_set_typed (CsFieldControl *control, const json_t *typed)
{
  CsMoneyControl *self = CS_MONEY_CONTROL (control);
  const char *text = cs_json_get_string (typed, "text");
  const char *currency = cs_json_get_string (typed, "currency");

  if (currency != NULL)
    choose (self, currency);
  gtk_editable_set_text (self->entry, text != NULL ? text : "");
}

static GtkWidget *
cs_money_control_get_entry (CsFieldControl *control)
{
  return GTK_WIDGET (CS_MONEY_CONTROL (control)->entry);
}

static void
changed_cb (CsMoneyControl *self)
{
  cs_field_control_changed (CS_FIELD_CONTROL (self));
}

/* What is left as an amount is written out in full. */
static void
left_cb (CsMoneyControl *self)
{
  CsMoney money;

  if (cs_field_control_get_context (CS_FIELD_CONTROL (self)) == NULL)
    return;
  if (*gtk_editable_get_text (self->entry) != '\0' && read_amount (self, &money, NULL))
    show_amount (self, money);
}

static void
currency_cb (CsMoneyControl *self)
{
  if (*gtk_editable_get_text (self->entry) == '\0')
    return;
  cs_field_control_changed (CS_FIELD_CONTROL (self));
  cs_field_control_left (CS_FIELD_CONTROL (self));
}

static void
cs_money_control_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_money_control_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_MONEY_CONTROL);
}

static void
cs_money_control_class_init (CsMoneyControlClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CsFieldControlClass *control_class = CS_FIELD_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_money_control_dispose;
  control_class->bind = cs_money_control_bind;
  control_class->follow = cs_money_control_follow;
  control_class->dup_value = cs_money_control_dup_value;
  control_class->set_value = cs_money_control_set_value;
  control_class->dup_typed = cs_money_control_dup_typed;
  control_class->set_typed = cs_money_control_set_typed;
  control_class->get_entry = cs_money_control_get_entry;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/fields/cs-money-control.ui");
  gtk_widget_class_bind_template_child (widget_class, CsMoneyControl, entry);
  gtk_widget_class_bind_template_child (widget_class, CsMoneyControl, currency);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, currency_cb);
  gtk_widget_class_bind_template_callback (widget_class, cs_field_control_left);
}

static void
cs_money_control_init (CsMoneyControl *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "left", G_CALLBACK (left_cb), NULL);
  cs_field_control_watch_focus (CS_FIELD_CONTROL (self), GTK_WIDGET (self->entry));
}
