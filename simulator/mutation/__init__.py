"""Small changes to a catalog, one at a time, and whether anything would notice them."""
