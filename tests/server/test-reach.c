/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-hook-call.h"
#include "cs-reach.h"

#include <string.h>

/* What no webhook may lead to, in whichever way it is written. */
static void
test_public (void)
{
  static const struct {
    const char *address;
    gboolean is_public;
  } cases[] = {
      {"8.8.8.8", TRUE},
      {"172.15.255.255", TRUE},
      {"172.32.0.1", TRUE},
      {"100.128.0.1", TRUE},
      {"2a00:1450::1", TRUE},
      {"2600::1", TRUE},
      {"0.0.0.0", FALSE},
      {"10.1.2.3", FALSE},
      {"100.64.0.1", FALSE},
      {"100.127.255.1", FALSE},
      {"127.0.0.1", FALSE},
      {"127.255.255.254", FALSE},
      {"169.254.169.254", FALSE},
      {"172.16.0.1", FALSE},
      {"172.31.255.255", FALSE},
      {"192.168.1.1", FALSE},
      {"192.0.2.1", FALSE},
      {"198.18.0.1", FALSE},
      {"198.19.255.1", FALSE},
      {"203.0.113.5", FALSE},
      {"224.0.0.1", FALSE},
      {"255.255.255.255", FALSE},
      {"::", FALSE},
      {"::1", FALSE},
      {"fe80::1", FALSE},
      {"fc00::1", FALSE},
      {"fd12:3456::1", FALSE},
      {"ff02::1", FALSE},
      {"::ffff:127.0.0.1", FALSE},
      {"64:ff9b::a00:1", FALSE},
      {"2002:7f00:1::", FALSE},
      {"2001::1", FALSE},
      {"2001:db8::1", FALSE},
      {"3fff::1", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (cases[i].address);

    g_test_message ("%s", cases[i].address);
    g_assert_nonnull (address);
    g_assert_true (cs_reach_is_public (address) == cases[i].is_public);
  }
}

static gboolean
allows (CsReach reach, const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  return cs_reach_allows (reach, address);
}

static void
test_urls (void)
{
  static const struct {
    const char *url;
    gboolean may, may_confined;
  } cases[] = {
      {"https://example.org/hook", TRUE, TRUE},
      {"https://example.org:8443/a?b=c", TRUE, TRUE},
      {"http://example.org/hook", FALSE, TRUE},
      {"https://user:word@example.org/", FALSE, FALSE},
      {"https://example.org/#part", FALSE, FALSE},
      {"ftp://example.org/", FALSE, FALSE},
      {"file:///etc/passwd", FALSE, FALSE},
      {"https://[fe80::1%25eth0]/", FALSE, FALSE},
      {"https://ex%61mple.org/", FALSE, FALSE},
      {"https://", FALSE, FALSE},
      {"", FALSE, FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].url);
    g_unsetenv (CS_REACH_ENVIRONMENT);
    g_assert_true (cs_hook_check_url (cases[i].url, NULL) == cases[i].may);
    g_setenv (CS_REACH_ENVIRONMENT, "1", TRUE);
    g_assert_true (cs_hook_check_url (cases[i].url, NULL) == cases[i].may_confined);
  }
  g_unsetenv (CS_REACH_ENVIRONMENT);
}

/* A mail server may stand in the office, a webhook may not; and of a sample nothing goes anywhere
 * else than to this computer. */
static void
test_reach (void)
{
  g_assert_true (allows (CS_REACH_ANYWHERE, "10.0.0.1"));
  g_assert_true (allows (CS_REACH_ANYWHERE, "8.8.8.8"));
  g_assert_false (allows (CS_REACH_PUBLIC, "10.0.0.1"));
  g_assert_false (allows (CS_REACH_PUBLIC, "127.0.0.1"));
  g_assert_true (allows (CS_REACH_PUBLIC, "8.8.8.8"));
  g_assert_true (cs_reach_allows_host ("mail.house.example"));
  cs_reach_confine ();
  for (CsReach i = CS_REACH_ANYWHERE; i <= CS_REACH_PUBLIC; i++) {
    g_assert_false (allows (i, "10.0.0.1"));
    g_assert_false (allows (i, "8.8.8.8"));
    g_assert_true (allows (i, "127.0.0.1"));
    g_assert_true (allows (i, "::1"));
  }
  g_assert_false (cs_reach_allows_host ("mail.house.example"));
  g_assert_false (cs_reach_allows_host ("8.8.8.8"));
  g_assert_true (cs_reach_allows_host ("localhost"));
}

/* Asked for the address itself: whatever was said before, no socket is made. */
static void
test_no_socket (void)
{
  CURL *curl = cs_reach_new_curl (CS_REACH_ANYWHERE, NULL);

  curl_easy_setopt (curl, CURLOPT_URL, "http://192.0.2.1:9/");
  curl_easy_setopt (curl, CURLOPT_TIMEOUT, 5L);
  g_assert_cmpint (curl_easy_perform (curl), ==, CURLE_COULDNT_CONNECT);
  curl_easy_cleanup (curl);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv (CS_REACH_ENVIRONMENT);
  g_test_add_func ("/server/reach/public", test_public);
  g_test_add_func ("/server/reach/urls", test_urls);
  g_test_add_func ("/server/reach/confined", test_reach);
  g_test_add_func ("/server/reach/no-socket", test_no_socket);
  return g_test_run ();
}
