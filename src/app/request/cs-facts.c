/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-facts.h"

#include "cs-detail-row.h"
#include "cs-field-context.h"
#include "cs-pack-text.h"
#include "cs-references.h"
#include "cs-unclear-mark.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * CsFacts:
 *
 * Answers in the order of the process, each with who gave it and when. On the request page answers
 * can be corrected and files opened (actions `request.correct` and `request.open-file`).
 */
struct _CsFacts {
  AdwBin parent_instance;

  GtkBox *box; /* template */
};

G_DEFINE_FINAL_TYPE (CsFacts, cs_facts, ADW_TYPE_BIN)

static void
cs_facts_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_facts_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_FACTS);
}

static void
cs_facts_class_init (CsFactsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_facts_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-facts.ui");
  gtk_widget_class_bind_template_child (widget_class, CsFacts, box);
}

static void
cs_facts_init (CsFacts *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cs_facts_new (void)
{
  return g_object_new (CS_TYPE_FACTS, NULL);
}

/* “Rania, today 09:20 · changed 2 times · checked by Omar” */
static char *
origin_text (CsReader *reader, const CsValue *value)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *name = NULL;
  g_autofree char *when = NULL;

  if (value->entry == NULL)
    return NULL;
  name = cs_iso (cs_reader_get_name (reader, cs_entry_get_by (value->entry)));
  when = cs_reader_dup_day_time (reader, cs_entry_get_time (value->entry));
  /* Translators: who gave an answer, and when */
  g_string_append_printf (out, _ ("%1$s, %2$s"), name, when);
  if (value->history != NULL && value->history->len > 1)
    g_string_append_printf (
        out,
        ngettext (" · changed %u time", " · changed %u times", value->history->len - 1),
        value->history->len - 1);
  if (value->check != NULL) {
    g_autofree char *checker = cs_iso (cs_reader_get_name (reader, cs_entry_get_by (value->check)));

    g_string_append_printf (out, _ (" · checked by %s"), checker);
  }
  if (value->refused != NULL)
    g_string_append (out, _ (" · found wrong"));
  return g_strdup (out->str);
}

static void
add_file_button (CsDetailRow *row, const json_t *file)
{
  const char *name = cs_json_get_string (file, "name");
  const char *digest = cs_json_get_string (file, "sha256");
  g_autofree char *label = NULL;

  if (name == NULL || digest == NULL)
    return;
  label = g_strdup_printf (_ ("Open %s"), name);
  cs_detail_row_add_button (row, label, "request.open-file", g_variant_new_string (digest));
}

static void
add_files (CsDetailRow *row, const json_t *value)
{
  gsize index;
  json_t *file;

  add_file_button (row, value);
  json_array_foreach (value, index, file) add_file_button (row, file);
  json_array_foreach (json_object_get (value, "files"), index, file) add_file_button (row, file);
}

static void
add_references (CsReader *reader, CsDetailRow *row, const CsField *field, const json_t *value)
{
  GtkWidget *wrap;

  if (field->type != CS_FIELD_REFERENCE || value == NULL)
    return;
  wrap = cs_wrap_new (6);
  cs_references_add (CS_WRAP (wrap), reader, field, value);
  cs_detail_row_add_extra (row, wrap);
}

/* An answer given in a step that is done can be corrected by those who gave it. */
static const CsStep *
find_correction (CsReader *reader, const CsField *field)
{
  const GPtrArray *steps = cs_reader_get_process (reader)->steps;

  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];
    const CsAction *action;

    if (!g_ptr_array_find (step->form, field, NULL))
      continue;
    action = cs_reader_find_action (reader, CS_ACTION_FILL, step, NULL, NULL);
    if (action != NULL && action->is_open)
      return step;
  }
  return NULL;
}

/* FT-11: both words on the same matter, the earlier first. */
static void
add_earlier (CsReader *reader, CsDetailRow *row, const CsField *earlier)
{
  const CsRequest *request = cs_reader_get_request (reader);
  const CsValue *value = cs_request_get_value (request, earlier);
  g_autofree char *title = cs_reader_dup_text (reader, earlier->title, earlier->id);
  g_autofree char *text = cs_reader_dup_field (reader, earlier);
  g_autofree char *origin = origin_text (reader, value);

  if (text != NULL && cs_request_field_applies (request, earlier) != CS_TRUTH_FALSE)
    cs_detail_row_set_earlier (row, title, text, origin);
}

static CsDetailRow *
fact_row (CsReader *reader, const CsField *field, gboolean is_editable)
{
  const CsRequest *request = cs_reader_get_request (reader);
  const CsValue *value = cs_request_get_value (request, field);
  g_autofree char *title = cs_reader_dup_text (reader, field->title, field->id);
  g_autofree char *text = cs_reader_dup_field (reader, field);
  g_autofree char *origin = origin_text (reader, value);
  CsDetailRow *row = cs_detail_row_new_fact (title, text != NULL ? text : "–");
  GtkWidget *mark = cs_unclear_mark_new_for (cs_reader_get_process (reader)->pack, field->id);
  const CsStep *step = is_editable ? find_correction (reader, field) : NULL;

  cs_detail_row_set_note (row, origin);
  if (field->beside != NULL)
    add_earlier (reader, row, field->beside);
  if (mark != NULL)
    cs_detail_row_add_end (row, mark);
  if (!is_editable)
    return row;
  add_files (row, value->value);
  if (field->type == CS_FIELD_SECRET && value->value != NULL)
    cs_detail_row_add_button (row,
                              _ ("Keep or Show Secret…"),
                              "request.open-secret",
                              g_variant_new_string (field->id));
  add_references (reader, row, field, value->value);
  if (step != NULL && field->formula == CS_FORMULA_NONE) {
    GtkWidget *button = gtk_button_new_from_icon_name ("document-edit-symbolic");
    g_autofree char *name = g_strdup_printf (_ ("Correct “%s”"), title);

    gtk_widget_add_css_class (button, "flat");
    gtk_widget_set_tooltip_text (button, name);
    gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    name,
                                    -1);
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", step->id, field->id);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "request.correct");
    cs_detail_row_add_end (row, button);
  }
  return row;
}

static void
add_plain (GtkListBox *list, const char *title, const char *value)
{
  if (value != NULL && *value != '\0')
    gtk_list_box_append (list, GTK_WIDGET (cs_detail_row_new_fact (title, value)));
}

/* What it was cloned from. */
static void
add_original (GtkListBox *list, const CsRequest *request)
{
  const GPtrArray *entries = cs_request_get_entries (request);
  const char *from = entries->len > 0 ? cs_entry_get_text (entries->pdata[0], "from") : NULL;
  CsDetailRow *row;

  if (from == NULL)
    return;
  row = cs_detail_row_new_fact (_ ("Begun with"), _ ("What an earlier request said"));
  cs_detail_row_add_button (row,
                            _ ("Open Earlier Request"),
                            "request.open-request",
                            g_variant_new_string (from));
  gtk_list_box_append (list, GTK_WIDGET (row));
}

static void
add_headline (CsFacts *self, CsReader *reader)
{
  const CsRequest *request = cs_reader_get_request (reader);
  const CsProcess *process = cs_reader_get_process (reader);
  GtkListBox *list = cs_detail_list_add (self->box, _ ("Request"), NULL);
  g_autofree char *client = cs_reader_dup_client (reader);
  g_autofree char *region = cs_reader_dup_region (reader);
  g_autofree char *title = cs_reader_dup_text (reader, process->title, process->id);
  g_autofree char *opener = cs_iso (cs_reader_get_name (reader, cs_request_get_opener (request)));
  g_autofree char *when = cs_reader_dup_day_time (reader, cs_request_get_opened (request));
  g_autofree char *opened = g_strdup_printf (_ ("%1$s, %2$s"), opener, when);
  g_autofree char *warning = cs_pack_dup_warning (process->pack, cs_field_context_get_language ());
  g_autofree char *owner = process->owner != NULL ? cs_reader_dup_field (reader, process->owner)
                                                  : NULL;

  add_plain (list, _ ("Client"), client);
  add_plain (list, _ ("Region"), region);
  add_plain (list, _ ("Process"), title);
  add_plain (list, _ ("First point of contact"), owner);
  add_plain (list, _ ("Opened by"), opened);
  add_original (list, request);
  add_plain (list, _ ("Process document"), warning);
}

static gboolean
is_shown (CsReader *reader, const CsField *field, GHashTable *seen)
{
  const CsRequest *request = cs_reader_get_request (reader);

  return field->index > CS_FIELD_INDEX_TITLE && !g_hash_table_contains (seen, field) &&
         cs_request_get_value (request, field)->value != NULL &&
         cs_request_field_applies (request, field) != CS_TRUTH_FALSE;
}

static void
add_stage (CsFacts *self, CsReader *reader, const CsStage *stage, GHashTable *seen)
{
  GtkListBox *list = NULL;

  for (guint i = 0; i < stage->steps->len; i++) {
    const CsStep *step = stage->steps->pdata[i];

    if (cs_request_get_step_state (cs_reader_get_request (reader), step) == CS_STEP_NOT_APPLICABLE)
      continue;
    for (guint j = 0; j < step->form->len; j++) {
      const CsField *field = step->form->pdata[j];

      if (!is_shown (reader, field, seen))
        continue;
      if (list == NULL) {
        g_autofree char *title = cs_reader_dup_text (reader, stage->title, stage->id);

        list = cs_detail_list_add (self->box, title, NULL);
      }
      g_hash_table_add (seen, (gpointer)field);
      gtk_list_box_append (list, GTK_WIDGET (fact_row (reader, field, TRUE)));
    }
  }
}

static CsDetailRow *
question_row (CsReader *reader, const CsSetting *setting)
{
  const json_t *pinned =
      json_object_get (cs_request_get_settings (cs_reader_get_request (reader)), setting->id);
  g_autofree char *title = cs_reader_dup_text (reader, setting->title, setting->id);
  g_autofree char *heading = g_strdup_printf (_ ("%1$s, %2$s"), setting->id, title);
  g_autofree char *unclear = cs_reader_dup_text (reader, setting->unclear, NULL);
  g_autofree char *value = cs_pack_text_answer (setting, pinned, g_get_language_names ()[0]);
  g_autofree char *answer = NULL;
  CsDetailRow *row = cs_detail_row_new ("countersign-question-symbolic", heading, unclear);

  answer = pinned != NULL ? g_strdup_printf (_ ("Answered: %s"), value)
                          : g_strdup_printf (_ ("Default: %s"), value);
  cs_detail_row_set_note (row, answer);
  return row;
}

/* No ambiguity is hidden: the answers that this request was opened with. */
static void
add_questions (CsFacts *self, CsReader *reader)
{
  g_autoptr (GPtrArray) used = cs_request_list_settings_used (cs_reader_get_request (reader));
  const char *label = _ ("What the Document Leaves Open");
  GtkWidget *expander, *inner;
  GtkListBox *list;

  if (used->len == 0)
    return;
  expander = gtk_expander_new (label);
  inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  list = cs_detail_list_add (GTK_BOX (inner), NULL, NULL);
  for (guint i = 0; i < used->len; i++)
    gtk_list_box_append (list, GTK_WIDGET (question_row (reader, used->pdata[i])));
  gtk_accessible_update_property (GTK_ACCESSIBLE (expander),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_margin_top (expander, 12);
  gtk_widget_set_margin_top (inner, 6);
  gtk_expander_set_child (GTK_EXPANDER (expander), inner);
  gtk_box_append (self->box, expander);
}

/**
 * cs_facts_show_request:
 *
 * Shows all that is answered, by stages, and with which answers to open questions it goes on.
 */
void
cs_facts_show_request (CsFacts *self, CsReader *reader)
{
  const GPtrArray *stages = cs_reader_get_process (reader)->stages;
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  cs_box_clear (self->box);
  add_headline (self, reader);
  for (guint i = 0; i < stages->len; i++)
    add_stage (self, reader, stages->pdata[i], seen);
  add_questions (self, reader);
}

/**
 * cs_facts_show_fields:
 * @heading: (nullable): above them
 * @fields: (element-type CsField): in this order; those that do not apply are left out
 *
 * Shows what some fields hold now.
 */
void
cs_facts_show_fields (CsFacts *self, CsReader *reader, const char *heading, const GPtrArray *fields)
{
  GtkListBox *list;

  cs_box_clear (self->box);
  list = cs_detail_list_add (self->box, heading, NULL);
  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];

    if (cs_request_field_applies (cs_reader_get_request (reader), field) != CS_TRUTH_FALSE)
      gtk_list_box_append (list, GTK_WIDGET (fact_row (reader, field, FALSE)));
  }
}
