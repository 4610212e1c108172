/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-money-parse.h"

#include "cs-icu.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Reads what a person typed as an amount. Strict: a wrong reading moves money by a factor of a
 * thousand, a refusal costs a second. The text is brought to plain digits and marks, the currency
 * and the sign around the number are taken off, and the number is read under *conventions*: a pair
 * of a decimal and a grouping mark.
 *
 *  1. The conventions of the reader's locale come first. Where one of them reads the number with
 *     its decimal mark, that is the amount (`1 250,500` in French), or it has too many decimals.
 *  2. A number that the locale reads as whole, or not at all, is read under the conventions that
 *     are understood everywhere: `1,250.5`, Arabic marks, blanks and apostrophes between groups.
 *  3. Two readings with different amounts are refused: `1.234` dinars in German.
 */

#define MAX_TEXT_BYTES 256
#define ARABIC_DECIMAL 0x066b
#define ARABIC_GROUP   0x066c

/* How a number reads under one convention. */
typedef enum {
  READING_NONE,          /* not a number under it */
  READING_WHOLE,         /* without a decimal mark */
  READING_DECIMALS,      /* with one */
  READING_MANY_DECIMALS, /* with more decimals than the currency has */
  READING_TOO_LARGE,
} Reading;

typedef struct {
  CsMarks marks;
  Reading reading;
  guint64 minor; /* without sign */
} Convention;

/* The magnitude of the smallest amount. */
#define MAX_MAGNITUDE ((guint64)G_MAXINT64 + 1)

/* What is left of the text, and what has been taken off it. */
typedef struct {
  const char *currency;
  int exponent;
  GString *rest; /* (owned) */
  gboolean negative;
  gboolean has_currency;
  gunichar zero; /* of the script of its digits, 0 before the first */
} Typed;

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, CS_ERROR, CS_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
refuse_text (GError **error, const char *text)
{
  g_set_error (error, CS_ERROR, CS_ERROR_INVALID, _ ("“%.80s” is not an amount"), text);
  return FALSE;
}

static gboolean
refuse_size (GError **error)
{
  return refuse (error, _ ("The number is larger than an amount can be"));
}

static gboolean
is_direction_control (gunichar c)
{
  return c == 0x061c || c == 0x200b || c == 0x200e || c == 0x200f || c == 0xfeff ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* The plain form of a mark that has several. */
static gunichar
plain_mark (gunichar c)
{
  if (g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR)
    return ' ';
  switch (c) {
    case 0x2019: /* right single quotation mark */
    case 0x02bc: /* modifier letter apostrophe */
    case 0xff07:
      return '\'';
    case 0x2212: /* minus sign */
    case 0xfe63:
    case 0xff0d:
      return '-';
    case 0xff0e:
      return '.';
    case 0xff0c:
      return ',';
    default:
      return c;
  }
}

/*
 * Digits of any script to 0–9, marks to their plain form, without direction controls. Digits of
 * two scripts are refused: such a number cannot be told from a forged one.
 */
static gboolean
plain_text (const char *text, gunichar *zero, GString *plain, GError **error)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (is_direction_control (c))
      continue;
    if (g_unichar_isdigit (c)) {
      gunichar c_zero = c - (gunichar)g_unichar_digit_value (c);

      if (*zero != 0 && *zero != c_zero)
        return refuse (error, _ ("The amount mixes digits of different scripts"));
      *zero = c_zero;
      g_string_append_c (plain, (char)('0' + (c - c_zero)));
    } else if (g_unichar_iscntrl (c)) {
      return refuse (error, _ ("The amount has a character that cannot be seen"));
    } else {
      g_string_append_unichar (plain, plain_mark (c));
    }
  }
  g_strstrip (plain->str);
  plain->len = strlen (plain->str);
  return TRUE;
}

/* (transfer full): what may stand for the currency, longest first; all in plain form. */
static GPtrArray *
currency_names (const char *icu_locale, const char *currency)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  char *symbols[] = {
      g_strdup (currency),
      cs_icu_currency_symbol (icu_locale, currency, FALSE),
      cs_icu_currency_symbol (icu_locale, currency, TRUE),
      cs_icu_currency_symbol ("en", currency, FALSE),
      cs_icu_currency_symbol ("en", currency, TRUE),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (symbols); i++) {
    g_autofree char *symbol = symbols[i];
    g_autoptr (GString) plain = g_string_new (NULL);
    gunichar zero = 0;
    guint at = 0;

    if (!plain_text (symbol, &zero, plain, NULL) || plain->len == 0 || zero != 0)
      continue;
    while (at < names->len && strlen (names->pdata[at]) >= plain->len)
      at++;
    g_ptr_array_insert (names, at, g_strdup (plain->str));
  }
  return names;
}

static void
drop (Typed *typed, gboolean at_end, gsize bytes)
{
  g_string_erase (typed->rest, at_end ? (gssize)(typed->rest->len - bytes) : 0, (gssize)bytes);
  g_strstrip (typed->rest->str);
  typed->rest->len = strlen (typed->rest->str);
}

/* A code of another currency beside the number, such as USD where BHD is asked for. */
static gboolean
has_other_currency (const Typed *typed, gboolean at_end, GError **error)
{
  const char *text = typed->rest->str;
  gsize letters = 0;
  char code[4] = "";

  while (letters < typed->rest->len &&
         g_ascii_isalpha (text[at_end ? typed->rest->len - 1 - letters : letters]))
    letters++;
  if (letters != 3)
    return FALSE;
  for (int i = 0; i < 3; i++)
    code[i] = g_ascii_toupper (text[(at_end ? typed->rest->len - 3 : 0) + i]);
  if (strcmp (code, typed->currency) == 0 || !cs_money_is_currency (code))
    return FALSE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_INVALID,
               _ ("The amount is in %s; %s is expected"),
               code,
               typed->currency);
  return TRUE;
}

static gboolean
take_currency (Typed *typed, const GPtrArray *names, gboolean at_end)
{
  if (typed->has_currency)
    return FALSE;
  for (guint i = 0; i < names->len; i++) {
    const char *name = names->pdata[i];
    gsize length = strlen (name);
    const char *at = typed->rest->str;

    if (length > typed->rest->len)
      continue;
    if (at_end)
      at += typed->rest->len - length;
    /* The code also in small letters; a symbol as it is. */
    if (strncmp (at, name, length) == 0 ||
        (strcmp (name, typed->currency) == 0 && g_ascii_strncasecmp (at, name, length) == 0)) {
      typed->has_currency = TRUE;
      drop (typed, at_end, length);
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
take_sign (Typed *typed, gboolean at_end)
{
  if (typed->negative || typed->rest->len == 0 ||
      typed->rest->str[at_end ? typed->rest->len - 1 : 0] != '-')
    return FALSE;
  typed->negative = TRUE;
  drop (typed, at_end, 1);
  return TRUE;
}

static gboolean
take_surroundings (Typed *typed, const char *icu_locale, GError **error)
{
  g_autoptr (GPtrArray) names = currency_names (icu_locale, typed->currency);

  for (int at_end = FALSE; at_end <= TRUE; at_end++) {
    do {
      if (has_other_currency (typed, at_end, error))
        return FALSE;
    } while (take_currency (typed, names, at_end) || take_sign (typed, at_end));
  }
  return TRUE;
}

/* Groups of three, or three and before it groups of two; none may begin with a needless zero. */
static gboolean
groups_are_valid (const gsize *lengths, gsize n_groups, char first_digit)
{
  gboolean western = lengths[0] <= 3, indian = lengths[0] <= 2 || n_groups == 2;

  if (n_groups == 1)
    return lengths[0] > 0;
  if (first_digit == '0' || lengths[0] == 0 || lengths[0] > 3 || lengths[n_groups - 1] != 3)
    return FALSE;
  for (gsize i = 1; i + 1 < n_groups; i++) {
    western = western && lengths[i] == 3;
    indian = indian && lengths[i] == 2;
  }
  return western || indian;
}

static void
append_digit (Convention *convention, char digit)
{
  guint64 value = (guint64)(digit - '0');

  if (convention->minor > (MAX_MAGNITUDE - value) / 10) {
    if (convention->reading == READING_WHOLE)
      convention->reading = READING_TOO_LARGE;
  } else {
    convention->minor = convention->minor * 10 + value;
  }
}

/* How many digits stand between the marks. */
typedef struct {
  gsize lengths[MAX_TEXT_BYTES];
  gsize n_groups;
  gsize decimals;
  gboolean point;
} Shape;

/* Adds up the digits; %FALSE when something else than digits and marks is between them. */
static gboolean
scan_number (const char *text, Convention *convention, Shape *shape)
{
  shape->n_groups = 1;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    if (c >= '0' && c <= '9') {
      append_digit (convention, (char)c);
      *(shape->point ? &shape->decimals : &shape->lengths[shape->n_groups - 1]) += 1;
    } else if (c == convention->marks.decimal && !shape->point) {
      shape->point = TRUE;
    } else if (c == convention->marks.grouping && !shape->point) {
      shape->n_groups++;
    } else {
      return FALSE;
    }
  }
  return TRUE;
}

/* Reads the number under @convention into its reading and amount. */
static void
read_number (const char *text, int exponent, Convention *convention)
{
  Shape shape = {.point = FALSE};

  convention->minor = 0;
  convention->reading = READING_WHOLE;
  if (!scan_number (text, convention, &shape) ||
      !groups_are_valid (shape.lengths, shape.n_groups, *text) ||
      (shape.point && shape.decimals == 0))
    convention->reading = READING_NONE;
  else if (shape.decimals > (gsize)exponent)
    convention->reading = READING_MANY_DECIMALS;
  for (gsize i = shape.decimals; i < (gsize)exponent; i++)
    append_digit (convention, '0');
  if (convention->reading == READING_WHOLE && shape.point)
    convention->reading = READING_DECIMALS;
}

static gunichar
reading_mark (gunichar mark)
{
  return mark != 0 ? plain_mark (mark) : 0;
}

static void
add_convention (GArray *conventions, gunichar decimal, gunichar grouping)
{
  Convention added = {.marks = {reading_mark (decimal), reading_mark (grouping)}};

  for (guint i = 0; i < conventions->len; i++) {
    const Convention *old = &g_array_index (conventions, Convention, i);

    if (old->marks.decimal == added.marks.decimal && old->marks.grouping == added.marks.grouping)
      return;
  }
  g_array_append_val (conventions, added);
}

/*
 * The conventions of the locale, those of the digits that were typed first; a currency may have
 * other marks than numbers have. %NULL with @error when @locale is none.
 */
static GArray *
local_conventions (const Typed *typed, const char *locale, GError **error)
{
  g_autoptr (GArray) conventions = g_array_new (FALSE, FALSE, sizeof (Convention));

  for (int i = 0; i < 4; i++) {
    CsDigits digits = (typed->zero == '0') == (i < 2) ? CS_DIGITS_LATIN : CS_DIGITS_LOCALE;
    g_autofree char *icu_locale = cs_icu_locale (locale, digits, error);
    CsMarks marks;

    if (icu_locale == NULL ||
        !cs_icu_get_marks (icu_locale, i % 2 == 0 ? typed->currency : NULL, &marks, error))
      return NULL;
    add_convention (conventions, marks.decimal, marks.grouping);
  }
  return g_steal_pointer (&conventions);
}

/* What is understood everywhere, beside the locale's own. */
static GArray *
common_conventions (const GArray *local)
{
  static const CsMarks common[] = {
      {'.', ','},
      {'.', ' '},
      {'.', '\''},
      {ARABIC_DECIMAL, ARABIC_GROUP},
      {ARABIC_DECIMAL, ' '},
  };
  GArray *conventions = g_array_new (FALSE, FALSE, sizeof (Convention));

  for (gsize i = 0; i < G_N_ELEMENTS (common); i++)
    add_convention (conventions, common[i].decimal, common[i].grouping);
  for (guint i = 0; i < local->len; i++) {
    const CsMarks *marks = &g_array_index (local, Convention, i).marks;

    add_convention (conventions, marks->decimal, ' ');
    add_convention (conventions, marks->decimal, '\'');
  }
  return conventions;
}

static gboolean
refuse_decimals (const Typed *typed, GError **error)
{
  if (typed->exponent == 0)
    g_set_error (error, CS_ERROR, CS_ERROR_INVALID, _ ("%s has no decimals"), typed->currency);
  else
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 ngettext ("%s has %d decimal; the amount has more",
                           "%s has %d decimals; the amount has more",
                           (gulong)typed->exponent),
                 typed->currency,
                 typed->exponent);
  return FALSE;
}

static gboolean
refuse_ambiguous (const Typed *typed, guint64 one, guint64 other, GError **error)
{
  CsMoney money = {.minor = (gint64)MIN (one, other)};
  g_autofree char *small = NULL;
  g_autofree char *large = NULL;

  g_strlcpy (money.currency, typed->currency, sizeof money.currency);
  small = cs_money_to_decimal (money);
  money.minor = (gint64)MAX (one, other);
  large = cs_money_to_decimal (money);
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_INVALID,
               _ ("“%s” can be read as %s and as %s: write all decimals, and no grouping"),
               typed->rest->str,
               small,
               large);
  return FALSE;
}

/* The first reading of the locale that makes sense decides whether the others are asked at all. */
static const Convention *
read_locally (const Typed *typed, GArray *local)
{
  for (guint i = 0; i < local->len; i++) {
    Convention *convention = &g_array_index (local, Convention, i);

    read_number (typed->rest->str, typed->exponent, convention);
    if (convention->reading != READING_NONE)
      return convention;
  }
  return NULL;
}

/* Where ٫ is at home a comma is often typed for it: enough to doubt, not enough to believe. */
static gboolean
has_arabic_doubt (const Typed *typed, const GArray *local, guint64 minor, guint64 *other)
{
  Convention comma = {.marks = {.decimal = ','}};
  gboolean arabic = FALSE;

  for (guint i = 0; i < local->len; i++)
    arabic = arabic || g_array_index (local, Convention, i).marks.decimal == ARABIC_DECIMAL;
  if (!arabic)
    return FALSE;
  read_number (typed->rest->str, typed->exponent, &comma);
  *other = comma.minor;
  return comma.reading == READING_DECIMALS && comma.minor != minor;
}

/* Reads under the conventions understood everywhere, after the locale's (%NULL: it has none). */
static gboolean
read_commonly (const Typed *typed,
               GArray *local,
               const Convention *own,
               guint64 *minor,
               GError **error)
{
  g_autoptr (GArray) common = common_conventions (local);
  gboolean many_decimals = FALSE, found = own != NULL;
  guint64 doubt;

  *minor = found ? own->minor : 0;
  for (guint i = 0; i < common->len; i++) {
    Convention *other = &g_array_index (common, Convention, i);

    read_number (typed->rest->str, typed->exponent, other);
    if (other->reading == READING_TOO_LARGE)
      return refuse_size (error);
    many_decimals = many_decimals || other->reading == READING_MANY_DECIMALS;
    if (other->reading != READING_WHOLE && other->reading != READING_DECIMALS)
      continue;
    if (found && *minor != other->minor)
      return refuse_ambiguous (typed, *minor, other->minor, error);
    *minor = other->minor;
    found = TRUE;
  }
  if (!found)
    return many_decimals ? refuse_decimals (typed, error) : refuse_text (error, typed->rest->str);
  return !has_arabic_doubt (typed, local, *minor, &doubt) ||
         refuse_ambiguous (typed, *minor, doubt, error);
}

static gboolean
read_amount (const Typed *typed, GArray *local, guint64 *minor, GError **error)
{
  const Convention *own = read_locally (typed, local);

  if (own != NULL && own->reading == READING_MANY_DECIMALS)
    return refuse_decimals (typed, error);
  if (own != NULL && own->reading == READING_TOO_LARGE)
    return refuse_size (error);
  if (own == NULL || own->reading == READING_WHOLE)
    return read_commonly (typed, local, own, minor, error);
  *minor = own->minor;
  return TRUE;
}

static gboolean
check_text (const char *text, GError **error)
{
  if (strnlen (text, MAX_TEXT_BYTES) >= MAX_TEXT_BYTES)
    return refuse (error, _ ("The amount is too long"));
  if (!g_utf8_validate (text, -1, NULL))
    return refuse (error, _ ("The amount is not text in UTF-8"));
  return TRUE;
}

/**
 * cs_money_parse_text:
 * @text: what a person typed, with or without the currency
 * @locale: the reader's, as [func@icu_locale] reads it
 * @currency: the ISO 4217 code that is expected
 * @flags: what is accepted
 * @money: (out caller-allocates): the amount
 * @error: `CS_ERROR_INVALID`, saying why @text is no amount
 *
 * Reads a typed amount: digits of any script, Western or Indian grouping, the marks of the
 * reader's locale and those understood everywhere. Refuses wrong grouping, more decimals than the
 * currency has, another currency, and what reads two ways (ux: money entry; RC-25 for the direction
 * controls, which are ignored).
 *
 * Returns: whether @money was set
 */
gboolean
cs_money_parse_text (const char *text,
                     const char *locale,
                     const char *currency,
                     CsMoneyParseFlags flags,
                     CsMoney *money,
                     GError **error)
{
  g_autofree char *icu_locale = cs_icu_locale (locale, CS_DIGITS_LOCALE, error);
  g_autoptr (GString) rest = g_string_new (NULL);
  g_autoptr (GArray) local = NULL;
  Typed typed = {.currency = currency, .exponent = cs_money_exponent (currency), .rest = rest};
  guint64 minor = 0;

  if (icu_locale == NULL || !cs_money_init (money, 0, currency, error) ||
      !check_text (text, error) || !plain_text (text, &typed.zero, rest, error) ||
      !take_surroundings (&typed, icu_locale, error))
    return FALSE;
  if (typed.zero == 0 || rest->len == 0)
    return refuse_text (error, text);
  if (typed.negative && !(flags & CS_MONEY_PARSE_NEGATIVE))
    return refuse (error, _ ("The amount is negative"));
  local = local_conventions (&typed, locale, error);
  if (local == NULL || !read_amount (&typed, local, &minor, error))
    return FALSE;
  if (minor > (guint64)G_MAXINT64 && !typed.negative)
    return refuse_size (error);
  money->minor = (gint64)(typed.negative ? 0 - minor : minor);
  return TRUE;
}
