"""What a network loses where tables stand at its sites: score and divergence, with bootstrap intervals."""
