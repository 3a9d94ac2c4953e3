"""The codebook: what is kept, field by field, written from the code that keeps it."""
