/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-action-form.h"

#include "cs-field-editor.h"

#include <string.h>

/* Fewer characters say nothing. */
#define LEAST_TEXT 3

/* One question: an editor of a field made for it, or a choice. */
typedef struct {
  char *key;
  CsField field;       /* of the editor; its id is what is asked, for it has no title of a pack */
  GtkWidget *widget;   /* (borrowed) what is shown or hidden */
  GtkDropDown *choice; /* (borrowed) (nullable) */
  GStrv ids;           /* of the choice */
  gboolean is_required;
  char *when_choice; /* (nullable) asked only if that choice … */
  GStrv when_values; /* … is one of these */
} Question;

/**
 * CsActionForm:
 *
 * Questions stand one below the other; some are asked only for some answers of another.
 */
struct _CsActionForm {
  AdwBin parent_instance;

  CsFieldContext *context; /* (owned) (nullable) */
  GPtrArray *questions;    /* (owned) Question */

  GtkBox *box; /* template */
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsActionForm, cs_action_form, ADW_TYPE_BIN)

static void
question_free (Question *self)
{
  g_free (self->key);
  g_free (self->field.id);
  g_clear_pointer (&self->field.pattern, g_regex_unref);
  g_strfreev (self->ids);
  g_free (self->when_choice);
  g_strfreev (self->when_values);
  g_free (self);
}

static Question *
find (CsActionForm *self, const char *key)
{
  for (guint i = 0; i < self->questions->len; i++) {
    Question *question = self->questions->pdata[i];

    if (strcmp (question->key, key) == 0)
      return question;
  }
  return NULL;
}

static const char *
chosen (const Question *question)
{
  guint selected = gtk_drop_down_get_selected (question->choice);

  return selected < g_strv_length (question->ids) ? question->ids[selected] : NULL;
}

static gboolean
is_asked (CsActionForm *self, const Question *question)
{
  const Question *choice = question->when_choice != NULL ? find (self, question->when_choice)
                                                         : NULL;
  const char *value = choice != NULL ? chosen (choice) : NULL;

  return choice == NULL || (value != NULL && is_asked (self, choice) &&
                            g_strv_contains ((const char *const *)question->when_values, value));
}

static void
changed_cb (CsActionForm *self)
{
  for (guint i = 0; i < self->questions->len; i++) {
    const Question *question = self->questions->pdata[i];

    gtk_widget_set_visible (question->widget, is_asked (self, question));
  }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * cs_action_form_new:
 * @context: client and region that the answers are about
 */
GtkWidget *
cs_action_form_new (CsFieldContext *context)
{
  CsActionForm *self = g_object_new (CS_TYPE_ACTION_FORM, NULL);

  self->context = g_object_ref (context);
  return GTK_WIDGET (self);
}

static Question *
add_question (CsActionForm *self, const char *key, const char *title)
{
  Question *question = g_new0 (Question, 1);

  question->key = g_strdup (key);
  question->field.id = g_strdup (title);
  g_ptr_array_add (self->questions, question);
  return question;
}

/**
 * cs_action_form_add_field:
 * @key: of the answer
 * @type: what is asked for
 * @title: translated
 * @is_required: whether the action cannot do without
 */
void
cs_action_form_add_field (CsActionForm *self,
                          const char *key,
                          CsFieldType type,
                          const char *title,
                          gboolean is_required)
{
  Question *question = add_question (self, key, title);

  question->field.type = type;
  question->field.optional = !is_required;
  question->is_required = is_required;
  question->widget = cs_field_editor_new (self->context, &question->field);
  g_signal_connect_object (question->widget,
                           "changed",
                           G_CALLBACK (changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (self->box, question->widget);
}

/**
 * cs_action_form_add_choice:
 * @ids: NULL-terminated: possible answers; the first is chosen
 * @titles: their words
 */
void
cs_action_form_add_choice (CsActionForm *self,
                           const char *key,
                           const char *title,
                           const char *const *ids,
                           const char *const *titles)
{
  Question *question = add_question (self, key, title);
  GtkWidget *label = gtk_label_new (title);

  question->ids = g_strdupv ((GStrv)ids);
  question->is_required = TRUE;
  question->choice = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (titles));
  question->widget = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (question->widget), label);
  gtk_box_append (GTK_BOX (question->widget), GTK_WIDGET (question->choice));
  gtk_accessible_update_property (GTK_ACCESSIBLE (question->choice),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  -1);
  g_signal_connect_object (question->choice,
                           "notify::selected",
                           G_CALLBACK (changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (self->box, question->widget);
}

/**
 * cs_action_form_set_pattern:
 * @key: a question of the type text
 * @pattern: a regular expression that the whole answer must match
 */
void
cs_action_form_set_pattern (CsActionForm *self, const char *key, const char *pattern)
{
  Question *question = find (self, key);
  g_autofree char *whole = g_strdup_printf ("^(?:%s)$", pattern);

  question->field.pattern = g_regex_new (whole, 0, 0, NULL);
}

/**
 * cs_action_form_show_when:
 * @key: a question
 * @choice: key of a choice before it
 * @values: NULL-terminated: its answers for which @key is asked
 */
void
cs_action_form_show_when (CsActionForm *self,
                          const char *key,
                          const char *choice,
                          const char *const *values)
{
  Question *question = find (self, key);

  question->when_choice = g_strdup (choice);
  question->when_values = g_strdupv ((GStrv)values);
  gtk_widget_set_visible (question->widget, is_asked (self, question));
}

/**
 * cs_action_form_set_value:
 * @value: (transfer full): what stands there at first
 */
void
cs_action_form_set_value (CsActionForm *self, const char *key, json_t *value)
{
  Question *question = find (self, key);

  if (question != NULL && question->choice == NULL)
    cs_field_editor_set_value (CS_FIELD_EDITOR (question->widget), value);
  json_decref (value);
}

static void
choose (Question *question, const char *id)
{
  for (guint i = 0; question->ids[i] != NULL; i++) {
    if (g_strcmp0 (question->ids[i], id) == 0)
      gtk_drop_down_set_selected (question->choice, i);
  }
}

/**
 * cs_action_form_set_answers:
 * @answers: key -> answer, as of cs_action_form_dup_answers(); what is not asked is left out
 *
 * Puts answers that were given before.
 */
void
cs_action_form_set_answers (CsActionForm *self, const json_t *answers)
{
  for (guint i = 0; i < self->questions->len; i++) {
    Question *question = self->questions->pdata[i];
    json_t *answer = json_object_get (answers, question->key);

    if (answer != NULL && question->choice != NULL)
      choose (question, json_string_value (answer));
    else if (answer != NULL)
      cs_field_editor_set_value (CS_FIELD_EDITOR (question->widget), answer);
  }
}

static json_t *
answer_of (const Question *question)
{
  if (question->choice != NULL)
    return chosen (question) != NULL ? json_string (chosen (question)) : NULL;
  return cs_field_editor_dup_value (CS_FIELD_EDITOR (question->widget), NULL);
}

static gboolean
says_something (const json_t *answer)
{
  const char *text = json_string_value (answer);
  guint n = 0;

  if (answer == NULL)
    return FALSE;
  if (text == NULL)
    return TRUE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    n += g_unichar_isspace (g_utf8_get_char (p)) ? 0 : 1;
  return n >= LEAST_TEXT;
}

/**
 * cs_action_form_is_complete:
 *
 * Returns: whether all that is required is there
 */
gboolean
cs_action_form_is_complete (CsActionForm *self)
{
  for (guint i = 0; i < self->questions->len; i++) {
    const Question *question = self->questions->pdata[i];
    g_autoptr (json_t) answer = NULL;

    if (!question->is_required || !is_asked (self, question))
      continue;
    answer = answer_of (question);
    if (question->choice != NULL || question->field.type != CS_FIELD_LONG
            ? answer == NULL
            : !says_something (answer))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_action_form_dup_answers:
 *
 * Returns: (transfer full): key -> answer, of what is asked and answered
 */
json_t *
cs_action_form_dup_answers (CsActionForm *self)
{
  json_t *answers = json_object ();

  for (guint i = 0; i < self->questions->len; i++) {
    const Question *question = self->questions->pdata[i];
    json_t *answer = is_asked (self, question) ? answer_of (question) : NULL;

    if (answer != NULL)
      json_object_set_new (answers, question->key, answer);
  }
  return answers;
}

/**
 * cs_action_form_validate:
 *
 * Returns: whether all that is typed was understood; otherwise it says what was not
 */
gboolean
cs_action_form_validate (CsActionForm *self)
{
  gboolean is_fine = TRUE;

  for (guint i = 0; i < self->questions->len; i++) {
    const Question *question = self->questions->pdata[i];

    if (question->choice == NULL && is_asked (self, question))
      is_fine = cs_field_editor_validate (CS_FIELD_EDITOR (question->widget)) && is_fine;
  }
  return is_fine;
}

/**
 * cs_action_form_focus:
 *
 * Puts the cursor into the first question.
 */
void
cs_action_form_focus (CsActionForm *self)
{
  const Question *first = self->questions->len > 0 ? self->questions->pdata[0] : NULL;

  if (first != NULL && first->choice != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (first->choice));
  else if (first != NULL)
    cs_field_editor_focus (CS_FIELD_EDITOR (first->widget));
}

static void
cs_action_form_dispose (GObject *object)
{
  CsActionForm *self = CS_ACTION_FORM (object);

  G_OBJECT_CLASS (cs_action_form_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_ACTION_FORM);
}

static void
cs_action_form_finalize (GObject *object)
{
  CsActionForm *self = CS_ACTION_FORM (object);

  g_clear_pointer (&self->questions, g_ptr_array_unref);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (cs_action_form_parent_class)->finalize (object);
}

static void
cs_action_form_class_init (CsActionFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_action_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_action_form_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          CS_TYPE_ACTION_FORM,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-action-form.ui");
  gtk_widget_class_bind_template_child (widget_class, CsActionForm, box);
}

static void
cs_action_form_init (CsActionForm *self)
{
  self->questions = g_ptr_array_new_with_free_func ((GDestroyNotify)question_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}
