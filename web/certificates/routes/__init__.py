"""Routes of certificates, one module per thing that can be asked."""
