/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-plain-keys.h"

#include "cs-list.h"

#define SINGLE_KEY_NAVIGATION 1
#define SINGLE_KEY_DECISIONS  2

typedef struct {
  CsSession *session; /* (owned) */
  const CsPlainKey *keys;
  guint n_keys;
} Keys;

static void
keys_free (gpointer data, GClosure *closure)
{
  Keys *keys = data;

  g_object_unref (keys->session);
  g_free (keys);
}

static gboolean
is_letter (guint keyval)
{
  gunichar c = gdk_keyval_to_unicode (keyval);

  return c != 0 && g_unichar_isalpha (c);
}

static gboolean
key_pressed_cb (GtkEventController *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                Keys *keys)
{
  GtkWidget *widget = gtk_event_controller_get_widget (controller);
  guint allowed = g_settings_get_flags (cs_session_get_settings (keys->session), "single-key");

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0 || cs_is_typing (widget))
    return GDK_EVENT_PROPAGATE;
  for (guint i = 0; i < keys->n_keys; i++) {
    const CsPlainKey *key = &keys->keys[i];
    if (key->keyval != keyval)
      continue;
    if (key->decides && (allowed & SINGLE_KEY_DECISIONS) == 0)
      continue;
    if (!key->decides && is_letter (keyval) && (allowed & SINGLE_KEY_NAVIGATION) == 0)
      continue;
    if (gtk_widget_activate_action (widget, key->action, NULL))
      return GDK_EVENT_STOP;
  }
  return GDK_EVENT_PROPAGATE;
}

/**
 * cs_plain_keys_attach:
 * @widget: a list or a page
 * @session: has the preferences
 * @keys: (array length=n_keys): static
 *
 * Binds plain keys in the bubble phase: a text field inside @widget gets them first, and nothing
 * happens while one has the focus.
 */
void
cs_plain_keys_attach (GtkWidget *widget, CsSession *session, const CsPlainKey *keys, guint n_keys)
{
  GtkEventController *controller = gtk_event_controller_key_new ();
  Keys *data = g_new0 (Keys, 1);

  data->session = g_object_ref (session);
  data->keys = keys;
  data->n_keys = n_keys;
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_BUBBLE);
  g_signal_connect_data (controller,
                         "key-pressed",
                         G_CALLBACK (key_pressed_cb),
                         data,
                         keys_free,
                         0);
  gtk_widget_add_controller (widget, controller);
}
