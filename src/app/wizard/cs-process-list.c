/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-process-list.h"

#include "cs-detail-row.h"
#include "cs-field-context.h"

#include <glib/gi18n-lib.h>

/**
 * CsProcessList:
 *
 * A heading for each pack, below it its processes; a row begins one.
 */
struct _CsProcessList {
  AdwBin parent_instance;

  GtkWidget *first; /* (borrowed) (nullable) row */

  GtkBox *box; /* template */
};

enum { SIGNAL_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsProcessList, cs_process_list, ADW_TYPE_BIN)

/* The stages it goes through: “Requirement → Pre-sales → Onboarding”. */
static char *
dup_stages (const CsProcess *process)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < process->stages->len; i++) {
    const CsStage *stage = process->stages->pdata[i];
    g_autofree char *title = cs_text_dup (stage->title, cs_field_context_get_language ());

    g_string_append_printf (text, "%s%s", i > 0 ? " · " : "", title != NULL ? title : stage->id);
  }
  return g_strdup (text->str);
}

static void
add_process (CsProcessList *self, GtkListBox *list, const CsProcess *process)
{
  g_autofree char *title = cs_text_dup (process->title, cs_field_context_get_language ());
  g_autofree char *stages = dup_stages (process);
  CsDetailRow *row =
      cs_detail_row_new ("countersign-scope-symbolic", title != NULL ? title : process->id, stages);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  cs_detail_row_add_end (row, gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set_data_full (G_OBJECT (row), "pack", g_strdup (process->pack->id), g_free);
  g_object_set_data_full (G_OBJECT (row), "process", g_strdup (process->id), g_free);
  gtk_list_box_append (list, GTK_WIDGET (row));
  if (self->first == NULL)
    self->first = GTK_WIDGET (row);
}

static void
activated_cb (CsProcessList *self, GtkListBoxRow *row)
{
  g_signal_emit (self,
                 signals[SIGNAL_CHOSEN],
                 0,
                 g_object_get_data (G_OBJECT (row), "pack"),
                 g_object_get_data (G_OBJECT (row), "process"));
}

/**
 * cs_process_list_count:
 * @packs: (element-type CsPack): those that can be used
 *
 * Returns: how many processes they have
 */
guint
cs_process_list_count (const GPtrArray *packs)
{
  guint n = 0;

  for (guint i = 0; i < packs->len; i++)
    n += ((const CsPack *)packs->pdata[i])->processes->len;
  return n;
}

/**
 * cs_process_list_show:
 * @packs: (element-type CsPack): those that can be used
 *
 * Shows their processes.
 */
void
cs_process_list_show (CsProcessList *self, const GPtrArray *packs)
{
  cs_box_clear (self->box);
  self->first = NULL;
  for (guint i = 0; i < packs->len; i++) {
    const CsPack *pack = packs->pdata[i];
    g_autofree char *title = cs_text_dup (pack->title, cs_field_context_get_language ());
    GtkListBox *list = cs_detail_list_add (self->box, title != NULL ? title : pack->id, NULL);

    g_signal_connect_object (list,
                             "row-activated",
                             G_CALLBACK (activated_cb),
                             self,
                             G_CONNECT_SWAPPED);
    for (guint j = 0; j < pack->processes->len; j++)
      add_process (self, list, pack->processes->pdata[j]);
  }
}

static gboolean
cs_process_list_grab_focus (GtkWidget *widget)
{
  CsProcessList *self = CS_PROCESS_LIST (widget);

  return self->first != NULL && gtk_widget_grab_focus (self->first);
}

static void
cs_process_list_dispose (GObject *object)
{
  CS_PROCESS_LIST (object)->first = NULL;
  G_OBJECT_CLASS (cs_process_list_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_PROCESS_LIST);
}

static void
cs_process_list_class_init (CsProcessListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_process_list_dispose;
  widget_class->grab_focus = cs_process_list_grab_focus;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen",
                                         CS_TYPE_PROCESS_LIST,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         2,
                                         G_TYPE_STRING,
                                         G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/wizard/cs-process-list.ui");
  gtk_widget_class_bind_template_child (widget_class, CsProcessList, box);
}

static void
cs_process_list_init (CsProcessList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
