/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-toasts.h"

#define TOAST_SECS 4

/**
 * CsToasts:
 *
 * A toast with a button stays until it is pressed, closed, or taken away because its time is over.
 */
struct _CsToasts {
  GObject parent_instance;

  GHashTable *toasts; /* (owned) text -> AdwToast (owned), those with a button */
};

G_DEFINE_FINAL_TYPE (CsToasts, cs_toasts, G_TYPE_OBJECT)

static void
dismissed_cb (CsToasts *self, AdwToast *toast)
{
  if (g_hash_table_lookup (self->toasts, adw_toast_get_title (toast)) == toast)
    g_hash_table_remove (self->toasts, adw_toast_get_title (toast));
}

/**
 * cs_toasts_make:
 * @text: what it says
 * @button_label: (nullable): of its button
 * @action_name: (nullable): what the button does
 *
 * Returns: (transfer full): a toast to be shown
 */
AdwToast *
cs_toasts_make (CsToasts *self, const char *text, const char *button_label, const char *action_name)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_timeout (toast, button_label != NULL ? 0 : TOAST_SECS);
  if (button_label == NULL)
    return toast;
  adw_toast_set_button_label (toast, button_label);
  adw_toast_set_action_name (toast, action_name);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_hash_table_insert (self->toasts, g_strdup (text), g_object_ref (toast));
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (dismissed_cb), self, G_CONNECT_SWAPPED);
  return toast;
}

/**
 * cs_toasts_dismiss:
 * @text: of a toast with a button, whose time is over
 *
 * Takes it away again.
 */
void
cs_toasts_dismiss (CsToasts *self, const char *text)
{
  g_autoptr (AdwToast) toast = NULL;
  g_autofree char *key = NULL;

  if (g_hash_table_steal_extended (self->toasts, text, (gpointer *)&key, (gpointer *)&toast))
    adw_toast_dismiss (toast);
}

static void
cs_toasts_finalize (GObject *object)
{
  g_hash_table_unref (CS_TOASTS (object)->toasts);
  G_OBJECT_CLASS (cs_toasts_parent_class)->finalize (object);
}

static void
cs_toasts_class_init (CsToastsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_toasts_finalize;
}

static void
cs_toasts_init (CsToasts *self)
{
  self->toasts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/**
 * cs_toasts_new:
 *
 * Returns: (transfer full): none are shown yet
 */
CsToasts *
cs_toasts_new (void)
{
  return g_object_new (CS_TYPE_TOASTS, NULL);
}
