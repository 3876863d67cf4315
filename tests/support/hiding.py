"""Findings that hide others: once they are fixed, there may be more of them."""

# A tag hides what is wrong with the text beside it, and so does the misspelled type of a template.
HIDING = {
    "line-outside-template",
    "template-spelling",
    "line-break",
    "title-markup",
    "abstract-markup",
    "text-less-than",
    "name-addition",
}
