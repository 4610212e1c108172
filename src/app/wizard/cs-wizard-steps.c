/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wizard-steps.h"

#include "cs-format.h"

#include <glib/gi18n-lib.h>

/**
 * CsWizardSteps:
 *
 * Every page can be opened at any time; each says with icon and words how far it is.
 */
struct _CsWizardSteps {
  AdwBin parent_instance;

  gboolean is_filling;

  GtkListBox *list; /* template */
};

enum { SIGNAL_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsWizardSteps, cs_wizard_steps, ADW_TYPE_BIN)

/* The widgets of one row, kept on it. */
typedef struct {
  GtkImage *icon;
  GtkLabel *title, *state;
  char *sheet;
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->sheet);
  g_free (row);
}

static Row *
row_of (GtkListBoxRow *row)
{
  return row != NULL ? g_object_get_data (G_OBJECT (row), "sheet") : NULL;
}

static const char *
icon_of (CsSheetState state)
{
  static const char *const icons[] = {
      [CS_SHEET_UNTOUCHED] = "content-loading-symbolic",
      [CS_SHEET_MISSING] = "countersign-overdue-symbolic",
      [CS_SHEET_COMPLETE] = "countersign-tick-symbolic",
      [CS_SHEET_LOCKED] = "countersign-locked-symbolic",
  };

  return icons[state];
}

static char *
state_of (const CsSheet *sheet)
{
  g_autofree char *who = sheet->who != NULL ? cs_iso (sheet->who) : NULL;

  switch (sheet->state) {
    case CS_SHEET_COMPLETE:
      return g_strdup (_ ("complete"));
    case CS_SHEET_LOCKED:
      return who != NULL && *sheet->who != '\0' ? g_strdup_printf (_ ("with %s"), who)
                                                : g_strdup (_ ("with somebody else"));
    case CS_SHEET_MISSING:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u is missing", "%u are missing", sheet->n_missing),
          sheet->n_missing);
    case CS_SHEET_UNTOUCHED:
    default:
      return g_strdup (_ ("not started"));
  }
}

static GtkWidget *
new_row (const char *sheet)
{
  GtkWidget *widget = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  Row *row = g_new0 (Row, 1);

  row->sheet = g_strdup (sheet);
  row->icon = GTK_IMAGE (gtk_image_new ());
  row->title = GTK_LABEL (gtk_label_new (NULL));
  row->state = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (row->title, 0);
  gtk_label_set_wrap (row->title, TRUE);
  gtk_label_set_xalign (row->state, 0);
  gtk_label_set_ellipsize (row->state, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (row->state), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (row->state), "secondary");
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (row->title));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (row->state));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (row->icon));
  gtk_box_append (GTK_BOX (line), words);
  gtk_widget_add_css_class (line, "cs-step");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), line);
  g_object_set_data_full (G_OBJECT (widget), "sheet", row, row_free);
  return widget;
}

static void
fill_row (GtkListBoxRow *widget, const CsSheet *sheet, guint number, guint n)
{
  Row *row = row_of (widget);
  g_autofree char *state = state_of (sheet);
  g_autofree char *name = NULL;

  gtk_image_set_from_icon_name (row->icon, icon_of (sheet->state));
  gtk_label_set_label (row->title, sheet->title);
  gtk_label_set_label (row->state, state);
  gtk_widget_set_tooltip_text (GTK_WIDGET (row->state), sheet->who);
  /* Translators: a page of the wizard for a screen reader: “3 of 9: Objective, complete” */
  name = g_strdup_printf (_ ("%u of %u: %s, %s"), number, n, sheet->title, state);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static gboolean
has_rows (CsWizardSteps *self, const CsWizardPlan *plan)
{
  for (guint i = 0; i < plan->sheets->len; i++) {
    const Row *row = row_of (gtk_list_box_get_row_at_index (self->list, (int)i));

    if (row == NULL || g_strcmp0 (row->sheet, ((const CsSheet *)plan->sheets->pdata[i])->id) != 0)
      return FALSE;
  }
  return gtk_list_box_get_row_at_index (self->list, (int)plan->sheets->len) == NULL;
}

static void
make_rows (CsWizardSteps *self, const CsWizardPlan *plan)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < plan->sheets->len; i++)
    gtk_list_box_append (self->list, new_row (((const CsSheet *)plan->sheets->pdata[i])->id));
}

static void
row_activated_cb (CsWizardSteps *self, GtkListBoxRow *row)
{
  g_autofree char *sheet = g_strdup (row_of (row)->sheet);

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, sheet);
}

static void
row_selected_cb (CsWizardSteps *self, GtkListBoxRow *row)
{
  if (row != NULL && !self->is_filling)
    row_activated_cb (self, row);
}

/**
 * cs_wizard_steps_show:
 * @plan: the pages
 * @sheet: id of the one that is shown
 */
void
cs_wizard_steps_show (CsWizardSteps *self, const CsWizardPlan *plan, const char *sheet)
{
  guint at = 0;

  self->is_filling = TRUE;
  if (!has_rows (self, plan))
    make_rows (self, plan);
  for (guint i = 0; i < plan->sheets->len; i++)
    fill_row (gtk_list_box_get_row_at_index (self->list, (int)i),
              plan->sheets->pdata[i],
              i + 1,
              plan->sheets->len);
  if (cs_wizard_plan_get_sheet (plan, sheet, &at) != NULL)
    gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int)at));
  self->is_filling = FALSE;
}

static void
cs_wizard_steps_dispose (GObject *object)
{
  CsWizardSteps *self = CS_WIZARD_STEPS (object);

  self->is_filling = TRUE;
  G_OBJECT_CLASS (cs_wizard_steps_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_WIZARD_STEPS);
}

static void
cs_wizard_steps_class_init (CsWizardStepsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_wizard_steps_dispose;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen",
                                         CS_TYPE_WIZARD_STEPS,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/wizard/cs-wizard-steps.ui");
  gtk_widget_class_bind_template_child (widget_class, CsWizardSteps, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
}

static void
cs_wizard_steps_init (CsWizardSteps *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
