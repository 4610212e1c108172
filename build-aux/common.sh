# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by ./run and ./check, sourced from the top of the tree. Nothing here writes to standard
# output: that belongs to the programs that are run.

jobs=$(nproc 2>/dev/null || echo 2)
# Where ccache is used, it may keep what was compiled with a precompiled header.
export CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-pch_defines,time_macros}

say () {
  printf '%s\n' "$*" >&2
}

die () {
  say "$*"
  exit 1
}

# packages_of GROUP...: the names in build-aux/packages that belong to the groups.
packages_of () {
  local groups=" $* " name group
  while read -r name group _; do
    case "$name" in '#'* | '') continue ;; esac
    case "$groups" in *" $group "*) echo "$name" ;; esac
  done <build-aux/packages
}

# missing_packages GROUP...: those of them that dpkg does not have.
missing_packages () {
  local wanted installed
  wanted=$(packages_of "$@" | sort -u)
  # shellcheck disable=SC2086 # one word per package
  installed=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' $wanted 2>/dev/null |
    sed -n 's/^ii *//p' | sort -u)
  comm -23 <(echo "$wanted") <(echo "$installed")
}

require_debian () {
  local id='' version='' name='this system'
  if [ -r /etc/os-release ]; then
    id=$(. /etc/os-release && echo "${ID:-}")
    version=$(. /etc/os-release && echo "${VERSION_ID:-}")
    name=$(. /etc/os-release && echo "${PRETTY_NAME:-$name}")
  fi
  [ "$id" = debian ] && [ "$version" = 12 ] ||
    die "This needs Debian 12 to install what it builds with; here is $name. README.md names the libraries for other systems."
}

# ensure_packages GROUP...: installs what is missing. Nothing is asked of the network, and no
# right is needed, when everything is there.
ensure_packages () {
  local missing log
  require_debian
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  missing=$(echo $missing)
  [ "$(id -u)" = 0 ] ||
    die "Only root can install what is missing here. Run ${0##*/} once as root, or first:
sudo apt-get install --no-install-recommends $missing"
  say "Installing $(echo "$missing" | wc -w) Debian packages…"
  mkdir -p build
  log=build/install.log
  # shellcheck disable=SC2086 # one word per package
  if ! {
    export DEBIAN_FRONTEND=noninteractive
    apt-get -o DPkg::Lock::Timeout=300 update &&
      apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends $missing
  } >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    die "The packages could not be installed; the whole log is in $log. Missing: $missing"
  fi
}

# setup_build DIR OPTION...: configures DIR once, and again from nothing when the tree has moved
# or the options differ.
setup_build () {
  local dir=$1 wanted
  shift
  wanted="$PWD ${CC:-} $*"
  if [ -f "$dir/build.ninja" ] && [ "$(cat "$dir/.configured" 2>/dev/null)" = "$wanted" ]; then
    return 0
  fi
  rm -rf "$dir"
  mkdir -p "$dir"
  if ! meson setup "$dir" "$@" >"$dir/setup.log" 2>&1 </dev/null; then
    tail -n 20 "$dir/setup.log" >&2
    say "Configuring $dir failed; the log is $dir/setup.log."
    return 1
  fi
  echo "$wanted" >"$dir/.configured"
}

# The environment in which programs and tests draw without a screen: software only, the same
# pixels each time, nothing read from or kept in the user's settings.
headless_environment () {
  export GSK_RENDERER=cairo GDK_DEBUG=gl-disable GDK_BACKEND=x11 GTK_A11Y=atspi
  export ADW_DISABLE_PORTAL=1 GSETTINGS_BACKEND=memory NO_AT_BRIDGE=0
  unset WAYLAND_DISPLAY
}

# on_screen COMMAND...: runs it under a screen and a session bus of its own, bus inside screen.
on_screen () {
  env -u DISPLAY tests/app/on-screen "$@"
}
