"""What machines and code hosts read: one writer for each format."""
