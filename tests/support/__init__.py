"""What tests share: paths, the second grammar engine, readers of other formats."""
