"""A web server: an archive's site, a page that checks what anybody drops on it, and a repository for harvesters.

Nothing that is sent is kept: it goes into a temporary folder that is deleted with the answer.
"""
