"""The records that a user sets: command line, TOML file and run folder share them."""
