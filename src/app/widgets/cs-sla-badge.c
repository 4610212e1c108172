/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sla-badge.h"

#include <glib/gi18n-lib.h>

/**
 * CsSlaBadge:
 *
 * Shows a clock's state by icon and words; colour only repeats them.
 */
struct _CsSlaBadge {
  GtkWidget parent_instance;

  CsSession *session; /* (owned) (nullable) */
  CsRow *row;         /* (owned) (nullable) */
  CsSlaFacts facts;   /* title and pause point to the strings below */
  char *title;
  char *pause;
  char *description;
  CsInstant told_at; /* when the facts were true */
  gboolean is_named;

  GtkWidget *icon;  /* template */
  GtkWidget *label; /* template */
  const char *tint; /* (nullable) static */
};

#define MOST_CHARS_KEPT 20

enum { PROP_SESSION = 1, PROP_ROW, PROP_NAMED, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CsSlaBadge, cs_sla_badge, GTK_TYPE_WIDGET)

static CsInstant
now_of (CsSlaBadge *self)
{
  return self->session != NULL ? cs_session_get_now (self->session) : self->told_at;
}

/* Working time runs down with the clock on the wall until the facts are told anew. */
static void
age_facts (CsSlaBadge *self, CsSlaFacts *facts, CsInstant now)
{
  gboolean runs = facts->state == CS_CLOCK_RUNNING || facts->state == CS_CLOCK_AMBER ||
                  facts->state == CS_CLOCK_BREACHED;

  if (!runs || facts->resumes != CS_INSTANT_NONE || now <= self->told_at)
    return;
  facts->left_secs -= (now - self->told_at) / CS_SECOND;
  if (facts->left_secs <= 0)
    facts->state = CS_CLOCK_BREACHED;
}

/* Made when it is asked for: to set one asks the screen where the pointer is, for each badge. */
static gboolean
cs_sla_badge_query_tooltip (GtkWidget *widget,
                            int x,
                            int y,
                            gboolean by_keyboard,
                            GtkTooltip *tooltip)
{
  CsSlaBadge *self = CS_SLA_BADGE (widget);
  g_autofree char *due = NULL;
  g_autofree char *text = NULL;

  if (self->description == NULL)
    return FALSE;
  if (self->facts.due == CS_INSTANT_NONE) {
    gtk_tooltip_set_text (tooltip, self->description);
    return TRUE;
  }
  due = cs_format_exact (cs_session_get_format (self->session), self->facts.due);
  /* Translators: a deadline in words, then its exact moment; hours and days are working time */
  text = g_strdup_printf (_ ("%1$s\nDue %2$s. Hours and days are working time."),
                          self->description,
                          due);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
show_text (CsSlaBadge *self, const CsSlaText *text)
{
  g_autofree char *named = NULL;
  int n_chars = (int)g_utf8_strlen (text->text, -1);
  gboolean is_cut;

  if (self->is_named && self->title != NULL && *self->title != '\0') {
    g_autofree char *title = cs_iso (self->title);
    /* Translators: title of a deadline and its state, “Approve cost: 2 h left” */
    named = g_strdup_printf (_ ("%1$s: %2$s"), title, text->text);
  }
  gtk_label_set_label (GTK_LABEL (self->label), named != NULL ? named : text->text);
  /* A title may be cut where there is little room, the time that is left never. */
  is_cut = named != NULL || n_chars > MOST_CHARS_KEPT;
  gtk_label_set_ellipsize (GTK_LABEL (self->label),
                           is_cut ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  gtk_label_set_width_chars (GTK_LABEL (self->label), is_cut ? MIN (n_chars, MOST_CHARS_KEPT) : -1);
  gtk_widget_set_visible (self->icon, text->icon != NULL);
  if (text->icon != NULL)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), text->icon);
  if (self->tint != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->tint);
  self->tint = text->tint;
  if (self->tint != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), self->tint);
}

static void
update (CsSlaBadge *self)
{
  CsInstant now = now_of (self);
  CsSlaFacts facts = self->facts;
  CsSlaText text;

  gtk_widget_set_visible (GTK_WIDGET (self), facts.state >= 0);
  if (self->session == NULL || facts.state < 0)
    return;
  age_facts (self, &facts, now);
  cs_sla_text_init (&text, &facts, cs_session_get_format (self->session), now);
  if (g_strcmp0 (self->description, text.description) != 0) { /* most minutes change nothing */
    show_text (self, &text);
    g_free (self->description);
    self->description = g_strdup (text.description);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    text.description,
                                    -1);
  }
  cs_sla_text_clear (&text);
}

static void
row_cb (CsSlaBadge *self)
{
  CsSlaFacts facts = {.resumes = CS_INSTANT_NONE, .since = CS_INSTANT_NONE};
  g_autofree char *title = NULL;

  if (self->row == NULL)
    return;
  g_object_get (self->row,
                "clock-state",
                &facts.state,
                "left-secs",
                &facts.left_secs,
                "day-secs",
                &facts.day_secs,
                "due",
                &facts.due,
                "target",
                &facts.target,
                "clock-title",
                &title,
                NULL);
  facts.title = title;
  cs_sla_badge_set_facts (self, &facts);
}

static void
set_session (CsSlaBadge *self, CsSession *session)
{
  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_func (self->session, update, self);
  g_set_object (&self->session, session);
  if (session != NULL)
    g_signal_connect_object (session, "minute", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
cs_sla_badge_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsSlaBadge *self = CS_SLA_BADGE (object);

  switch (id) {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_ROW:
      g_value_set_object (value, self->row);
      break;
    case PROP_NAMED:
      g_value_set_boolean (value, self->is_named);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_sla_badge_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsSlaBadge *self = CS_SLA_BADGE (object);

  switch (id) {
    case PROP_SESSION:
      set_session (self, g_value_get_object (value));
      break;
    case PROP_ROW:
      cs_sla_badge_set_row (self, g_value_get_object (value));
      break;
    case PROP_NAMED:
      self->is_named = g_value_get_boolean (value);
      g_clear_pointer (&self->description, g_free);
      update (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_sla_badge_dispose (GObject *object)
{
  CsSlaBadge *self = CS_SLA_BADGE (object);

  if (self->row != NULL)
    g_signal_handlers_disconnect_by_func (self->row, row_cb, self);
  g_clear_object (&self->row);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_SLA_BADGE);
  G_OBJECT_CLASS (cs_sla_badge_parent_class)->dispose (object);
}

static void
cs_sla_badge_finalize (GObject *object)
{
  CsSlaBadge *self = CS_SLA_BADGE (object);

  g_free (self->title);
  g_free (self->pause);
  g_free (self->description);
  G_OBJECT_CLASS (cs_sla_badge_parent_class)->finalize (object);
}

static void
cs_sla_badge_class_init (CsSlaBadgeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = cs_sla_badge_dispose;
  object_class->finalize = cs_sla_badge_finalize;
  object_class->get_property = cs_sla_badge_get_property;
  object_class->set_property = cs_sla_badge_set_property;
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CS_TYPE_SESSION, flags);
  properties[PROP_ROW] = g_param_spec_object ("row", NULL, NULL, CS_TYPE_ROW, flags);
  properties[PROP_NAMED] = g_param_spec_boolean ("named", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  widget_class->query_tooltip = cs_sla_badge_query_tooltip;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/widgets/cs-sla-badge.ui");
  gtk_widget_class_bind_template_child (widget_class, CsSlaBadge, icon);
  gtk_widget_class_bind_template_child (widget_class, CsSlaBadge, label);
  gtk_widget_class_set_css_name (widget_class, "slabadge");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
cs_sla_badge_init (CsSlaBadge *self)
{
  self->facts.state = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * cs_sla_badge_new:
 *
 * Returns: (transfer floating): a badge that is hidden until it is told about a clock
 */
GtkWidget *
cs_sla_badge_new (CsSession *session)
{
  return g_object_new (CS_TYPE_SLA_BADGE, "session", session, NULL);
}

/**
 * cs_sla_badge_set_row:
 * @row: (nullable): the badge shows and follows its clock
 */
void
cs_sla_badge_set_row (CsSlaBadge *self, CsRow *row)
{
  g_return_if_fail (CS_IS_SLA_BADGE (self));

  if (self->row == row)
    return;
  if (self->row != NULL)
    g_signal_handlers_disconnect_by_func (self->row, row_cb, self);
  g_set_object (&self->row, row);
  if (row != NULL) {
    g_signal_connect_object (row,
                             "notify::clock-state",
                             G_CALLBACK (row_cb),
                             self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (row,
                             "notify::left-secs",
                             G_CALLBACK (row_cb),
                             self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (row, "notify::due", G_CALLBACK (row_cb), self, G_CONNECT_SWAPPED);
    row_cb (self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROW]);
}

/**
 * cs_sla_badge_set_run:
 * @run: (nullable): copied; NULL hides the badge
 * @title: (nullable): copied
 */
void
cs_sla_badge_set_run (CsSlaBadge *self, const CsClockRun *run, const char *title)
{
  CsSlaFacts facts = {.state = -1};

  if (run != NULL)
    cs_sla_facts_from_run (&facts, run, title);
  cs_sla_badge_set_facts (self, &facts);
}

/**
 * cs_sla_badge_set_facts:
 * @facts: copied; they are true now
 */
void
cs_sla_badge_set_facts (CsSlaBadge *self, const CsSlaFacts *facts)
{
  g_autofree char *title = g_strdup (facts->title);
  g_autofree char *pause = g_strdup (facts->pause);

  g_return_if_fail (CS_IS_SLA_BADGE (self));

  self->facts = *facts;
  g_free (self->title);
  g_free (self->pause);
  self->facts.title = self->title = g_steal_pointer (&title);
  self->facts.pause = self->pause = g_steal_pointer (&pause);
  self->told_at = now_of (self);
  update (self);
}

/**
 * cs_sla_badge_get_description:
 *
 * Returns: (transfer none) (nullable): what a screen reader is told
 */
const char *
cs_sla_badge_get_description (CsSlaBadge *self)
{
  g_return_val_if_fail (CS_IS_SLA_BADGE (self), NULL);
  return self->description;
}
