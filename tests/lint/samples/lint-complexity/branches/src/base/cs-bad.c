/* SPDX-License-Identifier: GPL-3.0-or-later */
int
cs_bad (int a)
{
@repeat 16   if (a) a++;
  return a;
}
