/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pack.h"

G_BEGIN_DECLS

/*
 * How the loader walks a pack's JSON; private to the cs-pack files. A node is a value and the place
 * where it stands. The first failure is kept and everything after it does nothing, so that readers
 * need not look after each line; whatever they return then is freed with the pack and never seen.
 */
typedef struct {
  const json_t *container; /* (nullable) of the outermost value */
  const char *key;
  gsize index;
  json_t *value; /* (nullable) missing */
} CsNode;

typedef enum {
  CS_NAME_REGION,
  CS_NAME_PERSON,
  CS_NAME_ROLE,
  CS_NAME_SCOPE,
  CS_NAME_REFERENCE,
  CS_NAME_SETTING,
  CS_NAME_CLIENT_FIELD,
  CS_NAME_FIELD, /* from here on: a process's own */
  CS_NAME_DOCUMENT,
  CS_NAME_GATE,
  CS_NAME_STAGE,
  CS_NAME_STEP,
  CS_NAME_CLOCK,
  CS_NAME_PAUSE,
  CS_NAME_MAIL,
  CS_N_NAMES,
} CsNameKind;

typedef struct {
  CsJson *json;                  /* (borrowed) */
  CsPack *pack;                  /* (borrowed) being filled */
  CsProcess *process;            /* (borrowed) (nullable) being filled */
  GError *error;                 /* (owned) (nullable) the first failure */
  GHashTable *names[CS_N_NAMES]; /* (owned) id -> thing, borrowed from the pack */
  guint depth;                   /* of the condition being read */
  gboolean is_fact;              /* it stands in a gate's list and may carry when */
} CsReader;

#define CS_PACK_LIMIT_BYTES (2 * 1024 * 1024)
#define CS_PACK_LIMIT_TEXT  16384
#define CS_PACK_LIMIT_ITEMS 1000

CsReader *cs_reader_new (CsJson *json, CsPack *pack);
void cs_reader_free (CsReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsReader, cs_reader_free)
void cs_reader_forget_process (CsReader *self);

void cs_reader_fail (CsReader *self, CsNode node, const char *format, ...) G_GNUC_PRINTF (3, 4);
gboolean cs_reader_refuse_floats (CsReader *self, json_t *value);

/* Walking */
CsNode cs_node_root (json_t *value);
CsNode cs_node_member (CsNode object, const char *key);
CsNode cs_node_element (CsNode array, gsize index);
gboolean cs_node_is_string (CsNode node, const char *text);
const char *cs_node_nearest (const char *name, GHashTable *known);

/* Shapes: what says what was expected, keys ends with NULL */
gboolean cs_reader_object (CsReader *self, CsNode node, const char *what, const char *const *keys);
gboolean cs_reader_map (CsReader *self, CsNode node, const char *what);
gsize cs_reader_array (CsReader *self, CsNode node, const char *what);

/* Values: a missing node gives the fallback, or NULL */
const char *cs_reader_string (CsReader *self, CsNode node);
char *cs_reader_dup_string (CsReader *self, CsNode node);
GStrv cs_reader_strings (CsReader *self, CsNode node);
gboolean cs_reader_boolean (CsReader *self, CsNode node, gboolean fallback);
gint64 cs_reader_integer (CsReader *self, CsNode node, gint64 least, gint64 most, gint64 fallback);
int cs_reader_enum (CsReader *self, CsNode node, const char *const *names, int fallback);
gboolean cs_reader_duration (CsReader *self, CsNode node, CsDuration *duration);
GArray *cs_reader_amounts (CsReader *self, CsNode node);
GRegex *cs_reader_pattern (CsReader *self, CsNode node);

/* Names */
gboolean cs_reader_is_id (CsReader *self, CsNode node, const char *id);
void cs_reader_declare (CsReader *self, CsNameKind kind, CsNode node, const char *id, gpointer it);
gpointer cs_reader_lookup (CsReader *self, CsNameKind kind, const char *id);
gpointer cs_reader_resolve (CsReader *self, CsNode node, CsNameKind kind);
GPtrArray *cs_reader_resolve_list (CsReader *self, CsNode node, CsNameKind kind);

/* Vocabulary */
CsText *cs_reader_text (CsReader *self, CsNode node);
CsText *cs_reader_title (CsReader *self, CsNode object, const char *id);
GStrv cs_reader_source (CsReader *self, CsNode object);
CsText *cs_text_new (const char *text);
CsText *cs_text_new_from_id (const char *id);
void cs_text_free (CsText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsText, cs_text_free)

CsCond *cs_reader_cond (CsReader *self, CsNode node);
GPtrArray *cs_reader_facts (CsReader *self, CsNode node);
CsCond *cs_cond_new_all (CsCond *first, CsCond *second);
void cs_cond_free (CsCond *self);

GPtrArray *cs_reader_who (CsReader *self, CsNode node);

void cs_pack_read_organisation (CsReader *reader, CsNode root);

CsField *cs_reader_field (CsReader *self, CsNode node, const char *id);
void cs_reader_field_links (CsReader *self, CsNode node, CsField *field);
GPtrArray *cs_reader_options (CsReader *self, CsNode node);
gboolean cs_reader_is_option (CsReader *self, CsNode node, const GPtrArray *options);
void cs_field_free (CsField *field);
void cs_option_free (CsOption *option);

void cs_pack_read_process (CsReader *reader, CsNode node);
void cs_process_free (CsProcess *process);
void cs_process_read_stages (CsReader *reader, CsNode node);
void cs_process_link_steps (CsReader *reader, CsNode node);
void cs_stage_free (CsStage *stage);
CsApproval *cs_reader_approval (CsReader *self, CsNode node, CsNode step_who);
void cs_approval_free (CsApproval *approval);
void cs_process_fill_clock (CsReader *reader, CsNode node, CsClockDef *clock);
void cs_clock_def_free (CsClockDef *clock);
void cs_process_fill_mail (CsReader *reader, CsNode node, CsMail *mail);
void cs_mail_free (CsMail *mail);

G_END_DECLS
