"""The pages on which certificates are asked for, paid, corrected and withdrawn."""
