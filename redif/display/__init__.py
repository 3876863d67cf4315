"""Records as people read them: the page of an item, the statistics of an archive."""
