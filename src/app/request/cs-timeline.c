/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-timeline.h"
#include "cs-wrap.h"

#include "cs-action-text.h"
#include "cs-detail-row.h"
#include "cs-entry-text.h"
#include "cs-field-text.h"

#include <glib/gi18n-lib.h>

/* So many rows are made at once; the rest when asked for. */
#define PAGE_SIZE 40

/**
 * CsTimeline:
 *
 * Day headings, a row for each entry; can be narrowed. Writing a comment goes through the composer,
 * or with the text of an open question as its answer (`request.answer`).
 */
struct _CsTimeline {
  AdwBin parent_instance;

  CsReader *reader; /* (owned) (nullable) */
  guint limit;      /* rows shown at most */
  gboolean with_composer;
  gboolean is_sending;

  GtkWidget *composer;        /* template */
  GtkTextView *comment;       /* template */
  GtkWidget *send;            /* template */
  GtkLabel *problem;          /* template */
  GtkToggleButton *all;       /* template */
  GtkToggleButton *decisions; /* template */
  GtkToggleButton *comments;  /* template */
  GtkToggleButton *clock;     /* template */
  GtkBox *box;                /* template */
  GtkWidget *more;            /* template */
};

enum { PROP_WITH_COMPOSER = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CsTimeline, cs_timeline, ADW_TYPE_BIN)

static gboolean
is_wanted (CsTimeline *self, const CsEntry *entry)
{
  CsEntryGroup group = cs_entry_text_group (entry);

  if (gtk_toggle_button_get_active (self->decisions))
    return group == CS_ENTRY_GROUP_DECISION;
  if (gtk_toggle_button_get_active (self->comments))
    return group == CS_ENTRY_GROUP_COMMENT;
  if (gtk_toggle_button_get_active (self->clock))
    return group == CS_ENTRY_GROUP_CLOCK;
  return TRUE;
}

/* Clocks of other computers are off by a little; more than this is another time. */
#define SAME_TIME (2 * G_TIME_SPAN_MINUTE)

/* What the server has not taken yet has its author’s time only; what was written long before it
 * arrived has both (K-14). */
static char *
time_of (CsTimeline *self, const CsEntry *entry)
{
  CsSession *session = cs_reader_get_session (self->reader);
  const CsFormat *format = cs_session_get_format (session);
  CsInstant received = cs_entry_get_received (entry);
  g_autofree char *time = cs_format_time (format, cs_entry_get_time (entry));
  g_autofree char *written = NULL;

  if (received == CS_INSTANT_NONE)
    return g_strdup_printf (_ ("%s, not sent yet"), time);
  if (ABS (received - cs_entry_get_at (entry)) < SAME_TIME)
    return g_steal_pointer (&time);
  written = cs_format_day_time (format, cs_entry_get_at (entry), cs_session_get_now (session));
  /* Translators: when the server took it, and when its author’s computer says it was written */
  return g_strdup_printf (_ ("%1$s, written %2$s"), time, written);
}

/* “Rania · 09:20”; the exact moment with its zone is in the tooltip. */
static char *
note_of (CsTimeline *self, const CsEntry *entry)
{
  g_autofree char *actor = cs_entry_text_actor (self->reader, entry);
  g_autofree char *time = time_of (self, entry);

  /* Translators: who did it, and at what time of the day */
  return g_strdup_printf (_ ("%1$s · %2$s"), actor, time);
}

static const char *
tint_of (const CsEntry *entry)
{
  const char *answer = cs_entry_get_text (entry, "answer");

  if (cs_entry_get_kind (entry) == CS_KIND_RUNG || cs_entry_get_kind (entry) == CS_KIND_OVERRIDE)
    return "warning";
  if (g_strcmp0 (answer, "approve") == 0)
    return "success";
  if (g_strcmp0 (answer, "reject") == 0)
    return "error";
  return "secondary";
}

static void
add_changes_button (CsTimeline *self, CsDetailRow *row, const CsEntry *entry)
{
  const GPtrArray *offers = cs_request_get_offers (cs_reader_get_request (self->reader));

  for (guint i = 0; i < offers->len; i++) {
    const CsOffer *offer = offers->pdata[i];

    if (offer->entry == entry)
      cs_detail_row_add_button (row,
                                offer->version > 1 ? _ ("Show Changes") : _ ("Show"),
                                "request.compare",
                                g_variant_new_uint32 (i));
  }
}

/* Which of the open actions belong to an entry: what answers it, takes it back, or asks about it.
 */
static gboolean
is_about (CsTimeline *self, const CsAction *action, const CsEntry *entry)
{
  const CsRequest *request = cs_reader_get_request (self->reader);
  const GPtrArray *entries = cs_request_get_entries (request);
  const CsOffer *offer;

  switch ((guint)action->kind) {
    case CS_ACTION_ANSWER:
    case CS_ACTION_ACKNOWLEDGE:
    case CS_ACTION_RECALL:
      return g_strcmp0 (action->target, cs_entry_get_id (entry)) == 0;
    case CS_ACTION_WITHDRAW: /* of the whole request: in the menu of the page */
      return entry != entries->pdata[0] && g_strcmp0 (action->target, cs_entry_get_id (entry)) == 0;
    case CS_ACTION_ASK:
      offer = action->step != NULL ? cs_request_get_offer (request, action->step) : NULL;
      return offer != NULL && offer->entry == entry;
    default:
      return FALSE;
  }
}

static void
add_action_buttons (CsTimeline *self, CsDetailRow *row, const CsEntry *entry)
{
  const GPtrArray *actions = cs_request_view_get_actions (cs_reader_get_view (self->reader));

  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];

    if (action->is_open && is_about (self, action, entry))
      cs_detail_row_add_button (row,
                                cs_action_text_label (action),
                                "request.act",
                                g_variant_new_uint32 (i));
  }
}

static CsDetailRow *
entry_row (CsTimeline *self, const CsEntry *entry)
{
  const CsFormat *format = cs_session_get_format (cs_reader_get_session (self->reader));
  g_autofree char *sentence = cs_entry_text_sentence (self->reader, entry);
  g_autofree char *detail = cs_entry_text_detail (self->reader, entry);
  g_autofree char *note = note_of (self, entry);
  g_autofree char *exact = cs_format_exact (format, cs_entry_get_time (entry));
  CsDetailRow *row = cs_detail_row_new (cs_entry_text_icon (entry), sentence, detail);

  cs_detail_row_set_note (row, note);
  cs_detail_row_set_tint (row, tint_of (entry));
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), exact);
  if (self->with_composer) {
    add_changes_button (self, row, entry);
    add_action_buttons (self, row, entry);
  }
  return row;
}

static char *
day_heading (CsTimeline *self, const CsEntry *entry)
{
  CsSession *session = cs_reader_get_session (self->reader);
  g_autofree char *day = cs_format_day (cs_session_get_format (session),
                                        cs_entry_get_time (entry),
                                        cs_session_get_now (session));
  g_autofree char *first = g_utf8_substring (day, 0, 1);
  g_autofree char *upper = g_utf8_strup (first, -1);

  return g_strconcat (upper, g_utf8_next_char (day), NULL);
}

static void
fill (CsTimeline *self)
{
  const GPtrArray *entries = cs_request_get_entries (cs_reader_get_request (self->reader));
  g_autofree char *last_day = NULL;
  GtkListBox *list = NULL;
  guint n = 0;

  cs_box_clear (self->box);
  for (guint i = entries->len; i > 0 && n <= self->limit; i--) {
    const CsEntry *entry = entries->pdata[i - 1];
    g_autofree char *day = NULL;

    if (!is_wanted (self, entry) || ++n > self->limit)
      continue;
    day = day_heading (self, entry);
    if (g_strcmp0 (day, last_day) != 0) {
      list = cs_detail_list_add (self->box, day, NULL);
      g_free (last_day);
      last_day = g_steal_pointer (&day);
    }
    gtk_list_box_append (list, GTK_WIDGET (entry_row (self, entry)));
  }
  gtk_widget_set_visible (self->more, n > self->limit);
  if (n == 0)
    gtk_box_append (self->box, cs_caption_new (_ ("Nothing of this kind has happened yet.")));
}

static void
filter_cb (CsTimeline *self)
{
  if (self->reader == NULL)
    return;
  self->limit = PAGE_SIZE;
  fill (self);
}

static void
more_cb (CsTimeline *self)
{
  self->limit += 4 * PAGE_SIZE;
  fill (self);
}

static char *
dup_comment (CsTimeline *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->comment);
  GtkTextIter start, end;
  g_autofree char *typed = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  typed = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  return cs_field_text_clean (typed, TRUE);
}

static void
show_problem (CsTimeline *self, const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
comment_changed_cb (CsTimeline *self)
{
  g_autofree char *text = dup_comment (self);

  show_problem (self, NULL);
  gtk_widget_set_sensitive (self->send, *text != '\0' && !self->is_sending);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsTimeline) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsOutcome) outcome =
      cs_workspace_submit_finish (CS_WORKSPACE (source), result, &error);

  self->is_sending = FALSE;
  if (outcome == NULL || !outcome->is_accepted) {
    show_problem (self, outcome != NULL ? outcome->reason->text : error->message);
    gtk_widget_set_sensitive (self->send, TRUE);
    return;
  }
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->comment), "", -1);
}

static void
send_cb (CsTimeline *self)
{
  g_autofree char *text = dup_comment (self);
  CsWorkspace *workspace =
      self->reader != NULL ? cs_session_get_workspace (cs_reader_get_session (self->reader)) : NULL;
  g_autoptr (json_t) data = NULL;

  if (*text == '\0' || workspace == NULL || self->is_sending)
    return;
  self->is_sending = TRUE;
  gtk_widget_set_sensitive (self->send, FALSE);
  data = json_pack ("{s:s}", "text", text);
  cs_workspace_submit_async (workspace,
                             cs_request_get_id (cs_reader_get_request (self->reader)),
                             "note",
                             data,
                             NULL,
                             sent_cb,
                             g_object_ref (self));
}

static void
send_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  send_cb (CS_TIMELINE (widget));
}

/**
 * cs_timeline_set_with_composer:
 * @with_composer: whether one can comment and act here
 */
void
cs_timeline_set_with_composer (CsTimeline *self, gboolean with_composer)
{
  if (self->with_composer == with_composer)
    return;
  self->with_composer = with_composer;
  gtk_widget_set_visible (self->composer, with_composer);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WITH_COMPOSER]);
}

/**
 * cs_timeline_show:
 *
 * Shows the journal of a request. What is being typed stays.
 */
void
cs_timeline_show (CsTimeline *self, CsReader *reader)
{
  const CsAction *note;

  g_set_object (&self->reader, reader);
  note = cs_reader_find_action (reader, CS_ACTION_NOTE, NULL, NULL, NULL);
  gtk_widget_set_visible (self->composer, self->with_composer && note != NULL && note->is_open);
  fill (self);
}

/**
 * cs_timeline_put_comment:
 * @text: (nullable): words for the composer, below what is being typed there; %NULL: none
 *
 * Puts the cursor into the composer.
 */
void
cs_timeline_put_comment (CsTimeline *self, const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->comment);
  g_autofree char *typed = dup_comment (self);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  if (*typed != '\0' && text != NULL)
    gtk_text_buffer_insert (buffer, &end, "\n", -1);
  if (text != NULL)
    gtk_text_buffer_insert (buffer, &end, text, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->comment));
}

GtkWidget *
cs_timeline_new (void)
{
  return g_object_new (CS_TYPE_TIMELINE, NULL);
}

static void
cs_timeline_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
    case PROP_WITH_COMPOSER:
      g_value_set_boolean (value, CS_TIMELINE (object)->with_composer);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_timeline_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id) {
    case PROP_WITH_COMPOSER:
      cs_timeline_set_with_composer (CS_TIMELINE (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_timeline_dispose (GObject *object)
{
  CsTimeline *self = CS_TIMELINE (object);

  g_clear_object (&self->reader);
  G_OBJECT_CLASS (cs_timeline_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_TIMELINE);
}

static void
cs_timeline_class_init (CsTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  g_type_ensure (CS_TYPE_WRAP);
  object_class->dispose = cs_timeline_dispose;
  object_class->get_property = cs_timeline_get_property;
  object_class->set_property = cs_timeline_set_property;
  properties[PROP_WITH_COMPOSER] = g_param_spec_boolean ("with-composer", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_install_action (widget_class, "timeline.send", NULL, send_action);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-timeline.ui");
  gtk_widget_class_bind_template_child (widget_class, CsTimeline, composer);
  gtk_widget_class_bind_template_child (widget_class, CsTimeline, comment);
  gtk_widget_class_bind_template_child (widget_class, CsTimeline, send);
  gtk_widget_class_bind_template_child (widget_class, CsTimeline, problem);
  gtk_widget_class_bind_template_child (widget_class, CsTimeline, all);
  gtk_widget_class_bind_template_child (widget_class, CsTimeline, decisions);
  gtk_widget_class_bind_template_child (widget_class, CsTimeline, comments);
  gtk_widget_class_bind_template_child (widget_class, CsTimeline, clock);
  gtk_widget_class_bind_template_child (widget_class, CsTimeline, box);
  gtk_widget_class_bind_template_child (widget_class, CsTimeline, more);
  gtk_widget_class_bind_template_callback (widget_class, comment_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
}

static void
cs_timeline_init (CsTimeline *self)
{
  self->limit = PAGE_SIZE;
  gtk_widget_init_template (GTK_WIDGET (self));
}
