"""The screen: the only package that imports Textual."""

import os

os.environ.setdefault("TEXTUAL_FPS", "240")  # with Textual's own 60 a key waits 30 ms for its paints
