"""From bytes to text: finding files, decoding, positions and characters; and writing files."""
