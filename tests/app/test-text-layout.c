/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-text-layout.h"

#include <adwaita.h>

#define TEXT "Key client request with potential revenue impact, requiring accelerated feasibility"

static int
natural_width (GtkWidget *widget, int height_px)
{
  int natural_px;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, height_px, NULL, &natural_px, NULL, NULL);
  return natural_px;
}

static GtkWidget *
bin_with_text (void)
{
  GtkWidget *bin = g_object_ref_sink (adw_bin_new ());
  GtkWidget *label = gtk_label_new (TEXT);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  adw_bin_set_child (ADW_BIN (bin), label);
  return bin;
}

/* Its width is the one of the whole text, whatever height is offered; its height follows its width.
 */
static void
test_width_is_steady (void)
{
  g_autoptr (GtkWidget) plain = bin_with_text ();
  g_autoptr (GtkWidget) steady = bin_with_text ();
  int one_line_px, lines_px;

  gtk_widget_set_layout_manager (steady, cs_text_layout_new ());
  g_assert_cmpint (natural_width (plain, 200), <, natural_width (plain, -1));
  g_assert_cmpint (natural_width (steady, 200), ==, natural_width (steady, -1));
  g_assert_cmpint (natural_width (steady, -1), ==, natural_width (plain, -1));
  gtk_widget_measure (steady, GTK_ORIENTATION_VERTICAL, 2000, &one_line_px, NULL, NULL, NULL);
  gtk_widget_measure (steady, GTK_ORIENTATION_VERTICAL, 200, &lines_px, NULL, NULL, NULL);
  g_assert_cmpint (lines_px, >=, 2 * one_line_px);
}

static void
test_hidden_takes_no_room (void)
{
  g_autoptr (GtkWidget) bin = bin_with_text ();

  gtk_widget_set_layout_manager (bin, cs_text_layout_new ());
  gtk_widget_hide (adw_bin_get_child (ADW_BIN (bin)));
  g_assert_cmpint (natural_width (bin, -1), ==, 0);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/text-layout/width-is-steady", test_width_is_steady);
  g_test_add_func ("/text-layout/hidden-takes-no-room", test_hidden_takes_no_room);
  return g_test_run ();
}
