/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-board-card.h"

#include "cs-inbox-text.h"
#include "cs-list.h"
#include "cs-sla-badge.h"

#include <glib/gi18n-lib.h>

/**
 * CsBoardCard:
 *
 * Title, client, amount, deadline, and who has the ball; the row around it is named with all of it.
 */
struct _CsBoardCard {
  AdwBin parent_instance;

  CsRow *item; /* (owned) (nullable) */
  guint name_source;

  CsSlaBadge *badge; /* template */
};

enum { PROP_ITEM = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CsBoardCard, cs_board_card, ADW_TYPE_BIN)

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
with (GObject *object, const char *names)
{
  g_autofree char *isolated = names != NULL && *names != '\0' ? cs_iso (names) : NULL;

  /* Translators: whose move it is */
  return isolated != NULL ? g_strdup_printf (_ ("With %s"), isolated) : g_strdup ("");
}

static gboolean
is_text (GObject *object, const char *text)
{
  return text != NULL && *text != '\0';
}

/* --- name --- */

static gboolean
name_cb (gpointer data)
{
  CsBoardCard *self = data;
  const CsRowData *row = self->item != NULL ? cs_row_get_data (self->item) : NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *names = NULL;
  g_autofree char *text = NULL;

  self->name_source = 0;
  if (row == NULL)
    return G_SOURCE_REMOVE;
  sentence = cs_inbox_text_sentence (row, cs_sla_badge_get_description (self->badge));
  names = with (NULL, row->with);
  text = *names != '\0' ? g_strdup_printf ("%s, %s", sentence, names) : g_strdup (sentence);
  cs_list_name_row (GTK_WIDGET (self), text);
  return G_SOURCE_REMOVE;
}

static void
name_soon (CsBoardCard *self)
{
  if (self->name_source == 0)
    self->name_source = g_idle_add (name_cb, self);
}

/**
 * cs_board_card_set_item:
 * @item: (nullable): the request it shows
 */
void
cs_board_card_set_item (CsBoardCard *self, CsRow *item)
{
  if (self->item == item)
    return;
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, name_soon, self);
  g_set_object (&self->item, item);
  if (item != NULL)
    g_signal_connect_object (item, "notify", G_CALLBACK (name_soon), self, G_CONNECT_SWAPPED);
  cs_sla_badge_set_row (self->badge, item);
  name_soon (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

/**
 * cs_board_card_get_item:
 *
 * Returns: (transfer none) (nullable): the request it shows
 */
CsRow *
cs_board_card_get_item (CsBoardCard *self)
{
  return self->item;
}

/* --- life --- */

static void
cs_board_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
    case PROP_ITEM:
      g_value_set_object (value, CS_BOARD_CARD (object)->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_board_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id) {
    case PROP_ITEM:
      cs_board_card_set_item (CS_BOARD_CARD (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_board_card_dispose (GObject *object)
{
  CsBoardCard *self = CS_BOARD_CARD (object);

  g_clear_handle_id (&self->name_source, g_source_remove);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (cs_board_card_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_BOARD_CARD);
}

static void
cs_board_card_class_init (CsBoardCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = cs_board_card_get_property;
  object_class->set_property = cs_board_card_set_property;
  object_class->dispose = cs_board_card_dispose;
  properties[PROP_ITEM] =
      g_param_spec_object ("item",
                           NULL,
                           NULL,
                           CS_TYPE_ROW,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (CS_TYPE_SLA_BADGE);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/requests/cs-board-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CsBoardCard, badge);
  gtk_widget_class_bind_template_callback (widget_class, ltr);
  gtk_widget_class_bind_template_callback (widget_class, place);
  gtk_widget_class_bind_template_callback (widget_class, with);
  gtk_widget_class_bind_template_callback (widget_class, is_text);
}

static void
cs_board_card_init (CsBoardCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cs_board_card_new:
 *
 * Returns: (transfer floating): an empty one
 */
GtkWidget *
cs_board_card_new (CsSession *session)
{
  CsBoardCard *self = g_object_new (CS_TYPE_BOARD_CARD, NULL);

  g_object_set (self->badge, "session", session, NULL);
  return GTK_WIDGET (self);
}
