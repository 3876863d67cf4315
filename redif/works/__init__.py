"""Works: which items are versions of one, and which were described twice."""
