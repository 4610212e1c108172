/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sync-banner.h"

#include "cs-banner.h"
#include "cs-sync-watch.h"

#include <glib/gi18n-lib.h>

/**
 * CsSyncBanner:
 *
 * One sentence and one button: signed out, too old, another history, a wrong clock, long offline;
 * and how far the first receiving is (ux: First run, Messages).
 */
struct _CsSyncBanner {
  AdwBin parent_instance;

  CsSyncWatch *watch; /* (owned) (nullable) */

  CsBanner *banner;    /* in the child */
  GtkProgressBar *bar; /* in the child: below the sentence */
};

G_DEFINE_FINAL_TYPE (CsSyncBanner, cs_sync_banner, ADW_TYPE_BIN)

static void
show_first (CsSyncBanner *self, const CsSyncLook *look)
{
  gboolean is_known = !look->is_whole && look->total > 0;

  gtk_widget_set_visible (GTK_WIDGET (self->bar), is_known);
  if (is_known)
    gtk_progress_bar_set_fraction (self->bar, (double)look->here / (double)look->total);
}

static void
update (CsSyncBanner *self)
{
  CsSession *session = cs_sync_watch_get_session (self->watch);
  const CsSyncLook *look = cs_sync_watch_get_look (self->watch);
  g_auto (CsSyncAdvice) advice = {0};

  if (look != NULL)
    cs_sync_text_get_advice (look,
                             cs_session_get_format (session),
                             cs_session_get_now (session),
                             &advice);
  if (look != NULL && advice.text == NULL)
    advice.text = cs_sync_text_dup_first (
        look,
        cs_session_get_format (session),
        cs_session_get_person_name (session, cs_session_get_person (session)));
  if (advice.text != NULL) {
    cs_banner_set_title (self->banner, advice.text);
    cs_banner_set_button_label (self->banner, advice.button);
    cs_banner_set_action_name (self->banner, advice.action);
  }
  cs_banner_set_revealed (self->banner, advice.text != NULL);
  if (look != NULL)
    show_first (self, look);
  else
    gtk_widget_set_visible (GTK_WIDGET (self->bar), FALSE);
}

static void
cs_sync_banner_dispose (GObject *object)
{
  CsSyncBanner *self = CS_SYNC_BANNER (object);

  g_clear_object (&self->watch);
  G_OBJECT_CLASS (cs_sync_banner_parent_class)->dispose (object);
}

static void
cs_sync_banner_class_init (CsSyncBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cs_sync_banner_dispose;
}

static void
cs_sync_banner_init (CsSyncBanner *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->banner = CS_BANNER (cs_banner_new ());
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_widget_set_visible (GTK_WIDGET (self->bar), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->bar), "osd");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("First sync"),
                                  -1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->banner));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bar));
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * cs_sync_banner_set_session:
 *
 * Once, before it is shown.
 */
void
cs_sync_banner_set_session (CsSyncBanner *self, CsSession *session)
{
  g_return_if_fail (CS_IS_SYNC_BANNER (self) && self->watch == NULL);

  self->watch = cs_sync_watch_new (session);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
