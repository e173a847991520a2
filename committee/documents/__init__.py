"""The register of documents and files with their versions.

Anything may point to a document by kind and id; a document points to nothing above it.
"""
