#!/usr/bin/env bash
# Deploys an image of the mall blue-green on this host: blue-green-deploy.sh IMAGE@DIGEST [COMMITTED_AT [BY]]
# MALLWATCH (default: mallwatch on the path, else ../mallwatch) does the work as PLAN (default: deploy/blue-green.yml beside it) says.
set -euo pipefail

if [ $# -lt 1 ] || [ $# -gt 3 ]; then
  echo "usage: ${0##*/} IMAGE@DIGEST [COMMITTED_AT [BY]]" >&2
  exit 2
fi
image=$1
case $image in
  *@sha256:*) ;;
  *)
    echo "${0##*/}: '$image' is not pinned by a digest (name@sha256:...); a tag such as latest may change between staging and production" >&2
    exit 2
    ;;
esac
here=$(cd "$(dirname "$0")/.." && pwd)
mallwatch=${MALLWATCH:-$(command -v mallwatch || echo "$here/mallwatch")}
plan=${PLAN:-$here/deploy/blue-green.yml}
arguments=(deploy blue-green --plan "$plan" --release "$image")
[ -z "${2:-}" ] || arguments+=(--committed-at "$2")
[ -z "${3:-}" ] || arguments+=(--by "$3")
exec "$mallwatch" "${arguments[@]}"
