"""How providers speak HTTP: one deadline for a whole exchange, bounded bodies, errors of ours, no secrets in them."""
