"""A network's loss as what tables are measured by: for the agent, and for every search of points."""
