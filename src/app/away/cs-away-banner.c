/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-away-banner.h"

#include "cs-away-text.h"
#include "cs-banner.h"

#include <glib/gi18n-lib.h>

/**
 * CsAwayBanner:
 *
 * Says that the person who acts is away and who decides until when, and ends it (ux: Away).
 */
struct _CsAwayBanner {
  AdwBin parent_instance;

  CsSession *session;     /* (owned) (nullable) */
  CsWorkspace *workspace; /* (owned) (nullable) that is listened to */

  CsBanner *banner; /* child */
};

G_DEFINE_FINAL_TYPE (CsAwayBanner, cs_away_banner, ADW_TYPE_BIN)

static const CsDelegation *
find (CsAwayBanner *self)
{
  if (self->workspace == NULL || cs_session_get_person (self->session) == NULL)
    return NULL;
  return cs_away_find_now (cs_workspace_get_directory (self->workspace),
                           cs_session_get_person (self->session),
                           cs_session_get_now (self->session));
}

static void
update (CsAwayBanner *self)
{
  const CsDelegation *delegation = find (self);
  g_autofree char *day = NULL, *name = NULL, *title = NULL;

  if (delegation == NULL) {
    cs_banner_set_revealed (self->banner, FALSE);
    return;
  }
  day = cs_format_day (cs_session_get_format (self->session),
                       delegation->until - 1,
                       cs_session_get_now (self->session));
  name = cs_iso (cs_session_get_person_name (self->session, delegation->to_person));
  /* Translators: the last day of an absence, who stands in */
  title = g_strdup_printf (_ ("Away until %1$s, %2$s decides"), day, name);
  cs_banner_set_title (self->banner, title);
  cs_banner_set_revealed (self->banner, TRUE);
}

static void
workspace_cb (CsAwayBanner *self)
{
  CsWorkspace *workspace = cs_session_get_workspace (self->session);

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_func (self->workspace, update, self);
  g_set_object (&self->workspace, workspace);
  if (workspace != NULL)
    g_signal_connect_object (workspace, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
end_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsAwayBanner *self = CS_AWAY_BANNER (widget);
  const CsDelegation *delegation = find (self);

  if (delegation != NULL)
    cs_away_end (self->session, delegation);
}

static void
cs_away_banner_dispose (GObject *object)
{
  CsAwayBanner *self = CS_AWAY_BANNER (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_away_banner_parent_class)->dispose (object);
}

static void
cs_away_banner_class_init (CsAwayBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cs_away_banner_dispose;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "away.end", NULL, end_action);
}

static void
cs_away_banner_init (CsAwayBanner *self)
{
  self->banner = CS_BANNER (cs_banner_new ());
  cs_banner_set_button_label (self->banner, _ ("End Now"));
  cs_banner_set_action_name (self->banner, "away.end");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->banner));
}

/**
 * cs_away_banner_set_session:
 *
 * Once, before it is shown.
 */
void
cs_away_banner_set_session (CsAwayBanner *self, CsSession *session)
{
  g_return_if_fail (CS_IS_AWAY_BANNER (self) && self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session,
                           "notify::workspace",
                           G_CALLBACK (workspace_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::person", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "minute", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  workspace_cb (self);
}
