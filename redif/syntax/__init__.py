"""Text to templates and back: splitter, lines, builder, problems, template, serializer."""
