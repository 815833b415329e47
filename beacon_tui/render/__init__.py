"""Text pictures: values to lines of text, safe for any terminal."""
