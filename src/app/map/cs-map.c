/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-map.h"

#include "cs-button.h"
#include "cs-detail-row.h"
#include "cs-field-context.h"
#include "cs-map-step.h"
#include "cs-map-text.h"
#include "cs-map-view.h"
#include "cs-wrap.h"

#include <glib/gi18n-lib.h>

#define N_WIDTH_CHARS 34

/**
 * CsMap:
 *
 * What is behind, open and to come in a line; below it the steps and what leads from one to
 * another. A press on a step says more, and leads to it (`request.go-to-step`,
 * `request.show-gate`).
 */
struct _CsMap {
  AdwBin parent_instance;

  CsReader *reader; /* (owned) (nullable) */

  GtkLabel *summary; /* template */
  GtkWidget *here;   /* template */
  CsMapView *view;   /* template */
};

G_DEFINE_FINAL_TYPE (CsMap, cs_map, ADW_TYPE_BIN)

static void
here_cb (CsMap *self)
{
  cs_map_view_focus_now (self->view);
}

static void
add_text (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label;

  if (text == NULL || *text == '\0')
    return;
  label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  /* of one width, or the popover would be too low for what wraps */
  gtk_label_set_width_chars (GTK_LABEL (label), N_WIDTH_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (label), N_WIDTH_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
}

static GtkWidget *
add_button (CsMap *self, GtkWidget *box, const char *label, const char *action, const char *target)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  g_signal_connect_object (button,
                           "clicked",
                           G_CALLBACK (cs_map_view_popdown),
                           self->view,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
add_missing (CsMap *self, GtkWidget *box, const GPtrArray *gates)
{
  const CsRequest *request = cs_reader_get_request (self->reader);
  CsRuleContext context;

  cs_request_view_get_context (cs_reader_get_view (self->reader), &context);
  for (guint i = 0; i < gates->len; i++) {
    const CsGate *gate = gates->pdata[i];
    g_autofree char *title = cs_reader_dup_text (self->reader, gate->title, gate->id);
    g_autoptr (GPtrArray) missing = NULL;

    if (cs_request_gate_truth (request, gate) == CS_TRUTH_TRUE)
      continue;
    missing = cs_rules_missing_for_gate (request, gate, &context);
    add_text (box, title, "cs-title");
    for (guint j = 0; j < missing->len; j++)
      add_text (box, ((const CsMissing *)missing->pdata[j])->text, "cs-blocks");
    add_button (self, box, _ ("Show Gate"), "request.show-gate", gate->id);
  }
}

static void
step_cb (CsMap *self, CsMapStep *widget)
{
  const CsStep *step = cs_map_step_get_step (widget);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *title = cs_map_text_title (step);
  g_autofree char *state = cs_map_text_state (self->reader, step);
  g_autofree char *ways = cs_map_text_ways (cs_map_view_get_flow (self->view), step);
  g_autofree char *blocks = cs_map_text_blocks (self->reader, step);
  g_autofree char *help =
      step->help != NULL ? cs_text_dup (step->help, cs_field_context_get_language ()) : NULL;

  gtk_widget_add_css_class (box, "cs-map-more");
  add_text (box, title, "heading");
  add_text (box, state, "cs-text");
  add_text (box, help, "cs-text");
  add_text (box, ways, "secondary");
  if (self->reader != NULL) {
    if (blocks != NULL) {
      add_missing (self, box, step->enter);
      add_missing (self, box, step->leave);
    }
    add_button (self, box, _ ("Go to Step"), "request.go-to-step", step->id);
  }
  cs_map_view_popup (self->view, GTK_WIDGET (widget), box);
}

/**
 * cs_map_show_request:
 *
 * Shows the process of a request and how far it has come.
 */
void
cs_map_show_request (CsMap *self, CsReader *reader)
{
  g_autofree char *summary = cs_map_text_summary (reader);

  g_set_object (&self->reader, reader);
  gtk_label_set_label (self->summary, summary);
  gtk_widget_set_visible (GTK_WIDGET (self->summary), TRUE);
  gtk_widget_set_visible (self->here,
                          cs_request_get_end (cs_reader_get_request (reader)) == CS_END_NONE);
  cs_map_view_show (self->view, cs_reader_get_process (reader), reader);
}

/**
 * cs_map_show_process:
 *
 * Shows a process by itself.
 */
void
cs_map_show_process (CsMap *self, const CsProcess *process)
{
  g_clear_object (&self->reader);
  gtk_widget_set_visible (GTK_WIDGET (self->summary), FALSE);
  gtk_widget_set_visible (self->here, FALSE);
  cs_map_view_show (self->view, process, NULL);
}

static void
cs_map_dispose (GObject *object)
{
  CsMap *self = CS_MAP (object);

  g_clear_object (&self->reader);
  G_OBJECT_CLASS (cs_map_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_MAP);
}

static void
cs_map_class_init (CsMapClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_map_dispose;
  g_type_ensure (CS_TYPE_MAP_VIEW);
  g_type_ensure (CS_TYPE_WRAP);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/map/cs-map.ui");
  gtk_widget_class_bind_template_child (widget_class, CsMap, summary);
  gtk_widget_class_bind_template_child (widget_class, CsMap, here);
  gtk_widget_class_bind_template_child (widget_class, CsMap, view);
  gtk_widget_class_bind_template_callback (widget_class, here_cb);
  gtk_widget_class_bind_template_callback (widget_class, step_cb);
}

static void
cs_map_init (CsMap *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cs_map_new:
 *
 * Returns: (transfer floating): an empty one
 */
GtkWidget *
cs_map_new (void)
{
  return g_object_new (CS_TYPE_MAP, NULL);
}
