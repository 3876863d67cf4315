"""An item as a bibliography sees it: dates, names, pages, citation, addresses."""
