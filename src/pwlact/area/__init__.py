"""What a unit costs, estimated from its codes."""
