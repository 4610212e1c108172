/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-clocks.h"

#include "cs-action-text.h"
#include "cs-detail-row.h"
#include "cs-run-badge.h"
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

/* An answer sets the length of the clock: whoever may correct it can do so from here (PH-28). */
static void
add_choice_button (CsReader *reader, CsDetailRow *row, const CsClockDef *clock)
{
  const GPtrArray *actions = cs_request_view_get_actions (cs_reader_get_view (reader));
  const CsField *field = clock->by != NULL ? clock->by : clock->time.field;

  for (guint i = 0; field != NULL && i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];
    g_autofree char *title = NULL;
    g_autofree char *label = NULL;

    if (action->kind != CS_ACTION_FILL || !action->is_open ||
        !g_ptr_array_find (action->step->form, field, NULL))
      continue;
    title = cs_reader_dup_text (reader, field->title, field->id);
    /* Translators: a button; what is changed is a field such as “Severity” */
    label = g_strdup_printf (_ ("Change “%s”…"), title);
    cs_detail_row_add_button (row,
                              label,
                              "request.correct",
                              g_variant_new ("(ss)", action->step->id, field->id));
    return;
  }
}

/* Hours read from left to right in every language. */
static char *
isolate_hours (const char *line)
{
  g_autoptr (GRegex) hours =
      g_regex_new ("\\d\\d:\\d\\d–\\d\\d:\\d\\d(, \\d\\d:\\d\\d–\\d\\d:\\d\\d)*", 0, 0, NULL);

  return g_regex_replace (hours, line, -1, 0, "\\x{2066}\\0\\x{2069}", 0, NULL);
}

static char *
explain (CsReader *reader, const CsClockRun *run)
{
  g_autoptr (GPtrArray) lines = cs_clock_explain (cs_reader_get_request (reader),
                                                  run,
                                                  cs_reader_get_directory (reader),
                                                  NULL);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; lines != NULL && i < lines->len; i++) {
    g_autofree char *line = isolate_hours (lines->pdata[i]);

    g_string_append_printf (out, "%s%s", out->len > 0 ? "\n" : "", line);
  }
  return out->len > 0 ? g_strdup (out->str) : NULL;
}

static void
append_telling (GString *out, CsReader *reader, CsInstant at, GStrv people, gboolean is_told)
{
  g_autofree char *when = cs_reader_dup_day_time (reader, at);
  g_autofree char *names = cs_reader_join_all_names (reader, (const char *const *)people);

  if (out->len > 0)
    g_string_append_c (out, '\n');
  g_string_append_printf (out,
                          /* Translators: when a deadline was or will be told, and whom */
                          is_told ? _ ("%1$s: told %2$s") : _ ("%1$s: %2$s will be told"),
                          when,
                          names);
}

/* Those who were told then, who need not be those who would be told today. */
static void
append_told (GString *out, CsReader *reader, const CsEntry *entry)
{
  g_autoptr (GStrvBuilder) told = g_strv_builder_new ();
  g_auto (GStrv) people = NULL;
  gsize index;
  json_t *person;

  json_array_foreach (json_object_get (cs_entry_get_data (entry), "told"), index, person)
      g_strv_builder_add (told, json_string_value (person));
  people = g_strv_builder_end (told);
  append_telling (out, reader, cs_entry_get_received (entry), people, TRUE);
}

/* PH-30: who was told and who will be, rung by rung; of a deadline that was moved, both (PH-26). */
static char *
list_rungs (CsReader *reader, const CsClockRun *run)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < run->rungs->len; i++) {
    const CsRungState *rung = run->rungs->pdata[i];

    if (rung->earlier != NULL)
      append_told (out, reader, rung->earlier);
    if (rung->fired != NULL)
      append_told (out, reader, rung->fired);
    else if (rung->at != CS_INSTANT_NONE && run->stopped == CS_INSTANT_NONE)
      append_telling (out, reader, rung->at, rung->tell, FALSE);
  }
  return out->len > 0 ? g_strdup (out->str) : NULL;
}

static void
add_lines (CsDetailRow *row, const char *title, const char *lines)
{
  GtkWidget *expander, *heading;

  if (lines == NULL)
    return;
  expander = gtk_expander_new (NULL);
  heading = gtk_label_new (title);
  gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_expander_set_label_widget (GTK_EXPANDER (expander), heading);
  gtk_accessible_update_property (GTK_ACCESSIBLE (expander),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  -1);
  gtk_expander_set_child (GTK_EXPANDER (expander), cs_caption_new (lines));
  cs_detail_row_add_below (row, expander);
}

/* “Target Fri 9 Jan 18:00 · limit Tue 13 Jan 18:00” (PH-25) */
static char *
ends_text (CsReader *reader, const CsClockRun *run)
{
  g_autofree char *target =
      run->target != CS_INSTANT_NONE ? cs_reader_dup_day_time (reader, run->target) : NULL;
  g_autofree char *due = run->due != CS_INSTANT_NONE ? cs_reader_dup_day_time (reader, run->due)
                                                     : NULL;

  if (target != NULL && due != NULL)
    return g_strdup_printf (_ ("Target %1$s · limit %2$s"), target, due);
  if (due != NULL)
    return g_strdup_printf (_ ("Limit %s"), due);
  return target != NULL ? g_strdup_printf (_ ("To be looked at %s, without a limit"), target)
                        : NULL;
}

/* The newest extension of a run: why it ends when it ends (PH-26). */
static char *
extension_text (CsReader *reader, const CsClockRun *run)
{
  const CsClockDef *clock = cs_process_get_clock (cs_reader_get_process (reader), run->clock->id);
  const CsClockLog *log = cs_request_get_clock_log (cs_reader_get_request (reader), clock);
  const CsEntry *entry = log->extends->len > 0 ? log->extends->pdata[log->extends->len - 1] : NULL;
  const char *reason = entry != NULL ? cs_entry_get_text (entry, "reason") : NULL;
  g_autofree char *end = NULL;
  g_autofree char *name = NULL;

  if (!run->extended || entry == NULL)
    return NULL;
  end = cs_reader_dup_day_time (reader, run->due);
  name = cs_iso (cs_reader_get_name (reader, cs_entry_get_by (entry)));
  return g_strdup_printf (_ ("Extended to %1$s by %2$s: %3$s"),
                          end,
                          name,
                          reason != NULL ? reason : "–");
}

static void
add_run (CsReader *reader, GtkListBox *list, const CsClockRun *run)
{
  g_autofree char *title = cs_reader_dup_text (reader, run->clock->title, run->clock->id);
  g_autofree char *step =
      run->step != NULL ? cs_reader_dup_text (reader, run->step->title, run->step->id) : NULL;
  g_autofree char *ends = ends_text (reader, run);
  g_autofree char *lines = explain (reader, run);
  g_autofree char *rungs = list_rungs (reader, run);
  g_autofree char *extension = extension_text (reader, run);
  g_autofree char *reason = cs_run_badge_dup_pause (reader, run);
  g_autofree char *pause = reason != NULL ? g_strdup_printf (_ ("Paused: %s"), reason) : NULL;
  CsDetailRow *row = cs_detail_row_new ("countersign-clock-symbolic",
                                        title,
                                        g_strcmp0 (step, title) != 0 ? step : NULL);
  GtkWidget *mark = cs_unclear_mark_new_for (cs_reader_get_process (reader)->pack, run->clock->id);

  cs_detail_row_add_extra (row, cs_run_badge_new (reader, run));
  if (ends != NULL)
    cs_detail_row_add_extra (row, cs_caption_new (ends));
  if (pause != NULL && run->state == CS_CLOCK_BREACHED)
    cs_detail_row_add_extra (row, cs_caption_new (pause));
  if (mark != NULL)
    cs_detail_row_add_end (row, mark);
  if (extension != NULL)
    cs_detail_row_add_below (row, cs_caption_new (extension));
  add_lines (row, _ ("How the deadline comes about"), lines);
  add_lines (row, _ ("Who is told"), rungs);
  if (run->stopped == CS_INSTANT_NONE) {
    add_clock_buttons (reader, row, run->clock);
    add_choice_button (reader, row, run->clock);
  }
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
