/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ctl.h"
#include "cs-installation.h"

int
main (int argc, char **argv)
{
  cs_installation_init_languages ();
  return cs_ctl_main (argc, argv, stdin, stdout, stderr);
}
