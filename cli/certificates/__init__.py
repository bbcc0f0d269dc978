"""What people do with certificates on the command line."""
