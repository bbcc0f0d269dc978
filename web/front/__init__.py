"""Pages for citizens: what every procedure shares. A procedure's own stand in `web/<procedure>/front/`."""
