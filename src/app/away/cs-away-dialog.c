/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-away-dialog.h"

#include "cs-away-text.h"
#include "cs-button.h"
#include "cs-field-context.h"
#include "cs-money-parse.h"

#include <glib/gi18n-lib.h>

/**
 * CsAwayDialog:
 *
 * Hands the decisions of the person who acts to somebody else for some days (X-14, ux: Away). What
 * the other person prepared stays out of it by the rules; both names stay on what is decided.
 */
struct _CsAwayDialog {
  CsDialog parent_instance;

  CsSession *session;   /* (owned) */
  GPtrArray *people;    /* (owned) char: ids by line */
  GPtrArray *processes; /* (owned) char: ids by line; the first is "" */
  GPtrArray *regions;   /* (owned) char: ids by line; the first is "" */
  GPtrArray *limits;    /* (element borrowed) GtkEditable, one a currency */
  gboolean is_sent;

  GtkMenuButton *from_button;  /* template */
  GtkCalendar *from;           /* template */
  GtkMenuButton *until_button; /* template */
  GtkCalendar *until;          /* template */
  AdwComboRow *person;         /* template */
  AdwComboRow *process;        /* template */
  AdwComboRow *region;         /* template */
  AdwExpanderRow *amounts;     /* template */
  GtkEditable *note;           /* template */
  GtkLabel *preview;           /* template */
};

G_DEFINE_FINAL_TYPE (CsAwayDialog, cs_away_dialog, CS_TYPE_DIALOG)

static CsInstant
day_start (GtkCalendar *calendar, int days_later)
{
  g_autoptr (GDateTime) shown = gtk_calendar_get_date (calendar);
  g_autoptr (GDateTime) day = g_date_time_add_days (shown, days_later);

  return cs_away_day_start (g_date_time_get_year (day),
                            g_date_time_get_month (day),
                            g_date_time_get_day_of_month (day));
}

/* The limits that were typed; FALSE where one of them is no amount. */
static gboolean
read_limits (CsAwayDialog *self, json_t *list)
{
  gboolean is_well = TRUE;

  for (guint i = 0; i < self->limits->len; i++) {
    GtkWidget *row = self->limits->pdata[i];
    g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
    const char *currency = g_object_get_data (G_OBJECT (row), "currency");
    CsMoney limit;
    gboolean is_amount = cs_money_parse_text (text,
                                              cs_field_context_get_locale (),
                                              currency,
                                              CS_MONEY_PARSE_NONE,
                                              &limit,
                                              NULL);

    gtk_widget_remove_css_class (row, "error");
    if (*text == '\0')
      continue;
    if (is_amount && list != NULL)
      json_array_append_new (list, cs_money_to_json (limit));
    if (is_amount)
      continue;
    gtk_widget_add_css_class (row, "error");
    is_well = FALSE;
  }
  return is_well;
}

static const char *
chosen (AdwComboRow *row, const GPtrArray *ids)
{
  guint at = adw_combo_row_get_selected (row);
  const char *id = at < ids->len ? ids->pdata[at] : "";

  return *id != '\0' ? id : NULL;
}

static void
update (CsAwayDialog *self)
{
  const CsFormat *format;
  const char *person;
  CsInstant now, from, until;
  g_autofree char *period = NULL, *name = NULL, *me = NULL, *text = NULL;
  g_autofree char *first = NULL, *last = NULL;
  gboolean is_well;

  if (self->session == NULL)
    return;
  format = cs_session_get_format (self->session);
  now = cs_session_get_now (self->session);
  person = chosen (self->person, self->people);
  from = day_start (self->from, 0);
  until = day_start (self->until, 1);
  first = cs_format_date (format, from);
  last = cs_format_date (format, until - 1);
  gtk_menu_button_set_label (self->from_button, first);
  gtk_menu_button_set_label (self->until_button, last);
  is_well = person != NULL && from < until && until > now;
  cs_dialog_set_can_accept (CS_DIALOG (self), read_limits (self, NULL) && is_well);
  if (!is_well) {
    gtk_label_set_label (self->preview,
                         person == NULL ? _ ("There is nobody else who could decide.")
                                        : _ ("The last day is not before the first, nor past."));
    return;
  }
  period = cs_away_dup_period (format, from, until);
  name = cs_iso (cs_session_get_person_name (self->session, person));
  me = cs_iso (cs_session_get_person_name (self->session, cs_session_get_person (self->session)));
  /* Translators: days, who stands in, who is away */
  text = g_strdup_printf (_ ("%1$s: %2$s decides what waits for %3$s. What %2$s prepared stays."),
                          period,
                          name,
                          me);
  gtk_label_set_label (self->preview, text);
}

static void
day_cb (CsAwayDialog *self, GtkCalendar *calendar)
{
  if (calendar == self->from && day_start (self->until, 0) < day_start (self->from, 0)) {
    g_autoptr (GDateTime) day = gtk_calendar_get_date (self->from);

    gtk_calendar_select_day (self->until, day);
  }
  gtk_menu_button_popdown (calendar == self->from ? self->from_button : self->until_button);
  update (self);
}

static void
said_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsAwayDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsOutcome) outcome =
      cs_workspace_submit_finish (CS_WORKSPACE (source), result, &error);

  self->is_sent = FALSE;
  if (outcome != NULL && outcome->is_accepted) {
    cs_session_toast (self->session, _ ("Decisions handed over"));
    cs_dialog_close (CS_DIALOG (self));
  } else {
    gtk_label_set_label (self->preview, outcome != NULL ? outcome->reason->text : error->message);
  }
}

static json_t *
make_entry (CsAwayDialog *self)
{
  g_autofree char *since = cs_instant_format (day_start (self->from, 0));
  g_autofree char *until = cs_instant_format (day_start (self->until, 1));
  g_autofree char *note = g_strstrip (g_strdup (gtk_editable_get_text (self->note)));
  json_t *limits = json_array ();

  read_limits (self, limits);
  return json_pack ("{s:s, s:s, s:s, s:s, s:s*, s:s*, s:s*, s:o}",
                    "from",
                    cs_session_get_person (self->session),
                    "to",
                    chosen (self->person, self->people),
                    "since",
                    since,
                    "until",
                    until,
                    "process",
                    chosen (self->process, self->processes),
                    "region",
                    chosen (self->region, self->regions),
                    "note",
                    *note != '\0' ? note : NULL,
                    "up_to",
                    limits);
}

static void
cs_away_dialog_accept (CsDialog *dialog)
{
  CsAwayDialog *self = CS_AWAY_DIALOG (dialog);
  g_autoptr (json_t) data = NULL;

  if (self->is_sent)
    return;
  self->is_sent = TRUE;
  data = make_entry (self);
  cs_workspace_submit_async (cs_session_get_workspace (self->session),
                             NULL,
                             "delegation",
                             data,
                             NULL,
                             said_cb,
                             g_object_ref (self));
}

/* --- what can be chosen --- */

static void
add_line (GPtrArray *ids, GtkStringList *titles, const char *id, const char *title)
{
  g_ptr_array_add (ids, g_strdup (id));
  gtk_string_list_append (titles, title);
}

static int
compare_people (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate ((*(const CsPerson *const *)a)->name, (*(const CsPerson *const *)b)->name);
}

static void
show_people (CsAwayDialog *self)
{
  const CsDirectory *directory =
      cs_workspace_get_directory (cs_session_get_workspace (self->session));
  g_autoptr (GPtrArray) people = cs_directory_list_people (directory);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_ptr_array_sort (people, compare_people);
  for (guint i = 0; i < people->len; i++) {
    const CsPerson *person = people->pdata[i];

    if (person->can_act && !person->external &&
        g_strcmp0 (person->id, cs_session_get_person (self->session)) != 0)
      add_line (self->people, names, person->id, person->name);
  }
  adw_combo_row_set_model (self->person, G_LIST_MODEL (names));
}

static void
add_limit (CsAwayDialog *self, const char *currency)
{
  GtkWidget *row;
  g_autofree char *title = NULL;

  for (guint i = 0; i < self->limits->len; i++)
    if (g_strcmp0 (g_object_get_data (self->limits->pdata[i], "currency"), currency) == 0)
      return;
  row = adw_entry_row_new ();
  /* Translators: a currency such as BHD */
  title = g_strdup_printf (_ ("Up to, in %s"), currency);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_text_set_input_purpose (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (row))),
                              GTK_INPUT_PURPOSE_NUMBER);
  g_object_set_data_full (G_OBJECT (row), "currency", g_strdup (currency), g_free);
  g_signal_connect_object (row, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  adw_expander_row_add_row (self->amounts, row);
  g_ptr_array_add (self->limits, row);
}

static void
add_pack (CsAwayDialog *self, const CsPack *pack, GtkStringList *processes, GtkStringList *regions)
{
  for (guint i = 0; i < pack->processes->len; i++) {
    const CsProcess *process = pack->processes->pdata[i];
    g_autofree char *title = cs_text_dup (process->title, cs_field_context_get_language ());

    add_line (self->processes, processes, process->id, title);
  }
  for (guint i = 0; i < pack->region_list->len; i++) {
    const CsRegion *region = pack->region_list->pdata[i];
    g_autofree char *title = cs_text_dup (region->title, cs_field_context_get_language ());

    if (!g_ptr_array_find_with_equal_func (self->regions, region->id, g_str_equal, NULL))
      add_line (self->regions, regions, region->id, title);
    if (region->currency != NULL)
      add_limit (self, region->currency);
  }
}

static void
show_scopes (CsAwayDialog *self)
{
  g_autoptr (GPtrArray) packs = cs_workspace_list_packs (cs_session_get_workspace (self->session));
  g_autoptr (GtkStringList) processes = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) regions = gtk_string_list_new (NULL);

  add_line (self->processes, processes, "", _ ("All Processes"));
  add_line (self->regions, regions, "", _ ("All Regions"));
  for (guint i = 0; i < packs->len; i++)
    add_pack (self, packs->pdata[i], processes, regions);
  adw_combo_row_set_model (self->process, G_LIST_MODEL (processes));
  adw_combo_row_set_model (self->region, G_LIST_MODEL (regions));
}

static void
show_days (CsAwayDialog *self)
{
  g_autoptr (GDateTime) today =
      g_date_time_new_from_unix_local (cs_session_get_now (self->session) / CS_SECOND);

  gtk_calendar_select_day (self->from, today);
  gtk_calendar_select_day (self->until, today);
}

/* --- life --- */

static void
cs_away_dialog_dispose (GObject *object)
{
  CsAwayDialog *self = CS_AWAY_DIALOG (object);

  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_away_dialog_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_AWAY_DIALOG);
}

static void
cs_away_dialog_finalize (GObject *object)
{
  CsAwayDialog *self = CS_AWAY_DIALOG (object);

  g_ptr_array_unref (self->people);
  g_ptr_array_unref (self->processes);
  g_ptr_array_unref (self->regions);
  g_ptr_array_unref (self->limits);
  G_OBJECT_CLASS (cs_away_dialog_parent_class)->finalize (object);
}

static void
cs_away_dialog_class_init (CsAwayDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_away_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_away_dialog_finalize;
  CS_DIALOG_CLASS (klass)->accept = cs_away_dialog_accept;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/away/cs-away-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsAwayDialog, from_button);
  gtk_widget_class_bind_template_child (widget_class, CsAwayDialog, from);
  gtk_widget_class_bind_template_child (widget_class, CsAwayDialog, until_button);
  gtk_widget_class_bind_template_child (widget_class, CsAwayDialog, until);
  gtk_widget_class_bind_template_child (widget_class, CsAwayDialog, person);
  gtk_widget_class_bind_template_child (widget_class, CsAwayDialog, process);
  gtk_widget_class_bind_template_child (widget_class, CsAwayDialog, region);
  gtk_widget_class_bind_template_child (widget_class, CsAwayDialog, amounts);
  gtk_widget_class_bind_template_child (widget_class, CsAwayDialog, note);
  gtk_widget_class_bind_template_child (widget_class, CsAwayDialog, preview);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, day_cb);
}

static void
cs_away_dialog_init (CsAwayDialog *self)
{
  self->people = g_ptr_array_new_with_free_func (g_free);
  self->processes = g_ptr_array_new_with_free_func (g_free);
  self->regions = g_ptr_array_new_with_free_func (g_free);
  self->limits = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_calendar_name_arrows (self->from);
  cs_calendar_name_arrows (self->until);
}

/**
 * cs_away_dialog_present:
 *
 * Asks the person who acts when they are away, and who decides then.
 */
void
cs_away_dialog_present (GtkWidget *parent, CsSession *session)
{
  CsAwayDialog *self = g_object_new (CS_TYPE_AWAY_DIALOG, NULL);

  self->session = g_object_ref (session);
  show_people (self);
  show_scopes (self);
  show_days (self);
  update (self);
  cs_dialog_present (CS_DIALOG (self), parent);
}
