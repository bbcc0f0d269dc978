#!/bin/sh
# Makes the namespace with 30 days of closed histories, or sets that in the one that is there; ends when it can be used.
set -eu
NAMESPACE=default RETENTION=720h
# "passthrough": the name is looked up as any other. gRPC's own way also asks for a TXT record, which nobody answers on a
# network without a way out.
export TEMPORAL_ADDRESS=passthrough:///temporal:7233
# The engine serves nobody without a certificate of ours.
export TEMPORAL_TLS=true TEMPORAL_TLS_SERVER_NAME=temporal
export TEMPORAL_TLS_SERVER_CA_CERT_PATH=/run/secrets/temporal_tls_ca
export TEMPORAL_TLS_CLIENT_CERT_PATH=/run/secrets/temporal_tls_client
export TEMPORAL_TLS_CLIENT_KEY_PATH=/run/secrets/temporal_tls_client_key
# The program keeps settings in a folder of its user; there is none here that could be written.
export HOME=/tmp

if temporal operator namespace describe --namespace "$NAMESPACE" >/dev/null 2>&1; then
  temporal operator namespace update --namespace "$NAMESPACE" --retention "$RETENTION" >/dev/null
else
  temporal operator namespace create --namespace "$NAMESPACE" --retention "$RETENTION" >/dev/null
fi

tries=60 # seconds; the frontend learns of a new namespace within ten
until temporal workflow count --namespace "$NAMESPACE" >/dev/null 2>&1; do
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || { echo "namespace $NAMESPACE was made and cannot be used: see the log of temporal" >&2; exit 1; }
  sleep 1
done
echo "namespace $NAMESPACE keeps closed histories for $RETENTION"
