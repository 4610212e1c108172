/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"
#include "cs-instant.h"

#include <glib.h>
#include <stddef.h>

G_BEGIN_DECLS

/*
 * The shape of a message: which members its JSON object has, and where each stands in a C struct.
 * One table both writes and reads a message, so that the two can never differ.
 */
typedef struct _CsShape CsShape;

typedef enum {
  CS_SHAPE_TEXT,    /* char *, owned; not empty */
  CS_SHAPE_INT,     /* gint64 from 0 to 2^53 */
  CS_SHAPE_BOOL,    /* gboolean; absent is FALSE */
  CS_SHAPE_INSTANT, /* CsInstant; RFC 3339 with milliseconds; 0 is absent */
  CS_SHAPE_BYTES,   /* GBytes *, owned; base64url */
  CS_SHAPE_HEX,     /* char *, owned; 64 lower-case hexadecimal digits */
  CS_SHAPE_HASH,    /* CsDigest; the same digits */
  CS_SHAPE_HASHES,  /* GArray * of CsDigest, owned */
  CS_SHAPE_CHOICE,  /* gint, an index into names */
  CS_SHAPE_TEXTS,   /* GStrv, owned; absent is NULL */
  CS_SHAPE_OBJECT,  /* a struct of shape, owned */
  CS_SHAPE_LIST,    /* GPtrArray * of structs of shape, owned */
  CS_SHAPE_MAP,     /* the same, as an object; its struct begins with CS_SHAPE_KEY */
  CS_SHAPE_NUMBERS, /* the same, as an object of numbers; the struct is CsShapeNumber */
  CS_SHAPE_VALUE,   /* json_t *, owned; a list or an object of any content */
  CS_SHAPE_RANGE,   /* gint64[2]; a list of two numbers */
} CsShapeType;

typedef enum {
  CS_SHAPE_REQUIRED = 0,
  CS_SHAPE_OPTIONAL = 1 << 0, /* may be absent or null; NULL, 0 or FALSE is left out */
} CsShapeFlags;

/* First in the table of what stands in a map: char *key, first in the struct. */
#define CS_SHAPE_KEY                                                                               \
  {                                                                                                \
    "", CS_SHAPE_TEXT, 0                                                                           \
  }

typedef struct {
  char *key;
  gint64 number;
} CsShapeNumber;

typedef struct {
  const char *key; /* NULL ends the table */
  CsShapeType type;
  gsize offset;
  CsShapeFlags flags;
  gsize most; /* bytes of a text, elements of a list; 0: the type's own limit */
  const CsShape *shape;
  const char *const *names; /* ended by NULL */
} CsShapeMember;

struct _CsShape {
  const char *name; /* what errors call it */
  gsize size;       /* of the struct */
  const CsShapeMember *members;
  gboolean is_request;           /* carries "protocol" */
  gsize most_bytes;              /* of the whole text; 0: CS_WIRE_BODY_BYTES */
  void (*free) (gpointer value); /* (nullable): of a struct that another layer made */
};

gpointer cs_shape_new (const CsShape *shape);
void cs_shape_free (const CsShape *shape, gpointer value);
GPtrArray *cs_shape_list_new (const CsShape *shape);
char *cs_shape_write (const CsShape *shape, gconstpointer value);
gpointer cs_shape_read (const CsShape *shape, const char *text, gsize length, GError **error);

/* The four functions of a message, and its autoptr. */
#define CS_SHAPE_DECLARE(Type, name)                                                               \
  Type *name##_new (void);                                                                         \
  void name##_free (Type *self);                                                                   \
  G_DEFINE_AUTOPTR_CLEANUP_FUNC (Type, name##_free)                                                \
  char *name##_to_json (const Type *self) G_GNUC_WARN_UNUSED_RESULT;                               \
  Type *name##_from_json (const char *text, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Those of a struct that stands in a list of a message: one to make, one for the list. */
#define CS_SHAPE_DECLARE_PART(Type, name)                                                          \
  Type *name##_new (void);                                                                         \
  void name##_free (Type *self);                                                                   \
  G_DEFINE_AUTOPTR_CLEANUP_FUNC (Type, name##_free)                                                \
  GPtrArray *name##_list_new (void);

#define CS_SHAPE_DEFINE_LIFE(Type, name, shape)                                                    \
  Type *name##_new (void)                                                                          \
  {                                                                                                \
    return cs_shape_new (&shape);                                                                  \
  }                                                                                                \
  void name##_free (Type *self)                                                                    \
  {                                                                                                \
    cs_shape_free (&shape, self);                                                                  \
  }

#define CS_SHAPE_DEFINE(Type, name, shape)                                                         \
  CS_SHAPE_DEFINE_LIFE (Type, name, shape)                                                         \
  char *name##_to_json (const Type *self)                                                          \
  {                                                                                                \
    return cs_shape_write (&shape, self);                                                          \
  }                                                                                                \
  Type *name##_from_json (const char *text, gsize length, GError **error)                          \
  {                                                                                                \
    return cs_shape_read (&shape, text, length, error);                                            \
  }

#define CS_SHAPE_DEFINE_PART(Type, name, shape)                                                    \
  CS_SHAPE_DEFINE_LIFE (Type, name, shape)                                                         \
  GPtrArray *name##_list_new (void)                                                                \
  {                                                                                                \
    return cs_shape_list_new (&shape);                                                             \
  }

G_END_DECLS
