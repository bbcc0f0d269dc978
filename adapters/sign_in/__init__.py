"""The office's sign-in: any OpenID provider by discovery."""
