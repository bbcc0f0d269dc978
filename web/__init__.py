"""The counter over HTTP: `/api/v1`, webhooks, health. It talks to what it is handed and imports no adapter, no workflow."""
