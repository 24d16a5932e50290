"""Many runs beside each other: what they differ in, where they run, and their table."""
