"""Where one request's time goes: spans noted in the worker, laid over the engine's own times."""
