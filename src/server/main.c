/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-installation.h"
#include "cs-program.h"

int
main (int argc, char **argv)
{
  cs_installation_init_languages ();
  return cs_program_main (argc, argv, stdout, stderr);
}
