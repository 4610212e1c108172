/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-duration-control.h"

#include "cs-field-text.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* Units that a person chooses from, in this order. */
static const char *const suffixes[] = {"bd", "d", "h", "eh", "m", "mo", "y"};

/**
 * CsDurationControl:
 *
 * A number or a range, and what it counts.
 */
struct _CsDurationControl {
  CsFieldControl parent_instance;

  GtkEditable *entry; /* template */
  GtkDropDown *unit;  /* template */
};

G_DEFINE_FINAL_TYPE (CsDurationControl, cs_duration_control, CS_TYPE_FIELD_CONTROL)

/* “3 – 5” becomes 3-5. */
static char *
plain_number (const char *text)
{
  g_autofree char *clean = cs_field_text_clean (text, FALSE);
  GString *out = g_string_new (NULL);

  for (const char *p = clean; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isdigit (c))
      g_string_append_c (out, (char)('0' + g_unichar_digit_value (c)));
    else if (c == 0x2013 || c == 0x2212)
      g_string_append_c (out, '-');
    else if (!g_unichar_isspace (c))
      g_string_append_unichar (out, c);
  }
  return g_string_free (out, FALSE);
}

static json_t *
cs_duration_control_dup_value (CsFieldControl *control, GError **error)
{
  CsDurationControl *self = CS_DURATION_CONTROL (control);
  const char *text = gtk_editable_get_text (self->entry);
  g_autofree char *number = plain_number (text);
  guint unit = gtk_drop_down_get_selected (self->unit);
  g_autofree char *whole = NULL;
  CsDuration duration;

  if (*number == '\0')
    return NULL;
  whole = g_strconcat (number, suffixes[MIN (unit, G_N_ELEMENTS (suffixes) - 1)], NULL);
  if (strspn (number, "0123456789-+") != strlen (number) ||
      !cs_duration_parse (whole, &duration, NULL)) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("“%.40s” is not a length of time: expected a whole number or a range, such as "
                    "12 or 3–5"),
                 text);
    return NULL;
  }
  return json_string (whole);
}

static void
cs_duration_control_set_value (CsFieldControl *control, const json_t *value)
{
  CsDurationControl *self = CS_DURATION_CONTROL (control);
  const char *text = json_is_string (value) ? json_string_value (value) : "";
  gsize digits = strspn (text, "0123456789-+");
  g_autofree char *number = g_strndup (text, digits);
  g_auto (GStrv) parts = g_strsplit (number, "-", -1);
  g_autofree char *shown = g_strjoinv ("–", parts);

  gtk_editable_set_text (self->entry, shown);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    if (g_str_equal (text + digits, suffixes[i]))
      gtk_drop_down_set_selected (self->unit, i);
  }
}

static json_t *
cs_duration_control_dup_typed (CsFieldControl *control)
{
  const char *text = gtk_editable_get_text (CS_DURATION_CONTROL (control)->entry);

  return *text != '\0' ? json_string (text) : NULL;
}

static void
cs_duration_control_set_typed (CsFieldControl *control, const json_t *typed)
{
  gtk_editable_set_text (CS_DURATION_CONTROL (control)->entry,
                         json_is_string (typed) ? json_string_value (typed) : "");
}

static GtkWidget *
cs_duration_control_get_entry (CsFieldControl *control)
{
  return GTK_WIDGET (CS_DURATION_CONTROL (control)->entry);
}

static void
changed_cb (CsDurationControl *self)
{
  cs_field_control_changed (CS_FIELD_CONTROL (self));
}

static void
unit_cb (CsDurationControl *self)
{
  if (*gtk_editable_get_text (self->entry) == '\0')
    return;
  cs_field_control_changed (CS_FIELD_CONTROL (self));
  cs_field_control_left (CS_FIELD_CONTROL (self));
}

static void
cs_duration_control_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_duration_control_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_DURATION_CONTROL);
}

static void
cs_duration_control_class_init (CsDurationControlClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CsFieldControlClass *control_class = CS_FIELD_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_duration_control_dispose;
  control_class->dup_value = cs_duration_control_dup_value;
  control_class->set_value = cs_duration_control_set_value;
  control_class->dup_typed = cs_duration_control_dup_typed;
  control_class->set_typed = cs_duration_control_set_typed;
  control_class->get_entry = cs_duration_control_get_entry;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/fields/cs-duration-control.ui");
  gtk_widget_class_bind_template_child (widget_class, CsDurationControl, entry);
  gtk_widget_class_bind_template_child (widget_class, CsDurationControl, unit);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, unit_cb);
  gtk_widget_class_bind_template_callback (widget_class, cs_field_control_left);
}

static void
cs_duration_control_init (CsDurationControl *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_field_control_watch_focus (CS_FIELD_CONTROL (self), GTK_WIDGET (self->entry));
}
