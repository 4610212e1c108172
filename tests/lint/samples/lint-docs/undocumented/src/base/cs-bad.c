/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * cs_bad_be:
 *
 * Is bad.
 */
int
cs_bad_be (void)
{
  return 1;
}

int
cs_bad_do (const char *what,
           int times)
{
  return 1;
}
