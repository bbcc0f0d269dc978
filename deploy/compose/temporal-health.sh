#!/bin/sh
# Healthy when the server says of its frontend that it serves. Its own doors want a client's certificate, which this image
# has no tool to show; so the page of its figures is read, on this container's loopback alone. Whether the frontend
# answers a client is asked by the job after this, which makes the namespace. The image has wget (Alpine) or bash
# (stand-in), never both for sure.
set -eu
if command -v wget >/dev/null 2>&1; then
  page=$(wget -q -T 3 -O - http://127.0.0.1:9090/metrics)
else
  page=$(bash -c 'exec 3<>/dev/tcp/127.0.0.1/9090; printf "GET /metrics HTTP/1.0\r\n\r\n" >&3; cat <&3')
fi
case $page in *'service_name="frontend"'*) ;; *) exit 1 ;; esac
