"""Many results beside each other, with their JSON and CSV."""
