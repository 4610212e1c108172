/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-board.h"

#include "cs-board-column.h"
#include "cs-field-context.h"
#include "cs-stage-dialog.h"

#include <glib/gi18n-lib.h>

/**
 * CsBoard:
 *
 * A request is in the stage its steps say, so nothing is dragged from one column to another: what a
 * request waits for on its way is told instead, and leads to where it is done.
 */
struct _CsBoard {
  AdwBin parent_instance;

  CsSession *session;        /* (owned) (nullable) */
  CsListFilter *filter;      /* (owned) (nullable) */
  GPtrArray *packs;          /* (owned) (nullable) CsPack */
  GPtrArray *processes;      /* (owned) of borrowed CsProcess of the packs */
  const CsProcess *process;  /* (nullable) that is shown */
  GPtrArray *totals;         /* (owned) (nullable) CsStageTotal */
  GCancellable *cancellable; /* (owned) */
  gboolean is_counting, is_stale, is_filling;
  gboolean is_outdated; /* something changed while nobody looked */

  GtkWidget *chooser;  /* template */
  GtkDropDown *choice; /* template */
  GtkBox *columns;     /* template */
};

enum { SIGNAL_ROW_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsBoard, cs_board, ADW_TYPE_BIN)

static CsBoardColumn *
next_column (CsBoard *self, CsBoardColumn *after)
{
  GtkWidget *column = after != NULL ? gtk_widget_get_next_sibling (GTK_WIDGET (after))
                                    : gtk_widget_get_first_child (GTK_WIDGET (self->columns));

  return (CsBoardColumn *)column;
}

/* --- totals --- */

/* A stage in which nothing but ends happens is empty while only open requests are shown. */
static gboolean
is_wanted (CsBoard *self, CsBoardColumn *column)
{
  const char *stage = cs_board_column_get_stage (column);
  gboolean has_work = FALSE;

  for (guint i = 0; i < self->totals->len; i++) {
    const CsStageTotal *total = self->totals->pdata[i];

    if (g_strcmp0 (total->stage, stage) == 0 &&
        g_strcmp0 (total->process, self->process->id) == 0 &&
        g_strcmp0 (total->pack, self->process->pack->id) == 0)
      return TRUE;
  }
  for (guint i = 0; i < self->process->steps->len; i++) {
    const CsStep *step = self->process->steps->pdata[i];

    has_work = has_work || (g_strcmp0 (step->stage->id, stage) == 0 && step->end == CS_END_NONE);
  }
  return has_work;
}

static void
show_totals (CsBoard *self)
{
  if (self->totals == NULL || self->process == NULL)
    return;
  for (CsBoardColumn *column = next_column (self, NULL); column != NULL;
       column = next_column (self, column)) {
    cs_board_column_show_totals (column, self->totals, self->process->pack->id, self->process->id);
    gtk_widget_set_visible (GTK_WIDGET (column), is_wanted (self, column));
  }
}

/* One count at a time; what changes meanwhile is counted after it. */
static void recount (CsBoard *self);

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) totals =
      cs_workspace_total_stages_finish (CS_WORKSPACE (source), result, &error);
  CsBoard *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = CS_BOARD (data);
  self->is_counting = FALSE;
  if (totals != NULL) {
    g_clear_pointer (&self->totals, g_ptr_array_unref);
    self->totals = g_steal_pointer (&totals);
    show_totals (self);
  }
  if (self->is_stale)
    recount (self);
}

static void
recount (CsBoard *self)
{
  CsWorkspace *workspace = self->session != NULL ? cs_session_get_workspace (self->session) : NULL;

  self->is_stale = self->is_counting;
  if (workspace == NULL || self->filter == NULL || self->is_counting)
    return;
  self->is_counting = TRUE;
  cs_workspace_total_stages_async (workspace, self->filter, self->cancellable, counted_cb, self);
}

/* --- columns --- */

static void
activated_cb (CsBoard *self, CsRow *row)
{
  g_signal_emit (self, signals[SIGNAL_ROW_ACTIVATED], 0, row);
}

static void
add_column (CsBoard *self, const char *stage, const char *title)
{
  GtkWidget *column = cs_board_column_new (self->session, stage, title);

  g_signal_connect_object (column,
                           "row-activated",
                           G_CALLBACK (activated_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (self->columns, column);
}

static void
fill_columns (CsBoard *self)
{
  GtkWidget *column;

  while ((column = gtk_widget_get_first_child (GTK_WIDGET (self->columns))) != NULL)
    gtk_box_remove (self->columns, column);
  for (guint i = 0; self->process != NULL && i < self->process->stages->len; i++) {
    const CsStage *stage = self->process->stages->pdata[i];
    g_autofree char *title = cs_text_dup (stage->title, cs_field_context_get_language ());

    add_column (self, stage->id, title != NULL ? title : stage->id);
  }
}

static void
filter_columns (CsBoard *self)
{
  CsListFilter filter;

  if (self->filter == NULL || self->process == NULL)
    return;
  filter = *self->filter;
  filter.pack = self->process->pack->id;
  filter.process = self->process->id;
  for (CsBoardColumn *column = next_column (self, NULL); column != NULL;
       column = next_column (self, column))
    cs_board_column_set_filter (column, &filter);
}

static void
set_process (CsBoard *self, const CsProcess *process)
{
  self->process = process;
  fill_columns (self);
  filter_columns (self);
  show_totals (self);
}

static void
choice_cb (CsBoard *self)
{
  guint at = gtk_drop_down_get_selected (self->choice);

  if (!self->is_filling && at < self->processes->len)
    set_process (self, self->processes->pdata[at]);
}

/* The processes that can be begun; the one that was shown stays. */
static void
fill_choice (CsBoard *self)
{
  CsWorkspace *workspace = cs_session_get_workspace (self->session);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->packs);
  const CsProcess *shown = self->process;
  guint chosen = 0;

  g_ptr_array_set_size (self->processes, 0);
  self->packs = cs_workspace_list_packs (workspace);
  for (guint i = 0; i < self->packs->len; i++) {
    const CsPack *pack = self->packs->pdata[i];

    for (guint j = 0; j < pack->processes->len; j++) {
      const CsProcess *process = pack->processes->pdata[j];
      g_autofree char *title = cs_text_dup (process->title, cs_field_context_get_language ());

      if (shown != NULL && g_strcmp0 (shown->id, process->id) == 0 &&
          g_strcmp0 (shown->pack->id, pack->id) == 0)
        chosen = self->processes->len;
      g_ptr_array_add (self->processes, (gpointer)process);
      gtk_string_list_append (titles, title != NULL ? title : process->id);
    }
  }
  self->is_filling = TRUE;
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (self->choice, chosen);
  self->is_filling = FALSE;
  gtk_widget_set_visible (self->chooser, self->processes->len > 1);
  if (self->processes->len == 0)
    set_process (self, NULL);
  else if (self->processes->pdata[chosen] != shown)
    set_process (self, self->processes->pdata[chosen]);
}

static void
changed_cb (CsBoard *self, const char *request)
{
  if (request == NULL)
    fill_choice (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    recount (self);
  else
    self->is_outdated = TRUE;
}

/**
 * cs_board_set_session:
 *
 * Gives it the workspace; once.
 */
void
cs_board_set_session (CsBoard *self, CsSession *session)
{
  CsWorkspace *workspace = cs_session_get_workspace (session);

  g_set_object (&self->session, session);
  if (workspace == NULL)
    return;
  g_signal_connect_object (workspace, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  fill_choice (self);
}

/**
 * cs_board_set_filter:
 * @filter: what narrows the requests; copied
 *
 * Shows those requests.
 */
void
cs_board_set_filter (CsBoard *self, const CsListFilter *filter)
{
  g_clear_pointer (&self->filter, cs_list_filter_free);
  self->filter = cs_list_filter_copy (filter);
  filter_columns (self);
  recount (self);
}

/* --- keys --- */

static CsBoardColumn *
focused_column (CsBoard *self)
{
  return (CsBoardColumn *)gtk_widget_get_focus_child (GTK_WIDGET (self->columns));
}

/**
 * cs_board_get_focused:
 *
 * Returns: (transfer none) (nullable): the request whose card has the keyboard focus
 */
CsRow *
cs_board_get_focused (CsBoard *self)
{
  CsBoardColumn *column = focused_column (self);

  return column != NULL ? cs_board_column_get_focused (column, NULL) : NULL;
}

/* To the next column with a card in it, at the same height. */
static gboolean
go_aside (CsBoard *self, gboolean goes_on)
{
  CsBoardColumn *column = focused_column (self);
  guint position = 0;

  if (column == NULL || cs_board_column_get_focused (column, &position) == NULL)
    return FALSE;
  for (;;) {
    GtkWidget *next = goes_on ? gtk_widget_get_next_sibling (GTK_WIDGET (column))
                              : gtk_widget_get_prev_sibling (GTK_WIDGET (column));

    if (next == NULL)
      return TRUE;
    column = CS_BOARD_COLUMN (next);
    if (gtk_widget_get_visible (next) && cs_board_column_go_to (column, position))
      return TRUE;
  }
}

/* Before the list extends its selection with these keys. */
static gboolean
explain (CsBoard *self)
{
  CsRow *row = cs_board_get_focused (self);

  if (row != NULL)
    cs_stage_dialog_present (GTK_WIDGET (self), self->session, row);
  return row != NULL;
}

static gboolean
key_cb (CsBoard *self, guint keyval, guint keycode, GdkModifierType state)
{
  const GdkModifierType held = state & gtk_accelerator_get_default_mod_mask ();
  gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (held == (GDK_CONTROL_MASK | GDK_SHIFT_MASK))
    return (keyval == GDK_KEY_Left || keyval == GDK_KEY_Right) && explain (self);
  if (held != 0)
    return FALSE;
  if (keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left)
    return go_aside (self, is_mirrored);
  if (keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Right)
    return go_aside (self, !is_mirrored);
  return FALSE;
}

/* --- life --- */

static void
cs_board_map (GtkWidget *widget)
{
  CsBoard *self = CS_BOARD (widget);

  GTK_WIDGET_CLASS (cs_board_parent_class)->map (widget);
  if (self->is_outdated)
    recount (self);
  self->is_outdated = FALSE;
}

static void
cs_board_dispose (GObject *object)
{
  CsBoard *self = CS_BOARD (object);

  g_cancellable_cancel (self->cancellable);
  self->process = NULL;
  G_OBJECT_CLASS (cs_board_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_BOARD);
  g_clear_object (&self->session);
}

static void
cs_board_finalize (GObject *object)
{
  CsBoard *self = CS_BOARD (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->processes);
  g_clear_pointer (&self->packs, g_ptr_array_unref);
  g_clear_pointer (&self->totals, g_ptr_array_unref);
  g_clear_pointer (&self->filter, cs_list_filter_free);
  G_OBJECT_CLASS (cs_board_parent_class)->finalize (object);
}

static void
cs_board_class_init (CsBoardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_board_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_board_finalize;
  widget_class->map = cs_board_map;
  g_type_ensure (CS_TYPE_BOARD_COLUMN);
  signals[SIGNAL_ROW_ACTIVATED] = g_signal_new ("row-activated",
                                                CS_TYPE_BOARD,
                                                G_SIGNAL_RUN_LAST,
                                                0,
                                                NULL,
                                                NULL,
                                                NULL,
                                                G_TYPE_NONE,
                                                1,
                                                CS_TYPE_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/requests/cs-board.ui");
  gtk_widget_class_bind_template_child (widget_class, CsBoard, chooser);
  gtk_widget_class_bind_template_child (widget_class, CsBoard, choice);
  gtk_widget_class_bind_template_child (widget_class, CsBoard, columns);
  gtk_widget_class_bind_template_callback (widget_class, choice_cb);
}

static void
cs_board_init (CsBoard *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->processes = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->columns), keys);
}

/**
 * cs_board_new:
 *
 * Returns: (transfer floating): an empty one
 */
GtkWidget *
cs_board_new (void)
{
  return g_object_new (CS_TYPE_BOARD, NULL);
}
