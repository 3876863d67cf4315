"""The grammar as tables: attributes and where their values go, values with parts, order, references."""
