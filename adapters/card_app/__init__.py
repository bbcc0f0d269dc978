"""マイナアプリ (デジタル認証アプリサービス) as a signer: OpenID Connect and sign transactions."""
