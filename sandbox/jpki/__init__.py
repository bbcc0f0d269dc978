"""A test PKI in the profile of JPKI: a root that is clearly not the real one, residents' cards with PINs, a CRL."""
