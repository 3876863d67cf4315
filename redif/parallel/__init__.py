"""Work shared among several processes: files in batches, a pool that outlives any of its processes, results as plain data."""
