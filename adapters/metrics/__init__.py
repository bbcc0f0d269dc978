"""What our processes tell Prometheus: names in docs/operations.md, no personal data, label sets small and fixed."""
