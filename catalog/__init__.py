"""What the data means: typed model, loading, cross-checks. Knows no simulator and no pages."""
