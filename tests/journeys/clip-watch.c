/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <gtk/gtk.h>

/*
 * Loaded into the program by a journey (LD_PRELOAD). When the file named by CS_CLIP_ASK appears,
 * which says how wide the window may be, it writes to the file of that name with “.answer” what
 * does not fit in the windows, one line each, and removes the first. What accessibility cannot
 * tell: whether a text has the room it needs.
 */

#define SLACK 2 /* pixels by which a measure may be off */

static const char *ask;

static char *
describe (GtkWidget *widget)
{
  GString *out = g_string_new (NULL);

  for (GtkWidget *w = widget; w != NULL; w = gtk_widget_get_parent (w)) {
    const char *type = G_OBJECT_TYPE_NAME (w);

    /* The nearest of the program's own classes says where it is. */
    if (w == widget || g_str_has_prefix (type, "Cs"))
      g_string_append_printf (out, "%s%s", w == widget ? "" : " in ", type);
    if (w != widget && g_str_has_prefix (type, "Cs"))
      break;
  }
  return g_string_free (out, FALSE);
}

static void G_GNUC_PRINTF (4, 5)
    complain (GString *report, GtkWidget *widget, const char *text, const char *format, ...)
{
  g_autofree char *where = describe (widget);
  g_autofree char *what = NULL;
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  line = g_strdup_printf ("%s “%.60s”: %s", where, text, what);
  g_strdelimit (line, "\n", ' ');
  g_string_append (report, line);
  g_string_append_c (report, '\n');
}

/* A deadline says nothing when it is cut. */
static gboolean
is_badge (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  for (; parent != NULL; parent = gtk_widget_get_parent (parent))
    if (g_str_equal (G_OBJECT_TYPE_NAME (parent), "CsSlaBadge"))
      return TRUE;
  return FALSE;
}

/* A pointer or a screen reader still gets at the whole text. */
static gboolean
says_elsewhere (GtkWidget *widget)
{
  for (GtkWidget *w = widget; w != NULL; w = gtk_widget_get_parent (w)) {
    if (gtk_widget_get_has_tooltip (w))
      return TRUE;
    if (GTK_IS_BUTTON (w))
      break;
  }
  return FALSE;
}

static gboolean
scrolls_sideways (GtkWidget *widget)
{
  for (GtkWidget *w = gtk_widget_get_parent (widget); w != NULL; w = gtk_widget_get_parent (w)) {
    GtkPolicyType horizontal, vertical;

    if (!GTK_IS_SCROLLED_WINDOW (w))
      continue;
    gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (w), &horizontal, &vertical);
    if (horizontal != GTK_POLICY_NEVER)
      return TRUE;
  }
  return FALSE;
}

static void
check_text (GString *report, GtkLabel *label)
{
  GtkWidget *widget = GTK_WIDGET (label);
  PangoLayout *layout = gtk_label_get_layout (label);
  const char *text = gtk_label_get_text (label);
  int width, height;

  if (*text == '\0')
    return;
  pango_layout_get_pixel_size (layout, &width, &height);
  if (pango_layout_get_unknown_glyphs_count (layout) > 0)
    complain (report, widget, text, "a letter has no glyph");
  if (pango_layout_is_ellipsized (layout)) {
    if ((gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON) != NULL || is_badge (widget)) &&
        !says_elsewhere (widget))
      complain (report, widget, text, "cut short");
    return;
  }
  if (width > gtk_widget_get_width (widget) + SLACK)
    complain (report, widget, text, "%d px wide in %d", width, gtk_widget_get_width (widget));
  if (height > gtk_widget_get_height (widget) + SLACK)
    complain (report, widget, text, "%d px high in %d", height, gtk_widget_get_height (widget));
}

/* Beside the window, where nothing scrolls to it. */
static void
check_place (GString *report, GtkWidget *widget, const char *text)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (widget));
  graphene_rect_t box;

  /* Tooltips and menus may stand out. */
  if (root == NULL || GTK_WIDGET (gtk_widget_get_native (widget)) != root ||
      gtk_widget_get_ancestor (widget, GTK_TYPE_POPOVER) != NULL ||
      !gtk_widget_compute_bounds (widget, root, &box) || scrolls_sideways (widget))
    return;
  if (box.origin.x < -SLACK || box.origin.x + box.size.width > gtk_widget_get_width (root) + SLACK)
    complain (report,
              widget,
              text,
              "from %.0f to %.0f in a window of %d",
              box.origin.x,
              box.origin.x + box.size.width,
              gtk_widget_get_width (root));
}

static const char *
text_of (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_tooltip_text (widget) != NULL)
    return gtk_widget_get_tooltip_text (widget);
  return "";
}

static void
check (GString *report, GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_child_visible (widget))
    return;
  if (GTK_IS_LABEL (widget))
    check_text (report, GTK_LABEL (widget));
  if (GTK_IS_LABEL (widget) || GTK_IS_BUTTON (widget) || GTK_IS_EDITABLE (widget))
    check_place (report, widget, text_of (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check (report, child);
}

static int
get_least_width (GtkWidget *widget)
{
  int least;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

/* What makes a window wider than was asked for: the innermost of the widgets that are too wide.
 * Stacks and leaflets keep room for what they do not show, so what is not mapped counts too. A
 * window that asks for its width by its height may need more than its least width: what it got
 * counts. */
static void
check_width (GString *report, GtkWidget *window, int wanted)
{
  GtkWidget *widest = window;
  GString *path = g_string_new (NULL);

  if (wanted <= 0 || !gtk_widget_get_mapped (window) ||
      (get_least_width (window) <= wanted && gtk_widget_get_width (window) <= wanted)) {
    g_string_free (path, TRUE);
    return;
  }
  for (GtkWidget *next = widest; next != NULL;) {
    widest = next;
    next = NULL;
    g_string_append_printf (path, " %s %d", G_OBJECT_TYPE_NAME (widest), get_least_width (widest));
    for (GtkWidget *child = gtk_widget_get_first_child (widest); child != NULL;
         child = gtk_widget_get_next_sibling (child))
      if (gtk_widget_get_visible (child) && get_least_width (child) > wanted / 2 &&
          (next == NULL || get_least_width (child) > get_least_width (next)))
        next = child;
  }
  complain (report,
            widest,
            text_of (widest),
            "the window needs %d px, takes %d, %d are there:%s",
            get_least_width (window),
            gtk_widget_get_width (window),
            wanted,
            path->str);
  g_string_free (path, TRUE);
}

static gboolean
look_cb (gpointer user_data)
{
  g_autoptr (GString) report = NULL;
  g_autofree char *answer = NULL;
  g_autoptr (GList) windows = NULL;
  g_autofree char *wanted = NULL;

  if (!g_file_get_contents (ask, &wanted, NULL, NULL))
    return G_SOURCE_CONTINUE;
  report = g_string_new (NULL);
  windows = gtk_window_list_toplevels ();
  for (GList *w = windows; w != NULL; w = w->next) {
    check (report, w->data);
    check_width (report, w->data, (int)g_ascii_strtoll (wanted, NULL, 10));
  }
  g_string_append (report,
                   gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL ? "direction rtl\n"
                                                                           : "direction ltr\n");
  answer = g_strconcat (ask, ".answer", NULL);
  g_file_set_contents (answer, report->str, (gssize)report->len, NULL);
  g_remove (ask);
  return G_SOURCE_CONTINUE;
}

__attribute__ ((constructor)) static void
start (void)
{
  ask = g_getenv ("CS_CLIP_ASK");
  if (ask != NULL)
    g_timeout_add (50, look_cb, NULL);
}
