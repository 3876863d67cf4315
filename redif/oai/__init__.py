"""A repository that harvesters read by OAI-PMH 2.0: a store of records with the times of their changes, and its answers."""
