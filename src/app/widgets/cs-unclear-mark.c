/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-unclear-mark.h"

#include <glib/gi18n-lib.h>

/**
 * CsUnclearMark:
 *
 * No ambiguity is hidden: what the document does not say stands beside what rests on it.
 */
struct _CsUnclearMark {
  AdwBin parent_instance;

  GtkWidget *button; /* template */
  GtkLabel *text;    /* template */
};

G_DEFINE_FINAL_TYPE (CsUnclearMark, cs_unclear_mark, ADW_TYPE_BIN)

static void
cs_unclear_mark_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_unclear_mark_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_UNCLEAR_MARK);
}

static void
cs_unclear_mark_class_init (CsUnclearMarkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_unclear_mark_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/widgets/cs-unclear-mark.ui");
  gtk_widget_class_bind_template_child (widget_class, CsUnclearMark, button);
  gtk_widget_class_bind_template_child (widget_class, CsUnclearMark, text);
}

static void
cs_unclear_mark_init (CsUnclearMark *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_setting (GString *out, const CsSetting *setting, const char *language)
{
  g_autofree char *unclear = cs_text_dup (setting->unclear, language);
  g_autofree char *title = setting->title != NULL ? cs_text_dup (setting->title, language) : NULL;

  if (out->len > 0)
    g_string_append (out, "\n\n");
  /* Translators: number and title of something that a document leaves open, then what it is */
  g_string_append_printf (out,
                          _ ("%1$s, %2$s: %3$s"),
                          setting->id,
                          title != NULL ? title : setting->id,
                          unclear);
}

/**
 * cs_unclear_mark_dup_text:
 * @id: of a field, step, level, gate, clock, mail or role
 *
 * Returns: (transfer full) (nullable): what the document leaves open about it
 */
char *
cs_unclear_mark_dup_text (const CsPack *pack, const char *id, const char *language)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < pack->settings->len; i++) {
    const CsSetting *setting = pack->settings->pdata[i];

    if (setting->unclear != NULL && setting->about != NULL &&
        g_strv_contains ((const char *const *)setting->about, id))
      add_setting (out, setting, language);
  }
  return out->len > 0 ? g_strdup (out->str) : NULL;
}

/**
 * cs_unclear_mark_new_for:
 * @id: of a field, step, level, gate, clock, mail or role
 *
 * Returns: (transfer floating) (nullable): a mark, or NULL where the document is clear
 */
GtkWidget *
cs_unclear_mark_new_for (const CsPack *pack, const char *id)
{
  const char *const *languages = g_get_language_names ();
  g_autofree char *text = cs_unclear_mark_dup_text (pack, id, languages[0]);
  CsUnclearMark *self;

  if (text == NULL)
    return NULL;
  self = g_object_new (CS_TYPE_UNCLEAR_MARK, NULL);
  gtk_label_set_label (self->text, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text,
                                  -1);
  return GTK_WIDGET (self);
}
