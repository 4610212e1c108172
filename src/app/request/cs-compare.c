/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-compare.h"

#include "cs-compare-row.h"
#include "cs-detail-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * CsCompare:
 *
 * The versions can be chosen; a summary comes first, unchanged fields last (ux: Comparing).
 */
struct _CsCompare {
  AdwBin parent_instance;

  CsReader *reader;   /* (owned) (nullable) */
  GPtrArray *offers;  /* (owned) of borrowed CsOffer: versions of one document, oldest first */
  GPtrArray *changes; /* (owned) of borrowed rows */
  int current;        /* change that was gone to, -1 */
  gboolean is_filling;

  GtkWidget *choice;      /* template */
  GtkDropDown *from;      /* template */
  GtkDropDown *to;        /* template */
  GtkLabel *origin;       /* template */
  GtkLabel *summary;      /* template */
  GtkCheckButton *resets; /* template */
  GtkBox *box;            /* template */
  GtkExpander *unchanged; /* template */
  GtkBox *same;           /* template */
  GtkLabel *digest;       /* template */
};

G_DEFINE_FINAL_TYPE (CsCompare, cs_compare, ADW_TYPE_BIN)

/* Whether a change of the field asks the levels again. */
static gboolean
resets_approval (const CsApproval *approval, const CsField *field)
{
  for (guint i = 0; i < approval->levels->len; i++) {
    const CsLevel *level = approval->levels->pdata[i];

    if (!g_ptr_array_find (level->except, field, NULL))
      return TRUE;
  }
  return FALSE;
}

static void
add_difference (GString *out, const char *text)
{
  if (out->len > 0)
    g_string_append (out, " · ");
  g_string_append (out, text);
}

static void
summarise_money (CsReader *reader,
                 const CsField *field,
                 const json_t *before,
                 const json_t *after,
                 GString *out)
{
  g_autofree char *title = cs_reader_dup_text (reader, field->title, field->id);
  g_autofree char *exact = NULL;
  g_autofree char *text = NULL;
  CsMoney old_amount, new_amount, difference;
  gint64 permille;

  if (!cs_money_from_json (before, &old_amount, NULL) ||
      !cs_money_from_json (after, &new_amount, NULL) ||
      strcmp (old_amount.currency, new_amount.currency) != 0 ||
      !cs_money_subtract (new_amount, old_amount, &difference, NULL))
    return;
  exact = cs_money_to_decimal (difference);
  permille = old_amount.minor != 0 && ABS (difference.minor) < G_MAXINT64 / 1000
                 ? difference.minor * 1000 / old_amount.minor
                 : 0;
  /* Translators: field, sign and difference, currency, and the difference in per cent */
  text = g_strdup_printf (_ ("%1$s %2$s%3$s %4$s (%5$s%6$d.%7$d %%)"),
                          title,
                          difference.minor > 0 ? "+" : "",
                          exact,
                          difference.currency,
                          difference.minor > 0 ? "+" : "−",
                          (int)(ABS (permille) / 10),
                          (int)(ABS (permille) % 10));
  add_difference (out, text);
}

static void
summarise_duration (CsReader *reader,
                    const CsField *field,
                    const json_t *before,
                    const json_t *after,
                    GString *out)
{
  g_autofree char *title = cs_reader_dup_text (reader, field->title, field->id);
  g_autofree char *old_text = cs_reader_dup_value (reader, field, before);
  g_autofree char *new_text = cs_reader_dup_value (reader, field, after);
  g_autofree char *text = g_strdup_printf (_ ("%1$s %2$s → %3$s"), title, old_text, new_text);

  add_difference (out, text);
}

static void
summarise (CsCompare *self,
           const CsField *field,
           const json_t *before,
           const json_t *after,
           GString *out)
{
  if (before == NULL || after == NULL)
    return;
  if (field->type == CS_FIELD_MONEY)
    summarise_money (self->reader, field, before, after, out);
  else if (field->type == CS_FIELD_DURATION)
    summarise_duration (self->reader, field, before, after, out);
}

static void
add_field (CsCompare *self,
           const CsOffer *from,
           const CsOffer *to,
           const CsField *field,
           GString *summary)
{
  const json_t *before = from != NULL ? json_object_get (from->values, field->id) : NULL;
  const json_t *after = json_object_get (to->values, field->id);
  g_autofree char *title = cs_reader_dup_text (self->reader, field->title, field->id);
  g_autofree char *old_text = cs_reader_dup_value (self->reader, field, before);
  g_autofree char *new_text = cs_reader_dup_value (self->reader, field, after);
  GtkWidget *row;

  if (before == NULL && after == NULL)
    return;
  if (from == NULL ||
      (before != NULL && after != NULL && json_equal ((json_t *)before, (json_t *)after))) {
    gtk_list_box_append (GTK_LIST_BOX (gtk_widget_get_last_child (GTK_WIDGET (self->same))),
                         GTK_WIDGET (cs_detail_row_new_fact (title, new_text)));
    return;
  }
  summarise (self, field, before, after, summary);
  if (gtk_check_button_get_active (self->resets) && !resets_approval (to->step->approval, field))
    return;
  row = cs_compare_row_new (title, old_text, new_text);
  g_ptr_array_add (self->changes, row);
  gtk_list_box_append (GTK_LIST_BOX (gtk_widget_get_last_child (GTK_WIDGET (self->box))), row);
}

static void
show_origin (CsCompare *self, const CsOffer *from, const CsOffer *to)
{
  g_autofree char *by = cs_iso (cs_reader_get_name (self->reader, cs_entry_get_by (to->entry)));
  g_autofree char *when = cs_reader_dup_day_time (self->reader, cs_entry_get_time (to->entry));
  g_autofree char *text = NULL;

  if (from != NULL)
    text = g_strdup_printf (_ ("Version %1$u → Version %2$u, by %3$s, %4$s"),
                            from->version,
                            to->version,
                            by,
                            when);
  else
    text = g_strdup_printf (_ ("Version %1$u, by %2$s, %3$s"), to->version, by, when);
  gtk_label_set_label (self->origin, text);
}

static void
show_digests (CsCompare *self, const CsOffer *to)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < to->step->approval->levels->len; i++) {
    const CsLevel *level = to->step->approval->levels->pdata[i];
    const char *digest = g_hash_table_lookup (to->digests, level->id);
    g_autofree char *title = cs_reader_dup_text (self->reader, level->title, level->id);

    if (digest == NULL)
      continue;
    /* Translators: a level of an approval, and the check sum of what it decides on */
    g_string_append_printf (out,
                            _ ("%1$sDigest for “%2$s”: %3$.16s…"),
                            out->len > 0 ? "\n" : "",
                            title,
                            digest);
  }
  gtk_label_set_label (self->digest, out->str);
  gtk_widget_set_visible (GTK_WIDGET (self->digest), out->len > 0);
}

static void
show_offers (CsCompare *self, const CsOffer *from, const CsOffer *to)
{
  const GPtrArray *fields = to->step->approval->document->fields;
  g_autoptr (GString) summary = g_string_new (NULL);
  GtkListBox *same;
  guint n_same = 0;
  g_autofree char *label = NULL;

  cs_box_clear (self->box);
  cs_box_clear (self->same);
  g_ptr_array_set_size (self->changes, 0);
  self->current = -1;
  cs_detail_list_add (self->box, NULL, NULL);
  same = cs_detail_list_add (self->same, NULL, NULL);
  for (guint i = 0; i < fields->len; i++)
    add_field (self, from, to, fields->pdata[i], summary);
  while (gtk_list_box_get_row_at_index (same, (int)n_same) != NULL)
    n_same++;
  label =
      g_strdup_printf (from != NULL ? ngettext ("%u unchanged field", "%u unchanged fields", n_same)
                                    : ngettext ("%u field", "%u fields", n_same),
                       n_same);
  gtk_expander_set_label (self->unchanged, label);
  gtk_expander_set_expanded (self->unchanged, from == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->unchanged), n_same > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->box), self->changes->len > 0);
  if (summary->len == 0 && from != NULL && self->changes->len == 0)
    g_string_append (summary, _ ("Nothing has changed between these versions."));
  gtk_label_set_label (self->summary, summary->str);
  gtk_widget_set_visible (GTK_WIDGET (self->summary), summary->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->resets), from != NULL);
  show_origin (self, from, to);
  show_digests (self, to);
}

static const CsOffer *
chosen (CsCompare *self, GtkDropDown *dropdown)
{
  guint selected = gtk_drop_down_get_selected (dropdown);

  return selected < self->offers->len ? self->offers->pdata[selected] : NULL;
}

static void
chosen_cb (CsCompare *self)
{
  const CsOffer *from, *to;

  if (self->is_filling || self->reader == NULL)
    return;
  from = chosen (self, self->from);
  to = chosen (self, self->to);
  if (to != NULL)
    show_offers (self, from != to ? from : NULL, to);
}

static void
list_versions (CsCompare *self, const CsOffer *to)
{
  const GPtrArray *offers = cs_request_get_offers (cs_reader_get_request (self->reader));
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  g_ptr_array_set_size (self->offers, 0);
  for (guint i = 0; i < offers->len; i++) {
    const CsOffer *offer = offers->pdata[i];
    g_autofree char *title = g_strdup_printf (_ ("Version %u"), offer->version);

    if (offer->step->approval->document != to->step->approval->document)
      continue;
    g_ptr_array_add (self->offers, (gpointer)offer);
    gtk_string_list_append (titles, title);
  }
  gtk_drop_down_set_model (self->from, G_LIST_MODEL (titles));
  gtk_drop_down_set_model (self->to, G_LIST_MODEL (titles));
}

static void
select_offer (CsCompare *self, GtkDropDown *dropdown, const CsOffer *offer)
{
  guint index = 0;

  if (offer != NULL && g_ptr_array_find (self->offers, offer, &index))
    gtk_drop_down_set_selected (dropdown, index);
}

/**
 * cs_compare_show:
 * @reader: the request; kept
 * @from: (nullable): an earlier version; NULL shows @to alone
 * @to: a version
 *
 * Shows what became of a document between two versions.
 */
void
cs_compare_show (CsCompare *self, CsReader *reader, const CsOffer *from, const CsOffer *to)
{
  g_set_object (&self->reader, reader);
  self->is_filling = TRUE;
  list_versions (self, to);
  select_offer (self, self->from, from != NULL ? from : to);
  select_offer (self, self->to, to);
  self->is_filling = FALSE;
  gtk_widget_set_visible (self->choice, self->offers->len > 1);
  show_offers (self, from, to);
}

/**
 * cs_compare_set_choosable:
 * @choosable: whether other versions can be chosen
 */
void
cs_compare_set_choosable (CsCompare *self, gboolean choosable)
{
  gtk_widget_set_visible (self->choice, choosable && self->offers->len > 1);
}

guint
cs_compare_get_n_changes (CsCompare *self)
{
  return self->changes->len;
}

/**
 * cs_compare_go:
 * @direction: 1 or -1
 *
 * Puts the focus on the next or previous change.
 */
void
cs_compare_go (CsCompare *self, int direction)
{
  int n = (int)self->changes->len;

  if (n == 0)
    return;
  self->current = CLAMP (self->current + direction, 0, n - 1);
  gtk_widget_grab_focus (self->changes->pdata[self->current]);
}

GtkWidget *
cs_compare_new (void)
{
  return g_object_new (CS_TYPE_COMPARE, NULL);
}

static void
cs_compare_dispose (GObject *object)
{
  CsCompare *self = CS_COMPARE (object);

  self->is_filling = TRUE;
  G_OBJECT_CLASS (cs_compare_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_COMPARE);
}

static void
cs_compare_finalize (GObject *object)
{
  CsCompare *self = CS_COMPARE (object);

  g_clear_object (&self->reader);
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  G_OBJECT_CLASS (cs_compare_parent_class)->finalize (object);
}

static void
cs_compare_class_init (CsCompareClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_compare_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_compare_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-compare.ui");
  gtk_widget_class_bind_template_child (widget_class, CsCompare, choice);
  gtk_widget_class_bind_template_child (widget_class, CsCompare, from);
  gtk_widget_class_bind_template_child (widget_class, CsCompare, to);
  gtk_widget_class_bind_template_child (widget_class, CsCompare, origin);
  gtk_widget_class_bind_template_child (widget_class, CsCompare, summary);
  gtk_widget_class_bind_template_child (widget_class, CsCompare, resets);
  gtk_widget_class_bind_template_child (widget_class, CsCompare, box);
  gtk_widget_class_bind_template_child (widget_class, CsCompare, unchanged);
  gtk_widget_class_bind_template_child (widget_class, CsCompare, same);
  gtk_widget_class_bind_template_child (widget_class, CsCompare, digest);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
}

static void
cs_compare_init (CsCompare *self)
{
  self->offers = g_ptr_array_new ();
  self->changes = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
