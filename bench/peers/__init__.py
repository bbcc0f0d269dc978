"""C: a peer that does the same durable steps on the same Postgres, in an environment apart from the product's."""
