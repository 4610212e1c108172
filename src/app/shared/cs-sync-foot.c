/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sync-foot.h"

#include "cs-announce.h"
#include "cs-sync-watch.h"

#include <glib/gi18n-lib.h>

/**
 * CsSyncFoot:
 *
 * “On this computer”, or a button that says in words and a picture how it stands with the server
 * and opens Activity (ux: Frame).
 */
struct _CsSyncFoot {
  AdwBin parent_instance;

  CsSyncWatch *watch; /* (owned) (nullable) */

  GtkWidget *local;  /* template */
  GtkWidget *shared; /* template */
  GtkImage *icon;    /* template */
  GtkLabel *words;   /* template */
};

G_DEFINE_FINAL_TYPE (CsSyncFoot, cs_sync_foot, ADW_TYPE_BIN)

/* What somebody who does not see the foot should hear of, without being told of every exchange. */
static void
announce (CsSyncFoot *self, const CsSyncLook *look, const char *text)
{
  gboolean is_bad = look->state != CS_SYNC_SYNCED && look->state != CS_SYNC_SYNCING &&
                    look->state != CS_SYNC_CONNECTING;

  if (gtk_widget_get_mapped (self->shared) && (is_bad || look->refused > 0))
    cs_announce (GTK_WIDGET (self), text);
}

static void
show_look (CsSyncFoot *self, const CsSyncLook *look)
{
  CsSession *session = cs_sync_watch_get_session (self->watch);
  g_autofree char *text = cs_sync_text_dup_state (look, cs_session_get_format (session));
  g_autofree char *name = NULL;

  gtk_image_set_from_icon_name (self->icon, cs_sync_text_get_icon (look));
  if (g_strcmp0 (text, gtk_label_get_label (self->words)) == 0)
    return;
  gtk_label_set_label (self->words, text);
  /* Translators: a button that opens the list of what waits; how it stands with the server */
  name = g_strdup_printf (_ ("Activity: %s"), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->shared),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
  announce (self, look, text);
}

static void
update (CsSyncFoot *self)
{
  CsWorkspace *workspace = cs_session_get_workspace (cs_sync_watch_get_session (self->watch));
  const CsSyncLook *look = cs_sync_watch_get_look (self->watch);

  gtk_widget_set_visible (self->local, look == NULL);
  gtk_widget_set_visible (self->shared, look != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self),
                               workspace != NULL ? cs_workspace_get_folder (workspace) : NULL);
  if (look != NULL)
    show_look (self, look);
}

static void
cs_sync_foot_dispose (GObject *object)
{
  CsSyncFoot *self = CS_SYNC_FOOT (object);

  g_clear_object (&self->watch);
  G_OBJECT_CLASS (cs_sync_foot_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_SYNC_FOOT);
}

static void
cs_sync_foot_class_init (CsSyncFootClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_sync_foot_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/shared/cs-sync-foot.ui");
  gtk_widget_class_bind_template_child (widget_class, CsSyncFoot, local);
  gtk_widget_class_bind_template_child (widget_class, CsSyncFoot, shared);
  gtk_widget_class_bind_template_child (widget_class, CsSyncFoot, icon);
  gtk_widget_class_bind_template_child (widget_class, CsSyncFoot, words);
}

static void
cs_sync_foot_init (CsSyncFoot *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cs_sync_foot_set_session:
 *
 * Once, before it is shown.
 */
void
cs_sync_foot_set_session (CsSyncFoot *self, CsSession *session)
{
  g_return_if_fail (CS_IS_SYNC_FOOT (self) && self->watch == NULL);

  self->watch = cs_sync_watch_new (session);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
