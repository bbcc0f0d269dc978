"""Printed documents: certificates and cover letters as PDF, typeset by typst."""
