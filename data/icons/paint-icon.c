/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gdk-pixbuf/gdk-pixbuf.h>

/* paint-icon DRAWING SIZE PICTURE: a drawing as a PNG of that many pixels each way. */
int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) picture = NULL;
  int size = argc == 4 ? (int)g_ascii_strtoll (argv[2], NULL, 10) : 0;

  if (size <= 0) {
    g_printerr ("Usage: %s DRAWING SIZE PICTURE\n", argv[0]);
    return 2;
  }
  picture = gdk_pixbuf_new_from_file_at_scale (argv[1], size, size, TRUE, &error);
  if (picture == NULL || !gdk_pixbuf_save (picture, argv[3], "png", &error, NULL)) {
    g_printerr ("%s: %s\n", argv[1], error->message);
    return 1;
  }
  return 0;
}
