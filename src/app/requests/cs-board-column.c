/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-board-column.h"

#include "cs-board-card.h"
#include "cs-list.h"

#include <glib/gi18n-lib.h>

/* So many currencies are named in the heading; all of them in its tooltip. */
#define MAX_CURRENCIES 2

/**
 * CsBoardColumn:
 *
 * Its list is lazy: a page is read when it is scrolled to, so a stage may hold any number.
 */
struct _CsBoardColumn {
  AdwBin parent_instance;

  CsSession *session; /* (owned) (nullable) */
  char *stage;        /* id; "" for those that are in none */

  GtkWidget *heading; /* template */
  GtkLabel *title;    /* template */
  GtkLabel *count;    /* template */
  GtkLabel *overdue;  /* template */
  GtkLabel *total;    /* template */
  GtkListView *list;  /* template */
};

enum { SIGNAL_ROW_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsBoardColumn, cs_board_column, ADW_TYPE_BIN)

/* --- cards --- */

static void
setup_cb (CsBoardColumn *self, GtkListItem *item)
{
  gtk_list_item_set_child (item, cs_board_card_new (self->session));
}

static void
bind_cb (CsBoardColumn *self, GtkListItem *item)
{
  cs_board_card_set_item (CS_BOARD_CARD (gtk_list_item_get_child (item)),
                          gtk_list_item_get_item (item));
}

static void
unbind_cb (CsBoardColumn *self, GtkListItem *item)
{
  cs_board_card_set_item (CS_BOARD_CARD (gtk_list_item_get_child (item)), NULL);
}

static void
activate_cb (CsBoardColumn *self, guint position)
{
  g_autoptr (CsRow) row =
      g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (self->list)), position);

  if (row != NULL)
    g_signal_emit (self, signals[SIGNAL_ROW_ACTIVATED], 0, row);
}

/**
 * cs_board_column_get_focused:
 * @position: (out) (optional): where it stands
 *
 * Returns: (transfer none) (nullable): the request whose card has the keyboard focus
 */
CsRow *
cs_board_column_get_focused (CsBoardColumn *self, guint *position)
{
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->list));
  GtkWidget *card = row != NULL ? gtk_widget_get_first_child (row) : NULL;
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (self->list));
  CsRow *item = CS_IS_BOARD_CARD (card) ? cs_board_card_get_item (CS_BOARD_CARD (card)) : NULL;

  for (guint i = 0; item != NULL && position != NULL && i < g_list_model_get_n_items (model); i++) {
    g_autoptr (GObject) other = g_list_model_get_item (model, i);

    if (other == G_OBJECT (item)) {
      *position = i;
      break;
    }
  }
  return item;
}

/**
 * cs_board_column_go_to:
 * @position: of a card; the last one where there are fewer
 *
 * Returns: whether there was one to give the focus to
 */
gboolean
cs_board_column_go_to (CsBoardColumn *self, guint position)
{
  GtkSelectionModel *model = gtk_list_view_get_model (self->list);
  guint n = model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;

  return n > 0 && cs_list_go_to (GTK_WIDGET (self->list), MIN (position, n - 1));
}

/**
 * cs_board_column_set_filter:
 * @filter: what the board shows; the stage is this column's
 */
void
cs_board_column_set_filter (CsBoardColumn *self, const CsListFilter *filter)
{
  CsWorkspace *workspace = cs_session_get_workspace (self->session);
  CsListFilter own = *filter;
  g_autoptr (GtkSingleSelection) selection = NULL;

  if (workspace == NULL)
    return;
  own.stage = self->stage;
  selection = gtk_single_selection_new (cs_workspace_list (workspace, CS_LIST_REQUESTS, &own));
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}

/* --- heading --- */

static void
show_amounts (CsBoardColumn *self, const GPtrArray *amounts)
{
  g_autoptr (GString) some = g_string_new (NULL);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < amounts->len; i++) {
    g_autofree char *amount = cs_ltr (amounts->pdata[i]);

    if (i < MAX_CURRENCIES)
      g_string_append_printf (some, "%s%s", i > 0 ? "\n" : "", amount);
    g_string_append_printf (all, "%s%s", i > 0 ? "\n" : "", amount);
  }
  if (amounts->len > MAX_CURRENCIES) {
    guint n_more = amounts->len - MAX_CURRENCIES;

    g_string_append_c (some, '\n');
    g_string_append_printf (some,
                            ngettext ("%u more currency", "%u more currencies", n_more),
                            n_more);
  }
  gtk_label_set_label (self->total, some->str);
  gtk_widget_set_visible (GTK_WIDGET (self->total), some->len > 0);
  gtk_widget_set_tooltip_text (self->heading, all->len > 0 ? all->str : NULL);
}

/**
 * cs_board_column_show_totals:
 * @totals: (element-type CsStageTotal): of all stages
 * @pack: id
 * @process: id
 *
 * Shows how many requests stand here, how many are late, and what they come to per currency.
 */
void
cs_board_column_show_totals (CsBoardColumn *self,
                             const GPtrArray *totals,
                             const char *pack,
                             const char *process)
{
  const CsFormat *format = cs_session_get_format (self->session);
  g_autoptr (GPtrArray) amounts = g_ptr_array_new ();
  g_autofree char *number = NULL;
  g_autofree char *late = NULL;
  g_autofree char *name = NULL;
  guint count = 0, overdue = 0;

  for (guint i = 0; i < totals->len; i++) {
    const CsStageTotal *total = totals->pdata[i];

    if (g_strcmp0 (total->pack, pack) != 0 || g_strcmp0 (total->process, process) != 0 ||
        g_strcmp0 (total->stage, self->stage) != 0)
      continue;
    count += total->count;
    overdue += total->overdue;
    if (total->amount != NULL && total->minor != 0)
      g_ptr_array_add (amounts, total->amount);
  }
  number = cs_format_number (format, count);
  late = g_strdup_printf (ngettext ("%u overdue", "%u overdue", overdue), overdue);
  gtk_label_set_label (self->count, number);
  gtk_label_set_label (self->overdue, late);
  gtk_widget_set_visible (GTK_WIDGET (self->overdue), overdue > 0);
  show_amounts (self, amounts);
  g_ptr_array_add (amounts, NULL);
  name = overdue > 0
             ? g_strdup_printf (_ ("%1$s, %2$s, %3$s"),
                                gtk_label_get_label (self->title),
                                number,
                                late)
             : g_strdup_printf (_ ("%1$s, %2$s"), gtk_label_get_label (self->title), number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
}

/* --- life --- */

const char *
cs_board_column_get_stage (CsBoardColumn *self)
{
  return self->stage;
}

static void
cs_board_column_dispose (GObject *object)
{
  CsBoardColumn *self = CS_BOARD_COLUMN (object);

  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_board_column_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_BOARD_COLUMN);
}

static void
cs_board_column_finalize (GObject *object)
{
  g_free (CS_BOARD_COLUMN (object)->stage);
  G_OBJECT_CLASS (cs_board_column_parent_class)->finalize (object);
}

static void
cs_board_column_class_init (CsBoardColumnClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_board_column_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_board_column_finalize;
  signals[SIGNAL_ROW_ACTIVATED] = g_signal_new ("row-activated",
                                                CS_TYPE_BOARD_COLUMN,
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
      "/io/github/countersign/Countersign/ui/requests/cs-board-column.ui");
  gtk_widget_class_bind_template_child (widget_class, CsBoardColumn, heading);
  gtk_widget_class_bind_template_child (widget_class, CsBoardColumn, title);
  gtk_widget_class_bind_template_child (widget_class, CsBoardColumn, count);
  gtk_widget_class_bind_template_child (widget_class, CsBoardColumn, overdue);
  gtk_widget_class_bind_template_child (widget_class, CsBoardColumn, total);
  gtk_widget_class_bind_template_child (widget_class, CsBoardColumn, list);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
cs_board_column_init (CsBoardColumn *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cs_board_column_new:
 * @stage: id; "" for requests in none
 * @title: what it is called
 *
 * Returns: (transfer floating): an empty one
 */
GtkWidget *
cs_board_column_new (CsSession *session, const char *stage, const char *title)
{
  CsBoardColumn *self = g_object_new (CS_TYPE_BOARD_COLUMN, NULL);

  self->session = g_object_ref (session);
  self->stage = g_strdup (stage);
  gtk_label_set_label (self->title, title);
  return GTK_WIDGET (self);
}
