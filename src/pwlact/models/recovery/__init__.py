"""Recovery: a network trained with its tables in place, so that it loses less by them."""
