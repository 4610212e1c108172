/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-ctl.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Whatever comes in, each line is answered by one line, and the program ends well. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  char *arguments[] = {(char *)"countersignctl", (char *)"eval", NULL};
  char *output = NULL;
  gsize length = 0, n_lines = 0, n_answers = 0;
  FILE *in, *out;
  int status;

  if (size == 0)
    return 0;
  in = fmemopen ((void *)data, size, "r");
  out = open_memstream (&output, &length);
  status = cs_ctl_main (2, arguments, in, out, stderr);
  fclose (in);
  fclose (out);
  for (gsize i = 0; i < size; i++)
    n_lines += data[i] == '\n' || i + 1 == size;
  for (gsize i = 0; i < length; i++)
    n_answers += output[i] == '\n';
  if (status != 0 || n_lines != n_answers)
    g_error ("%" G_GSIZE_FORMAT " lines, %" G_GSIZE_FORMAT " answers", n_lines, n_answers);
  free (output);
  return 0;
}
