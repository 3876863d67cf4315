"""An item as a bibliography sees it: dates, names, citation, addresses."""
