#!/bin/sh
# The editor tests need yaml-language-server. Install it, as locked, where there is npm; elsewhere they are skipped, and say so.
cd "$(dirname "$0")/editor" || exit 0
[ node_modules/.package-lock.json -nt package-lock.json ] && exit 0
if command -v npm >/dev/null 2>&1 && npm ci --silent --no-audit --no-fund >/dev/null 2>&1; then
  exit 0
fi
echo "there is no npm here: the editor tests are skipped"
