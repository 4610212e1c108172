/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-field-control.h"

#include "cs-check-control.h"
#include "cs-choice-control.h"
#include "cs-date-control.h"
#include "cs-duration-control.h"
#include "cs-file-control.h"
#include "cs-meeting-control.h"
#include "cs-money-control.h"
#include "cs-person-control.h"
#include "cs-reference-control.h"
#include "cs-secret-control.h"
#include "cs-table-control.h"
#include "cs-text-control.h"

/**
 * CsFieldControl:
 *
 * Base of the controls, one class for each kind of value.
 */
typedef struct {
  CsFieldContext *context; /* (owned) (nullable) */
  const CsField *field;    /* (borrowed) of the context's pack */
} CsFieldControlPrivate;

enum { SIGNAL_CHANGED, SIGNAL_LEFT, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_TYPE_WITH_PRIVATE (CsFieldControl, cs_field_control, ADW_TYPE_BIN)

static CsFieldControlPrivate *
private_of (CsFieldControl *self)
{
  return cs_field_control_get_instance_private (self);
}

static void
cs_field_control_finalize (GObject *object)
{
  g_clear_object (&private_of (CS_FIELD_CONTROL (object))->context);
  G_OBJECT_CLASS (cs_field_control_parent_class)->finalize (object);
}

static gboolean
cs_field_control_grab_focus (GtkWidget *widget)
{
  GtkWidget *entry = cs_field_control_get_entry (CS_FIELD_CONTROL (widget));

  if (entry == NULL)
    return FALSE;
  /* A group of options gives the focus to one of them. */
  return gtk_widget_grab_focus (entry) || gtk_widget_child_focus (entry, GTK_DIR_TAB_FORWARD);
}

static void
cs_field_control_class_init (CsFieldControlClass *klass)
{
  const char *names[] = {"changed", "left"};

  G_OBJECT_CLASS (klass)->finalize = cs_field_control_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = cs_field_control_grab_focus;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i],
                               G_TYPE_FROM_CLASS (klass),
                               G_SIGNAL_RUN_LAST,
                               0,
                               NULL,
                               NULL,
                               NULL,
                               G_TYPE_NONE,
                               0);
}

static void
cs_field_control_init (CsFieldControl *self)
{
}

static GType
type_for (CsFieldType type)
{
  static GType (*const types[]) (void) = {
      [CS_FIELD_TEXT] = cs_text_control_get_type,
      [CS_FIELD_LONG] = cs_text_control_get_type,
      [CS_FIELD_CHOICE] = cs_choice_control_get_type,
      [CS_FIELD_YESNO] = cs_choice_control_get_type,
      [CS_FIELD_NUMBER] = cs_text_control_get_type,
      [CS_FIELD_MONEY] = cs_money_control_get_type,
      [CS_FIELD_DATE] = cs_date_control_get_type,
      [CS_FIELD_DURATION] = cs_duration_control_get_type,
      [CS_FIELD_PERSON] = cs_person_control_get_type,
      [CS_FIELD_FILE] = cs_file_control_get_type,
      [CS_FIELD_REFERENCE] = cs_reference_control_get_type,
      [CS_FIELD_MEETING] = cs_meeting_control_get_type,
      [CS_FIELD_CHECK] = cs_check_control_get_type,
      [CS_FIELD_SECRET] = cs_secret_control_get_type,
      [CS_FIELD_TABLE] = cs_table_control_get_type,
  };

  return types[type]();
}

/**
 * cs_field_control_new:
 * @context: what the form shares
 * @field: what is edited; one value of it where it may have many
 *
 * Returns: (transfer floating): the control for the kind of value that @field holds
 */
GtkWidget *
cs_field_control_new (CsFieldContext *context, const CsField *field)
{
  GtkWidget *self = g_object_new (type_for (field->type), NULL);

  cs_field_control_bind (CS_FIELD_CONTROL (self), context, field);
  return self;
}

static void
follow_cb (CsFieldControl *self)
{
  CsFieldControlClass *klass = CS_FIELD_CONTROL_GET_CLASS (self);

  if (klass->follow != NULL)
    klass->follow (self);
}

/**
 * cs_field_control_bind:
 *
 * Tells a control what it edits; once.
 */
void
cs_field_control_bind (CsFieldControl *self, CsFieldContext *context, const CsField *field)
{
  CsFieldControlPrivate *priv = private_of (self);
  CsFieldControlClass *klass = CS_FIELD_CONTROL_GET_CLASS (self);

  g_return_if_fail (priv->context == NULL);

  priv->context = g_object_ref (context);
  priv->field = field;
  g_signal_connect_object (context, "changed", G_CALLBACK (follow_cb), self, G_CONNECT_SWAPPED);
  if (klass->bind != NULL)
    klass->bind (self);
}

CsFieldContext *
cs_field_control_get_context (CsFieldControl *self)
{
  return private_of (self)->context;
}

const CsField *
cs_field_control_get_field (CsFieldControl *self)
{
  return private_of (self)->field;
}

GtkWidget *
cs_field_control_get_entry (CsFieldControl *self)
{
  return CS_FIELD_CONTROL_GET_CLASS (self)->get_entry (self);
}

/**
 * cs_field_control_dup_value:
 * @error: `CS_ERROR_INVALID`, in words for the person who typed it
 *
 * Returns: (transfer full) (nullable): the value as an entry holds it; NULL without error: nothing
 */
json_t *
cs_field_control_dup_value (CsFieldControl *self, GError **error)
{
  return CS_FIELD_CONTROL_GET_CLASS (self)->dup_value (self, error);
}

/**
 * cs_field_control_set_value:
 * @value: (nullable): as an entry holds it
 *
 * Emits no signal.
 */
void
cs_field_control_set_value (CsFieldControl *self, const json_t *value)
{
  for (guint i = 0; i < N_SIGNALS; i++)
    g_signal_handlers_block_matched (self, G_SIGNAL_MATCH_ID, signals[i], 0, NULL, NULL, NULL);
  CS_FIELD_CONTROL_GET_CLASS (self)->set_value (self, value);
  for (guint i = 0; i < N_SIGNALS; i++)
    g_signal_handlers_unblock_matched (self, G_SIGNAL_MATCH_ID, signals[i], 0, NULL, NULL, NULL);
}

/**
 * cs_field_control_dup_typed:
 *
 * Returns: (transfer full) (nullable): what is typed, for a draft, where it is no value yet
 */
json_t *
cs_field_control_dup_typed (CsFieldControl *self)
{
  CsFieldControlClass *klass = CS_FIELD_CONTROL_GET_CLASS (self);

  return klass->dup_typed != NULL ? klass->dup_typed (self) : NULL;
}

/**
 * cs_field_control_set_typed:
 * @typed: of a draft
 */
void
cs_field_control_set_typed (CsFieldControl *self, const json_t *typed)
{
  CsFieldControlClass *klass = CS_FIELD_CONTROL_GET_CLASS (self);

  if (klass->set_typed != NULL)
    klass->set_typed (self, typed);
}

/**
 * cs_field_control_changed:
 *
 * Says that the value or what is typed is another.
 */
void
cs_field_control_changed (CsFieldControl *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * cs_field_control_left:
 *
 * Says that it is time to check the value.
 */
void
cs_field_control_left (CsFieldControl *self)
{
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

/**
 * cs_field_control_watch_focus:
 * @widget: inside @self
 *
 * Emits "left" when the focus leaves @widget.
 */
void
cs_field_control_watch_focus (CsFieldControl *self, GtkWidget *widget)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_object (focus,
                           "leave",
                           G_CALLBACK (cs_field_control_left),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, focus);
}
