/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-row-cell.h"

#include "cs-list.h"
#include "cs-sla-badge.h"

#include <glib/gi18n-lib.h>

/* What the cells of one column share. */
typedef struct {
  const CsRowColumn *column;
  CsSession *session; /* (owned) */
  gboolean names_row; /* the row's name is set by this column */
} Column;

static void
column_free (gpointer data, GClosure *closure)
{
  Column *column = data;

  g_object_unref (column->session);
  g_free (column);
}

/* A day stands alone in its cell, so it begins as a sentence does. */
static char *
capital (char *text)
{
  g_autofree char *rest = text;
  char first[8] = "";

  if (*rest == '\0')
    return g_steal_pointer (&rest);
  first[g_unichar_to_utf8 (g_unichar_totitle (g_utf8_get_char (rest)), first)] = '\0';
  return g_strconcat (first, g_utf8_next_char (rest), NULL);
}

static char *
text_of (const Column *column, CsRow *row)
{
  const CsFormat *format = cs_session_get_format (column->session);
  CsInstant now = cs_session_get_now (column->session);
  g_autofree char *text = NULL;
  gint64 instant = CS_INSTANT_NONE;

  switch (column->column->kind) {
    case CS_CELL_DAY:
      g_object_get (row, column->column->property, &instant, NULL);
      if (instant <= 0)
        return g_strdup ("");
      return capital (cs_format_day (format, instant, now));
    case CS_CELL_DATE:
      g_object_get (row, column->column->property, &text, NULL);
      return text != NULL ? capital (cs_format_iso_date (format, text, now)) : g_strdup ("");
    case CS_CELL_REFERENCE:
    case CS_CELL_NUMBER:
      g_object_get (row, column->column->property, &text, NULL);
      return text != NULL && *text != '\0' ? cs_ltr (text) : g_strdup ("");
    case CS_CELL_TEXT:
    case CS_CELL_SECONDARY:
    case CS_CELL_BADGE:
    case CS_CELL_STATE:
    default:
      g_object_get (row, column->column->property, &text, NULL);
      return g_strdup (text != NULL ? text : "");
  }
}

static char *
row_sentence (CsRow *row)
{
  g_autofree char *number = NULL;
  g_autofree char *title = NULL;
  g_autofree char *client = NULL;
  g_autofree char *amount = NULL;

  g_object_get (row,
                "number",
                &number,
                "title",
                &title,
                "client",
                &client,
                "amount",
                &amount,
                NULL);
  if (amount != NULL && *amount != '\0')
    return g_strdup_printf (_ ("%1$s, %2$s, %3$s, %4$s"),
                            title ? title : "",
                            client ? client : "",
                            number ? number : "",
                            amount);
  return g_strdup_printf (_ ("%1$s, %2$s, %3$s"),
                          title ? title : "",
                          client ? client : "",
                          number ? number : "");
}

static void
show_state (const Column *column, GtkWidget *box, CsRow *row)
{
  GtkWidget *icon = gtk_widget_get_first_child (box);
  GtkWidget *label = gtk_widget_get_last_child (box);
  CsCellState state = {0};
  g_autofree char *text = NULL;

  column->column->describe (row, &state, column->session);
  text = state.text;
  gtk_image_set_from_icon_name (GTK_IMAGE (icon), state.icon);
  gtk_widget_set_visible (icon, state.icon != NULL);
  gtk_label_set_label (GTK_LABEL (label), text != NULL ? text : "");
  cs_list_name_row (box, text != NULL ? text : "");
  gtk_widget_remove_css_class (box, "warning");
  gtk_widget_remove_css_class (box, "error");
  gtk_widget_remove_css_class (box, "success");
  if (state.tint != NULL)
    gtk_widget_add_css_class (box, state.tint);
  gtk_widget_set_visible (box, text != NULL && *text != '\0');
}

static void
show_cell (GtkListItem *item, GParamSpec *pspec, CsRow *row)
{
  const Column *column = g_object_get_data (G_OBJECT (item), "column");
  GtkWidget *child = gtk_list_item_get_child (item);
  g_autofree char *text = NULL;

  if (column->column->kind == CS_CELL_STATE) {
    show_state (column, child, row);
  } else if (column->column->kind != CS_CELL_BADGE) {
    text = text_of (column, row);
    gtk_label_set_label (GTK_LABEL (child), text);
    cs_list_name_row (child, text);
  }
  if (column->names_row) {
    GtkWidget *cell = gtk_widget_get_parent (child);
    g_autofree char *name = row_sentence (row);
    if (cell != NULL)
      cs_list_name_row (cell, name);
  }
}

/* What does not fit is said in a tooltip. */
static gboolean
tooltip_cb (GtkLabel *label, int x, int y, gboolean keyboard_mode, GtkTooltip *tooltip)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (label)))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_label (label));
  return TRUE;
}

static GtkWidget *
label_cell_new (CsCellKind kind)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), kind == CS_CELL_NUMBER ? 1 : 0);
  if (kind == CS_CELL_NUMBER || kind == CS_CELL_REFERENCE || kind == CS_CELL_DAY)
    gtk_widget_add_css_class (label, "numeric");
  if (kind == CS_CELL_SECONDARY)
    gtk_widget_add_css_class (label, "secondary");
  gtk_widget_set_has_tooltip (label, TRUE);
  g_signal_connect (label, "query-tooltip", G_CALLBACK (tooltip_cb), NULL);
  return label;
}

static GtkWidget *
state_cell_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (box, "cs-badge");
  gtk_widget_set_halign (box, GTK_ALIGN_START);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), gtk_image_new ());
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static void
setup_cb (Column *column, GtkListItem *item)
{
  GtkWidget *child;

  if (column->column->kind == CS_CELL_BADGE) {
    child = cs_sla_badge_new (column->session);
    gtk_widget_set_halign (child, GTK_ALIGN_START);
  } else if (column->column->kind == CS_CELL_STATE) {
    child = state_cell_new ();
  } else {
    child = label_cell_new (column->column->kind);
  }
  gtk_list_item_set_child (item, child);
  g_object_set_data (G_OBJECT (item), "column", column);
}

static void
bind_cb (Column *column, GtkListItem *item)
{
  CsRow *row = gtk_list_item_get_item (item);

  if (column->column->kind == CS_CELL_BADGE) {
    cs_sla_badge_set_row (CS_SLA_BADGE (gtk_list_item_get_child (item)), row);
    return;
  }
  if (column->column->property != NULL) {
    g_autofree char *signal = g_strconcat ("notify::", column->column->property, NULL);
    g_signal_connect_swapped (row, signal, G_CALLBACK (show_cell), item);
  }
  g_signal_connect_swapped (row, "notify::loaded", G_CALLBACK (show_cell), item);
  show_cell (item, NULL, row);
}

static void
unbind_cb (Column *column, GtkListItem *item)
{
  CsRow *row = gtk_list_item_get_item (item);

  if (column->column->kind == CS_CELL_BADGE)
    cs_sla_badge_set_row (CS_SLA_BADGE (gtk_list_item_get_child (item)), NULL);
  else if (row != NULL)
    g_signal_handlers_disconnect_by_data (row, item);
}

/**
 * cs_row_cell_factory_new:
 * @column: static
 * @session: knows formats and time
 * @names_row: whether this column's cells name the rows they stand in
 *
 * Returns: (transfer full): makes the cells of one column
 */
GtkListItemFactory *
cs_row_cell_factory_new (const CsRowColumn *column, CsSession *session, gboolean names_row)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Column *data = g_new0 (Column, 1);

  data->column = column;
  data->session = g_object_ref (session);
  data->names_row = names_row;
  g_signal_connect_data (factory,
                         "setup",
                         G_CALLBACK (setup_cb),
                         data,
                         column_free,
                         G_CONNECT_SWAPPED);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), data);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (unbind_cb), data);
  return factory;
}
