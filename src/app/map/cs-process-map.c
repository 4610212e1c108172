/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-process-map.h"

#include "cs-field-context.h"
#include "cs-map.h"

/**
 * CsProcessMap:
 *
 * Stages, steps and what leads from one to another, before a request goes through them.
 */
struct _CsProcessMap {
  CsDialog parent_instance;

  CsPack *pack; /* (owned) (nullable) keeps the process */

  CsMap *map; /* template */
};

G_DEFINE_FINAL_TYPE (CsProcessMap, cs_process_map, CS_TYPE_DIALOG)

static void
cs_process_map_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_process_map_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_PROCESS_MAP);
}

static void
cs_process_map_finalize (GObject *object)
{
  g_clear_pointer (&CS_PROCESS_MAP (object)->pack, cs_pack_unref);
  G_OBJECT_CLASS (cs_process_map_parent_class)->finalize (object);
}

static void
cs_process_map_class_init (CsProcessMapClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_process_map_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_process_map_finalize;
  g_type_ensure (CS_TYPE_MAP);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/map/cs-process-map.ui");
  gtk_widget_class_bind_template_child (widget_class, CsProcessMap, map);
}

static void
cs_process_map_init (CsProcessMap *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cs_process_map_new:
 * @process: whose pack is kept while it is shown
 *
 * Returns: (transfer floating): the window
 */
CsProcessMap *
cs_process_map_new (const CsProcess *process)
{
  CsProcessMap *self = g_object_new (CS_TYPE_PROCESS_MAP, NULL);
  g_autofree char *title = cs_text_dup (process->title, cs_field_context_get_language ());

  self->pack = cs_pack_ref ((CsPack *)process->pack);
  gtk_window_set_title (GTK_WINDOW (self), title);
  cs_map_show_process (self->map, process);
  return self;
}
