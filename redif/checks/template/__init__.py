"""What is wrong with a template beyond the grammar: one function, one code."""
