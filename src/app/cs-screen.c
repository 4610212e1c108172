/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-screen.h"

#include "cs-window.h"

/**
 * CsScreen:
 *
 * Base of all views and pages.
 */
typedef struct {
  CsSession *session;        /* (owned) */
  char *key;                 /* (nullable) */
  GCancellable *cancellable; /* cancelled when the screen goes away */
  GActionMap *decisions;     /* (owned) (nullable) */
  GStrv names;               /* of decisions */
} CsScreenPrivate;

enum { PROP_SESSION = 1, PROP_KEY, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE_WITH_PRIVATE (CsScreen, cs_screen, ADW_TYPE_BIN)

static void
cs_screen_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsScreenPrivate *priv = cs_screen_get_instance_private (CS_SCREEN (object));

  switch (id) {
    case PROP_SESSION:
      g_value_set_object (value, priv->session);
      break;
    case PROP_KEY:
      g_value_set_string (value, priv->key);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_screen_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsScreenPrivate *priv = cs_screen_get_instance_private (CS_SCREEN (object));

  switch (id) {
    case PROP_SESSION:
      priv->session = g_value_dup_object (value);
      break;
    case PROP_KEY:
      priv->key = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static CsWindow *
window_of (CsScreen *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return CS_IS_WINDOW (root) ? CS_WINDOW (root) : NULL;
}

static void
cs_screen_map (GtkWidget *widget)
{
  CsScreen *self = CS_SCREEN (widget);
  CsScreenPrivate *priv = cs_screen_get_instance_private (self);
  CsWindow *window = window_of (self);

  GTK_WIDGET_CLASS (cs_screen_parent_class)->map (widget);
  if (window != NULL && priv->decisions != NULL)
    cs_window_add_decisions (window, priv->decisions, (const char *const *)priv->names);
}

static void
cs_screen_unmap (GtkWidget *widget)
{
  CsScreen *self = CS_SCREEN (widget);
  CsScreenPrivate *priv = cs_screen_get_instance_private (self);
  CsWindow *window = window_of (self);

  if (window != NULL && priv->decisions != NULL)
    cs_window_remove_decisions (window, priv->decisions, (const char *const *)priv->names);
  GTK_WIDGET_CLASS (cs_screen_parent_class)->unmap (widget);
}

static void
cs_screen_dispose (GObject *object)
{
  CsScreenPrivate *priv = cs_screen_get_instance_private (CS_SCREEN (object));

  g_cancellable_cancel (priv->cancellable);
  G_OBJECT_CLASS (cs_screen_parent_class)->dispose (object);
}

static void
cs_screen_finalize (GObject *object)
{
  CsScreenPrivate *priv = cs_screen_get_instance_private (CS_SCREEN (object));

  g_clear_object (&priv->cancellable);
  g_clear_object (&priv->decisions);
  g_clear_pointer (&priv->names, g_strfreev);
  g_clear_object (&priv->session);
  g_free (priv->key);
  G_OBJECT_CLASS (cs_screen_parent_class)->finalize (object);
}

static void
cs_screen_class_init (CsScreenClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cs_screen_get_property;
  object_class->set_property = cs_screen_set_property;
  object_class->dispose = cs_screen_dispose;
  object_class->finalize = cs_screen_finalize;
  widget_class->map = cs_screen_map;
  widget_class->unmap = cs_screen_unmap;
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CS_TYPE_SESSION, flags);
  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cs_screen_init (CsScreen *self)
{
  CsScreenPrivate *priv = cs_screen_get_instance_private (self);

  priv->cancellable = g_cancellable_new ();
}

/**
 * cs_screen_get_session:
 *
 * Returns: (transfer none) (nullable): what the screen was given; NULL only in the test that builds
 *   every template
 */
CsSession *
cs_screen_get_session (CsScreen *self)
{
  CsScreenPrivate *priv = cs_screen_get_instance_private (self);

  g_return_val_if_fail (CS_IS_SCREEN (self), NULL);
  return priv->session;
}

/**
 * cs_screen_get_workspace:
 *
 * Returns: (transfer none) (nullable): the session's workspace
 */
CsWorkspace *
cs_screen_get_workspace (CsScreen *self)
{
  CsSession *session = cs_screen_get_session (self);

  return session != NULL ? cs_session_get_workspace (session) : NULL;
}

/**
 * cs_screen_get_key:
 *
 * Returns: (transfer none) (nullable): what a page shows, such as a request's id
 */
const char *
cs_screen_get_key (CsScreen *self)
{
  CsScreenPrivate *priv = cs_screen_get_instance_private (self);

  g_return_val_if_fail (CS_IS_SCREEN (self), NULL);
  return priv->key;
}

/**
 * cs_screen_get_cancellable:
 *
 * Returns: (transfer none): cancelled when the screen goes away; for every call that fills it
 */
GCancellable *
cs_screen_get_cancellable (CsScreen *self)
{
  CsScreenPrivate *priv = cs_screen_get_instance_private (self);

  g_return_val_if_fail (CS_IS_SCREEN (self), NULL);
  return priv->cancellable;
}

/**
 * cs_screen_may_leave:
 *
 * Returns: whether the screen can be left without losing anything
 */
gboolean
cs_screen_may_leave (CsScreen *self)
{
  g_return_val_if_fail (CS_IS_SCREEN (self), TRUE);
  return CS_SCREEN_GET_CLASS (self)->may_leave == NULL ||
         CS_SCREEN_GET_CLASS (self)->may_leave (self);
}

/**
 * cs_screen_offer_decisions:
 * @decisions: (nullable): a group with the actions of this screen; it says which are enabled
 * @names: the actions' names, such as "approve"
 *
 * While the screen is shown, the window's `decide.` actions are these. They are never exported on
 * the session bus, so no other program can decide (ux: 7a).
 */
void
cs_screen_offer_decisions (CsScreen *self, GActionMap *decisions, const char *const *names)
{
  CsScreenPrivate *priv = cs_screen_get_instance_private (self);
  CsWindow *window = window_of (self);
  gboolean is_shown = window != NULL && gtk_widget_get_mapped (GTK_WIDGET (self));

  g_return_if_fail (CS_IS_SCREEN (self));

  if (is_shown && priv->decisions != NULL)
    cs_window_remove_decisions (window, priv->decisions, (const char *const *)priv->names);
  g_set_object (&priv->decisions, decisions);
  g_strfreev (priv->names);
  priv->names = g_strdupv ((GStrv)names);
  if (is_shown && decisions != NULL)
    cs_window_add_decisions (window, decisions, names);
}
