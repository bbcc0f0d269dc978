#!/bin/sh
# Starts the Temporal server: its image takes the database's password from the environment alone, so it is put there
# from the secret, for this process only. Listens on the container's own address, as the image's own entry point does.
set -eu
POSTGRES_PWD=$(cat /run/secrets/temporal_database_password)
address=$(hostname -i | cut -d' ' -f1)
export POSTGRES_PWD
export BIND_ON_IP="$address" TEMPORAL_BROADCAST_ADDRESS="$address"
exec temporal-server --allow-no-auth start
