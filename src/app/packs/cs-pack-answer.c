/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-answer.h"

#include "cs-pack-text.h"

#include <glib/gi18n-lib.h>

/**
 * CsPackAnswer:
 *
 * One question that a process document leaves open: what it says, what it is about, and the answer
 * that counts from now on. Its editor follows the setting's type.
 */
struct _CsPackAnswer {
  CsDialog parent_instance;

  CsPack *pack;             /* (owned) */
  const CsSetting *setting; /* of the pack */

  GtkLabel *question;     /* template */
  GtkLabel *about;        /* template */
  GtkStack *editor;       /* template: "choice", "lines", "words" */
  AdwComboRow *choice;    /* template */
  GtkTextView *lines;     /* template */
  GtkEditable *words;     /* template */
  GtkLabel *expected;     /* template: why it is no answer yet */
  GtkWidget *use_default; /* template */
};

G_DEFINE_FINAL_TYPE (CsPackAnswer, cs_pack_answer, CS_TYPE_DIALOG)

static char *
dup_text (CsPackAnswer *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->lines);
  guint chosen = adw_combo_row_get_selected (self->choice);
  GtkTextIter start, end;

  if (self->setting->many) {
    gtk_text_buffer_get_bounds (buffer, &start, &end);
    return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  }
  if (self->setting->options->len == 0)
    return g_strdup (gtk_editable_get_text (self->words));
  return chosen < self->setting->options->len
             ? g_strdup (((const CsOption *)self->setting->options->pdata[chosen])->id)
             : g_strdup ("");
}

static void
update (CsPackAnswer *self)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) value = NULL;

  if (self->setting == NULL)
    return;
  text = dup_text (self);
  value = cs_setting_parse (self->setting, text, &error);
  cs_dialog_set_can_accept (CS_DIALOG (self), value != NULL);
  gtk_label_set_label (self->expected, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->expected), error != NULL);
}

static void
show_options (CsPackAnswer *self, const json_t *value, const char *language)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  guint chosen = 0;

  for (guint i = 0; i < self->setting->options->len; i++) {
    const CsOption *option = self->setting->options->pdata[i];
    g_autofree char *title = cs_text_dup (option->title, language);

    gtk_string_list_append (titles, title);
    if (g_strcmp0 (option->id, json_string_value (value)) == 0)
      chosen = i;
  }
  adw_combo_row_set_model (self->choice, G_LIST_MODEL (titles));
  adw_combo_row_set_selected (self->choice, chosen);
}

static char *
join (const json_t *value)
{
  GString *text = g_string_new (json_string_value (value));
  const json_t *member;
  gsize i;

  json_array_foreach (value, i, member)
  {
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", json_string_value (member));
  }
  return g_string_free (text, FALSE);
}

static void
show_value (CsPackAnswer *self, const json_t *value, const char *language)
{
  g_autofree char *text = join (value);

  if (self->setting->many) {
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->lines), text, -1);
    gtk_stack_set_visible_child_name (self->editor, "lines");
  } else if (self->setting->options->len > 0) {
    show_options (self, value, language);
    gtk_stack_set_visible_child_name (self->editor, "choice");
  } else {
    gtk_editable_set_text (self->words, text);
    gtk_stack_set_visible_child_name (self->editor, "words");
  }
}

static void
default_cb (CsPackAnswer *self)
{
  show_value (self, self->setting->initial, g_get_language_names ()[0]);
  update (self);
}

static void
cs_pack_answer_dispose (GObject *object)
{
  CsPackAnswer *self = CS_PACK_ANSWER (object);

  self->setting = NULL;
  g_clear_pointer (&self->pack, cs_pack_unref);
  G_OBJECT_CLASS (cs_pack_answer_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_PACK_ANSWER);
}

static void
cs_pack_answer_class_init (CsPackAnswerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_pack_answer_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/packs/cs-pack-answer.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPackAnswer, question);
  gtk_widget_class_bind_template_child (widget_class, CsPackAnswer, about);
  gtk_widget_class_bind_template_child (widget_class, CsPackAnswer, editor);
  gtk_widget_class_bind_template_child (widget_class, CsPackAnswer, choice);
  gtk_widget_class_bind_template_child (widget_class, CsPackAnswer, lines);
  gtk_widget_class_bind_template_child (widget_class, CsPackAnswer, words);
  gtk_widget_class_bind_template_child (widget_class, CsPackAnswer, expected);
  gtk_widget_class_bind_template_child (widget_class, CsPackAnswer, use_default);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, default_cb);
}

static void
cs_pack_answer_init (CsPackAnswer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->lines),
                           "changed",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * cs_pack_answer_new:
 * @setting: of @pack
 * @confirmed: (nullable): the answer that counts, where it is no default
 *
 * Returns: (transfer floating): the dialog
 */
CsPackAnswer *
cs_pack_answer_new (const CsPack *pack, const CsSetting *setting, const json_t *confirmed)
{
  CsPackAnswer *self = g_object_new (CS_TYPE_PACK_ANSWER, NULL);
  const char *language = g_get_language_names ()[0];
  g_autofree char *unclear = setting->unclear != NULL ? cs_text_dup (setting->unclear, language)
                                                      : NULL;
  g_autofree char *title = cs_text_dup (setting->title, language);
  g_autofree char *about = cs_pack_text_about (pack, setting, language);
  g_autofree char *heading = g_strdup_printf (_ ("%1$s, %2$s"), setting->id, title);

  self->pack = cs_pack_ref (pack);
  self->setting = setting;
  gtk_window_set_title (GTK_WINDOW (self), heading);
  gtk_label_set_label (self->question, unclear != NULL ? unclear : title);
  if (about != NULL) {
    g_autofree char *line = g_strdup_printf (_ ("It is about: %s"), about);

    gtk_label_set_label (self->about, line);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->about), about != NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->words), title);
  show_value (self, confirmed != NULL ? confirmed : setting->initial, language);
  update (self);
  return self;
}

/**
 * cs_pack_answer_get_setting:
 *
 * Returns: (transfer none): what is answered
 */
const CsSetting *
cs_pack_answer_get_setting (CsPackAnswer *self)
{
  return self->setting;
}

/**
 * cs_pack_answer_make_value:
 *
 * Returns: (transfer full) (nullable): the answer
 */
json_t *
cs_pack_answer_make_value (CsPackAnswer *self)
{
  g_autofree char *text = dup_text (self);

  return cs_setting_parse (self->setting, text, NULL);
}
