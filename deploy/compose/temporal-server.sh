#!/bin/sh
# Starts the Temporal server: its image takes the database's password from the environment alone, so it is put there
# from the secret, for this process only. Its parts find each other by the container's address.
set -eu
POSTGRES_PWD=$(cat /run/secrets/temporal_database_password)
TEMPORAL_BROADCAST_ADDRESS=$(hostname -i | cut -d' ' -f1)
export POSTGRES_PWD TEMPORAL_BROADCAST_ADDRESS BIND_ON_IP=0.0.0.0
exec temporal-server --allow-no-auth start
