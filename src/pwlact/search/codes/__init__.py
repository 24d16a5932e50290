"""Search on codes: table rows chosen by the unit's own arithmetic, all roundings included."""
