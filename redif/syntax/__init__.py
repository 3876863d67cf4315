"""Text to templates and back: splitter, tokens, builder, problems, template, serializer."""
