"""How parts are introduced to each other, one module per procedure. Used by the composition roots alone."""
