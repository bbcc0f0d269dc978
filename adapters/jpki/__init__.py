"""公的個人認証 (JPKI): who signed, and whether the card's certificate was good when they did.

`verifier.JpkiVerifier` is the adapter; `crl_source.HttpCrlSource` is the one place that talks to a network.
"""
