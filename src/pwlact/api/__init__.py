"""The front door: approximate, train, compare, load, and what their answers can do; `pwlact` itself names them."""
