"""The provider with which the sample officers sign in: OpenID Connect with a page to pick one, weakly or strongly."""
