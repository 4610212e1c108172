/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-reports-view.h"

#include "cs-announce.h"
#include "cs-file-dialog.h"
#include "cs-report-filters.h"
#include "cs-report-grid.h"
#include "cs-report-print.h"
#include "cs-report-words.h"

#include <glib/gi18n-lib.h>

#define RECOUNT_WAIT_MSEC 800

/**
 * CsReportsView:
 *
 * Five reports, each as a chart or as a table, narrowed by the same filters (ux: Reports). What is
 * shown is counted on the worker; while it is out of sight nothing is counted.
 */
struct _CsReportsView {
  CsScreen parent_instance;

  CsReport *report;          /* (owned) (nullable) as it is shown */
  CsReportFilter *filter;    /* (owned) (nullable) what it was asked for */
  GCancellable *cancellable; /* (owned) (nullable) of the count that is under way */
  guint recount_source;
  gboolean is_stale;
  gboolean shows_table;

  CsPage *page;             /* template */
  GtkBox *kinds;            /* template */
  CsReportFilters *filters; /* template */
  GtkStack *stack;          /* template: "wait", "chart", "table", "nothing" */
  GtkSpinner *spinner;      /* template */
  GtkLabel *definition;     /* template */
  CsChart *chart;           /* template */
  GtkLabel *table_title;    /* template */
  GtkColumnView *table;     /* template */
  AdwStatusPage *nothing;   /* template */
};

enum { PROP_SHOWS_TABLE = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CsReportsView, cs_reports_view, CS_TYPE_SCREEN)

/* The report whose button is pressed. */
static CsReportKind
chosen_kind (CsReportsView *self)
{
  CsReportKind kind = CS_REPORT_AGEING;
  guint i = 0;

  for (GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->kinds)); button != NULL;
       button = gtk_widget_get_next_sibling (button), i++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)))
      kind = (CsReportKind)i;
  return kind;
}

static CsReportTable *
make_table (CsReportsView *self, gboolean for_people)
{
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  CsReportReading reading = {cs_session_get_format (session), cs_session_get_now (session)};
  CsReportWords words;

  cs_report_words_init (&words, &reading);
  return cs_report_table_new (self->report, self->filter, for_people ? &words : NULL);
}

/* --- what is shown --- */

static void
show_chart (CsReportsView *self)
{
  static const CsChartShape shapes[CS_N_REPORTS] = {CS_CHART_BARS,
                                                    CS_CHART_COLUMNS,
                                                    CS_CHART_SPREAD,
                                                    CS_CHART_BARS,
                                                    CS_CHART_BARS};
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  CsReportReading reading = {cs_session_get_format (session), cs_session_get_now (session)};
  const char *const legend[] = {_ ("Met"), _ ("Met late"), _ ("Breached"), _ ("Running"), NULL};
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *summary = NULL;
  CsReportWords words;

  cs_report_words_init (&words, &reading);
  items = cs_report_make_items (self->report, self->filter, &words, &summary);
  cs_chart_show (self->chart,
                 shapes[self->report->kind],
                 items,
                 self->report->kind == CS_REPORT_SLA ? legend : NULL,
                 summary);
}

static void
show_report (CsReportsView *self)
{
  CsReportTable *table = make_table (self, TRUE);
  g_autofree char *reason = NULL;
  gboolean has_enough = cs_report_has_enough (self->report, &reason);

  gtk_label_set_label (self->definition, table->definition);
  gtk_label_set_label (self->table_title, table->definition);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->table),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  table->title,
                                  -1);
  cs_report_grid_show (self->table, table);
  adw_status_page_set_description (self->nothing, reason);
  show_chart (self);
  gtk_spinner_stop (self->spinner);
  gtk_stack_set_visible_child_name (self->stack,
                                    has_enough ? (self->shows_table ? "table" : "chart")
                                               : "nothing");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "reports.export", has_enough);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "screen.print", has_enough);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  CsReport *report = cs_workspace_read_report_finish (CS_WORKSPACE (source), result, &error);
  CsReportsView *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = CS_REPORTS_VIEW (data);
  g_clear_object (&self->cancellable);
  if (report == NULL) {
    cs_session_toast_error (cs_screen_get_session (CS_SCREEN (self)),
                            _ ("The report could not be counted"),
                            error);
    return;
  }
  g_clear_pointer (&self->report, cs_report_free);
  self->report = report;
  show_report (self);
}

/* A count that nobody waits for any more is not begun. */
static void
forget_count (CsReportsView *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
count (CsReportsView *self)
{
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));
  CsReportKind kind = chosen_kind (self);
  CsReportFilter filter = {0};

  if (workspace == NULL)
    return;
  g_clear_handle_id (&self->recount_source, g_source_remove);
  self->is_stale = FALSE;
  forget_count (self);
  self->cancellable = g_cancellable_new ();
  cs_report_filters_get (self->filters, cs_session_get_now (session), &filter);
  cs_report_filter_free (self->filter);
  self->filter = cs_report_filter_copy (&filter);
  if (self->report == NULL || self->report->kind != kind) {
    gtk_spinner_start (self->spinner);
    gtk_stack_set_visible_child_name (self->stack, "wait");
  }
  cs_page_set_subtitle (self->page, cs_report_kind_get_title (kind));
  cs_workspace_read_report_async (workspace,
                                  kind,
                                  self->filter,
                                  self->cancellable,
                                  counted_cb,
                                  self);
}

static void
clients_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) clients =
      cs_workspace_list_report_clients_finish (CS_WORKSPACE (source), result, &error);

  if (clients != NULL)
    cs_report_filters_set_clients (CS_REPORTS_VIEW (data)->filters, clients);
}

static gboolean
recount_cb (gpointer data)
{
  CsReportsView *self = data;

  self->recount_source = 0;
  count (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (CsReportsView *self)
{
  self->is_stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && self->recount_source == 0)
    self->recount_source = g_timeout_add (RECOUNT_WAIT_MSEC, recount_cb, self);
}

static void
cs_reports_view_map (GtkWidget *widget)
{
  CsReportsView *self = CS_REPORTS_VIEW (widget);
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));

  GTK_WIDGET_CLASS (cs_reports_view_parent_class)->map (widget);
  if (!self->is_stale || workspace == NULL)
    return;
  cs_workspace_list_report_clients_async (workspace,
                                          cs_screen_get_cancellable (CS_SCREEN (self)),
                                          clients_cb,
                                          self);
  count (self);
}

/* --- what a person does --- */

/* The requests behind a row of the report. */
static void
open_behind (CsReportsView *self, guint at)
{
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  CsReportReading reading = {cs_session_get_format (session), cs_session_get_now (session)};
  const CsReportRow *row;
  g_autofree char *label = NULL;
  g_autofree char *words = NULL;
  CsReportWords how;

  if (self->report == NULL || at >= self->report->rows->len)
    return;
  row = self->report->rows->pdata[at];
  cs_report_words_init (&how, &reading);
  label = cs_report_row_dup_label (self->report, row, self->filter, &how);
  /* Translators: a report, and one of its rows, such as “Ageing: 4 to 7 working days” */
  words = g_strdup_printf (_ ("%1$s: %2$s"), cs_report_kind_get_title (self->report->kind), label);
  cs_session_show_behind (session,
                          &(CsReportPlace){.kind = self->report->kind,
                                           .key = row->key,
                                           .group = row->group,
                                           .filter = *self->filter},
                          words);
}

/* Of many weeks the chart shows the last ones. */
static void
item_cb (CsReportsView *self, guint at)
{
  guint n_items = cs_chart_get_n_items (self->chart);

  if (self->report != NULL)
    open_behind (self, self->report->rows->len - n_items + at);
}

static void
kind_cb (CsReportsView *self, GtkToggleButton *button)
{
  if (gtk_toggle_button_get_active (button) && cs_screen_get_session (CS_SCREEN (self)) != NULL)
    count (self);
}

static void
clear_cb (CsReportsView *self)
{
  cs_report_filters_clear (self->filters);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsReportsView) self = data;
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    cs_session_toast (session, _ ("Report exported"));
  else
    cs_session_toast_error (session, _ ("The report could not be exported"), error);
}

static void
file_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsReportsView) self = data;
  g_autoptr (GFile) file = cs_file_save_finish (result);
  g_autoptr (CsReportTable) table = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *csv;

  if (file == NULL || self->report == NULL)
    return;
  table = make_table (self, FALSE);
  csv = cs_report_table_to_csv (table);
  bytes = g_bytes_new_take (csv, strlen (csv));
  g_file_replace_contents_bytes_async (file,
                                       bytes,
                                       NULL,
                                       FALSE,
                                       G_FILE_CREATE_REPLACE_DESTINATION,
                                       NULL,
                                       saved_cb,
                                       g_steal_pointer (&self));
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsReportsView *self = CS_REPORTS_VIEW (widget);
  g_autofree char *file = NULL;

  if (self->report == NULL)
    return;
  file = g_strdup_printf ("%s.csv", cs_report_kind_get_name (self->report->kind));
  cs_file_save_async (widget, _ ("Export Report"), file, file_chosen_cb, g_object_ref (self));
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsReportsView *self = CS_REPORTS_VIEW (widget);
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autoptr (CsReportTable) table = NULL;
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autofree char *words = NULL, *when = NULL;
  g_autoptr (GError) error = NULL;

  if (self->report == NULL)
    return;
  table = make_table (self, TRUE);
  words = cs_report_filters_dup_words (self->filters);
  when = cs_format_exact (cs_session_get_format (session), cs_session_get_now (session));
  operation = cs_report_print_new (table, words, when);
  if (gtk_print_operation_run (operation,
                               GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                               GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                               &error) == GTK_PRINT_OPERATION_RESULT_ERROR)
    cs_session_toast_error (session, _ ("The report could not be printed"), error);
}

static void
set_shows_table (CsReportsView *self, gboolean shows_table)
{
  if (self->shows_table == shows_table)
    return;
  self->shows_table = shows_table;
  if (self->report != NULL) {
    show_report (self);
    cs_announce (GTK_WIDGET (self), shows_table ? _ ("Shown as table") : _ ("Shown as chart"));
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWS_TABLE]);
}

/* --- life --- */

static void
cs_reports_view_constructed (GObject *object)
{
  CsReportsView *self = CS_REPORTS_VIEW (object);
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  CsWorkspace *workspace;

  G_OBJECT_CLASS (cs_reports_view_parent_class)->constructed (object);
  if (session == NULL)
    return;
  workspace = cs_screen_get_workspace (CS_SCREEN (self));
  cs_report_filters_set_session (self->filters, session);
  if (workspace != NULL)
    g_signal_connect_object (workspace,
                             "changed",
                             G_CALLBACK (changed_cb),
                             self,
                             G_CONNECT_SWAPPED);
  self->is_stale = TRUE;
}

static void
cs_reports_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SHOWS_TABLE)
    g_value_set_boolean (value, CS_REPORTS_VIEW (object)->shows_table);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cs_reports_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SHOWS_TABLE)
    set_shows_table (CS_REPORTS_VIEW (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cs_reports_view_dispose (GObject *object)
{
  CsReportsView *self = CS_REPORTS_VIEW (object);

  forget_count (self);
  g_clear_handle_id (&self->recount_source, g_source_remove);
  g_clear_pointer (&self->report, cs_report_free);
  g_clear_pointer (&self->filter, cs_report_filter_free);
  G_OBJECT_CLASS (cs_reports_view_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_REPORTS_VIEW);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CsReportsView, page);
  gtk_widget_class_bind_template_child (widget_class, CsReportsView, kinds);
  gtk_widget_class_bind_template_child (widget_class, CsReportsView, filters);
  gtk_widget_class_bind_template_child (widget_class, CsReportsView, stack);
  gtk_widget_class_bind_template_child (widget_class, CsReportsView, spinner);
  gtk_widget_class_bind_template_child (widget_class, CsReportsView, definition);
  gtk_widget_class_bind_template_child (widget_class, CsReportsView, chart);
  gtk_widget_class_bind_template_child (widget_class, CsReportsView, table_title);
  gtk_widget_class_bind_template_child (widget_class, CsReportsView, table);
  gtk_widget_class_bind_template_child (widget_class, CsReportsView, nothing);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, count);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_behind);
  gtk_widget_class_bind_template_callback (widget_class, item_cb);
}

static void
cs_reports_view_class_init (CsReportsViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = cs_reports_view_constructed;
  object_class->dispose = cs_reports_view_dispose;
  object_class->get_property = cs_reports_view_get_property;
  object_class->set_property = cs_reports_view_set_property;
  widget_class->map = cs_reports_view_map;
  properties[PROP_SHOWS_TABLE] =
      g_param_spec_boolean ("shows-table",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (CS_TYPE_PAGE);
  g_type_ensure (CS_TYPE_CHART);
  g_type_ensure (CS_TYPE_REPORT_FILTERS);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/reports/cs-reports-view.ui");
  bind_children (widget_class);
  gtk_widget_class_install_property_action (widget_class, "screen.show-table", "shows-table");
  gtk_widget_class_install_action (widget_class, "screen.print", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "reports.export", NULL, export_action);
}

static void
cs_reports_view_init (CsReportsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
