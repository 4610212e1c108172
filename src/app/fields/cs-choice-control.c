/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-choice-control.h"

#include "cs-text-layout.h"

#include <glib/gi18n-lib.h>

/* More options than these are listed in a drop-down. */
#define MAX_BUTTONS 5

/**
 * CsChoiceControl:
 *
 * Buttons for few options, a drop-down for many.
 */
struct _CsChoiceControl {
  CsFieldControl parent_instance;

  GtkBox *buttons;       /* template */
  GtkDropDown *dropdown; /* template */
  GPtrArray *checks;     /* (owned) of borrowed GtkCheckButton, in the order of the options */
};

G_DEFINE_FINAL_TYPE (CsChoiceControl, cs_choice_control, CS_TYPE_FIELD_CONTROL)

static const GPtrArray *
options_of (CsChoiceControl *self)
{
  return cs_field_control_get_field (CS_FIELD_CONTROL (self))->options;
}

static gboolean
has_many (CsChoiceControl *self)
{
  return cs_field_control_get_field (CS_FIELD_CONTROL (self))->many;
}

static void
changed_cb (CsChoiceControl *self)
{
  cs_field_control_changed (CS_FIELD_CONTROL (self));
  cs_field_control_left (CS_FIELD_CONTROL (self));
}

static void
toggled_cb (CsChoiceControl *self, GtkCheckButton *check)
{
  if (has_many (self) || gtk_check_button_get_active (check))
    changed_cb (self);
}

static char *
option_title (CsChoiceControl *self, const CsOption *option)
{
  g_autofree char *title = NULL;

  if (cs_field_control_get_field (CS_FIELD_CONTROL (self))->type == CS_FIELD_YESNO)
    return g_strdup (g_str_equal (option->id, "yes") ? _ ("Yes") : _ ("No"));
  if (option->title != NULL)
    title = cs_text_dup (option->title, cs_field_context_get_language ());
  return title != NULL ? g_steal_pointer (&title) : g_strdup (option->id);
}

static GtkWidget *
add_line (GtkBox *box, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (box, label);
  return label;
}

static void
add_check (CsChoiceControl *self, const CsOption *option)
{
  g_autofree char *title = option_title (self, option);
  g_autofree char *help =
      option->help != NULL ? cs_text_dup (option->help, cs_field_context_get_language ()) : NULL;
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *child = adw_bin_new ();

  add_line (GTK_BOX (lines), title);
  if (help != NULL) {
    GtkWidget *label = add_line (GTK_BOX (lines), help);

    gtk_widget_add_css_class (label, "caption");
    gtk_widget_add_css_class (label, "secondary");
    gtk_accessible_update_property (GTK_ACCESSIBLE (check),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    help,
                                    -1);
  }
  gtk_widget_set_layout_manager (child, cs_text_layout_new ());
  adw_bin_set_child (ADW_BIN (child), lines);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), child);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  if (!has_many (self) && self->checks->len > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->checks->pdata[0]);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (toggled_cb), self);
  g_ptr_array_add (self->checks, check);
  gtk_box_append (self->buttons, check);
}

static void
cs_choice_control_bind (CsFieldControl *control)
{
  CsChoiceControl *self = CS_CHOICE_CONTROL (control);
  const GPtrArray *options = options_of (self);
  gboolean is_list = !has_many (self) && options->len > MAX_BUTTONS;
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->dropdown), is_list);
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), !is_list);
  gtk_string_list_append (titles, _ ("Choose…"));
  for (guint i = 0; i < options->len; i++) {
    g_autofree char *title = option_title (self, options->pdata[i]);

    gtk_string_list_append (titles, title);
    if (!is_list)
      add_check (self, options->pdata[i]);
  }
  gtk_drop_down_set_model (self->dropdown, G_LIST_MODEL (titles));
}

static json_t *
cs_choice_control_dup_value (CsFieldControl *control, GError **error)
{
  CsChoiceControl *self = CS_CHOICE_CONTROL (control);
  const GPtrArray *options = options_of (self);
  g_autoptr (json_t) chosen = json_array ();
  guint selected = gtk_drop_down_get_selected (self->dropdown);

  for (guint i = 0; i < self->checks->len; i++) {
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      json_array_append_new (chosen, json_string (((const CsOption *)options->pdata[i])->id));
  }
  if (self->checks->len == 0 && selected != GTK_INVALID_LIST_POSITION && selected > 0)
    json_array_append_new (chosen,
                           json_string (((const CsOption *)options->pdata[selected - 1])->id));
  if (json_array_size (chosen) == 0)
    return NULL;
  return has_many (self) ? g_steal_pointer (&chosen) : json_incref (json_array_get (chosen, 0));
}

static gboolean
holds (const json_t *value, const char *id)
{
  gsize index;
  json_t *member;

  if (json_is_string (value))
    return g_str_equal (json_string_value (value), id);
  json_array_foreach (value, index, member)
  {
    if (json_is_string (member) && g_str_equal (json_string_value (member), id))
      return TRUE;
  }
  return FALSE;
}

static void
cs_choice_control_set_value (CsFieldControl *control, const json_t *value)
{
  CsChoiceControl *self = CS_CHOICE_CONTROL (control);
  const GPtrArray *options = options_of (self);
  guint selected = 0;

  for (guint i = 0; i < options->len; i++) {
    gboolean is_chosen = holds (value, ((const CsOption *)options->pdata[i])->id);

    if (i < self->checks->len)
      gtk_check_button_set_active (self->checks->pdata[i], is_chosen);
    if (is_chosen)
      selected = i + 1;
  }
  gtk_drop_down_set_selected (self->dropdown, selected);
}

static GtkWidget *
cs_choice_control_get_entry (CsFieldControl *control)
{
  CsChoiceControl *self = CS_CHOICE_CONTROL (control);

  /* The options have names of their own; the field's is that of their group. */
  return self->checks->len > 0 ? GTK_WIDGET (self->buttons) : GTK_WIDGET (self->dropdown);
}

static void
cs_choice_control_dispose (GObject *object)
{
  CsChoiceControl *self = CS_CHOICE_CONTROL (object);

  G_OBJECT_CLASS (cs_choice_control_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_CHOICE_CONTROL);
}

static void
cs_choice_control_finalize (GObject *object)
{
  g_clear_pointer (&CS_CHOICE_CONTROL (object)->checks, g_ptr_array_unref);
  G_OBJECT_CLASS (cs_choice_control_parent_class)->finalize (object);
}

static void
cs_choice_control_class_init (CsChoiceControlClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CsFieldControlClass *control_class = CS_FIELD_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_choice_control_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_choice_control_finalize;
  control_class->bind = cs_choice_control_bind;
  control_class->dup_value = cs_choice_control_dup_value;
  control_class->set_value = cs_choice_control_set_value;
  control_class->get_entry = cs_choice_control_get_entry;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/fields/cs-choice-control.ui");
  gtk_widget_class_bind_template_child (widget_class, CsChoiceControl, buttons);
  gtk_widget_class_bind_template_child (widget_class, CsChoiceControl, dropdown);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
cs_choice_control_init (CsChoiceControl *self)
{
  self->checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
