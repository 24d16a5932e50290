"""Search on codes: pieces chosen for the unit as it computes, roundings and all."""
