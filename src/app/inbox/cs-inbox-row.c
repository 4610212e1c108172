/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-inbox-row.h"

#include "cs-format.h"
#include "cs-inbox-text.h"
#include "cs-sla-badge.h"
#include "cs-undo.h"

#include <glib/gi18n-lib.h>

/**
 * CsInboxRow:
 *
 * Shows a CsRow; its accessible name is one sentence with everything that can be seen.
 */
struct _CsInboxRow {
  GtkListBoxRow parent_instance;

  CsSession *session; /* (owned) (nullable) */
  CsRow *item;        /* (owned) (nullable) */
  guint name_source;
  guint tick_source;

  CsSlaBadge *badge; /* template */
  GtkLabel *sending; /* template */
};

enum { PROP_SESSION = 1, PROP_ITEM, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CsInboxRow, cs_inbox_row, GTK_TYPE_LIST_BOX_ROW)

/* --- closures of the template --- */

static char *
ltr (GObject *object, const char *text)
{
  return text != NULL ? cs_ltr (text) : g_strdup ("");
}

static char *
place (GObject *object, const char *client, const char *region)
{
  return cs_inbox_text_place (client, region);
}

static char *
for_whom (GObject *object, const char *name)
{
  g_autofree char *isolated = cs_iso (name != NULL ? name : "");

  /* Translators: a chip on a request that one decides in the place of somebody */
  return g_strdup_printf (_ ("For %s"), isolated);
}

static gboolean
is_text (GObject *object, const char *text)
{
  return text != NULL && *text != '\0';
}

/* A decision is what the inbox is for, and goes without saying. */
static char *
what (GObject *object, const char *step, gboolean is_decision)
{
  return g_strdup (is_decision || step == NULL ? "" : step);
}

/* --- name and held mark --- */

static gboolean
name_cb (gpointer data)
{
  CsInboxRow *self = data;
  const CsRowData *row = self->item != NULL ? cs_row_get_data (self->item) : NULL;
  g_autofree char *sentence = NULL;

  self->name_source = 0;
  if (row == NULL)
    return G_SOURCE_REMOVE;
  sentence = cs_inbox_text_sentence (row, cs_sla_badge_get_description (self->badge));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence,
                                  -1);
  return G_SOURCE_REMOVE;
}

static void
name_soon (CsInboxRow *self)
{
  if (self->name_source == 0)
    self->name_source = g_idle_add (name_cb, self);
}

static gboolean
show_sending (CsInboxRow *self)
{
  const char *request = cs_inbox_row_get_request (self);
  CsUndo *undo = self->session != NULL ? cs_session_get_undo (self->session) : NULL;
  gboolean is_held = undo != NULL && request != NULL && cs_undo_is_held (undo, request);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->sending), is_held);
  if (!is_held)
    return FALSE;
  text = cs_inbox_text_sending (cs_undo_seconds_left (undo, request));
  gtk_label_set_label (self->sending, text);
  return TRUE;
}

static gboolean
tick_cb (gpointer data)
{
  CsInboxRow *self = data;

  if (show_sending (self))
    return G_SOURCE_CONTINUE;
  self->tick_source = 0;
  return G_SOURCE_REMOVE;
}

static void
held_cb (CsInboxRow *self)
{
  if (show_sending (self) && self->tick_source == 0)
    self->tick_source = g_timeout_add_seconds (1, tick_cb, self);
}

/* --- life --- */

static void
set_session (CsInboxRow *self, CsSession *session)
{
  if (!g_set_object (&self->session, session) || session == NULL)
    return;
  g_object_set (self->badge, "session", session, NULL);
  g_signal_connect_object (session, "minute", G_CALLBACK (name_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cs_session_get_undo (session),
                           "notify::pending",
                           G_CALLBACK (held_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
set_item (CsInboxRow *self, CsRow *item)
{
  if (self->item == item)
    return;
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, name_soon, self);
  g_set_object (&self->item, item);
  cs_sla_badge_set_row (self->badge, item);
  if (item != NULL)
    g_signal_connect_object (item, "notify", G_CALLBACK (name_soon), self, G_CONNECT_SWAPPED);
  name_soon (self);
  held_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

static void
cs_inbox_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsInboxRow *self = CS_INBOX_ROW (object);

  switch (id) {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_ITEM:
      g_value_set_object (value, self->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_inbox_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsInboxRow *self = CS_INBOX_ROW (object);

  switch (id) {
    case PROP_SESSION:
      set_session (self, g_value_get_object (value));
      break;
    case PROP_ITEM:
      set_item (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_inbox_row_dispose (GObject *object)
{
  CsInboxRow *self = CS_INBOX_ROW (object);

  g_clear_handle_id (&self->name_source, g_source_remove);
  g_clear_handle_id (&self->tick_source, g_source_remove);
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, name_soon, self);
  g_clear_object (&self->item);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_INBOX_ROW);
  G_OBJECT_CLASS (cs_inbox_row_parent_class)->dispose (object);
}

static void
cs_inbox_row_class_init (CsInboxRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = cs_inbox_row_dispose;
  object_class->get_property = cs_inbox_row_get_property;
  object_class->set_property = cs_inbox_row_set_property;
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CS_TYPE_SESSION, flags);
  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, CS_TYPE_ROW, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (CS_TYPE_SLA_BADGE);
  g_type_ensure (CS_TYPE_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/inbox/cs-inbox-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CsInboxRow, badge);
  gtk_widget_class_bind_template_child (widget_class, CsInboxRow, sending);
  gtk_widget_class_bind_template_callback (widget_class, ltr);
  gtk_widget_class_bind_template_callback (widget_class, place);
  gtk_widget_class_bind_template_callback (widget_class, for_whom);
  gtk_widget_class_bind_template_callback (widget_class, is_text);
  gtk_widget_class_bind_template_callback (widget_class, what);
}

static void
cs_inbox_row_init (CsInboxRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cs_inbox_row_new:
 *
 * Returns: (transfer floating): a row that follows @item
 */
GtkWidget *
cs_inbox_row_new (CsSession *session, CsRow *item)
{
  return g_object_new (CS_TYPE_INBOX_ROW, "session", session, "item", item, NULL);
}

/**
 * cs_inbox_row_get_item:
 *
 * Returns: (transfer none) (nullable): what it shows
 */
CsRow *
cs_inbox_row_get_item (CsInboxRow *self)
{
  g_return_val_if_fail (CS_IS_INBOX_ROW (self), NULL);
  return self->item;
}

/**
 * cs_inbox_row_get_request:
 *
 * Returns: (transfer none) (nullable): id; NULL until its page has come
 */
const char *
cs_inbox_row_get_request (CsInboxRow *self)
{
  const CsRowData *data;

  g_return_val_if_fail (CS_IS_INBOX_ROW (self), NULL);
  data = self->item != NULL ? cs_row_get_data (self->item) : NULL;
  return data != NULL ? data->request : NULL;
}

/**
 * cs_inbox_row_is_held:
 *
 * Returns: whether a decision on it can still be undone
 */
gboolean
cs_inbox_row_is_held (CsInboxRow *self)
{
  const char *request = cs_inbox_row_get_request (self);

  return request != NULL && self->session != NULL &&
         cs_undo_is_held (cs_session_get_undo (self->session), request);
}
