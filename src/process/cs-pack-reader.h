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
} CsPackReader;

#define CS_PACK_LIMIT_BYTES (2 * 1024 * 1024)
#define CS_PACK_LIMIT_TEXT  16384
#define CS_PACK_LIMIT_ITEMS 1000

CsPackReader *cs_pack_reader_new (CsJson *json, CsPack *pack);
void cs_pack_reader_free (CsPackReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPackReader, cs_pack_reader_free)
void cs_pack_reader_forget_process (CsPackReader *self);

void cs_pack_reader_fail (CsPackReader *self, CsNode node, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
void cs_pack_reader_fail_unknown (CsPackReader *self,
                                  CsNode node,
                                  const char *kind,
                                  const char *name,
                                  GHashTable *known);
gboolean cs_pack_reader_refuse_floats (CsPackReader *self, json_t *value);

/* Walking */
CsNode cs_node_root (json_t *value);
CsNode cs_node_member (CsNode object, const char *key);
CsNode cs_node_element (CsNode array, gsize index);
gboolean cs_node_is_string (CsNode node, const char *text);
const char *cs_node_nearest (const char *name, GHashTable *known);

/* Shapes: what says what was expected, keys ends with NULL */
gboolean
cs_pack_reader_object (CsPackReader *self, CsNode node, const char *what, const char *const *keys);
gboolean cs_pack_reader_map (CsPackReader *self, CsNode node, const char *what);
gsize cs_pack_reader_array (CsPackReader *self, CsNode node, const char *what);

/* Values: a missing node gives the fallback, or NULL */
const char *cs_pack_reader_string (CsPackReader *self, CsNode node);
char *cs_pack_reader_dup_string (CsPackReader *self, CsNode node);
GStrv cs_pack_reader_strings (CsPackReader *self, CsNode node);
gboolean cs_pack_reader_boolean (CsPackReader *self, CsNode node, gboolean fallback);
gint64 cs_pack_reader_integer (CsPackReader *self,
                               CsNode node,
                               gint64 least,
                               gint64 most,
                               gint64 fallback);
int cs_pack_reader_enum (CsPackReader *self, CsNode node, const char *const *names, int fallback);
gboolean cs_pack_reader_duration (CsPackReader *self, CsNode node, CsDuration *duration);
GArray *cs_pack_reader_amounts (CsPackReader *self, CsNode node);
GRegex *cs_pack_reader_pattern (CsPackReader *self, CsNode node);

/* Names */
gboolean cs_pack_reader_is_id (CsPackReader *self, CsNode node, const char *id);
void cs_pack_reader_declare (CsPackReader *self,
                             CsNameKind kind,
                             CsNode node,
                             const char *id,
                             gpointer it);
gpointer cs_pack_reader_lookup (CsPackReader *self, CsNameKind kind, const char *id);
gpointer cs_pack_reader_resolve (CsPackReader *self, CsNode node, CsNameKind kind);
GPtrArray *cs_pack_reader_resolve_list (CsPackReader *self, CsNode node, CsNameKind kind);

/* Vocabulary */
CsText *cs_pack_reader_text (CsPackReader *self, CsNode node);
CsText *cs_pack_reader_title (CsPackReader *self, CsNode object, const char *id);
GStrv cs_pack_reader_source (CsPackReader *self, CsNode object);
CsText *cs_text_new (const char *text);
CsText *cs_text_new_from_id (const char *id);
void cs_text_free (CsText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsText, cs_text_free)

CsCond *cs_pack_reader_cond (CsPackReader *self, CsNode node);
GPtrArray *cs_pack_reader_facts (CsPackReader *self, CsNode node);
CsCond *cs_cond_new_all (CsCond *first, CsCond *second);
void cs_cond_free (CsCond *self);

GPtrArray *cs_pack_reader_who (CsPackReader *self, CsNode node);

void cs_pack_read_organisation (CsPackReader *reader, CsNode root);

CsField *cs_pack_reader_field (CsPackReader *self, CsNode node, const char *id);
void cs_pack_reader_field_links (CsPackReader *self, CsNode node, CsField *field);
GPtrArray *cs_pack_reader_options (CsPackReader *self, CsNode node);
gboolean cs_pack_reader_is_option (CsPackReader *self, CsNode node, const GPtrArray *options);
void cs_field_free (CsField *field);
void cs_option_free (CsOption *option);

void cs_pack_read_process (CsPackReader *reader, CsNode node);
void cs_process_free (CsProcess *process);
void cs_process_read_stages (CsPackReader *reader, CsNode node);
void cs_process_link_steps (CsPackReader *reader, CsNode node);
void cs_stage_free (CsStage *stage);
CsApproval *cs_pack_reader_approval (CsPackReader *self, CsNode node, CsNode step_who);
void cs_approval_free (CsApproval *approval);
void cs_process_fill_clock (CsPackReader *reader, CsNode node, CsClockDef *clock);
void cs_clock_def_free (CsClockDef *clock);
void cs_process_fill_mail (CsPackReader *reader, CsNode node, CsMail *mail);
void cs_mail_free (CsMail *mail);

G_END_DECLS
