/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-cond.h"
#include "cs-pack-check.h"

G_BEGIN_DECLS

/* A pack being looked through; shared by the files cs-pack-check*.c. */
typedef struct {
  const CsPack *pack;
  const CsPack *before;     /* (nullable) the version in force */
  const CsProcess *process; /* (nullable) the one being looked through */
  json_t *root;             /* of that process */
  GPtrArray *findings;      /* CsFinding */
  GHashTable *roles_used;   /* (owned) set of CsRole, of all processes so far */
  GPtrArray *choices;       /* (borrowed) CsField: whose answers conditions of the process read */
  guint8 *comes_after;      /* [step * n_steps + other]: the step can only open after the other */
} CsCheck;

/* One answer for each of the check's choices, and perhaps for one of the pack's settings. */
typedef struct {
  const CsCheck *check;
  const CsOption **answers; /* as many as choices */
  const CsSetting *setting; /* (nullable) */
  const char *value;        /* of the setting */
} CsAssumption;

void cs_check_say (CsCheck *self,
                   CsFindingKind kind,
                   const char *code,
                   const json_t *container,
                   const char *key,
                   const char *format,
                   ...) G_GNUC_PRINTF (6, 7);
void cs_check_say_step (CsCheck *self,
                        CsFindingKind kind,
                        const char *code,
                        const CsStep *step,
                        const char *format,
                        ...) G_GNUC_PRINTF (5, 6);
const CsSetting *cs_check_find_about (const CsCheck *self, const char *id);
json_t *cs_check_get (const CsCheck *self, const char *key);
gboolean cs_check_comes_after (const CsCheck *self, const CsStep *step, const CsStep *other);

typedef gboolean (*CsAssumeFunc) (const CsAssumption *assumption, gpointer data);
gboolean cs_check_for_all (CsCheck *self, CsAssumeFunc func, gpointer data);
CsTruth cs_check_truth (const CsAssumption *assumption, const CsCond *cond);
CsTruth cs_check_gate_truth (const CsAssumption *assumption, const CsGate *gate);
char *cs_assumption_describe (const CsAssumption *assumption);
CsTruth cs_check_truth_in_region (CsCheck *self, const CsCond *cond, const char *region);
CsTruth cs_check_truth_with (CsCheck *self,
                             const CsCond *cond,
                             const char *region,
                             const CsSetting *setting,
                             const char *value);

typedef void (*CsCondFunc) (const CsCond *cond, gpointer data);
void cs_check_walk_cond (const CsCond *cond, CsCondFunc func, gpointer data);
void cs_check_walk_conds (const CsProcess *process, CsCondFunc func, gpointer data);

GPtrArray *cs_check_list_holders (const CsCheck *self, const CsRole *role, const CsRegion *region);
gboolean cs_check_has_any_holder (const CsCheck *self, const CsRole *role);

void cs_check_order (CsCheck *self);
void cs_check_roles_used (CsCheck *self);
void cs_check_gates (CsCheck *self);
void cs_check_people (CsCheck *self);
void cs_check_approvers (CsCheck *self);
void cs_check_times (CsCheck *self);
void cs_check_mails (CsCheck *self);
void cs_check_texts (CsCheck *self);
void cs_check_marks (CsCheck *self);
void cs_check_versions (CsCheck *self);

G_END_DECLS
