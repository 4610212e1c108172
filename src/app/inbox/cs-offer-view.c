/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-offer-view.h"

#include "cs-compare-row.h"
#include "cs-detail-row.h"
#include "cs-file-opener.h"
#include "cs-format.h"
#include "cs-offer-text.h"
#include "cs-sla-badge.h"
#include "cs-unclear-mark.h"

#include <glib/gi18n-lib.h>

/* --- headline: how much, by when --- */

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* What is asked of the reader where it is no decision. */
static const CsTurn *
find_turn (CsReader *reader)
{
  const GPtrArray *turns = cs_request_view_get_turns (cs_reader_get_view (reader));

  for (guint i = 0; i < turns->len; i++)
    if (cs_reader_is_my_turn (reader, turns->pdata[i]))
      return turns->pdata[i];
  return turns->len > 0 ? turns->pdata[0] : NULL;
}

static char *
dup_headline (CsReader *reader, CsDecider *decider)
{
  const CsLevel *level = cs_decider_get_level (decider);
  const CsTurn *turn = level == NULL ? find_turn (reader) : NULL;
  CsMoney amount;

  if (cs_offer_text_get_amount (cs_decider_get_offer (decider), level, &amount))
    return cs_offer_text_dup_money (cs_reader_get_session (reader), amount);
  if (turn != NULL)
    return cs_offer_text_dup_title (turn->step->title);
  return cs_offer_text_dup_title (level != NULL ? level->title : NULL);
}

static void
add_amount (GtkBox *box, CsReader *reader, CsDecider *decider)
{
  g_autofree char *text = dup_headline (reader, decider);
  GtkWidget *label;

  if (*text == '\0')
    return;
  label = new_label (text, cs_decider_get_level (decider) != NULL ? "title-1" : "title-2");
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (box, label);
}

/* The clock of what is asked; where it has none, that of the whole. */
static const CsClockRun *
find_run (CsReader *reader, CsDecider *decider)
{
  const CsStep *step = cs_decider_get_step (decider);
  const CsTurn *turn = step == NULL ? find_turn (reader) : NULL;
  const CsClockRun *run = NULL;

  if (step != NULL)
    run = cs_reader_find_run (reader, step, cs_decider_get_level (decider));
  else if (turn != NULL)
    run = cs_reader_find_run (reader, turn->step, turn->level);
  if (run == NULL && step != NULL)
    run = cs_reader_find_run (reader, step, NULL);
  if (run == NULL)
    run = cs_reader_find_run (reader, NULL, NULL);
  return run != NULL && run->stopped == CS_INSTANT_NONE ? run : NULL;
}

static void
add_badge (GtkBox *box, CsReader *reader, CsDecider *decider)
{
  const CsClockRun *run = find_run (reader, decider);
  GtkWidget *badge;
  g_autofree char *title = NULL;

  if (run == NULL)
    return;
  badge = cs_sla_badge_new (cs_reader_get_session (reader));
  title = cs_offer_text_dup_title (run->clock->title);
  g_object_set (badge, "named", TRUE, NULL);
  cs_sla_badge_set_run (CS_SLA_BADGE (badge), run, title);
  gtk_widget_set_halign (badge, GTK_ALIGN_START);
  gtk_box_append (box, badge);
}

/**
 * cs_offer_view_add_headline:
 *
 * Adds the amount, the deadline and in whose place one decides.
 */
void
cs_offer_view_add_headline (GtkBox *box, CsReader *reader, CsDecider *decider)
{
  GtkWidget *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  const char *for_person = cs_decider_get_for_person (decider);

  add_amount (GTK_BOX (group), reader, decider);
  add_badge (GTK_BOX (group), reader, decider);
  if (for_person != NULL) {
    g_autofree char *name = cs_iso (cs_reader_get_name (reader, for_person));
    /* Translators: one decides in the place of this person */
    g_autofree char *text = g_strdup_printf (_ ("For %s"), name);
    GtkWidget *chip = new_label (text, "cs-badge");
    gtk_widget_set_halign (chip, GTK_ALIGN_START);
    gtk_box_append (GTK_BOX (group), chip);
  }
  gtk_box_append (box, group);
}

/* --- facts --- */

static void
add_fact (GtkListBox *list, const char *title, const char *value)
{
  if (value != NULL && *value != '\0')
    gtk_list_box_append (list, GTK_WIDGET (cs_detail_row_new_fact (title, value)));
}

static gboolean
is_section (const CsField *field)
{
  return field->type == CS_FIELD_LONG || field->type == CS_FIELD_TABLE;
}

static void
add_field_fact (GtkListBox *list, CsReader *reader, const CsField *field, const json_t *value)
{
  g_autofree char *text = value != NULL ? cs_reader_dup_value (reader, field, value) : NULL;
  g_autofree char *title = cs_offer_text_dup_title (field->title);
  CsDetailRow *row;
  GtkWidget *mark;

  if (text == NULL)
    return;
  row = cs_detail_row_new_fact (title, text);
  mark = cs_unclear_mark_new_for (cs_reader_get_process (reader)->pack, field->id);
  if (mark != NULL)
    cs_detail_row_add_end (row, mark);
  gtk_list_box_append (list, GTK_WIDGET (row));
}

static void
add_offer_facts (GtkListBox *list, CsReader *reader, CsDecider *decider)
{
  const CsOffer *offer = cs_decider_get_offer (decider);
  const GPtrArray *fields;

  if (offer == NULL)
    return;
  fields = offer->step->approval->document->fields;
  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];
    if (!is_section (field) && field->type != CS_FIELD_FILE &&
        cs_offer_text_is_shown (cs_decider_get_level (decider), field))
      add_field_fact (list, reader, field, json_object_get (offer->values, field->id));
  }
}

static guint
count_levels (CsReader *reader, const CsStep *step)
{
  guint n = 0;

  for (guint i = 0; i < step->approval->levels->len; i++)
    if (cs_request_get_level_state (cs_reader_get_request (reader),
                                    step,
                                    step->approval->levels->pdata[i]) != CS_LEVEL_NOT_APPLICABLE)
      n++;
  return n;
}

static guint
position_of (CsReader *reader, const CsStep *step, const CsLevel *level)
{
  guint n = 0;

  for (guint i = 0; i < step->approval->levels->len; i++) {
    const CsLevel *other = step->approval->levels->pdata[i];
    if (cs_request_get_level_state (cs_reader_get_request (reader), step, other) !=
        CS_LEVEL_NOT_APPLICABLE)
      n++;
    if (other == level)
      break;
  }
  return n;
}

/* “Cost and timeline, level 1 of 2” */
static void
add_part (GtkListBox *list, CsReader *reader, CsDecider *decider)
{
  const CsStep *step = cs_decider_get_step (decider);
  const CsLevel *level = cs_decider_get_level (decider);
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  guint n;

  if (level == NULL)
    return;
  title = cs_offer_text_dup_title (level->title);
  n = count_levels (reader, step);
  if (n > 1)
    /* Translators: title of a level of an approval, which of them it is, how many there are */
    text = g_strdup_printf (_ ("%1$s, level %2$u of %3$u"),
                            title,
                            position_of (reader, step, level),
                            n);
  else
    text = g_strdup (title);
  add_fact (list, _ ("Part asked for"), text);
}

/**
 * cs_offer_view_add_facts:
 *
 * Adds for whom and what, and all short values of the offer that the level decides on (AA-04).
 */
void
cs_offer_view_add_facts (GtkBox *box, CsReader *reader, CsDecider *decider)
{
  const CsRequest *request = cs_reader_get_request (reader);
  const CsOffer *offer = cs_decider_get_offer (decider);
  const char *author = offer != NULL ? cs_entry_get_by (offer->entry)
                                     : cs_request_get_opener (request);
  const CsText *process_title = cs_reader_get_process (reader)->title;
  GtkListBox *list = cs_detail_list_add (box, NULL, NULL);
  g_autofree char *client = cs_reader_dup_client (reader);
  g_autofree char *region = cs_reader_dup_region (reader);
  g_autofree char *process = cs_offer_text_dup_title (process_title);
  g_autofree char *name = cs_iso (cs_reader_get_name (reader, author));
  g_autofree char *when = cs_reader_dup_day_time (reader,
                                                  offer != NULL ? cs_entry_get_time (offer->entry)
                                                                : cs_request_get_opened (request));
  /* Translators: who asked for the decision, and when */
  g_autofree char *requested = g_strdup_printf (_ ("%1$s, %2$s"), name, when);

  gtk_accessible_update_property (GTK_ACCESSIBLE (list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Facts"),
                                  -1);
  add_fact (list, _ ("Client"), client);
  add_fact (list, _ ("Region"), region);
  add_offer_facts (list, reader, decider);
  add_fact (list, _ ("Process"), process);
  add_fact (list, offer != NULL ? _ ("Requested by") : _ ("Opened by"), requested);
  add_part (list, reader, decider);
}

/* --- what changed --- */

/**
 * cs_offer_view_add_changes:
 * @seen: number of the newest entry the reader had looked at before
 *
 * Adds what differs from the version the reader decided on or looked at last; nothing where
 * nothing does.
 */
void
cs_offer_view_add_changes (GtkBox *box, CsReader *reader, CsDecider *decider, gint64 seen)
{
  const CsOffer *offer = cs_decider_get_offer (decider);
  const CsOffer *known = offer != NULL ? cs_offer_text_find_known (cs_reader_get_request (reader),
                                                                   offer,
                                                                   cs_reader_get_me (reader),
                                                                   seen)
                                       : NULL;
  g_autoptr (GArray) changes = NULL;
  g_autofree char *heading = NULL;
  GtkListBox *list;

  if (known == NULL)
    return;
  changes = cs_offer_text_list_changes (known, offer, cs_decider_get_level (decider));
  if (changes->len == 0)
    return;
  heading = g_strdup_printf (_ ("Changed Since Version %u"), known->version);
  list = cs_detail_list_add (box, heading, NULL);
  for (guint i = 0; i < changes->len; i++) {
    const CsOfferChange *change = &g_array_index (changes, CsOfferChange, i);
    g_autofree char *title = cs_offer_text_dup_title (change->field->title);
    g_autofree char *was =
        change->was != NULL ? cs_reader_dup_value (reader, change->field, change->was) : NULL;
    g_autofree char *is =
        change->is != NULL ? cs_reader_dup_value (reader, change->field, change->is) : NULL;
    gtk_list_box_append (list,
                         cs_compare_row_new (title, was != NULL ? was : "", is != NULL ? is : ""));
  }
}

/* --- scope --- */

static GtkWidget *
section_text (const char *text)
{
  GtkWidget *label = new_label (text, NULL);

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "cs-section");
  return label;
}

static GtkWidget *
section_row (CsReader *reader, const CsField *field, const json_t *value)
{
  g_autofree char *text = value != NULL ? cs_reader_dup_value (reader, field, value) : NULL;
  g_autofree char *title = NULL;
  g_autofree char *markup = NULL;
  GtkWidget *row;

  if (text == NULL || *text == '\0')
    return NULL;
  title = cs_offer_text_dup_title (field->title);
  markup = g_markup_escape_text (title, -1);
  row = adw_expander_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), markup);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), section_text (text));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return row;
}

/**
 * cs_offer_view_add_sections:
 *
 * Adds the texts and tables of the offer, the first one open.
 */
void
cs_offer_view_add_sections (GtkBox *box, CsReader *reader, CsDecider *decider)
{
  const CsOffer *offer = cs_decider_get_offer (decider);
  const CsDocument *document;
  GtkListBox *list = NULL;

  if (offer == NULL)
    return;
  document = offer->step->approval->document;
  for (guint i = 0; i < document->fields->len; i++) {
    const CsField *field = document->fields->pdata[i];
    GtkWidget *row =
        is_section (field) && cs_offer_text_is_shown (cs_decider_get_level (decider), field)
            ? section_row (reader, field, json_object_get (offer->values, field->id))
            : NULL;
    if (row == NULL)
      continue;
    if (list == NULL) {
      g_autofree char *title = cs_offer_text_dup_title (document->title);
      list = cs_detail_list_add (box, title, NULL);
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
    }
    gtk_list_box_append (list, row);
  }
}

/* --- files --- */

static void
add_file (GtkListBox **list, GtkBox *box, CsReader *reader, const json_t *file, const char *by)
{
  const char *name = cs_json_get_string (file, "name");
  const char *digest = cs_json_get_string (file, "sha256");
  CsWorkspace *workspace = cs_session_get_workspace (cs_reader_get_session (reader));
  g_autofree char *size = NULL;
  g_autofree char *author = NULL;
  g_autofree char *note = NULL;
  g_autofree char *label = NULL;
  g_autofree char *shown_name = NULL;
  CsDetailRow *row;

  if (name == NULL || digest == NULL)
    return;
  if (*list == NULL)
    *list = cs_detail_list_add (box, _ ("Attachments"), NULL);
  size = g_format_size ((guint64)MAX (0, cs_json_get_int (file, "size", 0)));
  author = cs_iso (cs_reader_get_name (reader, by));
  shown_name = cs_iso (name);
  /* Translators: size of a file, who attached it */
  note = g_strdup_printf (_ ("%1$s · %2$s"), size, author);
  row = cs_detail_row_new ("mail-attachment-symbolic", shown_name, NULL);
  cs_detail_row_set_note (row, note);
  if (cs_file_opener_can_open (workspace, cs_reader_get_request (reader), digest)) {
    label = g_strdup_printf (_ ("Open %s"), shown_name);
    cs_detail_row_add_button (row, label, "request.open-file", g_variant_new_string (digest));
  }
  gtk_list_box_append (*list, GTK_WIDGET (row));
}

/**
 * cs_offer_view_add_files:
 *
 * Adds the files that the answers of the request hold.
 */
void
cs_offer_view_add_files (GtkBox *box, CsReader *reader)
{
  const GPtrArray *fields = cs_reader_get_process (reader)->fields;
  GtkListBox *list = NULL;

  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];
    const CsValue *value = cs_request_get_value (cs_reader_get_request (reader), field);
    const char *by = value->entry != NULL ? cs_entry_get_by (value->entry) : NULL;
    gsize index;
    json_t *file;

    if (value->value == NULL || (field->scope != NULL && !cs_scope_is_sealed (field->scope)))
      continue;
    add_file (&list, box, reader, value->value, by);
    json_array_foreach (value->value, index, file) add_file (&list, box, reader, file, by);
    json_array_foreach (json_object_get (value->value, "files"), index, file)
        add_file (&list, box, reader, file, by);
  }
}
