"""The grammar as tables: where the values of attributes go, values with parts, attribute order, references."""
