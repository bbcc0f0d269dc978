#!/bin/sh
# Healthy when the frontend answers a call about itself through its HTTP interface: an open port says nothing. The
# server's image has wget (Alpine) or bash (stand-in), never both for sure.
set -eu
path=/api/v1/system-info
if command -v wget >/dev/null 2>&1; then
  exec wget -q -T 3 -O /dev/null "http://127.0.0.1:7243$path"
fi
exec bash -c 'exec 3<>/dev/tcp/127.0.0.1/7243; printf "GET %s HTTP/1.0\r\nHost: temporal\r\n\r\n" "$0" >&3
  read -r -t 3 _ status _ <&3; [ "$status" = 200 ]' "$path"
