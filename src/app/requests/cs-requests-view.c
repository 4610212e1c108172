/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-requests-view.h"

#include "cs-board.h"
#include "cs-list.h"
#include "cs-plain-keys.h"
#include "cs-row-table.h"

#include <glib/gi18n-lib.h>

/**
 * CsRequestsView:
 *
 * All requests in a table that one can search, filter and sort, or on a board with a column for
 * each stage; a row or card opens its request.
 */
struct _CsRequestsView {
  CsScreen parent_instance;

  GListModel *list;      /* (owned) (nullable) */
  CsReportPlace *behind; /* (owned) (nullable) the row of a report that led here */

  CsPage *page;              /* template */
  GtkStack *stack;           /* template: "table", "board", "empty", "nothing" */
  CsRowTable *table;         /* template */
  CsBoard *board;            /* template */
  GtkToggleButton *as_board; /* template */
  GtkSearchBar *search_bar;  /* template */
  GtkSearchEntry *search;    /* template */
  GtkWidget *behind_chip;    /* template */
  GtkLabel *behind_words;    /* template */
  GtkToggleButton *open;     /* template */
  GtkToggleButton *closed;   /* template */
  GtkToggleButton *mine;     /* template */
  GtkToggleButton *overdue;  /* template */
  GtkToggleButton *changed;  /* template */
  GtkMenuButton *columns;    /* template */
  AdwStatusPage *nothing;    /* template */
};

G_DEFINE_FINAL_TYPE (CsRequestsView, cs_requests_view, CS_TYPE_SCREEN)

static const CsRowColumn columns[] = {
    {"number", N_ ("Request"), CS_CELL_REFERENCE, "number", "number", 560, FALSE, NULL},
    {"title", N_ ("Title"), CS_CELL_TEXT, "title", "title", 0, TRUE, NULL},
    {"client", N_ ("Client"), CS_CELL_TEXT, "client", "client", 480, TRUE, NULL},
    {"region", N_ ("Region"), CS_CELL_SECONDARY, "region", "region", 1180, FALSE, NULL},
    {"process", N_ ("Process"), CS_CELL_SECONDARY, "process", "process", 1320, FALSE, NULL},
    {"stage", N_ ("Stage"), CS_CELL_TEXT, "stage", "stage", 860, FALSE, NULL},
    {"with", N_ ("With"), CS_CELL_SECONDARY, "with", NULL, 980, TRUE, NULL},
    {"sla", N_ ("Deadline"), CS_CELL_BADGE, NULL, "due", 0, FALSE, NULL},
    {"cost", N_ ("Cost"), CS_CELL_NUMBER, "amount", "amount", 640, FALSE, NULL},
    {"updated", N_ ("Updated"), CS_CELL_DAY, "updated", "updated", 1240, FALSE, NULL},
};

static const CsPlainKey keys[] = {
    {GDK_KEY_j, "list.next", FALSE},
    {GDK_KEY_k, "list.previous", FALSE},
    {GDK_KEY_o, "list.open", FALSE},
};

static gboolean
is_on (GtkToggleButton *button)
{
  return gtk_toggle_button_get_active (button);
}

static gboolean
is_filtered (CsRequestsView *self)
{
  return self->behind != NULL || !is_on (self->open) || is_on (self->closed) ||
         is_on (self->mine) || is_on (self->overdue) || is_on (self->changed) ||
         *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
}

static void
show_state (CsRequestsView *self)
{
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  guint n = g_list_model_get_n_items (self->list);
  gboolean is_loaded;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *title = NULL;
  g_autofree char *number = NULL;
  g_autofree char *subtitle = NULL;

  g_object_get (self->list, "loaded", &is_loaded, NULL);
  if (!is_loaded)
    return;
  title = *text != '\0' ? g_strdup_printf (_ ("No Results for “%s”"), text)
                        : g_strdup (_ ("No Matching Requests"));
  adw_status_page_set_title (self->nothing, title);
  gtk_stack_set_visible_child_name (self->stack,
                                    n == 0 ? (is_filtered (self) ? "nothing" : "empty")
                                    : is_on (self->as_board) ? "board"
                                                             : "table");
  gtk_widget_set_visible (GTK_WIDGET (self->columns), !is_on (self->as_board));
  number = cs_format_number (cs_session_get_format (session), n);
  /* Translators: under the heading of the table; the number stands in the reader’s digits */
  subtitle = g_strdup_printf (ngettext ("%s request", "%s requests", n), number);
  cs_page_set_subtitle (self->page, n > 0 ? subtitle : NULL);
}

static void
reload (CsRequestsView *self)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));
  CsListFilter filter = {0};

  if (workspace == NULL)
    return;
  filter.text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  filter.order = cs_row_table_get_order (self->table);
  filter.state = is_on (self->open) ? "open" : (is_on (self->closed) ? "closed" : NULL);
  filter.group = is_on (self->overdue) ? "overdue" : NULL;
  filter.behind = self->behind;
  filter.mine_only = is_on (self->mine);
  filter.changed_only = is_on (self->changed);
  cs_list_follow (&self->list,
                  cs_workspace_list (workspace, CS_LIST_REQUESTS, &filter),
                  G_CALLBACK (show_state),
                  self);
  cs_row_table_set_model (self->table, self->list);
  if (is_on (self->as_board))
    cs_board_set_filter (self->board, &filter);
  show_state (self);
}

/* The board is filled when it is looked at. */
static void
look_cb (CsRequestsView *self)
{
  if (self->list != NULL)
    reload (self);
}

static void
toggle_board_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsRequestsView *self = CS_REQUESTS_VIEW (widget);

  gtk_toggle_button_set_active (self->as_board, !is_on (self->as_board));
}

/* Open and Closed exclude each other; neither shows both. */
static void
chip_cb (CsRequestsView *self, GtkToggleButton *chip)
{
  if (is_on (chip) && chip == self->open)
    gtk_toggle_button_set_active (self->closed, FALSE);
  if (is_on (chip) && chip == self->closed)
    gtk_toggle_button_set_active (self->open, FALSE);
  reload (self);
}

static void
forget_behind (CsRequestsView *self)
{
  g_clear_pointer (&self->behind, cs_report_place_free);
  gtk_widget_set_visible (self->behind_chip, FALSE);
}

static void
forget_behind_cb (CsRequestsView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->open));
  forget_behind (self);
  gtk_toggle_button_set_active (self->open, TRUE);
  reload (self);
}

/* What a report counts is open or closed, and of anybody. */
static void
behind_cb (CsRequestsView *self, const CsReportPlace *place, const char *words)
{
  g_autofree char *name = g_strdup_printf (_ ("%s: show all requests again"), words);

  forget_behind (self);
  self->behind = cs_report_place_copy (place);
  gtk_label_set_label (self->behind_words, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->behind_chip),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
  gtk_widget_set_visible (self->behind_chip, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  gtk_toggle_button_set_active (self->mine, FALSE);
  gtk_toggle_button_set_active (self->overdue, FALSE);
  gtk_toggle_button_set_active (self->changed, FALSE);
  gtk_toggle_button_set_active (self->closed, FALSE);
  gtk_toggle_button_set_active (self->open, FALSE);
  reload (self);
}

static void
clear_cb (CsRequestsView *self)
{
  forget_behind (self);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  gtk_toggle_button_set_active (self->mine, FALSE);
  gtk_toggle_button_set_active (self->overdue, FALSE);
  gtk_toggle_button_set_active (self->changed, FALSE);
  gtk_toggle_button_set_active (self->open, TRUE);
}

static void
open_row (CsRequestsView *self, CsRow *row)
{
  g_autofree char *request = NULL;

  if (row != NULL)
    g_object_get (row, "request", &request, NULL);
  if (request != NULL)
    cs_session_go_to_request (cs_screen_get_session (CS_SCREEN (self)), request);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsRequestsView *self = CS_REQUESTS_VIEW (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsRequestsView *self = CS_REQUESTS_VIEW (widget);

  cs_row_table_move (self->table, g_strcmp0 (name, "list.next") == 0 ? 1 : -1);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsRequestsView *self = CS_REQUESTS_VIEW (widget);

  open_row (self,
            is_on (self->as_board) ? cs_board_get_focused (self->board)
                                   : cs_row_table_get_selected (self->table));
}

static void
cs_requests_view_constructed (GObject *object)
{
  CsRequestsView *self = CS_REQUESTS_VIEW (object);
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));

  G_OBJECT_CLASS (cs_requests_view_parent_class)->constructed (object);
  if (session == NULL)
    return;
  cs_row_table_set_columns (self->table, session, "requests", columns, G_N_ELEMENTS (columns));
  gtk_widget_insert_action_group (GTK_WIDGET (self),
                                  "table",
                                  cs_row_table_get_actions (self->table));
  gtk_menu_button_set_menu_model (self->columns, cs_row_table_get_menu (self->table));
  cs_board_set_session (self->board, session);
  g_settings_bind (cs_session_get_settings (session),
                   "requests-as-board",
                   self->as_board,
                   "active",
                   G_SETTINGS_BIND_DEFAULT);
  cs_plain_keys_attach (GTK_WIDGET (self->table), session, keys, G_N_ELEMENTS (keys));
  g_signal_connect_object (session, "behind", G_CALLBACK (behind_cb), self, G_CONNECT_SWAPPED);
  reload (self);
}

static void
cs_requests_view_dispose (GObject *object)
{
  CsRequestsView *self = CS_REQUESTS_VIEW (object);

  g_clear_object (&self->list);
  g_clear_pointer (&self->behind, cs_report_place_free);
  G_OBJECT_CLASS (cs_requests_view_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_REQUESTS_VIEW);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CsRequestsView, page);
  gtk_widget_class_bind_template_child (widget_class, CsRequestsView, stack);
  gtk_widget_class_bind_template_child (widget_class, CsRequestsView, table);
  gtk_widget_class_bind_template_child (widget_class, CsRequestsView, board);
  gtk_widget_class_bind_template_child (widget_class, CsRequestsView, as_board);
  gtk_widget_class_bind_template_child (widget_class, CsRequestsView, search_bar);
  gtk_widget_class_bind_template_child (widget_class, CsRequestsView, search);
  gtk_widget_class_bind_template_child (widget_class, CsRequestsView, behind_chip);
  gtk_widget_class_bind_template_child (widget_class, CsRequestsView, behind_words);
  gtk_widget_class_bind_template_child (widget_class, CsRequestsView, open);
  gtk_widget_class_bind_template_child (widget_class, CsRequestsView, closed);
  gtk_widget_class_bind_template_child (widget_class, CsRequestsView, mine);
  gtk_widget_class_bind_template_child (widget_class, CsRequestsView, overdue);
  gtk_widget_class_bind_template_child (widget_class, CsRequestsView, changed);
  gtk_widget_class_bind_template_child (widget_class, CsRequestsView, columns);
  gtk_widget_class_bind_template_child (widget_class, CsRequestsView, nothing);
  gtk_widget_class_bind_template_callback (widget_class, look_cb);
  gtk_widget_class_bind_template_callback (widget_class, reload);
  gtk_widget_class_bind_template_callback (widget_class, chip_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_behind_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_row);
}

static void
cs_requests_view_class_init (CsRequestsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = cs_requests_view_constructed;
  G_OBJECT_CLASS (klass)->dispose = cs_requests_view_dispose;
  g_type_ensure (CS_TYPE_BOARD);
  g_type_ensure (CS_TYPE_PAGE);
  g_type_ensure (CS_TYPE_ROW_TABLE);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/requests/cs-requests-view.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "screen.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "screen.toggle-board", NULL, toggle_board_action);
  gtk_widget_class_install_action (widget_class, "list.next", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "list.previous", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "list.open", NULL, open_action);
}

static void
cs_requests_view_init (CsRequestsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search));
}
