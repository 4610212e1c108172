/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-duration.h"
#include "cs-json.h"
#include "cs-money.h"

G_BEGIN_DECLS

/*
 * An organisation's processes as data (shared vocabulary: countersign-pack(5)). A pack is read
 * once, checked whole, and never changes afterwards, so its structs are plain, read by everybody
 * and written by the loader alone. All names are resolved to pointers while loading; every pointer
 * into the pack lives as long as the pack. Lists are GPtrArrays, empty rather than NULL.
 */

typedef struct _CsPack CsPack;
typedef struct _CsProcess CsProcess;
typedef struct _CsStage CsStage;
typedef struct _CsStep CsStep;
typedef struct _CsField CsField;
typedef struct _CsGate CsGate;
typedef struct _CsDocument CsDocument;
typedef struct _CsLevel CsLevel;
typedef struct _CsApproval CsApproval;
typedef struct _CsClockDef CsClockDef;
typedef struct _CsRung CsRung;
typedef struct _CsMail CsMail;
typedef struct _CsRole CsRole;
typedef struct _CsRegion CsRegion;
typedef struct _CsScope CsScope;
typedef struct _CsSetting CsSetting;
typedef struct _CsCond CsCond;
typedef struct _CsText CsText;

/* Conditions: three-valued (Kleene), five facts under all / any / not. */
typedef enum {
  CS_COND_ANSWERED, /* every one of fields is answered */
  CS_COND_IS,   /* every one of fields has one of values (a region also when it lies within one) */
  CS_COND_OVER, /* every one of fields is above the limit in its own currency */
  CS_COND_CHECKED, /* every one of fields is answered and cross-checked as it is now */
  CS_COND_STEP,    /* every one of steps is in state step_is */
  CS_COND_GATE,    /* every one of gates is open */
  CS_COND_CLOCK,   /* clock has passed its target, or its limit if clock_limit */
  CS_COND_SETTING, /* setting has one of values, or is confirmed if there are none */
  CS_COND_ALL,
  CS_COND_ANY,
  CS_COND_NOT,
} CsCondKind;

typedef enum {
  CS_STEP_IS_COMPLETE, /* done and still complete; skipped; not applicable and all before it passed
                        */
  CS_STEP_IS_CLEAR,    /* the same, and no condition given with its approvals is open */
  CS_STEP_IS_OPEN,
  CS_STEP_IS_REJECTED,
} CsStepIs;

struct _CsCond {
  CsCondKind kind;
  GPtrArray *fields; /* (borrowed) CsField */
  GPtrArray *steps;  /* (borrowed) CsStep */
  GPtrArray *gates;  /* (borrowed) CsGate */
  CsClockDef *clock; /* (borrowed) */
  CsSetting *setting;
  CsStepIs step_is;
  gboolean clock_limit;
  GStrv values;
  GArray *limits;   /* CsMoney */
  GPtrArray *parts; /* (owned) CsCond: of all, any, not */
};

/* A fact in a gate's list: where when is false it drops out. */
typedef struct {
  CsCond *cond;
  CsCond *when; /* (nullable) */
} CsFact;

/* A role or a person field, where when holds. */
typedef struct {
  const CsRole *role;   /* (nullable) exactly one of role and field is set */
  const CsField *field; /* (nullable) */
  CsCond *when;         /* (nullable) */
} CsWho;

/* "3bd", {"setting": "Q-12"} or {"field": "timeline"}. */
typedef struct {
  CsDuration value;
  const CsSetting *setting; /* (nullable) */
  const CsField *field;     /* (nullable) of type duration or date */
} CsTimeRef;

typedef enum {
  CS_FIELD_TEXT,
  CS_FIELD_LONG,
  CS_FIELD_CHOICE,
  CS_FIELD_YESNO, /* options "yes" and "no" */
  CS_FIELD_NUMBER,
  CS_FIELD_MONEY,
  CS_FIELD_DATE,
  CS_FIELD_DURATION,
  CS_FIELD_PERSON,
  CS_FIELD_FILE,
  CS_FIELD_REFERENCE,
  CS_FIELD_MEETING,
  CS_FIELD_CHECK,
  CS_FIELD_SECRET,
  CS_FIELD_TABLE,
} CsFieldType;

typedef enum {
  CS_FORMULA_NONE,
  CS_FORMULA_PRODUCT,
  CS_FORMULA_DIFFERENCE,
  CS_FORMULA_SUM
} CsFormulaKind;

typedef struct {
  char *id;
  CsText *title;
  CsText *help; /* (nullable) when to choose it */
} CsOption;

/* The first three fields of every process. */
enum {
  CS_FIELD_INDEX_CLIENT,
  CS_FIELD_INDEX_REGION, /* options: the regions that can be chosen */
  CS_FIELD_INDEX_TITLE,
  CS_N_FIELD_INDEXES,
};

struct _CsField {
  char *id;
  guint index; /* in its process */
  CsFieldType type;
  CsText *title;
  CsText *help; /* (nullable) */
  GStrv source; /* requirement IDs */
  CsCond *when; /* (nullable) applies if */
  CsText *page; /* (nullable) */
  gboolean optional, many, reason;
  gboolean may_na;         /* may be answered none / not applicable … */
  CsCond *na_when;         /* … (nullable) only where this holds */
  const CsScope *scope;    /* (nullable) a pack scope; NULL is internal unless client_visible */
  gboolean client_visible; /* scope "client": may leave the house */
  GPtrArray *options;      /* CsOption */
  GRegex *pattern;         /* (nullable) text */
  char *unit;              /* (nullable) number */
  const CsRole *among;     /* (nullable) person */
  gboolean among_client;   /* person: contacts of the client */
  char *reference;         /* (nullable) reference type */
  gboolean anew;           /* asked again in each round of its step */
  gboolean evidence;       /* check: needs a file */
  const CsField *beside;   /* (nullable) the earlier word on the same matter, shown beside this */
  GPtrArray *columns;      /* (owned) CsField, of a table */
  json_t *initial;         /* (nullable) default: a value … */
  char *initial_client;    /* (nullable) … or copied from this field of the client's record … */
  const CsSetting *initial_setting; /* (nullable) … or from a setting */
  CsFormulaKind formula;
  GPtrArray *formula_fields; /* (borrowed) CsField: product and difference */
  char *formula_column;      /* (nullable) sum: column id of formula_fields[0] */
};

struct _CsDocument {
  char *id;
  CsText *title;
  gboolean for_client;
  GPtrArray *fields; /* (borrowed) CsField */
};

struct _CsGate {
  char *id;
  guint index;
  CsText *title;
  CsText *help;
  GStrv source;
  GPtrArray *facts;    /* (owned) CsFact */
  GPtrArray *override; /* (owned) CsWho; empty: nobody may */
};

struct _CsLevel {
  char *id;
  guint index; /* in its approval */
  CsText *title;
  CsText *help;
  GStrv source;
  GPtrArray *who;      /* (owned) CsWho */
  guint take;          /* this many approve; 0 = all holders */
  GPtrArray *after;    /* (borrowed) CsLevel */
  CsCond *when;        /* (nullable) */
  GPtrArray *except;   /* (borrowed) CsField */
  const CsStep *carry; /* (nullable) approval step whose level of the same id counts here */
  const CsMail *mail;  /* (nullable) */
  GArray *reauth;      /* CsMoney */
  gboolean is_consent; /* holder is outside: recorded with evidence */
  GPtrArray *record;   /* (owned) CsWho: records a consent; the step's filled in */
  GStrv evidence;      /* kinds a consent needs, any of: mail file reference meeting */
};

struct _CsApproval {
  const CsDocument *document;
  GPtrArray *levels;       /* (owned) CsLevel */
  const CsClockDef *clock; /* (nullable) */
  gboolean distinct;
};

typedef enum { CS_OPENS_IN_ORDER, CS_OPENS_ANY_TIME, CS_OPENS_ON_RETURN } CsOpens;
typedef enum { CS_END_NONE, CS_END_COMPLETED, CS_END_REJECTED, CS_END_WITHDRAWN } CsEnd;

struct _CsStep {
  char *id;
  guint index; /* in its process, in the order of the pack */
  CsText *title;
  CsText *help;
  GStrv source;
  const CsStage *stage;
  GPtrArray *who;   /* (owned) CsWho, the stage's filled in; empty: a milestone */
  GPtrArray *after; /* (borrowed) CsStep, defaults filled in: the steps that must be passed */
  CsCond *when;     /* (nullable) the stage's and-ed in */
  GPtrArray *enter; /* (borrowed) CsGate, the stage's filled in for its first steps */
  GPtrArray *leave; /* (borrowed) CsGate */
  CsOpens opens;
  GPtrArray *form;         /* (borrowed) CsField */
  GPtrArray *checks;       /* (borrowed) CsField */
  CsApproval *approval;    /* (owned) (nullable) */
  GPtrArray *mails;        /* (borrowed) CsMail: the one that applies is handed over here */
  const CsClockDef *clock; /* (nullable) */
  const CsField *payment;  /* (nullable) amount tracked here */
  GStrv payment_closes;    /* evidence that closes it */
  GPtrArray *returns;      /* (borrowed) CsStep */
  const CsStep *rejects;   /* (nullable) */
  gboolean may_na;
  CsCond *na_when; /* (nullable) */
  CsEnd end;
};

struct _CsStage {
  char *id;
  guint index;
  CsText *title;
  GPtrArray *steps; /* (owned) CsStep */
};

typedef enum { CS_RUNG_PERCENT, CS_RUNG_START, CS_RUNG_TARGET, CS_RUNG_LIMIT } CsRungAnchor;

struct _CsRung {
  char *id; /* "limit+2bd", "80%": unique in its ladder, a number is appended otherwise */
  CsRungAnchor anchor;
  guint percent;
  gboolean has_offset;
  gboolean before; /* offset counts backwards */
  CsDuration offset;
  GPtrArray *tell; /* (owned) CsWho; empty: the clock's who */
  CsCond *when;
  const CsMail *mail;
  gboolean urgent;
  gboolean has_ack;
  CsDuration ack;
};

typedef enum { CS_EXTEND_NO, CS_EXTEND_REASON, CS_EXTEND_AGREED } CsExtend;
typedef enum {
  CS_CALENDAR_TEAM,
  CS_CALENDAR_CLIENT,
  CS_CALENDAR_HOLDER,
  CS_CALENDAR_NAMED,
  CS_CALENDAR_SETTING /* an administrator says which of the others */
} CsCalendarKind;

CsCalendarKind cs_calendar_kind_from_name (const char *name);

struct _CsClockDef {
  char *id;
  guint index;
  CsText *title;
  CsText *help;
  GStrv source;
  CsCond *starts; /* (nullable): its step opens, its level is asked */
  CsCond *stops;  /* (nullable): its step is done */
  CsTimeRef time;
  gboolean has_time;
  const CsField *by; /* (nullable) choice field … */
  GHashTable *rows;  /* … option id -> (owned) CsClockDef with every key filled in */
  CsCalendarKind calendar;
  char *calendar_id;                 /* (nullable) */
  const CsSetting *calendar_setting; /* (nullable) */
  GPtrArray *who;                    /* (owned) CsWho; empty: its step's */
  GStrv pauses;                      /* ids of pauses */
  CsExtend extend;
  GPtrArray *ladder; /* (owned) CsRung */
};

typedef struct {
  char *id;
  CsText *title;
  GPtrArray *who; /* (owned) CsWho */
} CsPause;

struct _CsMail {
  char *id;
  CsText *title;
  GStrv source;
  CsCond *when;
  GPtrArray *to; /* (owned) CsWho */
  GPtrArray *cc; /* (owned) CsWho */
  gboolean for_client;
  char *thread;                /* (nullable) */
  char *via;                   /* (nullable): mail; otherwise a reference type */
  CsText *subject;             /* (nullable) */
  CsText *body;                /* (nullable) */
  GPtrArray *attach_documents; /* (borrowed) CsDocument */
  GPtrArray *attach_fields;    /* (borrowed) CsField */
};

struct _CsProcess {
  char *id;
  CsText *title;
  const CsPack *pack;
  const CsField *owner; /* (nullable) first contact for the client */
  GPtrArray *mix;       /* (borrowed) CsField: the choices that reports count requests by */
  GPtrArray *fields;    /* (owned) CsField by index; the first three are client, region, title */
  GPtrArray *documents; /* (owned) CsDocument */
  GPtrArray *gates;     /* (owned) CsGate by index */
  GPtrArray *stages;    /* (owned) CsStage */
  GPtrArray *steps;     /* (borrowed) CsStep by index */
  GPtrArray *clocks;    /* (owned) CsClockDef by index */
  GPtrArray *pauses;    /* (owned) CsPause */
  GPtrArray *mails;     /* (owned) CsMail */
  GHashTable *fields_by_id, *steps_by_id; /* borrowed values */
};

struct _CsRegion {
  char *id;
  CsText *title;
  const CsRegion *within; /* (nullable) */
  char *calendar;         /* (nullable) inherited filled in */
  char *currency;         /* (nullable) inherited filled in */
  gboolean can_be_chosen; /* nothing lies within it */
};

struct _CsRole {
  char *id;
  CsText *title;
  CsText *help; /* (nullable) line in key contacts (AG-25) */
  GStrv aliases;
  gboolean leave_out; /* vacant: leave-out instead of block */
  /* default holders are read by the directory from the pack's own JSON */
};

struct _CsScope {
  char *id;
  GPtrArray *who; /* (owned) CsWho (roles only) */
  gboolean sync, log;
  char *retain; /* (nullable) "7y": contents are erased after */
};

/* A kind of reference into another system (T-20). */
typedef struct {
  char *id;
  CsText *title;
  char *url;       /* (nullable) with {key} in it */
  GRegex *pattern; /* (nullable) of a key */
  GStrv also;      /* further texts a reference carries */
} CsReference;

struct _CsSetting {
  char *id;
  guint index;
  CsText *title;
  CsFieldType type;
  GPtrArray *options; /* CsOption */
  gboolean many;
  json_t *initial;     /* default */
  CsText *unclear;     /* (nullable) what the document leaves open */
  GStrv about;         /* ids that also carry the mark */
  gboolean is_awaited; /* a fact asks whether an administrator has confirmed it */
};

struct _CsPack {
  gatomicrefcount ref_count;
  char *id;
  char *prefix;
  int version;
  char *digest; /* SHA-256 of the file's bytes, hex */
  CsText *title;
  GStrv languages;
  GStrv teams;    /* */
  GStrv domains;  /* of internal addresses */
  char *calendar; /* the team's */
  CsJson *json;   /* (owned) where everything stood */
  json_t
      *root; /* (borrowed) the whole pack; people and holders are read from here by the directory */
  GHashTable *regions;    /* id -> (owned) CsRegion */
  GPtrArray *region_list; /* (borrowed) CsRegion in pack order */
  GHashTable *roles;      /* id -> (owned) CsRole */
  GPtrArray *role_list;
  GPtrArray *scopes;        /* (owned) CsScope */
  GPtrArray *references;    /* (owned) CsReference */
  GPtrArray *client_fields; /* (owned) CsField of a client's record */
  GPtrArray *settings;      /* (owned) CsSetting by index */
  GPtrArray *processes;     /* (owned) CsProcess */
  CsText *notice;           /* (nullable) footer of client documents (PH-02) */
  CsText *status;           /* (nullable) */
  char *owner, *reviewer;   /* (nullable) people of the process document (PH-01) */
};

CsPack *cs_pack_load (const char *path, GError **error);
CsPack *cs_pack_new_from_bytes (const char *name, GBytes *bytes, GError **error);
CsPack *cs_pack_ref (const CsPack *self);
void cs_pack_unref (CsPack *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPack, cs_pack_unref)

const CsProcess *cs_pack_get_process (const CsPack *self, const char *id);
const CsRegion *cs_pack_get_region (const CsPack *self, const char *id);
GPtrArray *cs_pack_list_leaf_regions (const CsPack *self);
gboolean cs_pack_is_role_given (const CsPack *self, const char *role);
gboolean cs_pack_region_is_within (const CsPack *self, const char *region, const char *ancestor);
const CsRole *cs_pack_get_role (const CsPack *self, const char *id);
const CsSetting *cs_pack_get_setting (const CsPack *self, const char *id);
gboolean cs_pack_is_final (const CsPack *self);
char *cs_pack_dup_warning (const CsPack *self, const char *language);
const char *cs_pack_get_person_name (const CsPack *self, const char *id);
const CsReference *cs_pack_get_reference (const CsPack *self, const char *id);
char *cs_pack_dup_reference_url (const CsPack *self, const char *type, const char *key);

const CsField *cs_process_get_field (const CsProcess *self, const char *id);
const CsStep *cs_process_get_step (const CsProcess *self, const char *id);
const CsGate *cs_process_get_gate (const CsProcess *self, const char *id);
const CsDocument *cs_process_get_document (const CsProcess *self, const char *id);
const CsMail *cs_process_get_mail (const CsProcess *self, const char *id);
const CsClockDef *cs_process_get_clock (const CsProcess *self, const char *id);
const CsLevel *cs_approval_get_level (const CsApproval *self, const char *id);

/* Texts: the language is a BCP 47 tag such as "ar"; missing languages fall back to English. */
char *cs_text_dup (const CsText *self, const char *language);
const CsCond *cs_text_get_part (const CsText *self,
                                guint index,
                                const char *language,
                                const char **text); /* text is NULL past the last part */
/* (nullable) setting whose pinned value stands in for the part's text */
const CsSetting *cs_text_get_part_setting (const CsText *self, guint index);
gboolean cs_text_has_language (const CsText *self, const char *language);

G_END_DECLS
