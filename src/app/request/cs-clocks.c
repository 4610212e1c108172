/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-clocks.h"

#include "cs-action-text.h"
#include "cs-detail-row.h"
#include "cs-sla-badge.h"
#include "cs-unclear-mark.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * CsClocks:
 *
 * The clocks of a request, each with its sum in words.
 */
struct _CsClocks {
  AdwBin parent_instance;

  GtkBox *box; /* template */
};

G_DEFINE_FINAL_TYPE (CsClocks, cs_clocks, ADW_TYPE_BIN)

static void
cs_clocks_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_clocks_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_CLOCKS);
}

static void
cs_clocks_class_init (CsClocksClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_clocks_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-clocks.ui");
  gtk_widget_class_bind_template_child (widget_class, CsClocks, box);
}

static void
cs_clocks_init (CsClocks *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cs_clocks_new (void)
{
  return g_object_new (CS_TYPE_CLOCKS, NULL);
}

static void
add_clock_buttons (CsReader *reader, CsDetailRow *row, const CsClockDef *clock)
{
  const GPtrArray *actions = cs_request_view_get_actions (cs_reader_get_view (reader));

  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];

    if (action->clock != NULL && action->clock->index == clock->index && action->is_open &&
        action->kind != CS_ACTION_ACKNOWLEDGE)
      cs_detail_row_add_button (row,
                                cs_action_text_label (action),
                                "request.act",
                                g_variant_new_uint32 (i));
  }
}

static char *
explain (CsReader *reader, const CsClockRun *run)
{
  g_autoptr (GPtrArray) lines = cs_clock_explain (cs_reader_get_request (reader),
                                                  run,
                                                  cs_reader_get_directory (reader),
                                                  NULL);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    g_string_append_printf (out, "%s%s", out->len > 0 ? "\n" : "", (const char *)lines->pdata[i]);
  return out->len > 0 ? g_strdup (out->str) : NULL;
}

static void
add_run (CsReader *reader, GtkListBox *list, const CsClockRun *run)
{
  g_autofree char *title = cs_reader_dup_text (reader, run->clock->title, run->clock->id);
  g_autofree char *step =
      run->step != NULL ? cs_reader_dup_text (reader, run->step->title, run->step->id) : NULL;
  g_autofree char *lines = explain (reader, run);
  CsDetailRow *row = cs_detail_row_new ("countersign-clock-symbolic",
                                        title,
                                        g_strcmp0 (step, title) != 0 ? step : NULL);
  GtkWidget *badge = cs_sla_badge_new (cs_reader_get_session (reader));
  GtkWidget *mark = cs_unclear_mark_new_for (cs_reader_get_process (reader)->pack, run->clock->id);

  cs_sla_badge_set_run (CS_SLA_BADGE (badge), run, NULL);
  gtk_widget_set_halign (badge, GTK_ALIGN_START);
  cs_detail_row_add_extra (row, badge);
  if (mark != NULL)
    cs_detail_row_add_end (row, mark);
  if (lines != NULL) {
    GtkWidget *label = cs_caption_new (lines);
    GtkWidget *expander = gtk_expander_new (NULL);
    GtkWidget *heading = gtk_label_new (_ ("How the deadline comes about"));

    gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
    gtk_label_set_xalign (GTK_LABEL (heading), 0);
    gtk_expander_set_label_widget (GTK_EXPANDER (expander), heading);

    gtk_expander_set_child (GTK_EXPANDER (expander), label);
    cs_detail_row_add_extra (row, expander);
  }
  if (run->stopped == CS_INSTANT_NONE)
    add_clock_buttons (reader, row, run->clock);
  gtk_list_box_append (list, GTK_WIDGET (row));
}

/**
 * cs_clocks_show:
 *
 * Shows the clocks that run, then those that have stopped, newest first.
 */
void
cs_clocks_show (CsClocks *self, CsReader *reader)
{
  const GPtrArray *runs = cs_request_view_get_clocks (cs_reader_get_view (reader));

  cs_box_clear (self->box);
  for (int pass = 0; pass < 2; pass++) {
    GtkListBox *list = NULL;

    for (guint i = runs->len; i > 0; i--) {
      const CsClockRun *run = runs->pdata[i - 1];

      if ((run->stopped == CS_INSTANT_NONE) != (pass == 0))
        continue;
      if (list == NULL)
        list = cs_detail_list_add (self->box,
                                   pass == 0 ? _ ("Running Clocks") : _ ("Stopped Clocks"),
                                   NULL);
      add_run (reader, list, run);
    }
  }
  if (runs->len == 0)
    gtk_box_append (self->box, cs_caption_new (_ ("No clock has started yet.")));
}
