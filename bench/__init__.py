"""The benchmark: our request beside a bare engine and beside a peer, in one run, on the same servers (`make bench`)."""
