/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-preferences.h"

/**
 * CsPreferences:
 *
 * Everything takes effect at once; there is no OK.
 */
struct _CsPreferences {
  AdwPreferencesWindow parent_instance;

  GtkWidget *start_view;     /* template */
  GtkWidget *auto_advance;   /* template */
  GtkWidget *undo_seconds;   /* template */
  GtkWidget *single_key;     /* template */
  GtkWidget *digits;         /* template */
  GtkWidget *notify_level;   /* template */
  GtkWidget *notify_amounts; /* template */
  GtkWidget *quiet;          /* template */
  GtkWidget *background;     /* template */
};

G_DEFINE_FINAL_TYPE (CsPreferences, cs_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* Combo rows list the values of an enum key in the order of the schema. */
static gboolean
enum_to_selected (GValue *value, GVariant *variant, gpointer data)
{
  const char *const *nicks = data;

  for (guint i = 0; nicks[i] != NULL; i++)
    if (g_strcmp0 (nicks[i], g_variant_get_string (variant, NULL)) == 0)
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
selected_to_enum (const GValue *value, const GVariantType *type, gpointer data)
{
  const char *const *nicks = data;

  return g_variant_new_string (nicks[g_value_get_uint (value)]);
}

static void
bind_enum (GSettings *settings, const char *key, GtkWidget *row, const char *const *nicks)
{
  g_settings_bind_with_mapping (settings,
                                key,
                                row,
                                "selected",
                                G_SETTINGS_BIND_DEFAULT,
                                enum_to_selected,
                                selected_to_enum,
                                (gpointer)nicks,
                                NULL);
}

/* Off, Navigation, Navigation and Decisions: flags that make sense together. */
static gboolean
flags_to_selected (GValue *value, GVariant *variant, gpointer data)
{
  g_autofree const char **nicks = g_variant_get_strv (variant, NULL);

  if (g_strv_contains (nicks, "decisions"))
    g_value_set_uint (value, 2);
  else
    g_value_set_uint (value, g_strv_contains (nicks, "navigation") ? 1 : 0);
  return TRUE;
}

static GVariant *
selected_to_flags (const GValue *value, const GVariantType *type, gpointer data)
{
  static const char *const nicks[] = {"navigation", "decisions"};

  return g_variant_new_strv (nicks, MIN (g_value_get_uint (value), 2));
}

static void
bind_settings (CsPreferences *self, GSettings *settings)
{
  static const char *const views[] =
      {"role", "inbox", "sent", "requests", "scopes", "payments", "last", NULL};
  static const char *const advance[] = {"next", "stay", "list", NULL};
  static const char *const digits[] = {"latin", "locale", NULL};
  static const char *const levels[] = {"all", "important", "none", NULL};

  bind_enum (settings, "start-view", self->start_view, views);
  bind_enum (settings, "auto-advance", self->auto_advance, advance);
  bind_enum (settings, "digits", self->digits, digits);
  bind_enum (settings, "notify-level", self->notify_level, levels);
  g_settings_bind_with_mapping (settings,
                                "single-key",
                                self->single_key,
                                "selected",
                                G_SETTINGS_BIND_DEFAULT,
                                flags_to_selected,
                                selected_to_flags,
                                NULL,
                                NULL);
  g_settings_bind (settings, "undo-seconds", self->undo_seconds, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings,
                   "notify-amounts",
                   self->notify_amounts,
                   "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "quiet-outside-hours", self->quiet, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings,
                   "run-in-background",
                   self->background,
                   "active",
                   G_SETTINGS_BIND_DEFAULT);
}

static void
cs_preferences_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_preferences_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_PREFERENCES);
}

static void
cs_preferences_class_init (CsPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_preferences_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/preferences/cs-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, start_view);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, auto_advance);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, undo_seconds);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, single_key);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, digits);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, notify_level);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, notify_amounts);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, quiet);
  gtk_widget_class_bind_template_child (widget_class, CsPreferences, background);
}

static void
cs_preferences_init (CsPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cs_preferences_present:
 * @parent: (nullable): the window to stand over
 * @session: has the settings
 */
void
cs_preferences_present (GtkWindow *parent, CsSession *session)
{
  CsPreferences *self = g_object_new (CS_TYPE_PREFERENCES, "transient-for", parent, NULL);

  bind_settings (self, cs_session_get_settings (session));
  gtk_window_present (GTK_WINDOW (self));
}
