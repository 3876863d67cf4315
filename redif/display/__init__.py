"""Records as people look at them: the page of an item, the statistics of an archive."""
