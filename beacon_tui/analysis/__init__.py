"""Numbers: connections to pairs, pairs to scores, scores to reasons."""
