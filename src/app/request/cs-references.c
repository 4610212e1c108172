/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-references.h"

#include "cs-button.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_WIDTH_CHARS 32

/* Several records of one system are told apart by the titles of their fields. */
static gboolean
is_only_one_of_its_kind (const CsProcess *process, const CsField *field)
{
  for (guint i = 0; i < process->fields->len; i++) {
    const CsField *other = process->fields->pdata[i];

    if (other != field && other->type == CS_FIELD_REFERENCE &&
        g_strcmp0 (other->reference, field->reference) == 0)
      return FALSE;
  }
  return TRUE;
}

/*
 * “Ticket DESK-12”; the key is written as it is, whatever is read around it. Of an address the
 * scheme says nothing.
 */
static char *
chip_text (CsReader *reader, const CsField *field, const char *key)
{
  const CsProcess *process = cs_reader_get_process (reader);
  const CsReference *reference = cs_pack_get_reference (process->pack, field->reference);
  g_autofree char *title = reference != NULL && is_only_one_of_its_kind (process, field)
                               ? cs_reader_dup_text (reader, reference->title, reference->id)
                               : cs_reader_dup_text (reader, field->title, field->id);
  const char *shown = g_str_has_prefix (key, "https://") ? key + strlen ("https://") : key;
  g_autofree char *ltr = cs_ltr (shown);

  /* Translators: a kind of reference, such as “Ticket”, and its key */
  return g_strdup_printf (_ ("%1$s %2$s"), title, ltr);
}

static GtkWidget *
action_button (GtkWidget *button, const char *action, const char *target)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

static GtkWidget *
open_button (const char *text, const char *url)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (text);
  g_autofree char *name = g_strdup_printf (_ ("Open %s in the browser"), text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_WIDTH_CHARS);
  gtk_box_append (GTK_BOX (content),
                  gtk_image_new_from_icon_name ("countersign-external-symbolic"));
  gtk_box_append (GTK_BOX (content), label);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_set_tooltip_text (button, url);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return action_button (button, "request.open-uri", url);
}

/**
 * cs_reference_chip_new:
 * @field: of the type reference
 * @value: (nullable): what it says, or one of several
 *
 * A key its pack does not allow, and one of a system without an address, is only shown (T-20).
 *
 * Returns: (transfer floating) (nullable): a chip, where there is a key
 */
GtkWidget *
cs_reference_chip_new (CsReader *reader, const CsField *field, const json_t *value)
{
  const char *key = json_is_string (value) ? json_string_value (value)
                                           : cs_json_get_string (value, "key");
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autofree char *text = NULL;
  g_autofree char *url = NULL;

  if (key == NULL || *key == '\0') {
    g_object_ref_sink (chip);
    g_object_unref (chip);
    return NULL;
  }
  text = chip_text (reader, field, key);
  url = cs_pack_dup_reference_url (cs_reader_get_process (reader)->pack, field->reference, key);
  gtk_widget_add_css_class (chip, "cs-reference");
  if (url != NULL) {
    g_autofree char *copy = g_strdup_printf (_ ("Copy the link of %s"), text);
    GtkWidget *button = cs_icon_button ("edit-copy-symbolic", copy);

    gtk_widget_add_css_class (chip, "linked");
    gtk_box_append (GTK_BOX (chip), open_button (text, url));
    gtk_box_append (GTK_BOX (chip), action_button (button, "request.copy-text", url));
  } else {
    GtkWidget *label = gtk_label_new (text);

    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
    gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_WIDTH_CHARS);
    gtk_widget_set_tooltip_text (label, text);
    gtk_widget_add_css_class (label, "cs-badge");
    gtk_label_set_selectable (GTK_LABEL (label), TRUE);
    gtk_box_append (GTK_BOX (chip), label);
  }
  return chip;
}

/**
 * cs_references_add:
 * @value: (nullable): of a field of the type reference, one or several
 *
 * Adds a chip for each.
 */
void
cs_references_add (CsWrap *wrap, CsReader *reader, const CsField *field, const json_t *value)
{
  gsize index;
  json_t *item;
  GtkWidget *chip;

  json_array_foreach (value, index, item) cs_references_add (wrap, reader, field, item);
  chip = json_is_array (value) ? NULL : cs_reference_chip_new (reader, field, value);
  if (chip != NULL)
    cs_wrap_append (wrap, chip);
}

/**
 * cs_references_show:
 * @wrap: emptied; hidden where there is nothing to show
 *
 * Shows every reference of a request that has an address.
 */
void
cs_references_show (CsWrap *wrap, CsReader *reader)
{
  const CsProcess *process = cs_reader_get_process (reader);

  cs_wrap_remove_all (wrap);
  for (guint i = 0; i < process->fields->len; i++) {
    const CsField *field = process->fields->pdata[i];
    const CsReference *reference = field->type == CS_FIELD_REFERENCE
                                       ? cs_pack_get_reference (process->pack, field->reference)
                                       : NULL;

    if (reference != NULL && reference->url != NULL)
      cs_references_add (wrap,
                         reader,
                         field,
                         cs_request_get_value (cs_reader_get_request (reader), field)->value);
  }
  gtk_widget_set_visible (GTK_WIDGET (wrap),
                          gtk_widget_get_first_child (GTK_WIDGET (wrap)) != NULL);
}
