/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-report-filters.h"

#include "cs-field-context.h"

#include <glib/gi18n-lib.h>

/**
 * CsReportFilters:
 *
 * Four lists to choose from. The first choice of each is everything, but for the period, which
 * begins with thirteen weeks.
 */
struct _CsReportFilters {
  AdwBin parent_instance;

  GPtrArray *processes; /* (owned) char: "PACK/PROCESS"; the first is "" */
  GPtrArray *regions;   /* (owned) char: ids; the first is "" */
  GPtrArray *clients;   /* (owned) char: names; the first is "" */
  gboolean is_filling;

  GtkDropDown *period;  /* template */
  GtkDropDown *process; /* template */
  GtkDropDown *region;  /* template */
  GtkDropDown *client;  /* template */
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsReportFilters, cs_report_filters, ADW_TYPE_BIN)

enum { PERIOD_WEEKS_4, PERIOD_WEEKS_13, PERIOD_MONTHS_12, PERIOD_ALL };

/**
 * cs_report_period_start:
 * @period: 4 weeks, 13 weeks, 12 months, always
 *
 * Returns: the beginning of the Monday or month, here, at which the period begins, so that no week
 *   is counted in part; %CS_INSTANT_NONE for always
 */
CsInstant
cs_report_period_start (guint period, CsInstant now)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (now / CS_SECOND);
  g_autoptr (GDateTime) first = NULL, midnight = NULL;

  switch (period) {
    case PERIOD_WEEKS_4:
    case PERIOD_WEEKS_13:
      first = g_date_time_add_days (local,
                                    1 - g_date_time_get_day_of_week (local) -
                                        7 * (period == PERIOD_WEEKS_4 ? 3 : 12));
      break;
    case PERIOD_MONTHS_12: {
      g_autoptr (GDateTime) month =
          g_date_time_add_days (local, 1 - g_date_time_get_day_of_month (local));

      first = g_date_time_add_months (month, -11);
      break;
    }
    case PERIOD_ALL:
    default:
      return CS_INSTANT_NONE;
  }
  midnight = g_date_time_new_local (g_date_time_get_year (first),
                                    g_date_time_get_month (first),
                                    g_date_time_get_day_of_month (first),
                                    0,
                                    0,
                                    0);
  return g_date_time_to_unix (midnight) * CS_SECOND;
}

static void
changed_cb (CsReportFilters *self)
{
  if (!self->is_filling)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Fills a list; what was chosen stays chosen where it is still there. */
static void
fill (CsReportFilters *self,
      GtkDropDown *choice,
      GPtrArray **ids,
      GPtrArray *new_ids,
      GtkStringList *titles)
{
  guint chosen = gtk_drop_down_get_selected (choice);
  g_autofree char *kept = *ids != NULL && chosen < (*ids)->len ? g_strdup ((*ids)->pdata[chosen])
                                                               : NULL;
  guint position = 0;

  if (kept == NULL || !g_ptr_array_find_with_equal_func (new_ids, kept, g_str_equal, &position))
    position = 0;
  g_clear_pointer (ids, g_ptr_array_unref);
  *ids = new_ids;
  self->is_filling = TRUE;
  gtk_drop_down_set_model (choice, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (choice, position);
  self->is_filling = FALSE;
  g_object_unref (titles);
}

static void
add (GPtrArray *ids, GtkStringList *titles, const char *id, const char *title)
{
  g_ptr_array_add (ids, g_strdup (id));
  gtk_string_list_append (titles, title);
}

static void
fill_processes (CsReportFilters *self, const GPtrArray *packs)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  GtkStringList *titles = gtk_string_list_new (NULL);

  add (ids, titles, "", _ ("All Processes"));
  for (guint i = 0; i < packs->len; i++) {
    const CsPack *pack = packs->pdata[i];

    for (guint j = 0; j < pack->processes->len; j++) {
      const CsProcess *process = pack->processes->pdata[j];
      g_autofree char *id = g_strdup_printf ("%s/%s", pack->id, process->id);
      g_autofree char *title = cs_text_dup (process->title, cs_field_context_get_language ());

      add (ids, titles, id, title);
    }
  }
  fill (self, self->process, &self->processes, ids, titles);
}

static void
fill_regions (CsReportFilters *self, const GPtrArray *packs)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  GtkStringList *titles = gtk_string_list_new (NULL);

  add (ids, titles, "", _ ("All Regions"));
  for (guint i = 0; i < packs->len; i++) {
    const CsPack *pack = packs->pdata[i];

    for (guint j = 0; j < pack->region_list->len; j++) {
      const CsRegion *region = pack->region_list->pdata[j];
      g_autofree char *title = cs_text_dup (region->title, cs_field_context_get_language ());

      if (!g_ptr_array_find_with_equal_func (ids, region->id, g_str_equal, NULL))
        add (ids, titles, region->id, title != NULL && *title != '\0' ? title : region->id);
    }
  }
  fill (self, self->region, &self->regions, ids, titles);
}

static void
cs_report_filters_dispose (GObject *object)
{
  CsReportFilters *self = CS_REPORT_FILTERS (object);

  g_clear_pointer (&self->processes, g_ptr_array_unref);
  g_clear_pointer (&self->regions, g_ptr_array_unref);
  g_clear_pointer (&self->clients, g_ptr_array_unref);
  G_OBJECT_CLASS (cs_report_filters_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_REPORT_FILTERS);
}

static void
cs_report_filters_class_init (CsReportFiltersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_report_filters_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          CS_TYPE_REPORT_FILTERS,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/reports/cs-report-filters.ui");
  gtk_widget_class_bind_template_child (widget_class, CsReportFilters, period);
  gtk_widget_class_bind_template_child (widget_class, CsReportFilters, process);
  gtk_widget_class_bind_template_child (widget_class, CsReportFilters, region);
  gtk_widget_class_bind_template_child (widget_class, CsReportFilters, client);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
cs_report_filters_init (CsReportFilters *self)
{
  g_autoptr (GtkExpression) name =
      gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Only a list with an expression can be searched. */
  gtk_drop_down_set_expression (self->client, name);
  gtk_drop_down_set_selected (self->period, PERIOD_WEEKS_13);
  self->is_filling = FALSE;
  cs_report_filters_set_clients (self, NULL);
}

/**
 * cs_report_filters_set_session:
 *
 * Offers the processes and regions of the packs that are in use.
 */
void
cs_report_filters_set_session (CsReportFilters *self, CsSession *session)
{
  CsWorkspace *workspace = cs_session_get_workspace (session);
  g_autoptr (GPtrArray) packs = NULL;

  g_return_if_fail (CS_IS_REPORT_FILTERS (self));
  if (workspace == NULL)
    return;
  packs = cs_workspace_list_packs (workspace);
  fill_processes (self, packs);
  fill_regions (self, packs);
}

/**
 * cs_report_filters_set_clients:
 * @clients: (nullable) (element-type utf8): names to choose from
 */
void
cs_report_filters_set_clients (CsReportFilters *self, const GPtrArray *clients)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  GtkStringList *titles = gtk_string_list_new (NULL);

  add (ids, titles, "", _ ("All Clients"));
  for (guint i = 0; clients != NULL && i < clients->len; i++)
    add (ids, titles, clients->pdata[i], clients->pdata[i]);
  fill (self, self->client, &self->clients, ids, titles);
}

static const char *
chosen_id (GtkDropDown *choice, const GPtrArray *ids)
{
  guint chosen = gtk_drop_down_get_selected (choice);
  const char *id = ids != NULL && chosen < ids->len ? ids->pdata[chosen] : "";

  return *id != '\0' ? id : NULL;
}

/**
 * cs_report_filters_get:
 * @filter: (out): strings borrowed until the choice changes
 */
void
cs_report_filters_get (CsReportFilters *self, CsInstant now, CsReportFilter *filter)
{
  guint period = gtk_drop_down_get_selected (self->period);

  filter->process = chosen_id (self->process, self->processes);
  filter->region = chosen_id (self->region, self->regions);
  filter->client = chosen_id (self->client, self->clients);
  filter->since = cs_report_period_start (period, now);
  filter->by_month = period >= PERIOD_MONTHS_12;
}

/**
 * cs_report_filters_dup_words:
 *
 * Returns: (transfer full): what is chosen, for the head of a printed page
 */
char *
cs_report_filters_dup_words (CsReportFilters *self)
{
  GtkDropDown *const choices[] = {self->period, self->process, self->region, self->client};
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++) {
    GtkStringObject *chosen = gtk_drop_down_get_selected_item (choices[i]);

    if (chosen != NULL)
      g_string_append_printf (text,
                              "%s%s",
                              text->len > 0 ? " · " : "",
                              gtk_string_object_get_string (chosen));
  }
  return g_string_free (text, FALSE);
}

/**
 * cs_report_filters_clear:
 *
 * Chooses everything.
 *
 * Returns: whether that changed anything
 */
gboolean
cs_report_filters_clear (CsReportFilters *self)
{
  GtkDropDown *const choices[] = {self->process, self->region, self->client};
  gboolean is_changed = gtk_drop_down_get_selected (self->period) != PERIOD_ALL;

  self->is_filling = TRUE;
  gtk_drop_down_set_selected (self->period, PERIOD_ALL);
  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++) {
    is_changed = is_changed || gtk_drop_down_get_selected (choices[i]) != 0;
    gtk_drop_down_set_selected (choices[i], 0);
  }
  self->is_filling = FALSE;
  if (is_changed)
    changed_cb (self);
  return is_changed;
}
