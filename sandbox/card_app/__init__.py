"""The card app's service: an OpenID provider with sign transactions, and a phone in the browser."""
