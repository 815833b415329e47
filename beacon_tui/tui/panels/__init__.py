"""The panels of the pair's screen, each a picture or a list of one candidate."""
