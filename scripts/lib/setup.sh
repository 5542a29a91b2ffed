# What the scripts share: finding the toolchain and installing missing system packages. Sourced, not run.

fail() {
  echo "error: $*" >&2
  exit 2
}

# The Swift toolchain, 6.2 or later.
require_swift() {
  command -v swift >/dev/null 2>&1 ||
    fail "no Swift toolchain was found; install Swift 6.2 or later (https://www.swift.org/install/linux) and run this again"
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
  set -- $version
  [ "${1:-0}" -gt 6 ] || { [ "${1:-0}" -eq 6 ] && [ "${2:-0}" -ge 2 ]; } ||
    fail "Swift ${1:-unknown}.${2:-} was found, 6.2 or later is needed; install it from https://www.swift.org/install/linux"
}

# require_packages NAME...: Debian packages, installed where they are missing.
require_packages() {
  command -v dpkg-query >/dev/null 2>&1 ||
    fail "this script installs Debian packages and this is no Debian; install the equivalents of: $*"
  local missing="" name
  for name in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing="$missing $name"
  done
  [ -n "$missing" ] || return 0
  [ "$(id -u)" -eq 0 ] ||
    fail "these packages are missing and only root may install them, so run: sudo apt-get install -y$missing"
  echo "installing$missing" >&2
  export DEBIAN_FRONTEND=noninteractive
  # A fresh machine has no package lists; an old list names versions that are gone.
  apt-get update -qq >&2 || fail "apt-get update failed; see above"
  apt-get install -y -qq --no-install-recommends $missing >&2 || fail "apt-get install$missing failed; see above"
}

# require_python_packages FOLDER LIST: a virtual environment with the packages of LIST, made anew when the list changes.
require_python_packages() {
  local venv=$1 list=$2
  cmp -s "$list" "$venv/requirements.txt" && return 0
  echo "making the virtual environment $venv" >&2
  rm -rf "$venv"
  mkdir -p "$(dirname "$venv")"
  python3 -m venv "$venv" || fail "python3 -m venv failed; see above"
  "$venv/bin/pip" install --quiet -r "$list" || fail "pip install failed; see above"
  cp "$list" "$venv/requirements.txt"
}

# The virtual environment with the packages of the tests.
require_venv() {
  require_python_packages .build/venv Tests/Python/requirements.txt
  export OPTOUT_AUDIT_TEST_PYTHON="$PWD/.build/venv/bin/python"
}

product_packages="git ca-certificates libarchive-dev libsqlite3-dev libcurl4-openssl-dev libssl-dev zlib1g-dev"
