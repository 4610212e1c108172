/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-test-ctl.h"

#define Q(op, rest)  "{\"id\":\"1\",\"op\":\"" op "\"," rest "}"
#define ANSWER(rest) "{\"id\":\"1\"," rest "}"
#define ERROR        "{\"id\":\"1\",\"error\":\"…"

typedef struct {
  const char *question, *answer;
} Case;

static void
check (const Case *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++) {
    g_test_message ("%s", cases[i].question);
    cs_test_eval (cases[i].question, cases[i].answer);
  }
}

static void
test_format (void)
{
  const Case cases[] = {
      {Q ("format",
          "\"locale\":\"en-IN\",\"currency\":\"INR\",\"minor\":125000050,"
          "\"style\":\"symbol\",\"digits\":\"locale\""),
       ANSWER ("\"text\":\"₹12,50,000.50\"")},
      {Q ("format",
          "\"locale\":\"en-IN\",\"currency\":\"INR\",\"minor\":\"125000050\","
          "\"style\":\"code\",\"digits\":\"latin\""),
       ANSWER ("\"text\":\"INR\u00a012,50,000.50\"")},
      {Q ("format",
          "\"locale\":\"ar-EG\",\"currency\":\"EGP\",\"minor\":125050,"
          "\"style\":\"code\",\"digits\":\"locale\""),
       ANSWER ("\"text\":\"\u200f١٬٢٥٠٫٥٠\u00a0EGP\"")},
      {Q ("format", "\"locale\":\"en\",\"currency\":\"BHD\",\"minor\":-9223372036854775808"),
       ANSWER ("\"text\":\"-BHD\u00a09,223,372,036,854,775.808\"")},
      {Q ("format", "\"locale\":\"en\",\"currency\":\"BHD\""), ERROR},
      {Q ("format", "\"locale\":\"en\",\"minor\":1"), ERROR},
      {Q ("format", "\"currency\":\"BHD\",\"minor\":1"), ERROR},
      {Q ("format", "\"locale\":\"en\",\"currency\":\"BHX\",\"minor\":1"), ERROR},
      {Q ("format", "\"locale\":\"!\",\"currency\":\"BHD\",\"minor\":1"), ERROR},
      {Q ("format", "\"locale\":\"en\",\"currency\":\"BHD\",\"minor\":1.5"), ERROR},
      {Q ("format", "\"locale\":\"en\",\"currency\":\"BHD\",\"minor\":\"1.5\""), ERROR},
      {Q ("format", "\"locale\":\"en\",\"currency\":\"BHD\",\"minor\":9223372036854775808"), ERROR},
      {Q ("format", "\"locale\":\"en\",\"currency\":\"BHD\",\"minor\":1,\"style\":\"bold\""),
       ERROR},
      {Q ("format", "\"locale\":\"en\",\"currency\":\"BHD\",\"minor\":1,\"digits\":\"roman\""),
       ERROR},
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_parse (void)
{
  const Case cases[] = {
      {Q ("parse", "\"locale\":\"fr-FR\",\"currency\":\"BHD\",\"text\":\"1 250,500\""),
       ANSWER ("\"minor\":1250500")},
      {Q ("parse", "\"locale\":\"en-US\",\"currency\":\"USD\",\"text\":\"-5\""),
       ANSWER ("\"minor\":-500")},
      {Q ("parse", "\"locale\":\"ar-EG\",\"currency\":\"EGP\",\"text\":\"١٬٢٥٠٫٥٠\""),
       ANSWER ("\"minor\":125050")},
      {Q ("parse", "\"locale\":\"en\",\"currency\":\"BHD\",\"text\":\"1.2345\""),
       ANSWER ("\"error\":\"BHD has 3 decimals; the amount has more\"")},
      {Q ("parse", "\"locale\":\"de\",\"currency\":\"BHD\",\"text\":\"1.234\""), ERROR},
      {Q ("parse", "\"locale\":\"de\",\"currency\":\"BHD\",\"text\":1234"), ERROR},
      {Q ("parse", "\"locale\":\"de\",\"currency\":\"BHD\""), ERROR},
      {Q ("parse", "\"locale\":\"de\",\"text\":\"1\""), ERROR},
      {Q ("parse", "\"currency\":\"BHD\",\"text\":\"1\""), ERROR},
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_add (void)
{
  const Case cases[] = {
      {Q ("add", "\"currency\":\"INR\",\"operands\":[\"100\",\"250\"]"), ANSWER ("\"minor\":350")},
      {Q ("add", "\"currency\":\"INR\",\"operands\":[\"100\",\"-250\",\"1\"]"),
       ANSWER ("\"minor\":-149")},
      {Q ("add", "\"currency\":\"INR\",\"operands\":[\"9223372036854775807\",\"1\"]"), ERROR},
      {Q ("add", "\"currency\":\"INR\",\"operands\":[\"9223372036854775808\"]"), ERROR},
      {Q ("add", "\"currency\":\"INR\",\"operands\":[]"), ERROR},
      {Q ("add", "\"currency\":\"INR\",\"operands\":[1,2]"), ERROR},
      {Q ("add", "\"currency\":\"INR\",\"operands\":\"1\""), ERROR},
      {Q ("add", "\"currency\":\"INR\""), ERROR},
      {Q ("add", "\"currency\":\"INX\",\"operands\":[\"1\"]"), ERROR},
      {Q ("add", "\"operands\":[\"1\"]"), ERROR},
      {Q ("add", "\"currency\":\"INR\",\"operands\":[\"1\",\"1.5\"]"), ERROR},
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_products (void)
{
  const Case cases[] = {
      {Q ("mul", "\"currency\":\"INR\",\"operands\":[\"756838\",\"12.5\"]"),
       ANSWER ("\"minor\":9460475")},
      {Q ("percent", "\"currency\":\"INR\",\"operands\":[\"756838\",\"12.5\"]"),
       ANSWER ("\"minor\":94605")},
      {Q ("discount", "\"currency\":\"INR\",\"operands\":[\"756838\",\"12.5\"]"),
       ANSWER ("\"minor\":662233")},
      {Q ("mul", "\"currency\":\"INR\",\"operands\":[\"-5\",\"0.5\"]"), ANSWER ("\"minor\":-3")},
      {Q ("mul", "\"currency\":\"INR\",\"operands\":[\"1\"]"), ERROR},
      {Q ("mul", "\"currency\":\"INR\",\"operands\":[\"1\",\"2\",\"3\"]"), ERROR},
      {Q ("mul", "\"currency\":\"INR\",\"operands\":[\"9223372036854775807\",\"2\"]"), ERROR},
      {Q ("percent", "\"currency\":\"INR\",\"operands\":[\"1\",\"1%\"]"), ERROR},
      {Q ("discount", "\"currency\":\"INR\",\"operands\":[\"1\",\"101\"]"), ERROR},
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_split (void)
{
  const Case cases[] = {
      {Q ("split", "\"currency\":\"INR\",\"operands\":[\"7732461\",\"40,40,20\"]"),
       ANSWER ("\"minor\":[3092985,3092984,1546492]")},
      {Q ("split", "\"currency\":\"INR\",\"operands\":[\"100\",\"1, 1, 1\"]"),
       ANSWER ("\"minor\":[34,33,33]")},
      {Q ("split", "\"currency\":\"INR\",\"operands\":[\"100\",\"\"]"), ERROR},
      {Q ("split", "\"currency\":\"INR\",\"operands\":[\"100\",\"1,,1\"]"), ERROR},
      {Q ("split", "\"currency\":\"INR\",\"operands\":[\"100\",\"0,0\"]"), ERROR},
      {Q ("split", "\"currency\":\"INR\",\"operands\":[\"100\",\"-1,2\"]"), ERROR},
      {Q ("split", "\"currency\":\"INR\",\"operands\":[\"100\"]"), ERROR},
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_convert (void)
{
  const Case cases[] = {
      {Q ("convert", "\"currency\":\"USD>INR\",\"operands\":[\"8135371\",\"83.4125\"]"),
       ANSWER ("\"minor\":678591634")},
      {Q ("convert", "\"currency\":\"JPY>BHD\",\"operands\":[\"1000\",\"0.0025\"]"),
       ANSWER ("\"minor\":2500")},
      {Q ("convert", "\"currency\":\"USD\",\"operands\":[\"1\",\"1\"]"), ERROR},
      {Q ("convert", "\"currency\":\"USD>\",\"operands\":[\"1\",\"1\"]"), ERROR},
      {Q ("convert", "\"currency\":\"USD>INR>EUR\",\"operands\":[\"1\",\"1\"]"), ERROR},
      {Q ("convert", "\"currency\":\"USD>INR\",\"operands\":[\"1\",\"0\"]"), ERROR},
      {Q ("convert", "\"currency\":\"USD>INR\",\"operands\":[\"1\",\"-1\"]"), ERROR},
  };

  check (cases, G_N_ELEMENTS (cases));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/eval-money/format", test_format);
  g_test_add_func ("/eval-money/parse", test_parse);
  g_test_add_func ("/eval-money/add", test_add);
  g_test_add_func ("/eval-money/products", test_products);
  g_test_add_func ("/eval-money/split", test_split);
  g_test_add_func ("/eval-money/convert", test_convert);
  return g_test_run ();
}
