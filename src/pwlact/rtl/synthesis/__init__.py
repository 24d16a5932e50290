"""What a unit costs, counted by Yosys."""
