"""Under load: a rush at the counter, 20,000 open requests and a restart, on real worker and web processes (`bench.load`)."""
