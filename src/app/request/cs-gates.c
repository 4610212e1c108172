/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-gates.h"

#include "cs-act-as.h"
#include "cs-cond-text.h"
#include "cs-detail-row.h"
#include "cs-unclear-mark.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * CsGates:
 *
 * The gate explainer. A gate cannot be gone round here: it says why, and what would open it
 * (`request.fill`, `request.go-to-step`, `request.act-as`, `request.act`).
 */
struct _CsGates {
  AdwBin parent_instance;

  GHashTable *rows; /* (owned) gate id -> (borrowed) heading row */

  GtkBox *box; /* template */
};

G_DEFINE_FINAL_TYPE (CsGates, cs_gates, ADW_TYPE_BIN)

static void
cs_gates_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_gates_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_GATES);
}

static void
cs_gates_finalize (GObject *object)
{
  g_clear_pointer (&CS_GATES (object)->rows, g_hash_table_unref);
  G_OBJECT_CLASS (cs_gates_parent_class)->finalize (object);
}

static void
cs_gates_class_init (CsGatesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_gates_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_gates_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-gates.ui");
  gtk_widget_class_bind_template_child (widget_class, CsGates, box);
}

static void
cs_gates_init (CsGates *self)
{
  self->rows = g_hash_table_new (g_str_hash, g_str_equal);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cs_gates_new (void)
{
  return g_object_new (CS_TYPE_GATES, NULL);
}

/* Missing facts */

static gboolean
can_fill (CsReader *reader, const CsMissing *missing)
{
  const CsAction *fill;

  if (missing->field == NULL || missing->step == NULL)
    return FALSE;
  fill = cs_reader_find_action (reader, CS_ACTION_FILL, missing->step, NULL, NULL);
  return fill != NULL && fill->is_open;
}

static gboolean
is_among (const CsMissing *missing, const char *person)
{
  return missing->people != NULL && g_strv_contains ((const char *const *)missing->people, person);
}

static void
add_way (CsReader *reader, CsDetailRow *row, const CsMissing *missing)
{
  if (can_fill (reader, missing)) {
    cs_detail_row_add_button (row,
                              _ ("Fill In"),
                              "request.fill",
                              g_variant_new ("(ss)", missing->step->id, missing->field->id));
    return;
  }
  if (missing->step != NULL)
    cs_detail_row_add_button (row,
                              _ ("Go to Step"),
                              "request.go-to-step",
                              g_variant_new_string (missing->step->id));
  if (!is_among (missing, cs_reader_get_me (reader)))
    cs_detail_row_add_act_as (row, reader, (const char *const *)missing->people);
}

/**
 * cs_gates_show_missing:
 * @list: where
 * @missing: (element-type CsMissing): what is missing
 *
 * Adds a row for each missing fact: what it is, who can supply it, and the way there.
 */
void
cs_gates_show_missing (GtkListBox *list, CsReader *reader, const GPtrArray *missing)
{
  for (guint i = 0; i < missing->len; i++) {
    const CsMissing *item = missing->pdata[i];
    g_autofree char *who = NULL;
    CsDetailRow *row;

    if (is_among (item, cs_reader_get_me (reader)))
      who = g_strdup (_ ("This is yours to supply"));
    else if (item->who != NULL && *item->who != '\0')
      who = g_strdup_printf (_ ("Can be supplied by %s"), item->who);
    row = cs_detail_row_new ("countersign-gate-symbolic", item->text, who);
    cs_detail_row_set_tint (row, "warning");
    add_way (reader, row, item);
    gtk_list_box_append (list, GTK_WIDGET (row));
  }
}

/* Gates */

/* How far a gate is: “2 of 4” counts the facts that apply. */
typedef struct {
  guint n_held, n_facts;
  gboolean is_needed; /* a step it guards still waits or is open */
  gboolean guards;    /* a step that applies */
} GateLook;

static gboolean
applies (CsReader *reader, const CsFact *fact)
{
  return fact->when == NULL ||
         cs_cond_evaluate (fact->when, cs_reader_get_request (reader), NULL, NULL) !=
             CS_TRUTH_FALSE;
}

static void
look_at_steps (CsReader *reader, const CsGate *gate, GateLook *look)
{
  const GPtrArray *steps = cs_reader_get_process (reader)->steps;

  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];
    CsStepState state = cs_request_get_step_state (cs_reader_get_request (reader), step);

    if (!g_ptr_array_find (step->enter, gate, NULL) && !g_ptr_array_find (step->leave, gate, NULL))
      continue;
    if (state == CS_STEP_NOT_APPLICABLE)
      continue;
    look->guards = TRUE;
    if (!cs_request_is_step_passed (cs_reader_get_request (reader), step))
      look->is_needed = TRUE;
  }
}

static void
look_at (CsReader *reader, const CsGate *gate, GateLook *look)
{
  memset (look, 0, sizeof *look);
  look_at_steps (reader, gate, look);
  for (guint i = 0; i < gate->facts->len; i++) {
    const CsFact *fact = gate->facts->pdata[i];
    guint n_held, n_all;

    if (!applies (reader, fact))
      continue;
    cs_cond_text_count (reader, fact->cond, &n_held, &n_all);
    look->n_facts += n_all;
    look->n_held += n_held;
  }
}

static void
add_held (GtkListBox *list, CsReader *reader, const CsGate *gate)
{
  for (guint i = 0; i < gate->facts->len; i++) {
    const CsFact *fact = gate->facts->pdata[i];
    g_autoptr (GPtrArray) texts = NULL;

    if (!applies (reader, fact))
      continue;
    texts = cs_cond_text_list_held (reader, fact->cond);
    for (guint j = 0; j < texts->len; j++) {
      CsDetailRow *row = cs_detail_row_new ("countersign-tick-symbolic", texts->pdata[j], NULL);

      cs_detail_row_set_tint (row, "success");
      gtk_list_box_append (list, GTK_WIDGET (row));
    }
  }
}

static char *
guards_text (CsReader *reader, const CsGate *gate)
{
  const GPtrArray *steps = cs_reader_get_process (reader)->steps;
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];
    g_autofree char *title = NULL;

    if (!g_ptr_array_find (step->enter, gate, NULL) && !g_ptr_array_find (step->leave, gate, NULL))
      continue;
    if (cs_request_get_step_state (cs_reader_get_request (reader), step) == CS_STEP_NOT_APPLICABLE)
      continue;
    title = cs_reader_dup_text (reader, step->title, step->id);
    g_string_append_printf (out, _ ("%1$s“%2$s”"), out->len > 0 ? ", " : "", title);
  }
  return g_strdup_printf (_ ("before %s"), out->str);
}

static void
add_override (CsReader *reader, CsDetailRow *row, const CsGate *gate)
{
  const GPtrArray *actions = cs_request_view_get_actions (cs_reader_get_view (reader));

  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];

    if (action->kind == CS_ACTION_OVERRIDE && action->gate == gate && action->is_open)
      cs_detail_row_add_button (row, _ ("Override…"), "request.act", g_variant_new_uint32 (i));
  }
}

static void
add_gate (CsGates *self, CsReader *reader, const CsGate *gate, const GateLook *look)
{
  const CsPack *pack = cs_reader_get_process (reader)->pack;
  gboolean is_open = cs_request_gate_truth (cs_reader_get_request (reader), gate) == CS_TRUTH_TRUE;
  g_autofree char *title = cs_reader_dup_text (reader, gate->title, gate->id);
  g_autofree char *guards = guards_text (reader, gate);
  g_autofree char *count = g_strdup_printf (_ ("%1$u of %2$u"), look->n_held, look->n_facts);
  g_autofree char *text = g_strdup_printf (_ ("%1$s · %2$s · %3$s"),
                                           is_open ? C_ ("gate", "Open") : C_ ("gate", "Closed"),
                                           count,
                                           guards);
  GtkListBox *list = cs_detail_list_add (self->box, NULL, NULL);
  CsDetailRow *row =
      cs_detail_row_new (is_open ? "countersign-gate-open-symbolic" : "countersign-gate-symbolic",
                         title,
                         text);
  GtkWidget *mark = cs_unclear_mark_new_for (pack, gate->id);
  CsRuleContext context;
  g_autoptr (GPtrArray) missing = NULL;

  gtk_widget_add_css_class (GTK_WIDGET (row), "cs-heading-row");
  cs_detail_row_set_tint (row, is_open ? "success" : "warning");
  if (mark != NULL)
    cs_detail_row_add_end (row, mark);
  add_override (reader, row, gate);
  gtk_list_box_append (list, GTK_WIDGET (row));
  g_hash_table_insert (self->rows, gate->id, row);
  if (!is_open) {
    cs_request_view_get_context (cs_reader_get_view (reader), &context);
    missing = cs_rules_missing_for_gate (cs_reader_get_request (reader), gate, &context);
    cs_gates_show_missing (list, reader, missing);
  }
  add_held (list, reader, gate);
}

/**
 * cs_gates_show:
 *
 * Shows the gates that guard what is still to come, then those that were passed.
 */
void
cs_gates_show (CsGates *self, CsReader *reader)
{
  const GPtrArray *gates = cs_reader_get_process (reader)->gates;

  cs_box_clear (self->box);
  g_hash_table_remove_all (self->rows);
  for (int pass = 0; pass < 2; pass++) {
    for (guint i = 0; i < gates->len; i++) {
      GateLook look;

      look_at (reader, gates->pdata[i], &look);
      if (look.guards && look.is_needed == (pass == 0))
        add_gate (self, reader, gates->pdata[i], &look);
    }
  }
}

/**
 * cs_gates_focus:
 * @gate: id
 *
 * Scrolls to a gate.
 */
void
cs_gates_focus (CsGates *self, const char *gate)
{
  GtkWidget *row = g_hash_table_lookup (self->rows, gate);

  if (row == NULL)
    return;
  gtk_widget_set_focusable (row, TRUE);
  gtk_widget_grab_focus (row);
}
