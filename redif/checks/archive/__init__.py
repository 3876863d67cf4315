"""What is wrong with an archive as a whole."""
