"""The checks: of single templates, of whole archives, their settings, and the checker that runs them."""
