"""Archives that redif writes: new ones, items added to them, and what RePEc harvests of them."""
