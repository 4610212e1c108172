/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-reader.h"

#include "cs-field-context.h"
#include "cs-field-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * CsReader:
 *
 * Turns what the fold says into words, once for all widgets.
 */
struct _CsReader {
  GObject parent_instance;

  CsSession *session;  /* (owned) */
  CsRequestView *view; /* (owned) */
};

G_DEFINE_FINAL_TYPE (CsReader, cs_reader, G_TYPE_OBJECT)

static void
cs_reader_finalize (GObject *object)
{
  CsReader *self = CS_READER (object);

  g_clear_object (&self->session);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (cs_reader_parent_class)->finalize (object);
}

static void
cs_reader_class_init (CsReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_reader_finalize;
}

static void
cs_reader_init (CsReader *self)
{
}

/**
 * cs_reader_new:
 * @session: who looks
 * @view: at what
 */
CsReader *
cs_reader_new (CsSession *session, CsRequestView *view)
{
  CsReader *self = g_object_new (CS_TYPE_READER, NULL);

  self->session = g_object_ref (session);
  self->view = g_object_ref (view);
  return self;
}

CsSession *
cs_reader_get_session (CsReader *self)
{
  return self->session;
}

CsRequestView *
cs_reader_get_view (CsReader *self)
{
  return self->view;
}

const CsRequest *
cs_reader_get_request (CsReader *self)
{
  return cs_request_view_get_request (self->view);
}

const CsProcess *
cs_reader_get_process (CsReader *self)
{
  return cs_request_get_process (cs_reader_get_request (self));
}

const CsDirectory *
cs_reader_get_directory (CsReader *self)
{
  return cs_request_view_get_directory (self->view);
}

const char *
cs_reader_get_me (CsReader *self)
{
  const char *person = cs_session_get_person (self->session);

  return person != NULL ? person : "";
}

/**
 * cs_reader_dup_text:
 * @text: (nullable): of the pack
 * @fallback: (nullable): where there is none
 *
 * Returns: (transfer full): the text in the reader's language
 */
char *
cs_reader_dup_text (CsReader *self, const CsText *text, const char *fallback)
{
  char *out = text != NULL ? cs_text_dup (text, cs_field_context_get_language ()) : NULL;

  return out != NULL ? out : g_strdup (fallback != NULL ? fallback : "");
}

/**
 * cs_reader_dup_part:
 * @part: (nullable): a level, field or clock of the step, as it is called
 *
 * Returns: (transfer full): “Approve cost and timeline · Base cost”, or one of them where they are
 *   called alike
 */
char *
cs_reader_dup_part (CsReader *self, const CsStep *step, const char *part)
{
  g_autofree char *title = cs_reader_dup_text (self, step->title, step->id);

  if (part == NULL || g_str_equal (part, title))
    return g_steal_pointer (&title);
  return g_strdup_printf (_ ("%1$s · %2$s"), title, part);
}

/**
 * cs_reader_get_name:
 * @person: (nullable): id
 *
 * Returns: (transfer none): the person's name
 */
const char *
cs_reader_get_name (CsReader *self, const char *person)
{
  const CsPerson *found =
      person != NULL ? cs_directory_get_person (cs_reader_get_directory (self), person) : NULL;

  if (g_strcmp0 (person, CS_KEEPER) == 0)
    return "Countersign";
  if (found != NULL && found->name != NULL)
    return found->name;
  return person != NULL ? person : "";
}

/**
 * cs_reader_dup_day_time:
 *
 * Returns: (transfer full): “today 16:40”
 */
char *
cs_reader_dup_day_time (CsReader *self, CsInstant instant)
{
  return cs_format_day_time (cs_session_get_format (self->session),
                             instant,
                             cs_session_get_now (self->session));
}

static char *
moment_text (CsReader *self, const json_t *value)
{
  const char *at = cs_json_get_string (value, "at");
  gint64 minutes = cs_json_get_int (value, "minutes", 0);
  g_autofree char *when = NULL;
  CsInstant instant;

  if (at == NULL || !cs_instant_parse (at, &instant, NULL))
    return NULL;
  when = cs_reader_dup_day_time (self, instant);
  if (minutes <= 0)
    return g_steal_pointer (&when);
  return g_strdup_printf (ngettext ("%1$s, %2$d minute", "%1$s, %2$d minutes", (gulong)minutes),
                          when,
                          (int)minutes);
}

static char *
lines_text (CsReader *self, const CsField *field, const json_t *list)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gsize index;
  json_t *value;

  json_array_foreach (list, index, value)
  {
    g_autofree char *line = cs_reader_dup_value (self, field, value);

    if (line != NULL)
      g_string_append_printf (out, "%s• %s", out->len > 0 ? "\n" : "", line);
  }
  return g_strdup (out->str);
}

/**
 * cs_reader_dup_value:
 * @value: (nullable): any value of @field, such as one of an offer
 *
 * Returns: (transfer full) (nullable): the value as a person reads it
 */
char *
cs_reader_dup_value (CsReader *self, const CsField *field, const json_t *value)
{
  const char *text = json_string_value (value);

  if (field->type == CS_FIELD_DATE && text != NULL)
    return cs_field_text_show_date (text);
  if (field->type == CS_FIELD_DURATION && text != NULL)
    return cs_field_text_show_duration (text);
  if (field->type == CS_FIELD_MEETING && cs_json_get_string (value, "at") != NULL)
    return moment_text (self, value);
  if (json_is_array (value) && field->type != CS_FIELD_TABLE)
    return lines_text (self, field, value);
  return cs_request_dup_text_of (cs_reader_get_request (self),
                                 field,
                                 value,
                                 cs_reader_get_directory (self),
                                 cs_field_context_get_locale ());
}

/**
 * cs_reader_dup_field:
 *
 * Returns: (transfer full) (nullable): what the field holds now, as a person reads it
 */
char *
cs_reader_dup_field (CsReader *self, const CsField *field)
{
  return cs_reader_dup_value (self,
                              field,
                              cs_request_get_value (cs_reader_get_request (self), field)->value);
}

/**
 * cs_reader_dup_client:
 *
 * Returns: (transfer full): the client's name
 */
char *
cs_reader_dup_client (CsReader *self)
{
  const char *id = cs_request_get_client (cs_reader_get_request (self));
  const CsClient *client = id != NULL ? cs_directory_get_client (cs_reader_get_directory (self), id)
                                      : NULL;

  return g_strdup (client != NULL ? client->name : id != NULL ? id : "");
}

/**
 * cs_reader_dup_region:
 *
 * Returns: (transfer full): the region's title
 */
char *
cs_reader_dup_region (CsReader *self)
{
  const char *id = cs_request_get_region (cs_reader_get_request (self));
  const CsRegion *region = id != NULL ? cs_pack_get_region (cs_reader_get_process (self)->pack, id)
                                      : NULL;

  return cs_reader_dup_text (self, region != NULL ? region->title : NULL, id);
}

static void
add_id (GPtrArray *ids, const char *id)
{
  if (!g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
    g_ptr_array_add (ids, g_strdup (id));
}

/* "role:PACK/ROLE@REGION" */
static void
add_role_holders (CsReader *self, const char *key, GPtrArray *ids)
{
  g_auto (GStrv) parts = g_strsplit_set (key + strlen ("role:"), "/@", 3);
  g_autoptr (GPtrArray) holders = NULL;

  if (g_strv_length (parts) < 3)
    return;
  holders = cs_directory_list_holders (cs_reader_get_directory (self),
                                       parts[0],
                                       parts[1],
                                       parts[2],
                                       TRUE,
                                       cs_reader_get_process (self)->id,
                                       NULL,
                                       cs_session_get_now (self->session));
  for (guint i = 0; i < holders->len; i++) {
    const CsHolder *holder = holders->pdata[i];

    if (holder->person->can_act)
      add_id (ids, holder->person->id);
  }
}

/**
 * cs_reader_dup_turn_people:
 *
 * Returns: (transfer full): ids of those whose move it is
 */
GStrv
cs_reader_dup_turn_people (CsReader *self, const CsTurn *turn)
{
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < turn->keys->len; i++) {
    const char *key = turn->keys->pdata[i];

    if (g_str_has_prefix (key, "person:"))
      add_id (ids, key + strlen ("person:"));
    else if (g_str_has_prefix (key, "role:"))
      add_role_holders (self, key, ids);
  }
  g_ptr_array_add (ids, NULL);
  return (GStrv)g_ptr_array_free (ids, FALSE);
}

static char *
join_names (CsReader *self, const char *const *people, gboolean is_all)
{
  guint n = g_strv_length ((GStrv)people), shown = n > 4 ? 3 : n;
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < shown; i++) {
    g_autofree char *name = cs_iso (cs_reader_get_name (self, people[i]));

    if (i > 0 && i + 1 == n && is_all)
      /* Translators: before the last of several people, all of whom are meant */
      g_string_append (out, C_ ("people", " and "));
    else if (i > 0 && i + 1 == n)
      /* Translators: before the last of several people, any of whom can do something */
      g_string_append (out, C_ ("people", " or "));
    else if (i > 0)
      g_string_append (out, C_ ("people", ", "));
    g_string_append (out, name);
  }
  if (shown < n && is_all)
    g_string_append_printf (out,
                            ngettext (" and %u other", " and %u others", n - shown),
                            n - shown);
  else if (shown < n)
    g_string_append_printf (out, ngettext (" or %u other", " or %u others", n - shown), n - shown);
  return g_strdup (out->str);
}

/**
 * cs_reader_join_names:
 * @people: ids
 *
 * Returns: (transfer full): “A, B or C”; many are shortened
 */
char *
cs_reader_join_names (CsReader *self, const char *const *people)
{
  return join_names (self, people, FALSE);
}

/**
 * cs_reader_join_all_names:
 * @people: ids
 *
 * Returns: (transfer full): “A, B and C”; many are shortened
 */
char *
cs_reader_join_all_names (CsReader *self, const char *const *people)
{
  return join_names (self, people, TRUE);
}

/* “Salesperson” where nobody holds it. */
static char *
vacant_names (CsReader *self, const CsTurn *turn)
{
  for (guint i = 0; i < turn->keys->len; i++) {
    const char *key = turn->keys->pdata[i];
    g_auto (GStrv) parts = NULL;
    const CsRole *role;
    g_autofree char *title = NULL;

    if (!g_str_has_prefix (key, "role:"))
      continue;
    parts = g_strsplit_set (key + strlen ("role:"), "/@", 3);
    role = g_strv_length (parts) == 3
               ? cs_pack_get_role (cs_reader_get_process (self)->pack, parts[1])
               : NULL;
    title = role != NULL ? cs_reader_dup_text (self, role->title, role->id) : NULL;
    if (title != NULL)
      /* Translators: a role that nobody holds */
      return g_strdup_printf (_ ("%s (nobody yet)"), title);
  }
  return g_strdup (_ ("nobody yet"));
}

/**
 * cs_reader_dup_turn_names:
 *
 * Returns: (transfer full): the names of those whose move it is, in words
 */
char *
cs_reader_dup_turn_names (CsReader *self, const CsTurn *turn)
{
  g_auto (GStrv) people = cs_reader_dup_turn_people (self, turn);

  if (people[0] == NULL)
    return vacant_names (self, turn);
  return cs_reader_join_names (self, (const char *const *)people);
}

gboolean
cs_reader_is_my_turn (CsReader *self, const CsTurn *turn)
{
  g_auto (GStrv) people = cs_reader_dup_turn_people (self, turn);

  return g_strv_contains ((const char *const *)people, cs_reader_get_me (self));
}

/**
 * cs_reader_find_action:
 * @step: (nullable): any when NULL
 * @level: (nullable): any when NULL
 * @index: (out) (optional): its place in the view's list
 *
 * Returns: (transfer none) (nullable): the first action of that kind
 */
const CsAction *
cs_reader_find_action (CsReader *self,
                       CsActionKind kind,
                       const CsStep *step,
                       const CsLevel *level,
                       guint *index)
{
  const GPtrArray *actions = cs_request_view_get_actions (self->view);

  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];

    if (action->kind != kind || (step != NULL && action->step != step) ||
        (level != NULL && action->level != level))
      continue;
    if (index != NULL)
      *index = i;
    return action;
  }
  return NULL;
}

/* A clock that runs comes before one that is settled, a later run before an earlier one. */
static gboolean
is_better (const CsClockRun *run, const CsClockRun *than)
{
  gboolean runs = run->stopped == CS_INSTANT_NONE;

  if (than == NULL)
    return TRUE;
  if (runs != (than->stopped == CS_INSTANT_NONE))
    return runs;
  return run->run > than->run;
}

/**
 * cs_reader_find_run:
 * @step: whose clock
 * @level: (nullable): of the step
 *
 * Returns: (transfer none) (nullable): the run of a clock that tells how long there is for it
 */
const CsClockRun *
cs_reader_find_run (CsReader *self, const CsStep *step, const CsLevel *level)
{
  const GPtrArray *runs = cs_request_view_get_clocks (self->view);
  const CsClockRun *best = NULL;

  for (guint i = 0; i < runs->len; i++) {
    const CsClockRun *run = runs->pdata[i];

    if (run->step == step && (level == NULL || run->level == level) && is_better (run, best))
      best = run;
  }
  return best;
}

/**
 * cs_step_state_word:
 *
 * Returns: (transfer none): “Done”
 */
const char *
cs_step_state_word (CsStepState state)
{
  static const char *const words[] = {
      [CS_STEP_LAPSED] = N_ ("Lapsed"),
      [CS_STEP_NOT_APPLICABLE] = N_ ("Does not apply"),
      [CS_STEP_NOT_CALLED] = N_ ("Only if needed"),
      [CS_STEP_SKIPPED] = N_ ("Not needed"),
      [CS_STEP_REJECTED] = N_ ("Rejected"),
      [CS_STEP_WAITING] = N_ ("Later"),
      [CS_STEP_RETURNED] = N_ ("Sent back"),
  };

  if (state == CS_STEP_DONE)
    return C_ ("state", "Done");
  if (state == CS_STEP_OPEN)
    return C_ ("state", "Open");
  return _ (words[state]);
}

/**
 * cs_step_state_icon:
 *
 * Returns: (transfer none): name of an icon
 */
const char *
cs_step_state_icon (CsStepState state)
{
  static const char *const icons[] = {
      [CS_STEP_DONE] = "countersign-tick-symbolic",
      [CS_STEP_LAPSED] = "countersign-changed-symbolic",
      [CS_STEP_NOT_APPLICABLE] = "list-remove-symbolic",
      [CS_STEP_NOT_CALLED] = "list-remove-symbolic",
      [CS_STEP_SKIPPED] = "list-remove-symbolic",
      [CS_STEP_REJECTED] = "countersign-cross-symbolic",
      [CS_STEP_WAITING] = "countersign-gate-symbolic",
      [CS_STEP_RETURNED] = "countersign-send-back-symbolic",
      [CS_STEP_OPEN] = "countersign-clock-symbolic",
  };

  return icons[state];
}

/**
 * cs_level_state_word:
 *
 * Returns: (transfer none): “Approved”
 */
const char *
cs_level_state_word (CsLevelState state)
{
  static const char *const words[] = {
      [CS_LEVEL_NOT_APPLICABLE] = N_ ("Does not apply"),
      [CS_LEVEL_WAITING] = N_ ("Later"),
      [CS_LEVEL_ASKED] = N_ ("Waiting for an answer"),
      [CS_LEVEL_CARRYABLE] = N_ ("Approved before, to be confirmed"),
      [CS_LEVEL_APPROVED] = N_ ("Approved"),
      [CS_LEVEL_LAPSED] = N_ ("Lapsed"),
      [CS_LEVEL_REJECTED] = N_ ("Rejected"),
      [CS_LEVEL_SENT_BACK] = N_ ("Sent back"),
  };

  return _ (words[state]);
}

/**
 * cs_level_state_icon:
 *
 * Returns: (transfer none): name of an icon
 */
const char *
cs_level_state_icon (CsLevelState state)
{
  static const char *const icons[] = {
      [CS_LEVEL_NOT_APPLICABLE] = "list-remove-symbolic",
      [CS_LEVEL_WAITING] = "countersign-gate-symbolic",
      [CS_LEVEL_ASKED] = "countersign-clock-symbolic",
      [CS_LEVEL_CARRYABLE] = "countersign-signature-symbolic",
      [CS_LEVEL_APPROVED] = "countersign-tick-symbolic",
      [CS_LEVEL_LAPSED] = "countersign-changed-symbolic",
      [CS_LEVEL_REJECTED] = "countersign-cross-symbolic",
      [CS_LEVEL_SENT_BACK] = "countersign-send-back-symbolic",
  };

  return icons[state];
}
