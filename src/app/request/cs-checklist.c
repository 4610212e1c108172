/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-checklist.h"

#include "cs-checklist-text.h"
#include "cs-detail-row.h"
#include "cs-unclear-mark.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * CsChecklist:
 *
 * Items in the order of the process, below their stages (CX-20). What can be done about an item is
 * on its row: answering it, opening its evidence, and the cross-check (`request.fill`,
 * `request.open-file`, `request.act`, `request.act-wrong`).
 */
struct _CsChecklist {
  AdwBin parent_instance;

  GtkLabel *progress;  /* template */
  GtkProgressBar *bar; /* template */
  GtkBox *box;         /* template */
};

G_DEFINE_FINAL_TYPE (CsChecklist, cs_checklist, ADW_TYPE_BIN)

static void
cs_checklist_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_checklist_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_CHECKLIST);
}

static void
cs_checklist_class_init (CsChecklistClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_checklist_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-checklist.ui");
  gtk_widget_class_bind_template_child (widget_class, CsChecklist, progress);
  gtk_widget_class_bind_template_child (widget_class, CsChecklist, bar);
  gtk_widget_class_bind_template_child (widget_class, CsChecklist, box);
}

static void
cs_checklist_init (CsChecklist *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cs_checklist_has_items:
 *
 * Returns: whether the process has a checklist
 */
gboolean
cs_checklist_has_items (const CsProcess *process)
{
  for (guint i = 0; i < process->fields->len; i++) {
    if (((const CsField *)process->fields->pdata[i])->type == CS_FIELD_CHECK)
      return TRUE;
  }
  return FALSE;
}

/* “Winnie Chan, Monday 10:20” */
static char *
dup_by_and_when (CsReader *reader, const CsEntry *entry)
{
  g_autofree char *name = cs_iso (cs_reader_get_name (reader, cs_entry_get_by (entry)));
  g_autofree char *when = cs_reader_dup_day_time (reader, cs_entry_get_time (entry));

  /* Translators: who gave an answer, and when */
  return g_strdup_printf (_ ("%1$s, %2$s"), name, when);
}

/* The second person's word. */
static char *
dup_cross_check (CsReader *reader, const CsField *field)
{
  const CsRequest *request = cs_reader_get_request (reader);
  const CsValue *value = cs_request_get_value (request, field);
  const CsEntry *check = value->check != NULL ? value->check : value->refused;
  const char *text = check != NULL ? cs_entry_get_text (check, "text") : NULL;
  g_autofree char *who = NULL;

  if (check == NULL)
    return NULL;
  who = dup_by_and_when (reader, check);
  if (value->check != NULL && !cs_checklist_text_is_checked (request, field))
    /* Translators: who found an item in order, and when, before the work came back */
    return g_strdup_printf (_ ("To be cross-checked again, earlier in order: %s"), who);
  if (value->check != NULL)
    /* Translators: who found an item in order, and when */
    return g_strdup_printf (_ ("Cross-checked, in order: %s"), who);
  /* Translators: who found an item wrong, and when; what is wrong */
  return g_strdup_printf (_ ("Cross-checked, found wrong: %1$s: %2$s"),
                          who,
                          text != NULL ? text : "–");
}

static void
add_evidence (CsDetailRow *row, const json_t *value)
{
  gsize index;
  json_t *file;

  json_array_foreach (json_object_get (value, "files"), index, file)
  {
    const char *name = cs_json_get_string (file, "name");
    const char *digest = cs_json_get_string (file, "sha256");
    g_autofree char *label = name != NULL ? g_strdup_printf (_ ("Open %s"), name) : NULL;

    if (label != NULL && digest != NULL)
      cs_detail_row_add_button (row, label, "request.open-file", g_variant_new_string (digest));
  }
}

/* The buttons of a row that say what can be done now. */
static void
add_actions (CsReader *reader, CsDetailRow *row, const CsField *field)
{
  const GPtrArray *actions = cs_request_view_get_actions (cs_reader_get_view (reader));
  const CsValue *value = cs_request_get_value (cs_reader_get_request (reader), field);
  gboolean has_fill = FALSE;

  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];

    if (!action->is_open || action->step == NULL)
      continue;
    if (action->kind == CS_ACTION_FILL && !has_fill &&
        g_ptr_array_find (action->step->form, field, NULL)) {
      has_fill = TRUE;
      cs_detail_row_add_button (row,
                                value->value != NULL ? _ ("Correct…") : _ ("Answer…"),
                                "request.fill",
                                g_variant_new ("(ss)", action->step->id, field->id));
    } else if (action->kind == CS_ACTION_CHECK && action->field == field) {
      if (!cs_request_is_checked (cs_reader_get_request (reader), action->step, field))
        cs_detail_row_add_button (row, _ ("In Order"), "request.act", g_variant_new_uint32 (i));
      cs_detail_row_add_button (row,
                                _ ("Found Wrong…"),
                                "request.act-wrong",
                                g_variant_new_uint32 (i));
    }
  }
}

static void
add_item (GtkListBox *list, CsReader *reader, const CsField *field)
{
  const CsRequest *request = cs_reader_get_request (reader);
  const CsValue *value = cs_request_get_value (request, field);
  CsItemState state = cs_checklist_text_state (request, field);
  g_autofree char *title = cs_reader_dup_text (reader, field->title, field->id);
  g_autofree char *said = cs_checklist_text_dup_state (request, field);
  g_autofree char *by = value->entry != NULL ? dup_by_and_when (reader, value->entry) : NULL;
  g_autofree char *checked = dup_cross_check (reader, field);
  g_autofree char *text = by != NULL ? g_strdup_printf ("%s · %s", said, by) : g_strdup (said);
  CsDetailRow *row = cs_detail_row_new (cs_checklist_text_icon (state), title, text);
  GtkWidget *mark = cs_unclear_mark_new_for (cs_reader_get_process (reader)->pack, field->id);

  if (cs_request_is_erased (request, field))
    cs_detail_row_set_note (row, _ ("The documents were erased when their time was over"));
  else
    cs_detail_row_set_note (row, checked);
  if (cs_checklist_text_tint (state) != NULL)
    cs_detail_row_set_tint (row, cs_checklist_text_tint (state));
  if (mark != NULL)
    cs_detail_row_add_end (row, mark);
  add_evidence (row, value->value);
  add_actions (reader, row, field);
  gtk_list_box_append (list, GTK_WIDGET (row));
}

static void
add_stage (CsChecklist *self, CsReader *reader, const CsStage *stage, GHashTable *seen)
{
  GtkListBox *list = NULL;

  for (guint i = 0; i < stage->steps->len; i++) {
    const CsStep *step = stage->steps->pdata[i];

    for (guint j = 0; j < step->form->len; j++) {
      const CsField *field = step->form->pdata[j];

      if (!cs_checklist_text_is_item (cs_reader_get_request (reader), field) ||
          !g_hash_table_add (seen, (gpointer)field))
        continue;
      if (list == NULL) {
        g_autofree char *title = cs_reader_dup_text (reader, stage->title, stage->id);

        list = cs_detail_list_add (self->box, title, NULL);
      }
      add_item (list, reader, field);
    }
  }
}

static void
show_progress (CsChecklist *self, const CsRequest *request)
{
  CsChecklistCount count;
  g_autofree char *text = NULL;

  cs_checklist_text_count (request, &count);
  text = cs_checklist_text_dup_count (&count);
  gtk_label_set_label (self->progress, text);
  gtk_progress_bar_set_fraction (self->bar,
                                 count.n_items > 0 ? (double)(count.n_settled + count.n_checked) /
                                                         (double)(count.n_items + count.n_to_check)
                                                   : 0);
}

/**
 * cs_checklist_show:
 *
 * Shows the items as they stand.
 */
void
cs_checklist_show (CsChecklist *self, CsReader *reader)
{
  const GPtrArray *stages = cs_reader_get_process (reader)->stages;
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  cs_box_clear (self->box);
  show_progress (self, cs_reader_get_request (reader));
  for (guint i = 0; i < stages->len; i++)
    add_stage (self, reader, stages->pdata[i], seen);
}
