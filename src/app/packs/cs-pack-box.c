/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-box.h"

#include "cs-detail-row.h"
#include "cs-format.h"
#include "cs-pack-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What a page says of a version of a pack, filled into a box: what it would change, what the linter
 * found, what its document leaves open, and what it is. */

typedef struct {
  GtkBox *box;
  const CsPackReport *report;
  const CsActivation *activation; /* (nullable) */
  const char *language;
} Fill;

static void
add_row (GtkListBox *list, CsDetailRow *row)
{
  gtk_list_box_append (list, GTK_WIDGET (row));
}

static void
add_changes (const Fill *self)
{
  const GPtrArray *changes = self->report->changes;
  GtkListBox *list;

  if (changes == NULL)
    return;
  list = cs_detail_list_add (self->box, _ ("What This Version Changes"), NULL);
  for (guint i = 0; i < changes->len; i++) {
    const CsPackChange *change = changes->pdata[i];
    gboolean is_lowered = change->kind == CS_PACK_CHANGE_LOWERED;
    g_autofree char *text = cs_pack_text_change (change);
    CsDetailRow *row = cs_detail_row_new (is_lowered ? "countersign-override-symbolic" : NULL,
                                          text,
                                          is_lowered ? _ ("A safeguard is lowered") : NULL);

    if (is_lowered)
      cs_detail_row_set_tint (row, "warning");
    add_row (list, row);
  }
  if (changes->len == 0)
    add_row (list, cs_detail_row_new (NULL, _ ("Nothing that can be told apart"), NULL));
}

static CsDetailRow *
finding_row (const CsFinding *finding)
{
  static const char *const icons[] = {"countersign-cross-symbolic",
                                      "countersign-escalated-symbolic",
                                      NULL};
  static const char *const tints[] = {"error", "warning", NULL};
  /* Translators: the place of a finding in a file: its line and column, then its code */
  g_autofree char *place = g_strdup_printf (_ ("Line %1$u, column %2$u · %3$s"),
                                            finding->line,
                                            finding->column,
                                            finding->code);
  g_autofree char *text = cs_pack_text_sentence (finding->text);
  CsDetailRow *row = cs_detail_row_new (icons[finding->kind], text, NULL);

  if (tints[finding->kind] != NULL)
    cs_detail_row_set_tint (row, tints[finding->kind]);
  cs_detail_row_set_note (row, place);
  return row;
}

static void
add_notes (const Fill *self)
{
  const GPtrArray *findings = self->report->findings;
  guint n_notes = cs_pack_text_count (findings, CS_FINDING_NOTE);
  g_autofree char *label = g_strdup_printf (ngettext ("%u note", "%u notes", n_notes), n_notes);
  GtkWidget *expander, *inner;
  GtkListBox *list;

  if (n_notes == 0)
    return;
  expander = gtk_expander_new (label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (expander),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
  inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_margin_top (inner, 6);
  gtk_widget_set_margin_top (expander, 6);
  list = cs_detail_list_add (GTK_BOX (inner), NULL, NULL);
  for (guint i = 0; i < findings->len; i++) {
    const CsFinding *finding = findings->pdata[i];

    if (finding->kind == CS_FINDING_NOTE)
      add_row (list, finding_row (finding));
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_expander_set_child (GTK_EXPANDER (expander), inner);
  gtk_box_append (self->box, expander);
}

static void
add_findings (const Fill *self)
{
  const GPtrArray *findings = self->report->findings;
  GtkListBox *list = cs_detail_list_add (self->box, _ ("Check"), NULL);
  g_autofree char *summary = cs_pack_text_findings (findings);
  gboolean has_errors = cs_findings_have_errors (findings);

  add_row (
      list,
      cs_detail_row_new (has_errors ? "countersign-cross-symbolic" : "countersign-tick-symbolic",
                         summary,
                         has_errors ? _ ("It cannot be put in force before its errors are gone.")
                                    : _ ("It can be used as it is.")));
  for (guint i = 0; i < findings->len; i++) {
    const CsFinding *finding = findings->pdata[i];

    if (finding->kind != CS_FINDING_NOTE && strcmp (finding->code, "L-40") != 0)
      add_row (list, finding_row (finding));
  }
  add_notes (self);
}

static void
add_question (const Fill *self, GtkListBox *list, const CsSetting *setting)
{
  const json_t *confirmed =
      self->activation != NULL ? json_object_get (self->activation->settings, setting->id) : NULL;
  g_autofree char *unclear =
      setting->unclear != NULL ? cs_text_dup (setting->unclear, self->language) : NULL;
  g_autofree char *title = cs_text_dup (setting->title, self->language);
  g_autofree char *isolated = cs_iso (title);
  g_autofree char *heading = g_strdup_printf (_ ("%1$s, %2$s"), setting->id, isolated);
  g_autofree char *value = cs_pack_text_answer (setting, confirmed, self->language);
  g_autofree char *about = cs_pack_text_about (self->report->pack, setting, self->language);
  g_autofree char *answer = NULL;
  CsDetailRow *row;

  answer = confirmed != NULL ? g_strdup_printf (_ ("Answered: %s"), value)
                             : g_strdup_printf (_ ("Default: %s"), value);
  row = cs_detail_row_new (confirmed != NULL ? "countersign-tick-symbolic"
                                             : "countersign-question-symbolic",
                           heading,
                           unclear);
  cs_detail_row_set_tint (row, confirmed != NULL ? "success" : "warning");
  if (about != NULL) {
    g_autofree char *what = cs_iso (about);
    g_autofree char *note = g_strdup_printf (_ ("%1$s · It is about: %2$s"), answer, what);

    cs_detail_row_set_note (row, note);
  } else {
    cs_detail_row_set_note (row, answer);
  }
  if (self->activation != NULL && self->report->bytes == NULL) {
    g_autofree char *name = g_strdup_printf (_ ("Answer %s…"), setting->id);

    cs_detail_row_add_button (row, name, "pack.answer", g_variant_new_string (setting->id));
  }
  add_row (list, row);
}

static void
add_questions (const Fill *self)
{
  const GPtrArray *settings = self->report->pack->settings;
  GtkListBox *list;

  if (settings->len == 0)
    return;
  list = cs_detail_list_add (self->box, _ ("What the Document Leaves Open"), NULL);
  for (guint i = 0; i < settings->len; i++)
    add_question (self, list, settings->pdata[i]);
}

/* Owner and reviewer may be people of the pack. */
static void
add_document_fact (const Fill *self, GtkListBox *list, const char *key, const char *title)
{
  const json_t *document = json_object_get (self->report->pack->root, "document");
  const json_t *value = json_object_get (document, key);
  const json_t *people = json_object_get (self->report->pack->root, "people");
  const char *text = json_string_value (value);
  const char *name = text != NULL ? cs_json_get_string (json_object_get (people, text), "name")
                                  : NULL;
  g_autofree char *shown = NULL;

  if (text == NULL)
    return;
  shown = cs_iso (name != NULL ? name : text);
  add_row (list, cs_detail_row_new_fact (title, shown));
}

static void
add_facts (const Fill *self)
{
  const CsPack *pack = self->report->pack;
  GtkListBox *list = cs_detail_list_add (self->box, _ ("Pack"), NULL);
  g_autofree char *version = cs_pack_text_version (pack);
  g_autofree char *status = pack->status != NULL ? cs_text_dup (pack->status, self->language)
                                                 : NULL;
  g_autofree char *languages = g_strjoinv (", ", pack->languages);

  add_row (list, cs_detail_row_new_fact (pack->id, version));
  add_document_fact (self, list, "owner", _ ("Owner of the document"));
  add_document_fact (self, list, "reviewer", _ ("Reviewer"));
  if (status != NULL && *status != '\0')
    add_row (list, cs_detail_row_new_fact (_ ("Status of the document"), status));
  add_row (list, cs_detail_row_new_fact (_ ("Languages"), languages));
  for (guint i = 0; i < pack->processes->len; i++) {
    const CsProcess *process = pack->processes->pdata[i];
    g_autofree char *title = cs_text_dup (process->title, self->language);
    g_autofree char *size = g_strdup_printf (ngettext ("%u step", "%u steps", process->steps->len),
                                             process->steps->len);

    CsDetailRow *row = cs_detail_row_new_fact (title, size);
    /* Translators: draws a process: its name */
    g_autofree char *name = g_strdup_printf (_ ("Map of %s"), title);

    cs_detail_row_add_button (row, name, "pack.map", g_variant_new_string (process->id));
    add_row (list, row);
  }
}

/**
 * cs_pack_box_fill:
 * @box: emptied first
 * @activation: (nullable): how the pack is in force
 *
 * Says all there is to say of a version.
 */
void
cs_pack_box_fill (GtkBox *box, const CsPackReport *report, const CsActivation *activation)
{
  const Fill fill = {box, report, activation, g_get_language_names ()[0]};

  cs_box_clear (box);
  add_changes (&fill);
  if (report->bytes == NULL)
    add_questions (&fill);
  add_findings (&fill);
  if (report->bytes != NULL)
    add_questions (&fill);
  add_facts (&fill);
}
