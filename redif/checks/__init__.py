"""What is wrong with files: the checks, their settings, and the checker that runs them."""
