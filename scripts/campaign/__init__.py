"""Campaign kit: Markdown pages in, a site and every kind of publicity artefact out."""
